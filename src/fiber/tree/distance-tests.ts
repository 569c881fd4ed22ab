import { NearestBases } from './nearest-bases.ts';
import { NodeQueue } from './node-queue.ts';
import type { TreeGraph } from './tree-graph.ts';

/** What tests found: edges that some cheapest tree does without, and edges that some cheapest tree has. */
interface TestResult {
  readonly needless: number[];
  readonly needed: number[];
}

/** How many nodes a search around a node may look at. */
const searchNodes = 40;

/**
 * Edges with a shorter detour. Strictly shorter, so that all of them can go at once: no distance changes.
 * The nodes on the detour are paid as well.
 */
export function findDetours(graph: TreeGraph): number[] {
  const { nodeCount, firstArc, arcs, neighbours, edgeCost, nodeCost } = graph;
  const distance = new Float64Array(nodeCount).fill(Infinity);
  const queue = new NodeQueue(nodeCount);
  const needless: number[] = [];
  const touched: number[] = [];
  for (let start = 0; start < nodeCount; start++) {
    let limit = 0;
    for (let at = firstArc[start] ?? 0, end = firstArc[start + 1] ?? 0; at < end; at++)
      limit = Math.max(limit, edgeCost[(arcs[at] ?? 0) >> 1] ?? 0);
    distance[start] = 0;
    touched.push(start);
    queue.push(start, 0);
    for (let count = 0; count < searchNodes && queue.firstKey() < limit; count++) {
      const node = queue.pop();
      const base = (distance[node] ?? 0) + (node === start ? 0 : (nodeCost[node] ?? 0));
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        const reach = base + (edgeCost[(arcs[at] ?? 0) >> 1] ?? 0);
        if (reach >= (distance[far] ?? 0)) continue;
        if (distance[far] === Infinity) touched.push(far);
        distance[far] = reach;
        queue.push(far, reach);
      }
    }
    for (let at = firstArc[start] ?? 0, end = firstArc[start + 1] ?? 0; at < end; at++) {
      const edge = (arcs[at] ?? 0) >> 1;
      // Labels that are not final are paths all the same.
      if ((neighbours[at] ?? 0) > start && (distance[neighbours[at] ?? 0] ?? 0) < (edgeCost[edge] ?? 0)) needless.push(edge);
    }
    queue.clear();
    for (const node of touched) distance[node] = Infinity;
    touched.length = 0;
  }
  return needless;
}

/**
 * Tests by the nearest terminals (Duin and Volgenant 1989; Polzin and Daneshmand 2001): an edge that is longer than
 * each stretch of a way round over terminals is needless (bottleneck distance); the shortest edge that leaves a terminal's region
 * is needed when its whole way to the next terminal is no longer than the second shortest edge out (short links), and
 * so is the shortest edge at a terminal itself (nearest vertex).
 */
export function testByTerminals(graph: TreeGraph): TestResult {
  const nearest = new NearestBases(graph);
  nearest.compute(graph.terminals);
  const bottleneck = joinTerminals(graph, nearest);
  const { edgeCount, edgeFrom, edgeTo, edgeCost, nodeCost } = graph;
  const { distance, base } = nearest;
  const needless: number[] = [];
  for (let edge = 0; edge < edgeCount; edge++) {
    const u = edgeFrom[edge] ?? 0;
    const v = edgeTo[edge] ?? 0;
    const cost = edgeCost[edge] ?? 0;
    // The ends themselves are in the tree whenever the edge is: their own cost does not count.
    if ((distance[u] ?? 0) - (nodeCost[u] ?? 0) >= cost || (distance[v] ?? 0) - (nodeCost[v] ?? 0) >= cost) continue;
    if (bottleneck(base[u] ?? 0, base[v] ?? 0, cost) < cost) needless.push(edge);
  }
  return { needless, needed: findNeeded(graph, nearest) };
}

/** Spans the terminals by the ways between their regions. @returns the longest stretch between two terminals, cut off at a limit */
function joinTerminals(graph: TreeGraph, nearest: NearestBases): (a: number, b: number, limit: number) => number {
  const { nodeCount, edgeCount, edgeFrom, edgeTo, edgeCost } = graph;
  const { distance, base } = nearest;
  const lengths = new Float64Array(edgeCount);
  const bridges: number[] = [];
  for (let edge = 0; edge < edgeCount; edge++) {
    if (base[edgeFrom[edge] ?? 0] === base[edgeTo[edge] ?? 0]) continue;
    lengths[edge] = (distance[edgeFrom[edge] ?? 0] ?? 0) + (edgeCost[edge] ?? 0) + (distance[edgeTo[edge] ?? 0] ?? 0);
    bridges.push(edge);
  }
  bridges.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const above = Int32Array.from({ length: nodeCount }, (_, node) => node);
  const size = new Int32Array(nodeCount).fill(1);
  // Paths are not shortened: the climb meets the joining lengths in ascending order.
  const lengthAbove = new Float64Array(nodeCount).fill(Infinity);
  for (const edge of bridges) {
    let a = base[edgeFrom[edge] ?? 0] ?? 0;
    let b = base[edgeTo[edge] ?? 0] ?? 0;
    while (above[a] !== a) a = above[a] ?? 0;
    while (above[b] !== b) b = above[b] ?? 0;
    if (a === b) continue;
    if ((size[a] ?? 0) > (size[b] ?? 0)) [a, b] = [b, a];
    above[a] = b;
    size[b] = (size[b] ?? 0) + (size[a] ?? 0);
    lengthAbove[a] = lengths[edge] ?? 0;
  }
  return (a, b, limit) => {
    let x = a;
    let y = b;
    let longest = 0;
    while (x !== y && longest < limit) {
      if ((lengthAbove[x] ?? 0) > (lengthAbove[y] ?? 0)) [x, y] = [y, x];
      longest = lengthAbove[x] ?? 0;
      x = above[x] ?? 0;
    }
    return longest;
  };
}

function findNeeded(graph: TreeGraph, nearest: NearestBases): number[] {
  const { nodeCount, edgeCount, edgeFrom, edgeTo, edgeCost, terminals, firstArc, arcs, neighbours } = graph;
  const { distance, base } = nearest;
  const shortest = new Int32Array(nodeCount).fill(-1);
  const second = new Float64Array(nodeCount).fill(Infinity);
  const note = (terminal: number, edge: number): void => {
    const known = shortest[terminal] ?? 0;
    if (known >= 0 && (edgeCost[edge] ?? 0) >= (edgeCost[known] ?? 0))
      second[terminal] = Math.min(second[terminal] ?? 0, edgeCost[edge] ?? 0);
    else {
      if (known >= 0) second[terminal] = edgeCost[known] ?? 0;
      shortest[terminal] = edge;
    }
  };
  for (let edge = 0; edge < edgeCount; edge++) {
    const a = base[edgeFrom[edge] ?? 0] ?? 0;
    const b = base[edgeTo[edge] ?? 0] ?? 0;
    if (a === b) continue;
    note(a, edge);
    note(b, edge);
  }
  const needed: number[] = [];
  // A region takes part once: after a contraction its boundary is another.
  const isUsed = new Uint8Array(nodeCount);
  const take = (edge: number): void => {
    needed.push(edge);
    isUsed[base[edgeFrom[edge] ?? 0] ?? 0] = 1;
    isUsed[base[edgeTo[edge] ?? 0] ?? 0] = 1;
  };
  for (const terminal of terminals) {
    if (isUsed[terminal]) continue;
    const link = shortest[terminal] ?? 0;
    if (
      link >= 0 &&
      (distance[edgeFrom[link] ?? 0] ?? 0) + (edgeCost[link] ?? 0) + (distance[edgeTo[link] ?? 0] ?? 0) <= (second[terminal] ?? 0)
    ) {
      take(link);
      continue;
    }
    let nearestAt = -1;
    let next = Infinity;
    for (let at = firstArc[terminal] ?? 0, end = firstArc[terminal + 1] ?? 0; at < end; at++) {
      const cost = edgeCost[(arcs[at] ?? 0) >> 1] ?? 0;
      const least = nearestAt < 0 ? Infinity : (edgeCost[(arcs[nearestAt] ?? 0) >> 1] ?? 0);
      next = Math.min(next, Math.max(cost, least));
      if (cost < least) nearestAt = at;
    }
    if (nearestAt < 0) continue;
    const far = neighbours[nearestAt] ?? 0;
    const edge = (arcs[nearestAt] ?? 0) >> 1;
    if (base[far] !== terminal && (edgeCost[edge] ?? 0) + (distance[far] ?? 0) <= next) take(edge);
  }
  return needed;
}
