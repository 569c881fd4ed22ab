import type { Command } from '../command.ts';
import { startEmpty } from '../file/project-commands.ts';

export const guideCommands: readonly Command[] = [
  {
    id: 'help.guide',
    title: ({ view }) => (view.guideShown ? 'Put the guide aside' : 'Show the guide from files to a build plan'),
    keywords: 'start steps help first how to begin',
    run: ({ view }) => {
      view.guideShown = !view.guideShown;
    },
  },
  {
    id: 'help.own-files',
    title: 'Start with your own files',
    keywords: 'new empty import begin',
    run: async (bench) => {
      await startEmpty.run(bench);
      if (bench.plan.isSample) return;
      bench.view.guideShown = true;
    },
  },
];
