/**
 * The cheapest tree in a graph that joins a root with all terminals (the Steiner tree problem), with prices on nodes
 * as well as on edges. Knows nothing of maps: the caller builds the graph and keeps what its numbers mean.
 */

/**
 * Undirected graph. Costs are non-negative safe integers held in Float64Array (thousandths of a cent or any integer
 * unit), and so is every sum of them, so that every engine decides alike.
 */
export interface TreeProblem {
  readonly nodeCount: number;
  /** One end of each edge, 0 … nodeCount − 1. */
  readonly edgeFrom: Int32Array;
  /** The other end. */
  readonly edgeTo: Int32Array;
  readonly edgeCost: Float64Array;
  /** Paid once for each node in the tree (make-ready, riser). Never paid for the root. */
  readonly nodeCost?: Float64Array;
  /** Nodes that must be spanned. */
  readonly terminals: Int32Array;
  /** Terminals other than the root are leaves of the tree: nothing leads on through a premises. */
  readonly terminalsAreEnds?: boolean;
  /** Always part of the tree: a facility. Several facilities are joined by the caller to a virtual root by edges of cost 0. */
  readonly root: number;
}

/** A tree, and how much cheaper any other tree could be at most. */
export interface TreeSolution {
  /** Indices into the problem's edges, ascending. */
  readonly edges: Int32Array;
  /** Sum of the costs of the tree's edges and of its nodes other than the root. */
  readonly weight: number;
  /** No tree over the reached terminals can weigh less; ≤ weight. */
  readonly lowerBound: number;
  /** Terminals in another component than the root, ascending; the solution spans the others. */
  readonly unreached: Int32Array;
}

/** How much work to do. Without `seconds` the result depends on the problem, the effort and the seed alone. */
export interface TreeEffort {
  readonly effort: 1 | 2 | 3 | 4 | 5;
  readonly seed: number;
  /** A cap by the clock, in seconds; needs `nowMs`. With it the work goes on until the time is used or nothing is left to gain. */
  readonly seconds?: number;
  /** The caller's clock, milliseconds. */
  readonly nowMs?: () => number;
}

/** A tree to go on from: missing parts are joined the cheapest way, needless ones fall away. */
export interface TreeStart {
  /** Indices into the problem's edges. */
  readonly edges: Iterable<number>;
  /** Whether something better is looked for; if not, the tree is only completed and bounded. */
  readonly improve: boolean;
}
