import { compareText } from '../../base/compare.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { buildRouteGraph } from '../../fiber/route-graph.ts';
import type { TreeEffort, TreeSolution } from '../../fiber/tree/problem.ts';
import { solvePrizeTree } from '../../fiber/tree/prizes.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import { trimTree } from '../../fiber/tree/trim-tree.ts';
import type { Plan } from '../../plan/plan.ts';
import { prepareRoutes } from './prepare.ts';
import { routeProblem } from './route-problem.ts';

/** The cheapest routes when a premises may cost so much and no more. Cents; routes only, with drops and terminals, without cabinets. */
export interface WorthPoint {
  /** What one more premises may cost; Infinity where all are served. */
  readonly worthCents: number;
  readonly served: number;
  readonly routeCostCents: number;
  /** No routes that serve as many can cost less. */
  readonly lowerBoundCents: number;
  /** Premises that a route can reach and that are left out here: ids, in order. */
  readonly leftOut: readonly string[];
}

/** The curve of cost against premises served. */
export interface WorthCurve {
  /** Premises that some route can reach. */
  readonly premises: number;
  /** Points that differ, by premises served. */
  readonly points: readonly WorthPoint[];
}

/** Shares of the average cost of a premises at which the curve is asked where nobody says at which. */
const WORTHS_BY_AVERAGE = [0.3, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2, 3, 5];

/**
 * What serving more costs: the routes are searched again with every premises worth a certain amount, and those that cost more than
 * they are worth are left out. Premises on shared routes stand or fall together.
 * @param worthsCents amounts to ask for; empty for a row of them about the average
 */
export async function worthCurve(
  plan: Plan,
  worthsCents: readonly number[],
  effort: TreeEffort,
  job: JobContext,
): Promise<WorthCurve> {
  const { premises, all, atWorth, averageCents } = await prizeSearch(plan, effort, job);
  const asked = worthsCents.length > 0 ? worthsCents : WORTHS_BY_AVERAGE.map((share) => Math.round(share * averageCents));
  const bounds: Bound[] = [{ worthCents: 0, totalCents: 0 }];
  const found: Found[] = [{ worthCents: Infinity, served: premises, costCents: all.weight, leftOut: [] }];
  for (const [i, worthCents] of asked.entries()) {
    job.progress(`Routes at ${Math.round(worthCents / 100)} a premises`, i / asked.length);
    const one = await atWorth(worthCents);
    found.push(one);
    bounds.push(one.bound);
  }
  const points = byServed(found).map(({ worthCents, served, costCents, leftOut }) => {
    const proven = bounds.map((bound) => bound.totalCents - bound.worthCents * (premises - served));
    const lowerBoundCents = Math.max(served === premises ? all.lowerBound : 0, ...proven);
    return { worthCents, served, routeCostCents: costCents, lowerBoundCents, leftOut };
  });
  return { premises, points };
}

/** What a budget reaches. Routes only, with drops and terminals, as on the curve. */
export interface BudgetAnswer {
  readonly premises: number;
  readonly budgetCents: number;
  /** The most premises that were found for the money, and their routes. */
  readonly served: number;
  readonly routeCostCents: number;
  /** Proven: no routes within the budget serve more. */
  readonly servedAtMost: number;
  /** Premises that a route can reach and that these routes leave out: ids, in order. */
  readonly leftOut: readonly string[];
}

/** So often is asked at most; a town of 400 premises needs six. */
const MOST_STEPS = 12;
/** Where routes that differ by so large a share of all premises have nothing between them: one worth above, whose routes can be trimmed, and one below, which bounds better. */
const WIDE_GAP = 0.02;
const ABOUT_A_GAP = [1.2, 0.9];

/**
 * The most premises that routes within a budget serve. Of the routes that keep to it and of those that are too dear the best are known; asked is
 * at the worth of a premises at which both are as good. What lies between on the curve comes up there, and takes the place of one of them; where
 * nothing does, no worth has anything better. Where many stand or fall together (a village behind a long trunk) no worth reaches just some of
 * them; so the cheapest routes that are too dear are trimmed, too.
 */
export async function withinBudget(plan: Plan, budgetCents: number, effort: TreeEffort, job: JobContext): Promise<BudgetAnswer> {
  const { premises, ids, all, atWorth, trimmed } = await prizeSearch(plan, effort, job);
  if (all.weight <= budgetCents)
    return { premises, budgetCents, served: premises, routeCostCents: all.weight, servedAtMost: premises, leftOut: [] };
  let best: Reached = { served: 0, costCents: 0, leftOut: ids };
  let tooDear: Routes & Reached = { served: premises, edges: all.edges, costCents: all.weight, forgone: [], leftOut: [] };
  let servedAtMost = premises;
  /** Whether that worth had something new. */
  const ask = async (worthCents: number): Promise<boolean> => {
    const one = await atWorth(worthCents);
    // Routes that serve n cost at least L(λ) − λ · (all − n): within the budget n can be no larger than this.
    servedAtMost = Math.min(servedAtMost, Math.floor(premises - (one.bound.totalCents - budgetCents) / worthCents));
    const isTooDear = one.costCents > budgetCents;
    const isNew = isTooDear ? one.costCents < tooDear.costCents : better(best, one) === one;
    if (isNew && isTooDear) tooDear = one;
    else if (isNew) best = one;
    return isNew;
  };
  let evenCents = 1;
  for (let step = 0; step < MOST_STEPS && tooDear.served > best.served; step++) {
    job.progress('Routes within the budget', step / MOST_STEPS);
    evenCents = Math.max(1, Math.round((tooDear.costCents - best.costCents) / (tooDear.served - best.served)));
    if (!(await ask(evenCents))) break;
  }
  if (tooDear.served - best.served > WIDE_GAP * premises)
    for (const share of ABOUT_A_GAP) await ask(Math.max(1, Math.round(evenCents * share)));
  best = better(best, trimmed(tooDear, budgetCents));
  return {
    premises,
    budgetCents,
    served: best.served,
    routeCostCents: best.costCents,
    servedAtMost: Math.max(best.served, servedAtMost),
    leftOut: best.leftOut,
  };
}

function better(one: Reached, other: Reached): Reached {
  return other.served > one.served || (other.served === one.served && other.costCents < one.costCents) ? other : one;
}

/** The routes to all premises, and a way to ask for those to what is worth it. */
async function prizeSearch(
  plan: Plan,
  effort: TreeEffort,
  job: JobContext,
): Promise<{
  readonly premises: number;
  /** Their ids, in order. */
  readonly ids: readonly string[];
  readonly all: TreeSolution;
  readonly averageCents: number;
  atWorth(worthCents: number): Promise<Found & Routes & { readonly bound: Bound }>;
  /** What is left of routes that keep to a budget. */
  trimmed(routes: Routes, budgetCents: number): Reached;
}> {
  job.progress('Reading the map', 0);
  await breathe(job);
  const prepared = await prepareRoutes(plan);
  await breathe(job);
  const graph = buildRouteGraph(prepared.input);
  await breathe(job);
  const whole = routeProblem(graph, prepared);
  // What is kept in any case costs nothing more, and has no worth of its own.
  const problem = { ...whole, terminals: whole.terminals.slice(0, graph.premisesNode.length) };
  const all = await solveTree(problem, effort, job);
  const unreached = new Set(all.unreached);
  const terminals = problem.terminals.filter((terminal) => !unreached.has(terminal));
  const premises = terminals.length;
  const idAt = new Map(graph.premisesNode.map((node, i) => [node, prepared.premises[i]?.id ?? '']));
  const idsOf = (nodes: Iterable<number>): string[] => Array.from(nodes, (node) => idAt.get(node) ?? '').sort(compareText);
  const quiet = { signal: job.signal, progress: () => undefined };
  return {
    premises,
    ids: idsOf(terminals),
    all,
    averageCents: all.weight / Math.max(1, premises),
    async atWorth(worthCents) {
      const prizes = new Float64Array(premises).fill(worthCents);
      const one = await solvePrizeTree({ ...problem, terminals, prizes }, effort, quiet);
      const left = one.forgone.length;
      return {
        worthCents,
        served: premises - left,
        costCents: one.weight - left * worthCents,
        edges: one.edges,
        forgone: one.forgone,
        leftOut: idsOf(one.forgone),
        bound: { worthCents, totalCents: one.lowerBound },
      };
    },
    trimmed({ edges, forgone }, budgetCents) {
      const { weight, cutOff } = trimTree(problem, edges, budgetCents);
      const leftOut = idsOf([...forgone, ...cutOff]);
      return { served: premises - leftOut.length, costCents: weight, leftOut };
    },
  };
}

/** Routes and left-out premises together cost at least this much at a worth: so routes alone, whatever they serve, are bounded. */
interface Bound {
  readonly worthCents: number;
  readonly totalCents: number;
}

/** Routes, and the premises that they leave out, as the search has them. */
interface Routes {
  readonly edges: Int32Array;
  readonly costCents: number;
  /** Nodes of premises. */
  readonly forgone: Iterable<number>;
}

interface Reached {
  readonly served: number;
  readonly costCents: number;
  readonly leftOut: readonly string[];
}

interface Found extends Reached {
  readonly worthCents: number;
}

/** One point for each number served, the cheapest; none that serves less for as much. */
function byServed(found: readonly Found[]): Found[] {
  const sorted = [...found].sort((a, b) => b.served - a.served || a.costCents - b.costCents);
  const kept: Found[] = [];
  for (const point of sorted) {
    const more = kept.at(-1);
    if (more === undefined || (point.served < more.served && point.costCents < more.costCents)) kept.push(point);
  }
  return kept.reverse();
}
