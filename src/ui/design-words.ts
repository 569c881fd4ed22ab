import type { FiberNetwork } from '../plan/network.ts';
import { moneyText, percentText } from '../base/quantity-text.ts';
import type { Totals } from '../studies/build-plan/totals.ts';
import { wording } from '../text/wording.ts';

const words = wording.designWords;

/** What the search proved about the routes, in words. */
export function boundInWords(
  { routeCostCents, routeLowerBoundCents }: FiberNetwork,
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
  const gap = (routeCostCents - routeLowerBoundCents) / routeCostCents;
  if (gap <= 1e-9) return words.costProvedLeast({ cost, range });
  const percent = (gap * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 });
  return words.costWithinBound({ routeLowerBound: moneyText(routeLowerBoundCents / 100, currency), cost, percent, range });
}
