import type { CostBook } from '../../base/cost-book.ts';
import type { Closure, ItemQuantity } from '../../plan/network.ts';
import type { FibrePlan } from './fibre-plan.ts';
import type { FibreParts } from './light-lines.ts';
import { hasItem, ITEM } from './prices.ts';

/**
 * The closures of a network: every place where fibres are joined outside facilities and cabinets, by the name that the splice table gives
 * it. A book of construction units prices them and their splices; in all-in prices per length they are contained. Where a cable in service
 * is opened there is one in any case, also beside a cabinet or facility, and each such cable that is opened in it has a price.
 */
export function closuresOf(network: FibreParts, { splices }: FibrePlan, book: CostBook): Closure[] {
  const boxes = new Set([...network.facilities.map(({ node }) => node), ...network.cabinets.map(({ node }) => node)]);
  const closures = new Map<
    string,
    { closure: Omit<Closure, 'items' | 'cables' | 'splices'>; cables: Set<string>; lent: Set<string>; splices: number }
  >();
  for (const { closure: id, node, position, neighbourhoodId, from, to } of splices) {
    const lent = [from, to].flatMap((end) => (end.kind === 'cable' && end.inService !== undefined ? [end.cableId] : []));
    if (boxes.has(node) && lent.length === 0) continue;
    const poleId = node.startsWith('pole:') ? node.slice('pole:'.length) : null;
    const found = closures.get(node) ?? {
      closure: { id: boxes.has(node) ? `${id}, cable in service` : id, node, position, neighbourhoodId, poleId },
      cables: new Set(),
      lent: new Set(),
      splices: 0,
    };
    for (const end of [from, to]) if (end.kind === 'cable') found.cables.add(end.cableId);
    for (const cable of lent) found.lent.add(cable);
    found.splices++;
    closures.set(node, found);
  }
  const priced = (item: string, quantity: number): ItemQuantity[] =>
    book.kind === 'construction-units' && hasItem(book, item) ? [{ item, quantity }] : [];
  return [...closures.values()]
    .map(({ closure, cables, lent, splices: count }) => ({
      ...closure,
      cables: cables.size,
      splices: count,
      items: [
        ...(lent.size > 0 ? [{ item: ITEM.cableAccess, quantity: lent.size }] : []),
        ...priced(ITEM.closure, 1),
        ...priced(ITEM.splice, count),
      ],
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
