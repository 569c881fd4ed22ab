import { expect, test } from 'vitest';
import { findMiddleBounds, middleBounds } from '../../../src/geo/middle-bounds.ts';

/** A hundred places of a town, 0.0 … 0.9 degrees, ten by ten. */
const town = Array.from({ length: 100 }, (_, i) => [(i % 10) / 10, Math.floor(i / 10) / 10]).flat();

test('one place on another continent does not make the town small', () => {
  expect(middleBounds(Float64Array.from([...town, 174.8, -36.8]))).toEqual([0, 0, 0.9, 0.9]);
});

test('a farm at the edge of the town belongs to it', () => {
  expect(middleBounds(Float64Array.from([...town, 1.1, 0.5]))).toEqual([0, 0, 1.1, 0.9]);
});

test('two places are both shown, however far apart; without any there is no box', () => {
  expect(middleBounds(Float64Array.from([0, 0, 50, 50]))).toEqual([0, 0, 50, 50]);
  expect(middleBounds(new Float64Array())).toBeNull();
});

test('in steps the box is the same', async () => {
  const many = () => Float64Array.from({ length: 600_000 }, (_, i) => (i % 2 === 0 ? (i % 1000) / 1000 : (i % 7) / 7));
  expect(await findMiddleBounds(many())).toEqual(middleBounds(many()));
});
