import { squaredDistanceM2, type FieldWindow, type ViewshedInput } from './viewshed-field.ts';
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

/** Marks in the whole raster what was seen in a part of an octant. */
export function writePart(input: ViewshedInput, octant: Octant, strip: Strip, part: StripPart, cells: Uint8Array): void {
  const rows = rowsOf(octant, strip.stride, part);
  const { columnCount, columnStep, perColumn } = rows;
  const { marginBits } = strip;
  for (let i = 0; i < rows.rowCount; i++) {
    let to = (rows.row + i * rows.rowStep) * input.width + rows.column;
    let from = rows.start + i * rows.perRow;
    // Without a branch, which nothing could foretell.
    for (let c = 0; c < columnCount; c++, to += columnStep, from += perColumn)
      cells[to] = (cells[to] ?? 0) | (~(marginBits[from] ?? 0) >> 31);
  }
}

/** Forgets what lies beyond the radius. */
export function clipToRadius(input: ViewshedInput, { left, top, width, height }: FieldWindow, cells: Uint8Array): void {
  const radiusM2 = input.radiusM * input.radiusM;
  if (radiusM2 === Infinity) return;
  for (let row = top; row < top + height; row++) {
    for (let column = left; column < left + width; column++)
      if (!(squaredDistanceM2(input, column, row) <= radiusM2)) cells[row * input.width + column] = 0;
  }
}

/** A part of an octant as a rectangle of the raster, to be gone through row by row. */
interface StripRows {
  readonly row: number;
  readonly rowStep: number;
  readonly rowCount: number;
  readonly column: number;
  readonly columnStep: number;
  readonly columnCount: number;
  /** Where the first cell stands in the strip, and how much further the next row's and the next column's do. */
  readonly start: number;
  readonly perRow: number;
  readonly perColumn: number;
}

function rowsOf(octant: Octant, stride: number, { line, slot, lines, firstPlace, places }: StripPart): StripRows {
  const { linesAreRows, lineDirection, placeDirection } = octant;
  const along = { at: octant.firstLine + line * lineDirection, step: lineDirection, count: lines, perCell: stride };
  const across = { at: octant.firstPlace + firstPlace * placeDirection, step: placeDirection, count: places, perCell: 1 };
  const [rows, columns] = linesAreRows ? [along, across] : [across, along];
  return {
    ...{ row: rows.at, rowStep: rows.step, rowCount: rows.count, perRow: rows.perCell },
    ...{ column: columns.at, columnStep: columns.step, columnCount: columns.count, perColumn: columns.perCell },
    start: slot * stride + firstPlace,
  };
}

function sink(input: ViewshedInput, rows: StripRows, heightsM: Float32Array, into: Float32Array): void {
  const { metric, dropPerM2, antennaAltitudeM } = input;
  const { columnCount, columnStep, perColumn } = rows;
  for (let i = 0; i < rows.rowCount; i++) {
    const row = rows.row + i * rows.rowStep;
    const dr = row - input.row;
    const e = (metric.across[row] ?? NaN) * dropPerM2;
    const f = 2 * (metric.skew[row] ?? NaN) * dropPerM2 * dr;
    const g = (metric.down[row] ?? NaN) * dropPerM2 * dr * dr + antennaAltitudeM;
    let from = row * input.width + rows.column;
    let to = rows.start + i * rows.perRow;
    let dc = rows.column - input.column;
    for (let c = 0; c < columnCount; c++, from += columnStep, dc += columnStep, to += perColumn) {
      const value = (heightsM[from] ?? NaN) - ((e * dc + f) * dc + g);
      into[to] = value === value ? value : UNKNOWN;
    }
  }
}
