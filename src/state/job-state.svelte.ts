/** A job that runs now, as the window shows it. */
export interface RunningJob {
  readonly id: number;
  readonly title: string;
  readonly phase: string;
  /** 0 … 1, or null before the job has said how far it is. */
  readonly fraction: number | null;
  /** How long the rest takes if it goes on as before, milliseconds; null as long as nobody can tell. */
  readonly leftMs: number | null;
  cancel(): void;
}

/** Before so much of the time and of the work is over, a guess would jump. */
const [LEAST_ELAPSED_MS, LEAST_FRACTION] = [2000, 0.05];

/** The one place that lists running work. */
export class JobState {
  running = $state.raw<readonly RunningJob[]>([]);
  #next = 1;
  readonly #now: () => number;

  constructor(now = (): number => performance.now()) {
    this.#now = now;
  }

  /** Enters a job; its handle reports progress and takes it off the list. */
  start(title: string, cancel: () => void): { progress(phase: string, fraction: number): void; end(): void } {
    const id = this.#next++;
    let [fromMs, from, reached] = [this.#now(), 0, 0];
    this.running = [...this.running, { id, title, phase: title, fraction: null, leftMs: null, cancel }];
    return {
      progress: (phase, fraction) => {
        // Some work counts anew in each of its phases.
        if (fraction < reached) [fromMs, from] = [this.#now(), fraction];
        reached = fraction;
        const [elapsedMs, done] = [this.#now() - fromMs, fraction - from];
        const isTold = elapsedMs >= LEAST_ELAPSED_MS && done >= LEAST_FRACTION;
        const leftMs = isTold ? (elapsedMs * (1 - fraction)) / done : null;
        this.running = this.running.map((job) => (job.id === id ? { ...job, phase, fraction, leftMs } : job));
      },
      end: () => {
        this.running = this.running.filter((job) => job.id !== id);
      },
    };
  }
}
