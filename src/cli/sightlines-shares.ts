import type { JobContext } from '../base/job.ts';
import type { Share } from '../base/share.ts';
import type { Grid } from '../geo/grid.ts';
import { makeTerrain } from '../geo/terrain.ts';
import { studySightlines, type SightlineGround, type SightlinesInput } from '../studies/sightlines/run.ts';
import { buffersOf, joinShares, type Sightlines } from '../studies/sightlines/site-pairs.ts';
import type { Handed } from './thread.ts';
import { inSharedMemory, onThreads } from './threads.ts';

/** What a thread is given: grids in memory that all threads share, since functions cannot be sent. */
interface SightlinesShare extends Omit<SightlinesInput, 'ground' | 'surface'> {
  readonly ground: readonly Grid[];
  readonly surface: readonly Grid[] | null;
  readonly share: Share;
}

/** A thread takes half a second to start: fewer pairs than these are judged sooner without. */
const LEAST_PAIRS = 100_000;

/** Whether a list of so many sites is worth several threads. */
export function isWorthThreads(sites: number): boolean {
  return (sites * (sites - 1)) / 2 >= LEAST_PAIRS;
}

/** `studySightlines` on several threads; the answer is that of one, bit by bit. @throws AppError as `studySightlines` */
export async function sightlinesOnThreads(input: SightlinesInput, threads: number, job: JobContext): Promise<Sightlines> {
  if (threads <= 1) return studySightlines(input, job);
  const given = { ...input, ground: sharedGrids(input.ground), surface: input.surface && sharedGrids(input.surface) };
  const inputs = Array.from({ length: threads }, (_, index) => ({ ...given, share: { index, of: threads } }));
  return joinShares(await onThreads('sightlines', inputs, job));
}

/** One share, on a thread. */
export async function sightlinesShare(
  { ground, surface, share, ...rest }: SightlinesShare,
  job: JobContext,
): Promise<Handed<Sightlines>> {
  const input = { ...rest, ground: await opened(ground), surface: surface && (await opened(surface)) };
  const answer = await studySightlines(input, job, share);
  return { answer, buffers: buffersOf(answer.pairs) };
}

function sharedGrids({ grids }: SightlineGround): Grid[] {
  return grids.map((grid) => ({ ...grid, values: inSharedMemory(grid.values) }));
}

async function opened(grids: readonly Grid[]): Promise<SightlineGround> {
  return { grids, terrain: await makeTerrain(grids) };
}
