import { channelsOf } from '../base/colour.ts';
import { MercatorCoordinate } from 'maplibre-gl';
import type { LngLat } from '../geo/position.ts';

/** A straight line through the air of the view in 3D. */
export interface AirLine {
  readonly from: AirPoint;
  readonly to: AirPoint;
  /** As `#rrggbb`. */
  readonly colour: string;
  readonly widthPx: number;
  /** Which of its pieces are drawn, over and over; null draws all. */
  readonly dash: readonly boolean[] | null;
}

/** A place in the air: metres above the level that the view counts from, heights raised already. */
export interface AirPoint {
  readonly position: LngLat;
  readonly zM: number;
}

/** Numbers for each corner: here and there (x, y, z), side and width, colour. */
export const CORNER_NUMBERS = 11;
/** A line is drawn in so many pieces: dashes are made of them, and what passes the eye is left out with its piece alone. */
const PIECES = 96;

/**
 * Corners of two triangles for each piece of each line, in web Mercator less the origin. Each corner knows both ends of its piece, so
 * that the graphics card can give the piece a width in pixels wherever it lies.
 */
export function airCorners(lines: readonly AirLine[], origin: MercatorCoordinate): Float32Array<ArrayBuffer> {
  const numbers: number[] = [];
  for (const { from, to, colour, widthPx, dash } of lines) {
    const [a, b] = [from, to].map(({ position: [lng, lat], zM }) => MercatorCoordinate.fromLngLat([lng, lat], zM));
    if (a === undefined || b === undefined) continue;
    const at = (share: number): [number, number, number] => [
      a.x + (b.x - a.x) * share - origin.x,
      a.y + (b.y - a.y) * share - origin.y,
      a.z + (b.z - a.z) * share,
    ];
    const rgb = channelsOf(colour).map((value) => value / 255);
    for (let piece = 0; piece < PIECES; piece++) {
      if (dash !== null && dash[piece % dash.length] === false) continue;
      const [here, there] = [at(piece / PIECES), at((piece + 1) / PIECES)];
      const corner = (isStart: boolean, side: number): void => {
        // Seen from its other end a piece has its sides changed over.
        numbers.push(...(isStart ? here : there), ...(isStart ? there : here), isStart ? side : -side, widthPx, ...rgb);
      };
      for (const [isStart, side] of [[true, 1], [true, -1], [false, 1], [false, 1], [true, -1], [false, -1]] as const) corner(isStart, side); // prettier-ignore
    }
  }
  return Float32Array.from(numbers);
}
