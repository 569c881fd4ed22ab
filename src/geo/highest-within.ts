import { destination, geodesicDistanceM } from './geodesy.ts';
import type { Grid } from './grid.ts';
import type { LngLat } from './position.ts';

/** The highest known ground near a place. */
export interface Summit {
  readonly position: LngLat;
  /** Metres above the terrain's vertical datum. */
  readonly elevationM: number;
  /** Metres from the place that was asked about. */
  readonly distanceM: number;
}

/** A grid, and the way between its cells (column and row, fractions) and positions. */
export interface PlacedCells {
  readonly grid: Grid;
  readonly cellOf: (lng: number, lat: number) => readonly [column: number, row: number];
  readonly positionOf: (column: number, row: number) => LngLat;
}

/** Points on the circle whose cells tell which window of a grid it lies in. */
const RIM_POINTS = 32;

/**
 * The highest cell centre within a distance of a place, or null where nothing is known there. Ground that is interpolated between cell centres
 * is nowhere higher than at one of them. Of equally high cells the first one from the north-west counts.
 * @param radiusM metres on the ellipsoid, > 0
 * @param elevationM the height that counts at a position: where grids overlap, that of the one that wins there
 */
export function highestWithin(
  placed: readonly PlacedCells[],
  elevationM: (position: LngLat) => number,
  centre: LngLat,
  radiusM: number,
): Summit | null {
  let best: Summit | null = null;
  for (const { grid, cellOf, positionOf } of placed) {
    const rim = Array.from({ length: RIM_POINTS }, (_, i) => cellOf(...destination(centre, (i * 360) / RIM_POINTS, radiusM)));
    const [firstColumn, lastColumn] = windowOf(
      rim.map(([column]) => column),
      grid.width,
    );
    const [firstRow, lastRow] = windowOf(rim.map(([, row]) => row), grid.height); // prettier-ignore
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        // Where it lies is worked out only for a cell that would be the highest yet.
        const value = grid.values[row * grid.width + column] ?? NaN;
        if (!(value > (best?.elevationM ?? -Infinity))) continue;
        const position = positionOf(column, row);
        const distanceM = geodesicDistanceM(centre, position);
        if (distanceM > radiusM) continue;
        const height = elevationM(position);
        if (height > (best?.elevationM ?? -Infinity)) best = { position, elevationM: height, distanceM };
      }
    }
  }
  return best;
}

/** First and last whole number between the least and the greatest, a cell more on either side, within a grid of that many. */
function windowOf(values: readonly number[], count: number): readonly [number, number] {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return [0, -1];
  return [Math.max(0, Math.floor(Math.min(...known)) - 1), Math.min(count - 1, Math.ceil(Math.max(...known)) + 1)];
}
