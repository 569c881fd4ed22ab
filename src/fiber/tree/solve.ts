import { seededRandom } from '../../base/random.ts';
import type { JobContext } from '../../base/job.ts';
import { findHopeless } from './bound-tests.ts';
import { findDetours, testByTerminals } from './distance-tests.ts';
import { arcsAway, DualAscender, saturatedEdges } from './dual-ascent.ts';
import { Pace } from './pace.ts';
import type { TreeEffort, TreeProblem, TreeSolution, TreeStart } from './problem.ts';
import { ReducibleGraph } from './reducible-graph.ts';
import type { PackedReduction } from './reducible-graph.ts';
import { takeRootComponent } from './root-component.ts';
import { TreeGrower } from './grow-tree.ts';
import { TreeTidier } from './tidy-tree.ts';
import type { Tree } from './tidy-tree.ts';
import type { TreeGraph } from './tree-graph.ts';
import { TreeWorkshop } from './workshop.ts';

/** Rounds of bounding and shrinking at most, by effort. */
const roundsByEffort = [1, 1, 3, 4, 6, 8];
/** Dual solutions from different roots in a round, by effort. */
const dualsByEffort = [1, 1, 2, 4, 6, 8];
/** Local search goes on while a pass gains this share of the weight: in the first round, later. By effort. */
const firstGainByEffort = [0, 2e-3, 1e-3, 5e-4, 0, 0];
const laterGainByEffort = [0, 1e-3, 1e-4, 5e-5, 0, 0];
/** Work spent on trying again, in edges looked at by passes of local search, by effort. */
const retryWorkByEffort = [0, 0, 1_000_000, 5_000_000, 20_000_000, 80_000_000];
/** Tries at most, by effort: small graphs have nothing left to find after that. */
const triesByEffort = [0, 0, 24, 100, 400, 1600];
/** About how many passes one try takes: with less work than that left, none is begun. */
const passesPerTry = 10;
/** Shares of the time, where there is a cap by the clock, for shrinking and improving before the first bound. */
const shrinkingShare = 0.15;
const improvingShare = 0.35;
/** A round is worth another one when it took away this share of the edges. */
const worthShare = 0.03;

/**
 * Finds a cheap tree and a bound below which no tree can be.
 * @param start a tree to go on from, or most of one
 */
export async function solveTree(
  problem: TreeProblem,
  effort: TreeEffort,
  job: JobContext,
  start?: TreeStart,
): Promise<TreeSolution> {
  const pace = new Pace(job, effort);
  await pace.rest();
  const component = takeRootComponent(problem);
  const search = new RouteSearch(component.graph, effort, pace, start && within(start, component.originalEdge));
  const { tree, bound } = start?.improve === false ? await search.bound() : await search.run();
  pace.report('Routes found', 1);
  return {
    edges: tree.edges.map((edge) => component.originalEdge[edge] ?? 0).sort(),
    weight: tree.weight + component.fixedCost,
    lowerBound: Math.min(bound, tree.weight) + component.fixedCost,
    unreached: component.unreached,
  };
}

/** The edges of a start in the graph of a component. */
function within(start: TreeStart, originalEdge: Int32Array): TreeStart {
  const isStart = new Set(start.edges);
  return { ...start, edges: Array.from(originalEdge.keys()).filter((edge) => isStart.has(originalEdge[edge] ?? -1)) };
}

/** Where a round stands when it comes to its bound. */
interface RoundState {
  readonly workshop: TreeWorkshop;
  readonly tree: Tree;
  readonly round: number;
  readonly leastGain: number;
}

/** The course of one search: shrink, find, bound, shrink again; then try again while the effort lasts. */
class RouteSearch {
  readonly #graph: TreeGraph;
  readonly #effort: TreeEffort;
  readonly #pace: Pace;
  readonly #tidier: TreeTidier;
  readonly #reducible: ReducibleGraph;
  /** Whether the search began with a tree that was good already: one round will do. */
  readonly #isGoingOn: boolean;
  #best: Tree;
  #bound = 0;

  constructor(graph: TreeGraph, effort: TreeEffort, pace: Pace, start: TreeStart | undefined) {
    this.#graph = graph;
    this.#effort = effort;
    this.#pace = pace;
    this.#isGoingOn = start !== undefined;
    this.#tidier = new TreeTidier(graph);
    const edgeCost = graph.edgeCost.slice();
    for (const edge of start?.edges ?? []) edgeCost[edge] = 0;
    this.#best = this.#tidier.tidy(new TreeGrower(graph).grow(graph.root, { edgeCost }) ?? []);
    this.#reducible = new ReducibleGraph(graph);
  }

  async run(): Promise<{ tree: Tree; bound: number }> {
    let packed = await this.#shrinkByDistances(3);
    const rounds = this.#isGoingOn ? 1 : (roundsByEffort[this.#effort.effort] ?? 1);
    for (let round = 0; round < rounds && packed && !this.#isDone(); round++) {
      this.#pace.report('Tracing routes', Math.max(this.#pace.shareUsed(), round / (rounds + 4)));
      const edgesBefore: number = packed.graph.edgeCount;
      const workshop = new TreeWorkshop(packed.graph, this.#pace);
      const gains: readonly number[] = round === 0 ? firstGainByEffort : laterGainByEffort;
      const leastGain = this.#pace.isTimed ? (round === 0 ? 1e-3 : 2e-4) : (gains[this.#effort.effort] ?? 0);
      const tree = await this.#improve(packed, workshop, leastGain);
      packed = await this.#boundAndShrink(packed, { workshop, tree, round, leastGain });
      if (packed && packed.graph.edgeCount > (1 - worthShare) * edgesBefore) break;
    }
    if (!packed) {
      this.#record([]);
      this.#bound = this.#best.weight;
    } else if (!this.#isDone() && !this.#isGoingOn) await this.#retry(packed);
    return { tree: this.#best, bound: this.#bound };
  }

  /** Leaves the first tree as it is, and proves how good it is. */
  async bound(): Promise<{ tree: Tree; bound: number }> {
    const tree = this.#best;
    const packed = await this.#shrinkByDistances(1);
    if (!packed) {
      this.#record([]);
      return { tree, bound: this.#best.weight };
    }
    const { graph } = packed;
    const guide = new TreeWorkshop(graph, this.#pace).grow(graph.root, { edgeCost: this.#leaningToBest(packed) });
    const dual = await new DualAscender(graph).run(graph.root, this.#pace, arcsAway(graph, guide.edges, graph.root));
    return { tree, bound: dual.bound + this.#reducible.fixedCost };
  }

  #isDone(): boolean {
    return this.#pace.isOver || this.#bound >= this.#best.weight;
  }

  /** Keeps a tree of the shrunken graph when it is the best so far. @param edges of the reducible graph */
  #record(edges: readonly number[]): void {
    const tree = this.#tidier.tidy(this.#reducible.expand(edges));
    if (tree.weight < this.#best.weight) this.#best = tree;
  }

  #recordPacked(packed: PackedReduction, tree: Tree): void {
    if (tree.weight + this.#reducible.fixedCost >= this.#best.weight) return;
    this.#record(Array.from(tree.edges, (edge) => packed.edgeOf[edge] ?? 0));
  }

  /** The best tree as far as it is still made of edges of the shrunken graph, mended where it is not; then improved. */
  async #improve(packed: PackedReduction, workshop: TreeWorkshop, leastGain: number): Promise<Tree> {
    const tree = await workshop.improve(
      workshop.grow(packed.graph.root, { edgeCost: this.#leaningToBest(packed) }),
      leastGain,
      this.#bound > 0 ? 1 : improvingShare,
    );
    this.#recordPacked(packed, tree);
    return tree;
  }

  /** Costs of the shrunken graph by which what is left of the best tree is free. */
  #leaningToBest({ graph, edgeOf }: PackedReduction): Float64Array {
    const isBest = new Uint8Array(this.#graph.edgeCount);
    for (const edge of this.#best.edges) isBest[edge] = 1;
    return graph.edgeCost.map((cost, edge) =>
      this.#reducible.originalsOf(edgeOf[edge] ?? 0).every((original) => isBest[original] === 1) ? 0 : cost,
    );
  }

  /** One dual solution: its bound, a tree on its saturated edges, and the edges that it rules out. */
  async #boundAndShrink(
    packed: PackedReduction,
    { workshop, tree, round, leastGain }: RoundState,
  ): Promise<PackedReduction | undefined> {
    const { graph, edgeOf } = packed;
    const ascender = new DualAscender(graph);
    const isHopeless = new Uint8Array(graph.edgeCount);
    let guide = tree;
    const duals = dualsByEffort[this.#effort.effort] ?? 1;
    for (let i = 0; i < duals; i++) {
      const root = graph.terminals[((round * duals + i) * 7919) % graph.terminals.length] ?? 0;
      const dual = await ascender.run(root, this.#pace, arcsAway(graph, guide.edges, root));
      this.#bound = Math.max(this.#bound, dual.bound + this.#reducible.fixedCost);
      if (this.#isDone()) return packed;
      const other = workshop.grow(root, { allowed: saturatedEdges(graph, dual) });
      guide = await workshop.improve(workshop.combine(guide, other), leastGain);
      this.#recordPacked(packed, guide);
      for (const edge of findHopeless(graph, dual, this.#best.weight - this.#reducible.fixedCost)) isHopeless[edge] = 1;
    }
    this.#reducible.delete(Array.from(edgeOf).filter((_, edge) => isHopeless[edge] === 1));
    return this.#shrinkByDistances(2);
  }

  async #shrinkByDistances(rounds: number): Promise<PackedReduction | undefined> {
    let packed = this.#reducible.pack();
    // Before the first bound time is kept for it: a tree without a bound tells nobody how good it is.
    const untilShare = this.#bound > 0 ? 1 : shrinkingShare;
    for (let round = 0; round < rounds && packed && !this.#pace.isPast(untilShare); round++) {
      const { edgeOf, graph }: PackedReduction = packed;
      this.#reducible.delete(findDetours(graph).map((edge) => edgeOf[edge] ?? 0));
      await this.#pace.rest();
      const between = this.#reducible.pack();
      if (!between || this.#pace.isPast(untilShare)) return between;
      const found = testByTerminals(between.graph);
      this.#reducible.delete(found.needless.map((edge) => between.edgeOf[edge] ?? 0));
      for (const edge of found.needed) this.#reducible.contract(between.edgeOf[edge] ?? 0);
      await this.#pace.rest();
      packed = this.#reducible.pack();
      if (packed && packed.graph.edgeCount > (1 - worthShare) * graph.edgeCount) break;
    }
    return packed;
  }

  async #retry(packed: PackedReduction): Promise<void> {
    const workshop = new TreeWorkshop(packed.graph, this.#pace);
    const random = seededRandom(this.#effort.seed);
    const work = this.#pace.isTimed ? Infinity : (retryWorkByEffort[this.#effort.effort] ?? 0);
    const limit = this.#bound - this.#reducible.fixedCost;
    const tries = this.#pace.isTimed ? Infinity : (triesByEffort[this.#effort.effort] ?? 0);
    const isEnough = work >= passesPerTry * packed.graph.edgeCount;
    const first = await this.#improve(packed, workshop, isEnough ? 0 : (laterGainByEffort[this.#effort.effort] ?? 0));
    if (!isEnough) return;
    this.#recordPacked(packed, await workshop.retry({ work, tries, limit, random, first }));
  }
}
