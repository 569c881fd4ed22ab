import { AppError, isAbort, type ErrorCode } from '../base/app-error.ts';
import type { FailureMessage } from './protocol.ts';

/** What was thrown in a worker, as a message. */
export function failureOf(error: unknown): FailureMessage {
  if (isAbort(error)) return { kind: 'aborted' };
  if (error instanceof AppError) {
    const { code, what, where, remedy, choices } = error;
    return { kind: 'refused', code, what, where, remedy, choices };
  }
  return { kind: 'bug', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The message as what was thrown. */
export function errorOf(failure: FailureMessage): Error {
  switch (failure.kind) {
    case 'aborted':
      return new DOMException('The job was cancelled.', 'AbortError');
    case 'refused':
      // The code was an ErrorCode when it entered the message.
      return new AppError(failure.code as ErrorCode, { ...failure, choices: failure.choices ?? [] });
    case 'bug':
      return new Error(failure.text);
  }
}
