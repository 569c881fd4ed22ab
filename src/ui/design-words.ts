import type { FiberNetwork } from '../plan/network.ts';
import { moneyText, percentText } from '../base/quantity-text.ts';
import type { Totals } from '../studies/build-plan/totals.ts';
import { mostAboveText } from '../studies/fiber/bound-words.ts';
import { wording } from '../text/wording.ts';

const words = wording.designWords;

/** What the search proved about the routes: the verdict, what it means, and the figures behind it. */
export interface BoundInWords {
  readonly verdict: string;
  readonly reason: string;
  readonly figures: readonly { readonly label: string; readonly text: string }[];
}

/** What the search proved about the routes, in words. */
export function boundInWords(
  { routeCostCents, routeLowerBoundCents, shorterPathsCents = 0 }: FiberNetwork,
  { currency, costLow, costLikely, costHigh }: Pick<Totals, 'currency' | 'costLow' | 'costLikely' | 'costHigh'>,
): BoundInWords {
  const money = (cents: number): string => moneyText(cents / 100, currency);
  const isBounded = routeLowerBoundCents > 0;
  const isLeast = isBounded && routeCostCents <= routeLowerBoundCents;
  const range =
    costLikely > 0
      ? words.pricesUncertain({
          costLikely: percentText((costLikely - costLow) / costLikely),
          costHigh: percentText((costHigh - costLikely) / costLikely),
        })
      : '';
  return {
    verdict: isLeast
      ? words.provedLeast
      : isBounded
        ? words.proved({ percent: mostAboveText(routeCostCents, routeLowerBoundCents) })
        : words.notProved,
    reason: [isBounded ? words.boundHolds : '', words.boundIsAboutMore, range].filter(Boolean).join(' '),
    figures: [
      { label: words.thisDesign, text: money(routeCostCents) },
      ...(isBounded ? [{ label: words.noneLessThan, text: money(routeLowerBoundCents) }] : []),
      ...(shorterPathsCents > 0 ? [{ label: words.shorterWays, text: money(shorterPathsCents) }] : []),
    ],
  };
}
