import type { JobContext } from '../base/job.ts';
import type { Share } from '../base/share.ts';
import type { Plan } from '../plan/plan.ts';
import {
  buildPlanFiles,
  buildPlanParts,
  joinParts,
  type BuildPlanOptions,
  type BuildPlanPart,
} from '../studies/build-plan/write.ts';
import type { Handed } from './thread.ts';
import { onThreads } from './threads.ts';

/** A plan with fewer neighbourhoods is written sooner without: each thread prepares the maps for itself. */
const LEAST_NEIGHBOURHOODS = 12;

/** Whether a plan is worth several threads. */
export function isWorthThreads(neighbourhoods: number): boolean {
  return neighbourhoods >= LEAST_NEIGHBOURHOODS;
}

/** `buildPlanFiles` on several threads, same bytes. @throws AppError as `buildPlanFiles` */
export async function buildPlanOnThreads(
  plan: Plan,
  options: BuildPlanOptions,
  threads: number,
  job: JobContext,
): Promise<Map<string, Uint8Array>> {
  if (threads <= 1) return buildPlanFiles(plan, options, job);
  const inputs = Array.from({ length: threads }, (_, index) => ({ plan, options, share: { index, of: threads } }));
  return joinParts((await onThreads('build-plan', inputs, job)).flat());
}

/** One share, on a thread. */
export async function buildPlanShare(
  { plan, options, share }: { readonly plan: Plan; readonly options: BuildPlanOptions; readonly share: Share },
  job: JobContext,
): Promise<Handed<BuildPlanPart[]>> {
  const answer = await buildPlanParts(plan, options, job, share);
  const arrays = answer.flatMap(({ files }) => [...files.values()]);
  const buffers = new Set(arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer));
  return { answer, buffers: [...buffers] };
}
