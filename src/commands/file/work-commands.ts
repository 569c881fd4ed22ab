import type { FormerState } from '../../workers/storage-service.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { showOpened } from './start-work.ts';

export const showWork: Command = {
  id: 'file.work',
  title: 'Plans in this browser, earlier states …',
  keywords: 'history versions restore recover kept saved where recent',
  run: ({ view }) => {
    view.dialog = { kind: 'work' };
  },
};

export const takeOver: Command = {
  id: 'file.take-over',
  title: 'Take this plan over from the other tab',
  keywords: 'read-only lock write',
  can: ({ keeper }) => keeper.isReader || 'This tab already writes to its plan.',
  run: async (bench) => {
    const opened = await bench.keeper.takeOver();
    if (opened.recovery !== null) bench.view.dialog = { kind: 'recovery', opened };
    else showOpened(bench, opened);
    bench.messages.say('This tab writes to the plan now. The other one shows it as it was.');
  },
};

/** Brings a former state back as a new step. @throws AppError store/gone when it is no longer kept */
export async function restoreState(bench: Workbench, { sequence, atMs }: FormerState): Promise<void> {
  const { keeper, plan, storage } = bench;
  await keeper.keep();
  if (keeper.project === null) return;
  const change = await storage('changeBackTo', keeper.project, sequence);
  const time = new Date(atMs).toLocaleString();
  plan.commit({ ...change, note: `restore the state of ${time}` });
  bench.selection.clear();
  bench.messages.say(`The plan is as it was on ${time}. Undo brings back what it was before.`);
}
