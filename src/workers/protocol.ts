import type { JobInputs, JobName, JobOutputs } from './jobs.ts';

/** An expected failure as it crosses the border of a worker; `bug` is anything else that was thrown. */
export type FailureMessage =
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly what: string;
      readonly where: string;
      readonly remedy: string;
      readonly choices?: readonly string[];
    }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'bug'; readonly text: string };

/** What the page sends. Each run has its own number. */
export type ToWorker =
  | { readonly type: 'run'; readonly run: number; readonly name: JobName; readonly input: JobInputs[JobName] }
  | { readonly type: 'cancel'; readonly run: number };

/** What the worker answers. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly run: number; readonly phase: string; readonly fraction: number }
  | { readonly type: 'alive'; readonly run: number }
  | { readonly type: 'done'; readonly run: number; readonly output: JobOutputs[JobName] }
  | { readonly type: 'failed'; readonly run: number; readonly failure: FailureMessage };
