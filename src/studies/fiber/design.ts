import { compareText } from '../../base/compare.ts';
import { stableJson } from '../../base/stable-json.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { buildRouteGraph } from '../../fiber/route-graph.ts';
import { rootTree, type RootedTree } from '../../fiber/rooted-tree.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import type { TreeEffort, TreeSolution } from '../../fiber/tree/problem.ts';
import type { SplitChoice } from '../../fiber/splitting.ts';
import type { LongWay } from '../../fiber/tree/limit-paths.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import type { LngLat } from '../../geo/position.ts';
import type { DesignReuse, FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { assembler, type AssembledNetwork } from './assemble.ts';
import { closuresOf } from './closures.ts';
import { DesignMemory } from './design-memory.ts';
import { equipmentRules, splitsThatStay, terminalsThatStay } from './earlier-equipment.ts';
import { handholesOf } from './handholes.ts';
import { groundOf, groundRecord, isPlacedBy, type GroundSquare } from './earlier-routes.ts';
import { fibrePlanOf, type FibrePlan } from './fibre-plan.ts';
import { goOnFrom } from './go-on.ts';
import { designInputsHash } from './inputs-hash.ts';
import { opticalStudy } from './optical-study.ts';
import { placeEquipment, usualSplits, type Placement } from './placement.ts';
import { hutNeeded } from './offered-huts.ts';
import { prepareRoutes, type PreparedRoutes } from './prepare.ts';
import { keptCents, routeProblem, type RouteProblem } from './route-problem.ts';
import { shortenPaths, type PathPrice } from '../../fiber/tree/shorten-paths.ts';
import { limitSentences } from './limit-words.ts';
import { WayLimit } from './limited-ways.ts';
import { keepToSpare, type CableRoom } from './spare-limits.ts';
import { chooseSplits } from './split-study.ts';
import { terrainFactor } from './terrain-length.ts';

/**
 * Designs the fiber network of a plan: the cheapest tree over everything that can be built along, terminals, cabinets and
 * cables on it, cut by neighbourhood. Same plan, effort and seed: the same network.
 * @param goesOn whether routes are searched only where the ground has changed since the plan's present design; elsewhere they stay
 * @param memory what an earlier design found out about the map; the answer is the same without it
 * @throws AppError study/… when premises, a facility or anything to build along is missing
 */
export async function designFiber(
  plan: Plan,
  effort: TreeEffort,
  job: JobContext,
  goesOn = false,
  memory: DesignMemory = new DesignMemory(),
): Promise<FiberNetwork> {
  job.progress('Reading the map', 0);
  const inputsHash = designInputsHash(plan);
  const prepared = await prepareRoutes(plan, new Set(), memory);
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
  job.progress('Placing terminals and cabinets', 0.9);
  await breathe(job);
  const factor = await terrainFactor(plan.rasters.get('terrain')?.grids ?? []);
  const wayLimit = plan.settings.pathLimitM > 0 ? new WayLimit(graph, plan.settings, factor) : null;
  const premisesIds = prepared.premises.map(({ id }) => id);
  const rules = equipmentRules(plan, prepared);
  // What is placed by other rules now, or on routes that were searched everywhere, is placed anew.
  const staying =
    known !== null && found === first && first.reuse.searched !== 'all' && isPlacedBy(known.ground ?? {}, rules) ? known : null;
  const equip = async (routes: FoundRoutes, room: CableRoom): Promise<LitNetwork> => {
    const placement = await placeEquipment(
      plan,
      prepared,
      graph,
      routes.tree,
      (ground) => (staying === null || first === null ? [] : terminalsThatStay(staying, prepared, graph, ground, first.isNear)),
      room,
      job,
    );
    await breathe(job);
    const splits = staying === null ? null : splitsThatStay(staying, prepared, graph, placement);
    return withinBudget(plan, placement, assembler(plan, prepared, graph, placement, factor), splits, job);
  };
  const within = async (): Promise<{ routes: FoundRoutes; equipped: LitNetwork }> => {
    await breathe(job);
    return keepToSpare(plan, prepared, graph, limited(found, wayLimit, graph, prepared), equip, async (start, barred) => {
      await breathe(job);
      const problem = barring(start.problem, barred);
      const solution = await solveTree(problem, effort, quiet(job), {
        edges: start.solution.edges,
        improve: true,
      });
      // What is barred is so for want of fibres: the bound stays that of the map with all its cables.
      const bounded = { ...solution, lowerBound: found.solution.lowerBound };
      const shorter = { ...start, problem, ...shortened(bounded, problem, graph, prepared) };
      return { ...limited(shorter, wayLimit, graph, prepared), problem: start.problem };
    });
  };
  let kept = await within();
  // What was placed may make ways longer than those of the search were.
  for (let again = 0; again < MOST_TIGHTENED && wayLimit !== null; again++) {
    if (!wayLimit.tighten(kept.equipped.fibres, plan.settings, kept.routes.beyond ?? [], premisesIds)) break;
    kept = await within();
  }
  const { routes, equipped } = kept;
  const { network, fibres } = equipped;
  const beyondLimit = wayLimit?.told(fibres, plan, routes.beyond ?? [], premisesIds) ?? [];
  const { problem, solution } = routes;
  const closures = closuresOf(network, fibres, plan.costBook);
  job.progress('Placing terminals and cabinets', 1);
  const decidedCents = keptCents(problem, graph, solution.edges);
  return {
    ...network,
    cabinets: [...network.cabinets].sort((a, b) => compareText(a.id, b.id)),
    closures,
    handholes: handholesOf(network, closures, plan.settings.handholeEveryM, plan.costBook),
    inputsHash,
    effort: effort.effort,
    seed: effort.seed,
    routeCostCents: solution.weight + decidedCents,
    routeLowerBoundCents: solution.lowerBound + decidedCents,
    shorterPathsCents: Math.max(0, solution.weight - routes.cheapest),
    ...(beyondLimit.length > 0 ? { beyondLimit } : {}),
    assumptions: [...network.assumptions, ...limitSentences(beyondLimit, plan.settings.pathLimitM, plan.settings.units)],
    ground: groundRecord(routes.ground ?? groundOf(graph, problem), solution.edges, rules),
    reuse: found === first ? first.reuse : null,
  };
}

interface FoundRoutes {
  /** The ground of the problem, where it is known already. */
  readonly ground?: ReadonlyMap<string, GroundSquare>;
  readonly problem: RouteProblem;
  readonly solution: TreeSolution;
  readonly tree: RootedTree;
  /** Weight of the cheapest tree found, before light got shorter ways. */
  readonly cheapest: number;
  /** Ends beyond the longest way that was asked for. */
  readonly beyond?: readonly LongWay[];
}

/** How often a longest way is aimed lower because what was placed made ways longer. */
const MOST_TIGHTENED = 3;

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
  return { problem, ...shortened(solution, problem, graph, prepared) };
}

/** The routes of an earlier design, searched anew where the ground has changed since. */
async function routesFrom(
  earlier: FiberNetwork,
  ground: Readonly<Record<string, string>>,
  graph: RouteGraph,
  prepared: PreparedRoutes,
  effort: TreeEffort,
  job: JobContext,
): Promise<FoundRoutes & { reuse: DesignReuse; isNear: (position: LngLat) => boolean }> {
  const problem = routeProblem(graph, prepared);
  const here = groundOf(graph, problem);
  const found = await goOnFrom(earlier, ground, here, graph, problem, effort, searching(job));
  // Where nothing is searched the ways are as they were made then; what was paid for them is still paid away from what changed.
  const { searched } = found.reuse;
  const made =
    searched === 'nothing'
      ? { solution: found.solution, tree: treeOf(graph, found.solution), cheapest: found.solution.weight }
      : shortened(found.solution, problem, graph, prepared, searched === 'all' ? () => true : found.isNear);
  const paidBefore = searched === 'all' ? 0 : (earlier.shorterPathsCents ?? 0);
  const routes = { ...made, cheapest: made.cheapest - paidBefore };
  return { problem, ground: here, ...found, ...routes };
}

/**
 * Routes with ways for the light that are as short as is worth what they cost, by `pathMetrePrice`. The bound is that of the cheapest routes still.
 * @param isNear tells where parts may be hung elsewhere; all where it is missing
 */
function shortened(
  solution: TreeSolution,
  problem: RouteProblem,
  graph: RouteGraph,
  { input }: PreparedRoutes,
  isNear: (position: LngLat) => boolean = () => true,
): Pick<FoundRoutes, 'solution' | 'tree' | 'cheapest'> {
  const mayMove = (node: number): boolean => isNear(graph.nodes[node]?.position ?? graph.nodes[graph.root]?.position ?? [0, 0]);
  const shorter =
    input.pathMetreCents === 0
      ? solution
      : shortenPaths(problem, solution.edges, { ...pathPrice(problem, graph, input), mayMove });
  const found = { ...solution, ...shorter };
  return { solution: found, tree: treeOf(graph, found), cheapest: Math.min(solution.weight, found.weight) };
}

/** What a metre of the way to each premises weighs in the search; what is kept by hand stays whatever it weighs. */
function pathPrice(problem: RouteProblem, graph: RouteGraph, input: PreparedRoutes['input']): PathPrice {
  const fibres = new Float64Array(problem.nodeCount);
  graph.premisesNode.forEach((node, premises) => (fibres[node] = input.fibres[premises] ?? 1));
  return {
    lengthM: Float64Array.from(problem.edgeFrom, (_, edge) => graph.edges[edge]?.lengthM ?? 0),
    fibres,
    perFibreM: input.pathMetreCents,
    mustStay: (edge) => problem.kept[edge] === true,
  };
}

/** Routes whose ways keep to the limit, where there is one and as far as the map allows. */
function limited(found: FoundRoutes, limit: WayLimit | null, graph: RouteGraph, { input }: PreparedRoutes): FoundRoutes {
  if (limit === null) return found;
  const { edges, weight, beyond } = limit.apply(found.problem, found.solution.edges, pathPrice(found.problem, graph, input));
  const solution = { ...found.solution, edges, weight };
  return { ...found, solution, tree: treeOf(graph, solution), beyond };
}

function searching(job: JobContext): JobContext {
  return { signal: job.signal, progress: (phase, fraction) => job.progress(phase, 0.2 + 0.7 * fraction) };
}

function quiet({ signal }: JobContext): JobContext {
  return { signal, progress: () => undefined };
}

/** The problem without some edges: they lead nowhere, and all keep their index. */
function barring(problem: RouteProblem, edges: ReadonlySet<number>): RouteProblem {
  const edgeTo = problem.edgeTo.slice();
  for (const edge of edges) edgeTo[edge] = problem.edgeFrom[edge] ?? 0;
  return { ...problem, edgeTo };
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

interface LitNetwork {
  readonly network: AssembledNetwork;
  readonly fibres: FibrePlan;
}

/**
 * Assembles a network whose light arrives: each cabinet's splits and optics are chosen from the paths as they are, and again
 * where that altered the paths. Of all rounds the one with the fewest paths outside their class counts.
 * @param staying how single cabinets divide their light in any case; should a path then be outside its class, all are chosen anew
 */
async function withinBudget(
  plan: Plan,
  placement: Placement,
  assemble: (splits: readonly SplitChoice[] | null) => AssembledNetwork,
  staying: readonly (SplitChoice | null)[] | null,
  job: JobContext,
): Promise<LitNetwork> {
  const { settings, costBook } = plan;
  const areDecided = staying?.every((one) => one !== null) ?? false;
  let best: (LitNetwork & { readonly outside: number }) | null = null;
  let splits = staying === null ? null : usualSplits(placement, settings).map((usual, i) => staying[i] ?? usual);
  for (let round = 0; round <= SPLIT_ROUNDS; round++) {
    await breathe(job);
    const network = assemble(splits);
    await breathe(job);
    const fibres = fibrePlanOf(network, settings);
    await breathe(job);
    const outside = opticalStudy(fibres, settings).premises.filter(({ verdict }) => verdict !== 'within').length;
    if ((round > 0 || areDecided) && (best === null || outside < best.outside)) best = { network, fibres, outside };
    if (areDecided) break;
    const next = chooseSplits(network, fibres, settings, costBook).map((chosen, i) => staying?.[i] ?? chosen);
    if (stableJson(next) === stableJson(splits)) {
      best ??= { network, fibres, outside };
      break;
    }
    splits = next;
  }
  if (staying !== null && (best === null || best.outside > 0)) return withinBudget(plan, placement, assemble, null, job);
  if (best !== null) return best;
  const network = assemble(splits);
  return { network, fibres: fibrePlanOf(network, settings) };
}
