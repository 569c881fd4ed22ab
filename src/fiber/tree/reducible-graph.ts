import { packTreeGraph } from './tree-graph.ts';
import type { TreeGraph } from './tree-graph.ts';

/** A graph after reductions, and which edge of the reducible graph each of its edges is. */
export interface PackedReduction {
  readonly graph: TreeGraph;
  readonly edgeOf: Int32Array;
}

/**
 * A graph that shrinks: edges are deleted, joined end to end or contracted into the tree. Every step keeps at least one
 * cheapest tree, with node costs. It remembers what its edges are made of.
 */
export class ReducibleGraph {
  /** Cost of what is in every remaining tree: contracted edges and nodes that became terminals. */
  fixedCost = 0;
  readonly #originalCount: number;
  readonly #toll: number;
  readonly #end: Int32Array;
  readonly #cost: Float64Array;
  readonly #isAlive: Uint8Array;
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #degree: Int32Array;
  readonly #isTerminal: Uint8Array;
  readonly #nodeCost: Float64Array;
  /** What each edge is made of: an original edge, or originalCount + i for the pair i of such. */
  readonly #recipe: Int32Array;
  readonly #pairs: number[] = [];
  readonly #fixed: number[] = [];
  readonly #dirty: number[] = [];
  #terminalCount: number;

  constructor(graph: TreeGraph) {
    const { edgeCount, nodeCount } = graph;
    this.#originalCount = edgeCount;
    this.#toll = graph.toll;
    // Arc a leaves #end[a]: 2e leaves the first end, 2e + 1 the second.
    this.#end = new Int32Array(2 * edgeCount);
    this.#cost = graph.edgeCost.slice();
    this.#isAlive = new Uint8Array(edgeCount).fill(1);
    this.#first = new Int32Array(nodeCount).fill(-1);
    this.#next = new Int32Array(2 * edgeCount);
    this.#previous = new Int32Array(2 * edgeCount);
    this.#degree = new Int32Array(nodeCount);
    this.#isTerminal = graph.isTerminal.slice();
    this.#nodeCost = graph.nodeCost.slice();
    this.#recipe = Int32Array.from({ length: edgeCount }, (_, edge) => edge);
    this.#terminalCount = graph.terminals.length;
    const lastSeen = new Int32Array(nodeCount).fill(-1);
    for (let node = 0; node < nodeCount; node++) {
      this.#dirty.push(node);
      this.#linkCheapest(graph, node, lastSeen);
    }
    this.#trim();
  }

  /** Deletes edges that some cheapest tree does without, and what that lets go. */
  delete(edges: readonly number[]): void {
    for (const edge of edges) if (this.#isAlive[edge]) this.#remove(edge);
    this.#trim();
  }

  /** Takes an edge into the tree: its ends become one terminal. */
  contract(edge: number): void {
    if (!this.#isAlive[edge]) return;
    this.#contract(edge);
    this.#trim();
  }

  /** The remaining graph, packed. Undefined when a single terminal is left and all is decided. */
  pack(): PackedReduction | undefined {
    if (this.#terminalCount <= 1) return undefined;
    const index = new Int32Array(this.#degree.length).fill(-1);
    let nodeCount = 0;
    const nodes: number[] = [];
    for (let node = 0; node < index.length; node++) {
      if (this.#degree[node] === 0) continue;
      index[node] = nodeCount++;
      nodes.push(node);
    }
    const edges: number[] = [];
    for (let edge = 0; edge < this.#originalCount; edge++) if (this.#isAlive[edge]) edges.push(edge);
    const edgeOf = Int32Array.from(edges);
    const isTerminal = Uint8Array.from(nodes, (node) => this.#isTerminal[node] ?? 0);
    const graph = packTreeGraph({
      nodeCount,
      edgeFrom: edgeOf.map((edge) => index[this.#end[2 * edge] ?? 0] ?? 0),
      edgeTo: edgeOf.map((edge) => index[this.#end[2 * edge + 1] ?? 0] ?? 0),
      edgeCost: Float64Array.from(edgeOf, (edge) => this.#cost[edge] ?? 0),
      nodeCost: Float64Array.from(nodes, (node) => this.#nodeCost[node] ?? 0),
      isTerminal,
      root: isTerminal.indexOf(1),
      toll: this.#toll,
    });
    return { graph, edgeOf };
  }

  /** Original edges that some remaining edges stand for, with all that is fixed. @param edges of this graph */
  expand(edges: Iterable<number>): number[] {
    const recipes = this.#fixed.slice();
    for (const edge of edges) recipes.push(this.#recipe[edge] ?? 0);
    return this.#resolve(recipes);
  }

  /** Original edges that an edge stands for. */
  originalsOf(edge: number): number[] {
    return this.#resolve([this.#recipe[edge] ?? 0]);
  }

  #resolve(stack: number[]): number[] {
    const original: number[] = [];
    for (let recipe = stack.pop(); recipe !== undefined; recipe = stack.pop()) {
      if (recipe < this.#originalCount) original.push(recipe);
      else {
        const at = 2 * (recipe - this.#originalCount);
        stack.push(this.#pairs[at] ?? 0, this.#pairs[at + 1] ?? 0);
      }
    }
    return original;
  }

  /** Links a node's edges to later nodes; of parallel ones only the cheapest. */
  #linkCheapest(graph: TreeGraph, node: number, lastSeen: Int32Array): void {
    const { firstArc, arcs, neighbours } = graph;
    for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
      const far = neighbours[at] ?? 0;
      if (far < node) continue;
      const edge = (arcs[at] ?? 0) >> 1;
      this.#end[2 * edge] = graph.edgeFrom[edge] ?? 0;
      this.#end[2 * edge + 1] = graph.edgeTo[edge] ?? 0;
      const seen = lastSeen[far] ?? 0;
      const isParallel =
        seen >= 0 && this.#isAlive[seen] === 1 && (this.#end[2 * seen] === node || this.#end[2 * seen + 1] === node);
      if (isParallel && (this.#cost[seen] ?? 0) <= (this.#cost[edge] ?? 0)) {
        this.#isAlive[edge] = 0;
        continue;
      }
      if (isParallel) this.#remove(seen);
      this.#link(2 * edge, graph.edgeFrom[edge] ?? 0);
      this.#link(2 * edge + 1, graph.edgeTo[edge] ?? 0);
      lastSeen[far] = edge;
    }
  }

  #link(arc: number, node: number): void {
    const head = this.#first[node] ?? 0;
    this.#end[arc] = node;
    this.#next[arc] = head;
    this.#previous[arc] = -1;
    if (head >= 0) this.#previous[head] = arc;
    this.#first[node] = arc;
    this.#degree[node] = (this.#degree[node] ?? 0) + 1;
  }

  #unlink(arc: number): void {
    const node = this.#end[arc] ?? 0;
    const next = this.#next[arc] ?? 0;
    const previous = this.#previous[arc] ?? 0;
    if (next >= 0) this.#previous[next] = previous;
    if (previous >= 0) this.#next[previous] = next;
    else this.#first[node] = next;
    this.#degree[node] = (this.#degree[node] ?? 0) - 1;
    this.#dirty.push(node);
  }

  #remove(edge: number): void {
    this.#isAlive[edge] = 0;
    this.#unlink(2 * edge);
    this.#unlink(2 * edge + 1);
  }

  /** Lets go of nodes of degree one and two until there are none. */
  #trim(): void {
    for (let node = this.#dirty.pop(); node !== undefined; node = this.#dirty.pop()) {
      const degree = this.#degree[node] ?? 0;
      if (degree === 1) this.#trimLeaf(node);
      else if (degree === 2 && !this.#isTerminal[node]) this.#joinThrough(node);
    }
  }

  #trimLeaf(node: number): void {
    const edge = (this.#first[node] ?? 0) >> 1;
    if (!this.#isTerminal[node]) this.#remove(edge);
    else if (this.#terminalCount > 1) this.#contract(edge);
  }

  /** Makes one edge of the two at a node that is no terminal; the node's cost goes with it. */
  #joinThrough(node: number): void {
    const arcA = this.#first[node] ?? 0;
    const arcB = this.#next[arcA] ?? 0;
    const a = arcA >> 1;
    const b = arcB >> 1;
    const farB = this.#end[arcB ^ 1] ?? 0;
    const cost = (this.#cost[a] ?? 0) + (this.#cost[b] ?? 0) + (this.#nodeCost[node] ?? 0);
    const recipe = this.#originalCount + this.#pairs.length / 2;
    this.#pairs.push(this.#recipe[a] ?? 0, this.#recipe[b] ?? 0);
    this.#remove(b);
    this.#cost[a] = cost;
    this.#recipe[a] = recipe;
    this.#move(arcA, farB);
  }

  /** Hangs the near end of an arc to another node; of the parallel edges that arise the cheaper stays, of loops none. */
  #move(arc: number, to: number): void {
    const far = this.#end[arc ^ 1] ?? 0;
    const edge = arc >> 1;
    if (far === to) {
      this.#remove(edge);
      return;
    }
    const other = this.#findEdge(far, to);
    if (other >= 0 && (this.#cost[other] ?? 0) <= (this.#cost[edge] ?? 0)) {
      this.#remove(edge);
      return;
    }
    if (other >= 0) this.#remove(other);
    this.#unlink(arc);
    this.#link(arc, to);
    this.#dirty.push(to);
  }

  #findEdge(a: number, b: number): number {
    const [from, to] = (this.#degree[a] ?? 0) <= (this.#degree[b] ?? 0) ? [a, b] : [b, a];
    for (let arc = this.#first[from] ?? 0; arc >= 0; arc = this.#next[arc] ?? 0) if (this.#end[arc ^ 1] === to) return arc >> 1;
    return -1;
  }

  #contract(edge: number): void {
    const a = this.#end[2 * edge] ?? 0;
    const b = this.#end[2 * edge + 1] ?? 0;
    const [gone, kept] = (this.#degree[a] ?? 0) <= (this.#degree[b] ?? 0) ? [a, b] : [b, a];
    this.fixedCost += (this.#cost[edge] ?? 0) + (this.#nodeCost[a] ?? 0) + (this.#nodeCost[b] ?? 0);
    this.#fixed.push(this.#recipe[edge] ?? 0);
    this.#terminalCount += 1 - (this.#isTerminal[a] ?? 0) - (this.#isTerminal[b] ?? 0);
    this.#remove(edge);
    this.#isTerminal[gone] = 0;
    this.#isTerminal[kept] = 1;
    this.#nodeCost[kept] = 0;
    for (let arc = this.#first[gone] ?? 0; arc >= 0; arc = this.#first[gone] ?? 0) this.#move(arc, kept);
    this.#dirty.push(kept);
  }
}
