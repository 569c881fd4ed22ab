/**
 * A yes or no for each cell of a raster, a bit each: for each tile of 32 × 32 cells, row by row of tiles, 32 words, one for each of its
 * rows; a word's lowest bit is the tile's first column. So a column of cells is as near in memory as a row of them.
 */
export interface CellBits {
  readonly width: number;
  readonly height: number;
  readonly words: Int32Array<ArrayBuffer>;
}

const TILE_BITS = 5;
/** Cells on a side of a tile. */
export const BITS_TILE = 1 << TILE_BITS;

/** Bits of which none is set. */
export function makeCellBits(width: number, height: number): CellBits {
  return { width, height, words: new Int32Array(tilesIn(width) * tilesIn(height) * BITS_TILE) };
}

/** Tiles in a row, or a column, of so many cells. */
function tilesIn(cells: number): number {
  return Math.ceil(cells / BITS_TILE);
}

/** Where the word stands that holds a cell's bit, which is bit `column % 32`. */
export function wordOf(width: number, column: number, row: number): number {
  const tile = (row >> TILE_BITS) * tilesIn(width) + (column >> TILE_BITS);
  return (tile << TILE_BITS) + (row & (BITS_TILE - 1));
}

export function setBit({ width, words }: CellBits, column: number, row: number): void {
  const at = wordOf(width, column, row);
  words[at] = (words[at] ?? 0) | (1 << (column & (BITS_TILE - 1)));
}

/** Sets what is set in other bits of the same raster, too. */
export function addBits({ words }: CellBits, more: CellBits): void {
  for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) | (more.words[i] ?? 0);
}

/** Clears the bits of a row from one column to another that a test does not keep. */
export function keepBits(
  { width, words }: CellBits,
  row: number,
  [from, to]: readonly [number, number],
  keeps: (column: number) => boolean,
): void {
  for (let first = from & -BITS_TILE; first < to; first += BITS_TILE) {
    const at = wordOf(width, first, row);
    let kept = 0;
    for (let rest = words[at] ?? 0; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      if (keeps(first + bit)) kept |= 1 << bit;
    }
    words[at] = kept;
  }
}

/** How many bits are set. */
export function countBits({ words }: CellBits): number {
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    let bits = words[i] ?? 0;
    // Pairs, nibbles, bytes; the product sums the bytes up in the highest.
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** A square of the raster as bytes, row by row: 255 where a bit is set, 0 elsewhere and beyond the raster. @param left, top whole tiles */
export function spreadBits({ width, height, words }: CellBits, left: number, top: number, size: number, into: Uint8Array): void {
  into.fill(0);
  const right = Math.min(left + size, width);
  for (let row = top; row < Math.min(top + size, height); row++) {
    for (let column = left; column < right; column += BITS_TILE) {
      let rest = words[wordOf(width, column, row)] ?? 0;
      for (let at = (row - top) * size + column - left; rest !== 0; rest >>>= 1) into[at++] = -(rest & 1);
    }
  }
}

/** A raster of half as many columns and rows, of each four cells the first. */
export function halfOfBits({ width, height, words }: CellBits): CellBits {
  const half = makeCellBits(Math.ceil(width / 2), Math.ceil(height / 2));
  for (let row = 0; row < half.height; row++) {
    for (let column = 0; column < half.width; column += BITS_TILE) {
      const first = wordOf(width, 2 * column, 2 * row);
      // The word beside it is the next tile's; the last tile has none.
      const second = 2 * column + BITS_TILE < width ? (words[first + BITS_TILE] ?? 0) : 0;
      half.words[wordOf(half.width, column, row)] = evenBits(words[first] ?? 0) | (evenBits(second) << 16);
    }
  }
  return half;
}

/** Every second bit, from the lowest on, side by side. */
function evenBits(bits: number): number {
  let even = bits & 0x55555555;
  even = (even | (even >>> 1)) & 0x33333333;
  even = (even | (even >>> 2)) & 0x0f0f0f0f;
  even = (even | (even >>> 4)) & 0x00ff00ff;
  return (even | (even >>> 8)) & 0xffff;
}
