import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { readProject } from '../../../src/io/project-file.ts';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import { samples, type Sample } from '../../mutations/samples.ts';

/** Rows, or cells, and what was said about them; or the code of the refusal. */
async function outcomeOf({ name, holds }: Sample, bytes: Uint8Array): Promise<{ count: number; said: string } | string> {
  try {
    if (holds === 'project') {
      const { layers } = await readProject(bytes, name);
      return { count: [...layers.values()].reduce((sum, { table }) => sum + table.count, 0), said: '' };
    }
    if (holds === 'raster') {
      const { grids, warnings } = await readRasterFile(name, bytes, { crs: 'EPSG:4326' }, quietJob);
      return { count: grids.reduce((sum, { width, height }) => sum + width * height, 0), said: warnings.join() };
    }
    const { layers } = await parseVectorFile(name, bytes, {}, quietJob);
    return {
      count: layers.reduce((sum, { features }) => sum + features.length, 0),
      said: JSON.stringify(layers.map(({ problems }) => problems)),
    };
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

test('no format, cut at any of nine points, gives fewer rows in silence', async () => {
  const silent: string[] = [];
  for (const sample of await samples()) {
    const whole = await outcomeOf(sample, sample.bytes);
    expect(whole, sample.format).toHaveProperty('count');
    for (let tenth = 1; tenth <= 9; tenth++) {
      const cut = sample.bytes.subarray(0, Math.floor((sample.bytes.length * tenth) / 10));
      const outcome = await outcomeOf(sample, cut);
      if (typeof outcome === 'string' || typeof whole === 'string') continue;
      if (outcome.count < whole.count && outcome.said === whole.said) silent.push(`${sample.format} at ${tenth}/10`);
    }
  }
  expect(silent).toEqual([]);
});
