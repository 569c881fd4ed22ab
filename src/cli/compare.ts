import { AppError } from '../base/app-error.ts';
import { plainSpaces } from '../base/quantity-text.ts';
import { comparisonCauses, comparisonRows } from '../studies/compare/rows.ts';
import { compareDesigns } from '../studies/compare/run.ts';
import type { Command } from './arguments.ts';
import { openProject } from './project.ts';
import { answer } from './terminal.ts';

/** `weft compare`: two designs side by side. */
export const command: Command = {
  usage: 'compare A.weft B.weft',
  options: {},
  words: 2,
  async run(call) {
    const paths = [call.positional(0, 'The first project'), call.positional(1, 'The second project')] as const;
    const [planA, planB] = [await openProject(paths[0]), await openProject(paths[1])];
    const [a, b] = [designOf(planA.fiber, paths[0]), designOf(planB.fiber, paths[1])];
    const compared = compareDesigns(planA, a, planB, b);
    const lines = [
      `A is ${paths[0]}, B is ${paths[1]}.`,
      `${''.padEnd(24)} ${'A'.padStart(16)} ${'B'.padStart(16)}`,
      ...comparisonRows(compared, planA.settings.units).map(
        ({ label, isPart, a: x, b: y, difference }) =>
          `${`${isPart ? '  ' : ''}${label}`.slice(0, 24).padEnd(24)} ${x.padStart(16)} ${y.padStart(16)}  ${difference}`,
      ),
      ...comparisonCauses(compared),
    ];
    answer(call, compared, lines.map(plainSpaces));
  },
};

function designOf<T>(fiber: T | null, path: string): T {
  if (fiber !== null) return fiber;
  throw new AppError('plan/not-designed', {
    what: 'There is no design to compare.',
    where: path,
    remedy: `Design first: weft design ${path} fiber`,
  });
}
