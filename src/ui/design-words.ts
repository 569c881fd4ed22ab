import type { FiberNetwork } from '../plan/network.ts';
import { moneyText, percentText } from '../base/quantity-text.ts';
import type { Totals } from '../studies/build-plan/totals.ts';

/** What the search proved about the routes, in words. */
export function boundInWords(
  { routeCostCents, routeLowerBoundCents }: FiberNetwork,
  { currency, costLow, costLikely, costHigh }: Pick<Totals, 'currency' | 'costLow' | 'costLikely' | 'costHigh'>,
): string {
  const range =
    costLikely > 0
      ? ` Prices themselves are uncertain: the cost to pass may be ${percentText((costLikely - costLow) / costLikely)} less or ${percentText((costHigh - costLikely) / costLikely)} more.`
      : '';
  const cost = moneyText(routeCostCents / 100, currency);
  if (routeLowerBoundCents <= 0)
    return `Routes, drops and terminals cost ${cost} on this map. How much less is possible was not proved.`;
  const gap = (routeCostCents - routeLowerBoundCents) / routeCostCents;
  if (gap <= 1e-9) return `Routes, drops and terminals cost ${cost} on this map, and it is proved that none cost less.${range}`;
  const percent = (gap * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 });
  return `No routes on this map, with their drops and terminals, can cost less than ${moneyText(routeLowerBoundCents / 100, currency)} at these prices; these cost ${cost}, at most ${percent} % more.${range}`;
}
