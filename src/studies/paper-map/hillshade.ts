import { channelsOf } from '../../base/colour.ts';
import { paperPalette } from '../../base/palette.ts';
import type { Terrain } from '../../geo/terrain.ts';
import type { Picture } from '../../io/drawing.ts';
import type { MapFrame } from './map-frame.ts';

/** Size of a point of the picture on paper, mm. */
const POINT_MM = 0.6;
/** Sun in the north-west, 45° high, as maps have it; slopes are raised so that gentle ground shows. */
const SUN = [-0.5, 0.5, Math.SQRT1_2] as const;
const STRONGEST = 0.2;

/**
 * The ground of a frame as a pale relief: light from the north-west. Null without terrain here. The relief is computed on a lattice no
 * finer than the terrain's own cells and drawn smoothly between.
 */
export function hillshade(frame: MapFrame, terrain: Terrain): Picture | null {
  const { box, scale } = frame;
  const spacingMm = Math.max(POINT_MM, (terrain.cellM * 1000) / scale);
  const columns = Math.max(2, Math.ceil(box.width / spacingMm) + 1);
  const rows = Math.max(2, Math.ceil(box.height / spacingMm) + 1);
  const heights = heightLattice(frame, terrain, columns, rows, spacingMm);
  const light = lightOf(heights, columns, rows, (spacingMm * scale) / 1000);
  if (light.every((value) => Number.isNaN(value))) return null;
  const width = Math.ceil(box.width / POINT_MM);
  const height = Math.ceil(box.height / POINT_MM);
  const rgb = new Uint8Array(width * height * 3);
  const [shade, paper] = [channelsOf(paperPalette.shade), channelsOf(paperPalette.ground)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = ((x + 0.5) * (box.width / width)) / spacingMm;
      const down = ((y + 0.5) * (box.height / height)) / spacingMm;
      // 40 steps up to the strongest: the eye sees none of them, and the picture packs to a fraction.
      const dark = Math.round(darkness(light, columns, rows, at + 0.5, down + 0.5) * 200) / 200;
      for (let c = 0; c < 3; c++)
        rgb[(y * width + x) * 3 + c] = Math.round((paper[c] ?? 255) * (1 - dark) + (shade[c] ?? 0) * dark);
    }
  }
  return { width, height, rgb };
}

/** Heights half a spacing outside the frame and onwards, so that slopes at its edge are known. */
function heightLattice(frame: MapFrame, terrain: Terrain, columns: number, rows: number, spacingMm: number): Float64Array {
  const heights = new Float64Array((columns + 1) * (rows + 1));
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const point = [frame.box.x + (column - 0.5) * spacingMm, frame.box.y + (row - 0.5) * spacingMm] as const;
      heights[row * (columns + 1) + column] = terrain.elevationM(frame.toGround(point));
    }
  }
  return heights;
}

/** How bright each square of the lattice is over flat ground, which is 0; NaN where a height is unknown. */
function lightOf(heights: Float64Array, columns: number, rows: number, spacingM: number): Float64Array {
  const light = new Float64Array(columns * rows);
  const raise = 2.2;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * (columns + 1) + column;
      const [a, b, c, d] = [
        heights[at] ?? NaN,
        heights[at + 1] ?? NaN,
        heights[at + columns + 1] ?? NaN,
        heights[at + columns + 2] ?? NaN,
      ];
      const east = (raise * (b + d - a - c)) / (2 * spacingM);
      const north = (raise * (a + b - c - d)) / (2 * spacingM);
      light[row * columns + column] =
        (SUN[2] - SUN[0] * east - SUN[1] * north) / Math.sqrt(1 + east * east + north * north) - SUN[2];
    }
  }
  return light;
}

/** Share of the shade's colour at a place of the lattice, between four squares; unknown ground counts as flat. */
function darkness(light: Float64Array, columns: number, rows: number, x: number, y: number): number {
  const [column, row] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [u, v] = [x - 0.5 - column, y - 0.5 - row];
  const left = Math.min(columns - 1, Math.max(0, column));
  const right = Math.min(columns - 1, Math.max(0, column + 1));
  const top = Math.min(rows - 1, Math.max(0, row)) * columns;
  const bottom = Math.min(rows - 1, Math.max(0, row + 1)) * columns;
  const above = known(light[top + left]) * (1 - u) + known(light[top + right]) * u;
  const below = known(light[bottom + left]) * (1 - u) + known(light[bottom + right]) * u;
  const bright = above * (1 - v) + below * v;
  return Math.min(STRONGEST, Math.max(0, 0.045 - bright * 0.32));
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
