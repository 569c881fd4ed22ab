import type { FiberNetwork } from '../plan/network.ts';
import { moneyText, percentText } from '../base/quantity-text.ts';
import type { Totals } from '../studies/build-plan/totals.ts';
import { mostAboveText } from '../studies/fiber/bound-words.ts';
import { wording } from '../text/wording.ts';

const words = wording.designWords;

/** What the search proved about the routes, in words. */
export function boundInWords(
  { routeCostCents, routeLowerBoundCents, shorterPathsCents = 0 }: FiberNetwork,
  { currency, costLow, costLikely, costHigh }: Pick<Totals, 'currency' | 'costLow' | 'costLikely' | 'costHigh'>,
): string {
  const range =
    costLikely > 0
      ? words.pricesUncertain({
          costLikely: percentText((costLikely - costLow) / costLikely),
          costHigh: percentText((costHigh - costLikely) / costLikely),
        })
      : '';
  const cost = moneyText(routeCostCents / 100, currency);
  if (routeLowerBoundCents <= 0) return words.costNotProved({ cost });
  if (routeCostCents <= routeLowerBoundCents) return words.costProvedLeast({ cost, range });
  const percent = mostAboveText(routeCostCents, routeLowerBoundCents);
  const shorter = shorterPathsCents > 0 ? words.paidForShorterWays({ money: moneyText(shorterPathsCents / 100, currency) }) : '';
  const routeLowerBound = moneyText(routeLowerBoundCents / 100, currency);
  return words.costWithinBound({ routeLowerBound, cost, percent, range: `${shorter}${range}` });
}
