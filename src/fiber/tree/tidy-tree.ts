import type { TreeGraph } from './tree-graph.ts';

/** A tree on a graph: its edges ascending, its weight with node costs (terminals cost nothing). */
export interface Tree {
  readonly edges: Int32Array;
  readonly weight: number;
}

/** Turns sets of edges into trees: cheapest spanning tree over the set's nodes, then leaves that serve nobody fall off. */
export class TreeTidier {
  readonly #graph: TreeGraph;
  /** Rank of each edge by cost, ties by index. */
  readonly #rank: Int32Array;
  readonly #byRank: Int32Array;
  readonly #inSet: Uint8Array;
  readonly #degree: Int32Array;
  readonly #group: Int32Array;
  readonly #sum: Int32Array;

  constructor(graph: TreeGraph) {
    this.#graph = graph;
    const { edgeCost, edgeCount, nodeCount } = graph;
    this.#byRank = Int32Array.from({ length: edgeCount }, (_, edge) => edge);
    this.#byRank.sort((a, b) => (edgeCost[a] ?? 0) - (edgeCost[b] ?? 0) || a - b);
    this.#rank = new Int32Array(edgeCount);
    for (let place = 0; place < edgeCount; place++) this.#rank[this.#byRank[place] ?? 0] = place;
    this.#inSet = new Uint8Array(nodeCount);
    this.#degree = new Int32Array(nodeCount);
    this.#group = new Int32Array(nodeCount);
    this.#sum = new Int32Array(nodeCount);
  }

  /**
   * @param edges a set of edges whose nodes hang together and hold all terminals
   * @returns the tidied tree; never heavier than the set itself
   */
  tidy(edges: ArrayLike<number>): Tree {
    const { edgeFrom, edgeTo, firstArc, arcs, neighbours } = this.#graph;
    const inSet = this.#inSet;
    const nodes: number[] = [];
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] ?? 0;
      for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) {
        if (inSet[node]) continue;
        inSet[node] = 1;
        nodes.push(node);
      }
    }
    const ranks: number[] = [];
    for (const node of nodes) {
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        // Each inner edge once: by its arc in the edge's own direction.
        if (!((arcs[at] ?? 0) & 1) && inSet[neighbours[at] ?? 0]) ranks.push(this.#rank[(arcs[at] ?? 0) >> 1] ?? 0);
      }
    }
    const kept = this.#span(nodes, Int32Array.from(ranks).sort());
    const tree = this.#prune(nodes, kept);
    for (const node of nodes) inSet[node] = 0;
    return tree;
  }

  #span(nodes: readonly number[], ranks: Int32Array): number[] {
    const { edgeFrom, edgeTo } = this.#graph;
    const group = this.#group;
    for (const node of nodes) group[node] = node;
    const kept: number[] = [];
    for (const rank of ranks) {
      const edge = this.#byRank[rank] ?? 0;
      const a = this.#find(edgeFrom[edge] ?? 0);
      const b = this.#find(edgeTo[edge] ?? 0);
      if (a === b) continue;
      group[a] = b;
      kept.push(edge);
    }
    return kept;
  }

  #find(node: number): number {
    const group = this.#group;
    let at = node;
    while (group[at] !== at) {
      group[at] = group[group[at] ?? 0] ?? 0;
      at = group[at] ?? 0;
    }
    return at;
  }

  /** Removes leaves that are no terminals; the far end of a leaf's one edge is found as the exclusive or of its edges. */
  #prune(nodes: readonly number[], edges: readonly number[]): Tree {
    const { edgeFrom, edgeTo, edgeCost, nodeCost, isTerminal } = this.#graph;
    const degree = this.#degree;
    const sum = this.#sum;
    for (const node of nodes) {
      degree[node] = 0;
      sum[node] = 0;
    }
    for (const edge of edges) {
      for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) {
        degree[node] = (degree[node] ?? 0) + 1;
        sum[node] = (sum[node] ?? 0) ^ edge;
      }
    }
    const dropped = new Set<number>();
    for (const leaf of nodes) {
      let node = leaf;
      while (degree[node] === 1 && !isTerminal[node]) {
        const edge = sum[node] ?? 0;
        dropped.add(edge);
        degree[node] = 0;
        const far = edgeFrom[edge] === node ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0);
        degree[far] = (degree[far] ?? 0) - 1;
        sum[far] = (sum[far] ?? 0) ^ edge;
        node = far;
      }
    }
    let weight = 0;
    for (const node of nodes) if ((degree[node] ?? 0) > 0) weight += nodeCost[node] ?? 0;
    const kept = edges.filter((edge) => !dropped.has(edge));
    for (const edge of kept) weight += edgeCost[edge] ?? 0;
    return { edges: Int32Array.from(kept).sort(), weight };
  }
}
