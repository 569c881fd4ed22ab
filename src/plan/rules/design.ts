import { compareText } from '../../base/compare.ts';
import type { FiberNetwork, ItemQuantity } from '../network.ts';
import type { Rule } from './issue.ts';

/** Prices that are only an order of magnitude, in a total that people will quote. */
export const weakPrices: Rule = {
  reads: ({ fiber, costBook }) => [fiber, costBook],
  *find({ fiber, costBook }) {
    if (fiber === null) return;
    const used = new Set(itemsOf(fiber).map(({ item }) => item));
    const weak = costBook.items.filter((item) => item.weak && used.has(item.id)).map(({ id }) => id);
    if (weak.length > 0)
      yield {
        severity: 'warning',
        code: 'costs/weak',
        part: 'cost book',
        layer: null,
        ids: weak.sort(compareText),
        tell: () => 'The totals rest on prices that are orders of magnitude only; replace them by your own.',
      };
    const priced = new Set(costBook.items.map(({ id }) => id));
    const unpriced = [...used].filter((id) => !priced.has(id)).sort(compareText);
    if (unpriced.length > 0)
      yield {
        severity: 'error',
        code: 'costs/no-price',
        part: 'cost book',
        layer: null,
        ids: unpriced,
        tell: () => 'The design needs items that the cost book has no price for.',
      };
  },
};

export const premisesNotReached: Rule = {
  reads: ({ fiber }) => [fiber],
  *find({ fiber }) {
    const lost = fiber?.notReached ?? [];
    if (lost.length > 0)
      yield {
        severity: 'warning',
        code: 'premises/not-reached',
        part: 'premises',
        layer: 'premises',
        ids: lost.map(({ id }) => id),
        tell: (count) => `The design does not reach ${count} premises.`,
      };
  },
};

/** Premises with more fibre to their facility than was asked for. */
export const premisesBeyondLimit: Rule = {
  reads: ({ fiber }) => [fiber],
  *find({ fiber }) {
    const beyond = fiber?.beyondLimit ?? [];
    if (beyond.length > 0)
      yield {
        severity: 'warning',
        code: 'premises/beyond-limit',
        part: 'premises',
        layer: 'premises',
        ids: beyond.map(({ id }) => id),
        tell: (count) =>
          `${count} premises lie beyond the longest way of light that was asked for (pathLimitM). What the design takes for granted says why.`,
      };
  },
};

function itemsOf(network: FiberNetwork): ItemQuantity[] {
  const { stretches, poles, terminals, cabinets, closures, handholes, drops, crossings, risers, facilities, sharedCosts } =
    network;
  return [stretches, poles, terminals, cabinets, closures, handholes, drops, crossings, risers, facilities, sharedCosts].flatMap(
    (parts) => parts.flatMap((part) => part.items),
  );
}
