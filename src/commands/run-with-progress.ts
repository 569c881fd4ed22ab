import type { JobOptions } from '../workers/job-client.ts';
import type { JobInputs, JobName, JobOutputs } from '../workers/jobs.ts';
import type { Workbench } from './workbench.ts';

/** Each sign of progress has the window drawn anew; without a graphics card that takes as much of the processor as the job itself. */
const SHOWN_EVERY_MS = 250;

/** Runs a job in a worker and lists it in the window with progress and a way to cancel. */
export async function runWithProgress<N extends JobName>(
  bench: Workbench,
  title: string,
  name: N,
  input: JobInputs[N],
  options: Omit<JobOptions, 'signal'> = {},
): Promise<JobOutputs[N]> {
  const controller = new AbortController();
  const listed = bench.jobs.start(title, () => controller.abort());
  let [shownPhase, shownMs] = ['', -Infinity];
  try {
    const output = await bench.runJob(name, input, {
      ...options,
      signal: controller.signal,
      onProgress: (phase, fraction) => {
        const nowMs = performance.now();
        if (phase === shownPhase && fraction < 1 && nowMs - shownMs < SHOWN_EVERY_MS) return;
        [shownPhase, shownMs] = [phase, nowMs];
        listed.progress(phase, fraction);
        options.onProgress?.(phase, fraction);
      },
    });
    // Whoever pressed Cancel has cancelled, even when the answer was on its way.
    controller.signal.throwIfAborted();
    return output;
  } finally {
    listed.end();
  }
}
