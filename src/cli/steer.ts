import { AppError } from '../base/app-error.ts';
import { apply } from '../plan/change.ts';
import { emptyLayer, findFeature } from '../plan/layer.ts';
import { steer, stretchesNamed } from '../studies/fiber/steer.ts';
import type { Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

const ROUTING = { forbid: 'forbidden', prefer: 'preferred', keep: 'keep' } as const;

const WISHES = ['forbid', 'prefer', 'keep', 'free'] as const;

export const command: Command = {
  usage: 'steer PROJECT.weft forbid|prefer|keep STRETCH... | free CONDITION...',
  options: {},
  async run(call) {
    const path = call.positional(0, 'The project file');
    const wish = call.among(WISHES, call.positional(1, 'What is wanted (forbid, prefer, keep or free)'));
    call.positional(2, wish === 'free' ? 'The condition' : 'A stretch of the design, such as S-00012');
    const ids = call.positionals.slice(2);
    const plan = await openProject(path);
    if (wish === 'free') {
      const conditions = plan.layers.get('conditions') ?? emptyLayer;
      const unknown = ids.find((id) => findFeature(conditions, id) === undefined);
      if (unknown !== undefined) {
        const remedy = 'Name conditions by their ids: weft export PROJECT.weft --layer conditions --format csv --out FILE.csv';
        throw new AppError('plan/no-condition', { what: 'There is no such condition.', where: unknown, remedy });
      }
      apply(plan, { note: 'free', features: ids.map((id) => ({ layer: 'conditions', id, feature: null })) });
    } else {
      apply(plan, steer(plan, ROUTING[wish], stretchesNamed(plan, ids)));
    }
    saveProject(path, plan);
    const conditions = [...(plan.layers.get('conditions')?.edits.keys() ?? [])];
    answer(call, { conditions }, [`Heeded by the next design: ${ids.join(', ')}.`]);
  },
};
