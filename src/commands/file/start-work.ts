import { AppError } from '../../base/app-error.ts';
import type { FormerSlot } from '../../store/former-slot.ts';
import type { OpenedProject, StoredProject } from '../../workers/storage-service.ts';
import { apply } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Workbench } from '../workbench.ts';
import { dropFormerPlan } from './other-plan.ts';
import { fileStem, lookAtPlan } from './project-commands.ts';
import { momentText } from '../../text/moments.ts';
import { wording } from '../../text/wording.ts';

const words = wording.startWork;

interface Start {
  /** Where an earlier version kept unsaved work. */
  readonly former: FormerSlot;
  /** True when the same tab shows the page again: work goes on without a question. */
  readonly isReload: boolean;
  /** What to open when nothing is kept, or nothing of it is wanted. */
  otherwise(): Promise<void>;
}

/** Opens what was worked on last; offers changes that are in no file, and says what is wrong where something is. */
export async function startWork(bench: Workbench, start: Start): Promise<void> {
  await adoptFormerWork(bench, start.former);
  const newest = await newestOf(bench);
  if (newest === undefined) return start.otherwise();
  const opened = await bench.keeper.open(newest.project);
  if (opened.recovery !== null) {
    await start.otherwise();
    bench.view.dialog = { kind: 'recovery', opened };
  } else if (start.isReload || bench.keeper.isReader || isInFile(opened)) showOpened(bench, opened);
  else await offer(bench, opened, start.otherwise);
}

/** Shows a project of the browser in this window. */
export function showOpened(bench: Workbench, opened: OpenedProject): void {
  dropFormerPlan(bench);
  bench.keeper.show(opened);
  lookAtPlan(bench);
}

/** Opens a project of the browser that a person chose; its damage is shown instead of it. */
export async function openStored(bench: Workbench, project: string): Promise<void> {
  await bench.keeper.keep();
  const opened = await bench.keeper.open(project);
  if (opened.recovery !== null) bench.view.dialog = { kind: 'recovery', opened };
  else showOpened(bench, opened);
}

async function newestOf({ storage }: Workbench): Promise<StoredProject | undefined> {
  try {
    return (await storage('list'))[0];
  } catch {
    // A browser without any store: the program starts as on a first visit, and the first change says that it is not kept.
    return undefined;
  }
}

function isInFile({ note, sequence, changes }: OpenedProject): boolean {
  return note !== null && note.savedSequence === sequence + changes.length;
}

async function offer(bench: Workbench, opened: OpenedProject, otherwise: () => Promise<void>): Promise<void> {
  const { name, keptAtMs } = opened.note ?? { name: words.aPlan, keptAtMs: bench.now() };
  const restore = (): void => showOpened(bench, opened);
  const plan = asKept(opened);
  await new Promise<void>((resolve, reject) => {
    const ask = (): void => {
      bench.view.dialog = {
        kind: 'confirm',
        title: words.restoreUnsavedWork,
        text: words.hasChangesFromThatIn({ name, time: momentText(keptAtMs) }),
        action: words.restore,
        dismiss: words.discard,
        plan,
        run: () => {
          restore();
          resolve();
        },
        cancel: askAgain,
      };
    };
    const askAgain = (): void => {
      bench.view.dialog = {
        kind: 'confirm',
        title: words.discardThisWorkForGood,
        text: words.theChangesInNoFile({ name }),
        action: words.discardForGood,
        dismiss: words.back,
        run: () => void bench.keeper.discard(opened.project).then(otherwise).then(resolve, reject),
        cancel: ask,
      };
    };
    ask();
  });
}

/** Work that an earlier version kept goes into a project of its own; its slot is emptied once that is confirmed. */
export async function adoptFormerWork(
  { storage, runJob, messages }: Pick<Workbench, 'storage' | 'runJob' | 'messages'>,
  former: FormerSlot,
): Promise<void> {
  try {
    const work = await former.read();
    if (work === null) return;
    const plan = await runJob('read-project', { bytes: work.bytes, file: work.planName });
    const note = { fileName: work.fileName, fileHandle: null, savedAtMs: null, savedSequence: null, keptAtMs: work.keptAtMs };
    // A start that was cut off between the two steps below has kept it already.
    const isKept = (await storage('list')).some(({ note }) => note?.name === plan.name && note.keptAtMs === work.keptAtMs);
    if (!isKept) await storage('begin', crypto.randomUUID(), plan, { name: plan.name, ...note });
    await storage('close');
    await former.clear(work);
  } catch (error) {
    // What cannot be taken over stays where it is; a browser without a database has none.
    if (error instanceof AppError) messages.trouble(words.workEarlierVersion({ what: error.what }), error.remedy, error.code);
  }
}

/** Goes on with what was found of a damaged project. */
export async function acceptFound(bench: Workbench, opened: OpenedProject): Promise<void> {
  dropFormerPlan(bench);
  await bench.keeper.accept(opened);
  lookAtPlan(bench);
}

/** The plan with the changes that came after its snapshot; null where nothing can be opened. */
function asKept({ plan: snapshot, changes }: OpenedProject): Plan | null {
  if (snapshot === null) return null;
  const plan = { ...snapshot, layers: new Map(snapshot.layers), rasters: new Map(snapshot.rasters) };
  for (const change of changes) apply(plan, change);
  return plan;
}

/** Hands over everything that was found of a project: its files as they are and, where one can be opened, the plan. */
export async function downloadFound({ storage, runJob, files }: Workbench, opened: OpenedProject): Promise<void> {
  const found = new Map(await storage('files', opened.project));
  const { writeZip } = await import('../../io/zip.ts');
  const plan = asKept(opened);
  if (plan !== null) found.set('found.weft', await runJob('write-project', { plan }));
  const name = `${fileStem(opened.note?.name ?? 'plan')}-found.zip`;
  files.save(name, writeZip(found), 'application/zip');
}

/** Removes a project from the browser, after a question. */
export async function removeStored(bench: Workbench, project: string): Promise<void> {
  const { view, storage } = bench;
  const before = view.dialog;
  const sure = await new Promise<boolean>((resolve) => {
    view.dialog = {
      kind: 'confirm',
      title: words.removeThisPlanFromBrowser,
      text: words.changesThatInNoFile,
      action: words.remove,
      run: () => resolve(true),
      cancel: () => resolve(false),
    };
  });
  if (sure) await storage('remove', project);
  view.dialog = before;
}
