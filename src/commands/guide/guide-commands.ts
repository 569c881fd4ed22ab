import type { Command } from '../command.ts';
import { startEmpty } from '../file/project-commands.ts';
import { wording } from '../../text/wording.ts';

const words = wording.guideCommands;

export const guideCommands: readonly Command[] = [
  {
    id: 'help.guide',
    title: ({ view }) => (view.guideShown ? words.putGuideAside : words.showGuideFromFilesTo),
    keywords: words.startStepsHelpFirstHow,
    run: ({ view }) => {
      view.guideShown = !view.guideShown;
    },
  },
  {
    id: 'help.own-files',
    title: wording.everywhere.startWithOwnFiles,
    keywords: words.newEmptyImportBegin,
    run: async (bench) => {
      await startEmpty.run(bench);
      if (bench.plan.isSample) return;
      bench.view.guideShown = true;
    },
  },
];
