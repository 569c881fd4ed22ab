import type { CostBook } from '../../base/cost-book.ts';
import { takeOff, type BillLine } from '../../cost/take-off.ts';
import { isBuilt, type Closure, type FiberNetwork, type ItemQuantity, type Stretch } from '../../plan/network.ts';
import { ITEM } from './prices.ts';

/** One thing that a stretch costs, and why. The line is that of a bill of this thing alone. */
export interface ReasonForCost {
  readonly line: BillLine;
  readonly because: string;
}

/**
 * What a stretch costs to build, item by item: strand or digging with its factor, engineering, crossings on it, the pole at its far end with
 * its make-ready, risers, and where fibres of a cable in service are used the closures in which it is opened. A pole belongs to the stretch that leads to it from the facility, so that stretches add up.
 * @throws AppError costs/missing-item
 */
export function explainStretch(network: FiberNetwork, stretch: Stretch, book: CostBook): ReasonForCost[] {
  const poles = network.poles.filter((pole) => isOn(pole.poleId === null ? null : `pole:${pole.poleId}`, pole.position, stretch));
  const risers = network.risers.filter(({ node }) => stretch.along === 'lateral' && [stretch.from, stretch.to].includes(node));
  const crossings = network.crossings.filter(({ stretchId }) => stretchId === stretch.id);
  const engineering: ItemQuantity[] = isBuilt(stretch) ? [{ item: ITEM.engineering, quantity: stretch.lengthM }] : [];
  return [
    ...linesOf(stretch.items, book).map((line) => ({ line, because: wordsFor(stretch) })),
    ...linesOf(engineering, book).map((line) => ({ line, because: 'by length' })),
    ...crossings.flatMap(({ items, name, kind, manner }) =>
      linesOf(items, book).map((line) => ({ line, because: `crosses ${name ?? kind} (${manner})` })),
    ),
    ...poles.flatMap((pole) => {
      const because = pole.poleId === null ? 'a new pole' : `pole ${pole.poleId}, make-ready ${pole.makeReady}`;
      return linesOf(pole.items, book, pole.surveyedCostCents).map((line) => ({ line, because }));
    }),
    ...risers.flatMap(({ items }) => linesOf(items, book).map((line) => ({ line, because: 'from pole to ground' }))),
    ...openingsOf(network, stretch).flatMap(({ id, items }) =>
      linesOf(items, book).map((line) => ({ line, because: `cable opened at ${id}` })),
    ),
  ];
}

/** The closures in which the cable is opened where a stretch in it ends, and where it begins unless another stretch in the same cable ends there. */
function openingsOf({ closures, stretches }: FiberNetwork, { inService, from, to }: Stretch): Closure[] {
  if (inService === undefined) return [];
  const goesOn = stretches.some((other) => other.inService?.cable === inService.cable && other.to === from);
  const ends = goesOn ? [to] : [from, to];
  return closures.filter(({ node, items }) => ends.includes(node) && items.some(({ item }) => item === ITEM.cableAccess));
}

function linesOf(items: readonly ItemQuantity[], book: CostBook, surveyedCents: number | null = null): BillLine[] {
  return takeOff([{ group: '', part: 'pass', items, surveyedCents }], book);
}

/** Existing poles stand at the node that the stretch leads to, new ones on its path, but not where it begins. */
function isOn(node: string | null, position: readonly [number, number], { to, path, support }: Stretch): boolean {
  if (node !== null) return node === to;
  return support === 'new-poles' && path.slice(1).some(([lng, lat]) => lng === position[0] && lat === position[1]);
}

function wordsFor({ kind, support, method, along, because, inService }: Stretch): string {
  if (inService !== undefined) return `fibres of the cable ${inService.name}, which is in service: nothing is built`;
  const built = kind === 'aerial' ? `on ${(support ?? 'poles').replace('-', ' ')}` : (method ?? 'underground');
  const why = because.length > 0 ? `; ${because.join(', ')}` : '';
  return `${built}${along === '' ? '' : `, ${along}`}${why}`;
}
