import { expect, test } from 'vitest';
import type { Terrain } from '../../../src/geo/terrain.ts';
import { tileAt } from '../../../src/store/basemap.ts';
import { heightTile, lowestM } from '../../../src/workers/height-tile.ts';
import { TILE_PX } from '../../../src/workers/terrain-shading.ts';

/** A slope that rises to the north by 100 m per hundredth of a degree, from 250 m; its east half is unknown. */
const WEST = 10;
const slope = ([lng, lat]: readonly [number, number]): number =>
  lng < WEST || lng > WEST + 0.01 || lat < 50 || lat > 50.02 ? NaN : 250 + (lat - 50) * 10_000;
const terrain = {
  elevationM: slope,
  nearestM: slope,
  bounds: [WEST, 50, WEST + 0.02, 50.02],
} as unknown as Terrain; // what a tile of heights asks for

/** As the description of Tilezen's terrarium tiles has it: (red × 256 + green + blue / 256) − 32768. */
function decoded(pixels: Uint8ClampedArray, row: number, column: number): number {
  const at = (row * TILE_PX + column) * 4;
  return (pixels[at] ?? 0) * 256 + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0) / 256 - 32768;
}

test('heights are counted from the lowest ground, to a hundredth of a metre', () => {
  // The lowest of 128 samples, which lie in the middle of 128ths of the 200 m that it rises.
  expect(lowestM(terrain)).toBeCloseTo(250 + 200 / 256, 6);
  const z = 14;
  const { x, y } = tileAt([WEST + 0.005, 50.01], z);
  const pixels = heightTile(terrain, z, x, y);
  const [lng, lat] = [WEST + 0.005, 50.01];
  const column = Math.floor((((lng + 180) / 360) * 2 ** z - x) * TILE_PX);
  const share = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  const row = Math.floor((share * 2 ** z - y) * TILE_PX);
  // A pixel is 6 m high there, which is 0.5 m of the slope.
  expect(Math.abs(decoded(pixels, row, column) - (350 - lowestM(terrain)))).toBeLessThan(0.6);
  const below = decoded(pixels, row + 1, column);
  expect(decoded(pixels, row, column) - below).toBeGreaterThan(0.3);
});

test('what is unknown is as low as the lowest', () => {
  const z = 14;
  const { x, y } = tileAt([WEST + 0.015, 50.01], z);
  const pixels = heightTile(terrain, z, x, y);
  const column = Math.floor((((WEST + 0.015 + 180) / 360) * 2 ** z - x) * TILE_PX);
  expect(decoded(pixels, 128, column)).toBe(0);
});
