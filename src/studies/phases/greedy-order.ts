import type { CostBook } from '../../base/cost-book.ts';
import { placeKey } from '../../fiber/way-network.ts';
import { isBuilt, type FiberNetwork, type ItemQuantity } from '../../plan/network.ts';
import { priceOf } from '../build-plan/part-price.ts';
import { ITEM } from '../fiber/prices.ts';
import { Dependence } from './built-order.ts';

/**
 * The order in which groups of premises are best built: next always the group that passes most premises for each unit of money, given what is
 * built before it; ties by name. Counts routes with engineering and what stands on them; equipment that comes with the premises is alike for all.
 * @param groupOf group by drop id
 */
export function greedyOrder(
  network: FiberNetwork,
  book: CostBook,
  groupOf: ReadonlyMap<string, string>,
  names: readonly string[],
): string[] {
  const needs = needsOf(network, book, groupOf);
  const built = new Set<string>();
  const left = new Set(names);
  const order: string[] = [];
  while (left.size > 0) {
    let best = '';
    let bestValue = -1;
    for (const name of left) {
      const need = needs.get(name);
      let cents = 0;
      for (const [part, partCents] of need?.parts ?? []) if (!built.has(part)) cents += partCents;
      const value = (need?.premises ?? 0) / Math.max(1, cents);
      if (value > bestValue) [best, bestValue] = [name, value];
    }
    order.push(best);
    left.delete(best);
    for (const part of needs.get(best)?.parts.keys() ?? []) built.add(part);
  }
  return order;
}

interface Need {
  premises: number;
  readonly parts: Map<string, number>;
}

/** What each group needs: stretches with what stands on them, terminals, by key with their price. */
function needsOf(network: FiberNetwork, book: CostBook, groupOf: ReadonlyMap<string, string>): Map<string, Need> {
  const dependence = new Dependence(network);
  const cents = (items: readonly ItemQuantity[], surveyedCostCents: number | null = null): number =>
    priceOf({ items, surveyedCostCents }, book).likelyCents;
  const placeCents = new Map<string, number>();
  const stand = (position: readonly [number, number], amount: number): unknown =>
    placeCents.set(placeKey(position), (placeCents.get(placeKey(position)) ?? 0) + amount);
  for (const pole of network.poles) stand(pole.position, cents(pole.items, pole.surveyedCostCents));
  for (const part of [...network.risers, ...network.cabinets, ...network.closures]) stand(part.position, cents(part.items));
  const crossingCents = new Map<string, number>();
  for (const { stretchId, items } of [...network.crossings, ...network.handholes])
    crossingCents.set(stretchId, (crossingCents.get(stretchId) ?? 0) + cents(items));
  const stretchCents = new Map(
    network.stretches.map(({ id, kind, items, lengthM }) => [
      id,
      cents([...items, { item: ITEM.engineering, quantity: isBuilt({ kind }) ? lengthM : 0 }]) + (crossingCents.get(id) ?? 0),
    ]),
  );
  const terminals = new Map(network.terminals.map((terminal) => [terminal.id, cents(terminal.items)]));
  const needs = new Map<string, Need>();
  for (const drop of network.drops) {
    const name = groupOf.get(drop.id) ?? '';
    const need = needs.get(name) ?? { premises: 0, parts: new Map<string, number>() };
    needs.set(name, need);
    need.premises += 1;
    need.parts.set(drop.terminalId, terminals.get(drop.terminalId) ?? 0);
    const passed = [drop.path];
    for (const stretch of dependence.stretchesAbove(dependence.nodeOfTerminal(drop.terminalId))) {
      if (need.parts.has(stretch.id)) break;
      need.parts.set(stretch.id, stretchCents.get(stretch.id) ?? 0);
      passed.push(stretch.path);
    }
    for (const position of passed.flat()) {
      const key = placeKey(position);
      const amount = placeCents.get(key);
      if (amount !== undefined) need.parts.set(key, amount);
    }
  }
  return needs;
}
