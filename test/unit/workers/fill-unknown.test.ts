import { expect, test } from 'vitest';
import { fillUnknown } from '../../../src/workers/fill-unknown.ts';

test('what is known stays as it is, and the unknown lies between what is around it', () => {
  const size = 8;
  const values = Float32Array.from({ length: size * size }, (_, i) => (i % size < 3 ? 100 : i % size > 4 ? 200 : NaN));
  const before = values.slice();
  fillUnknown(values, size);
  values.forEach((value, i) => {
    if (Number.isNaN(before[i])) expect(value >= 100 && value <= 200).toBe(true);
    else expect(value).toBe(before[i]);
  });
});

test('a plane with a hole has no cliff at its edge', () => {
  const size = 32;
  const plane = (i: number): number => (i % size) + Math.floor(i / size);
  const inHole = (i: number): boolean => Math.hypot((i % size) - 16, Math.floor(i / size) - 16) < 5;
  const values = Float32Array.from({ length: size * size }, (_, i) => (inHole(i) ? NaN : plane(i)));
  fillUnknown(values, size);
  values.forEach((value, i) => expect(Math.abs(value - plane(i))).toBeLessThan(6));
});
