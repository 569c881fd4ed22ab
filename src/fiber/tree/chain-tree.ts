import type { Tree, TreeTidier } from './tidy-tree.ts';
import type { TreeGraph } from './tree-graph.ts';

/** A stretch of a set of edges between two nodes where something happens: terminals, branches. */
interface Chain {
  readonly from: number;
  readonly to: number;
  readonly edges: readonly number[];
  /** Edges and the nodes between. */
  readonly cost: number;
}

/**
 * Picks a cheap tree out of a set of edges, chain by chain: a cheapest spanning tree over the set's terminals and
 * branches whose edges are whole chains. What it picks from trees joined together is no dearer than any of them that
 * has all of the set's branches.
 */
export class ChainSpanner {
  readonly #graph: TreeGraph;
  readonly #tidier: TreeTidier;
  readonly #inSet: Uint8Array;
  readonly #degree: Int32Array;
  readonly #group: Int32Array;

  constructor(graph: TreeGraph, tidier: TreeTidier) {
    this.#graph = graph;
    this.#tidier = tidier;
    this.#inSet = new Uint8Array(graph.edgeCount);
    this.#degree = new Int32Array(graph.nodeCount);
    this.#group = new Int32Array(graph.nodeCount).fill(-1);
  }

  /**
   * @param sets edges that together join all terminals; repeats allowed
   * @param avoided branches that are used only where nothing else hangs the tree together
   */
  span(sets: readonly ArrayLike<number>[], avoided: ReadonlySet<number> = new Set()): Tree {
    const { edgeFrom, edgeTo } = this.#graph;
    const inSet = this.#inSet;
    const edges: number[] = [];
    const nodes: number[] = [];
    for (const set of sets) {
      for (let i = 0; i < set.length; i++) {
        const edge = set[i] ?? 0;
        if (inSet[edge]) continue;
        inSet[edge] = 1;
        edges.push(edge);
        for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) {
          this.#degree[node] = (this.#degree[node] ?? 0) + 1;
          if (this.#group[node] !== -1) continue;
          this.#group[node] = node;
          nodes.push(node);
        }
      }
    }
    const chains = this.#chains(nodes);
    const isAvoided = (chain: Chain): boolean => avoided.has(chain.from) || avoided.has(chain.to);
    const picked = this.#pick(
      avoided.size > 0 ? [...chains.filter((chain) => !isAvoided(chain)), ...chains.filter(isAvoided)] : chains,
    );
    for (const edge of edges) inSet[edge] = 0;
    for (const node of nodes) {
      this.#degree[node] = 0;
      this.#group[node] = -1;
    }
    return this.#tidier.tidy(picked);
  }

  #chains(nodes: readonly number[]): Chain[] {
    const { firstArc, arcs, isTerminal } = this.#graph;
    const chains: Chain[] = [];
    for (const node of nodes) {
      if (this.#degree[node] === 2 && !isTerminal[node]) continue;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        if (!this.#inSet[(arcs[at] ?? 0) >> 1]) continue;
        const chain = this.#follow(node, at);
        if (chain.from < chain.to) chains.push(chain);
      }
    }
    return chains.sort((a, b) => a.cost - b.cost || (a.edges[0] ?? 0) - (b.edges[0] ?? 0));
  }

  #follow(from: number, firstAt: number): Chain {
    const { firstArc, arcs, neighbours, edgeCost, nodeCost, isTerminal } = this.#graph;
    const edges: number[] = [(arcs[firstAt] ?? 0) >> 1];
    let cost = edgeCost[(arcs[firstAt] ?? 0) >> 1] ?? 0;
    let node = neighbours[firstAt] ?? 0;
    let last = (arcs[firstAt] ?? 0) >> 1;
    while (this.#degree[node] === 2 && !isTerminal[node]) {
      cost += nodeCost[node] ?? 0;
      let at = firstArc[node] ?? 0;
      while (!this.#inSet[(arcs[at] ?? 0) >> 1] || (arcs[at] ?? 0) >> 1 === last) at++;
      last = (arcs[at] ?? 0) >> 1;
      edges.push(last);
      cost += edgeCost[last] ?? 0;
      node = neighbours[at] ?? 0;
    }
    return { from, to: node, edges, cost };
  }

  #pick(chains: readonly Chain[]): number[] {
    const picked: number[] = [];
    for (const chain of chains) {
      const a = this.#find(chain.from);
      const b = this.#find(chain.to);
      if (a === b) continue;
      this.#group[a] = b;
      for (const edge of chain.edges) picked.push(edge);
    }
    return picked;
  }

  #find(start: number): number {
    const group = this.#group;
    let node = start;
    while (group[node] !== node) {
      group[node] = group[group[node] ?? 0] ?? 0;
      node = group[node] ?? 0;
    }
    return node;
  }
}
