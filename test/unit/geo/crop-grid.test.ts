import { expect, test } from 'vitest';
import { toWgs84 } from '../../../src/geo/crs.ts';
import { cropGrid } from '../../../src/geo/crop-grid.ts';
import { modelOfCell, type Grid } from '../../../src/geo/grid.ts';

const grid: Grid = {
  width: 400,
  height: 300,
  values: Float32Array.from({ length: 400 * 300 }, (_, i) => i),
  toModel: [680005, 10, 0, 5539995, 0, -10],
  crs: 'EPSG:25832',
  verticalDatum: null,
  errorM: null,
};

test('a crop holds all cells within the bounds, unaltered and in their place', async () => {
  const toLngLat = await toWgs84(grid.crs);
  const [west, south] = toLngLat(...modelOfCell(grid, 100, 200));
  const [east, north] = toLngLat(...modelOfCell(grid, 180, 120));
  const part = (await cropGrid(grid, [west, south, east, north]))!;
  const [left, top] = [(part.toModel[0] - 680005) / 10, (5539995 - part.toModel[3]) / 10];
  expect([left, top].every(Number.isInteger)).toBe(true);
  expect(left).toBeLessThan(100);
  expect(top).toBeLessThan(120);
  expect(left + part.width).toBeGreaterThan(180);
  expect(top + part.height).toBeGreaterThan(200);
  expect(part.width * part.height).toBeLessThan(100 * 100);
  for (let row = 0; row < part.height; row++)
    for (let column = 0; column < part.width; column++)
      expect(part.values[row * part.width + column]).toBe((top + row) * 400 + left + column);
});

test('a grid that does not reach the bounds has no part in them; one that lies within them stays itself', async () => {
  expect(await cropGrid(grid, [0, 0, 1, 1])).toBeNull();
  expect(await cropGrid(grid, [10, 49, 13, 51])).toBe(grid);
});
