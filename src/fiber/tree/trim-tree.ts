import type { TreeProblem } from './problem.ts';

/** A tree that keeps to a budget. */
export interface TrimmedTree {
  /** Sum of the costs of the tree's edges and of its nodes other than the root. */
  readonly weight: number;
  /** Terminals of the tree that fell off, ascending. */
  readonly cutOff: Int32Array;
}

/**
 * Cuts branches off a tree until it keeps to a budget and still reaches as many terminals as it can: first the branches that save most
 * for each terminal they lose, as long as none saves more than is needed; then the one that saves enough and loses fewest, of those the dearest. What a
 * worth of terminals cannot find lies between two trees of which the larger one is too dear: such a tree trimmed.
 * @param problem its terminals are ends
 * @param edges a tree from the root
 * @param budget ≥ 0, in the unit of the costs
 */
export function trimTree(problem: TreeProblem, edges: Int32Array, budget: number): TrimmedTree {
  const tree = new Branches(problem, edges);
  for (let excess = tree.weight - budget; excess > 0; excess = tree.weight - budget) tree.cut(tree.branchFor(excess));
  return { weight: tree.weight, cutOff: Int32Array.from(tree.cutOff).sort() };
}

class Branches {
  readonly cutOff: number[] = [];
  readonly #root: number;
  readonly #isTerminal: Uint8Array;
  /** Nodes of the tree, parents before children. */
  readonly #order: number[];
  /** The node above; −1 where there is none any more. */
  readonly #above: Int32Array;
  readonly #below = new Map<number, readonly number[]>();
  /** Of the branch that begins with the edge above a node: what it costs, and its terminals. */
  readonly #cost: Float64Array;
  readonly #terminals: Int32Array;

  constructor({ nodeCount, nodeCost, edgeFrom, edgeTo, edgeCost, terminals, root }: TreeProblem, edges: Int32Array) {
    this.#root = root;
    this.#isTerminal = new Uint8Array(nodeCount);
    for (const terminal of terminals) this.#isTerminal[terminal] = 1;
    this.#above = new Int32Array(nodeCount).fill(-1);
    this.#cost = new Float64Array(nodeCount);
    this.#terminals = new Int32Array(nodeCount);
    const edgesAt = new Map<number, number[]>();
    for (const edge of edges)
      for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) {
        const known = edgesAt.get(node);
        if (known === undefined) edgesAt.set(node, [edge]);
        else known.push(edge);
      }
    this.#order = [root];
    for (const node of this.#order) {
      const below: number[] = [];
      for (const edge of edgesAt.get(node) ?? []) {
        const far = edgeFrom[edge] === node ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0);
        if (far === this.#above[node]) continue;
        this.#above[far] = node;
        this.#cost[far] = (edgeCost[edge] ?? 0) + (nodeCost?.[far] ?? 0);
        below.push(far);
      }
      this.#below.set(node, below);
      this.#order.push(...below);
    }
    for (const node of this.#order.slice().reverse()) {
      this.#terminals[node] = (this.#terminals[node] ?? 0) + (this.#isTerminal[node] ?? 0);
      this.#add(this.#above[node] ?? -1, this.#cost[node] ?? 0, this.#terminals[node] ?? 0);
    }
  }

  get weight(): number {
    return this.#cost[this.#root] ?? 0;
  }

  /** The branch to cut next, by the node that it begins with. */
  branchFor(excess: number): number {
    let [best, bestShare] = [-1, -1];
    let [last, fewest] = [-1, Infinity];
    for (const node of this.#order) {
      const [cost, terminals] = [this.#cost[node] ?? 0, this.#terminals[node] ?? 0];
      if (cost === 0 || this.#above[node] === -1) continue;
      if (cost < excess) {
        const share = cost / Math.max(1, terminals);
        if (share > bestShare) [best, bestShare] = [node, share];
      } else if (terminals < fewest || (terminals === fewest && cost > (this.#cost[last] ?? 0)))
        [last, fewest] = [node, terminals];
    }
    // What ends it at once is taken where no smaller branch saves as much for each terminal that it loses.
    return best === -1 || excess / Math.max(1, fewest) >= bestShare ? last : best;
  }

  cut(top: number): void {
    const [cost, terminals] = [this.#cost[top] ?? 0, this.#terminals[top] ?? 0];
    for (let node = this.#above[top] ?? -1; node !== -1; node = this.#above[node] ?? -1) this.#add(node, -cost, -terminals);
    const gone = [top];
    for (const node of gone) {
      if (this.#isTerminal[node]) this.cutOff.push(node);
      gone.push(...(this.#below.get(node) ?? []).filter((below) => this.#above[below] !== -1));
      this.#above[node] = -1;
    }
  }

  #add(node: number, cost: number, terminals: number): void {
    if (node === -1) return;
    this.#cost[node] = (this.#cost[node] ?? 0) + cost;
    this.#terminals[node] = (this.#terminals[node] ?? 0) + terminals;
  }
}
