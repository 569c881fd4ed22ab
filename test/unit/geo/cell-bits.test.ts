import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/base/random.ts';
import { countBits, halfOfBits, keepBits, makeCellBits, setBit, spreadBits, type CellBits } from '../../../src/geo/cell-bits.ts';
import { bytesOfBits } from '../../support/bytes-of-bits.ts';

/** A raster of bytes and the same as bits; sizes that whole tiles do not fill. */
function someCells(width: number, height: number, seed: number): { bytes: Uint8Array; bits: CellBits } {
  const random = seededRandom(seed);
  const bits = makeCellBits(width, height);
  const bytes = Uint8Array.from({ length: width * height }, (_, i) => {
    // Stretches of both kinds, and whole tiles of one.
    const isSet = Math.floor(i / width) < 40 ? i % width < 64 : random() < 0.5;
    if (isSet) setBit(bits, i % width, Math.floor(i / width));
    return isSet ? 255 : 0;
  });
  return { bytes, bits };
}

describe('a raster of bits', () => {
  it('holds what was set, cell by cell, and counts it', () => {
    const { bytes, bits } = someCells(101, 77, 1);
    expect(bytesOfBits(bits)).toEqual(bytes);
    expect(countBits(bits)).toBe(bytes.filter((value) => value === 255).length);
    expect(countBits(makeCellBits(101, 77))).toBe(0);
  });

  it('keeps of a row what a test keeps between two columns, and nothing else there', () => {
    const { bytes, bits } = someCells(101, 77, 2);
    keepBits(bits, 50, [0, 101], (column) => column % 3 === 0);
    const expected = bytes.map((value, i) => (Math.floor(i / 101) === 50 && (i % 101) % 3 !== 0 ? 0 : value));
    expect(bytesOfBits(bits)).toEqual(expected);
  });

  it('spreads a square into bytes, with nothing beyond the raster', () => {
    const { bytes, bits } = someCells(101, 77, 3);
    const square = new Uint8Array(64 * 64).fill(7);
    spreadBits(bits, 64, 32, 64, square);
    square.forEach((value, i) => {
      const [column, row] = [64 + (i % 64), 32 + Math.floor(i / 64)];
      expect(value).toBe(column < 101 && row < 77 ? bytes[row * 101 + column] : 0);
    });
  });

  it.each([
    [101, 77],
    [64, 33],
    [1, 1],
    [65, 2],
  ])('is halved by taking every second column of every second row: %i × %i', (width, height) => {
    const { bytes, bits } = someCells(width, height, 4);
    const half = halfOfBits(bits);
    const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    expect([half.width, half.height]).toEqual([columns, rows]);
    const expected = Uint8Array.from({ length: columns * rows }, (_, i) => {
      return bytes[2 * Math.floor(i / columns) * width + 2 * (i % columns)]!;
    });
    expect(bytesOfBits(half)).toEqual(expected);
  });
});
