import { NodeQueue } from './node-queue.ts';
import type { TreeProblem } from './problem.ts';
import { shortenPaths, type PathPrice } from './shorten-paths.ts';

/** How long the way from the root to an end may be. */
export interface PathLimit {
  /** What each edge counts against the limit, metres: more than its length where cable has slack. */
  readonly lengthM: Float64Array;
  readonly mostM: number;
}

/** Ends whose way is longer than the limit, with the shortest that the graph has to them. */
export interface LongWay {
  readonly terminal: number;
  readonly lengthM: number;
  readonly shortestM: number;
}

/** Ways beyond the limit weigh at first so much more than others, and after each round that leaves some so much more again. */
const RAISE = 8;
const ROUNDS = 6;
/** Where ways have no price a metre beyond the limit begins with this, in the unit of the problem. */
const LEAST_PRICE = 0.1;

/**
 * A tree whose ways keep to a limit wherever the graph has one that does. Ways beyond it are priced, higher and higher, by the moves that shorten all ways; what is
 * left then gets its shortest way outright. Only ends stay beyond it to which the graph has no way within the limit, or none without an edge that must stay.
 * @param edges a tree
 * @param price what other ways weigh
 * @returns edges, ascending, and the weight of the tree without any price of ways
 */
export function keepWithin(
  problem: TreeProblem,
  edges: Iterable<number>,
  price: PathPrice,
  limit: PathLimit,
): { edges: Int32Array; weight: number; beyond: readonly LongWay[] } {
  const shortest = waysOf(problem, limit.lengthM, null);
  const raised = new Float64Array(problem.nodeCount);
  let tree: Int32Array = Int32Array.from(edges).sort();
  for (let round = 0; round < ROUNDS; round++) {
    const toMend = beyondOf(tree).filter(({ shortestM }) => shortestM <= limit.mostM);
    if (toMend.length === 0) break;
    for (const { terminal } of toMend) {
      const own = Math.max(LEAST_PRICE, price.perFibreM) * Math.max(1, price.fibres[terminal] ?? 0);
      raised[terminal] = RAISE * Math.max(own, raised[terminal] ?? 0);
    }
    const fibres = raised.map((one, node) => one + price.perFibreM * (price.fibres[node] ?? 0));
    tree = shortenPaths(problem, tree, { ...price, fibres, perFibreM: 1 }).edges;
  }
  const left = beyondOf(tree).filter(({ shortestM }) => shortestM <= limit.mostM);
  for (const { terminal } of left.sort((a, b) => b.lengthM - a.lengthM || a.terminal - b.terminal)) tree = graft(tree, terminal);
  // Nothing is moved: what leads nowhere any more falls off, and the weight is counted.
  const done = shortenPaths(problem, tree, { ...price, mayMove: () => false });
  return { ...done, beyond: beyondOf(done.edges) };

  function beyondOf(chosen: Int32Array): LongWay[] {
    const { depthM } = waysOf(problem, limit.lengthM, chosen);
    return Array.from(problem.terminals).flatMap((terminal): LongWay[] => {
      if ((price.fibres[terminal] ?? 0) === 0) return [];
      const lengthM = depthM[terminal] ?? Infinity;
      const isLong = lengthM > limit.mostM && Number.isFinite(lengthM);
      return isLong ? [{ terminal, lengthM, shortestM: shortest.depthM[terminal] ?? Infinity }] : [];
    });
  }

  /** The tree with the shortest way to a terminal in it: each node on it is entered from there, all else hangs as it did. */
  function graft(chosen: Int32Array, terminal: number): Int32Array {
    const now = waysOf(problem, limit.lengthM, chosen);
    if ((now.depthM[terminal] ?? 0) <= limit.mostM) return chosen;
    const kept = new Set(chosen);
    for (let node = terminal; node !== problem.root;) {
      const by = shortest.entry[node] ?? -1;
      // A way within the tree that is as short stays.
      if ((now.depthM[node] ?? Infinity) <= (shortest.depthM[node] ?? 0)) break;
      const before = now.entry[node] ?? -1;
      if (before >= 0 && price.mustStay?.(before) === true) return chosen;
      kept.delete(before);
      kept.add(by);
      const from = problem.edgeFrom[by] ?? 0;
      node = from === node ? (problem.edgeTo[by] ?? 0) : from;
    }
    return Int32Array.from(kept).sort();
  }
}

/**
 * The shortest way from the root to every node, over all edges or those of a tree alone; no way leads on through an end.
 * @returns metres, and the edge by which each node is entered; −1 for none
 */
function waysOf(
  { nodeCount, edgeFrom, edgeTo, terminals, terminalsAreEnds, root }: TreeProblem,
  lengthM: Float64Array,
  within: Int32Array | null,
): { depthM: Float64Array; entry: Int32Array } {
  const edges = within ?? edgeFrom.map((_, edge) => edge);
  const first = new Int32Array(nodeCount + 1);
  const ends = [edgeFrom, edgeTo] as const;
  for (const edge of edges) for (const list of ends) first[(list[edge] ?? 0) + 1] = (first[(list[edge] ?? 0) + 1] ?? 0) + 1;
  for (let node = 0; node < nodeCount; node++) first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
  const next = first.slice();
  const arcs = new Int32Array(2 * edges.length);
  for (const edge of edges)
    for (const list of ends) {
      const node = list[edge] ?? 0;
      arcs[next[node] ?? 0] = edge;
      next[node] = (next[node] ?? 0) + 1;
    }
  const isEnd = new Uint8Array(nodeCount);
  if (terminalsAreEnds === true) for (const node of terminals) isEnd[node] = 1;
  const depthM = new Float64Array(nodeCount).fill(Infinity);
  const entry = new Int32Array(nodeCount).fill(-1);
  const queue = new NodeQueue(nodeCount);
  depthM[root] = 0;
  queue.push(root, 0);
  while (queue.length > 0) {
    const node = queue.pop();
    if (isEnd[node] === 1) continue;
    for (let at = first[node] ?? 0; at < (first[node + 1] ?? 0); at++) {
      const edge = arcs[at] ?? 0;
      const far = edgeFrom[edge] === node ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0);
      const reached = (depthM[node] ?? 0) + (lengthM[edge] ?? 0);
      if (reached >= (depthM[far] ?? 0)) continue;
      depthM[far] = reached;
      entry[far] = edge;
      queue.push(far, reached);
    }
  }
  return { depthM, entry };
}
