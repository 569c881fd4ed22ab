import { lowestHorizon, type Fan } from './viewshed-fan.ts';
import type { ViewshedInput } from './viewshed-field.ts';
import { placesWithin, type Octant } from './viewshed-octant.ts';
import { cellsToEdge, TILE_BITS, type Tiles } from './viewshed-tiles.ts';

/** Lines of an octant that lie in one row or column of tiles. */
export interface TileLines {
  readonly line: number;
  readonly lines: number;
}

/** Room for the first and last places of all runs on a line. */
export function makeRuns({ across, down }: Tiles): Int32Array {
  return new Int32Array(2 * (across + down));
}

/** Rounding, generously: a tile this little below a horizon is looked at. Metres. */
const DOUBT_M = 0.01;

/**
 * Finds the places whose tiles may rise to a horizon: what lies in the others is not seen, and raises no horizon.
 * @param runs receives the first and the last place of each run of neighbours
 * @returns how many runs there are
 */
export function findRuns(
  input: ViewshedInput,
  tiles: Tiles,
  octant: Octant,
  fan: Fan,
  { line, lines }: TileLines,
  runs: Int32Array,
): number {
  const { linesAreRows, placeDirection, offset } = octant;
  const firstAway = octant.firstAway + line;
  const lastAway = firstAway + lines - 1;
  const places = placesWithin(octant, lastAway);
  const tileLine = (octant.firstLine + line * octant.lineDirection) >> TILE_BITS;
  const [base, step] = linesAreRows
    ? [(tileLine - tiles.top) * tiles.across - tiles.left, 1]
    : [tileLine - tiles.left - tiles.top * tiles.across, tiles.across];
  const dropPerCell2 = input.dropPerM2 * tiles.leastPerCell2;
  const farthest2 = input.radiusM ** 2 / tiles.leastPerCell2;
  let count = 0;
  for (let place = 0; place < places;) {
    const cell = octant.firstPlace + place * placeDirection;
    const end = Math.min(place + cellsToEdge(cell, placeDirection), places);
    // A tile's top may stand in the cells around it.
    const nearest2 = Math.max(0, firstAway - 1) ** 2 + Math.max(0, place - offset - 1) ** 2;
    const topM = (tiles.topM[base + (cell >> TILE_BITS) * step] ?? NaN) - input.antennaAltitudeM - dropPerCell2 * nearest2;
    const slope = lowestHorizon(fan, octant, [place, end - 1], [firstAway, lastAway]);
    const lowestM = slope * (slope > 0 ? Math.max(0, firstAway - 1) : lastAway);
    if (nearest2 <= farthest2 && topM + DOUBT_M >= lowestM) {
      if (count === 0 || runs[2 * count - 1] !== place - 1) runs[2 * count++] = place;
      runs[2 * count - 1] = end - 1;
    }
    place = end;
  }
  return count;
}
