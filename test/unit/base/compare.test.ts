import { expect, test } from 'vitest';
import { compareText } from '../../../src/base/compare.ts';

test('texts are ordered by code unit, whatever the locale', () => {
  expect(['b', 'ä', 'a', 'B', 'a1', 'a'].sort(compareText)).toEqual(['B', 'a', 'a', 'a1', 'b', 'ä']);
});
