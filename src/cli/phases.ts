import { AppError } from '../base/app-error.ts';
import { countText, moneyText, numberText, plainSpaces, routeText } from '../base/quantity-text.ts';
import { writeCsv } from '../io/write/csv.ts';
import { phaseTable } from '../studies/phases/phase-table.ts';
import { PHASE_KINDS, phasesOf, usualPhaseKind } from '../studies/phases/run.ts';
import type { Command } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { openProject } from './project.ts';
import { answer } from './terminal.ts';

/** `weft phases`: in which order to build, and what each phase costs and passes. */
export const command: Command = {
  usage: 'phases PROJECT.weft [--by neighbourhood|circuit|hand] [--out FILE.csv]',
  options: {
    by: {
      kind: 'text',
      about:
        'neighbourhood, circuit (substation and feeder of the poles) or hand (the field phase of neighbourhoods); hand where one names a phase, else neighbourhood',
    },
    out: { kind: 'text', about: 'the phases as CSV' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const plan = await openProject(path);
    if (plan.fiber === null)
      throw new AppError('plan/not-designed', {
        what: 'There is no design to put into phases.',
        where: path,
        remedy: `Design first: weft design ${path} fiber`,
      });
    const by = call.oneOf('by', PHASE_KINDS, usualPhaseKind(plan));
    const { currency } = plan.costBook;
    const phases = phasesOf(plan, plan.fiber, by);
    const out = call.text('out');
    if (out !== undefined) writeAtomically(out, writeCsv(phaseTable(phases, currency)));
    const lines = phases.phases.map((one, i) => {
      const each = one.premisesPassed === 0 ? '' : `, ${moneyText(one.costLikely / one.premisesPassed, currency)} each`;
      return `${i + 1}. ${one.name}: ${countText(one.premisesPassed, 'premises', 'premises')} for ${moneyText(one.costLikely, currency)}${each}; ${routeText(one.routeLengthM, plan.settings.units)}; so far ${numberText(one.premisesSoFar)} for ${moneyText(one.costLikelySoFar, currency)}`;
    });
    answer(call, { ...phases, currency }, lines.map(plainSpaces));
  },
};
