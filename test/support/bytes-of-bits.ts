import type { CellBits } from '../../src/geo/cell-bits.ts';

/** A raster of bits as bytes, row by row: 255 where a bit is set. Cell by cell, from what the type says of its words. */
export function bytesOfBits({ width, height, words }: CellBits): Uint8Array {
  const bytes = new Uint8Array(width * height);
  const tilesAcross = Math.ceil(width / 32);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const tile = Math.floor(row / 32) * tilesAcross + Math.floor(column / 32);
      if ((words[32 * tile + (row % 32)]! >>> (column % 32)) % 2 === 1) bytes[row * width + column] = 255;
    }
  }
  return bytes;
}
