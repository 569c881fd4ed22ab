import { moneyText, numberText, plainSpaces } from '../base/quantity-text.ts';
import { effortOf } from '../studies/fiber/effort.ts';
import { poleWorths } from '../studies/fiber/pole-worth.ts';
import { poleWorthSentence } from '../studies/fiber/pole-worth-words.ts';
import type { Command } from './arguments.ts';
import { openProject } from './project.ts';
import { answer, terminalJob } from './terminal.ts';

export const command: Command = {
  usage: 'bad-poles PROJECT.weft [--pole ID...] [--most N] [--around-m M] [--effort N] [--seed N]',
  options: {
    pole: { kind: 'many', about: 'poles to ask about; without it those that are closed to us, else the busiest of the design' },
    most: { kind: 'number', about: 'so many of the busiest; default 10' },
    'around-m': { kind: 'number', about: 'farther than this from the pole the design stays as it is, metres; default 500' },
    effort: { kind: 'number', about: 'how hard to search, 1 to 5; default 3' },
    seed: { kind: 'number', about: 'seed of the search; default 1' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const effort = effortOf(
      call.whole('effort', { min: 1, max: 5, fallback: 3 }),
      call.whole('seed', { min: 0, max: 2 ** 31 - 1, fallback: 1 }),
    );
    const most = call.whole('most', { min: 1, max: 1000, fallback: 10 });
    const aroundM = call.whole('around-m', { min: 50, max: 100_000, fallback: 500 });
    const plan = await openProject(path);
    const { currency } = plan.costBook;
    const worths = await poleWorths(plan, { poleIds: call.many('pole'), most, aroundM }, effort, terminalJob());
    const proven = worths.filter(({ savesAtLeastCents, onlyWayFor }) => savesAtLeastCents > 0 || onlyWayFor > 0);
    const rest = worths.length - proven.length;
    const price = worths[0] === undefined ? '' : ` at ${moneyText(worths[0].replacementCents / 100, currency)}`;
    answer(
      call,
      {
        currency,
        poles: worths.map((one) => ({
          poleId: one.poleId,
          owner: one.owner,
          at: one.position,
          closed: one.closed,
          replacementCost: one.replacementCents / 100,
          savesAtLeast: one.savesAtLeastCents / 100,
          detourFound: one.detourCents / 100,
          onlyWayFor: one.onlyWayFor,
        })),
      },
      [
        ...proven.map((one) => poleWorthSentence(one, currency)),
        `${numberText(rest)} of ${numberText(worths.length)} poles${price}: nothing is proven; the detour may be as cheap.`,
      ].map(plainSpaces),
    );
  },
};
