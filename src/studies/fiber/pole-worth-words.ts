import { countText, moneyText } from '../../base/quantity-text.ts';
import type { PoleWorth } from './pole-worth.ts';

/** What replacing a pole is worth, in one sentence. */
export function poleWorthSentence(
  { poleId, owner, replacementCents, savesAtLeastCents, detourCents, onlyWayFor }: PoleWorth,
  currency: string,
): string {
  const money = (cents: number): string => moneyText(cents / 100, currency);
  const pole = `${poleId}${owner === null ? '' : ` (${owner})`}`;
  if (onlyWayFor > 0)
    return `${pole}: ${countText(onlyWayFor, 'premises', 'premises')} can be reached over it alone; its replacement costs ${money(replacementCents)}.`;
  if (savesAtLeastCents === 0)
    return `${pole}: nothing is proven. The best routes found without it cost ${money(detourCents)} more than with it replaced.`;
  return `Replacing ${pole} for ${money(replacementCents)} saves at least ${money(savesAtLeastCents)} against any detour; the best one found costs ${money(detourCents)} more.`;
}
