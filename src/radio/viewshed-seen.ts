import { BITS_TILE, wordOf, type CellBits } from '../geo/cell-bits.ts';
import type { Octant } from './viewshed-octant.ts';
import { rowsOf, type Strip, type StripPart } from './viewshed-strip.ts';
import { cellsToEdge } from './viewshed-tiles.ts';

/** Marks what was seen in a part of an octant. */
export function markPart({ width, words }: CellBits, octant: Octant, strip: Strip, part: StripPart): void {
  const { row, rowStep, rowCount, column, columnStep, columnCount, start, perRow, perColumn } = rowsOf(
    octant,
    strip.stride,
    part,
  );
  for (let i = 0; i < rowCount; i++) {
    for (let c = 0; c < columnCount;) {
      const first = column + c * columnStep;
      const count = Math.min(cellsToEdge(first, columnStep), columnCount - c);
      const lowest = columnStep > 0 ? first : first - count + 1;
      const fromHighest = start + i * perRow + (columnStep > 0 ? c + count - 1 : c) * perColumn;
      const bits = gather(strip.marginBits, fromHighest, -columnStep * perColumn, count);
      const at = wordOf(width, lowest, row + i * rowStep);
      words[at] = (words[at] ?? 0) | (bits << (lowest & (BITS_TILE - 1)));
      c += count;
    }
  }
}

/** The signs of some margins as bits, the first the highest. Without a branch, which nothing could foretell. */
function gather(marginBits: Int32Array, first: number, step: number, count: number): number {
  let bits = 0;
  for (let i = 0, from = first; i < count; i++, from += step) bits = (bits << 1) | (~(marginBits[from] ?? 0) >>> 31);
  return bits;
}
