import type { DualSolution } from './dual-ascent.ts';
import { NodeQueue } from './node-queue.ts';
import type { TreeGraph } from './tree-graph.ts';

/**
 * Edges that no tree of at most the given weight can have: the bound, plus the reduced cost of the way from the root
 * over the edge and on to the nearest terminal, is above it in both directions.
 * @param weight of a known tree, counted on this graph
 */
export function findHopeless(graph: TreeGraph, dual: DualSolution, weight: number): number[] {
  const fromRoot = distances(graph, dual.reducedCost, [dual.root], 0);
  const others = [...graph.terminals].filter((terminal) => terminal !== dual.root);
  const toTerminal = distances(graph, dual.reducedCost, others, 1);
  const slack = weight - dual.bound;
  const hopeless: number[] = [];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const u = graph.edgeFrom[edge] ?? 0;
    const v = graph.edgeTo[edge] ?? 0;
    const there = (fromRoot[u] ?? 0) + (dual.reducedCost[2 * edge] ?? 0) + (toTerminal[v] ?? 0);
    const back = (fromRoot[v] ?? 0) + (dual.reducedCost[2 * edge + 1] ?? 0) + (toTerminal[u] ?? 0);
    if (there > slack && back > slack) hopeless.push(edge);
  }
  return hopeless;
}

/** Shortest distances by arc costs. @param against 1 to walk arcs against their direction, else 0 */
function distances(graph: TreeGraph, arcCost: Float64Array, sources: readonly number[], against: 0 | 1): Float64Array {
  const { nodeCount, firstArc, arcs, neighbours } = graph;
  const distance = new Float64Array(nodeCount).fill(Infinity);
  const queue = new NodeQueue(nodeCount);
  for (const source of sources) {
    distance[source] = 0;
    queue.push(source, 0);
  }
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
      const far = neighbours[at] ?? 0;
      const reach = (distance[node] ?? 0) + (arcCost[(arcs[at] ?? 0) ^ against] ?? 0);
      if (reach >= (distance[far] ?? 0)) continue;
      distance[far] = reach;
      queue.push(far, reach);
    }
  }
  return distance;
}
