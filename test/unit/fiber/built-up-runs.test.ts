import { expect, test } from 'vitest';
import { builtUpRuns } from '../../../src/fiber/built-up-runs.ts';

const pieces = (way: number, ...lengths: number[]) => lengths.map((lengthM) => ({ way, lengthM }));

test('a stretch too short for a method of its own counts as what it lies between', () => {
  expect(builtUpRuns(pieces(0, 40, 0.23, 60), [true, false, true])).toEqual([true, true, true]);
  expect(builtUpRuns(pieces(0, 40, 20, 10, 60), [false, true, false, false])).toEqual([false, false, false, false]);
  // At the end of a way it counts as what comes before.
  expect(builtUpRuns(pieces(0, 40, 5), [true, false])).toEqual([true, true]);
});

test('longer stretches, short ways and other ways keep what they are', () => {
  expect(builtUpRuns(pieces(0, 40, 15, 15, 60), [true, false, false, true])).toEqual([true, false, false, true]);
  expect(builtUpRuns([...pieces(0, 90), ...pieces(1, 4), ...pieces(2, 90)], [true, false, true])).toEqual([true, false, true]);
  expect(builtUpRuns([], [])).toEqual([]);
});
