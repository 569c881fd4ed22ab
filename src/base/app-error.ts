/**
 * An expected failure: something outside the program (a file, a value typed, a missing layer) cannot be
 * used. It says what happened, where, and what to do. Thrown, and caught in three places only: the command
 * line's main, the worker's entry and the app's command runner. Anything else that is thrown is a fault of ours.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** Stable key, `area/what`, for tests, help and translation. */
  readonly code: ErrorCode;
  /** Sentence: what happened and what it means. */
  readonly what: string;
  /** File, row, layer, field or option that it is about; empty when `what` says all. */
  readonly where: string;
  /** Sentence: what the user can do now. */
  readonly remedy: string;
  /** Where one of several has to be named: all of them. */
  readonly choices: readonly string[];

  constructor(
    code: ErrorCode,
    text: { what: string; where?: string; remedy: string; choices?: readonly string[] },
    cause?: unknown,
  ) {
    super([text.where, text.what, text.remedy].filter(Boolean).join(' — '), { cause });
    this.code = code;
    this.what = text.what;
    this.where = text.where ?? '';
    this.remedy = text.remedy;
    this.choices = text.choices ?? [];
  }
}

/** `usage/…` means that the command was called wrongly; every other area means that the input was refused. */
export type ErrorCode = `${ErrorArea}/${string}`;
type ErrorArea =
  | 'usage'
  | 'import'
  | 'export'
  | 'file'
  | 'remote'
  | 'project'
  | 'plan'
  | 'terrain'
  | 'crs'
  | 'study'
  | 'costs'
  | 'store'
  | 'map'
  | 'network';

/** The error that a cancelled job ends with; not a failure, nothing is shown for it. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
