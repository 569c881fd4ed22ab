import { errorOf } from './failure.ts';
import type { StorageAnswer, StorageCalls, StorageRequest } from './storage-protocol.ts';

/** Asks the storage worker; rejects with the AppError that it threw. */
export type AskStorage = <M extends keyof StorageCalls>(
  method: M,
  ...args: StorageCalls[M]['args']
) => Promise<StorageCalls[M]['answer']>;

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** The window's storage worker, started when it is first asked. */
export class StorageClient {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #next = 1;

  readonly ask: AskStorage = (method, ...args) => {
    const run = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(run, { resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ run, method, args } satisfies StorageRequest);
    });
  };

  /** Ends the worker at once, and with it every hold on files. */
  end(error = new Error('The storage worker was ended.')): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./storage-worker.ts', import.meta.url), { type: 'module', name: 'weft-storage' });
    worker.onmessage = ({ data }: MessageEvent<StorageAnswer>) => {
      const pending = this.#pending.get(data.run);
      this.#pending.delete(data.run);
      if ('failure' in data) pending?.reject(errorOf(data.failure));
      else pending?.resolve(data.answer as never); // the run's number ties the answer to its method
    };
    worker.onerror = (event) => this.end(new Error(event.message || 'The storage worker could not be started.'));
    return worker;
  }
}
