import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { checkHeightError, USUAL_HEIGHT_ERRORS } from '../../../src/io/height-errors.ts';
import { importRaster } from '../../../src/io/import-raster.ts';
import { newPlan } from '../../../src/plan/plan.ts';

const grid = new TextEncoder().encode('ncols 2\nnrows 2\nxllcorner 500000\nyllcorner 4800000\ncellsize 10\n1 2\n3 4\n');
const said = { crs: 'EPSG:26915', verticalUnit: 'm' } as const;

async function errorOf(options: { heightErrorM?: number }): Promise<number | null | undefined> {
  const { change, report } = await importRaster(
    newPlan('P', { name: 'B', currency: 'USD', kind: 'all-in', items: [] }),
    'terrain',
    [{ name: 'a.asc', bytes: grid }],
    { ...said, ...options },
    quietJob,
  );
  expect(report.files[0]?.rasters[0]?.heightErrorM).toBe(options.heightErrorM ?? null);
  return change.rasters?.[0]?.raster?.grids[0]?.errorM;
}

test('what is said of the heights’ error goes into the plan, and nothing where nothing is said', async () => {
  expect(await errorOf({ heightErrorM: 0.25 })).toBe(0.25);
  expect(await errorOf({})).toBeNull();
});

test('an error that is none is refused before anything is read', () => {
  for (const wrong of [0, -1, NaN, 101]) expect(() => checkHeightError(wrong)).toThrow(AppError);
  expect(() => checkHeightError(undefined)).not.toThrow();
});

test('usual errors are those of their sources', () => {
  const of = (id: string) => USUAL_HEIGHT_ERRORS.find((one) => one.id === id)?.errorM;
  expect(of('lidar')).toBe(0.1);
  // Nine of ten within 4 m and 9 m: 1.6449 standard deviations.
  expect(of('copernicus')).toBe(2.4);
  expect(of('srtm')).toBe(5.5);
});
