import { expect, test } from 'vitest';
import type { LngLat } from '../../../src/geo/position.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { crossesItself, isWholeRing, liesOutside, nestedRings } from '../../../src/io/ring-check.ts';

const square = (x: number, y: number, size: number): LngLat[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

test('rings are nested by which lies in which, in whatever direction they run', () => {
  const [shell, hole, island] = [square(0, 0, 10), square(2, 2, 6), square(4, 4, 2)];
  for (const turned of [hole, [...hole].reverse()]) {
    expect(nestedRings([island, turned, shell])).toEqual([[island], [shell, turned]]);
  }
});

test('a square in the notch of an L that it touches on two sides stays a polygon of its own', () => {
  const notched: LngLat[] = [
    [0, 0],
    [4, 0],
    [4, 2],
    [2, 2],
    [2, 4],
    [0, 4],
    [0, 0],
  ];
  expect(nestedRings([notched, square(2, 2, 1.5)])).toHaveLength(2);
  expect(nestedRings([notched, square(2, 2, 2)])).toHaveLength(2);
});

/** A coast: corners around the origin, farther and nearer by chance, so that no two sides cross. */
function coast(corners: number, seed: number, roughness = 1): LngLat[] {
  const random = seededRandom(seed);
  const ring = Array.from({ length: corners }, (_, i): LngLat => {
    const [angle, far] = [(2 * Math.PI * i) / corners, 5 + roughness * random()];
    return [far * Math.cos(angle), far * Math.sin(angle)];
  });
  return [...ring, ring[0] ?? [0, 0]];
}

test('of long outlines as of short ones a single crossing is found wherever it is, and none where there is none', () => {
  for (const corners of [5, 24, 25, 48, 399]) {
    const rough = coast(corners, corners);
    expect(crossesItself(rough), `${corners} corners`).toBe(false);
    expect(isWholeRing(new Float64Array(rough.flat()), 2 * rough.length)).toBe(true);
    const ring = coast(corners, corners, 0);
    for (let at = 1; at + 2 < ring.length; at += 7) {
      // Two neighbours on a circle change places: the sides before and behind them are chords that cross.
      const one: LngLat = ring[at] ?? [0, 0];
      const other: LngLat = ring[at + 1] ?? [0, 0];
      const crossed = ring.with(at, other).with(at + 1, one);
      expect(crossesItself(crossed), `${corners} corners, at ${at}`).toBe(true);
      expect(isWholeRing(new Float64Array(crossed.flat()), 2 * crossed.length)).toBe(false);
    }
  }
});

test('a ring that is open, too short, without area or not of numbers is not whole', () => {
  const whole = square(0, 0, 1).flat();
  const isWhole = (numbers: number[]): boolean => isWholeRing(new Float64Array(numbers), numbers.length);
  expect(isWhole(whole)).toBe(true);
  expect(isWhole(whole.slice(0, 8))).toBe(false);
  expect(isWhole([0, 0, 1, 0, 0, 0])).toBe(false);
  expect(isWhole([0, 0, 1, 0, 2, 0, 0, 0])).toBe(false);
  for (const wrong of [NaN, Infinity, -Infinity])
    for (const at of [0, 2, 3, 5]) expect(isWhole(whole.with(at, wrong)), `${wrong} at ${at}`).toBe(false);
});

test('whether a spot lies within a long coast is what its distance from the middle says', () => {
  const ring = coast(1000, 3);
  const random = seededRandom(4);
  for (let i = 0; i < 2000; i++) {
    const [angle, far] = [2 * Math.PI * random(), 7 * random()];
    const spot: LngLat = [far * Math.cos(angle), far * Math.sin(angle)];
    if (far < 4.99) expect(liesOutside([spot], ring)).toBe(false);
    if (far > 6.01) expect(liesOutside([spot], ring)).toBe(true);
  }
});
