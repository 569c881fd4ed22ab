import { AppError } from '../../base/app-error.ts';

/**
 * Where a project's bytes are kept: named files that only grow. No file is ever replaced: what is to take another's place is written
 * under a new name. So a write that was cut off can only harm what was not confirmed yet.
 */
export interface Disk {
  list(): Promise<readonly string[]>;
  /** All bytes of a file, null where there is none. */
  read(name: string): Promise<Uint8Array | null>;
  /**
   * Begins a file. On return its bytes are on the medium; nothing that another tab wrote is ever in their place.
   * @throws AppError store/quota when there is no room, store/in-use when the file holds something already
   */
  create(name: string, bytes: Uint8Array): Promise<void>;
  /**
   * Makes a file end with `bytes`, which begin at `at`; what stood behind is cut off. On return they are on the medium.
   * @throws AppError store/quota when there is no room, store/in-use when another tab writes to the file
   */
  append(name: string, at: number, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** Lets go of what is held open. */
  close(): void;
}

/** The error for a medium that is full. Texts: what happened, what it means, what to do. */
export function quotaError(cause: unknown): AppError {
  return new AppError(
    'store/quota',
    {
      what: 'This browser has no room left to keep your changes. Your plan is still open.',
      remedy: 'Save it to a file now.',
    },
    cause,
  );
}

/** The error for a file that another tab writes to. */
export function inUseError(name: string, cause?: unknown): AppError {
  return new AppError(
    'store/in-use',
    { what: 'Another tab still writes to this plan.', where: name, remedy: 'Close the other tab, then try again.' },
    cause,
  );
}

export function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
