import { countText, moneyText, numberText, percentText, plainSpaces } from '../base/quantity-text.ts';
import { writeCsv } from '../io/write/csv.ts';
import { effortOf } from '../studies/fiber/effort.ts';
import { withinBudget, worthCurve, type BudgetAnswer } from '../studies/fiber/worth.ts';
import type { Arguments, Command } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { openProject } from './project.ts';
import { answer, terminalJob } from './terminal.ts';

const NOTE = 'Routes, drops and terminals only; cabinets, facilities and connections come on top.';

/** `weft worth`: what serving more premises costs, and what it must cost at least. */
export const command: Command = {
  usage: 'worth PROJECT.weft [--at AMOUNT... | --budget AMOUNT] [--effort N] [--seed N] [--out FILE.csv]',
  options: {
    at: { kind: 'many', about: 'what one more premises may cost, in the currency of the cost book; several for a curve' },
    budget: { kind: 'text', about: 'instead of a curve: the most premises that routes for this amount serve' },
    effort: { kind: 'number', about: 'how hard to search, 1 to 5; default 2' },
    seed: { kind: 'number', about: 'seed of the search; default 1' },
    out: { kind: 'text', about: 'the curve as CSV' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const worths = call.has('at') ? call.many('at').map((typed) => amountCents(typed, call)) : [];
    const effort = effortOf(
      call.whole('effort', { min: 1, max: 5, fallback: 2 }),
      call.whole('seed', { min: 0, max: 2 ** 31 - 1, fallback: 1 }),
    );
    const plan = await openProject(path);
    const { currency } = plan.costBook;
    const budget = call.text('budget');
    if (budget !== undefined)
      return tellBudget(call, await withinBudget(plan, amountCents(budget, call), effort, terminalJob()), currency);
    const curve = await worthCurve(plan, worths, effort, terminalJob());
    const rows = curve.points.map((point, i) => {
      const before = curve.points[i - 1];
      const more = point.served - (before?.served ?? 0);
      const moreCents = point.routeCostCents - (before?.routeCostCents ?? 0);
      return {
        served: point.served,
        routeCost: point.routeCostCents / 100,
        lowerBound: Math.round(point.lowerBoundCents) / 100,
        perPremises: point.served === 0 ? null : Math.round(point.routeCostCents / point.served) / 100,
        perPremisesMore: more === 0 ? null : Math.round(moreCents / more) / 100,
        worth: Number.isFinite(point.worthCents) ? point.worthCents / 100 : null,
      };
    });
    const out = call.text('out');
    const columns = ['served', 'routeCost', 'lowerBound', 'perPremises', 'perPremisesMore', 'worth'] as const;
    if (out !== undefined) {
      writeAtomically(
        out,
        writeCsv({
          columns: columns.map((title) => ({ title })),
          rows: rows.map((row) => columns.map((name) => row[name])),
        }),
      );
    }
    const lines = rows.map(({ served, routeCost, lowerBound, perPremisesMore }) => {
      const least = `${moneyText(lowerBound, currency)} at least`;
      const each = perPremisesMore === null ? '' : `; each of the last ones ${moneyText(perPremisesMore, currency)}`;
      const share = percentText(served / Math.max(1, curve.premises));
      return `${countText(served, 'premises', 'premises')} (${share}): routes ${moneyText(routeCost, currency)}, ${least}${each}`;
    });
    const note = `${NOTE} ${numberText(curve.premises)} premises can be reached.`;
    answer(call, { premises: curve.premises, currency, points: rows }, [...lines, note].map(plainSpaces));
  },
};

function tellBudget(call: Arguments, found: BudgetAnswer, currency: string): void {
  const { premises, served, servedAtMost, routeCostCents, budgetCents, leftOut } = found;
  answer(
    call,
    { premises, currency, budget: budgetCents / 100, served, routeCost: routeCostCents / 100, servedAtMost, leftOut },
    [
      `${countText(served, 'premises', 'premises')} of ${numberText(premises)} for ${moneyText(routeCostCents / 100, currency)}; within ${moneyText(budgetCents / 100, currency)} no routes serve more than ${numberText(servedAtMost)}.`,
      NOTE,
    ].map(plainSpaces),
  );
}

function amountCents(typed: string, call: Arguments): number {
  const amount = Number(typed);
  if (typed.trim() === '' || !(amount >= 0 && amount <= 1e9)) throw call.wrong(`"${typed}" is not an amount of money.`, '--at');
  return Math.round(amount * 100);
}
