import { errorOf } from './failure.ts';
import type { JobInputs, JobName, JobOutputs } from './jobs.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** How a job is watched and stopped. */
export interface JobOptions {
  readonly signal?: AbortSignal;
  onProgress?(phase: string, fraction: number): void;
  /** Ends the worker when it has said nothing for so long, milliseconds: for files that may send a reader round in circles. */
  readonly silenceLimitMs?: number;
  /** The worker takes up much memory that it will not need again: when it has answered, a new one takes its place. */
  readonly isLarge?: boolean;
}

/** Runs a job by name; rejects with the AppError, the AbortError or the fault that the job threw. */
export type RunJob = <N extends JobName>(name: N, input: JobInputs[N], options?: JobOptions) => Promise<JobOutputs[N]>;

/** A worker that is asked to stop and does not answer for so long is ended. */
const CANCEL_LIMIT_MS = 1000;

interface Pending {
  readonly resolve: (output: JobOutputs[JobName]) => void;
  readonly reject: (error: Error) => void;
  readonly options: JobOptions;
  lastHeardMs: number;
}

/** One worker and the jobs it has been given. */
export class WorkerClient {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #next = 1;

  /** Jobs that it has been given and not answered. */
  get load(): number {
    return this.#pending.size;
  }

  readonly run: RunJob = <N extends JobName>(name: N, input: JobInputs[N], options: JobOptions = {}) => {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(errorOf({ kind: 'aborted' }));
    const number = this.#next++;
    return new Promise<JobOutputs[N]>((resolve, reject) => {
      const onAbort = (): void => this.#cancel(number);
      const watchdog = this.#watch(number, options);
      const settle = (): void => {
        signal?.removeEventListener('abort', onAbort);
        clearInterval(watchdog);
      };
      this.#pending.set(number, {
        options,
        lastHeardMs: performance.now(),
        resolve: (output) => {
          settle();
          resolve(output as JobOutputs[N]); // the run's number ties the answer to its name
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', onAbort);
      this.#send({ type: 'run', run: number, name, input });
    });
  };

  /** Ends the worker; what it was doing is rejected with `error`. A new one is started when it is needed. */
  end(error: Error = errorOf({ kind: 'aborted' })): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }

  /** Puts a new worker in the place of one that has nothing to do, so that its memory is given back at once. */
  renew(): void {
    if (this.load > 0) return;
    this.end();
    this.warm();
  }

  /** Starts the worker before there is a job for it. */
  warm(): void {
    this.#worker ??= this.#start();
  }

  #send(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./job-worker.ts', import.meta.url), { type: 'module', name: 'weft-job' });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    worker.onerror = (event) => this.end(new Error(event.message || 'The worker could not be started.'));
    return worker;
  }

  #hear(message: FromWorker): void {
    if (message.type === 'ready') return;
    const pending = this.#pending.get(message.run);
    if (pending === undefined) return;
    pending.lastHeardMs = performance.now();
    if (message.type === 'alive') return;
    if (message.type === 'progress') {
      pending.options.onProgress?.(message.phase, message.fraction);
      return;
    }
    this.#pending.delete(message.run);
    if (message.type === 'done') pending.resolve(message.output);
    else pending.reject(errorOf(message.failure));
  }

  #cancel(number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    this.#send({ type: 'cancel', run: number });
    setTimeout(() => {
      if (this.#pending.has(number)) this.end();
    }, CANCEL_LIMIT_MS);
  }

  #watch(number: number, { silenceLimitMs }: JobOptions): ReturnType<typeof setInterval> | undefined {
    if (silenceLimitMs === undefined) return undefined;
    return setInterval(() => {
      const pending = this.#pending.get(number);
      if (pending === undefined || performance.now() - pending.lastHeardMs < silenceLimitMs) return;
      this.end(
        errorOf({
          kind: 'refused',
          code: 'import/no-progress',
          what: 'Reading was stopped because it made no progress. Nothing has been added.',
          where: '',
          remedy: 'The file may be damaged: get it again, or save it in another format.',
        }),
      );
    }, 500);
  }
}

/** More workers than this only take each other's time; further jobs share them. */
export const MOST_WORKERS = 4;

/** Workers for long jobs: one job each while there are not too many, kept for the next one. */
export class WorkerPool {
  readonly #clients: WorkerClient[] = [];

  /** Starts the first worker: there will be a job for it at once. */
  warm(): void {
    if (this.#clients.length > 0) return;
    const client = new WorkerClient();
    this.#clients.push(client);
    client.warm();
  }

  readonly run: RunJob = (name, input, options) => {
    let client = this.#clients.find((candidate) => candidate.load === 0);
    if (client === undefined && this.#clients.length >= MOST_WORKERS) {
      client = this.#clients.reduce((least, other) => (other.load < least.load ? other : least));
    }
    if (client === undefined) {
      client = new WorkerClient();
      this.#clients.push(client);
    }
    const answer = client.run(name, input, options);
    const used = client;
    if (options?.isLarge === true) void answer.finally(() => used.renew()).catch(() => undefined); // told to whoever asked
    return answer;
  };
}
