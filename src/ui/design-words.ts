import type { FiberNetwork } from '../plan/network.ts';
import { moneyText } from '../base/quantity-text.ts';

/** What the search proved about the routes, in words. */
export function boundInWords({ routeCostCents, routeLowerBoundCents }: FiberNetwork, currency: string): string {
  const cost = moneyText(routeCostCents / 100, currency);
  if (routeLowerBoundCents <= 0)
    return `Routes, drops and terminals cost ${cost} on this map. How much less is possible was not proved.`;
  const gap = (routeCostCents - routeLowerBoundCents) / routeCostCents;
  if (gap <= 1e-9) return `Routes, drops and terminals cost ${cost} on this map, and it is proved that none cost less.`;
  const percent = (gap * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 });
  return `Routes, drops and terminals cost ${cost} on this map. No others can cost less than ${moneyText(routeLowerBoundCents / 100, currency)}: at most ${percent} % could still be saved.`;
}
