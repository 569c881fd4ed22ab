import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { Grid } from '../geo/grid.ts';
import { makeTerrain } from '../geo/terrain.ts';
import { studySightlines, type Share, type SightlineGround, type SightlinesInput } from '../studies/sightlines/run.ts';
import { buffersOf, joinShares, type Sightlines } from '../studies/sightlines/site-pairs.ts';

/** What a thread is given: grids in memory that all threads share, since functions cannot be sent. */
interface Task extends Omit<SightlinesInput, 'ground' | 'surface'> {
  readonly ground: readonly Grid[];
  readonly surface: readonly Grid[] | null;
  readonly share: Share;
}

type Message =
  | { readonly kind: 'progress'; readonly phase: string; readonly fraction: number }
  | { readonly kind: 'done'; readonly share: Sightlines }
  | { readonly kind: 'refused'; readonly code: string; readonly what: string; readonly where: string; readonly remedy: string };

/** A thread takes half a second to start: fewer pairs than these are judged sooner without. */
const LEAST_PAIRS = 100_000;

/** How many threads a list of so many sites is worth, where nobody said. */
export function usualThreads(sites: number): number {
  return (sites * (sites - 1)) / 2 < LEAST_PAIRS ? 1 : Math.max(1, availableParallelism());
}

/** `studySightlines` on several threads; the answer is that of one, bit by bit. Ctrl-C ends the threads. @throws AppError as `studySightlines` */
export async function sightlinesOnThreads(input: SightlinesInput, threads: number, job: JobContext): Promise<Sightlines> {
  if (threads <= 1) return studySightlines(input, job);
  const given = { ...input, ground: inSharedMemory(input.ground), surface: input.surface && inSharedMemory(input.surface) };
  const fractions = new Array<number>(threads).fill(0);
  const workers: Worker[] = [];
  const stop = (): void => workers.forEach((worker) => void worker.terminate());
  job.signal.addEventListener('abort', stop);
  try {
    const shares = fractions.map((_, index) => {
      const task: Task = { ...given, share: { index, of: threads } };
      const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: task });
      workers.push(worker);
      return answerOf(worker, (phase, fraction) => {
        fractions[index] = fraction;
        job.progress(phase, fractions.reduce((sum, one) => sum + one, 0) / threads);
      });
    });
    return joinShares(await Promise.all(shares));
  } catch (error) {
    job.signal.throwIfAborted();
    throw error;
  } finally {
    job.signal.removeEventListener('abort', stop);
    stop();
  }
}

function answerOf(worker: Worker, onProgress: (phase: string, fraction: number) => void): Promise<Sightlines> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') onProgress(message.phase, message.fraction);
      else if (message.kind === 'done') resolve(message.share);
      // The code was an ErrorCode when it was sent.
      else reject(new AppError(message.code as ErrorCode, message));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('A thread ended without an answer.')));
  });
}

function inSharedMemory({ grids }: SightlineGround): Grid[] {
  return grids.map((grid) => {
    const values = new Float32Array(new SharedArrayBuffer(grid.values.byteLength));
    values.set(grid.values);
    return { ...grid, values };
  });
}

/** What a thread does: its share, and then it ends. */
export async function serve(): Promise<void> {
  const { ground, surface, share, ...rest } = workerData as Task;
  const send = (message: Message, buffers: readonly ArrayBuffer[] = []): void => parentPort?.postMessage(message, buffers);
  try {
    const input = { ...rest, ground: await opened(ground), surface: surface && (await opened(surface)) };
    const job: JobContext = {
      signal: new AbortController().signal,
      progress: (phase, fraction) => send({ kind: 'progress', phase, fraction }),
    };
    const answer = await studySightlines(input, job, share);
    send({ kind: 'done', share: answer }, buffersOf(answer.pairs));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, what, where, remedy } = error;
    send({ kind: 'refused', code, what, where, remedy });
  }
}

async function opened(grids: readonly Grid[]): Promise<SightlineGround> {
  return { grids, terrain: await makeTerrain(grids) };
}
