/**
 * The graph that the solver works on: packed adjacency, edges in both directions. Edge e is the arc 2e from its first
 * end to its second and the arc 2e + 1 back, so that `arc ^ 1` is the opposite arc and `arc >> 1` the edge.
 * Terminals carry no node cost (whoever builds the graph has paid it), which makes every terminal an equally good root.
 */
export interface TreeGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly edgeFrom: Int32Array;
  readonly edgeTo: Int32Array;
  readonly edgeCost: Float64Array;
  /** 0 for terminals. */
  readonly nodeCost: Float64Array;
  readonly isTerminal: Uint8Array;
  /** Ascending; the root is one of them. */
  readonly terminals: Int32Array;
  readonly root: number;
  /** Included in the cost of every edge at a terminal that must be a leaf, so that none is passed through; 0 where all may be. */
  readonly toll: number;
  /** Arcs that leave node v stand at firstArc[v] … firstArc[v + 1] − 1 of `arcs` and, by their far end, of `neighbours`. */
  readonly firstArc: Int32Array;
  readonly arcs: Int32Array;
  readonly neighbours: Int32Array;
}

/** What a graph is packed from. */
interface TreeGraphParts {
  readonly nodeCount: number;
  readonly edgeFrom: Int32Array;
  readonly edgeTo: Int32Array;
  readonly edgeCost: Float64Array;
  readonly nodeCost: Float64Array;
  readonly isTerminal: Uint8Array;
  readonly root: number;
  readonly toll: number;
}

/** Packs a graph; neighbours of a node stand in the order of their edges. */
export function packTreeGraph(parts: TreeGraphParts): TreeGraph {
  const { nodeCount, edgeFrom, edgeTo, isTerminal } = parts;
  const edgeCount = edgeFrom.length;
  const firstArc = new Int32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    firstArc[(edgeFrom[edge] ?? 0) + 1] = (firstArc[(edgeFrom[edge] ?? 0) + 1] ?? 0) + 1;
    firstArc[(edgeTo[edge] ?? 0) + 1] = (firstArc[(edgeTo[edge] ?? 0) + 1] ?? 0) + 1;
  }
  for (let node = 0; node < nodeCount; node++) firstArc[node + 1] = (firstArc[node + 1] ?? 0) + (firstArc[node] ?? 0);
  const next = firstArc.slice(0, nodeCount);
  const arcs = new Int32Array(2 * edgeCount);
  const neighbours = new Int32Array(2 * edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const from = edgeFrom[edge] ?? 0;
    const to = edgeTo[edge] ?? 0;
    const there = next[from] ?? 0;
    next[from] = there + 1;
    arcs[there] = 2 * edge;
    neighbours[there] = to;
    const back = next[to] ?? 0;
    next[to] = back + 1;
    arcs[back] = 2 * edge + 1;
    neighbours[back] = from;
  }
  const terminals: number[] = [];
  for (let node = 0; node < nodeCount; node++) if (isTerminal[node]) terminals.push(node);
  return { ...parts, edgeCount, terminals: Int32Array.from(terminals), firstArc, arcs, neighbours };
}

/** What costs amount to without the tolls in them. */
export function withoutTolls({ toll }: TreeGraph, cost: number): number {
  return toll > 0 ? cost % toll : cost;
}

/** Terminals all of whose edges bear the toll: 1 for those. */
export function endNodes(graph: TreeGraph): Uint8Array {
  const { nodeCount, firstArc, arcs, edgeCost, terminals, toll } = graph;
  const isEnd = new Uint8Array(nodeCount);
  if (toll === 0) return isEnd;
  for (const terminal of terminals) {
    isEnd[terminal] = 1;
    for (let at = firstArc[terminal] ?? 0, end = firstArc[terminal + 1] ?? 0; at < end; at++) {
      if ((edgeCost[(arcs[at] ?? 0) >> 1] ?? 0) < toll) isEnd[terminal] = 0;
    }
  }
  return isEnd;
}
