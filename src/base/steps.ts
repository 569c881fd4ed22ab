import { breathe, type JobContext } from './job.ts';

/** Does work that is written as short steps in one go. */
export function allSteps<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Does work that is written as short steps; between two of them a cancel is heard. */
export async function inSteps<T>(steps: Generator<undefined, T>, job: JobContext): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await breathe(job);
  }
}
