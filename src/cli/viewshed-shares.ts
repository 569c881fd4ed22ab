import type { JobContext } from '../base/job.ts';
import { addBits, type CellBits } from '../geo/cell-bits.ts';
import { sweepOctants, type OctantSweep, type SweepOctants } from '../radio/viewshed-fast.ts';
import type { Handed } from './thread.ts';
import { inSharedMemory, onThreads } from './threads.ts';

/** A thread takes some tenths of a second to start: fewer cells than these are swept sooner without. */
export const CELLS_WORTH_THREADS = 8e6;
/** There are no more octants. */
const MOST_THREADS = 8;

/** Sweeps octants on this thread and others, each taking the next one; what is seen is the same, bit by bit. @param leastCells fewer are swept on this thread alone */
export function sweepOnThreads(threads: number, leastCells: number): SweepOctants {
  return async (sweep, phase, job) => {
    const others = Math.min(threads, MOST_THREADS) - 1;
    if (others === 0 || sweep.window.width * sweep.window.height < leastCells) return sweepOctants(sweep, phase, job);
    const shared = sharedSweep(sweep);
    const inputs = Array.from({ length: others }, () => ({ sweep: shared, phase }));
    const theirs = onThreads('viewshed', inputs, { ...job, progress: () => undefined });
    const [seen, more] = await Promise.all([sweepOctants(shared, phase, job), theirs]);
    for (const bits of more) addBits(seen, bits);
    return seen;
  };
}

function sharedSweep(sweep: OctantSweep): OctantSweep {
  const { obstacleM, targetBaseM } = sweep.input;
  const shared = inSharedMemory(obstacleM);
  const input = {
    ...sweep.input,
    obstacleM: shared,
    targetBaseM: targetBaseM === obstacleM ? shared : inSharedMemory(targetBaseM),
  };
  return { ...sweep, input, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** What one thread does. */
export async function viewshedShare(
  { sweep, phase }: { readonly sweep: OctantSweep; readonly phase: string },
  job: JobContext,
): Promise<Handed<CellBits>> {
  const answer = await sweepOctants(sweep, phase, job);
  return { answer, buffers: [answer.words.buffer] };
}
