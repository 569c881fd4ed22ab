import { fromWgs84 } from '../../geo/crs.ts';
import { geodesicPoints } from '../../geo/geodesy.ts';
import { cellOfModel, type Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';

/** Chords of the geodesic that count as straight in the grid, as in the link study. */
const CHORD_M = 100;
/** One cubic follows the geodesic, in the cells of a grid, this far within a millimetre. */
const PIECE_M = 5000;

/** A grid as a long row of straight paths asks for it. */
export interface QuickGround {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly cellOf: (position: LngLat) => [column: number, row: number];
  /** Highest value of each square of cells and of the cells that join it to the next; Infinity where one is unknown. */
  readonly tops: Float64Array;
  readonly topsAcross: number;
}

/** Cells on a side of a square. */
const SQUARE = 8;

/** Makes a grid ready. */
export async function quickGround(grid: Grid): Promise<QuickGround> {
  const toModel = await fromWgs84(grid.crs);
  return {
    values: grid.values,
    width: grid.width,
    height: grid.height,
    cellOf: ([lng, lat]) => cellOfModel(grid, ...toModel(lng, lat)),
    tops: topsOf(grid),
    topsAcross: Math.ceil(grid.width / SQUARE),
  };
}

function topsOf({ values, width, height }: Grid): Float64Array {
  const across = Math.ceil(width / SQUARE);
  const tops = new Float64Array(across * Math.ceil(height / SQUARE)).fill(-Infinity);
  for (let index = 0; index < tops.length; index++) {
    const [left, top] = [(index % across) * SQUARE, Math.floor(index / across) * SQUARE];
    let highest = -Infinity;
    for (let row = top; row <= Math.min(top + SQUARE, height - 1); row++) {
      for (let column = left; column <= Math.min(left + SQUARE, width - 1); column++) {
        const value = values[row * width + column] ?? NaN;
        highest = Math.max(highest, Number.isNaN(value) ? Infinity : value);
      }
    }
    tops[index] = highest;
  }
  return tops;
}

/** A height that no ground under a chord of a path exceeds, metres; Infinity where some of it is unknown. */
export function topUnder({ tops, topsAcross, width, height }: QuickGround, { columns, rows }: CellPath, chord: number): number {
  const [c0, c1] = [columns[chord] ?? NaN, columns[chord + 1] ?? NaN];
  const [r0, r1] = [rows[chord] ?? NaN, rows[chord + 1] ?? NaN];
  const [left, right] = [Math.min(c0, c1), Math.max(c0, c1)];
  const [upper, lower] = [Math.min(r0, r1), Math.max(r0, r1)];
  if (!(left >= 0 && upper >= 0 && right < width - 1 && lower < height - 1)) return Infinity;
  let highest = -Infinity;
  for (let row = Math.floor(upper / SQUARE); row <= Math.floor(lower / SQUARE); row++) {
    for (let column = Math.floor(left / SQUARE); column <= Math.floor(right / SQUARE); column++) {
      const top = tops[row * topsAcross + column] ?? Infinity;
      if (top > highest) highest = top;
    }
  }
  return highest;
}

/** A path in a grid's cells: ends of chords, evenly spaced by distance. */
export interface CellPath {
  readonly columns: Float64Array;
  readonly rows: Float64Array;
}

/** The geodesic in each grid's cells, by cubics through points of it a third of a piece apart. */
export function cellPaths(grounds: readonly QuickGround[], a: LngLat, b: LngLat, lengthM: number): CellPath[] {
  const chords = Math.max(1, Math.ceil(lengthM / CHORD_M));
  const pieces = Math.max(1, Math.ceil(lengthM / PIECE_M));
  const nodes = geodesicPoints(a, b, 3 * pieces + 1);
  return grounds.map((ground) => {
    const cells = nodes.map((node) => ground.cellOf(node));
    const columns = new Float64Array(chords + 1);
    const rows = new Float64Array(chords + 1);
    for (let i = 0; i <= chords; i++) {
      const along = (i / chords) * pieces;
      const piece = Math.min(Math.floor(along), pieces - 1);
      const t = (along - piece) * 3;
      const weights = [
        -((t - 1) * (t - 2) * (t - 3)) / 6,
        (t * (t - 2) * (t - 3)) / 2,
        -(t * (t - 1) * (t - 3)) / 2,
        (t * (t - 1) * (t - 2)) / 6,
      ];
      weights.forEach((weight, node) => {
        const [column, row] = cells[3 * piece + node] ?? [NaN, NaN];
        columns[i] = (columns[i] ?? NaN) + weight * column;
        rows[i] = (rows[i] ?? NaN) + weight * row;
      });
    }
    return { columns, rows };
  });
}

/** Height at a place between cell centres, bilinear; NaN outside the outermost centres and where one of the four is unknown. */
export function bilinearM({ values, width, height }: QuickGround, column: number, row: number): number {
  if (!(column >= 0 && row >= 0 && column < width - 1 && row < height - 1)) return NaN;
  const left = column | 0;
  const top = row | 0;
  const u = column - left;
  const index = top * width + left;
  const a = values[index] ?? NaN;
  const c = values[index + width] ?? NaN;
  const upper = a + ((values[index + 1] ?? NaN) - a) * u;
  return upper + (c + ((values[index + width + 1] ?? NaN) - c) * u - upper) * (row - top);
}
