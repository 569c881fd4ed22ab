import type { JobContext } from '../../base/job.ts';
import { buildRouteGraph } from '../../fiber/route-graph.ts';
import type { TreeEffort } from '../../fiber/tree/problem.ts';
import { solvePrizeTree } from '../../fiber/tree/prizes.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
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
  const prepared = await prepareRoutes(plan);
  const graph = buildRouteGraph(prepared.input);
  const whole = routeProblem(graph, prepared);
  // What is kept in any case costs nothing more, and has no worth of its own.
  const problem = { ...whole, terminals: whole.terminals.slice(0, graph.premisesNode.length) };
  const all = await solveTree(problem, effort, job);
  const premises = problem.terminals.length - all.unreached.length;
  const averageCents = all.weight / Math.max(1, premises);
  const asked = worthsCents.length > 0 ? worthsCents : WORTHS_BY_AVERAGE.map((share) => Math.round(share * averageCents));
  const unreached = new Set(all.unreached);
  const terminals = problem.terminals.filter((terminal) => !unreached.has(terminal));
  const bounds: Bound[] = [{ worthCents: 0, totalCents: 0 }];
  const found: Found[] = [{ worthCents: Infinity, served: premises, costCents: all.weight }];
  for (const [i, worthCents] of asked.entries()) {
    job.progress(`Routes at ${Math.round(worthCents / 100)} a premises`, i / asked.length);
    const prizes = new Float64Array(terminals.length).fill(worthCents);
    const quiet = { signal: job.signal, progress: () => undefined };
    const one = await solvePrizeTree({ ...problem, terminals, prizes }, effort, quiet);
    const left = one.forgone.length;
    found.push({ worthCents, served: premises - left, costCents: one.weight - left * worthCents });
    bounds.push({ worthCents, totalCents: one.lowerBound });
  }
  const points = byServed(found).map(({ worthCents, served, costCents }) => {
    const proven = bounds.map((bound) => bound.totalCents - bound.worthCents * (premises - served));
    const lowerBoundCents = Math.max(served === premises ? all.lowerBound : 0, ...proven);
    return { worthCents, served, routeCostCents: costCents, lowerBoundCents };
  });
  return { premises, points };
}

/** Routes and left-out premises together cost at least this much at a worth: so routes alone, whatever they serve, are bounded. */
interface Bound {
  readonly worthCents: number;
  readonly totalCents: number;
}

interface Found {
  readonly worthCents: number;
  readonly served: number;
  readonly costCents: number;
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
