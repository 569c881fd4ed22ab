import { ChainSpanner } from './chain-tree.ts';
import { EndExchange } from './end-exchange.ts';
import { ExchangeSearch } from './exchange.ts';
import { TreeGrower } from './grow-tree.ts';
import type { GrowOptions } from './grow-tree.ts';
import type { Pace } from './pace.ts';
import { TreeTidier } from './tidy-tree.ts';
import type { Tree } from './tidy-tree.ts';
import { withoutTolls, type TreeGraph } from './tree-graph.ts';

/** By how many times its cost an edge is disturbed at most; mostly far more at ends, where another edge leads to another part of the tree. */
const disturbance = 0.25;
const endDisturbance = 10;
/** How many good trees are kept to be combined. */
const poolSize = 10;

/** How long and how to try again. */
interface RetryOptions {
  /** Edges that passes of local search may look at. */
  readonly work: number;
  readonly tries: number;
  /** A tree of this weight cannot be bettered. */
  readonly limit: number;
  readonly random: () => number;
  /** The best tree so far. */
  readonly first: Tree;
}

/** Makes, improves and combines trees on one graph. */
export class TreeWorkshop {
  readonly #graph: TreeGraph;
  readonly #pace: Pace;
  readonly #grower: TreeGrower;
  readonly #tidier: TreeTidier;
  readonly #exchange: ExchangeSearch;
  readonly #ends: EndExchange;
  readonly #spanner: ChainSpanner;
  /** Edges that passes of local search have looked at. */
  #work = 0;

  constructor(graph: TreeGraph, pace: Pace) {
    this.#graph = graph;
    this.#pace = pace;
    this.#grower = new TreeGrower(graph);
    this.#tidier = new TreeTidier(graph);
    this.#exchange = new ExchangeSearch(graph, this.#tidier);
    this.#ends = new EndExchange(graph, this.#tidier);
    this.#spanner = new ChainSpanner(graph, this.#tidier);
  }

  /** A tree over all terminals, which the edges that may be used must allow. */
  grow(start: number, options: GrowOptions): Tree {
    return this.#tidier.tidy(this.#grower.grow(start, options) ?? this.#grower.grow(start) ?? []);
  }

  /**
   * Local search until nothing helps or little is gained.
   * @param leastGain share of the weight that a pass must gain
   * @param untilShare share of the time, where there is a cap by the clock, after which it ends in any case
   */
  async improve(tree: Tree, leastGain = 0, untilShare = 1): Promise<Tree> {
    let best = tree;
    while (!this.#pace.isPast(untilShare)) {
      const exchanged = this.#exchange.pass(best);
      if (this.#pace.spend(300 * this.#graph.edgeCount)) await this.#pace.rest();
      const next = this.#ends.pass(exchanged);
      this.#work += this.#graph.edgeCount;
      if (this.#pace.spend(300 * this.#graph.edgeCount)) await this.#pace.rest();
      if (next.weight >= best.weight) break;
      const isSlow = best.weight - next.weight < leastGain * withoutTolls(this.#graph, best.weight);
      best = next;
      if (isSlow) break;
    }
    return best;
  }

  /** The better of two trees, or what can be picked from both. */
  combine(a: Tree, b: Tree): Tree {
    const both = this.#spanner.span([a.edges, b.edges]);
    return [a, b].reduce((best, tree) => (tree.weight < best.weight ? tree : best), both);
  }

  /** Starts again and combines what is found. @returns the best tree */
  async retry({ work, tries, limit, random, first }: RetryOptions): Promise<Tree> {
    const pool: Tree[] = [first];
    let best = first;
    const end = this.#work + work;
    for (let count = 0; count < tries && this.#work < end && !this.#pace.isOver && best.weight > limit; count++) {
      const shareTried = this.#pace.isTimed ? this.#pace.shareUsed() : Math.max(count / tries, 1 - (end - this.#work) / work);
      this.#pace.report('Improving routes', 0.5 + 0.5 * Math.min(1, shareTried));
      const isFresh = pool.length < 3 || (pool.length < poolSize && random() < 0.3);
      const steer = isFresh ? this.#disturb(random) : this.#lean(pool, random);
      const start = this.#graph.terminals[Math.floor(random() * this.#graph.terminals.length)] ?? 0;
      let tree = await this.improve(this.grow(start, { edgeCost: steer }));
      const both = await this.improve(this.#spanner.span([tree.edges, best.edges]));
      if (both.weight < tree.weight) tree = both;
      if (tree.weight < best.weight) best = tree;
      keep(pool, tree);
    }
    return best;
  }

  #disturb(random: () => number): Float64Array {
    const { toll, edgeCost } = this.#graph;
    const atEnds = toll > 0 && random() < 0.75 ? endDisturbance : disturbance;
    return edgeCost.map((cost) => {
      const most = toll > 0 && cost >= toll ? atEnds : disturbance;
      return cost + withoutTolls(this.#graph, cost) * most * random();
    });
  }

  /** Costs that lean towards the edges of two trees of the pool. */
  #lean(pool: readonly Tree[], random: () => number): Float64Array {
    const share = new Uint8Array(this.#graph.edgeCount);
    for (let parent = 0; parent < 2; parent++) {
      const tree = pool[Math.floor(random() * pool.length)];
      for (const edge of tree?.edges ?? []) share[edge] = (share[edge] ?? 0) + 1;
    }
    return this.#graph.edgeCost.map((cost, edge) => {
      const more = share[edge] === 2 ? 0 : share[edge] === 1 ? 0.2 + 0.3 * random() : 0.5 + 0.8 * random();
      return cost + withoutTolls(this.#graph, cost) * more;
    });
  }
}

/** Keeps a tree unless as good a one is there already or all are better. */
function keep(pool: Tree[], tree: Tree): void {
  if (pool.some((other) => other.weight === tree.weight)) return;
  pool.push(tree);
  pool.sort((a, b) => a.weight - b.weight);
  if (pool.length > poolSize) pool.pop();
}
