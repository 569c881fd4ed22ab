import { cablesFor, withSpare, type SpareRule } from './cables.ts';
import type { RootedTree } from './rooted-tree.ts';

/** When a cable that runs on past a branch is changed for a thinner one. */
export type TaperRule = 'always' | 'never' | 'economic';

export interface SizingRules {
  readonly taper: TaperRule;
  readonly spare: SpareRule;
  /** Sizes that cables of this tier are made in, ascending. */
  readonly sizes: readonly number[];
  /** Price of one splice and of one fibre in one metre of cable: their ratio decides where a thinner cable pays. */
  readonly splicePrice: number;
  readonly fibreMetrePrice: number;
}

/** The fibres of one tier on a tree. */
export interface TierLoad {
  readonly tree: RootedTree;
  /** Fibres needed on the edge above each node, without spare. */
  readonly fibres: Int32Array;
  /** Length of the edge above a node, metres. */
  edgeLengthM(node: number): number;
  /** Whether equipment at a node ends all cables of the tier. */
  endsCables(node: number): boolean;
  /** Whether the edge above a node is of a cable in service: no new cable lies in it, and none runs on from it or into it. */
  isInService(node: number): boolean;
  /** Whether a closure is opened at a node anyway, because fibres leave there. */
  hasClosure(node: number): boolean;
}

/**
 * Cables on the edge above each node. From where a cable begins it follows, at each branch, the branch with most fibres, and is not
 * cut for it; the other branches get cables of their own. Along that way it is changed for a thinner one never, at every step of the
 * catalogue, or ("economic") at closures that are opened anyway, where the fibre saved beyond is worth more than the splices.
 * @returns for each node the sizes of its cables, empty where none runs
 */
export function sizeCables(load: TierLoad, rules: SizingRules): (readonly number[])[] {
  const { tree, fibres } = load;
  const cables: (readonly number[])[] = Array.from({ length: tree.parent.length }, () => []);
  const goesOn = new Set<number>();
  for (const first of tree.preorder) {
    if ((fibres[first] ?? 0) === 0 || goesOn.has(first) || load.isInService(first)) continue;
    const way = [first];
    for (let node = first; !load.endsCables(node);) {
      const next = heaviest(
        (tree.children[node] ?? []).filter((child) => !load.isInService(child)),
        fibres,
      );
      if (next < 0) break;
      goesOn.add(next);
      way.push(next);
      node = next;
    }
    const sizes = way.map((node) => cablesFor(withSpare(fibres[node] ?? 0, rules.spare), rules.sizes));
    const starts = rules.taper === 'economic' ? taperPlaces(load, rules, way, sizes) : [0];
    way.forEach((node, i) => {
      const start = starts.findLast((one) => one <= i) ?? 0;
      cables[node] = sizes[rules.taper === 'always' ? i : start] ?? [];
    });
  }
  return cables;
}

function heaviest(nodes: readonly number[], fibres: Int32Array): number {
  let best = -1;
  for (const node of nodes) if ((fibres[node] ?? 0) > (best < 0 ? 0 : (fibres[best] ?? 0))) best = node;
  return best;
}

/** Where along a way new cables begin, at least cost of fibre and splices; the first is 0. */
function taperPlaces(
  { tree, fibres, edgeLengthM, hasClosure }: TierLoad,
  rules: SizingRules,
  way: readonly number[],
  sizes: readonly (readonly number[])[],
): number[] {
  const total = sizes.map((list) => list.reduce((sum, size) => sum + size, 0));
  const places = [0];
  way.forEach((node, i) => {
    const thinner = (total[i] ?? 0) < (total[places.at(-1) ?? 0] ?? 0);
    if (thinner && hasClosure(tree.parent[node] ?? -1)) places.push(i);
  });
  const lengthTo: number[] = [0];
  for (const node of way) lengthTo.push((lengthTo.at(-1) ?? 0) + edgeLengthM(node));
  const least = new Array<number>(places.length + 1).fill(0);
  const next = new Array<number>(places.length).fill(places.length);
  for (let p = places.length - 1; p >= 0; p--) {
    const at = places[p] ?? 0;
    const joint = p === 0 ? 0 : (fibres[way[at] ?? -1] ?? 0) * rules.splicePrice;
    let best = Infinity;
    for (let q = p + 1; q <= places.length; q++) {
      const metres = (lengthTo[places[q] ?? way.length] ?? 0) - (lengthTo[at] ?? 0);
      const price = joint + metres * (total[at] ?? 0) * rules.fibreMetrePrice + (least[q] ?? 0);
      if (price < best) [best, next[p]] = [price, q];
    }
    least[p] = best;
  }
  const starts: number[] = [];
  for (let p = 0; p < places.length; p = next[p] ?? places.length) starts.push(places[p] ?? 0);
  return starts;
}
