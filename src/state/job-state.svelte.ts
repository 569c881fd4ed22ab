/** A job that runs now, as the window shows it. */
export interface RunningJob {
  readonly id: number;
  readonly title: string;
  readonly phase: string;
  /** 0 … 1, or null before the job has said how far it is. */
  readonly fraction: number | null;
  cancel(): void;
}

/** The one place that lists running work. */
export class JobState {
  running = $state.raw<readonly RunningJob[]>([]);
  #next = 1;

  /** Enters a job; its handle reports progress and takes it off the list. */
  start(title: string, cancel: () => void): { progress(phase: string, fraction: number): void; end(): void } {
    const id = this.#next++;
    this.running = [...this.running, { id, title, phase: title, fraction: null, cancel }];
    return {
      progress: (phase, fraction) => {
        this.running = this.running.map((job) => (job.id === id ? { ...job, phase, fraction } : job));
      },
      end: () => {
        this.running = this.running.filter((job) => job.id !== id);
      },
    };
  }
}
