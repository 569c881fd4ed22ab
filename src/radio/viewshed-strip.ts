import type { ViewshedInput } from './viewshed-field.ts';
import type { Octant } from './viewshed-octant.ts';
import { TILE } from './viewshed-tiles.ts';

/** A tile's lines of an octant, so few that they stay in the processor's cache, where columns cost what rows do. Slot 0 holds the line before. */
export interface Strip {
  /** From a place on a line to the same place on the next. */
  readonly stride: number;
  /** Metres above the antenna, sunk by the Earth's curve; `UNKNOWN` where unknown. */
  readonly obstacle: Float32Array;
  /** What the target's height is counted from, likewise: often the same array. */
  readonly target: Float32Array;
  /** How far the target rises over the horizon, metres; below 0 it is hidden. */
  readonly margin: Float32Array;
  /** The same as bits, of which the first is the sign. */
  readonly marginBits: Int32Array;
}

/** Stands for unknown ground: lower than a horizon that nothing has raised, at any distance. */
const UNKNOWN = -1e16;

export function makeStrip({ obstacleM, targetBaseM }: ViewshedInput, placeCount: number): Strip {
  // Lines that lie a multiple of 4096 bytes apart would push one another out of the cache.
  const stride = (placeCount | 63) + 33;
  const make = (): Float32Array => new Float32Array((TILE + 1) * stride);
  const obstacle = make();
  const target = targetBaseM === obstacleM ? obstacle : make();
  const margin = make();
  return { stride, obstacle, target, margin, marginBits: new Int32Array(margin.buffer) };
}

/** A rectangle of an octant: `line` stands in `slot`. */
export interface StripPart {
  readonly line: number;
  readonly slot: number;
  readonly lines: number;
  readonly firstPlace: number;
  readonly places: number;
}

/** Reads a part of an octant and the line before it. */
export function readPart(input: ViewshedInput, octant: Octant, strip: Strip, part: StripPart): void {
  const { obstacle, target } = strip;
  const { line, slot, lines, firstPlace } = part;
  // Rays read between two places; behind the raster's last one there is none, and its own height has all the weight.
  const isLast = firstPlace + part.places >= octant.placeCount;
  const rows = rowsOf(octant, strip.stride, {
    ...{ line: line - 1, slot: slot - 1, lines: lines + 1, firstPlace },
    places: isLast ? octant.placeCount - firstPlace : part.places + 1,
  });
  sink(input, rows, input.obstacleM, obstacle);
  if (isLast) doubleLast(obstacle, strip.stride, part, octant.placeCount);
  if (target === obstacle) return;
  sink(input, rows, input.targetBaseM, target);
}

function doubleLast(obstacle: Float32Array, stride: number, { slot, lines }: StripPart, placeCount: number): void {
  for (let at = (slot - 1) * stride + placeCount; at < (slot + lines) * stride; at += stride)
    obstacle[at] = obstacle[at - 1] ?? NaN;
}

/** A part of an octant as a rectangle of the raster, to be gone through row by row. */
export interface StripRows {
  readonly row: number;
  readonly rowStep: number;
  readonly rowCount: number;
  readonly column: number;
  readonly columnStep: 1 | -1;
  readonly columnCount: number;
  /** Where the first cell stands in the strip, and how much further the next row's and the next column's do. */
  readonly start: number;
  readonly perRow: number;
  readonly perColumn: number;
}

/** Where a part lies in the raster. */
export function rowsOf(octant: Octant, stride: number, { line, slot, lines, firstPlace, places }: StripPart): StripRows {
  const { linesAreRows, lineDirection, placeDirection } = octant;
  const lineAt = octant.firstLine + line * lineDirection;
  const placeAt = octant.firstPlace + firstPlace * placeDirection;
  return {
    row: linesAreRows ? lineAt : placeAt,
    rowStep: linesAreRows ? lineDirection : placeDirection,
    rowCount: linesAreRows ? lines : places,
    column: linesAreRows ? placeAt : lineAt,
    columnStep: linesAreRows ? placeDirection : lineDirection,
    columnCount: linesAreRows ? places : lines,
    start: slot * stride + firstPlace,
    perRow: linesAreRows ? stride : 1,
    perColumn: linesAreRows ? 1 : stride,
  };
}

/** Lays heights of some rows into a strip, counted from the antenna and sunk by the Earth's curve. */
function sink(input: ViewshedInput, rows: StripRows, heightsM: Float32Array, into: Float32Array): void {
  const sinkSome = rows.perColumn === 1 ? sinkRow : sinkRows;
  const rowsAtOnce = rows.perColumn === 1 ? 1 : ROWS_AT_ONCE;
  for (let first = 0; first < rows.rowCount; first += rowsAtOnce)
    sinkSome(input, rows, [first, Math.min(first + rowsAtOnce, rows.rowCount)], heightsM, into);
}

/** A row whose cells stand side by side in the strip. */
function sinkRow(input: ViewshedInput, rows: StripRows, [index]: SomeRows, heightsM: Float32Array, into: Float32Array): void {
  const { columnCount, columnStep } = rows;
  const row = rows.row + index * rows.rowStep;
  curveOf(input, row, 0);
  const [e = NaN, f = NaN, g = NaN] = curves;
  let from = row * input.width + rows.column;
  let dc = rows.column - input.column;
  const start = rows.start + index * rows.perRow;
  for (let to = start; to < start + columnCount; from += columnStep, dc += columnStep, to++) {
    const value = (heightsM[from] ?? NaN) - ((e * dc + f) * dc + g);
    into[to] = value === value ? value : UNKNOWN;
  }
}

/** Rows whose cells stand each on another line of the strip. */
function sinkRows(
  input: ViewshedInput,
  rows: StripRows,
  [first, end]: SomeRows,
  heightsM: Float32Array,
  into: Float32Array,
): void {
  const { columnCount, columnStep, perColumn, perRow } = rows;
  for (let index = first; index < end; index++) curveOf(input, rows.row + index * rows.rowStep, 3 * (index - first));
  const perRowFrom = rows.rowStep * input.width;
  let start = (rows.row + first * rows.rowStep) * input.width + rows.column;
  let startTo = rows.start + first * perRow;
  let dc = rows.column - input.column;
  const last = 3 * (end - first);
  for (let c = 0; c < columnCount; c++, start += columnStep, dc += columnStep, startTo += perColumn) {
    let from = start;
    let to = startTo;
    for (let i = 0; i < last; i += 3, from += perRowFrom, to += perRow) {
      const value = (heightsM[from] ?? NaN) - (((curves[i] ?? NaN) * dc + (curves[i + 1] ?? NaN)) * dc + (curves[i + 2] ?? NaN));
      into[to] = value === value ? value : UNKNOWN;
    }
  }
}

/** The first of some rows, and the one behind the last. */
type SomeRows = readonly [first: number, end: number];

/** Rows that are read side by side where columns are lines, so that neither memory nor the addresses of pages are waited for at each. */
const ROWS_AT_ONCE = 16;
/** For each of them what its cells lie lower by, as a polynomial of the columns from the antenna. */
const curves = new Float64Array(3 * ROWS_AT_ONCE);

function curveOf({ metric, dropPerM2, antennaAltitudeM, row: own }: ViewshedInput, row: number, at: number): void {
  const dr = row - own;
  curves[at] = (metric.across[row] ?? NaN) * dropPerM2;
  curves[at + 1] = 2 * (metric.skew[row] ?? NaN) * dropPerM2 * dr;
  curves[at + 2] = (metric.down[row] ?? NaN) * dropPerM2 * dr * dr + antennaAltitudeM;
}
