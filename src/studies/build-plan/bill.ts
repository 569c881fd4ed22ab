import { takeOff, type BillLine, type Charge } from '../../cost/take-off.ts';
import type { FiberNetwork, Stretch } from '../../plan/network.ts';
import type { CostBook } from '../../base/cost-book.ts';

/** The parts of a network that cost something. */
export type BilledParts = Pick<
  FiberNetwork,
  | 'stretches'
  | 'poles'
  | 'terminals'
  | 'cabinets'
  | 'closures'
  | 'handholes'
  | 'crossings'
  | 'risers'
  | 'facilities'
  | 'sharedCosts'
  | 'drops'
>;

/** The whole network's bill, one line per neighbourhood (`group`, empty outside), part and item. */
export function billOf(network: BilledParts, book: CostBook): BillLine[] {
  return takeOff(chargesOf(network), book);
}

/** Every part of a network as a charge. Drops belong to the connection, all the rest to the passing. */
export function* chargesOf(network: BilledParts): Generator<Charge> {
  const ownerAt = new Map(network.poles.map(({ position, owner }) => [position.join(), owner]));
  const ownerBelow = ({ path }: Stretch): string | null =>
    path.map((position) => ownerAt.get(position.join())).find((owner) => typeof owner === 'string') ?? null;
  const passing = [
    network.stretches,
    network.poles,
    network.terminals,
    network.cabinets,
    network.closures,
    network.handholes,
    network.crossings,
    network.risers,
    network.facilities,
    network.sharedCosts,
  ];
  for (const parts of passing) {
    for (const part of parts) {
      yield {
        group: part.neighbourhoodId ?? '',
        part: 'pass',
        items: part.items,
        surveyedCents: 'surveyedCostCents' in part ? part.surveyedCostCents : null,
        owner: 'owner' in part ? part.owner : 'support' in part ? ownerBelow(part) : null,
      };
    }
  }
  for (const drop of network.drops) yield { group: drop.neighbourhoodId ?? '', part: 'connect', items: drop.items };
}
