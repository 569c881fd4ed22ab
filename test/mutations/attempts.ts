import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../src/base/app-error.ts';
import { sha256Hex } from '../../src/base/hash.ts';
import { quietJob } from '../../src/base/job.ts';
import { BadRowsError, importFeatures } from '../../src/io/import-layer.ts';
import { importRaster } from '../../src/io/import-raster.ts';
import { readProject, writeProject } from '../../src/io/project-file.ts';
import { newPlan } from '../../src/plan/plan.ts';
import type { Attempts, Done, Finding } from './campaign.ts';
import { mutated, mutatedInside } from './mutate.ts';
import { samples, type Sample } from './samples.ts';

const plan = newPlan('Mutations', { name: 'Test', currency: 'USD', kind: 'all-in', items: [] });
const { at, perFormat, secondsPerFormat, seed, formats } = workerData as Attempts;
const place = new Int32Array(at);

/** Rows of a whole file, or cells of a raster, and whether anything was said about it. */
interface Outcome {
  readonly count: number;
  readonly said: string;
}

async function outcomeOf({ name, holds, sourceLayer }: Sample, bytes: Uint8Array): Promise<Outcome> {
  if (holds === 'project') {
    const { layers } = await readProject(bytes, name);
    return { count: [...layers.values()].reduce((sum, { table }) => sum + table.count, 0), said: '' };
  }
  if (holds === 'raster') {
    const { report } = await importRaster(plan, 'terrain', [{ name, bytes }], { verticalUnit: 'm', crs: 'EPSG:4326' }, quietJob);
    const cells = report.files.flatMap(({ rasters }) => rasters).reduce((sum, { width, height }) => sum + width * height, 0);
    return { count: cells, said: report.files.flatMap(({ warnings }) => warnings).join() };
  }
  const options = { skipBadRows: true, ...(sourceLayer === undefined ? {} : { sourceLayer }) };
  const { report } = await importFeatures(plan, 'existing-network', [{ name, bytes }], options, quietJob);
  return { count: report.added, said: JSON.stringify(report.files.map(({ problems, skipped }) => [problems, skipped])) };
}

/** Processor time of this process, seconds. */
function processorSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

function faultOf(error: unknown): Finding['fault'] | null {
  if (!(error instanceof AppError)) return 'not an AppError';
  const isWhole = error.what !== '' && error.remedy !== '' && (error.where !== '' || error instanceof BadRowsError);
  return isWhole ? null : 'an error without place, cause or remedy';
}

const known = new Map((await samples()).map((sample) => [sample.format, sample]));
const refused = new Map<string, number>();
for (let format = place[0] ?? 0; format < formats.length; format++) {
  const sample = known.get(formats[format] ?? '');
  if (sample === undefined) break;
  place[0] = format;
  const begun = process.cpuUsage();
  const first = place[1] ?? 0;
  let attempt = first;
  const whole = await outcomeOf(sample, sample.bytes);
  const project = sha256Hex(writeProject(plan));
  const endMs = performance.now() + 1000 * secondsPerFormat;
  for (; attempt < perFormat && performance.now() < endMs; attempt++) {
    place[1] = attempt;
    Atomics.add(place, 2, 1);
    const mutate = sample.isInside === true ? mutatedInside : mutated;
    const bytes = mutate(sample.bytes, seed + attempt, sample.isUncounted === true);
    const find = (fault: Finding['fault'], detail: string): void =>
      parentPort?.postMessage({ format: sample.format, attempt, fault, detail } satisfies Finding);
    try {
      const { count, said } = await outcomeOf(sample, bytes);
      if (count < whole.count && said === whole.said && sample.isByTags !== true)
        find('fewer rows in silence', `${count} of ${whole.count}`);
    } catch (error) {
      refused.set(sample.format, (refused.get(sample.format) ?? 0) + 1);
      const fault = faultOf(error);
      if (fault !== null) find(fault, error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error));
    }
  }
  if (sha256Hex(writeProject(plan)) !== project)
    parentPort?.postMessage({ format: sample.format, attempt: -1, fault: 'the project changed', detail: '' } satisfies Finding);
  parentPort?.postMessage({
    done: sample.format,
    attempts: attempt - first,
    refused: refused.get(sample.format) ?? 0,
    attemptsPerS: (attempt - first) / processorSince(begun),
  } satisfies Done);
  place[1] = 0;
}
