import { compareText } from '../../base/compare.ts';
import { classesFrom } from '../../fiber/optical-budget.ts';
import { isBuilt, type Drop, type NetworkFacility, type SharedCost, type Stretch } from '../../plan/network.ts';
import type { NetworkTree } from './network-tree.ts';
import { usualOptics } from './own-fibres.ts';
import { hasItem, ITEM, portItem } from './prices.ts';
import type { PartContext } from './stretches.ts';

/** Engineering by the length of each neighbourhood; huts and their ports shared by premises passed, the last takes the rest. */
export function sharedCostsOf(
  tree: NetworkTree,
  context: PartContext,
  stretches: readonly Stretch[],
  drops: readonly Drop[],
  facilities: readonly NetworkFacility[],
): SharedCost[] {
  const lengthMm = sums(stretches.filter(isBuilt), ({ lengthM }) => Math.round(lengthM * 1000));
  const premises = sums(drops, () => 1);
  const ports = tree.cabinets.map((_, i) => tree.oltPorts(i));
  const classes = classesFrom(usualOptics(context.settings), Infinity);
  const steps = ports.map(
    (count, i) =>
      count *
      Math.max(
        0,
        classes.findIndex(({ id }) => id === tree.splits[i]?.optics.id),
      ),
  );
  const costs: SharedCost[] = [...lengthMm].map(([id, mm]) => ({
    id: `engineering-${id}`,
    reason: 'engineering by route length',
    neighbourhoodId: id || null,
    items: [{ item: ITEM.engineering, quantity: mm / 1000 }],
  }));
  for (const [item, whole] of [
    [ITEM.hut, facilities.filter(({ isNew }) => isNew).length],
    [portItem(context.settings), sumOf(ports)],
    [ITEM.strongerOptics, hasItem(context.costBook, ITEM.strongerOptics) ? sumOf(steps) : 0],
  ] as const) {
    if (whole === 0) continue;
    for (const [id, quantity] of shares(whole, premises)) {
      costs.push({
        id: `${item}-${id}`,
        reason: 'share by premises passed',
        neighbourhoodId: id || null,
        items: [{ item, quantity }],
      });
    }
  }
  return costs;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** Sums by neighbourhood id (empty outside), in order of id. */
function sums<T extends { readonly neighbourhoodId: string | null }>(
  parts: readonly T[],
  amount: (part: T) => number,
): Map<string, number> {
  const map = new Map<string, number>();
  for (const part of parts) map.set(part.neighbourhoodId ?? '', (map.get(part.neighbourhoodId ?? '') ?? 0) + amount(part));
  return new Map([...map].sort(([a], [b]) => compareText(a, b)));
}

/** A whole number of things shared in thousandths by weight; the last takes the remainder. */
function shares(whole: number, weights: ReadonlyMap<string, number>): [string, number][] {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  let left = whole * 1000;
  return [...weights].map(([id, weight], i): [string, number] => {
    const part = i === weights.size - 1 ? left : Math.round((whole * 1000 * weight) / total);
    left -= part;
    return [id, part / 1000];
  });
}
