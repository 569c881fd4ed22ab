import { AppError } from '../base/app-error.ts';
import { checkPlan } from '../plan/rules/check-plan.ts';
import type { Command } from './arguments.ts';
import { openProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'check PROJECT.weft [--strict]',
  options: { strict: { kind: 'flag', about: 'exit with 1 when there are errors' } },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const plan = await openProject(path);
    const issues = checkPlan(plan);
    const lines = issues.map(({ severity, where, message }) => `${severity}: ${where} – ${message}`);
    answer(
      call,
      {
        problems: issues.map(({ severity, code, where, message }) => ({ severity, code, where, message })),
        ignored: plan.ignored.length,
      },
      lines.length > 0 ? lines : ['Nothing to complain about.'],
    );
    const errors = issues.filter(({ severity }) => severity === 'error').length;
    if (call.has('strict') && errors > 0) {
      throw new AppError('plan/check', {
        what: `${errors} error${errors === 1 ? '' : 's'} found.`,
        where: path,
        remedy: 'Mend what is listed, then check again.',
      });
    }
  },
};
