import type { TreeProblem } from './tree/problem.ts';

/** A problem around some place; `originalEdge` names the edge of the whole problem for each of its first edges. */
export interface LocalProblem extends TreeProblem {
  readonly originalEdge: readonly number[];
  /** Edges of the tree that stay. */
  readonly staying: readonly number[];
}

/**
 * The problem of building anew only around some place: what a tree holds of edges outside stays, costs nothing more and counts as joined. Its weight is that
 * of the edges to be built; no solution that keeps the rest costs less than its bound.
 * @param treeEdges edges of the tree
 * @param isOutside tells which nodes lie outside; an edge between two of them stays
 */
export function localProblem(
  problem: TreeProblem,
  treeEdges: Iterable<number>,
  isOutside: (node: number) => boolean,
): LocalProblem {
  const { nodeCount, edgeFrom, edgeTo, edgeCost, root } = problem;
  const parent = Int32Array.from({ length: nodeCount }, (_, i) => i);
  const find = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? 0] ?? 0;
    return at;
  };
  const stays = new Uint8Array(nodeCount);
  const staying: number[] = [];
  for (const edge of treeEdges) {
    const [from, to] = [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0];
    if (!isOutside(from) || !isOutside(to)) continue;
    parent[find(from)] = find(to);
    stays[from] = stays[to] = 1;
    staying.push(edge);
  }
  // An end that stays has its edge: through another one a route would pass it.
  const isClosed = new Uint8Array(nodeCount);
  if (problem.terminalsAreEnds) for (const terminal of problem.terminals) isClosed[terminal] = stays[terminal] ?? 0;
  const kept = [...edgeFrom.keys()].filter((edge) => {
    const [from, to] = [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0];
    return find(from) !== find(to) && isClosed[from] !== 1 && isClosed[to] !== 1;
  });
  const from = kept.map((edge) => find(edgeFrom[edge] ?? 0));
  const to = kept.map((edge) => find(edgeTo[edge] ?? 0));
  const cost = kept.map((edge) => edgeCost[edge] ?? 0);
  const nodeCost = Array.from({ length: nodeCount }, (_, node) =>
    stays[find(node)] === 1 ? 0 : (problem.nodeCost?.[node] ?? 0),
  );
  const terminals: number[] = [];
  const parts = new Set<number>();
  for (const terminal of problem.terminals) {
    if (stays[terminal] === 0) terminals.push(terminal);
    else if (find(terminal) !== find(root)) parts.add(find(terminal));
  }
  // What stays but is cut off must be joined again; it may be passed through, so a leaf of its own stands for it.
  for (const part of parts) {
    from.push(part);
    to.push(nodeCost.length);
    cost.push(0);
    terminals.push(nodeCost.push(0) - 1);
  }
  return {
    ...problem,
    originalEdge: kept,
    staying,
    nodeCount: nodeCost.length,
    edgeFrom: Int32Array.from(from),
    edgeTo: Int32Array.from(to),
    edgeCost: Float64Array.from(cost),
    nodeCost: Float64Array.from(nodeCost),
    terminals: Int32Array.from(terminals),
    root: find(root),
  };
}
