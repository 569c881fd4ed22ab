import { stableJson } from '../../base/stable-json.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { buildRouteGraph } from '../../fiber/route-graph.ts';
import { rootTree, type RootedTree } from '../../fiber/rooted-tree.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import type { TreeEffort, TreeSolution } from '../../fiber/tree/problem.ts';
import type { SplitChoice } from '../../fiber/splitting.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import type { DesignReuse, FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { assembleNetwork, type AssembledNetwork } from './assemble.ts';
import { closuresOf } from './closures.ts';
import { groundOf, groundRecord } from './earlier-routes.ts';
import { fibrePlanOf } from './fibre-plan.ts';
import { goOnFrom } from './go-on.ts';
import { designInputsHash } from './inputs-hash.ts';
import { opticalStudy } from './optical-study.ts';
import { placeEquipment } from './placement.ts';
import { hutNeeded } from './offered-huts.ts';
import { prepareRoutes, type PreparedRoutes } from './prepare.ts';
import { keptCents, routeProblem, type RouteProblem } from './route-problem.ts';
import { chooseSplits } from './split-study.ts';
import { terrainFactor } from './terrain-length.ts';

/**
 * Designs the fiber network of a plan: the cheapest tree over everything that can be built along, terminals, cabinets and
 * cables on it, cut by neighbourhood. Same plan, effort and seed: the same network.
 * @param goesOn whether routes are searched only where the ground has changed since the plan's present design; elsewhere they stay
 * @throws AppError study/… when premises, a facility or anything to build along is missing
 */
export async function designFiber(plan: Plan, effort: TreeEffort, job: JobContext, goesOn = false): Promise<FiberNetwork> {
  job.progress('Reading the map', 0);
  const inputsHash = designInputsHash(plan);
  const prepared = await prepareRoutes(plan);
  job.progress('Building the route graph', 0.1);
  await breathe(job);
  const graph = buildRouteGraph(prepared.input);
  const opened = new Set<number>();
  const known = goesOn && plan.fiber !== null && plan.fiber.ground !== null ? plan.fiber : null;
  const first = known === null ? null : await routesFrom(known, known.ground ?? {}, graph, prepared, effort, job);
  let found = first ?? (await findRoutes(graph, prepared, opened, effort, job));
  for (let next = hutNeeded(plan, prepared, graph, found.tree, opened); next !== null;) {
    opened.add(next);
    found = await findRoutes(graph, prepared, opened, effort, job);
    next = hutNeeded(plan, prepared, graph, found.tree, opened);
  }
  const { tree, problem, solution } = found;
  job.progress('Placing terminals and cabinets', 0.9);
  await breathe(job);
  const factor = await terrainFactor(plan.rasters.get('terrain')?.grids ?? []);
  const placement = placeEquipment(plan, prepared, graph, tree);
  await breathe(job);
  const network = withinBudget(plan, (splits) => assembleNetwork(plan, prepared, graph, placement, factor, splits));
  job.progress('Placing terminals and cabinets', 1);
  const decidedCents = keptCents(problem, graph, solution.edges);
  return {
    ...network,
    closures: closuresOf(network, plan.settings, plan.costBook),
    inputsHash,
    effort: effort.effort,
    seed: effort.seed,
    routeCostCents: solution.weight + decidedCents,
    routeLowerBoundCents: solution.lowerBound + decidedCents,
    ground: groundRecord(groundOf(graph, problem), solution.edges),
    reuse: found === first ? first.reuse : null,
  };
}

interface FoundRoutes {
  readonly problem: RouteProblem;
  readonly solution: TreeSolution;
  readonly tree: RootedTree;
}

/** The cheapest tree of routes, some offered facilities being decided. */
async function findRoutes(
  graph: RouteGraph,
  prepared: PreparedRoutes,
  opened: ReadonlySet<number>,
  effort: TreeEffort,
  job: JobContext,
): Promise<FoundRoutes> {
  await breathe(job);
  const problem = routeProblem(graph, prepared, opened);
  await breathe(job);
  const solution = await solveTree(problem, effort, searching(job));
  return { problem, solution, tree: treeOf(graph, solution) };
}

/** The routes of an earlier design, searched anew where the ground has changed since. */
async function routesFrom(
  earlier: FiberNetwork,
  ground: Readonly<Record<string, string>>,
  graph: RouteGraph,
  prepared: PreparedRoutes,
  effort: TreeEffort,
  job: JobContext,
): Promise<FoundRoutes & { reuse: DesignReuse }> {
  const problem = routeProblem(graph, prepared);
  const { solution, reuse } = await goOnFrom(earlier, ground, groundOf(graph, problem), graph, problem, effort, searching(job));
  return { problem, solution, reuse, tree: treeOf(graph, solution) };
}

function searching(job: JobContext): JobContext {
  return { signal: job.signal, progress: (phase, fraction) => job.progress(phase, 0.2 + 0.7 * fraction) };
}

function treeOf({ edges, nodes, root }: RouteGraph, solution: TreeSolution): RootedTree {
  return rootTree(
    nodes.length,
    edges.map(({ from }) => from),
    edges.map(({ to }) => to),
    solution.edges.filter((edge) => edge < edges.length), // without those of opened terminals
    root,
  );
}

/** How often splits are chosen anew from the fibres as they lie with the last ones. */
const SPLIT_ROUNDS = 4;

/**
 * Assembles a network whose light arrives: each cabinet's splits and optics are chosen from the paths as they are, and again
 * where that altered the paths. Of all rounds the one with the fewest paths outside their class counts.
 */
function withinBudget(plan: Plan, assemble: (splits: readonly SplitChoice[] | null) => AssembledNetwork): AssembledNetwork {
  let best: { network: AssembledNetwork; outside: number } | null = null;
  let splits: readonly SplitChoice[] | null = null;
  for (let round = 0; round <= SPLIT_ROUNDS; round++) {
    const network = assemble(splits);
    const fibres = fibrePlanOf(network, plan.settings);
    const outside = opticalStudy(fibres, plan.settings).premises.filter(({ verdict }) => verdict !== 'within').length;
    if (round > 0 && (best === null || outside < best.outside)) best = { network, outside };
    const next = chooseSplits(network, fibres, plan.settings, plan.costBook);
    if (stableJson(next) === stableJson(splits)) break;
    splits = next;
  }
  return best?.network ?? assemble(splits);
}
