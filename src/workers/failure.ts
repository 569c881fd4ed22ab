import { AppError, isAbort, type ErrorCode } from '../base/app-error.ts';
import type { FailureMessage } from './protocol.ts';

/** What was thrown in a worker, as a message. */
export function failureOf(error: unknown): FailureMessage {
  if (isAbort(error)) return { kind: 'aborted' };
  if (error instanceof AppError)
    return { kind: 'refused', code: error.code, what: error.what, where: error.where, remedy: error.remedy };
  return { kind: 'bug', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The message as what was thrown. */
export function errorOf(failure: FailureMessage): Error {
  switch (failure.kind) {
    case 'aborted':
      return new DOMException('The job was cancelled.', 'AbortError');
    case 'refused':
      // The code was an ErrorCode when it entered the message.
      return new AppError(failure.code as ErrorCode, { what: failure.what, where: failure.where, remedy: failure.remedy });
    case 'bug':
      return new Error(failure.text);
  }
}
