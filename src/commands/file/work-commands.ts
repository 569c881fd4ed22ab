import type { FormerState } from '../../workers/storage-service.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { showOpened } from './start-work.ts';
import { momentText } from '../../text/moments.ts';
import { wording } from '../../text/wording.ts';

const words = wording.workCommands;

export const showWork: Command = {
  id: 'file.work',
  title: words.plansInThisBrowserEarlier,
  keywords: words.historyVersionsRestoreRecoverKept,
  run: ({ view }) => {
    view.dialog = { kind: 'work' };
  },
};

export const chooseVersion: Command = {
  id: 'file.merge',
  title: words.compareAndMerge,
  keywords: words.versionsDifference,
  alters: true,
  run: async ({ files, view }) => {
    const [file] = await files.choose('.weft', false);
    if (file !== undefined) view.dialog = { kind: 'merge', file };
  },
};

export const takeOver: Command = {
  id: 'file.take-over',
  title: words.takeThisPlanOverFrom,
  keywords: words.readOnlyLockWrite,
  can: ({ keeper }) => keeper.isReader || words.thisTabAlreadyWritesTo,
  run: async (bench) => {
    const opened = await bench.keeper.takeOver();
    if (opened.recovery !== null) bench.view.dialog = { kind: 'recovery', opened };
    else showOpened(bench, opened);
    bench.messages.say(words.thisTabWritesToPlan);
  },
};

/** Brings a former state back as a new step. @throws AppError store/gone when it is no longer kept */
export async function restoreState(bench: Workbench, { sequence, atMs }: FormerState): Promise<void> {
  const { keeper, plan, storage } = bench;
  await keeper.keep();
  if (keeper.project === null) return;
  const change = await storage('changeBackTo', keeper.project, sequence);
  const time = momentText(atMs);
  plan.commit({ ...change, note: words.restoreState({ time }) });
  bench.selection.clear();
  bench.messages.say(words.thePlanAsWasOn({ time }));
}
