import type { Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'copy PROJECT.weft FOLDER/ | FOLDER/ PROJECT.weft',
  words: 2,
  options: {},
  async run(call) {
    const plan = await openProject(call.positional(0, 'The project'));
    const to = call.positional(1, 'Where it goes');
    saveProject(to, plan);
    answer(call, { written: to, layers: plan.layers.size }, [`${plan.name} is in ${to}.`]);
  },
};
