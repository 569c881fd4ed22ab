import type { Disk } from './disk.ts';
import { readFrames, type FoundFrame } from './frame.ts';
import type { Sentinel, SentinelStore } from './sentinel.ts';

/** A frame and the file it lies in. */
interface PlacedFrame extends FoundFrame {
  readonly generation: number;
}

/**
 * How a state that was put together from files compares with what was confirmed: `whole`; `short` when confirmed changes are missing;
 * `other` when it is not the history that was confirmed; `unverified` when nothing says how far it must reach.
 */
export type Verdict = 'whole' | 'short' | 'other' | 'unverified';

/** A state of the project that the files hold: a snapshot and the unbroken run of changes after it. */
export interface FoundState {
  readonly verdict: Verdict;
  readonly snapshot: PlacedFrame;
  readonly changes: readonly PlacedFrame[];
  readonly sequence: number;
  /** What the next change names as the one before it. */
  readonly link: number;
}

/** Everything that is there of a project. */
export interface Inspection {
  readonly project: string;
  readonly sentinel: Sentinel | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** States that can be opened, best first; none where no snapshot is whole. */
  readonly states: readonly FoundState[];
  /** The highest number of a state that any frame names. */
  readonly highestSequence: number;
  readonly highestGeneration: number;
}

/** The file of a generation of a project. */
export function generationFile(project: string, generation: number): string {
  return `${project}.${String(generation).padStart(6, '0')}`;
}

/** Project and generation of a file's name; null for any other file. */
export function parseGenerationFile(name: string): { project: string; generation: number } | null {
  const match = /^(.+)\.(\d{6})$/.exec(name);
  return match === null ? null : { project: match[1] ?? '', generation: Number(match[2]) };
}

/** Reads all that is kept of a project and puts its states together. Alters nothing. */
export async function inspectProject(disk: Disk, sentinels: SentinelStore, project: string): Promise<Inspection> {
  // First the sentinel: what is confirmed while the files are read can only lie beyond it.
  const sentinel = await sentinels.read(project);
  const files = new Map<string, Uint8Array>();
  const frames: PlacedFrame[] = [];
  let highestGeneration = 0;
  for (const name of await disk.list()) {
    const parsed = parseGenerationFile(name);
    if (parsed?.project !== project) continue;
    const bytes = await disk.read(name);
    highestGeneration = Math.max(highestGeneration, parsed.generation);
    if (bytes === null) continue;
    files.set(name, bytes);
    for (const frame of readFrames(bytes)) frames.push({ ...frame, generation: parsed.generation });
  }
  return {
    project,
    sentinel,
    files,
    states: statesOf(frames, sentinel),
    highestSequence: Math.max(sentinel?.sequence ?? 0, ...frames.map(({ sequence }) => sequence)),
    highestGeneration,
  };
}

const ORDER: readonly Verdict[] = ['whole', 'unverified', 'other', 'short'];

function statesOf(frames: readonly PlacedFrame[], sentinel: Sentinel | null): FoundState[] {
  // Later generations replace earlier ones where both hold the same change.
  const ordered = [...frames].sort((a, b) => a.generation - b.generation || a.from - b.from);
  const following = new Map<string, PlacedFrame>();
  for (const frame of ordered) if (frame.kind === 'change') following.set(`${frame.sequence} ${frame.previous}`, frame);
  const states = ordered
    .filter(({ kind }) => kind === 'snapshot')
    .reverse()
    .map((snapshot) => stateFrom(snapshot, following, sentinel));
  const rank = ({ verdict }: FoundState): number => ORDER.indexOf(verdict);
  return states.sort((a, b) => rank(a) - rank(b) || b.sequence - a.sequence);
}

function stateFrom(snapshot: PlacedFrame, following: ReadonlyMap<string, PlacedFrame>, sentinel: Sentinel | null): FoundState {
  const changes: PlacedFrame[] = [];
  let { sequence, previous: link } = snapshot;
  let linkAtSentinel = sequence === sentinel?.sequence ? link : null;
  for (;;) {
    const next = following.get(`${sequence + 1} ${link}`);
    if (next === undefined) break;
    changes.push(next);
    sequence = next.sequence;
    link = next.checksum;
    if (sequence === sentinel?.sequence) linkAtSentinel = link;
  }
  return { verdict: verdictOf(snapshot.sequence, sequence, linkAtSentinel, sentinel), snapshot, changes, sequence, link };
}

function verdictOf(first: number, last: number, link: number | null, sentinel: Sentinel | null): Verdict {
  if (sentinel === null) return 'unverified';
  if (last < sentinel.sequence) return 'short';
  return first > sentinel.sequence || link === sentinel.checksum ? 'whole' : 'other';
}
