import { NodeQueue } from './node-queue.ts';
import type { Pace } from './pace.ts';
import { endNodes, type TreeGraph } from './tree-graph.ts';

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
 * Cuts of so many arcs around ends are raised for one end of several behind the same nodes. Smaller ones are raised for each: ends that pay for the
 * opening of a node together leave the others' nodes alone.
 */
const sharingSize = 16;
/** So many arcs are looked at for each edge of the graph at most; streets take about a tenth of that. */
const workPerEdge = 1000;

/**
 * Wong's dual ascent (Mathematical Programming 28, 1984) on the directed view: an arc costs its edge and the node it
 * enters, since a tree directed away from its root enters each node once. Cuts around terminals are raised, smallest
 * cut first, until saturated arcs lead from the root to every terminal. All sums are of integers, so the bound is exact. A cut is a heap whose
 * keys stay while it is raised, so that raising it costs only what it gains.
 */
export class DualAscender {
  readonly #graph: TreeGraph;
  readonly #queue: NodeQueue;
  readonly #isWaiting: Uint8Array;
  readonly #mark: Int32Array;
  readonly #stack: Int32Array;
  /** The cut around the component: arcs with what must be raised until they are saturated, once it is asked for a heap with the least first. */
  readonly #cut: Int32Array;
  readonly #key: Float64Array;
  /** Stamp of arcs that are in the cut still; `#reduced` holds their keys meanwhile. */
  readonly #inCut: Int32Array;
  #stamp = 0;
  #cutLength = 0;
  #isHeap = false;
  #stackLength = 0;
  /** Arcs in the cut, and how many of the guide. */
  #size = 0;
  #breadth = 0;
  #guided = 0;
  /** How far the cut has been raised since the component was begun. */
  #raised = 0;
  /** Arcs looked at since the run began. */
  #work = 0;
  #reduced: Float64Array = new Float64Array(0);
  #guide: Uint8Array | undefined;
  /** Ends, which no way leads on through: arcs that leave them are in no cut, but count in its size. */
  readonly #isEnd: Uint8Array;
  readonly #endsAt: Int32Array;
  /** For ends that the component has met: how many saturated arcs into them come from elsewhere. */
  readonly #waysLeft: Int32Array;
  readonly #endMark: Int32Array;

  constructor(graph: TreeGraph) {
    this.#graph = graph;
    this.#queue = new NodeQueue(graph.nodeCount);
    this.#isWaiting = new Uint8Array(graph.nodeCount);
    this.#mark = new Int32Array(graph.nodeCount);
    this.#stack = new Int32Array(graph.nodeCount);
    this.#cut = new Int32Array(2 * graph.edgeCount);
    this.#key = new Float64Array(2 * graph.edgeCount);
    this.#inCut = new Int32Array(2 * graph.edgeCount);
    this.#waysLeft = new Int32Array(graph.nodeCount);
    this.#endMark = new Int32Array(graph.nodeCount);
    this.#isEnd = endNodes(graph);
    this.#endsAt = Int32Array.from({ length: graph.nodeCount }, (_, node) => {
      let count = 0;
      for (let at = graph.firstArc[node] ?? 0, end = graph.firstArc[node + 1] ?? 0; at < end; at++)
        count += this.#isEnd[graph.neighbours[at] ?? 0] ?? 0;
      return count;
    });
  }

  /**
   * @param root any terminal
   * @param guide a good tree, as 1 for each of its arcs directed away from the root: in the best dual for an optimal tree every cut that is
   *   raised is crossed by it once, so cuts that it crosses more often wait
   * @returns a bound; a weaker but valid one when the time or the work runs out: saturated arcs then do not lead to every terminal
   */
  async run(root: number, pace: Pace, guide?: Uint8Array): Promise<DualSolution> {
    const { terminals } = this.#graph;
    this.#reduced = directedCosts(this.#graph);
    this.#guide = guide;
    const queue = this.#queue;
    queue.clear();
    const mostWork = workPerEdge * this.#graph.edgeCount;
    let bound = this.#raiseTolls(root);
    this.#work = 0;
    for (
      let open: Int32Array = terminals.filter((terminal) => terminal !== root);
      open.length > 0;
      open = this.#unreachedFrom(root)
    ) {
      this.#isWaiting.fill(0);
      for (const terminal of open) {
        this.#isWaiting[terminal] = 1;
        queue.push(terminal, (this.#graph.firstArc[terminal + 1] ?? 0) - (this.#graph.firstArc[terminal] ?? 0));
      }
      for (let terminal = queue.pop(); terminal >= 0; terminal = queue.pop()) {
        this.#begin(terminal);
        while (this.#spread(terminal, root)) {
          if (this.#size === 0) return { root, bound: Infinity, reducedCost: this.#reduced };
          const rank = this.#size + this.#breadth + Math.max(0, this.#guided - 1) * crossingRank;
          // A cut that has grown well past the next one waits: small cuts first give the better bound.
          if (rank > 1.25 * queue.firstKey()) {
            queue.push(terminal, rank);
            break;
          }
          bound += this.#raise();
        }
        this.#end();
        if (pace.spend(20 * this.#cutLength + 200)) await pace.rest();
        if (pace.isOver || this.#work > mostWork) return { root, bound, reducedCost: this.#reduced };
      }
    }
    return { root, bound, reducedCost: this.#reduced };
  }

  /** Terminals to which no saturated arcs lead from the root. */
  #unreachedFrom(root: number): Int32Array {
    const { firstArc, arcs, neighbours, terminals } = this.#graph;
    const mark = this.#mark;
    const stamp = ++this.#stamp;
    mark[root] = stamp;
    this.#stack[0] = root;
    for (let length = 1; length > 0;) {
      const node = this.#stack[--length] ?? 0;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        if (mark[far] === stamp || (this.#reduced[arcs[at] ?? 0] ?? 0) > 0) continue;
        mark[far] = stamp;
        this.#stack[length++] = far;
      }
    }
    return terminals.filter((terminal) => mark[terminal] !== stamp);
  }

  /** Every way to an end pays the toll, and so does every way from a root that is one: these cuts come first. @returns what they gain */
  #raiseTolls(root: number): number {
    const { terminals, firstArc, arcs } = this.#graph;
    let gain = 0;
    for (const end of terminals) {
      if (this.#isEnd[end] !== 1) continue;
      const into = end === root ? 0 : 1;
      let least = Infinity;
      for (let at = firstArc[end] ?? 0; at < (firstArc[end + 1] ?? 0); at++)
        least = Math.min(least, this.#reduced[(arcs[at] ?? 0) ^ into] ?? 0);
      const raised = Math.min(least, this.#graph.toll);
      for (let at = firstArc[end] ?? 0; at < (firstArc[end + 1] ?? 0); at++) {
        const arc = (arcs[at] ?? 0) ^ into;
        this.#reduced[arc] = (this.#reduced[arc] ?? 0) - raised;
      }
      gain += raised;
    }
    return gain;
  }

  #begin(terminal: number): void {
    this.#stamp++;
    this.#cutLength = this.#size = this.#breadth = this.#guided = this.#raised = this.#stackLength = 0;
    this.#isHeap = false;
    this.#enter(terminal);
  }

  /** What has been raised comes off the arcs that are in the cut still. */
  #end(): void {
    if (this.#raised === 0) return;
    for (let i = 0; i < this.#cutLength; i++) {
      const arc = this.#cut[i] ?? 0;
      if (this.#inCut[arc] === this.#stamp) this.#reduced[arc] = (this.#reduced[arc] ?? 0) - this.#raised;
    }
  }

  /** Takes a node into the component: its arcs into it leave the cut. */
  #enter(node: number): void {
    const { firstArc, arcs } = this.#graph;
    this.#mark[node] = this.#stamp;
    this.#stack[this.#stackLength++] = node;
    this.#breadth += this.#endsAt[node] ?? 0;
    for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
      const arc = arcs[at] ?? 0;
      if (this.#inCut[arc] === this.#stamp) this.#leaveCut(arc);
    }
  }

  #leaveCut(arc: number): void {
    this.#inCut[arc] = 0;
    this.#size--;
    this.#guided -= this.#guide?.[arc] ?? 0;
    this.#reduced[arc] = (this.#reduced[arc] ?? 0) - this.#raised;
  }

  /**
   * Adds to the component of a terminal all nodes that reach it by saturated arcs, and collects the arcs that enter it.
   * @returns whether the terminal still needs raising: not joined to the root nor to another waiting terminal
   */
  #spread(terminal: number, root: number): boolean {
    const { firstArc, arcs, neighbours } = this.#graph;
    const mark = this.#mark;
    const stamp = this.#stamp;
    const reduced = this.#reduced;
    const isEnd = this.#isEnd;
    while (this.#stackLength > 0) {
      const node = this.#stack[--this.#stackLength] ?? 0;
      if (node === root || (this.#isWaiting[node] && node !== terminal)) {
        this.#isWaiting[terminal] = 0;
        return false;
      }
      this.#work += (firstArc[node + 1] ?? 0) - (firstArc[node] ?? 0);
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        if (mark[far] === stamp) continue;
        if (isEnd[far] === 1 && far !== root) {
          if (
            this.#size >= sharingSize &&
            this.#isWaiting[far] &&
            (reduced[arcs[at] ?? 0] ?? 0) === 0 &&
            this.#holdsAllWaysTo(far)
          ) {
            this.#isWaiting[terminal] = 0;
            return false;
          }
          continue;
        }
        const arc = (arcs[at] ?? 0) ^ 1;
        const left = reduced[arc] ?? 0;
        if (left > 0) this.#join(arc, left);
        else this.#enter(far);
      }
    }
    return true;
  }

  /**
   * Counts a saturated arc from the component to a waiting end. @returns whether the component now holds all of them: what joins that end to the root
   * then joins the component, which need not be raised itself
   */
  #holdsAllWaysTo(end: number): boolean {
    const { firstArc, arcs } = this.#graph;
    if (this.#endMark[end] !== this.#stamp) {
      this.#endMark[end] = this.#stamp;
      let ways = 0;
      for (let at = firstArc[end] ?? 0; at < (firstArc[end + 1] ?? 0); at++)
        if ((this.#reduced[(arcs[at] ?? 0) ^ 1] ?? 0) === 0) ways++;
      this.#waysLeft[end] = ways;
    }
    const left = (this.#waysLeft[end] ?? 0) - 1;
    this.#waysLeft[end] = left;
    return left === 0;
  }

  /** Takes an arc into the cut. */
  #join(arc: number, left: number): void {
    const key = left + this.#raised;
    this.#inCut[arc] = this.#stamp;
    this.#size++;
    this.#guided += this.#guide?.[arc] ?? 0;
    this.#reduced[arc] = key;
    const at = this.#cutLength++;
    if (this.#isHeap) this.#rise(at, arc, key);
    else {
      this.#cut[at] = arc;
      this.#key[at] = key;
    }
  }

  /** Raises the cut until an arc is saturated; the tails of saturated arcs wait on the stack. */
  #raise(): number {
    const { edgeFrom, edgeTo } = this.#graph;
    const inCut = this.#inCut;
    const stamp = this.#stamp;
    if (!this.#isHeap) this.#heapify();
    // Arcs that have left the cut lie in the heap until they come up.
    while (inCut[this.#cut[0] ?? 0] !== stamp) this.#dropFirst();
    const before = this.#raised;
    this.#raised = this.#key[0] ?? 0;
    while (this.#cutLength > 0 && (this.#key[0] ?? 0) <= this.#raised) {
      const arc = this.#cut[0] ?? 0;
      this.#dropFirst();
      if (inCut[arc] !== stamp) continue;
      this.#leaveCut(arc);
      const tail = arc & 1 ? (edgeTo[arc >> 1] ?? 0) : (edgeFrom[arc >> 1] ?? 0);
      if (this.#mark[tail] !== stamp) this.#enter(tail);
    }
    return this.#raised - before;
  }

  #heapify(): void {
    const cut = this.#cut;
    let kept = 0;
    for (let i = 0; i < this.#cutLength; i++) {
      const arc = cut[i] ?? 0;
      if (this.#inCut[arc] !== this.#stamp) continue;
      cut[kept] = arc;
      this.#key[kept++] = this.#key[i] ?? 0;
    }
    this.#cutLength = kept;
    this.#isHeap = true;
    for (let at = (kept >> 1) - 1; at >= 0; at--) this.#sink(at, cut[at] ?? 0, this.#key[at] ?? 0);
  }

  #dropFirst(): void {
    const last = --this.#cutLength;
    if (last > 0) this.#sink(0, this.#cut[last] ?? 0, this.#key[last] ?? 0);
  }

  #rise(start: number, arc: number, key: number): void {
    let at = start;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((this.#key[above] ?? 0) <= key) break;
      this.#cut[at] = this.#cut[above] ?? 0;
      this.#key[at] = this.#key[above] ?? 0;
      at = above;
    }
    this.#cut[at] = arc;
    this.#key[at] = key;
  }

  #sink(start: number, arc: number, key: number): void {
    const cut = this.#cut;
    const keys = this.#key;
    const length = this.#cutLength;
    let at = start;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= length) break;
      if (below + 1 < length && (keys[below + 1] ?? 0) < (keys[below] ?? 0)) below++;
      if ((keys[below] ?? 0) >= key) break;
      cut[at] = cut[below] ?? 0;
      keys[at] = keys[below] ?? 0;
      at = below;
    }
    cut[at] = arc;
    keys[at] = key;
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
