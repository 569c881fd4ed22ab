import { NodeQueue } from './node-queue.ts';
import type { TreeGraph } from './tree-graph.ts';

/** What steers the growing of a tree. */
export interface GrowOptions {
  /** Cost of each edge to steer by; the graph's own when absent. */
  readonly edgeCost?: Float64Array;
  /** Edges that may be used (1) or not (0); all when absent. */
  readonly allowed?: Uint8Array;
}

/**
 * Grows trees by the shortest-path heuristic (Takahashi and Matsuyama 1980): the nearest terminal that is not yet in
 * the tree is joined by its cheapest path, until all are in. One search whose labels go on from the growing tree.
 */
export class TreeGrower {
  readonly #graph: TreeGraph;
  readonly #queue: NodeQueue;
  readonly #distance: Float64Array;
  readonly #arcInto: Int32Array;

  constructor(graph: TreeGraph) {
    this.#graph = graph;
    this.#queue = new NodeQueue(graph.nodeCount);
    this.#distance = new Float64Array(graph.nodeCount);
    this.#arcInto = new Int32Array(graph.nodeCount);
  }

  /** @returns the edges of a tree over all terminals that can be reached from `start`, or undefined when some cannot */
  grow(start: number, options: GrowOptions = {}): number[] | undefined {
    const { firstArc, arcs, neighbours, nodeCost, isTerminal, terminals } = this.#graph;
    const edgeCost = options.edgeCost ?? this.#graph.edgeCost;
    const allowed = options.allowed;
    const distance = this.#distance.fill(Infinity);
    const arcInto = this.#arcInto;
    const queue = this.#queue;
    queue.clear();
    const edges: number[] = [];
    let missing = terminals.length - (isTerminal[start] ?? 0);
    distance[start] = 0;
    arcInto[start] = -1;
    queue.push(start, 0);
    while (missing > 0) {
      const node = queue.pop();
      if (node < 0) return undefined;
      if (isTerminal[node] && (arcInto[node] ?? 0) >= 0) {
        missing--;
        this.#join(node, edges);
        continue;
      }
      const base = distance[node] ?? 0;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        const edge = (arcs[at] ?? 0) >> 1;
        if (allowed && !allowed[edge]) continue;
        const far = neighbours[at] ?? 0;
        const reach = base + (edgeCost[edge] ?? 0) + (nodeCost[far] ?? 0);
        if (reach < (distance[far] ?? 0)) {
          distance[far] = reach;
          arcInto[far] = arcs[at] ?? 0;
          queue.push(far, reach);
        }
      }
    }
    return edges;
  }

  /** Takes the path to a reached terminal into the tree: its nodes are sources from now on. */
  #join(terminal: number, edges: number[]): void {
    const { edgeFrom, edgeTo } = this.#graph;
    let node = terminal;
    for (let arc = this.#arcInto[node] ?? 0; arc >= 0; arc = this.#arcInto[node] ?? 0) {
      edges.push(arc >> 1);
      this.#arcInto[node] = -1;
      this.#distance[node] = 0;
      this.#queue.push(node, 0);
      node = arc & 1 ? (edgeTo[arc >> 1] ?? 0) : (edgeFrom[arc >> 1] ?? 0);
    }
  }
}
