import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { seededRandom } from '../../../src/base/random.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { NO_OBSTACLES } from '../../../src/studies/obstacles/obstacles.ts';
import type { RunJob } from '../../../src/workers/job-client.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import type { JobInputs } from '../../../src/workers/jobs.ts';
import { shareJobs } from '../../../src/workers/share-jobs.ts';
import { fractalTerrain } from '../../support/fractal-terrain.ts';

const SIZE = 128;
const terrain = {
  ...{ width: SIZE, height: SIZE, values: fractalTerrain(SIZE, 7, 90), crs: 'EPSG:25832', verticalDatum: null, errorM: 1 },
  toModel: [680_005, 10, 0, 5_539_995, 0, -10] as const,
};
const random = seededRandom(2);
const sites = Array.from({ length: 41 }, (_, i): Feature => {
  const coordinates = [11.512 + 0.012 * random(), 49.9695 + 0.0085 * random()] as const;
  return { id: `site-${(i * 7) % 41}`, geometry: { type: 'Point', coordinates }, fields: { heightAglM: 2 + 12 * random() } };
});
const input: JobInputs['study-pairs'] = {
  ...{ sites, rangeM: 900, usualHeightM: 10 },
  ground: { terrain: [terrain], obstacles: NO_OBSTACLES, frequencyGhz: 5.5, kFactor: 4 / 3 },
};
/** A worker that answers in the page itself. */
const direct: RunJob = async (name, given, options) => {
  options?.signal?.throwIfAborted();
  return jobHandlers[name](given, {
    signal: options?.signal ?? quietJob.signal,
    progress: (phase, fraction) => options?.onProgress?.(phase, fraction),
  });
};

describe('pairs shared by several workers', () => {
  it('are those of one worker, bit by bit', async () => {
    const alone = await direct('study-pairs', input);
    expect(alone.pairs.first.length).toBeGreaterThan(200);
    expect(new Set(alone.pairs.verdict).size).toBeGreaterThan(1);
    for (const workers of [1, 2, 4, 50]) {
      const told: number[] = [];
      const shared = await shareJobs(direct, workers)('study-pairs', input, { onProgress: (_, fraction) => told.push(fraction) });
      expect(shared).toEqual(alone);
      expect(told.at(-1)).toBe(1);
      expect(told).toEqual([...told].sort((a, b) => a - b));
    }
  });

  it('end together when one fails, and when they are cancelled', async () => {
    const stopped: boolean[] = [];
    const failing: RunJob = (_, given, options) =>
      'share' in given && given.share?.index === 1
        ? Promise.reject(new Error('out of memory'))
        : new Promise((_resolve, reject) => {
            options?.signal?.addEventListener('abort', () => {
              stopped.push(true);
              reject(options.signal?.reason as Error);
            });
          });
    await expect(shareJobs(failing, 3)('study-pairs', input)).rejects.toThrow('out of memory');
    expect(stopped).toEqual([true, true]);
    const cancel = new AbortController();
    cancel.abort();
    await expect(shareJobs(direct, 2)('study-pairs', input, { signal: cancel.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
