import { AppError } from '../../base/app-error.ts';
import { crc32c } from '../../base/crc32.ts';
import type { Disk } from './disk.ts';
import { writeFrame } from './frame.ts';
import { generationFile, inspectProject, parseGenerationFile, type FoundState, type Inspection } from './inspect.ts';
import type { ProjectNote, SentinelStore } from './sentinel.ts';

/** Version of the layout of files and frames; docs/FILE_FORMAT.md describes it. */
export const JOURNAL_FORMAT = 1;

/** Makes one snapshot out of a snapshot and the changes after it. */
export type Fold = (snapshot: Uint8Array, changes: readonly Uint8Array[]) => Promise<Uint8Array>;

/** What a journal writes to. */
export interface JournalPlace {
  readonly disk: Disk;
  readonly sentinels: SentinelStore;
  readonly project: string;
  /** Names this writer: another one that takes the project over ends its right to write. */
  readonly writer: string;
}

interface Position {
  readonly generation: number;
  /** Where the next frame begins in its file. */
  readonly end: number;
  readonly sequence: number;
  readonly link: number;
}

/**
 * The one writer of a project's files. A generation is a file: a snapshot, then changes. What `append` has returned from is on the
 * medium and named by the sentinel. Calls come one after another: whoever has several waits for each.
 */
export class ProjectJournal {
  readonly #place: JournalPlace;
  #at: Position;
  #note: ProjectNote;
  /** Bytes of the current generation's snapshot. */
  #snapshotBytes: number;

  private constructor(place: JournalPlace, at: Position, note: ProjectNote, snapshotBytes: number) {
    this.#place = place;
    this.#at = at;
    this.#note = note;
    this.#snapshotBytes = snapshotBytes;
  }

  get project(): string {
    return this.#place.project;
  }

  /** The number of the last confirmed state. */
  get sequence(): number {
    return this.#at.sequence;
  }

  /** Bytes of the snapshot and of the changes after it in the current generation. */
  get size(): { readonly snapshotBytes: number; readonly changesBytes: number } {
    return { snapshotBytes: this.#snapshotBytes, changesBytes: this.#at.end - this.#snapshotBytes };
  }

  /** Begins a project that has no files yet. @throws AppError store/quota */
  static async begin(place: JournalPlace, snapshot: Uint8Array, note: ProjectNote): Promise<ProjectJournal> {
    try {
      return await ProjectJournal.#start(place, { generation: 1, sequence: 0 }, snapshot, note);
    } catch (error) {
      // A file that no sentinel speaks of would be offered as the rest of a lost plan.
      await place.disk.remove(generationFile(place.project, 1));
      throw error;
    }
  }

  /**
   * Goes on from a state that was found whole. Other writers lose their right to write.
   * @throws AppError store/newer when a later version of the program has written here
   */
  static async resume(place: JournalPlace, { sentinel }: Inspection, state: FoundState): Promise<ProjectJournal> {
    if (sentinel === null || state.verdict !== 'whole') throw new Error('only a whole state is resumed; others are recovered');
    refuseNewer(sentinel.format);
    const last = state.changes.at(-1) ?? state.snapshot;
    const at = { generation: last.generation, end: last.to, sequence: state.sequence, link: state.link };
    const begins = last.generation === state.snapshot.generation ? state.snapshot.to : 0;
    const journal = new ProjectJournal(place, at, sentinel.note, begins);
    await journal.#confirm(at, sentinel.note, true);
    return journal;
  }

  /**
   * Goes on from what a person accepted of a damaged project: as a new generation, numbered beyond all that was ever confirmed.
   * The files that were found stay until the generation after the next.
   */
  static async recover(
    place: JournalPlace,
    { highestGeneration, highestSequence }: Inspection,
    snapshot: Uint8Array,
    note: ProjectNote,
  ): Promise<ProjectJournal> {
    return ProjectJournal.#start(place, { generation: highestGeneration + 1, sequence: highestSequence + 1 }, snapshot, note);
  }

  static async #start(
    place: JournalPlace,
    { generation, sequence }: { generation: number; sequence: number },
    payload: Uint8Array,
    note: ProjectNote,
  ): Promise<ProjectJournal> {
    const link = crc32c(payload);
    const { bytes } = writeFrame({ kind: 'snapshot', sequence, previous: link, atMs: note.keptAtMs, payload });
    const at = { generation, end: bytes.length, sequence, link };
    const journal = new ProjectJournal(place, at, note, bytes.length);
    await journal.#beginGeneration(bytes, at, note, true);
    return journal;
  }

  /**
   * Adds a change. On return it is saved.
   * @throws AppError store/quota (nothing was confirmed; the same change may be tried again), store/taken
   */
  async append(payload: Uint8Array | Uint8Array[], note: ProjectNote): Promise<void> {
    const { generation, end, sequence, link } = this.#at;
    const frame = { kind: 'change', sequence: sequence + 1, previous: link, atMs: note.keptAtMs, payload } as const;
    const { bytes, checksum } = writeFrame(frame);
    await this.#place.disk.append(generationFile(this.#place.project, generation), end, bytes);
    await this.#confirm({ generation, end: end + bytes.length, sequence: sequence + 1, link: checksum }, note, false);
  }

  /** Changes what is told about the project; its states stay. */
  async annotate(note: ProjectNote): Promise<void> {
    await this.#confirm(this.#at, note, false);
  }

  /**
   * Writes the state as it stands as a new generation, read back from the files: what cannot be read back is found out while the
   * older generation is still there. Two generations are kept.
   */
  async compact(fold: Fold, atMs: number): Promise<void> {
    const { disk, sentinels, project } = this.#place;
    const inspection = await inspectProject(disk, sentinels, project);
    const state = inspection.states.find(({ verdict, link }) => verdict === 'whole' && link === this.#at.link);
    if (state === undefined) throw new Error('the files do not hold what was saved');
    const payload = await fold(
      state.snapshot.payload,
      state.changes.map((change) => change.payload),
    );
    const { sequence, link } = this.#at;
    const { bytes } = writeFrame({ kind: 'snapshot', sequence, previous: link, atMs, payload });
    const generation = inspection.highestGeneration + 1;
    await this.#beginGeneration(bytes, { generation, end: bytes.length, sequence, link }, this.#note, false);
    this.#snapshotBytes = bytes.length;
    for (const name of inspection.files.keys()) {
      const found = parseGenerationFile(name);
      if (found !== null && found.generation < state.snapshot.generation) await disk.remove(name);
    }
  }

  async #beginGeneration(bytes: Uint8Array, at: Position, note: ProjectNote, takeOver: boolean): Promise<void> {
    const { disk, project } = this.#place;
    const name = generationFile(project, at.generation);
    try {
      await disk.create(name, bytes);
    } catch (error) {
      // Half a file is in the way of what comes next on a full medium. One that was there before is another tab's.
      if (!(error instanceof AppError && error.code === 'store/in-use')) await disk.remove(name);
      throw error;
    }
    // From here on another tab may have found it, and go on with it: it stays.
    await this.#confirm(at, note, takeOver);
  }

  async #confirm(at: Position, note: ProjectNote, takeOver: boolean): Promise<void> {
    const { sentinels, project, writer } = this.#place;
    const { sequence, link } = at;
    const sentinel = { project, format: JOURNAL_FORMAT, writer, sequence, checksum: link, note };
    if (!(await sentinels.write(sentinel, takeOver))) throw takenError();
    this.#at = at;
    this.#note = note;
  }
}

/** Refuses files that a later version of the program wrote. @throws AppError store/newer */
export function refuseNewer(format: number): void {
  if (format <= JOURNAL_FORMAT) return;
  throw new AppError('store/newer', {
    what: 'This plan was kept in this browser by a newer Weft. Nothing was changed.',
    remedy: 'Reload the page to get the newer Weft, then open the plan again.',
  });
}

function takenError(): AppError {
  return new AppError('store/taken', {
    what: 'Another tab has taken this plan over. Changes made here are not kept.',
    remedy: 'Go on in the other tab, or take the plan over here.',
  });
}
