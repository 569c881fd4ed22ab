import { centsText, moneyText, numberText, plainSpaces, spanText } from '../base/quantity-text.ts';
import { AppError } from '../base/app-error.ts';
import { explainStretch } from '../studies/fiber/explain.ts';
import { stretchesNamed } from '../studies/fiber/steer.ts';
import type { Command } from './arguments.ts';
import { openProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'explain PROJECT.weft STRETCH...',
  options: {},
  async run(call) {
    const path = call.positional(0, 'The project file');
    call.positional(1, 'A stretch of the design, such as S-00012');
    const plan = await openProject(path);
    const { fiber, costBook } = plan;
    const stretches = stretchesNamed(plan, call.positionals.slice(1));
    if (fiber === null)
      throw new AppError('plan/not-designed', { what: 'There is no design.', where: path, remedy: 'Design first.' });
    const told = stretches.map((stretch) => {
      const reasons = explainStretch(fiber, stretch, costBook);
      const costCents = reasons.reduce((sum, { line }) => sum + line.likelyCents, 0);
      return { stretch, reasons, costCents };
    });
    const lines = told.flatMap(({ stretch, reasons, costCents }) => [
      `${stretch.id}: ${spanText(stretch.lengthM, plan.settings.units)}, ${moneyText(costCents / 100, costBook.currency)} likely, ${numberText(stretch.premisesServed)} premises beyond it`,
      ...reasons.map(
        ({ line, because }) =>
          `  ${centsText(line.likelyCents).padStart(12)}  ${line.description}, ${numberText(line.quantity, 2)} ${line.unit} (${because})`,
      ),
    ]);
    answer(
      call,
      told.map(({ stretch, reasons, costCents }) => ({
        id: stretch.id,
        lengthM: stretch.lengthM,
        costLikely: costCents / 100,
        items: reasons.map(({ line, because }) => ({
          item: line.item,
          description: line.description,
          quantity: line.quantity,
          unit: line.unit,
          unitPrice: line.unitLikely,
          costLikely: line.likelyCents / 100,
          because,
        })),
      })),
      lines.map(plainSpaces),
    );
  },
};
