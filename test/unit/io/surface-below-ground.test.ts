import { expect, test } from 'vitest';
import { surfaceBelowGround } from '../../../src/io/surface-below-ground.ts';
import { flatGrid as flat } from '../../support/flat-grid.ts';

test('heights above the ground are no surface: at 60 m above the sea, roofs of 12 m lie in the ground', async () => {
  expect(await surfaceBelowGround([flat(60)], [flat(12)])).toMatch(/^At 100 % of the places .* building heights/);
});

test('a surface on the ground, or a little below it as models differ, is one', async () => {
  expect(await surfaceBelowGround([flat(60)], [flat(72)])).toBeNull();
  expect(await surfaceBelowGround([flat(60)], [flat(57)])).toBeNull();
  expect(await surfaceBelowGround([], [flat(12)])).toBeNull();
});
