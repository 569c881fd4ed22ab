import type { CostItem } from '../base/cost-book.ts';

/**
 * The price below which a share of all outcomes lies, when the price is triangular between low and high with its peak at likely.
 * @param share in [0, 1]
 */
export function triangularPrice({ low, likely, high }: Pick<CostItem, 'low' | 'likely' | 'high'>, share: number): number {
  const width = high - low;
  if (width <= 0) return likely;
  const peak = (likely - low) / width;
  return share < peak ? low + Math.sqrt(share * width * (likely - low)) : high - Math.sqrt((1 - share) * width * (high - likely));
}

/**
 * The share of outcomes below `sum`, where it is the sum of `count` independent uniform numbers (Irwin–Hall): itself uniform, so
 * that a price that hangs on several factors keeps its own distribution.
 * @param count 1 to 3
 */
export function uniformOfSum(sum: number, count: number): number {
  if (sum > count / 2) return 1 - uniformOfSum(count - sum, count);
  if (count === 1) return sum;
  if (count === 2) return (sum * sum) / 2;
  if (count !== 3) throw new Error(`a price hangs on ${count} factors`);
  return sum < 1 ? (sum * sum * sum) / 6 : (((-2 * sum + 9) * sum - 9) * sum + 3) / 6;
}
