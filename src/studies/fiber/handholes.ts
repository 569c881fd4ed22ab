import { compareText } from '../../base/compare.ts';
import type { CostBook } from '../../base/cost-book.ts';
import { placeKey } from '../../fiber/way-network.ts';
import { pointAlong } from '../../geo/polyline.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import type { Closure, FiberNetwork, Handhole, ItemQuantity, Stretch } from '../../plan/network.ts';
import { hasItem, ITEM } from './prices.ts';

type Parts = Pick<FiberNetwork, 'stretches' | 'poles' | 'terminals' | 'cabinets' | 'facilities'>;

/** A stretch on the way down an unbranched run of conduit, with where on the run it begins. */
interface Piece {
  readonly stretch: Stretch;
  readonly startM: number;
}

/**
 * The handholes of a network besides those that come with terminals and cabinets: around each closure in the ground, where conduits part, and between these so near to
 * each other that cable can be pulled from one to the next. Ducts in service have theirs. A book of construction units prices them; in all-in prices per length they are contained.
 * @param everyM most conduit between two places where cable can be pulled, metres
 */
export function handholesOf(network: Parts, closures: readonly Closure[], everyM: number, book: CostBook): Handhole[] {
  const items: ItemQuantity[] = book.kind === 'construction-units' && hasItem(book, ITEM.handhole) ? [{ item: ITEM.handhole, quantity: 1 }] : []; // prettier-ignore
  const onPoles = new Set(network.poles.map(({ position }) => placeKey(position)));
  const boxes = new Set([...network.terminals, ...network.cabinets, ...network.facilities].map(({ node }) => node));
  const closureAt = new Map(closures.map((closure) => [closure.node, closure.id]));
  const isConduit = ({ kind, method }: Stretch): boolean => kind === 'underground' && method !== 'duct';
  const below = new Map<string, Stretch[]>();
  for (const stretch of network.stretches) below.set(stretch.from, [...(below.get(stretch.from) ?? []), stretch]);
  const needsOne = (node: string, position: LngLat): boolean =>
    !boxes.has(node) && !onPoles.has(placeKey(position)) && (closureAt.has(node) || (below.get(node) ?? []).length > 1);
  const handholes: Omit<Handhole, 'id'>[] = [];
  const put = ({ id, neighbourhoodId }: Stretch, node: string, position: LngLat): unknown =>
    handholes.push({ node, position, stretchId: id, closureId: closureAt.get(node) ?? null, neighbourhoodId, items });
  const endOf = ({ path }: Stretch): LngLat => path.at(-1) ?? [NaN, NaN];

  for (const first of network.stretches) {
    if (!isConduit(first)) continue;
    if (needsOne(first.to, endOf(first))) put(first, first.to, endOf(first));
  }
  for (const run of conduitRuns(network.stretches, isConduit, (stretch) => goesOn(stretch))) {
    const lengthM = run.reduce((sum, { stretch }) => sum + stretch.lengthM, 0);
    const gaps = Math.ceil(lengthM / everyM - 1e-9);
    for (let i = 1; i < gaps; i++) {
      const atM = (lengthM * i) / gaps;
      const { stretch, startM } = run.findLast((piece) => piece.startM <= atM) as Piece; // the first begins at 0
      put(stretch, '', quantise(pointAlong(stretch.path, atM - startM)));
    }
  }
  return handholes
    .sort((a, b) => compareText(a.stretchId, b.stretchId))
    .map((one, i) => ({ id: `HH-${String(i + 1).padStart(4, '0')}`, ...one }));

  /** The one stretch that a cable is pulled on into, where nothing at the end of a stretch gives access to it. */
  function goesOn({ to, path }: Stretch): Stretch | null {
    const [next, other] = below.get(to) ?? [];
    const isBox = boxes.has(to) || closureAt.has(to) || onPoles.has(placeKey(path.at(-1) ?? [NaN, NaN]));
    return isBox || next === undefined || other !== undefined || !isConduit(next) ? null : next;
  }
}

/** Runs of conduit from one place of access to the next, in the order of their first stretches. */
function conduitRuns(
  stretches: readonly Stretch[],
  isConduit: (stretch: Stretch) => boolean,
  goesOn: (stretch: Stretch) => Stretch | null,
): Piece[][] {
  const later = new Set(stretches.flatMap((stretch) => (isConduit(stretch) ? (goesOn(stretch)?.id ?? []) : [])));
  return stretches
    .filter((stretch) => isConduit(stretch) && !later.has(stretch.id))
    .map((first) => {
      const run: Piece[] = [];
      let startM = 0;
      for (let stretch: Stretch | null = first; stretch !== null; stretch = goesOn(stretch)) {
        run.push({ stretch, startM });
        startM += stretch.lengthM;
      }
      return run;
    });
}
