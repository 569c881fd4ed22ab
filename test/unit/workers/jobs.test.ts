import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { errorOf, failureOf } from '../../../src/workers/failure.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import { openTerrain, terrainTile } from '../../../src/workers/terrain-jobs.ts';

/** A plane that rises 100 m for each 0.01° east, in 0.001° cells around 91.2° W, 43.9° N. */
function slope() {
  const [width, height] = [41, 41];
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) values[row * width + column] = 200 + column * 10;
  const toModel = [-91.22, 0.001, 0, 43.92, 0, -0.001] as const;
  return { width, height, values, toModel, crs: 'EPSG:4326', verticalDatum: null, errorM: null };
}

test('an expected failure crosses the border of a worker with all it says', () => {
  const error = new AppError('import/no-crs', { what: 'No system.', where: 'a.shp', remedy: 'Name one.' });
  const back = errorOf(structuredClone(failureOf(error)));
  expect(back).toBeInstanceOf(AppError);
  expect(back).toMatchObject({ code: 'import/no-crs', what: 'No system.', where: 'a.shp', remedy: 'Name one.' });
});

test('a cancelled job stays cancelled, a fault stays a fault', () => {
  expect(errorOf(failureOf(new DOMException('stop', 'AbortError'))).name).toBe('AbortError');
  expect(errorOf(failureOf(new TypeError('oops'))).message).toContain('oops');
});

const look = { shadow: [100, 90, 80], light: [255, 250, 240], raise: 0.5 } as const;

test('a tile of the shading covers by the slope and is coloured by where the slope faces', async () => {
  const { bounds } = await openTerrain({ key: 1, grids: [slope()] });
  expect(bounds[0]).toBeCloseTo(-91.2205, 6);
  const zoom = 16;
  const [x, y] = [-91.2, 43.9].map((degrees, axis) => {
    const latitude = (degrees * Math.PI) / 180;
    const share = axis === 0 ? (degrees + 180) / 360 : (1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2;
    return share * 2 ** zoom;
  }) as [number, number];
  const pixels = (await terrainTile({ key: 1, look, z: zoom, x: Math.floor(x), y: Math.floor(y) }))!;
  const at = (Math.floor((y % 1) * 256) * 256 + Math.floor((x % 1) * 256)) * 4;
  // 10 m of rise in 0.001 degrees of a parallel at 43.9 degrees north, which is 80.2 m on a sphere of the equator's girth.
  const slopeDeg = (Math.atan(10 / ((40075016.7 / 360_000) * Math.cos((43.9 * Math.PI) / 180))) * 180) / Math.PI;
  expect(pixels[at + 3]! / 255).toBeCloseTo(slopeDeg / 90, 2);
  // It falls to the west, 65 degrees from the light in the north-north-west (335 degrees).
  const shadow = 65 / 180;
  expect(pixels[at]).toBeCloseTo(255 - 155 * shadow, -0.5);
  expect(pixels[at + 2]).toBeCloseTo(240 - 160 * shadow, -0.5);
  const far = (await terrainTile({ key: 1, look, z: zoom, x: Math.floor(x) + 40, y: Math.floor(y) }))!;
  expect(far.every((value) => value === 0)).toBe(true);
});

test('a job gives the same by its name as when it is called directly', async () => {
  await openTerrain({ key: 2, grids: [slope()] });
  const question = {
    key: 2,
    positions: [
      [-91.2, 43.9],
      [0, 0],
    ] as const,
  };
  expect(await jobHandlers.elevation(question, quietJob)).toEqual([expect.closeTo(400, 3), null]);
});

test('a terrain that took the place of another is not mistaken for it', async () => {
  await openTerrain({ key: 11, grids: [slope()] });
  await openTerrain({ key: 12, grids: [slope()], dropKey: 11 });
  expect(() => terrainTile({ key: 11, look, z: 14, x: 0, y: 0 })).toThrow(AppError);
});
