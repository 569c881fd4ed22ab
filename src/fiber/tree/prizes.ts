import type { JobContext } from '../../base/job.ts';
import type { TreeEffort, TreeProblem } from './problem.ts';
import { solveTree } from './solve.ts';

/**
 * The prize-collecting problem: terminals may be left out, each at the price of its prize. The cheapest network that serves what is
 * worth serving.
 */
export interface PrizeProblem extends Omit<TreeProblem, 'root'> {
  /** What is lost without each of `terminals`, in the unit of the costs; Infinity where it must be served. */
  readonly prizes: Float64Array;
  /** Always part of the tree; undefined where the tree may lie anywhere and may be a single node. */
  readonly root: number | undefined;
}

/** A tree over the terminals worth their cost. */
export interface PrizeSolution {
  /** Indices into the problem's edges, ascending. */
  readonly edges: Int32Array;
  /** Sum of the costs of the tree's edges and nodes and of the prizes of the terminals left out. */
  readonly weight: number;
  /** No other choice can weigh less; ≤ weight. */
  readonly lowerBound: number;
  /** Terminals left out for their cost, ascending. */
  readonly forgone: Int32Array;
  /** Terminals that must be served and have no path to the root, ascending. */
  readonly unreached: Int32Array;
}

/**
 * Every terminal with a prize gets an end of its own: a leaf that hangs on the terminal for nothing or on the root for the prize
 * (Ljubić et al., An algorithmic framework for the exact solution of the prize-collecting Steiner tree problem, 2006). What is left is a
 * tree problem whose bound and weight hold for this one.
 */
export async function solvePrizeTree(problem: PrizeProblem, effort: TreeEffort, job: JobContext): Promise<PrizeSolution> {
  return problem.root === undefined ? solveAnywhere(problem, effort, job) : solveFrom(problem, problem.root, effort, job);
}

async function solveFrom(problem: PrizeProblem, root: number, effort: TreeEffort, job: JobContext): Promise<PrizeSolution> {
  const { terminals, prizes, terminalsAreEnds } = problem;
  const from = [...problem.edgeFrom];
  const to = [...problem.edgeTo];
  const cost = [...problem.edgeCost];
  const ends: number[] = [];
  const leftOutBy = new Map<number, number>();
  terminals.forEach((terminal, i) => {
    const prize = prizes[i] ?? Infinity;
    if (terminal === root || prize === 0) return;
    // Premises are ends themselves; any other terminal may be passed through and gets one.
    const end = terminalsAreEnds ? terminal : problem.nodeCount + ends.length;
    if (end !== terminal) link(from, to, cost, [terminal, end, 0]);
    if (prize < Infinity) {
      leftOutBy.set(from.length, terminal);
      link(from, to, cost, [root, end, prize]);
    }
    ends.push(end);
  });
  const nodeCount = problem.nodeCount + ends.length;
  const nodeCost = new Float64Array(nodeCount);
  if (problem.nodeCost) nodeCost.set(problem.nodeCost);
  const solution = await solveTree(
    {
      nodeCount,
      nodeCost,
      edgeFrom: Int32Array.from(from),
      edgeTo: Int32Array.from(to),
      edgeCost: Float64Array.from(cost),
      terminals: Int32Array.from(ends),
      terminalsAreEnds: true,
      root,
    },
    effort,
    job,
  );
  const forgone = [...solution.edges].flatMap((edge) => leftOutBy.get(edge) ?? []);
  return {
    ...solution,
    edges: solution.edges.filter((edge) => edge < problem.edgeFrom.length),
    forgone: Int32Array.from(forgone).sort(),
  };
}

function link(from: number[], to: number[], cost: number[], [a, b, price]: readonly [number, number, number]): void {
  from.push(a);
  to.push(b);
  cost.push(price);
}

/**
 * Tries every terminal as the root, the dearest first, without those tried before: each tree is found from the dearest terminal in it.
 * A root is given more than a first look only where its bound leaves something to gain. All of them share the time that there is: what is
 * not tried then holds none of the terminals tried before, and forgoes their prizes at least.
 */
async function solveAnywhere(problem: PrizeProblem, effort: TreeEffort, job: JobContext): Promise<PrizeSolution> {
  const { terminals, prizes } = problem;
  const order = Array.from(terminals, (_, i) => i).sort((a, b) => (prizes[b] ?? 0) - (prizes[a] ?? 0) || a - b);
  let best: PrizeSolution = nothingServed(problem);
  let lowerBound = best.weight;
  let passedOver = 0;
  const left = prizes.slice();
  const { seconds, nowMs } = effort;
  const endMs = nowMs === undefined ? Infinity : nowMs() + 1000 * (seconds ?? Infinity);
  const within = (most: TreeEffort['effort']): TreeEffort =>
    nowMs === undefined || seconds === undefined
      ? { ...effort, effort: most }
      : { ...effort, effort: most, seconds: Math.max(0, endMs - nowMs()) / 1000 };
  for (const i of order) {
    if (passedOver >= best.weight) break;
    if (nowMs !== undefined && nowMs() >= endMs) {
      lowerBound = Math.min(lowerBound, passedOver);
      break;
    }
    const root = terminals[i];
    const rooted = { ...problem, prizes: left };
    let found = await solveFrom(rooted, root ?? 0, within(1), job);
    if (found.lowerBound + passedOver < best.weight && found.lowerBound < found.weight) {
      found = await solveFrom(rooted, root ?? 0, within(effort.effort), job);
    }
    lowerBound = Math.min(lowerBound, found.lowerBound + passedOver);
    if (found.weight + passedOver < best.weight) {
      const skipped = order.slice(0, order.indexOf(i)).map((j) => terminals[j] ?? 0);
      const inTree = new Set([root, ...Array.from(found.edges, (edge) => [problem.edgeFrom[edge], problem.edgeTo[edge]]).flat()]);
      const missed = skipped.filter((terminal) => !inTree.has(terminal));
      const missedPrizes = missed.reduce((sum, terminal) => sum + (prizes[terminals.indexOf(terminal)] ?? 0), 0);
      best = { ...found, weight: found.weight + missedPrizes, forgone: Int32Array.from([...found.forgone, ...missed]).sort() };
    }
    passedOver += prizes[i] ?? 0;
    left[i] = 0;
  }
  return { ...best, lowerBound: Math.min(lowerBound, best.weight) };
}

/** The answer that serves nobody. */
function nothingServed({ terminals, prizes }: PrizeProblem): PrizeSolution {
  const weight = prizes.reduce((sum, prize) => sum + prize, 0);
  const none = new Int32Array(0);
  return { edges: none, weight, lowerBound: weight, forgone: terminals.slice().sort(), unreached: none };
}
