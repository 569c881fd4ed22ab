import type { Tree } from './tidy-tree.ts';
import type { TreeGraph } from './tree-graph.ts';

/** A tree seen from its root, with what tells in no time whether a node lies below another. */
export class RootedTree {
  /** The tree's nodes, parents before children. */
  readonly order: Int32Array;
  /** 1 for terminals and branches: where key paths end. */
  readonly isKey: Uint8Array;
  readonly #graph: TreeGraph;
  readonly #inTree: Uint8Array;
  readonly #arcInto: Int32Array;
  readonly #first: Int32Array;
  readonly #size: Int32Array;

  constructor(graph: TreeGraph, tree: Tree) {
    this.#graph = graph;
    this.isKey = new Uint8Array(graph.nodeCount);
    this.#inTree = new Uint8Array(graph.nodeCount);
    this.#arcInto = new Int32Array(graph.nodeCount).fill(-1);
    this.#first = new Int32Array(graph.nodeCount).fill(-1);
    this.#size = new Int32Array(graph.nodeCount);
    this.order = this.#walk(tree);
    this.#number();
  }

  /** Whether a node belongs to the tree. */
  has(node: number): boolean {
    return this.#inTree[node] === 1;
  }

  /** Node above a node of the tree that is not the root. */
  parentOf(node: number): number {
    const arc = this.#arcInto[node] ?? 0;
    return arc & 1 ? (this.#graph.edgeTo[arc >> 1] ?? 0) : (this.#graph.edgeFrom[arc >> 1] ?? 0);
  }

  /** Edge to the node above. */
  edgeAbove(node: number): number {
    return (this.#arcInto[node] ?? 0) >> 1;
  }

  /** Whether a node of the tree is `top` or below it. */
  isBelow(node: number, top: number): boolean {
    const place = (this.#first[node] ?? 0) - (this.#first[top] ?? 0);
    return place >= 0 && place < (this.#size[top] ?? 0);
  }

  #walk(tree: Tree): Int32Array {
    const { firstArc, arcs, neighbours, isTerminal, edgeCount, root } = this.#graph;
    const chosen = new Uint8Array(edgeCount);
    for (const edge of tree.edges) chosen[edge] = 1;
    const order = new Int32Array(tree.edges.length + 1);
    order[0] = root;
    this.#inTree[root] = 1;
    let length = 1;
    for (let i = 0; i < length; i++) {
      const node = order[i] ?? 0;
      let degree = 0;
      for (let at = firstArc[node] ?? 0, end = firstArc[node + 1] ?? 0; at < end; at++) {
        if (!chosen[(arcs[at] ?? 0) >> 1]) continue;
        degree++;
        const far = neighbours[at] ?? 0;
        if (this.#inTree[far]) continue;
        this.#inTree[far] = 1;
        this.#arcInto[far] = arcs[at] ?? 0;
        order[length++] = far;
      }
      if (isTerminal[node] || degree >= 3) this.isKey[node] = 1;
    }
    return order;
  }

  /** Numbers the nodes so that what lies below a node is a run of numbers. */
  #number(): void {
    const { order } = this;
    const size = this.#size;
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i] ?? 0;
      size[node] = (size[node] ?? 0) + 1;
      if (i > 0) size[this.parentOf(node)] = (size[this.parentOf(node)] ?? 0) + (size[node] ?? 0);
    }
    const next = new Int32Array(this.#graph.nodeCount);
    for (const node of order) {
      const above = (this.#arcInto[node] ?? 0) < 0 ? -1 : this.parentOf(node);
      this.#first[node] = above < 0 ? 0 : (next[above] ?? 0);
      if (above >= 0) next[above] = (next[above] ?? 0) + (size[node] ?? 0);
      next[node] = (this.#first[node] ?? 0) + 1;
    }
  }
}
