/** What a long computation is given: a way to be cancelled and a way to say how far it is. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** @param phase words the user knows ("Tracing routes"); @param fraction 0 … 1 */
  progress(phase: string, fraction: number): void;
  /** Told now and then that the work goes on, so that it is not taken for a reader that runs in circles. */
  readonly alive?: () => void;
}

/** A context for direct calls: never cancelled, tells nobody. */
export const quietJob: JobContext = { signal: new AbortController().signal, progress: () => undefined };

/** Turns closer together than this help nobody: in a worker each costs 4 ms of waiting. */
const TURN_MS = 20;
let lastTurnMs = -Infinity;

/**
 * Lets messages (a cancel, above all) arrive, and throws an AbortError when the job was cancelled.
 * Call it about every 50 ms in a long loop; where it is called more often, most calls return at once.
 */
export async function breathe(job: JobContext): Promise<void> {
  job.signal.throwIfAborted();
  if (performance.now() - lastTurnMs < TURN_MS) return;
  job.alive?.();
  await new Promise((resume) => setTimeout(resume, 0));
  lastTurnMs = performance.now();
  job.signal.throwIfAborted();
}
