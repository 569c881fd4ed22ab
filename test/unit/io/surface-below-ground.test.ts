import { expect, test } from 'vitest';
import type { Grid } from '../../../src/geo/grid.ts';
import { surfaceBelowGround } from '../../../src/io/surface-below-ground.ts';

/** A square of ten by ten cells at the equator, whose cells all have this height. */
const flat = (heightM: number): Grid => ({
  width: 10,
  height: 10,
  values: new Float32Array(100).fill(heightM),
  toModel: [0, 0.001, 0, 0.01, 0, -0.001],
  crs: 'EPSG:4326',
  verticalDatum: null,
  errorM: null,
});

test('heights above the ground are no surface: at 60 m above the sea, roofs of 12 m lie in the ground', async () => {
  expect(await surfaceBelowGround([flat(60)], [flat(12)])).toMatch(/^At 100 % of the places .* building heights/);
});

test('a surface on the ground, or a little below it as models differ, is one', async () => {
  expect(await surfaceBelowGround([flat(60)], [flat(72)])).toBeNull();
  expect(await surfaceBelowGround([flat(60)], [flat(57)])).toBeNull();
  expect(await surfaceBelowGround([], [flat(12)])).toBeNull();
});
