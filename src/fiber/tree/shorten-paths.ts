import { NodeQueue } from './node-queue.ts';
import type { TreeProblem } from './problem.ts';

/** What long ways cost beside what is built. */
export interface PathPrice {
  /** Length of each edge of the problem, metres. */
  readonly lengthM: Float64Array;
  /** Fibres that end at each node. */
  readonly fibres: Float64Array;
  /** What a metre between the root and the end of one fibre weighs, in the problem's unit. */
  readonly perFibreM: number;
  /** Whether what hangs below a node may be hung elsewhere; all may where it is missing. */
  mayMove?(node: number): boolean;
  /** Whether an edge stays in the tree in any case; none does where it is missing. */
  mustStay?(edge: number): boolean;
}

const MOST_PASSES = 4;
/** A pass that gains less than this share is the last. */
const WORTH_SHARE = 1e-4;
/** A part is looked at where its ways could get shorter by this share of what its own way is built for. */
const LEAST_PROMISE = 0.01;

/**
 * Trades what a tree costs against the lengths of the ways from its root: the part of the tree below a path without branches is hung elsewhere, by another of its nodes
 * where that is better, wherever edges, nodes and the ways of all fibres in it come to less together. Light approximate shortest-path trees (Khuller, Raghavachari and Young, 1995) bound both;
 * here both have a price.
 * @returns edges of the tree, ascending, and its weight without the price of ways
 */
export function shortenPaths(
  problem: TreeProblem,
  edges: Iterable<number>,
  price: PathPrice,
): { edges: Int32Array; weight: number } {
  const shortener = new PathShortener(problem, edges, price);
  for (let pass = 0; pass < MOST_PASSES; pass++) if (!shortener.pass()) break;
  return shortener.result();
}

/** A way to hang a part of the tree elsewhere. */
interface Move {
  readonly gain: number;
  /** The top of the part, the node by which it is hung, and the node that it is hung on. */
  readonly part: number;
  readonly by: number;
  readonly on: number;
  readonly removed: readonly number[];
  /** From `by` to `on`. */
  readonly added: readonly number[];
}

class PathShortener {
  readonly #problem: TreeProblem;
  readonly #price: PathPrice;
  readonly #firstArc: Int32Array;
  readonly #arcs: Int32Array;
  readonly #isEnd: Uint8Array;
  /** Shortest way from the root to each node over the whole graph, metres. */
  readonly #shortestM: Float64Array;
  #inTree: Uint8Array;
  // The tree from its root; rebuilt after each pass.
  readonly #parent: Int32Array;
  readonly #parentEdge: Int32Array;
  readonly #childCount: Int32Array;
  readonly #depthM: Float64Array;
  readonly #count: Float64Array;
  readonly #sumM: Float64Array;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  #order: Int32Array = new Int32Array();
  // The same by place in the order, so that a part is one run of them: edges are the longer way of looking at it.
  readonly #parentPlace: Int32Array;
  readonly #edgeM: Float64Array;
  readonly #countAt: Float64Array;
  readonly #shortestAt: Float64Array;
  /** Edges that a way may go on by, with the node that they lead to, by the node that they lead from. */
  readonly #firstOn: Int32Array;
  readonly #onEdge: Int32Array;
  readonly #onTo: Int32Array;
  /** Those beside the tree, by place: all ways out of a part but the one up from its top. */
  readonly #firstDoor: Int32Array;
  readonly #doors: Int32Array;
  /** The root and terminals that hang together. */
  #reached = 0;
  // Labels of one search; `stamp` tells which are of the present one.
  readonly #label: Float64Array;
  readonly #labelEdge: Int32Array;
  readonly #stamp: Int32Array;
  #searches = 0;
  readonly #queue: NodeQueue;
  /** Of one part: ways from each of its nodes, by place in the order. */
  readonly #inner: Float64Array;
  /** Nodes on the way down to the part of the present search, which goes with it: marked with its number. */
  readonly #isAbove: Int32Array;
  /** Whether a node has two neighbours that are no ends: a way may lead on through it. */
  readonly #leadsOn: Uint8Array;

  constructor(problem: TreeProblem, edges: Iterable<number>, price: PathPrice) {
    this.#problem = problem;
    this.#price = price;
    const { nodeCount, edgeFrom, edgeTo, terminals } = problem;
    this.#firstArc = new Int32Array(nodeCount + 1);
    for (let edge = 0; edge < edgeFrom.length; edge++)
      for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) this.#firstArc[node + 1] = (this.#firstArc[node + 1] ?? 0) + 1;
    for (let node = 0; node < nodeCount; node++)
      this.#firstArc[node + 1] = (this.#firstArc[node + 1] ?? 0) + (this.#firstArc[node] ?? 0);
    const next = this.#firstArc.slice();
    this.#arcs = new Int32Array(2 * edgeFrom.length);
    for (let edge = 0; edge < edgeFrom.length; edge++)
      for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) {
        this.#arcs[next[node] ?? 0] = edge;
        next[node] = (next[node] ?? 0) + 1;
      }
    this.#isEnd = new Uint8Array(nodeCount);
    if (problem.terminalsAreEnds === true) for (const node of terminals) this.#isEnd[node] = 1;
    this.#inTree = new Uint8Array(edgeFrom.length);
    for (const edge of edges) this.#inTree[edge] = 1;
    this.#parent = new Int32Array(nodeCount);
    this.#parentEdge = new Int32Array(nodeCount);
    this.#childCount = new Int32Array(nodeCount);
    this.#depthM = new Float64Array(nodeCount);
    this.#count = new Float64Array(nodeCount);
    this.#sumM = new Float64Array(nodeCount);
    this.#first = new Int32Array(nodeCount);
    this.#last = new Int32Array(nodeCount);
    this.#label = new Float64Array(nodeCount);
    this.#labelEdge = new Int32Array(nodeCount);
    this.#stamp = new Int32Array(nodeCount);
    this.#queue = new NodeQueue(nodeCount);
    this.#inner = new Float64Array(nodeCount);
    this.#isAbove = new Int32Array(nodeCount);
    this.#parentPlace = new Int32Array(nodeCount);
    this.#edgeM = new Float64Array(nodeCount);
    this.#countAt = new Float64Array(nodeCount);
    this.#shortestAt = new Float64Array(nodeCount);
    this.#firstOn = new Int32Array(nodeCount + 1);
    this.#onEdge = new Int32Array(2 * edgeFrom.length);
    this.#onTo = new Int32Array(2 * edgeFrom.length);
    this.#firstDoor = new Int32Array(nodeCount + 1);
    this.#doors = new Int32Array(2 * edgeFrom.length);
    this.#leadsOn = this.#findThoroughfares();
    this.#shortestM = this.#shortestWays();
    this.#root();
  }

  result(): { edges: Int32Array; weight: number } {
    const edges = Int32Array.from(this.#inTree.keys()).filter((edge) => this.#inTree[edge] === 1);
    const { edgeCost, nodeCost, root } = this.#problem;
    let weight = 0;
    for (const edge of edges) weight += edgeCost[edge] ?? 0;
    for (const node of this.#order) if (node !== root) weight += nodeCost?.[node] ?? 0;
    return { edges, weight };
  }

  /** Looks once at all parts that could hang elsewhere; whether that was worth another look. */
  pass(): boolean {
    const before = this.#total();
    const reached = this.#reached;
    this.#layOut();
    const moves = [...this.#order].flatMap((node) => this.#moveOf(node) ?? []).sort((a, b) => b.gain - a.gain || a.part - b.part);
    const kept = this.#inTree.slice();
    // Moves found on one tree may spoil each other: with all, else with the better half, down to one.
    for (let count = moves.length; count > 0; count >>= 1) {
      this.#apply(moves.slice(0, count));
      this.#root();
      const gain = before - this.#total();
      if (gain > 0 && this.#reached === reached) return gain > WORTH_SHARE * before;
      this.#inTree = kept.slice();
      this.#root();
    }
    return false;
  }

  #total(): number {
    return this.result().weight + this.#price.perFibreM * (this.#sumM[this.#problem.root] ?? 0);
  }

  #far(edge: number, node: number): number {
    const from = this.#problem.edgeFrom[edge] ?? 0;
    return from === node ? (this.#problem.edgeTo[edge] ?? 0) : from;
  }

  #findThoroughfares(): Uint8Array {
    const neighbours = new Uint8Array(this.#problem.nodeCount);
    const { edgeFrom, edgeTo } = this.#problem;
    for (let edge = 0; edge < edgeFrom.length; edge++) {
      const [from, to] = [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0];
      if (this.#isEnd[to] === 0) neighbours[from] = Math.min(2, (neighbours[from] ?? 0) + 1);
      if (this.#isEnd[from] === 0) neighbours[to] = Math.min(2, (neighbours[to] ?? 0) + 1);
    }
    return neighbours.map((count, node) => (count === 2 && this.#isEnd[node] === 0 ? 1 : 0));
  }

  #shortestWays(): Float64Array {
    const shortest = new Float64Array(this.#problem.nodeCount).fill(Infinity);
    const queue = this.#queue;
    shortest[this.#problem.root] = 0;
    queue.push(this.#problem.root, 0);
    while (queue.length > 0) {
      const node = queue.pop();
      if (this.#isEnd[node] === 1) continue;
      for (let at = this.#firstArc[node] ?? 0; at < (this.#firstArc[node + 1] ?? 0); at++) {
        const edge = this.#arcs[at] ?? 0;
        const far = this.#far(edge, node);
        const lengthM = (shortest[node] ?? 0) + (this.#price.lengthM[edge] ?? 0);
        if (lengthM >= (shortest[far] ?? 0)) continue;
        shortest[far] = lengthM;
        queue.push(far, lengthM);
      }
    }
    return shortest;
  }

  /** Reads the tree anew from its edges; leaves that nobody needs fall off. */
  #root(): void {
    const { root, nodeCount, terminals } = this.#problem;
    const order: number[] = [];
    this.#parent.fill(-1);
    this.#parentEdge.fill(-1);
    this.#childCount.fill(0);
    this.#depthM[root] = 0;
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      this.#first[node] = order.length;
      order.push(node);
      for (let at = this.#firstArc[node] ?? 0; at < (this.#firstArc[node + 1] ?? 0); at++) {
        const edge = this.#arcs[at] ?? 0;
        if (this.#inTree[edge] === 0 || edge === this.#parentEdge[node]) continue;
        const child = this.#far(edge, node);
        // Moves that spoilt each other have closed a ring: it is opened here.
        if (child === root || this.#parentEdge[child] !== -1) {
          this.#inTree[edge] = 0;
          continue;
        }
        this.#parent[child] = node;
        this.#parentEdge[child] = edge;
        this.#childCount[node] = (this.#childCount[node] ?? 0) + 1;
        this.#depthM[child] = (this.#depthM[node] ?? 0) + (this.#price.lengthM[edge] ?? 0);
        stack.push(child);
      }
    }
    const isWanted = new Uint8Array(nodeCount);
    for (const node of [root, ...terminals]) isWanted[node] = 1;
    this.#reached = order.reduce((sum, node) => sum + (isWanted[node] ?? 0), 0);
    for (let i = order.length - 1; i > 0; i--) {
      const node = order[i] ?? 0;
      if (this.#childCount[node] !== 0 || isWanted[node] === 1) continue;
      this.#inTree[this.#parentEdge[node] ?? 0] = 0;
      const parent = this.#parent[node] ?? 0;
      this.#childCount[parent] = (this.#childCount[parent] ?? 0) - 1;
      this.#first[node] = -1;
    }
    this.#order = Int32Array.from(order.filter((node) => this.#first[node] !== -1));
    this.#count.fill(0);
    this.#sumM.fill(0);
    this.#order.forEach((node, i) => (this.#first[node] = this.#last[node] = i));
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const node = this.#order[i] ?? 0;
      const own = this.#price.fibres[node] ?? 0;
      this.#count[node] = (this.#count[node] ?? 0) + own;
      this.#sumM[node] = (this.#sumM[node] ?? 0) + own * (this.#depthM[node] ?? 0);
      const parent = this.#parent[node] ?? -1;
      if (parent < 0) continue;
      this.#count[parent] = (this.#count[parent] ?? 0) + (this.#count[node] ?? 0);
      this.#sumM[parent] = (this.#sumM[parent] ?? 0) + (this.#sumM[node] ?? 0);
      this.#last[parent] = Math.max(this.#last[parent] ?? 0, this.#last[node] ?? 0);
    }
  }

  /** Lists what the searches of a pass read of each node. */
  #layOut(): void {
    let count = 0;
    for (let node = 0; node < this.#problem.nodeCount; node++) {
      this.#firstOn[node] = count;
      for (let at = this.#firstArc[node] ?? 0; at < (this.#firstArc[node + 1] ?? 0); at++) {
        const edge = this.#arcs[at] ?? 0;
        const far = this.#far(edge, node);
        if (this.#isEnd[far] === 1 || !(this.#leadsOn[far] === 1 || this.#isEnd[node] === 1 || this.#isTreeNode(far))) continue;
        this.#onEdge[count] = edge;
        this.#onTo[count++] = far;
      }
    }
    this.#firstOn[this.#problem.nodeCount] = count;
    let doors = 0;
    this.#order.forEach((node, place) => {
      const up = this.#parentEdge[node] ?? -1;
      this.#parentPlace[place] = this.#first[this.#parent[node] ?? 0] ?? 0;
      this.#edgeM[place] = up < 0 ? 0 : (this.#price.lengthM[up] ?? 0);
      this.#countAt[place] = this.#count[node] ?? 0;
      this.#shortestAt[place] = this.#shortestM[node] ?? 0;
      this.#firstDoor[place] = doors;
      if (this.#isEnd[node] === 1) return;
      for (let at = this.#firstOn[node] ?? 0; at < (this.#firstOn[node + 1] ?? 0); at++)
        if (this.#inTree[this.#onEdge[at] ?? 0] === 0) this.#doors[doors++] = at;
    });
    this.#firstDoor[this.#order.length] = doors;
  }

  #isTreeNode(node: number): boolean {
    return this.#order[this.#first[node] ?? -1] === node;
  }

  /**
   * Ways to all fibres of a part from each of its nodes, from the top down.
   * @returns the shortest that they could be in all, if the part hung by the best of its nodes
   */
  #turnWays(first: number, last: number, count: number, innerM: number): number {
    const [inner, parentPlace, edgeM, countAt, shortestAt] = [this.#inner, this.#parentPlace, this.#edgeM, this.#countAt, this.#shortestAt]; // prettier-ignore
    inner[first] = innerM;
    let leastM = innerM + count * (shortestAt[first] ?? 0);
    for (let place = first + 1; place <= last; place++) {
      const turnedM = (edgeM[place] ?? 0) * (count - 2 * (countAt[place] ?? 0));
      const hereM = (inner[parentPlace[place] ?? 0] ?? 0) + turnedM;
      inner[place] = hereM;
      const inAllM = hereM + count * (shortestAt[place] ?? 0);
      if (inAllM < leastM) leastM = inAllM;
    }
    return leastM;
  }

  /** The best way to hang what lies at and below a node elsewhere, where a path without branches leads down to it. */
  #moveOf(part: number): Move | null {
    const { root, edgeCost, nodeCost } = this.#problem;
    const { perFibreM, lengthM } = this.#price;
    if (part === root || this.#childCount[part] === 1 || this.#price.mayMove?.(part) === false) return null;
    const count = this.#count[part] ?? 0;
    const removed: number[] = [];
    let cost = 0;
    const stamp = ++this.#searches;
    for (let node = part; ;) {
      const edge = this.#parentEdge[node] ?? 0;
      if (this.#price.mustStay?.(edge) === true) return null;
      removed.push(edge);
      cost += edgeCost[edge] ?? 0;
      node = this.#parent[node] ?? -1;
      if (node === root || this.#childCount[node] !== 1) break;
      this.#isAbove[node] = stamp;
      cost += nodeCost?.[node] ?? 0;
    }
    const depthM = this.#depthM[part] ?? 0;
    const innerM = (this.#sumM[part] ?? 0) - count * depthM;
    const present = cost + perFibreM * (count * depthM + innerM);
    const perM = perFibreM * count;
    const [first, last] = [this.#first[part] ?? 0, this.#last[part] ?? 0];
    const leastM = this.#turnWays(first, last, count, innerM);
    // What is built was searched before: only where ways could get much shorter is another look worth it.
    if (perFibreM * (count * depthM + innerM - leastM) <= LEAST_PROMISE * cost) return null;
    const queue = this.#queue;
    let [best, on] = [present, -1];
    const mark = (node: number, value: number, edge: number): void => {
      const bound = value + perM * (this.#shortestM[node] ?? 0);
      if (bound >= best || (this.#stamp[node] === stamp && value >= (this.#label[node] ?? 0))) return;
      this.#stamp[node] = stamp;
      this.#label[node] = value;
      this.#labelEdge[node] = edge;
      queue.push(node, bound);
    };
    const isInside = (node: number): boolean => {
      const place = this.#first[node] ?? -1;
      return place >= first && place <= last && this.#isTreeNode(node);
    };
    const lead = (value: number, edge: number, to: number): void => {
      const entering = this.#isTreeNode(to) && this.#isAbove[to] !== stamp ? 0 : (nodeCost?.[to] ?? 0);
      mark(to, value + (edgeCost[edge] ?? 0) + entering + perM * (lengthM[edge] ?? 0), edge);
    };
    const [firstOn, onEdge, onTo, firstDoor] = [this.#firstOn, this.#onEdge, this.#onTo, this.#firstDoor];
    const goOn = (node: number, value: number): void => {
      for (let at = firstOn[node] ?? 0; at < (firstOn[node + 1] ?? 0); at++) {
        const to = onTo[at] ?? 0;
        if (!isInside(to)) lead(value, onEdge[at] ?? 0, to);
      }
    };
    // Out of the part, up from its top and through its doors; an end has none, as nothing but its own way leads through it.
    if (this.#isEnd[part] === 1) goOn(part, perFibreM * innerM);
    else lead(perFibreM * innerM, removed[0] ?? 0, this.#parent[part] ?? 0);
    for (let door = firstDoor[first] ?? 0, place = first; door < (firstDoor[last + 1] ?? 0); door++) {
      while (door >= (firstDoor[place + 1] ?? 0)) place++;
      const at = this.#doors[door] ?? 0;
      const to = onTo[at] ?? 0;
      if (!isInside(to)) lead(perFibreM * (this.#inner[place] ?? 0), onEdge[at] ?? 0, to);
    }
    while (queue.length > 0) {
      if (queue.firstKey() >= best) {
        queue.clear();
        break;
      }
      const node = queue.pop();
      const value = this.#label[node] ?? 0;
      if (this.#isTreeNode(node) && this.#isAbove[node] !== stamp) {
        const total = value + perM * (this.#depthM[node] ?? 0);
        if (total < best) [best, on] = [total, node];
        continue;
      }
      goOn(node, value);
    }
    if (on < 0 || present - best < 1) return null;
    const added: number[] = [];
    let by = on;
    while (!isInside(by)) {
      const edge = this.#labelEdge[by] ?? 0;
      added.unshift(edge);
      by = this.#far(edge, by);
    }
    return { gain: present - best, part, by, on, removed, added };
  }

  /** Makes moves one after the other, but for those that an earlier one has spoilt. */
  #apply(moves: readonly Move[]): void {
    const touched = new Set<number>();
    const parent = this.#parent.slice();
    const isUnder = (below: number, above: number): boolean => {
      let node = below;
      while (node >= 0 && node !== above) node = parent[node] ?? -1;
      return node === above;
    };
    for (const { part, by, on, removed, added } of moves) {
      const onWay = added.slice(1).map((edge, i) => this.#sharedNode(added[i] ?? 0, edge));
      const above = removed.slice(1).map((edge, i) => this.#sharedNode(removed[i] ?? 0, edge));
      if (removed.some((edge) => this.#inTree[edge] === 0) || [...onWay, ...above, part, by].some((node) => touched.has(node)))
        continue;
      if (touched.has(on) && this.#isGone(on)) continue;
      // An earlier move may have turned round the way down to the part, taken the place along, or taken away what the part should hang by.
      const isTurned = parent[part] !== this.#far(removed[0] ?? 0, part);
      if (isTurned || isUnder(on, part) || !isUnder(by, part)) continue;
      for (const edge of removed) this.#inTree[edge] = 0;
      for (const edge of added) this.#inTree[edge] = 1;
      // Turned round: what led down from the part's top to the node that it hangs by leads up now.
      let [below, at] = [-1, by];
      while (at >= 0) {
        const next = parent[at] ?? -1;
        parent[at] = below;
        if (at === part) break;
        [below, at] = [at, next];
      }
      let up = on;
      for (const edge of [...added].reverse()) {
        const lower = this.#far(edge, up);
        parent[lower] = up;
        up = lower;
      }
      for (const one of [...onWay, ...above, on]) touched.add(one);
    }
  }

  /** Whether no edge of the tree meets a node any more. */
  #isGone(node: number): boolean {
    for (let at = this.#firstArc[node] ?? 0; at < (this.#firstArc[node + 1] ?? 0); at++)
      if (this.#inTree[this.#arcs[at] ?? 0] === 1) return false;
    return true;
  }

  #sharedNode(one: number, other: number): number {
    const { edgeFrom, edgeTo } = this.#problem;
    const ends = [edgeFrom[other] ?? 0, edgeTo[other] ?? 0];
    return ends.includes(edgeFrom[one] ?? 0) ? (edgeFrom[one] ?? 0) : (edgeTo[one] ?? 0);
  }
}
