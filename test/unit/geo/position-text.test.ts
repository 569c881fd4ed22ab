import { expect, test } from 'vitest';
import { formatPosition, parsePosition } from '../../../src/geo/position-text.ts';

test.each([
  ['44.05, -91.67', [-91.67, 44.05]],
  ['44.05 -91.67', [-91.67, 44.05]],
  ['44.05N 91.67W', [-91.67, 44.05]],
  ['91.67 W, 44.05 N', [-91.67, 44.05]],
  ['44°03\'00"N 91°40\'12"W', [-91.67, 44.05]],
  ['−12.5, 130.25', [130.25, -12.5]],
])('"%s" is a position', (typed, expected) => {
  const position = parsePosition(typed);
  expect(position?.[0]).toBeCloseTo(expected[0]!, 9);
  expect(position?.[1]).toBeCloseTo(expected[1]!, 9);
});

test.each(['', 'here', '44.05', '95, 10', '10, 200', '1,2,3'])('"%s" is none', (typed) => {
  expect(parsePosition(typed)).toBeNull();
});

test('a position that is shown is read back', () => {
  expect(parsePosition(formatPosition([-91.2005733, 43.9009936], 7))).toEqual([-91.2005733, 43.9009936]);
});
