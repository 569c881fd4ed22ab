import { AppError } from '../base/app-error.ts';
import { countText, moneyText, numberText, plainSpaces, routeText, spanText } from '../base/quantity-text.ts';
import { compareDesigns } from '../studies/compare/run.ts';
import type { Totals } from '../studies/build-plan/totals.ts';
import type { Command } from './arguments.ts';
import { openProject } from './project.ts';
import { answer } from './terminal.ts';

/** So many neighbourhoods and prices are told line by line; all are in the JSON. */
const MOST_TOLD = 10;

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
    const { units } = planA.settings;
    const [one, other] = [compared.a.total, compared.b.total];
    const sameMoney = one.currency === other.currency;
    const money = (amount: number): string => moneyText(amount, one.currency);
    const change = (before: number, after: number, text: (value: number) => string): string =>
      `${after < before ? '−' : '+'}${text(Math.abs(after - before))}`;
    const row = (what: string, before: number, after: number, text: (value: number) => string): string =>
      `${what.padEnd(24)} ${text(before).padStart(16)} ${text(after).padStart(16)}  ${change(before, after, text)}`;
    const each = ({ costLikely, premisesPassed }: Totals): number => (premisesPassed === 0 ? 0 : costLikely / premisesPassed);
    const methods = [...new Set([...Object.keys(compared.a.methods), ...Object.keys(compared.b.methods)])].sort();
    const told = compared.neighbourhoods.filter(({ a: x, b: y }) => x?.costLikely !== y?.costLikely).slice(0, MOST_TOLD);
    const lines = [
      `A is ${paths[0]}, B is ${paths[1]}.`,
      `${''.padEnd(24)} ${'A'.padStart(16)} ${'B'.padStart(16)}`,
      row('premises passed', one.premisesPassed, other.premisesPassed, numberText),
      row('not reached', compared.a.notReached, compared.b.notReached, numberText),
      row('route', one.routeLengthM, other.routeLengthM, (value) => routeText(value, units).replace(/ \(.*/, '')),
      ...methods.map((how) =>
        row(`  ${how}`, compared.a.methods[how] ?? 0, compared.b.methods[how] ?? 0, (value) => spanText(value, units)),
      ),
      row('poles used', one.polesUsed, other.polesUsed, numberText),
      ...(sameMoney
        ? [
            row('cost to pass, likely', one.costLikely, other.costLikely, money),
            row('  for each passed', each(one), each(other), money),
            row('connections', one.connectionCostLikely, other.connectionCostLikely, money),
            ...told.map(({ name, a: x, b: y }) => row(`  ${name}`.slice(0, 24), x?.costLikely ?? 0, y?.costLikely ?? 0, money)),
          ]
        : [`Money is not compared: ${one.currency} and ${other.currency}.`]),
      ...compared.settings.map(({ name, a: x, b: y }) => `${name}: ${x} → ${y}`),
      ...(compared.prices.length > 0
        ? [
            `${countText(compared.prices.length, 'price differs', 'prices differ')}: ${compared.prices
              .slice(0, MOST_TOLD)
              .map(({ item, a: x, b: y }) => `${item} ${x ?? 'none'} → ${y ?? 'none'}`)
              .join(', ')}`,
          ]
        : []),
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
