import { expect, test } from 'vitest';
import type { LngLat } from '../../../src/geo/position.ts';
import { nestedRings } from '../../../src/io/ring-check.ts';

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
