import { describe, expect, it } from 'vitest';
import { bitsOf, boundOfPositive, floatRange, highestOf } from '../../../src/base/float-range.ts';

describe('the range of many numbers', () => {
  it('is found wherever the extremes stand, also in the odd last one and behind the first block', () => {
    const values = new Float32Array(70_001).fill(3);
    values[65_537] = -8;
    values[70_000] = 12;
    expect(floatRange(values)).toEqual({ low: -8, high: 12, areAllFinite: true });
  });

  it.each([NaN, Infinity, -Infinity])('says that %s is among them', (odd) => {
    for (const place of [0, 1, 4])
      expect(floatRange(Float32Array.from({ length: 5 }, (_, i) => (i === place ? odd : i))).areAllFinite).toBe(false);
  });

  it('has none of no numbers', () => {
    expect(floatRange(new Float32Array(0))).toEqual({ low: Infinity, high: -Infinity, areAllFinite: true });
  });
});

describe('the highest of some numbers', () => {
  it.each([
    [[3, 7.5, -2, 0, 1, 7.25], 7.5],
    [[-3, -0.25, -200], -0.25],
    [[NaN, -3, 2, NaN], 2],
    [[NaN, -3, -9, -Infinity], -3],
    [[NaN, NaN], -Infinity],
    [[-Infinity], -Infinity],
    [[1, Infinity, NaN], Infinity],
  ])('leaves out what is unknown: %j', (numbers, highest) => {
    // Others around them do not count.
    const values = Float32Array.of(1e6, ...numbers, 1e6);
    expect(highestOf(bitsOf(values), 1, values.length - 1)).toBe(highest);
    // Nor does the sign of NaN.
    const bits = bitsOf(values);
    values.forEach((value, i) => (bits[i] = Number.isNaN(value) ? bits[i]! | (1 << 31) : bits[i]!));
    expect(highestOf(bits, 1, values.length - 1)).toBe(highest);
  });
});

describe('a bound of some numbers from 0 up', () => {
  it('is exceeded by none of them', () => {
    const values = Float32Array.from({ length: 20_001 }, (_, i) => 64 + (i % 1201) / 3);
    values[20_000] = 1312.25;
    expect(boundOfPositive(values)).toBeGreaterThanOrEqual(1312.25);
    expect(boundOfPositive(values)).toBeLessThan(1e6);
    expect(boundOfPositive(Float32Array.of(0, 0))).toBe(0);
  });

  it.each([-1, -0, NaN, Infinity, -Infinity])('is none where %s is among them', (odd) => {
    for (const place of [0, 1, 4, 9000])
      expect(boundOfPositive(Float32Array.from({ length: 9001 }, (_, i) => (i === place ? odd : i)))).toBe(Infinity);
  });
});
