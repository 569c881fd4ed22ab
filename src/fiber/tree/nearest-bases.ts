import { NodeQueue } from './node-queue.ts';
import type { TreeGraph } from './tree-graph.ts';

/**
 * For every node the nearest of some bases, at the price of entering every node on the way and the node itself
 * (a Voronoi diagram of the graph). Parts can be asked again as if some bases were gone.
 */
export class NearestBases {
  /** Price of joining a node to its base; 0 for a base. */
  readonly distance: Float64Array;
  /** The base of each node; −1 where there is none. */
  readonly base: Int32Array;
  /** The arc that leads into each node from its base; −1 for a base. */
  readonly arcInto: Int32Array;
  readonly #graph: TreeGraph;
  readonly #queue: NodeQueue;
  readonly #firstOf: Int32Array;
  readonly #nextOf: Int32Array;

  constructor(graph: TreeGraph) {
    this.#graph = graph;
    this.distance = new Float64Array(graph.nodeCount);
    this.base = new Int32Array(graph.nodeCount);
    this.arcInto = new Int32Array(graph.nodeCount);
    this.#queue = new NodeQueue(graph.nodeCount);
    this.#firstOf = new Int32Array(graph.nodeCount);
    this.#nextOf = new Int32Array(graph.nodeCount);
  }

  /** Computes everything anew. */
  compute(bases: Int32Array): void {
    this.distance.fill(Infinity);
    this.base.fill(-1);
    this.arcInto.fill(-1);
    this.#firstOf.fill(-1);
    this.#queue.clear();
    for (const node of bases) {
      this.distance[node] = 0;
      this.base[node] = node;
      this.#queue.push(node, 0);
    }
    const { firstArc, arcs, neighbours, edgeCost, nodeCost } = this.#graph;
    const { distance, base, arcInto } = this;
    for (let node = this.#queue.pop(); node >= 0; node = this.#queue.pop()) {
      const home = base[node] ?? 0;
      this.#nextOf[node] = this.#firstOf[home] ?? 0;
      this.#firstOf[home] = node;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const far = neighbours[at] ?? 0;
        const reach = (distance[node] ?? 0) + (edgeCost[(arcs[at] ?? 0) >> 1] ?? 0) + (nodeCost[far] ?? 0);
        if (reach >= (distance[far] ?? 0)) continue;
        distance[far] = reach;
        base[far] = home;
        arcInto[far] = arcs[at] ?? 0;
        this.#queue.push(far, reach);
      }
    }
  }

  /** Nodes whose base is one of these. */
  regionOf(bases: readonly number[]): number[] {
    const nodes: number[] = [];
    for (const base of bases) {
      for (let node = this.#firstOf[base] ?? 0; node >= 0; node = this.#nextOf[node] ?? 0) nodes.push(node);
    }
    return nodes;
  }
}
