/** A tree of graph edges seen from its root. Arrays are indexed by graph node; nodes outside the tree have order −1. */
export interface RootedTree {
  readonly root: number;
  /** Nodes of the tree, each after its parent. */
  readonly preorder: readonly number[];
  readonly parent: Int32Array;
  /** Graph edge to the parent, −1 at the root. */
  readonly parentEdge: Int32Array;
  readonly children: readonly (readonly number[])[];
}

/** Roots a tree. @param edges indices into `from`/`to`; children come in the order of their node numbers */
export function rootTree(
  nodeCount: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  edges: Iterable<number>,
  root: number,
): RootedTree {
  const incident: number[][] = Array.from({ length: nodeCount }, () => []);
  for (const edge of edges) {
    incident[from[edge] ?? 0]?.push(edge);
    incident[to[edge] ?? 0]?.push(edge);
  }
  const parent = new Int32Array(nodeCount).fill(-1);
  const parentEdge = new Int32Array(nodeCount).fill(-1);
  const children: number[][] = Array.from({ length: nodeCount }, () => []);
  const preorder: number[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    preorder.push(node);
    const below: number[] = [];
    for (const edge of incident[node] ?? []) {
      if (edge === parentEdge[node]) continue;
      const next = (from[edge] === node ? to[edge] : from[edge]) ?? 0;
      parent[next] = node;
      parentEdge[next] = edge;
      below.push(next);
    }
    below.sort((a, b) => a - b);
    children[node] = below;
    stack.push(...[...below].reverse());
  }
  return { root, preorder, parent, parentEdge, children };
}
