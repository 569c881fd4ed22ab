import { AppError } from '../base/app-error.ts';
import { changeBetween } from '../plan/difference.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProjectNote } from '../store/journal/sentinel.ts';
import type { ProjectLock, ProjectLocks } from '../store/project-lock.ts';
import type { AskStorage } from '../workers/storage-client.ts';
import type { OpenedProject } from '../workers/storage-service.ts';
import type { PlanState } from './plan-state.svelte.ts';
import { wording } from '../text/wording.ts';

const words = wording.workKeeper;

const READER = words.thisPlanOpenInAnother;

/** What a keeper needs of the window. */
export interface KeeperPorts {
  readonly plan: PlanState;
  readonly storage: AskStorage;
  readonly locks: ProjectLocks;
  /** Ends the storage worker, and with it every hold on files. */
  endStorage(): void;
  /** Asks the browser not to clear what is kept. */
  askPersistence(): Promise<boolean>;
  newProject(): string;
  now(): number;
}

/**
 * Keeps the window's plan in the browser: after each alteration the difference from what was kept last, one write at a time. While one
 * is under way later alterations wait and are then written together. Another tab's plan is only read.
 */
export class WorkKeeper {
  readonly #ports: KeeperPorts;
  /** The project in the browser that the plan is kept in; null while there is nothing to keep. */
  project = $state<string | null>(null);
  /** True while another tab writes to this project. */
  isReader = $state(false);
  /** Why the last write failed; null after one that did not. */
  trouble = $state.raw<AppError | null>(null);
  /** When the plan was last kept, milliseconds since 1970. */
  keptAtMs = $state<number | null>(null);
  /** Whether the browser has promised not to clear what is kept; null while nobody has asked. */
  isPersistent = $state<boolean | null>(null);
  #lock: ProjectLock | null = null;
  /** The plan as it is kept. */
  #last: Plan | null = null;
  #sequence = 0;
  #savedSequence: number | null = null;
  #generation = -1;
  #running: Promise<void> | null = null;

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  /** Keeps the plan as it stands. Never throws: `trouble` says what went wrong. */
  keep(): Promise<void> {
    this.#running ??= this.#keepAll().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Shows a project that was opened from the browser. */
  show({ project, note, plan, changes, sequence }: OpenedProject): void {
    if (plan === null) return;
    const saved = note?.savedSequence ?? null;
    const savedAfter = saved === null || saved < sequence ? null : saved - sequence;
    this.#ports.plan.restore(plan, changes, {
      name: note?.fileName ?? null,
      handle: note?.fileHandle ?? null,
      savedAtMs: note?.savedAtMs ?? null,
      savedAfter,
    });
    this.project = project;
    this.keptAtMs = note?.keptAtMs ?? null;
    this.#sequence = sequence + changes.length;
    this.#savedSequence = saved;
    this.#takeAsKept();
    this.#ports.plan.readOnly = this.isReader ? READER : null;
  }

  /** Opens a project to write to it, or, where another tab has it, to read it. @throws AppError store/newer */
  async open(project: string): Promise<OpenedProject> {
    await this.leave();
    this.#lock = await this.#ports.locks.acquire(project, (asked) => this.#lose(asked));
    this.isReader = this.#lock === null;
    return this.#ports.storage('open', project, this.isReader ? 'read' : 'write', this.#ports.now());
  }

  /** Takes the project from the tab that has it. */
  async takeOver(): Promise<OpenedProject> {
    const { project } = this;
    if (project === null) throw new Error('there is nothing to take over');
    const { lock, forced } = await this.#ports.locks.takeOver(project, (asked) => this.#lose(asked));
    this.#lock = lock;
    this.isReader = false;
    return this.#ports.storage('open', project, forced ? 'force' : 'write', this.#ports.now());
  }

  /** Goes on with a plan that was found in damaged files. */
  async accept(opened: OpenedProject): Promise<void> {
    await this.leave();
    this.#lock = await this.#ports.locks.acquire(opened.project, (asked) => this.#lose(asked));
    this.show({ ...opened, note: opened.note === null ? null : { ...opened.note, savedSequence: null } });
    this.#sequence = await this.#ports.storage('accept', opened.project, this.#ports.plan.plan, this.#note(null));
    this.#takeAsKept();
  }

  /** Ends with the present project: one whose plan is in a file as it stands is not kept twice. */
  async leave(): Promise<void> {
    await this.#running;
    await this.#end();
  }

  /** Removes a project from this browser for good. */
  async discard(project: string): Promise<void> {
    await this.leave();
    await this.#ports.storage('remove', project);
  }

  async #end(): Promise<void> {
    const { project } = this;
    const isDone = project !== null && !this.isReader && this.trouble === null && this.#savedSequence === this.#sequence;
    if (isDone) await this.#ports.storage('remove', project);
    else await this.#ports.storage('close');
    this.#lock?.release();
    this.#lock = null;
    this.project = null;
    this.isReader = false;
    this.trouble = null;
    this.keptAtMs = null;
    this.#last = null;
  }

  async #keepAll(): Promise<void> {
    const { plan } = this.#ports;
    try {
      for (let kept = -1; kept !== plan.revision && !this.isReader;) {
        kept = plan.revision;
        await this.#keepOnce();
        this.trouble = null;
        plan.markKept(kept);
      }
    } catch (error) {
      if (error instanceof AppError && error.code === 'store/taken') this.#becomeReader();
      else if (!this.isReader) this.trouble = error instanceof AppError ? error : keepsNothing(error);
    }
  }

  async #keepOnce(): Promise<void> {
    const { plan: state, storage, now } = this.#ports;
    if (state.generation !== this.#generation) {
      await this.#end();
      this.#generation = state.generation;
    }
    const { plan, isDirty, undoNote } = state;
    // A project begins with the plan as it was opened, so that this state, too, can be gone back to.
    const base = this.#last ?? plan;
    this.#last = base;
    if (this.project === null) {
      if (!isDirty && state.fileName === null) return;
      await this.#begin(base, isDirty && base === plan);
    }
    const change = changeBetween(base, plan, undoNote ?? 'change');
    const sequence = this.#sequence + (change === null ? 0 : 1);
    const saved = isDirty ? this.#savedSequence : sequence;
    const note = this.#note(saved);
    if (change === null) await storage('annotate', note);
    else this.#sequence = await storage('append', change, note);
    this.#savedSequence = saved;
    this.#last = plan;
    this.keptAtMs = now();
  }

  async #begin(plan: Plan, isDirty: boolean): Promise<void> {
    const { storage, locks, askPersistence, newProject } = this.#ports;
    const project = newProject();
    const lock = await locks.acquire(project, (asked) => this.#lose(asked));
    try {
      this.#savedSequence = isDirty ? null : 0;
      this.#sequence = await storage('begin', project, plan, this.#note(this.#savedSequence));
    } catch (error) {
      lock?.release();
      throw error;
    }
    this.#lock = lock;
    this.project = project;
    // A browser may put this question to the person, so that the answer is not waited for.
    if (this.isPersistent === null) void askPersistence().then((promised) => (this.isPersistent = promised));
  }

  #note(savedSequence: number | null): ProjectNote {
    const { plan, now } = this.#ports;
    return {
      name: plan.plan.name,
      fileName: plan.fileName,
      fileHandle: plan.fileHandle,
      savedAtMs: plan.savedAtMs,
      savedSequence,
      keptAtMs: now(),
    };
  }

  #takeAsKept(): void {
    const { plan } = this.#ports;
    this.#last = plan.plan;
    this.#generation = plan.generation;
    plan.markKept(plan.revision);
  }

  /** Another tab gets the project: when it asked, what is not kept yet is kept first. */
  async #lose(asked: boolean): Promise<void> {
    if (asked) {
      await this.keep();
      await this.#ports.storage('close');
    }
    this.#becomeReader();
  }

  #becomeReader(): void {
    this.#lock = null;
    this.isReader = true;
    this.trouble = null;
    this.#ports.plan.readOnly = READER;
    this.#ports.endStorage();
  }
}

function keepsNothing(cause: unknown): AppError {
  return new AppError(
    'store/unavailable',
    {
      what: words.thisBrowserCannotKeepYour,
      remedy: words.saveToFileBeforeYou,
    },
    cause,
  );
}
