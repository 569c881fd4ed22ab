import { percentText } from '../../base/quantity-text.ts';

/**
 * How much more than the cheapest possible routes those of a design may cost: cost over bound, less one, rounded up to a tenth of a per cent, so that
 * "at most" holds. (The `gap` of files is a share of the cost instead, and a little less.)
 * @param boundCents above 0
 */
export function mostAboveText(costCents: number, boundCents: number): string {
  const tenths = Math.ceil((costCents / boundCents - 1) * 1000 - 1e-9);
  return percentText(Math.max(0, tenths) / 1000, 1);
}
