import { breathe, type JobContext } from '../../base/job.ts';
import { judgeRaise } from '../link/run.ts';
import { mastFor } from '../reach/rank-nodes.ts';
import type { SightlinesInput } from './run.ts';
import type { SitePair } from './site-pairs.ts';

/** What it takes to clear a pair that is not clear; metres, null above 60 m. */
export interface PairMast {
  /** What the first site alone must gain, the second alone, both alike. */
  readonly raiseAM: number | null;
  readonly raiseBM: number | null;
  readonly raiseBothM: number | null;
  /** The shortest mast that is sold and clears it from one of the two, and at which. */
  readonly mastM: number | null;
  readonly mastAt: 'a' | 'b' | null;
}

/** Pairs between two breaths: each is a whole link study. */
const PAIRS_PER_BREATH = 32;

/** For each pair what would clear it; null for pairs that are clear, or of which nothing is known. */
export async function pairMasts(
  input: Pick<SightlinesInput, 'ground' | 'surface' | 'heightAbove' | 'frequencyGhz' | 'kFactor'>,
  pairs: readonly SitePair[],
  job: JobContext,
): Promise<(PairMast | null)[]> {
  const { heightAbove, frequencyGhz, kFactor } = input;
  const terrains = { terrain: input.ground.terrain, surface: input.surface?.terrain ?? null };
  const masts: (PairMast | null)[] = [];
  for (const [index, { a, b, verdict }] of pairs.entries()) {
    if (index % PAIRS_PER_BREATH === PAIRS_PER_BREATH - 1) {
      job.progress('Looking for the shortest masts', index / pairs.length);
      await breathe(job);
    }
    const isOpen = verdict === 'marginal' || verdict === 'blocked';
    const link = { ...terrains, from: a, to: b, heightAbove, frequencyGhz, kFactor };
    masts.push(isOpen ? mastOf(await judgeRaise(link, { signal: job.signal, progress: () => undefined })) : null);
  }
  return masts;
}

function mastOf(raise: Pick<PairMast, 'raiseAM' | 'raiseBM' | 'raiseBothM'>): PairMast {
  const [atA, atB] = [raise.raiseAM, raise.raiseBM].map((raiseM) => (raiseM === null ? null : mastFor(raiseM)));
  const isA = (atA ?? Infinity) <= (atB ?? Infinity);
  const mastM = (isA ? atA : atB) ?? null;
  return { ...raise, mastM, mastAt: mastM === null ? null : isA ? 'a' : 'b' };
}
