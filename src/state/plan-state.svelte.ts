import type { CostBook } from '../base/cost-book.ts';
import type { Change } from '../plan/change.ts';
import { History } from '../plan/history.ts';
import { newPlan, type Plan } from '../plan/plan.ts';
import { wording } from '../text/wording.ts';

const words = wording.planState;

/** Prices are named by the plan that is opened; before one is there, there are none. */
const noPrices: CostBook = { name: 'none', currency: 'USD', kind: 'construction-units', items: [] };

/**
 * The one plan of the window and its history. The plan is altered only by `commit`, `undo`, `redo` and `open`. It is plain
 * data outside all proxies: whoever reads it through `plan` is told of changes by the revision counter.
 */
export class PlanState {
  #plan: Plan = newPlan(words.untitled, noPrices);
  #history = new History(this.#plan);
  /** The plan as it stands, as a value: made anew by each alteration, so that what depends on it sees the difference. */
  #view = $state.raw<Plan>(viewOf(this.#plan));
  /** Counts every alteration of the window's plan, across plans; never goes back. */
  #revision = $state(0);
  /** The file that holds the plan as last saved; null while it is in this browser only. */
  fileName = $state<string | null>(null);
  /** When it was last saved to a file outside this browser, milliseconds since 1970. */
  savedAtMs = $state<number | null>(null);
  /** The file itself, where the browser lets it be written again without asking. */
  fileHandle = $state.raw<FileSystemFileHandle | null>(null);
  /** Why the plan cannot be altered in this window, as a sentence; null where it can. */
  readOnly = $state<string | null>(null);
  /** Told when an alteration was refused because of that. */
  onRefused: (reason: string) => void = () => undefined;
  /** True for the sample town as long as nothing was changed or saved in it. */
  isSample = $state(false);
  /** True for restored work of which no kept state is in a file. */
  #restored = $state(false);
  #keptRevision = $state(-1);
  /** Grows when another plan was opened: the map then looks at it. */
  generation = $state(0);

  /** Read it, never alter it. */
  get plan(): Plan {
    return this.#view;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Does a change and remembers how to take it back; refused where the plan is read-only. */
  commit(change: Change): void {
    this.#alter(() => this.#history.commit(change));
  }

  /** @returns false when there was nothing to undo */
  undo(): boolean {
    return this.#alter(() => this.#history.undo());
  }

  /** @returns false when there was nothing to redo */
  redo(): boolean {
    return this.#alter(() => this.#history.redo());
  }

  #alter(action: () => unknown): boolean {
    if (this.readOnly !== null) {
      this.onRefused(this.readOnly);
      return false;
    }
    const done = action() !== false;
    if (done) this.#altered();
    return done;
  }

  get undoNote(): string | null {
    void this.#revision;
    return this.#history.undoNote;
  }

  get redoNote(): string | null {
    void this.#revision;
    return this.#history.redoNote;
  }

  /** True while the plan differs from what was opened or saved last. */
  get isDirty(): boolean {
    void this.#revision;
    return this.#restored || !this.#history.isSaved;
  }

  /** Puts another plan in place of this one, with a fresh history. */
  open(plan: Plan, fileName: string | null, isSample = false): void {
    this.#plan = plan;
    this.#history = new History(plan);
    this.fileName = fileName;
    this.savedAtMs = null;
    this.fileHandle = null;
    this.readOnly = null;
    this.isSample = isSample;
    this.#restored = false;
    this.generation++;
    this.#altered();
  }

  /**
   * Puts a plan that was kept in the browser in place of this one, with the steps that were kept, so that they can be undone.
   * @param file.savedAfter after how many of the steps the plan was in its file; null where none of these states is
   */
  restore(
    plan: Plan,
    steps: readonly Change[],
    file: {
      readonly name: string | null;
      readonly handle: FileSystemFileHandle | null;
      readonly savedAtMs: number | null;
      readonly savedAfter: number | null;
    },
  ): void {
    this.open(plan, file.name);
    this.#restored = file.savedAfter === null;
    this.fileHandle = file.handle;
    this.savedAtMs = file.savedAtMs;
    steps.forEach((step, i) => {
      this.#history.commit(step);
      if (i + 1 === file.savedAfter) this.#history.markSaved();
    });
    if (steps.length > 0) this.#altered();
  }

  /** Says that the plan as it stands is in a file. */
  markSaved(fileName: string, atMs: number, handle: FileSystemFileHandle | null = null): void {
    this.#history.markSaved();
    this.fileName = fileName;
    this.fileHandle = handle;
    this.savedAtMs = atMs;
    this.isSample = false;
    this.#restored = false;
    this.#revision++;
  }

  /** Says that this revision is kept in the browser. */
  markKept(revision: number): void {
    this.#keptRevision = revision;
  }

  /** True when the plan as it stands is kept in the browser. */
  get isKept(): boolean {
    return this.#keptRevision === this.#revision;
  }

  #altered(): void {
    this.#view = viewOf(this.#plan);
    this.#revision++;
  }
}

/** The plan at this moment: its layers are values already, so that only the maps that name them are copied. */
function viewOf(plan: Plan): Plan {
  return { ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) };
}
