import { describe, expect, it } from 'vitest';
import { floatRange } from '../../../src/base/float-range.ts';

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
