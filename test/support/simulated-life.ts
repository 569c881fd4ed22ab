import { inspectProject, type FoundState } from '../../src/store/journal/inspect.ts';
import { ProjectJournal, type Fold, type JournalPlace } from '../../src/store/journal/journal.ts';
import type { ProjectNote } from '../../src/store/journal/sentinel.ts';
import type { SimulatedComputer } from './simulated-disk.ts';

/** How far the proofs go: a short form with every commit, a long one before a release. */
export const isLongProof = process.env['WEFT_PROOF'] === 'long';

export const PROJECT = 'town';

/** A project of these proofs is a list of numbers 0, 1, 2, …: what is missing or there twice is seen at once. */
export const payloadOf = (numbers: readonly number[], padding = 0): Uint8Array =>
  new TextEncoder().encode(JSON.stringify([...numbers, ...(padding > 0 ? ['x'.repeat(padding)] : [])]));

const numbersIn = (payload: Uint8Array): number[] =>
  (JSON.parse(new TextDecoder().decode(payload)) as (number | string)[]).filter((part) => typeof part === 'number');

export const fold: Fold = (snapshot, changes) => Promise.resolve(payloadOf([snapshot, ...changes].flatMap(numbersIn)));

/** The numbers that a found state holds. */
export const numbersOf = (state: FoundState): number[] =>
  [state.snapshot.payload, ...state.changes.map(({ payload }) => payload)].flatMap(numbersIn);

export const noteAt = (keptAtMs: number): ProjectNote => ({
  name: 'Town',
  fileName: null,
  fileHandle: null,
  savedAtMs: null,
  savedSequence: null,
  keptAtMs,
});

export function placeOn(computer: SimulatedComputer, writer = 'first'): JournalPlace {
  return { disk: computer.disk, sentinels: computer.sentinels, project: PROJECT, writer };
}

/** Opens what is there and goes on with it, as the program does. */
export async function resume(place: JournalPlace): Promise<{ journal: ProjectJournal; numbers: number[] }> {
  const inspection = await inspectProject(place.disk, place.sentinels, PROJECT);
  const [state] = inspection.states;
  if (state === undefined) throw new Error('nothing can be opened');
  const numbers = numbersOf(state);
  if (state.verdict === 'whole') return { journal: await ProjectJournal.resume(place, inspection, state), numbers };
  return { journal: await ProjectJournal.recover(place, inspection, payloadOf(numbers), noteAt(0)), numbers };
}

/** What a program knew when it ended. */
export interface Known {
  /** How many numbers were confirmed as saved, and how many it had tried to save. */
  confirmed: number;
  attempted: number;
}

/** Adds numbers, and now and then writes a new generation, until the computer dies or `count` are there. */
export async function work(computer: SimulatedComputer, journal: ProjectJournal, known: Known, count: number): Promise<void> {
  while (known.confirmed < count) {
    known.attempted = known.confirmed + 1;
    const padding = computer.random() < 0.2 ? Math.floor(computer.random() * 400) : 0;
    await journal.append(payloadOf([known.confirmed], padding), noteAt(known.confirmed));
    known.confirmed++;
    if (computer.random() < 0.2) await journal.compact(fold, known.confirmed);
    if (computer.random() < 0.1) await journal.annotate(noteAt(known.confirmed));
  }
}
