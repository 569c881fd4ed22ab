import { openingCents } from '../../fiber/edge-prices.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import type { TreeProblem } from '../../fiber/tree/problem.ts';
import type { PreparedRoutes } from './prepare.ts';

/** A problem whose first terminals are the premises; `kept` marks the edges of the graph that cost nothing because they are decided. */
export interface RouteProblem extends TreeProblem {
  readonly kept: readonly boolean[];
}

/**
 * The route graph as the solver takes it, in cents: every premises is an end, so that no route runs through somebody's house. Drops
 * do not hang on a node itself but on a copy of it, which is joined to it by an edge at the price of opening a terminal there. Edges
 * keep their index; those of the openings come after them.
 * @param opened offered facilities, by index, that are decided
 */
export function routeProblem(
  { nodes, edges, premisesNode, root }: RouteGraph,
  prepared: PreparedRoutes,
  opened: ReadonlySet<number> = new Set(),
): RouteProblem {
  const { poles, prices } = prepared.input;
  const edgeFrom = edges.map(({ from }) => from);
  const edgeTo = edges.map(({ to }) => to);
  const edgeCost = edges.map(({ costCents }) => costCents);
  const copies = new Map<number, number>();
  edges.forEach(({ kind, from }, i) => {
    if (kind !== 'drop-aerial' && kind !== 'drop-buried') return;
    let copy = copies.get(from);
    if (copy === undefined) {
      copy = nodes.length + copies.size;
      copies.set(from, copy);
      edgeFrom.push(from);
      edgeTo.push(copy);
      edgeCost.push(Math.round(openingCents(nodes[from]?.kind, prices)));
    }
    edgeFrom[i] = copy;
  });
  const isKept = edges.map(({ kind, terms, to }) => {
    const facility = kind === 'source' ? nodes[to] : undefined;
    return terms.routing === 'keep' || (facility?.kind === 'facility' && opened.has(facility.facility));
  });
  const kept = keepStretches(edges, isKept, nodes.length + copies.size, { edgeFrom, edgeTo, edgeCost });
  const nodeCost = new Float64Array(nodes.length + copies.size + kept.length);
  nodes.forEach((node, i) => {
    if (node.kind === 'pole') nodeCost[i] = poles[node.pole]?.makeReadyCents ?? 0;
  });
  return {
    kept: isKept,
    nodeCount: nodeCost.length,
    edgeFrom: Int32Array.from(edgeFrom),
    edgeTo: Int32Array.from(edgeTo),
    edgeCost: Float64Array.from(edgeCost),
    nodeCost,
    terminals: Int32Array.from([...premisesNode, ...kept]),
    terminalsAreEnds: true,
    root,
  };
}

/**
 * Edges to keep cost nothing, and a leaf on each of their ends must be spanned: every cheapest tree then runs through them, for a tree
 * that reaches both ends another way has a cycle with them, and a dearer edge in it. Returns the leaves.
 */
function keepStretches(
  edges: RouteGraph['edges'],
  isKept: readonly boolean[],
  firstFree: number,
  { edgeFrom, edgeTo, edgeCost }: { edgeFrom: number[]; edgeTo: number[]; edgeCost: number[] },
): number[] {
  const ends = new Set<number>();
  edges.forEach(({ from, to }, i) => {
    if (isKept[i] !== true) return;
    edgeCost[i] = 0;
    ends.add(from).add(to);
  });
  return [...ends].map((end, i) => {
    edgeFrom.push(end);
    edgeTo.push(firstFree + i);
    edgeCost.push(0);
    return firstFree + i;
  });
}

/** What the kept stretches that a solution holds cost: neither its weight nor its bound has them. */
export function keptCents({ kept }: RouteProblem, { edges }: RouteGraph, solution: Iterable<number>): number {
  let cents = 0;
  for (const edge of solution) if (kept[edge] === true) cents += edges[edge]?.costCents ?? 0;
  return cents;
}
