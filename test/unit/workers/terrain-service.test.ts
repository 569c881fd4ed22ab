import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import type { RasterLayer } from '../../../src/plan/plan.ts';
import { quietJob } from '../../../src/base/job.ts';
import type { WorkerClient } from '../../../src/workers/job-client.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import { TerrainService } from '../../../src/workers/terrain-service.ts';
import { flatGrid } from '../../support/flat-grid.ts';

const flat = (heightM: number): RasterLayer => ({ grids: [flatGrid(heightM)], sources: [] });

/** The worker's own jobs, done here. */
const here = {
  run: (name: keyof typeof jobHandlers, input: never) => jobHandlers[name](input, quietJob),
} as unknown as WorkerClient; // of a client only `run` is asked

/** The same, but the worker is ended after so many jobs, and the one in its place knows of no terrain. */
function endedAfter(jobs: number): WorkerClient {
  let [done, lost] = [0, new Set<number>()];
  const given: number[] = [];
  return {
    run: async (name: keyof typeof jobHandlers, input: { readonly key: number }) => {
      if (done++ === jobs) lost = new Set(given);
      if (name === 'open-terrain') given.push(input.key);
      else if (lost.has(input.key))
        throw new AppError('terrain/not-open', { what: 'The terrain was replaced.', remedy: 'Try again.' });
      return jobHandlers[name](input as never, quietJob);
    },
  } as unknown as WorkerClient;
}

test('a terrain is there yet after many others were looked at, and after it came back by undo', async () => {
  const service = new TerrainService(here);
  const first = flat(100);
  await service.open(first);
  for (let i = 0; i < 9; i++) await service.boundsOf(flat(i));
  expect(await service.elevationM([0.5, 0.5])).toBe(100);
  await service.open(flat(7));
  for (let i = 0; i < 9; i++) await service.boundsOf(flat(i));
  await service.open(first);
  expect(await service.elevationM([0.5, 0.5])).toBe(100);
});

test('a worker that was ended gets its terrain again, once for all who ask', async () => {
  const service = new TerrainService(endedAfter(2));
  await service.open(flat(100));
  expect(await service.elevationM([0.5, 0.5])).toBe(100);
  const answers = await Promise.all([0.4, 0.5, 0.6].map((at) => service.elevationM([at, at])));
  expect(answers).toEqual([100, 100, 100]);
});
