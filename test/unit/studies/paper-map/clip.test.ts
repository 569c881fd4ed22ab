import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clipLine, clipRing } from '../../../../src/studies/paper-map/clip.ts';

const box = { x: 0, y: 0, width: 10, height: 6 };
const point = fc.tuple(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ min: -20, max: 20, noNaN: true }));

it('cuts a line that leaves and comes back into two pieces', () => {
  const pieces = clipLine(
    [
      [2, 3],
      [12, 3],
      [12, 5],
      [2, 5],
    ],
    box,
  );
  expect(pieces).toEqual([
    [
      [2, 3],
      [10, 3],
    ],
    [
      [10, 5],
      [2, 5],
    ],
  ]);
});

it('keeps a line inside as it is', () => {
  expect(
    clipLine(
      [
        [1, 1],
        [9, 5],
        [3, 2],
      ],
      box,
    ),
  ).toEqual([
    [
      [1, 1],
      [9, 5],
      [3, 2],
    ],
  ]);
});

it('never leaves anything outside the box', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), (points) => {
      for (const [x, y] of [...clipLine(points, box).flat(), ...clipRing(points, box)]) {
        expect(x).toBeGreaterThanOrEqual(-1e-9);
        expect(y).toBeGreaterThanOrEqual(-1e-9);
        expect(x).toBeLessThanOrEqual(10 + 1e-9);
        expect(y).toBeLessThanOrEqual(6 + 1e-9);
      }
    }),
  );
});
