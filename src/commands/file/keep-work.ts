import { isAbort } from '../../base/app-error.ts';
import type { KeptWork, WorkStore } from '../../store/autosave.ts';
import type { Workbench } from '../workbench.ts';
import { openProject } from './project-commands.ts';

/**
 * Keeps unsaved work in the browser, one write at a time; while one runs, later changes wait and are then written once.
 * A browser that keeps nothing is named once and the work goes on.
 */
export class WorkKeeper {
  readonly #bench: Workbench;
  readonly #store: WorkStore;
  #keptRevision = -1;
  #writing = false;
  #again = false;
  #complained = false;

  constructor(bench: Workbench, store: WorkStore) {
    this.#bench = bench;
    this.#store = store;
  }

  /** Writes the plan as it stands, or empties the slot when there is nothing unsaved. */
  async keep(): Promise<void> {
    const { plan } = this.#bench;
    if (plan.revision === this.#keptRevision) return;
    if (this.#writing) {
      this.#again = true;
      return;
    }
    this.#writing = true;
    this.#keptRevision = plan.revision;
    try {
      const revision = plan.revision;
      if (plan.isDirty) await this.#store.write(await this.#snapshot());
      else await this.#store.clear();
      plan.markKept(revision);
    } catch (error) {
      if (!isAbort(error)) this.#complain(error);
    } finally {
      this.#writing = false;
    }
    if (this.#again) {
      this.#again = false;
      await this.keep();
    }
  }

  async #snapshot(): Promise<KeptWork> {
    const { plan, runJob, now } = this.#bench;
    const bytes = await runJob('write-project', { plan: plan.plan });
    return { bytes, planName: plan.plan.name, fileName: plan.fileName, keptAtMs: now() };
  }

  #complain(error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    const details = error instanceof Error ? error.message : String(error);
    this.#bench.messages.trouble(
      'This browser cannot keep your changes between visits. Your plan is still open.',
      'Save it to a file before you close the window.',
      details,
    );
  }
}

/** Offers unsaved work of an earlier visit; true when there was some. */
export async function offerKeptWork(bench: Workbench, store: WorkStore, otherwise: () => Promise<void>): Promise<void> {
  let work: KeptWork | null = null;
  try {
    work = await store.read();
  } catch {
    // No database, no kept work: the program starts as on a first visit.
    work = null;
  }
  if (work === null) return otherwise();
  const kept = work;
  await new Promise<void>((resolve, reject) => {
    bench.view.dialog = {
      kind: 'confirm',
      title: 'Restore unsaved work?',
      text: `“${kept.planName}” has changes from ${new Date(kept.keptAtMs).toLocaleString()} that were in no file. They were kept in this browser only.`,
      action: 'Restore',
      dismiss: 'Discard',
      run: () =>
        void openProject(bench, kept.bytes, kept.fileName ?? kept.planName, kept.fileName !== null ? 'file' : 'browser')
          .then(() => bench.plan.markUnsaved())
          .then(resolve, reject),
      cancel: () => void store.clear().then(otherwise).then(resolve, reject),
    };
  });
}
