import { compareText } from '../../base/compare.ts';
import type { FiberNetwork, ItemQuantity } from '../network.ts';
import type { Plan } from '../plan.ts';
import { someIds, type Issue } from './issue.ts';

/** Prices that are only an order of magnitude, in a total that people will quote. */
export function* weakPrices(plan: Plan): Generator<Issue> {
  if (plan.fiber === null) return;
  const used = new Set(itemsOf(plan.fiber).map(({ item }) => item));
  const weak = plan.costBook.items.filter((item) => item.weak && used.has(item.id)).map(({ id }) => id);
  if (weak.length > 0)
    yield {
      severity: 'warning',
      code: 'costs/weak',
      where: `cost book: ${weak.sort(compareText).join(', ')}`,
      message: 'The totals rest on prices that are orders of magnitude only; replace them by your own.',
    };
  const priced = new Set(plan.costBook.items.map(({ id }) => id));
  const unpriced = [...used].filter((id) => !priced.has(id)).sort(compareText);
  if (unpriced.length > 0)
    yield {
      severity: 'error',
      code: 'costs/no-price',
      where: `cost book: ${unpriced.join(', ')}`,
      message: 'The design needs items that the cost book has no price for.',
    };
}

export function* premisesNotReached(plan: Plan): Generator<Issue> {
  const lost = plan.fiber?.notReached ?? [];
  if (lost.length > 0)
    yield {
      severity: 'warning',
      code: 'premises/not-reached',
      where: `premises: ${someIds(lost.map(({ id }) => id))}`,
      message: `The design does not reach ${lost.length} premises.`,
    };
}

function itemsOf(network: FiberNetwork): ItemQuantity[] {
  const { stretches, poles, terminals, cabinets, closures, drops, crossings, risers, facilities, sharedCosts } = network;
  return [stretches, poles, terminals, cabinets, closures, drops, crossings, risers, facilities, sharedCosts].flatMap((parts) =>
    parts.flatMap((part) => part.items),
  );
}
