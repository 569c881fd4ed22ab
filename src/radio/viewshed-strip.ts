import { squaredDistanceM2, type ViewshedInput } from './viewshed-field.ts';
import type { Octant } from './viewshed-octant.ts';

/** Some lines of an octant, so few that they stay in the processor's cache, where columns cost what rows do. Slot 0 holds the line before. */
export interface Strip {
  /** From a place on a line to the same place on the next; whole blocks. */
  readonly stride: number;
  /** Metres above the antenna, sunk by the Earth's curve; `UNKNOWN` where unknown. */
  readonly obstacle: Float32Array;
  /** What the target's height is counted from, likewise: often the same array. */
  readonly target: Float32Array;
  /** The highest obstacle or target of `BLOCK` places on `GROUP` lines: (slot >> GROUP_BITS) · (stride >> BLOCK_BITS) + (place >> BLOCK_BITS). */
  readonly top: Float64Array;
  /** 1 where the target is seen. */
  readonly seen: Uint8Array;
}

/** Four cache lines of a raster's row. */
export const STRIP_LINES = 64;
export const BLOCK_BITS = 4;
export const BLOCK = 1 << BLOCK_BITS;
export const GROUP_BITS = 2;
const GROUP = 1 << GROUP_BITS;
/** Stands for unknown ground: lower than a horizon that nothing has raised, at any distance. */
const UNKNOWN = -1e16;

export function makeStrip({ obstacleM, targetBaseM }: ViewshedInput, placeCount: number): Strip {
  // Lines that lie a multiple of 4096 bytes apart would push one another out of the cache.
  const stride = (placeCount | 63) + 1 + 2 * BLOCK;
  const make = (): Float32Array => new Float32Array((STRIP_LINES + 1) * stride);
  const obstacle = make();
  const target = targetBaseM === obstacleM ? obstacle : make();
  const top = new Float64Array(((STRIP_LINES >> GROUP_BITS) + 1) * (stride >> BLOCK_BITS));
  return { stride, obstacle, target, top, seen: new Uint8Array(obstacle.length) };
}

/** Lines of an octant, the first `places` places of each; `line` stands in `slot`. */
export interface StripPart {
  readonly line: number;
  readonly slot: number;
  readonly lines: number;
  readonly places: number;
}

/** Reads a part of an octant. */
export function readStrip(input: ViewshedInput, octant: Octant, strip: Strip, part: StripPart): void {
  const { obstacle, target } = strip;
  const rows = rowsOf(octant, strip.stride, part);
  sink(input, rows, input.obstacleM, obstacle);
  if (target !== obstacle) sink(input, rows, input.targetBaseM, target);
}

/** Finds the tops of slots 0 to `lines`. */
export function raiseTops(strip: Strip, lines: number, places: number, targetHeightM: number): void {
  const { obstacle, target, top, stride } = strip;
  for (let first = 0; first <= lines; first += GROUP) {
    const slots = Math.min(GROUP, lines + 1 - first);
    let block = (first >> GROUP_BITS) * (stride >> BLOCK_BITS);
    for (let place = 0; place < places; place += BLOCK, block++) {
      const [from, length] = [first * stride + place, Math.min(BLOCK, places - place)];
      const most = highest(target, from, length, slots, stride) + targetHeightM;
      top[block] = target === obstacle ? most : Math.max(most, highest(obstacle, from, length, slots, stride));
    }
  }
}

function highest(values: Float32Array, from: number, length: number, slots: number, stride: number): number {
  let most = UNKNOWN;
  for (let slot = 0; slot < slots; slot++) {
    const start = from + slot * stride;
    for (let i = start; i < start + length; i++) {
      const value = values[i] ?? NaN;
      if (value > most) most = value;
    }
  }
  return most;
}

/** Marks in the whole raster what a part of an octant sees within the radius. */
export function writeStrip(input: ViewshedInput, octant: Octant, strip: Strip, part: StripPart, cells: Uint8Array): void {
  const {
    row: firstRow,
    rowStep,
    rowCount,
    column: firstColumn,
    columnStep,
    columnCount,
    ...place
  } = rowsOf(octant, strip.stride, part);
  const { seen } = strip;
  const radiusM2 = input.radiusM * input.radiusM;
  for (let i = 0; i < rowCount; i++) {
    const row = firstRow + i * rowStep;
    let from = place.start + i * place.perRow;
    for (let c = 0, column = firstColumn; c < columnCount; c++, column += columnStep, from += place.perColumn) {
      if (seen[from] === 0) continue;
      if (radiusM2 === Infinity || squaredDistanceM2(input, column, row) <= radiusM2) cells[row * input.width + column] = 255;
    }
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

function rowsOf(octant: Octant, stride: number, { line, slot, lines, places }: StripPart): StripRows {
  const { linesAreRows, firstPlace, lineDirection, placeDirection } = octant;
  const along = { at: octant.firstLine + line * lineDirection, step: lineDirection, count: lines, perCell: stride };
  const across = { at: firstPlace, step: placeDirection, count: places, perCell: 1 };
  const [rows, columns] = linesAreRows ? [along, across] : [across, along];
  return {
    ...{ row: rows.at, rowStep: rows.step, rowCount: rows.count, perRow: rows.perCell },
    ...{ column: columns.at, columnStep: columns.step, columnCount: columns.count, perColumn: columns.perCell },
    start: slot * stride,
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
