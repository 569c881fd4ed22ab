import { bundledCostBook, sampleProjectUrl } from '../../io/bundled-data.ts';
import { readCostBook } from '../../io/cost-book.ts';
import { newPlan } from '../../plan/plan.ts';
import { startingSettings } from '../../plan/settings.ts';
import { loadAppFile } from '../../store/network.ts';
import { attempt, type Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { judgeUnasked } from '../study/plan-links.ts';
import { dropFormerPlan } from './other-plan.ts';
import { usualHere } from './usual-here.ts';
import { planBounds } from '../view/view-commands.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.projectCommands;

const WEFT_TYPE = 'application/x-weft';

/** Opens the bytes of a project file in this window. @throws AppError when they are not one; the open plan stays */
export async function openProject(
  bench: Workbench,
  bytes: Uint8Array,
  file: string,
  from: 'file' | 'sample' | 'link',
): Promise<void> {
  const plan = await runWithProgress(bench, words.opening({ file }), 'read-project', { bytes, file });
  dropFormerPlan(bench);
  bench.plan.open(plan, from === 'file' ? file : null, from === 'sample');
  lookAtPlan(bench);
}

/** Moves the map to the plan that was just opened and says its name. */
export function lookAtPlan(bench: Workbench): void {
  const { plan } = bench.plan;
  const bounds = planBounds(plan);
  if (bounds !== null) bench.camera.fit(bounds, { instant: true });
  bench.messages.announce(words.isOpen({ name: plan.name }));
  void attempt(bench, () => judgeUnasked(bench));
}

/** Opens a file that a person chose or dropped, asking first when there are changes that are in no file. */
export async function openProjectFile(bench: Workbench, file: File): Promise<void> {
  await leavingPlan(bench, words.open({ name: file.name }), async () => {
    await openProject(bench, new Uint8Array(await file.arrayBuffer()), file.name, 'file');
    bench.plan.savedAtMs = file.lastModified;
  });
}

/** Opens another plan, after the present one has been kept and, where it is in no file, after a question. */
export async function leavingPlan(bench: Workbench, title: string, action: () => Promise<void>): Promise<void> {
  await bench.keeper.keep();
  if (!bench.plan.isDirty || bench.keeper.isReader) return action();
  const { trouble } = bench.keeper;
  return new Promise((resolve, reject) => {
    bench.view.dialog = {
      kind: 'confirm',
      title,
      text: trouble === null ? words.changesStayInBrowser : words.changesAreLost({ what: trouble.what }),
      action: words.openWithoutSaving,
      run: () => void action().then(resolve, reject),
      cancel: () => resolve(),
    };
  });
}

/** The file of the sample town. */
export const loadSample = (): Promise<Uint8Array> => loadAppFile(sampleProjectUrl);

/** The sample town, as first opened. */
export async function openSample(bench: Workbench, file = loadSample()): Promise<void> {
  await openProject(bench, await file, 'Millrace Bend', 'sample');
}

export const saveFile: Command = {
  id: 'file.save',
  title: wording.everywhere.saveToFile,
  keywords: words.weftDownloadStore,
  shortcuts: ['mod+s'],
  run: (bench) => save(bench, bench.plan.fileHandle),
};

export const saveFileAs: Command = {
  id: 'file.save-as',
  title: wording.everywhere.saveAs,
  keywords: words.weftFileCopyNameFolder,
  shortcuts: ['shift+mod+s'],
  // Asked for before anything is computed: the browser lets a page ask only right after a press.
  run: async (bench) => save(bench, (await bench.files.chooseTarget?.(usualFileName(bench))) ?? null),
};

/** Saves into the file at hand; without one the browser downloads it. */
async function save(bench: Workbench, handle: FileSystemFileHandle | null): Promise<void> {
  const { plan, revision } = bench.plan;
  const name = handle?.name ?? usualFileName(bench);
  const bytes = await runWithProgress(bench, words.saving({ name }), 'write-project', { plan });
  if (handle === null) bench.files.save(name, bytes, WEFT_TYPE);
  else await bench.files.write(handle, bytes);
  if (bench.plan.revision === revision) bench.plan.markSaved(name, bench.now(), handle);
  bench.messages.say(words.savedAs({ name }));
}

function usualFileName({ plan }: Workbench): string {
  return plan.fileName ?? `${fileStem(plan.plan.name)}.weft`;
}

export const startSample: Command = {
  id: 'file.sample',
  title: words.openSampleTown,
  keywords: words.exampleDemoMillraceBend,
  run: (bench) => leavingPlan(bench, words.openSampleTownQuestion, () => openSample(bench)),
};

export const startEmpty: Command = {
  id: 'file.new',
  title: words.startEmptyPlan,
  keywords: words.newWord,
  run: (bench) =>
    leavingPlan(bench, words.startEmptyPlanQuestion, async () => {
      dropFormerPlan(bench);
      await openEmpty(bench);
      bench.view.guideAbout = null;
      bench.view.sampleDismissed = true;
      bench.messages.announce(words.anEmptyPlanOpen);
    }),
};

/** An empty plan with units and prices that are usual where the browser says it is. */
export async function openEmpty(bench: Workbench): Promise<void> {
  const usual = usualHere(bench.language);
  const { name, currency, url } = bundledCostBook(usual.currency);
  const book = readCostBook(new TextDecoder().decode(await loadAppFile(url)), { name, currency });
  bench.plan.open(newPlan(words.untitledPlan, book, startingSettings(usual.units)), null);
}

/** A name as a file's: letters and digits stay, everything else becomes one hyphen. */
export function fileStem(name: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return stem === '' ? 'plan' : stem;
}
