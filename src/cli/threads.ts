import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { Arguments } from './arguments.ts';
import type { TaskInputs, TaskName, TaskOutputs } from './thread.ts';

/** What a thread says on its way. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly phase: string; readonly fraction: number }
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly what: string; readonly where: string; readonly remedy: string };

/** How many threads a command uses: as `--threads` says, else as many as there are processors. */
export function threadsOf(call: Arguments): number {
  const threads = call.number('threads') ?? availableParallelism();
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw call.wrong(`${threads} is not a whole number from 1 to 64.`, '--threads');
}

/** Numbers in memory that threads share: as they are where they are there already, else a copy. */
export function inSharedMemory(values: Float32Array): Float32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

/** Does a task once for each input, each on a thread of its own, and answers in their order. Ctrl-C ends the threads. @throws what one of them throws */
export async function onThreads<N extends TaskName>(
  task: N,
  inputs: readonly TaskInputs[N][],
  job: JobContext,
): Promise<TaskOutputs[N][]> {
  const fractions = inputs.map(() => 0);
  const workers: Worker[] = [];
  const stop = (): void => workers.forEach((worker) => void worker.terminate());
  job.signal.addEventListener('abort', stop);
  try {
    const answers = inputs.map((input, index) => {
      const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: { task, input } });
      workers.push(worker);
      return answerOf<TaskOutputs[N]>(worker, (phase, fraction) => {
        fractions[index] = fraction;
        job.progress(phase, fractions.reduce((sum, one) => sum + one, 0) / inputs.length);
      });
    });
    return await Promise.all(answers);
  } catch (error) {
    job.signal.throwIfAborted();
    throw error;
  } finally {
    job.signal.removeEventListener('abort', stop);
    stop();
  }
}

function answerOf<Output>(worker: Worker, onProgress: (phase: string, fraction: number) => void): Promise<Output> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress(message.phase, message.fraction);
      // The thread did the task that it was given, whose answer is of this kind.
      else if (message.kind === 'done') resolve(message.answer as Output);
      // The code was an ErrorCode when it was sent.
      else reject(new AppError(message.code as ErrorCode, message));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('A thread ended without an answer.')));
  });
}
