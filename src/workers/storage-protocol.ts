import type { FailureMessage } from './protocol.ts';
import type { StorageService } from './storage-service.ts';

/** What the page may ask of the storage worker: the methods of the service, by name. */
export type StorageCalls = {
  readonly [M in keyof StorageService]: {
    readonly args: Parameters<StorageService[M]>;
    readonly answer: Awaited<ReturnType<StorageService[M]>>;
  };
};

export interface StorageRequest<M extends keyof StorageCalls = keyof StorageCalls> {
  readonly run: number;
  readonly method: M;
  readonly args: StorageCalls[M]['args'];
}

export type StorageAnswer =
  | { readonly run: number; readonly answer: StorageCalls[keyof StorageCalls]['answer'] }
  | { readonly run: number; readonly failure: FailureMessage };
