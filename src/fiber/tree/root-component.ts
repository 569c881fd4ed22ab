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

/** Sums beyond this are no longer exact. */
const MOST_EXACT = Number.MAX_SAFE_INTEGER / 4;

/** Cuts a problem down to the component of its root; loops fall away, and edges between two terminals that are leaves. */
export function takeRootComponent(problem: TreeProblem): RootComponent {
  const { nodeCount, edgeFrom, edgeTo, root } = problem;
  const isEnd = endsOf(problem);
  const isReached = reachFrom(problem, isEnd);
  const index = new Int32Array(nodeCount).fill(-1);
  let count = 0;
  for (let node = 0; node < nodeCount; node++) if (isReached[node]) index[node] = count++;
  const originalEdge = Int32Array.from({ length: edgeFrom.length }, (_, edge) => edge).filter((edge) => {
    const [from, to] = [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0];
    return isReached[from] === 1 && isReached[to] === 1 && from !== to && !(isEnd[from] && isEnd[to]);
  });
  const isTerminal = new Uint8Array(count);
  isTerminal[index[root] ?? 0] = 1;
  for (const terminal of problem.terminals) if (isReached[terminal]) isTerminal[index[terminal] ?? 0] = 1;
  const nodeCost = new Float64Array(count);
  let fixedCost = 0;
  let ends = 0;
  for (let node = 0; node < nodeCount; node++) {
    const at = index[node] ?? 0;
    if (at < 0 || node === root) continue;
    const cost = problem.nodeCost?.[node] ?? 0;
    if (isTerminal[at]) fixedCost += cost;
    else nodeCost[at] = cost;
    if (isEnd[node]) ends++;
  }
  const toll = tollOf(problem, originalEdge, ends);
  const graph = packTreeGraph({
    nodeCount: count,
    edgeFrom: originalEdge.map((edge) => index[edgeFrom[edge] ?? 0] ?? 0),
    edgeTo: originalEdge.map((edge) => index[edgeTo[edge] ?? 0] ?? 0),
    edgeCost: Float64Array.from(originalEdge, (edge) => {
      const touchesEnd = isEnd[edgeFrom[edge] ?? 0] === 1 || isEnd[edgeTo[edge] ?? 0] === 1;
      return (problem.edgeCost[edge] ?? 0) + (touchesEnd ? toll : 0);
    }),
    nodeCost,
    isTerminal,
    root: index[root] ?? 0,
    toll,
  });
  const unreached = [...new Set(problem.terminals)].filter((terminal) => !isReached[terminal]).sort((a, b) => a - b);
  return { graph, originalEdge, fixedCost: fixedCost - toll * ends, unreached: Int32Array.from(unreached) };
}

/** Terminals that must be leaves: 1 for those. */
function endsOf({ nodeCount, terminals, terminalsAreEnds, root }: TreeProblem): Uint8Array {
  const isEnd = new Uint8Array(nodeCount);
  if (terminalsAreEnds) for (const terminal of terminals) isEnd[terminal] = terminal === root ? 0 : 1;
  return isEnd;
}

/** More than any tree can cost without it: a tree that passes through an end, and so pays it once more, is never the cheapest. */
function tollOf(problem: TreeProblem, edges: Int32Array, ends: number): number {
  if (ends === 0) return 0;
  let sum = 1;
  for (const edge of edges) sum += problem.edgeCost[edge] ?? 0;
  for (const cost of problem.nodeCost ?? []) sum += cost;
  return Math.min(sum, Math.floor(MOST_EXACT / (ends + 1)));
}

/** Nodes that hang together with the root without a passage through an end: 1 for those. */
function reachFrom(problem: TreeProblem, isEnd: Uint8Array): Uint8Array {
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
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    const [from, to] = [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0];
    if (!isEnd[from] && !isEnd[to]) group[find(from)] = find(to);
  }
  const isReached = new Uint8Array(nodeCount);
  const home = find(problem.root);
  for (let node = 0; node < nodeCount; node++) if (!isEnd[node] && find(node) === home) isReached[node] = 1;
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    const [from, to] = [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0];
    if (isEnd[from] && !isEnd[to] && isReached[to]) isReached[from] = 1;
    if (isEnd[to] && !isEnd[from] && isReached[from]) isReached[to] = 1;
  }
  return isReached;
}
