import { NodeQueue } from './node-queue.ts';
import type { Pace } from './pace.ts';
import type { TreeGraph } from './tree-graph.ts';

/** A solution of the dual of the cut formulation. */
export interface DualSolution {
  readonly root: number;
  /** No tree of the graph weighs less. */
  readonly bound: number;
  /** What is left of each arc's cost; 0 where the arc is saturated. */
  readonly reducedCost: Float64Array;
}

/** A crossing too many makes a cut wait as long as so many more arcs would. */
const crossingRank = 1e6;

/**
 * Wong's dual ascent (Mathematical Programming 28, 1984) on the directed view: an arc costs its edge and the node it
 * enters, since a tree directed away from its root enters each node once. Cuts around terminals are raised, smallest
 * cut first, until saturated arcs lead from the root to every terminal. All sums are of integers, so the bound is exact.
 */
export class DualAscender {
  readonly #graph: TreeGraph;
  readonly #queue: NodeQueue;
  readonly #isWaiting: Uint8Array;
  readonly #mark: Int32Array;
  readonly #cut: Int32Array;
  readonly #stack: Int32Array;
  #stamp = 0;
  #cutLength = 0;
  #stackLength = 0;
  #reduced: Float64Array = new Float64Array(0);

  constructor(graph: TreeGraph) {
    this.#graph = graph;
    this.#queue = new NodeQueue(graph.nodeCount);
    this.#isWaiting = new Uint8Array(graph.nodeCount);
    this.#mark = new Int32Array(graph.nodeCount);
    this.#cut = new Int32Array(2 * graph.edgeCount);
    this.#stack = new Int32Array(graph.nodeCount);
  }

  /**
   * @param root any terminal
   * @param guide a good tree, as 1 for each of its arcs directed away from the root: in the best dual for an optimal tree every cut that is
   *   raised is crossed by it once, so cuts that it crosses more often wait
   * @returns a bound; a weaker but valid one when the time runs out
   */
  async run(root: number, pace: Pace, guide?: Uint8Array): Promise<DualSolution> {
    const { terminals } = this.#graph;
    this.#reduced = directedCosts(this.#graph);
    const queue = this.#queue;
    queue.clear();
    this.#isWaiting.fill(0);
    for (const terminal of terminals) {
      if (terminal === root) continue;
      this.#isWaiting[terminal] = 1;
      queue.push(terminal, (this.#graph.firstArc[terminal + 1] ?? 0) - (this.#graph.firstArc[terminal] ?? 0));
    }
    let bound = 0;
    for (let terminal = queue.pop(); terminal >= 0; terminal = queue.pop()) {
      this.#stamp++;
      this.#cutLength = 0;
      this.#stack[0] = terminal;
      this.#stackLength = 1;
      this.#mark[terminal] = this.#stamp;
      while (this.#spread(terminal, root)) {
        const size = this.#trimCut();
        if (size === 0) return { root, bound: Infinity, reducedCost: this.#reduced };
        const rank = guide ? size + this.#crossings(guide) * crossingRank : size;
        // A cut that has grown well past the next one waits: small cuts first give the better bound.
        if (rank > 1.25 * queue.firstKey()) {
          queue.push(terminal, rank);
          break;
        }
        bound += this.#raise();
      }
      if (pace.spend(20 * this.#cutLength + 200)) await pace.rest();
      if (pace.isOver) break;
    }
    return { root, bound, reducedCost: this.#reduced };
  }

  /**
   * Adds to the component of a terminal all nodes that reach it by saturated arcs, and collects the arcs that enter it.
   * @returns whether the terminal still needs raising: not joined to the root nor to another waiting terminal
   */
  #spread(terminal: number, root: number): boolean {
    const { firstArc, arcs, neighbours } = this.#graph;
    const mark = this.#mark;
    const stamp = this.#stamp;
    const stack = this.#stack;
    const reduced = this.#reduced;
    const cut = this.#cut;
    let depth = this.#stackLength;
    let cutLength = this.#cutLength;
    while (depth > 0) {
      const node = stack[--depth] ?? 0;
      if (node === root || (this.#isWaiting[node] && node !== terminal)) {
        this.#isWaiting[terminal] = 0;
        this.#stackLength = 0;
        return false;
      }
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        if (mark[far] === stamp) continue;
        const arc = (arcs[at] ?? 0) ^ 1;
        if ((reduced[arc] ?? 0) > 0) cut[cutLength++] = arc;
        else {
          mark[far] = stamp;
          stack[depth++] = far;
        }
      }
    }
    this.#stackLength = 0;
    this.#cutLength = cutLength;
    return true;
  }

  /** Forgets arcs that no longer enter the component. */
  #trimCut(): number {
    const { edgeFrom, edgeTo } = this.#graph;
    const cut = this.#cut;
    let kept = 0;
    for (let i = 0; i < this.#cutLength; i++) {
      const arc = cut[i] ?? 0;
      const tail = arc & 1 ? (edgeTo[arc >> 1] ?? 0) : (edgeFrom[arc >> 1] ?? 0);
      if (this.#mark[tail] !== this.#stamp) cut[kept++] = arc;
    }
    this.#cutLength = kept;
    return kept;
  }

  /** How often more than once a tree crosses the cut. */
  #crossings(guide: Uint8Array): number {
    let count = -1;
    for (let i = 0; i < this.#cutLength; i++) count += guide[this.#cut[i] ?? 0] ?? 0;
    return Math.max(0, count);
  }

  /** Raises the cut until an arc is saturated; the tails of saturated arcs wait on the stack. */
  #raise(): number {
    const { edgeFrom, edgeTo } = this.#graph;
    const cut = this.#cut;
    const reduced = this.#reduced;
    let step = Infinity;
    for (let i = 0; i < this.#cutLength; i++) step = Math.min(step, reduced[cut[i] ?? 0] ?? 0);
    let kept = 0;
    for (let i = 0; i < this.#cutLength; i++) {
      const arc = cut[i] ?? 0;
      const left = (reduced[arc] ?? 0) - step;
      reduced[arc] = left;
      if (left > 0) {
        cut[kept++] = arc;
        continue;
      }
      const tail = arc & 1 ? (edgeTo[arc >> 1] ?? 0) : (edgeFrom[arc >> 1] ?? 0);
      if (this.#mark[tail] === this.#stamp) continue;
      this.#mark[tail] = this.#stamp;
      this.#stack[this.#stackLength++] = tail;
    }
    this.#cutLength = kept;
    return step;
  }
}

/** Cost of each arc: its edge and the node that it enters. */
function directedCosts(graph: TreeGraph): Float64Array {
  const { edgeCount, edgeFrom, edgeTo, edgeCost, nodeCost } = graph;
  const costs = new Float64Array(2 * edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    costs[2 * edge] = (edgeCost[edge] ?? 0) + (nodeCost[edgeTo[edge] ?? 0] ?? 0);
    costs[2 * edge + 1] = (edgeCost[edge] ?? 0) + (nodeCost[edgeFrom[edge] ?? 0] ?? 0);
  }
  return costs;
}

/** The arcs of a tree that lead away from a root: 1 for those. */
export function arcsAway(graph: TreeGraph, edges: Iterable<number>, root: number): Uint8Array {
  const { edgeCount, nodeCount, firstArc, arcs, neighbours } = graph;
  const inTree = new Uint8Array(edgeCount);
  for (const edge of edges) inTree[edge] = 1;
  const leads = new Uint8Array(2 * edgeCount);
  const isSeen = new Uint8Array(nodeCount);
  isSeen[root] = 1;
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
      const arc = arcs[at] ?? 0;
      const far = neighbours[at] ?? 0;
      if (!inTree[arc >> 1] || isSeen[far]) continue;
      isSeen[far] = 1;
      leads[arc] = 1;
      stack.push(far);
    }
  }
  return leads;
}

/** Edges of which at least one direction is saturated (1), others 0. */
export function saturatedEdges(graph: TreeGraph, dual: DualSolution): Uint8Array {
  const allowed = new Uint8Array(graph.edgeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (dual.reducedCost[2 * edge] === 0 || dual.reducedCost[2 * edge + 1] === 0) allowed[edge] = 1;
  }
  return allowed;
}
