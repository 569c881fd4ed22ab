import { NearestBases } from './nearest-bases.ts';
import { RootedTree } from './rooted-tree.ts';
import type { Tree, TreeTidier } from './tidy-tree.ts';
import { endNodes, type TreeGraph } from './tree-graph.ts';

/** A change that makes the tree cheaper: a way to a new node that ends may use, and nodes that only ends held in the tree. */
interface Move {
  readonly gain: number;
  /** The new node, joined to the tree by the way to its base; −1 for none. */
  readonly opened: number;
  readonly closed: readonly number[];
  /** Where the closed nodes' ends go that do not go to the new way. */
  readonly kept: readonly number[];
}

/**
 * Local search for terminals that must be leaves, each with several edges to choose from (the drops of a premises): opens nodes, closes
 * nodes, or swaps them, all ends of a node at once. Exchanges of single key paths do not see that several ends share the way to a new node.
 */
export class EndExchange {
  readonly #graph: TreeGraph;
  readonly #tidier: TreeTidier;
  readonly #nearest: NearestBases;
  readonly #isEnd: Uint8Array;
  /** For each end its edge in the tree, where that leads, its best other edge in the tree and where that leads. */
  readonly #cost: Float64Array;
  readonly #home: Int32Array;
  readonly #otherCost: Float64Array;
  readonly #other: Int32Array;
  /** For nodes that only ends hold in the tree: what the way up from them costs; −1 for others. */
  readonly #upCost: Float64Array;
  /** For nodes on such a way: the node below. */
  readonly #above: Int32Array;
  readonly #offer: Float64Array;

  constructor(graph: TreeGraph, tidier: TreeTidier) {
    const { nodeCount } = graph;
    this.#graph = graph;
    this.#tidier = tidier;
    this.#nearest = new NearestBases(graph);
    this.#isEnd = endNodes(graph);
    this.#cost = new Float64Array(nodeCount);
    this.#home = new Int32Array(nodeCount);
    this.#otherCost = new Float64Array(nodeCount);
    this.#other = new Int32Array(nodeCount);
    this.#upCost = new Float64Array(nodeCount);
    this.#above = new Int32Array(nodeCount);
    this.#offer = new Float64Array(nodeCount).fill(Infinity);
  }

  /** One pass over all nodes. @returns a cheaper tree, or the same one when no move helps */
  pass(tree: Tree): Tree {
    if (this.#graph.toll === 0) return tree;
    const moves = this.#findMoves(tree).sort((a, b) => b.gain - a.gain || a.opened - b.opened);
    for (let count = moves.length; count > 0; count >>= 1) {
      const changed = this.#apply(tree, moves.slice(0, count));
      if (changed && changed.weight < tree.weight) return changed;
    }
    return tree;
  }

  #findMoves(tree: Tree): Move[] {
    const rooted = new RootedTree(this.#graph, tree);
    this.#nearest.compute(rooted.order.filter((node) => !this.#isEnd[node]));
    this.#survey(rooted);
    const moves: Move[] = [];
    for (const node of rooted.order) {
      if ((this.#upCost[node] ?? -1) >= 0) this.#tryClosing(node, moves);
    }
    for (let node = 0; node < this.#graph.nodeCount; node++) {
      if (!this.#isEnd[node] && (this.#nearest.distance[node] ?? 0) > 0) this.#tryOpening(node, moves);
    }
    return moves;
  }

  /** Notes for every end where it hangs and where else it could, and which nodes only ends hold. */
  #survey(rooted: RootedTree): void {
    const { edgeCost, edgeFrom, edgeTo, nodeCost, isTerminal, firstArc, arcs, neighbours, nodeCount, root } = this.#graph;
    const branches = new Int32Array(nodeCount);
    this.#upCost.fill(-1);
    this.#above.fill(-1);
    this.#home.fill(-1);
    for (const node of rooted.order) {
      if (node === rooted.order[0]) continue;
      const parent = rooted.parentOf(node);
      if (!this.#isEnd[node]) branches[parent] = (branches[parent] ?? 0) + 1;
    }
    const inTree = new Uint8Array(nodeCount);
    for (const node of rooted.order) inTree[node] = 1;
    for (const node of rooted.order) {
      if (!this.#isEnd[node]) continue;
      const edge = this.#edgeOfEnd(rooted, node);
      this.#cost[node] = edgeCost[edge] ?? 0;
      const home = edgeFrom[edge] === node ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0);
      this.#home[node] = home;
      this.#otherCost[node] = Infinity;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        const cost = edgeCost[(arcs[at] ?? 0) >> 1] ?? 0;
        if (far === home || !inTree[far] || this.#isEnd[far] || cost >= (this.#otherCost[node] ?? 0)) continue;
        this.#otherCost[node] = cost;
        this.#other[node] = far;
      }
    }
    for (const node of rooted.order) {
      if (this.#isEnd[node] || isTerminal[node] || node === root || node === rooted.order[0] || (branches[node] ?? 0) > 0)
        continue;
      let cost = (nodeCost[node] ?? 0) + (edgeCost[rooted.edgeAbove(node)] ?? 0);
      this.#above[node] = node;
      let up = rooted.parentOf(node);
      while (!rooted.isKey[up]) {
        this.#above[up] = node;
        cost += (nodeCost[up] ?? 0) + (edgeCost[rooted.edgeAbove(up)] ?? 0);
        up = rooted.parentOf(up);
      }
      this.#upCost[node] = cost;
    }
  }

  #edgeOfEnd(rooted: RootedTree, end: number): number {
    if (end !== rooted.order[0]) return rooted.edgeAbove(end);
    return rooted.edgeAbove(rooted.order[1] ?? 0);
  }

  #tryClosing(node: number, moves: Move[]): void {
    const closing = this.#closing(node);
    if (closing.gain > 0) moves.push({ gain: closing.gain, opened: -1, closed: [node], kept: closing.kept });
  }

  /** What closing a node brings when its ends take the best of their other edges and of what is offered. */
  #closing(node: number): { gain: number; kept: number[] } {
    const { firstArc, neighbours } = this.#graph;
    let gain = this.#upCost[node] ?? 0;
    const kept: number[] = [];
    for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
      const far = neighbours[at] ?? 0;
      if (!this.#isEnd[far] || this.#home[far] !== node) continue;
      const other = this.#otherCost[far] ?? Infinity;
      const offer = this.#offer[far] ?? Infinity;
      gain += (this.#cost[far] ?? 0) - Math.min(other, offer);
      if (other < offer) kept.push(this.#other[far] ?? 0);
    }
    return { gain, kept };
  }

  #tryOpening(node: number, moves: Move[]): void {
    const { firstArc, arcs, neighbours, edgeCost, nodeCount } = this.#graph;
    const { distance, base } = this.#nearest;
    const price = distance[node] ?? Infinity;
    if (price >= this.#graph.toll || (base[node] ?? -1) < 0) return;
    const ends: number[] = [];
    for (const step of this.#wayTo(node).nodes) {
      for (let at = firstArc[step] ?? 0, end = firstArc[step + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        if (!this.#isEnd[far]) continue;
        if (this.#offer[far] === Infinity) ends.push(far);
        this.#offer[far] = Math.min(this.#offer[far] ?? 0, edgeCost[(arcs[at] ?? 0) >> 1] ?? 0);
      }
    }
    const homes = [...new Set(ends.map((end) => this.#home[end] ?? nodeCount))];
    let gain = -price;
    const closed: number[] = [];
    const kept: number[] = [];
    for (const home of homes) {
      let plain = 0;
      for (const end of ends)
        if (this.#home[end] === home) plain += Math.max(0, (this.#cost[end] ?? 0) - (this.#offer[end] ?? 0));
      const mayClose = (this.#upCost[home] ?? -1) >= 0 && this.#above[base[node] ?? 0] !== home;
      const closing = mayClose ? this.#closing(home) : { gain: -Infinity, kept: [] };
      if (closing.gain > plain) {
        gain += closing.gain;
        closed.push(home);
        kept.push(...closing.kept);
      } else gain += plain;
    }
    for (const end of ends) this.#offer[end] = Infinity;
    if (gain > 0) moves.push({ gain, opened: node, closed, kept });
  }

  /** The way from a new node to the tree: its nodes without the base, its edges, the base. */
  #wayTo(node: number): { nodes: number[]; edges: number[]; base: number } {
    const { edgeFrom, edgeTo } = this.#graph;
    const nodes: number[] = [];
    const edges: number[] = [];
    let at = node;
    for (let arc = this.#nearest.arcInto[at] ?? -1; arc >= 0; arc = this.#nearest.arcInto[at] ?? -1) {
      nodes.push(at);
      edges.push(arc >> 1);
      at = arc & 1 ? (edgeTo[arc >> 1] ?? 0) : (edgeFrom[arc >> 1] ?? 0);
    }
    return { nodes, edges, base: at };
  }

  /** Applies the moves that do not touch each other. @returns undefined when an end is left without an edge */
  #apply(tree: Tree, moves: readonly Move[]): Tree | undefined {
    const { nodeCount, edgeFrom, edgeTo } = this.#graph;
    const isClosed = new Uint8Array(nodeCount);
    const isPinned = new Uint8Array(nodeCount);
    const edges: number[] = [];
    for (const move of moves) {
      const way = move.opened < 0 ? { nodes: [], edges: [], base: -1 } : this.#wayTo(move.opened);
      const needed = way.base < 0 ? move.kept : [...move.kept, way.base];
      if (needed.some((node) => isClosed[this.#above[node] ?? -1] || move.closed.includes(node))) continue;
      const closed = move.closed.filter((node) => !isPinned[node]);
      if (closed.length < move.closed.length) continue;
      for (const node of needed) {
        isPinned[node] = 1;
        const below = this.#above[node] ?? -1;
        if (below >= 0) isPinned[below] = 1;
      }
      for (const node of closed) isClosed[node] = 1;
      edges.push(...way.edges);
    }
    const isGone = (node: number): boolean => isClosed[this.#above[node] ?? -1] === 1;
    for (const edge of tree.edges) {
      if (!isGone(edgeFrom[edge] ?? 0) && !isGone(edgeTo[edge] ?? 0)) edges.push(edge);
    }
    return this.#hangEnds(edges);
  }

  /** Adds for every end an edge to a node of the set. */
  #hangEnds(edges: number[]): Tree | undefined {
    const { nodeCount, edgeFrom, edgeTo, firstArc, arcs, neighbours, terminals, edgeCost } = this.#graph;
    const inSet = new Uint8Array(nodeCount);
    for (const edge of edges) {
      inSet[edgeFrom[edge] ?? 0] = 1;
      inSet[edgeTo[edge] ?? 0] = 1;
    }
    for (const terminal of terminals) {
      if (!this.#isEnd[terminal]) continue;
      let best = -1;
      for (let at = firstArc[terminal] ?? 0, end = firstArc[terminal + 1] ?? 0; at < end; at++) {
        const edge = (arcs[at] ?? 0) >> 1;
        const far = neighbours[at] ?? 0;
        if (!inSet[far] || this.#isEnd[far]) continue;
        if (best < 0 || (edgeCost[edge] ?? 0) < (edgeCost[best] ?? 0)) best = edge;
      }
      if (best < 0) return undefined;
      edges.push(best);
    }
    return this.#tidier.tidy(edges);
  }
}
