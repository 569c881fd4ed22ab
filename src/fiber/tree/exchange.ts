import { ChainSpanner } from './chain-tree.ts';
import { MeldHeaps, NOTHING } from './meld-heap.ts';
import { NearestBases } from './nearest-bases.ts';
import { NodeQueue } from './node-queue.ts';
import { RootedTree } from './rooted-tree.ts';
import type { Tree, TreeTidier } from './tidy-tree.ts';
import type { TreeGraph } from './tree-graph.ts';

/** A change that makes the tree cheaper. */
interface Move {
  readonly gain: number;
  readonly added: readonly number[];
  /** The branch that goes; −1 when a key path is exchanged. */
  readonly eliminated: number;
}

/** A way to join two parts of the tree: over an edge of the graph, and on to the bases of its ends. */
interface Joint {
  readonly edge: number;
  readonly cost: number;
  readonly a: number;
  readonly b: number;
}

/**
 * Local search on trees after Uchoa and Werneck (Fast local search for the Steiner problem in graphs, 2012): key paths
 * are exchanged for cheaper ones, branches are eliminated. One pass looks at every key path and branch; candidates come
 * from the boundaries between regions of nodes that have the same nearest tree node.
 */
export class ExchangeSearch {
  readonly #graph: TreeGraph;
  readonly #spanner: ChainSpanner;
  readonly #nearest: NearestBases;
  readonly #queue: NodeQueue;
  readonly #heaps: MeldHeaps;
  readonly #heapOf: Int32Array;
  readonly #firstChild: Int32Array;
  readonly #nextChild: Int32Array;
  readonly #pathCost: Float64Array;
  /** Stamp of nodes whose own base is being taken away, and what replaces it. */
  readonly #lost: Int32Array;
  readonly #lostBase: Int32Array;
  readonly #distance: Float64Array;
  readonly #base: Int32Array;
  readonly #arcInto: Int32Array;
  #stamp = 0;
  #rooted: RootedTree;

  constructor(graph: TreeGraph, tidier: TreeTidier) {
    const { nodeCount, edgeCount } = graph;
    this.#graph = graph;
    this.#spanner = new ChainSpanner(graph, tidier);
    this.#nearest = new NearestBases(graph);
    this.#queue = new NodeQueue(nodeCount);
    this.#heaps = new MeldHeaps(2 * edgeCount);
    this.#heapOf = new Int32Array(nodeCount);
    this.#firstChild = new Int32Array(nodeCount);
    this.#nextChild = new Int32Array(nodeCount);
    this.#pathCost = new Float64Array(nodeCount);
    this.#lost = new Int32Array(nodeCount);
    this.#lostBase = new Int32Array(nodeCount);
    this.#distance = new Float64Array(nodeCount);
    this.#base = new Int32Array(nodeCount);
    this.#arcInto = new Int32Array(nodeCount);
    this.#rooted = new RootedTree(graph, { edges: new Int32Array(0), weight: 0 });
  }

  /** One pass over the tree. @returns a cheaper tree, or the same one when no move helps */
  pass(tree: Tree): Tree {
    const moves = this.#findMoves(tree).sort((a, b) => b.gain - a.gain || a.eliminated - b.eliminated);
    for (let count = moves.length; count > 0; count >>= 1) {
      const changed = this.#apply(tree, moves.slice(0, count));
      if (changed.weight < tree.weight) return changed;
    }
    return tree;
  }

  /** Moves that touch each other may spoil each other: the tree is picked from all that they offer. */
  #apply(tree: Tree, moves: readonly Move[]): Tree {
    const sets: ArrayLike<number>[] = [tree.edges];
    const gone = new Set<number>();
    for (const move of moves) {
      if (move.eliminated >= 0) gone.add(move.eliminated);
      sets.push(move.added);
    }
    return this.#spanner.span(sets, gone);
  }

  #findMoves(tree: Tree): Move[] {
    const rooted = new RootedTree(this.#graph, tree);
    this.#rooted = rooted;
    this.#nearest.compute(rooted.order);
    this.#fillHeaps();
    this.#firstChild.fill(-1);
    const moves: Move[] = [];
    for (let i = rooted.order.length - 1; i > 0; i--) {
      const node = rooted.order[i] ?? 0;
      if (!rooted.isKey[node]) continue;
      const inner = this.#climb(node);
      if (!this.#graph.isTerminal[node]) this.#tryElimination(node, inner, moves);
      this.#gather(node);
      this.#tryExchange(node, inner, moves);
    }
    return moves;
  }

  /** Every edge between two regions waits at the bases of both of its ends. */
  #fillHeaps(): void {
    const { edgeCount, edgeFrom, edgeTo, edgeCost } = this.#graph;
    const { distance, base } = this.#nearest;
    const heapOf = this.#heapOf.fill(NOTHING);
    for (let edge = 0; edge < edgeCount; edge++) {
      const a = base[edgeFrom[edge] ?? 0] ?? 0;
      const b = base[edgeTo[edge] ?? 0] ?? 0;
      if (a === b || a < 0 || b < 0) continue;
      const cost = (distance[edgeFrom[edge] ?? 0] ?? 0) + (edgeCost[edge] ?? 0) + (distance[edgeTo[edge] ?? 0] ?? 0);
      heapOf[a] = this.#heaps.meld(heapOf[a] ?? 0, this.#heaps.single(2 * edge, cost));
      heapOf[b] = this.#heaps.meld(heapOf[b] ?? 0, this.#heaps.single(2 * edge + 1, cost));
    }
  }

  /** Notes the key path above a key node, and hangs the node below the path's other end. @returns the nodes between */
  #climb(node: number): number[] {
    const { edgeCost, nodeCost } = this.#graph;
    const rooted = this.#rooted;
    const inner: number[] = [];
    let cost = edgeCost[rooted.edgeAbove(node)] ?? 0;
    let above = rooted.parentOf(node);
    while (!rooted.isKey[above]) {
      inner.push(above);
      cost += (nodeCost[above] ?? 0) + (edgeCost[rooted.edgeAbove(above)] ?? 0);
      above = rooted.parentOf(above);
    }
    this.#pathCost[node] = cost;
    this.#nextChild[node] = this.#firstChild[above] ?? 0;
    this.#firstChild[above] = node;
    return inner;
  }

  /** Collects at a key node the heaps of everything below it. */
  #gather(node: number): void {
    const heapOf = this.#heapOf;
    for (let child = this.#firstChild[node] ?? 0; child >= 0; child = this.#nextChild[child] ?? 0) {
      for (let at = child; at !== node; at = this.#rooted.parentOf(at)) {
        heapOf[node] = this.#heaps.meld(heapOf[node] ?? 0, heapOf[at] ?? 0);
        heapOf[at] = NOTHING;
      }
    }
  }

  #tryExchange(node: number, inner: readonly number[], moves: Move[]): void {
    const lost = this.#loseBases(inner);
    const limit = this.#pathCost[node] ?? 0;
    let best: Joint | undefined;
    const top = this.#firstOutside(node, node, undefined);
    if (top && top.cost < limit) best = top;
    this.#eachJoint(lost, (joint) => {
      if (joint.cost >= (best?.cost ?? limit)) return;
      if (this.#rooted.isBelow(joint.a, node) !== this.#rooted.isBelow(joint.b, node)) best = joint;
    });
    if (best) moves.push({ gain: limit - best.cost, added: this.#pathOver(best.edge), eliminated: -1 });
  }

  #tryElimination(node: number, inner: readonly number[], moves: Move[]): void {
    const rooted = this.#rooted;
    const children: number[] = [];
    const bases = [node, ...inner];
    let saved = (this.#pathCost[node] ?? 0) + (this.#graph.nodeCost[node] ?? 0);
    for (let child = this.#firstChild[node] ?? 0; child >= 0; child = this.#nextChild[child] ?? 0) {
      children.push(child);
      saved += this.#pathCost[child] ?? 0;
      for (let at = rooted.parentOf(child); at !== node; at = rooted.parentOf(at)) bases.push(at);
    }
    const lost = this.#loseBases(bases);
    const joints: Joint[] = [];
    for (const child of children) {
      const top = this.#firstOutside(child, node, joints);
      if (top) joints.push(top);
    }
    this.#eachJoint(lost, (joint) => {
      if (joint.cost < saved) joints.push(joint);
    });
    const partOf = (base: number): number => {
      if (!rooted.isBelow(base, node)) return children.length;
      return children.findIndex((child) => rooted.isBelow(base, child));
    };
    const picked = pickJoints(joints, children.length + 1, partOf, saved);
    if (!picked) return;
    const added = picked.joints.flatMap((joint) => this.#pathOver(joint.edge));
    moves.push({ gain: saved - picked.cost, added, eliminated: node });
  }

  /**
   * The cheapest joint from below `from` to a node that is neither below `top` nor has lost its base. Entries that
   * stay inside are dropped for good: they are inside for all that comes later too.
   * @param between takes the joints found on the way that lead to another part below `top`
   */
  #firstOutside(from: number, top: number, between: Joint[] | undefined): Joint | undefined {
    const { edgeFrom, edgeTo, edgeCost } = this.#graph;
    const { distance, base } = this.#nearest;
    const rooted = this.#rooted;
    let heap = this.#heapOf[from] ?? 0;
    let found: Joint | undefined;
    while (heap !== NOTHING) {
      const edge = heap >> 1;
      const near = heap & 1 ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0);
      const far = heap & 1 ? (edgeFrom[edge] ?? 0) : (edgeTo[edge] ?? 0);
      const a = base[near] ?? 0;
      const b = base[far] ?? 0;
      const cost = (distance[near] ?? 0) + (edgeCost[edge] ?? 0) + (distance[far] ?? 0);
      const isLost = this.#lostBase[b] === this.#stamp;
      if (!isLost && !rooted.isBelow(b, top)) {
        found = { edge, cost, a, b };
        break;
      }
      if (between && !isLost && !rooted.isBelow(b, from)) between.push({ edge, cost, a, b });
      heap = this.#heaps.withoutFirst(heap);
    }
    this.#heapOf[from] = heap;
    return found;
  }

  /** Finds new bases for all nodes whose base is taken away. @returns these nodes */
  #loseBases(bases: readonly number[]): number[] {
    const { firstArc, arcs, neighbours, edgeCost, nodeCost } = this.#graph;
    const lost = this.#nearest.regionOf(bases);
    const stamp = ++this.#stamp;
    for (const base of bases) this.#lostBase[base] = stamp;
    for (const node of lost) {
      this.#lost[node] = stamp;
      this.#distance[node] = Infinity;
      this.#base[node] = -1;
    }
    const queue = this.#queue;
    queue.clear();
    for (const node of lost) {
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const from = neighbours[at] ?? 0;
        if (this.#lost[from] === stamp || (this.#nearest.base[from] ?? 0) < 0) continue;
        const reach = (this.#nearest.distance[from] ?? 0) + (edgeCost[(arcs[at] ?? 0) >> 1] ?? 0) + (nodeCost[node] ?? 0);
        if (reach >= (this.#distance[node] ?? 0)) continue;
        this.#distance[node] = reach;
        this.#base[node] = this.#nearest.base[from] ?? 0;
        this.#arcInto[node] = (arcs[at] ?? 0) ^ 1;
      }
      if ((this.#base[node] ?? 0) >= 0) queue.push(node, this.#distance[node] ?? 0);
    }
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        if (this.#lost[far] !== stamp) continue;
        const reach = (this.#distance[node] ?? 0) + (edgeCost[(arcs[at] ?? 0) >> 1] ?? 0) + (nodeCost[far] ?? 0);
        if (reach >= (this.#distance[far] ?? 0)) continue;
        this.#distance[far] = reach;
        this.#base[far] = this.#base[node] ?? 0;
        this.#arcInto[far] = arcs[at] ?? 0;
        queue.push(far, reach);
      }
    }
    return lost;
  }

  /** Calls back with every edge at a node that lost its base, where its ends now belong to different bases. */
  #eachJoint(lost: readonly number[], take: (joint: Joint) => void): void {
    const { firstArc, arcs, neighbours, edgeCost } = this.#graph;
    const stamp = this.#stamp;
    for (const node of lost) {
      const a = this.#base[node] ?? 0;
      if (a < 0) continue;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        const isLost = this.#lost[far] === stamp;
        if (isLost && far < node) continue;
        const b = isLost ? (this.#base[far] ?? 0) : (this.#nearest.base[far] ?? 0);
        if (b < 0 || a === b) continue;
        const rest = isLost ? (this.#distance[far] ?? 0) : (this.#nearest.distance[far] ?? 0);
        const edge = (arcs[at] ?? 0) >> 1;
        take({ edge, cost: (this.#distance[node] ?? 0) + (edgeCost[edge] ?? 0) + rest, a, b });
      }
    }
  }

  /** The edges of a joint: its own and those on to the bases of its ends. */
  #pathOver(edge: number): number[] {
    const { edgeFrom, edgeTo } = this.#graph;
    const path = [edge];
    for (const end of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) {
      let node = end;
      for (;;) {
        const arc = this.#lost[node] === this.#stamp ? (this.#arcInto[node] ?? 0) : (this.#nearest.arcInto[node] ?? 0);
        if (arc < 0) break;
        path.push(arc >> 1);
        node = arc & 1 ? (edgeTo[arc >> 1] ?? 0) : (edgeFrom[arc >> 1] ?? 0);
      }
    }
    return path;
  }
}

/** Cheapest joints that hang all parts together, when they cost less than the limit. */
function pickJoints(
  joints: Joint[],
  parts: number,
  partOf: (base: number) => number,
  limit: number,
): { joints: Joint[]; cost: number } | undefined {
  joints.sort((a, b) => a.cost - b.cost || a.edge - b.edge);
  const group = Array.from({ length: parts }, (_, part) => part);
  const picked: Joint[] = [];
  let cost = 0;
  for (const joint of joints) {
    const a = group[partOf(joint.a)] ?? 0;
    const b = group[partOf(joint.b)] ?? 0;
    if (a === b) continue;
    cost += joint.cost;
    if (cost >= limit) return undefined;
    picked.push(joint);
    if (picked.length === parts - 1) return { joints: picked, cost };
    for (let part = 0; part < parts; part++) if (group[part] === b) group[part] = a;
  }
  return undefined;
}
