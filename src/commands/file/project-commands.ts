import { bundledCostBook, sampleProjectUrl } from '../../io/bundled-data.ts';
import { readCostBook } from '../../io/cost-book.ts';
import { newPlan } from '../../plan/plan.ts';
import { loadAppFile } from '../../store/network.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { planBounds } from '../view/view-commands.ts';
import type { Workbench } from '../workbench.ts';

const WEFT_TYPE = 'application/x-weft';

/** Opens the bytes of a project file in this window. @throws AppError when they are not one; the open plan stays */
export async function openProject(
  bench: Workbench,
  bytes: Uint8Array,
  file: string,
  from: 'file' | 'browser' | 'sample',
): Promise<void> {
  const plan = await runWithProgress(bench, `Opening ${file}`, 'read-project', { bytes, file });
  bench.selection.clear();
  bench.link.clear();
  bench.plan.open(plan, from === 'file' ? file : null, from === 'sample');
  const bounds = planBounds(plan);
  if (bounds !== null) bench.camera.fit(bounds, { instant: true });
  bench.messages.announce(`${plan.name} is open.`);
}

/** Opens a file that a person chose or dropped, asking first when there are changes that are in no file. */
export async function openProjectFile(bench: Workbench, file: File): Promise<void> {
  await discardingChanges(bench, `Open ${file.name}?`, async () =>
    openProject(bench, new Uint8Array(await file.arrayBuffer()), file.name, 'file'),
  );
}

async function discardingChanges(bench: Workbench, title: string, action: () => Promise<void>): Promise<void> {
  if (!bench.plan.isDirty) return action();
  return new Promise((resolve, reject) => {
    bench.view.dialog = {
      kind: 'confirm',
      title,
      text: 'This plan has changes that are not in a file. They are lost when another plan is opened. Save first to keep them.',
      action: 'Open without saving',
      run: () => void action().then(resolve, reject),
      cancel: () => resolve(),
    };
  });
}

/** The sample town, as first opened. */
export async function openSample(bench: Workbench): Promise<void> {
  await openProject(bench, await loadAppFile(sampleProjectUrl), 'Millrace Bend', 'sample');
}

export const openFile: Command = {
  id: 'file.open',
  title: 'Open a project file …',
  keywords: 'weft load',
  shortcuts: ['mod+o'],
  run: async (bench) => {
    const [file] = await bench.files.choose('.weft', false);
    if (file !== undefined) await openProjectFile(bench, file);
  },
};

export const saveFile: Command = {
  id: 'file.save',
  title: 'Save to a file',
  keywords: 'weft download store',
  shortcuts: ['mod+s'],
  run: async (bench) => {
    const { plan } = bench.plan;
    const name = bench.plan.fileName ?? `${fileStem(plan.name)}.weft`;
    const revision = bench.plan.revision;
    const bytes = await runWithProgress(bench, `Saving ${name}`, 'write-project', { plan });
    bench.files.save(name, bytes, WEFT_TYPE);
    if (bench.plan.revision === revision) bench.plan.markSaved(name, bench.now());
    bench.messages.say(`Saved as ${name}.`);
  },
};

export const startSample: Command = {
  id: 'file.sample',
  title: 'Open the sample town',
  keywords: 'example demo millrace bend',
  run: (bench) => discardingChanges(bench, 'Open the sample town?', () => openSample(bench)),
};

export const startEmpty: Command = {
  id: 'file.new',
  title: 'Start an empty plan',
  keywords: 'new',
  run: (bench) =>
    discardingChanges(bench, 'Start an empty plan?', async () => {
      bench.selection.clear();
      bench.link.clear();
      await openEmpty(bench);
      bench.view.sampleDismissed = true;
      bench.messages.announce('An empty plan is open.');
    }),
};

/** An empty plan with the prices of the bundled book. */
export async function openEmpty(bench: Workbench): Promise<void> {
  const { name, currency, url } = bundledCostBook('USD');
  const book = readCostBook(new TextDecoder().decode(await loadAppFile(url)), { name, currency });
  bench.plan.open(newPlan('Untitled plan', book), null);
}

/** A name as a file's: letters and digits stay, everything else becomes one hyphen. */
export function fileStem(name: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return stem === '' ? 'plan' : stem;
}
