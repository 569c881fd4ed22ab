import type { TreeProblem } from '../../../../src/fiber/tree/problem.ts';

/**
 * Weight of the cheapest tree by Dreyfus and Wagner's dynamic programme over subsets of terminals, with node costs; a
 * second method that shares nothing with the solver. Infinity when the terminals do not hang together. Up to about 8 terminals.
 */
export function exactTreeWeight(problem: TreeProblem): number {
  const { nodeCount, edgeFrom, edgeTo, edgeCost, root } = problem;
  const enter = (node: number): number => (node === root ? 0 : (problem.nodeCost?.[node] ?? 0));
  const targets = [...new Set(problem.terminals)].filter((node) => node !== root);
  const full = (1 << targets.length) - 1;
  if (full === 0) return 0;
  // best[set][node]: cheapest tree over the set's terminals and the node; the node itself is not paid yet.
  const best = Array.from({ length: full + 1 }, () => new Float64Array(nodeCount).fill(Infinity));
  for (let set = 1; set <= full; set++) {
    const row = best[set]!;
    targets.forEach((node, bit) => {
      if (set === 1 << bit) row[node] = 0;
    });
    for (let node = 0; node < nodeCount; node++) {
      for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
        row[node] = Math.min(row[node]!, best[part]![node]! + best[set ^ part]![node]!);
      }
    }
    // Bellman and Ford: moving the joint from one end of an edge to the other pays the edge and the end left behind.
    for (let isSettled = false; !isSettled;) {
      isSettled = true;
      for (let edge = 0; edge < edgeFrom.length; edge++) {
        for (const [from, to] of [
          [edgeFrom[edge]!, edgeTo[edge]!],
          [edgeTo[edge]!, edgeFrom[edge]!],
        ] as const) {
          const cost = row[from]! + edgeCost[edge]! + enter(from);
          if (cost < row[to]!) {
            row[to] = cost;
            isSettled = false;
          }
        }
      }
    }
  }
  return best[full]![root]!;
}

/** Checks an answer against its problem and returns its weight recomputed from the edges; throws where it is no tree. */
export function weighTree(problem: TreeProblem, edges: Int32Array): number {
  const group = Array.from({ length: problem.nodeCount }, (_, node) => node);
  const find = (node: number): number => (group[node] === node ? node : find(group[node]!));
  const nodes = new Set<number>();
  let weight = 0;
  for (const edge of edges) {
    const a = find(problem.edgeFrom[edge]!);
    const b = find(problem.edgeTo[edge]!);
    if (a === b) throw new Error('cycle');
    group[a] = b;
    nodes.add(problem.edgeFrom[edge]!).add(problem.edgeTo[edge]!);
    weight += problem.edgeCost[edge]!;
  }
  for (const node of nodes) {
    if (find(node) !== find(problem.root)) throw new Error('not connected');
    if (node !== problem.root) weight += problem.nodeCost?.[node] ?? 0;
  }
  return weight;
}
