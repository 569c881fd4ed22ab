import { AppError } from '../base/app-error.ts';
import { changePieces, noteOfChange, readChange } from '../io/change-record.ts';
import { readProject, writeProject } from '../io/project-file.ts';
import { apply, type Change } from '../plan/change.ts';
import { changeBetween } from '../plan/difference.ts';
import type { Plan } from '../plan/plan.ts';
import type { Disk } from '../store/journal/disk.ts';
import { inspectProject, parseGenerationFile, type FoundState, type Inspection, type Verdict } from '../store/journal/inspect.ts';
import { ProjectJournal, refuseNewer, type Fold } from '../store/journal/journal.ts';
import { keptStates } from '../store/journal/kept-states.ts';
import type { ProjectNote, SentinelStore } from '../store/journal/sentinel.ts';

/** A project that is kept in this browser. `note` is null where its sentinel is gone. */
export interface StoredProject {
  readonly project: string;
  readonly note: ProjectNote | null;
}

/** What was found of a project that is not as it was confirmed. */
export interface Recovery {
  readonly verdict: Exclude<Verdict, 'whole'> | 'nothing';
  /** Changes that were confirmed and are not among those found; null where nothing says how many there were. */
  readonly missing: number | null;
  readonly foundAtMs: number | null;
}

/** A project as it was opened. */
export interface OpenedProject {
  readonly project: string;
  readonly note: ProjectNote | null;
  /** The snapshot, and the changes after it one by one, so that they can be undone; null where nothing can be opened. */
  readonly plan: Plan | null;
  readonly changes: readonly Change[];
  /** Number of the snapshot's state. */
  readonly sequence: number;
  /** Null for a project that is whole. Any other is not written to before `accept`. */
  readonly recovery: Recovery | null;
}

/** A line of the list of former states. */
export interface FormerState {
  readonly sequence: number;
  readonly atMs: number;
  readonly bytes: number;
  readonly note: string;
}

/** How a project is opened: to read only; to write; to write although another tab that does not answer may still hold its files. */
export type OpenMode = 'read' | 'write' | 'force';

/** A generation is begun when the changes outweigh the snapshot unpacked, and this, bytes. */
const LEAST_CHANGES_BYTES = 4 * 2 ** 20;
/** Changes are plain text; a snapshot is packed, to a fifth or sixth of that. Without this every design of a city would have the whole city written anew. */
const PACKED = 6;
const FORMER_STATES = 10;

/** Keeps projects: everything between the window and the journal. Calls are served one after another. */
export class StorageService {
  readonly #disk: Disk;
  readonly #sentinels: SentinelStore;
  readonly #writer: string;
  #journal: ProjectJournal | null = null;

  /** @param writer a name that no other tab has */
  constructor(disk: Disk, sentinels: SentinelStore, writer: string) {
    this.#disk = disk;
    this.#sentinels = sentinels;
    this.#writer = writer;
  }

  /** All projects that are kept, the last one first. */
  async list(): Promise<StoredProject[]> {
    const sentinels = await this.#sentinels.list();
    const named = new Set(sentinels.map(({ project }) => project));
    const onDisk = (await this.#disk.list()).flatMap((name) => parseGenerationFile(name)?.project ?? []);
    const orphans = [...new Set(onDisk)].filter((project) => !named.has(project));
    return [
      ...[...sentinels].sort((a, b) => b.note.keptAtMs - a.note.keptAtMs).map(({ project, note }) => ({ project, note })),
      ...orphans.map((project) => ({ project, note: null })),
    ];
  }

  /** @throws AppError store/newer */
  async open(project: string, mode: OpenMode, atMs: number): Promise<OpenedProject> {
    this.close();
    const inspection = await inspectProject(this.#disk, this.#sentinels, project);
    refuseNewer(inspection.sentinel?.format ?? 0);
    const note = inspection.sentinel?.note ?? null;
    const best = await bestOf(inspection);
    if (best === null) {
      const recovery = { verdict: 'nothing', missing: inspection.sentinel?.sequence ?? null, foundAtMs: null } as const;
      return { project, note, plan: null, changes: [], sequence: 0, recovery };
    }
    const { state, plan, changes } = best;
    const opened = { project, note, plan, changes, sequence: state.snapshot.sequence };
    if (state.verdict !== 'whole') return { ...opened, recovery: recoveryOf(inspection, state) };
    if (mode !== 'read') {
      this.#journal = await ProjectJournal.resume(this.#place(project), inspection, state);
      // Files that another tab may still hold are left to it: the first thing written is a generation of one's own.
      if (mode === 'force') await this.#journal.compact(fold, atMs);
    }
    return { ...opened, recovery: null };
  }

  /** Goes on with a plan that was found in damaged files; they stay for a while beside the new generation. */
  async accept(project: string, plan: Plan, note: ProjectNote): Promise<number> {
    const inspection = await inspectProject(this.#disk, this.#sentinels, project);
    this.#journal = await ProjectJournal.recover(this.#place(project), inspection, writeProject(plan), note);
    return this.#journal.sequence;
  }

  /** Begins to keep a plan. @throws AppError store/quota */
  async begin(project: string, plan: Plan, note: ProjectNote): Promise<number> {
    this.close();
    this.#journal = await ProjectJournal.begin(this.#place(project), writeProject(plan), note);
    return this.#journal.sequence;
  }

  /** Keeps a change; on return it is saved. @returns the number of the state @throws AppError store/quota, store/taken */
  async append(change: Change, note: ProjectNote): Promise<number> {
    const journal = this.#open();
    await journal.append(changePieces(change), note);
    return journal.sequence;
  }

  async annotate(note: ProjectNote): Promise<void> {
    await this.#open().annotate(note);
  }

  /** Begins a new generation where the changes have become many. */
  async tidy(atMs: number): Promise<void> {
    const { snapshotBytes, changesBytes } = this.#journal?.size ?? { snapshotBytes: 0, changesBytes: 0 };
    if (changesBytes > Math.max(LEAST_CHANGES_BYTES, PACKED * snapshotBytes)) await this.#open().compact(fold, atMs);
  }

  /** The last ten former states, the present one first. */
  async states(project: string): Promise<FormerState[]> {
    const chain = longestOf(await inspectProject(this.#disk, this.#sentinels, project));
    if (chain === null) return [];
    return keptStates(chain, FORMER_STATES).map(({ frame, ...state }) => ({
      ...state,
      note: frame.kind === 'change' ? noteOfChange(frame.payload) : '',
    }));
  }

  /** The change that brings a former state back. @throws AppError store/gone when that state is no longer kept */
  async changeBackTo(project: string, sequence: number): Promise<Change> {
    const chain = longestOf(await inspectProject(this.#disk, this.#sentinels, project));
    if (chain === null || sequence < chain.snapshot.sequence || sequence > chain.sequence) {
      throw new AppError('store/gone', { what: 'That state is no longer kept.', remedy: 'Choose another one of the list.' });
    }
    const { plan, changes } = await decode(chain);
    const count = sequence - chain.snapshot.sequence;
    for (const change of changes.slice(0, count)) apply(plan, change);
    const former: Plan = { ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) };
    for (const change of changes.slice(count)) apply(plan, change);
    const note = 'restore an earlier state';
    return changeBetween(plan, former, note) ?? { note };
  }

  /** The files of a project as they are, for download. */
  async files(project: string): Promise<ReadonlyMap<string, Uint8Array>> {
    return (await inspectProject(this.#disk, this.#sentinels, project)).files;
  }

  async remove(project: string): Promise<void> {
    if (this.#journal?.project === project) this.close();
    for (const name of await this.#disk.list()) {
      if (parseGenerationFile(name)?.project === project) await this.#disk.remove(name);
    }
    await this.#sentinels.remove(project);
  }

  /** Lets go of the project, so that another tab can write to it. */
  close(): void {
    this.#journal = null;
    this.#disk.close();
  }

  #open(): ProjectJournal {
    if (this.#journal === null) throw new Error('no project is open');
    return this.#journal;
  }

  #place(project: string) {
    return { disk: this.#disk, sentinels: this.#sentinels, project, writer: this.#writer };
  }
}

const fold: Fold = async (snapshot, changes) => {
  const plan = await readProject(snapshot, 'kept plan');
  for (const change of changes) apply(plan, readChange(change, 'kept change'));
  return writeProject(plan);
};

interface Decoded {
  readonly plan: Plan;
  readonly changes: readonly Change[];
}

/** The best state that can also be read as a plan. */
async function bestOf({ states }: Inspection): Promise<(Decoded & { state: FoundState }) | null> {
  let failed = false;
  for (const state of states) {
    try {
      const decoded = await decode(state);
      return { ...decoded, state: failed && state.verdict === 'whole' ? { ...state, verdict: 'other' } : state };
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'project/newer') throw error;
      failed = true;
    }
  }
  return null;
}

async function decode(state: FoundState): Promise<Decoded> {
  return {
    plan: await readProject(state.snapshot.payload, 'kept plan'),
    changes: state.changes.map(({ payload, sequence }) => readChange(payload, `kept change ${sequence}`)),
  };
}

function recoveryOf({ sentinel }: Inspection, { verdict, changes, snapshot, sequence }: FoundState): Recovery {
  return {
    verdict: verdict === 'whole' ? 'other' : verdict,
    missing: sentinel === null ? null : Math.max(0, sentinel.sequence - sequence),
    foundAtMs: (changes.at(-1) ?? snapshot).atMs,
  };
}

/** The whole state whose snapshot lies furthest back: its changes reach over all generations that are kept. */
function longestOf({ states }: Inspection): FoundState | null {
  const best = states[0];
  if (best === undefined) return null;
  return states
    .filter(({ link, verdict }) => link === best.link && verdict === best.verdict)
    .reduce((a, b) => (b.snapshot.sequence < a.snapshot.sequence ? b : a));
}
