import { packTreeGraph } from './tree-graph.ts';
import type { TreeGraph } from './tree-graph.ts';
import type { TreeProblem } from './problem.ts';

/** The part of a problem that hangs together with its root, ready to be solved. */
interface RootComponent {
  readonly graph: TreeGraph;
  /** The problem's edge for each edge of the graph. */
  readonly originalEdge: Int32Array;
  /** Node costs of the terminals, which every tree pays. */
  readonly fixedCost: number;
  /** Terminals elsewhere, ascending. */
  readonly unreached: Int32Array;
}

/** Cuts a problem down to the component of its root; loops fall away. */
export function takeRootComponent(problem: TreeProblem): RootComponent {
  const { nodeCount, edgeFrom, edgeTo, root } = problem;
  const isReached = reachFrom(problem);
  const index = new Int32Array(nodeCount).fill(-1);
  let count = 0;
  for (let node = 0; node < nodeCount; node++) if (isReached[node]) index[node] = count++;
  const originalEdge = Int32Array.from({ length: edgeFrom.length }, (_, edge) => edge).filter(
    (edge) => isReached[edgeFrom[edge] ?? 0] === 1 && edgeFrom[edge] !== edgeTo[edge],
  );
  const isTerminal = new Uint8Array(count);
  isTerminal[index[root] ?? 0] = 1;
  for (const terminal of problem.terminals) if (isReached[terminal]) isTerminal[index[terminal] ?? 0] = 1;
  const nodeCost = new Float64Array(count);
  let fixedCost = 0;
  for (let node = 0; node < nodeCount; node++) {
    const at = index[node] ?? 0;
    if (at < 0 || node === root) continue;
    const cost = problem.nodeCost?.[node] ?? 0;
    if (isTerminal[at]) fixedCost += cost;
    else nodeCost[at] = cost;
  }
  const graph = packTreeGraph({
    nodeCount: count,
    edgeFrom: originalEdge.map((edge) => index[edgeFrom[edge] ?? 0] ?? 0),
    edgeTo: originalEdge.map((edge) => index[edgeTo[edge] ?? 0] ?? 0),
    edgeCost: Float64Array.from(originalEdge, (edge) => problem.edgeCost[edge] ?? 0),
    nodeCost,
    isTerminal,
    root: index[root] ?? 0,
  });
  const unreached = [...new Set(problem.terminals)].filter((terminal) => !isReached[terminal]).sort((a, b) => a - b);
  return { graph, originalEdge, fixedCost, unreached: Int32Array.from(unreached) };
}

function reachFrom(problem: TreeProblem): Uint8Array {
  const { nodeCount, edgeFrom, edgeTo } = problem;
  const group = Int32Array.from({ length: nodeCount }, (_, node) => node);
  const find = (start: number): number => {
    let node = start;
    while (group[node] !== node) {
      group[node] = group[group[node] ?? 0] ?? 0;
      node = group[node] ?? 0;
    }
    return node;
  };
  for (let edge = 0; edge < edgeFrom.length; edge++) group[find(edgeFrom[edge] ?? 0)] = find(edgeTo[edge] ?? 0);
  const isReached = new Uint8Array(nodeCount);
  const home = find(problem.root);
  for (let node = 0; node < nodeCount; node++) if (find(node) === home) isReached[node] = 1;
  return isReached;
}
