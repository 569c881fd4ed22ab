import type { JobOptions } from '../workers/job-client.ts';
import type { JobInputs, JobName, JobOutputs } from '../workers/jobs.ts';
import type { Workbench } from './workbench.ts';

/**
 * Each sign of progress has the window drawn anew, which without a graphics card takes a fifth of a second of both cores from the job. So
 * signs are shown as often as drawing them takes at most a tenth of the time, between ten times and once a second.
 */
const SHOWN_AT_LEAST_EVERY_MS = 1000;
const SHOWN_AT_MOST_EVERY_MS = 100;
const SHARE_FOR_DRAWING = 0.1;
/** Two frames of a screen that is drawn sixty times a second: waiting for these costs nobody anything. */
const TWO_FRAMES_MS = 34;

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
  let [shownPhase, nextMs] = ['', -Infinity];
  try {
    const output = await bench.runJob(name, input, {
      ...options,
      signal: controller.signal,
      onProgress: (phase, fraction) => {
        const nowMs = performance.now();
        if (phase === shownPhase && fraction < 1 && nowMs < nextMs) return;
        [shownPhase, nextMs] = [phase, nowMs + SHOWN_AT_LEAST_EVERY_MS];
        listed.progress(phase, fraction);
        void drawingMs().then((ms) => {
          const pauseMs = Math.max(ms / SHARE_FOR_DRAWING, SHOWN_AT_MOST_EVERY_MS);
          nextMs = Math.min(nextMs, nowMs + pauseMs);
        });
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

/** How much longer than on an idle screen it takes until what was just changed is drawn; without end where nothing is drawn (a hidden tab). */
function drawingMs(): Promise<number> {
  const startMs = performance.now();
  return new Promise((resume) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resume(Math.max(0, performance.now() - startMs - TWO_FRAMES_MS))));
  });
}
