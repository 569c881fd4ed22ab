import { moneyText, percentText } from '../../base/quantity-text.ts';
import type { FiberNetwork } from '../../plan/network.ts';

/**
 * How much more than the cheapest possible routes those of a design may cost: cost over bound, less one, rounded up to a tenth of a per cent, so that
 * "at most" holds. (The `gap` of files is a share of the cost instead, and a little less.)
 * @param boundCents above 0
 */
export function mostAboveText(costCents: number, boundCents: number): string {
  const tenths = Math.ceil((costCents / boundCents - 1) * 1000 - 1e-9);
  return percentText(Math.max(0, tenths) / 1000, 1);
}

/** What the search proved about the routes of a whole plan, for a page of paper. */
export function boundSentence(
  {
    routeCostCents,
    routeLowerBoundCents,
    shorterPathsCents = 0,
  }: Pick<FiberNetwork, 'routeCostCents' | 'routeLowerBoundCents' | 'shorterPathsCents'>,
  currency: string,
): string {
  const money = (cents: number): string => moneyText(cents / 100, currency);
  const cost = `Routes, terminals and a drop to each of the premises of the whole plan cost ${money(routeCostCents)}`;
  if (routeLowerBoundCents <= 0) return `${cost}; how much less is possible was not proved.`;
  const most = mostAboveText(routeCostCents, routeLowerBoundCents);
  return (
    `${cost}, at most ${most} more than is possible: it is proved that none on this map cost less than ${money(routeLowerBoundCents)} ` +
    `at these prices.${shorterSentence({ shorterPathsCents }, currency)} The cost to pass leaves the drops out, and counts cabinets and huts.`
  );
}

/** What of the difference to the bound is paid on purpose, beginning with a space; empty where nothing is. */
export function shorterSentence({ shorterPathsCents = 0 }: Pick<FiberNetwork, 'shorterPathsCents'>, currency: string): string {
  if (shorterPathsCents <= 0) return '';
  return ` ${moneyText(shorterPathsCents / 100, currency)} of it is paid so that light has shorter ways than on the cheapest routes found.`;
}
