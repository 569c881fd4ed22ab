import { breathe } from '../../base/job.ts';
import type { JobContext } from '../../base/job.ts';
import type { TreeEffort } from './problem.ts';

/** Work that takes about 50 ms, in steps of an inner loop. */
const workPerBreath = 2_000_000;

/** Shares a long computation with the messages that may arrive, and tells when its time is used up. */
export class Pace {
  readonly #job: JobContext;
  readonly #nowMs: (() => number) | undefined;
  readonly #startMs: number;
  readonly #limitMs: number;
  #work = 0;

  constructor(job: JobContext, effort: TreeEffort) {
    this.#job = job;
    this.#nowMs = effort.seconds === undefined ? undefined : effort.nowMs;
    this.#startMs = this.#nowMs?.() ?? 0;
    this.#limitMs = (effort.seconds ?? Infinity) * 1000;
  }

  /** Whether a cap by the clock was given. */
  get isTimed(): boolean {
    return this.#nowMs !== undefined;
  }

  /** Whether the time is used up; never without a cap by the clock. */
  get isOver(): boolean {
    return this.isPast(1);
  }

  /** Whether this share of the time is used up; never without a cap by the clock. */
  isPast(share: number): boolean {
    return this.#nowMs !== undefined && this.#nowMs() - this.#startMs >= share * this.#limitMs;
  }

  /** Share of the time that is used, 0 … 1; 0 without a cap by the clock. */
  shareUsed(): number {
    return this.#nowMs ? Math.min(1, (this.#nowMs() - this.#startMs) / this.#limitMs) : 0;
  }

  /** Notes work done, in steps of an inner loop. @returns whether it is time to rest */
  spend(work: number): boolean {
    this.#work += work;
    return this.#work >= workPerBreath;
  }

  /** Lets messages arrive; throws an AbortError when the job was cancelled. */
  async rest(): Promise<void> {
    this.#work = 0;
    await breathe(this.#job);
  }

  /** Says how far the job is. */
  report(phase: string, fraction: number): void {
    this.#job.progress(phase, fraction);
  }
}
