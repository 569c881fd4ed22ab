import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { ThreadMessage } from './threads.ts';

/** What can be done on a thread of its own, each in the file that also gives it out. */
const tasks = {
  sightlines: async () => (await import('./sightlines-shares.ts')).sightlinesShare,
  viewshed: async () => (await import('./viewshed-shares.ts')).viewshedShare,
  'build-plan': async () => (await import('./build-plan-shares.ts')).buildPlanShare,
};

type Tasks = { readonly [N in keyof typeof tasks]: Awaited<ReturnType<(typeof tasks)[N]>> };
export type TaskName = keyof Tasks;
export type TaskInputs = { readonly [N in TaskName]: Parameters<Tasks[N]>[0] };
export type TaskOutputs = { readonly [N in TaskName]: Awaited<ReturnType<Tasks[N]>>['answer'] };

/** What a task hands back: the answer, and its buffers, which are handed over instead of copied. */
export interface Handed<Answer> {
  readonly answer: Answer;
  readonly buffers: readonly ArrayBuffer[];
}

/** What a thread does: its task, and then it ends. */
export async function serve(): Promise<void> {
  const { task, input } = workerData as { readonly task: TaskName; readonly input: unknown };
  const send = (message: ThreadMessage, buffers: readonly ArrayBuffer[] = []): void => parentPort?.postMessage(message, buffers);
  const job: JobContext = {
    signal: new AbortController().signal,
    progress: (phase, fraction) => send({ kind: 'progress', phase, fraction }),
  };
  try {
    // Whoever starts a thread gives it the input of its task.
    const work = (await tasks[task]()) as (input: unknown, job: JobContext) => Promise<Handed<unknown>>;
    const { answer, buffers } = await work(input, job);
    send({ kind: 'done', answer }, buffers);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, what, where, remedy } = error;
    send({ kind: 'refused', code, what, where, remedy });
  }
}
