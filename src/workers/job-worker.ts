/** A worker's entry: receives, runs, answers. What the jobs do stands in job-handlers.ts. */
import type { JobContext } from '../base/job.ts';
import { failureOf } from './failure.ts';
import { handedOver, jobHandlers, transferablesOf } from './job-handlers.ts';
import type { JobInputs, JobName } from './jobs.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

const scope = self as DedicatedWorkerGlobalScope;
const running = new Map<number, AbortController>();

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'cancel') running.get(data.run)?.abort();
  else void run(data.run, data.name, data.input);
};

answer({ type: 'ready' });

async function run<N extends JobName>(number: number, name: N, input: JobInputs[N]): Promise<void> {
  const controller = new AbortController();
  running.set(number, controller);
  const context: JobContext = {
    signal: controller.signal,
    progress: (phase, fraction) => answer({ type: 'progress', run: number, phase, fraction }),
    alive: () => answer({ type: 'alive', run: number }),
  };
  try {
    const output = handedOver(name, await jobHandlers[name](input, context));
    answer({ type: 'done', run: number, output }, transferablesOf(name, output));
  } catch (error) {
    answer({ type: 'failed', run: number, failure: failureOf(error) });
  } finally {
    running.delete(number);
  }
}

function answer(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}
