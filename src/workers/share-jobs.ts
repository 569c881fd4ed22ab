import { breathe, quietJob } from '../base/job.ts';
import { joinShares, type Sightlines } from '../studies/sightlines/site-pairs.ts';
import type { JobOptions, RunJob } from './job-client.ts';
import type { JobInputs, JobName, JobOutputs } from './jobs.ts';

/**
 * Runs jobs that can be shared on several workers at once, others as before. The answer is that of one worker, bit by bit.
 * @param run gives each call a worker of its own while there are idle ones
 * @param workers how many shares, ≥ 1
 */
export function shareJobs(run: RunJob, workers: number): RunJob {
  return async <N extends JobName>(name: N, input: JobInputs[N], options: JobOptions = {}): Promise<JobOutputs[N]> => {
    if (name !== 'study-pairs') return run(name, input, options);
    // The name tells what the input is and what the answer must be.
    const shared = await sharePairs(run, input as JobInputs['study-pairs'], workers, options);
    return shared as JobOutputs[N];
  };
}

async function sharePairs(
  run: RunJob,
  input: JobInputs['study-pairs'],
  workers: number,
  options: JobOptions,
): Promise<Sightlines> {
  const fractions = new Array<number>(workers).fill(0);
  const failed = new AbortController();
  const signal = options.signal === undefined ? failed.signal : AbortSignal.any([failed.signal, options.signal]);
  const shares = fractions.map((_, index) =>
    run(
      'study-pairs',
      { ...input, share: { index, of: workers } },
      {
        ...options,
        signal,
        onProgress: (phase, fraction) => {
          fractions[index] = fraction;
          options.onProgress?.(phase, fractions.reduce((sum, one) => sum + one, 0) / workers);
        },
      },
    ),
  );
  try {
    const joined = joinShares(await Promise.all(shares));
    // Half a million pairs take a moment to put together: what the page does with them is a task of its own.
    await breathe(quietJob);
    return joined;
  } catch (error) {
    // One has failed: the others' answers are of no use.
    failed.abort();
    throw error;
  }
}
