import type { JobContext } from '../../base/job.ts';
import { buildRouteGraph, type RouteEdge, type RouteGraph } from '../../fiber/route-graph.ts';
import { rootTree } from '../../fiber/rooted-tree.ts';
import type { TreeEffort, TreeSolution } from '../../fiber/tree/problem.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { assembleNetwork } from './assemble.ts';
import { designInputsHash } from './inputs-hash.ts';
import { prepareRoutes, type PreparedRoutes } from './prepare.ts';
import { terrainFactor } from './terrain-length.ts';

/**
 * Added to every drop while routes are searched, so that no route runs through somebody's house: a premises then pays it once,
 * a passage would pay it twice. Cents: first more than most detours cost, then, if a passage was found all the same, more than any.
 */
const PASSAGE_PENALTIES_CENTS = [1e6, 1e9];

/**
 * Designs the fiber network of a plan: the cheapest tree over everything that can be built along, terminals, cabinets and
 * cables on it, cut by neighbourhood. Same plan, effort and seed: the same network.
 * @throws AppError study/… when premises, a facility or anything to build along is missing
 */
export async function designFiber(plan: Plan, effort: TreeEffort, job: JobContext): Promise<FiberNetwork> {
  job.progress('Reading the map', 0);
  const inputsHash = designInputsHash(plan);
  const prepared = prepareRoutes(plan);
  job.progress('Building the route graph', 0.1);
  const graph = buildRouteGraph(prepared.input);
  const solution = await searchRoutes(graph, prepared, effort, job);
  job.progress('Placing terminals and cabinets', 0.9);
  const edges = graph.edges;
  const tree = rootTree(
    graph.nodes.length,
    edges.map(({ from }) => from),
    edges.map(({ to }) => to),
    solution.edges,
    graph.root,
  );
  const factor = await terrainFactor(plan.rasters.get('terrain')?.grids ?? []);
  const network = assembleNetwork(plan, prepared, graph, tree, factor);
  job.progress('Placing terminals and cabinets', 1);
  return {
    ...network,
    inputsHash,
    effort: effort.effort,
    seed: effort.seed,
    routeCostCents: solution.weight,
    routeLowerBoundCents: solution.lowerBound,
  };
}

/** Finds the tree over all premises that can be reached; the solution's weight and bound are without the penalty. */
async function searchRoutes(
  graph: RouteGraph,
  prepared: PreparedRoutes,
  effort: TreeEffort,
  job: JobContext,
): Promise<TreeSolution> {
  const { edges, nodes } = graph;
  const joined = joinedNodes(graph);
  const kept = edges.flatMap((edge, i) => (joined[edge.from] === 1 ? [i] : []));
  const keptEdges = kept.flatMap((i) => edges[i] ?? []);
  const served = new Set(keptEdges.filter(isDrop).map(({ to }) => to));
  const problem = {
    nodeCount: nodes.length,
    edgeFrom: Int32Array.from(keptEdges, ({ from }) => from),
    edgeTo: Int32Array.from(keptEdges, ({ to }) => to),
    nodeCost: Float64Array.from(nodes, (node) =>
      node.kind === 'pole' ? (prepared.input.poles[node.pole]?.makeReadyCents ?? 0) : 0,
    ),
    terminals: Int32Array.from(graph.premisesNode.filter((node) => served.has(node))),
    root: graph.root,
  };
  const searchJob = {
    signal: job.signal,
    progress: (phase: string, fraction: number) => job.progress(phase, 0.2 + 0.7 * fraction),
  };
  for (const penaltyCents of PASSAGE_PENALTIES_CENTS) {
    const edgeCost = Float64Array.from(keptEdges, (edge) => edge.costCents + (isDrop(edge) ? penaltyCents : 0));
    const solution = await solveTree({ ...problem, edgeCost }, effort, searchJob);
    const reached = problem.terminals.length - solution.unreached.length;
    if (solution.edges.filter((i) => isDrop(keptEdges[i])).length > reached) continue;
    return {
      ...solution,
      edges: solution.edges.map((i) => kept[i] ?? -1),
      weight: solution.weight - penaltyCents * reached,
      lowerBound: Math.max(0, solution.lowerBound - penaltyCents * reached),
    };
  }
  throw new Error('a route runs through premises although that costs more than any detour');
}

function isDrop(edge: RouteEdge | undefined): boolean {
  return edge?.kind === 'drop-aerial' || edge?.kind === 'drop-buried';
}

/** Which nodes hang together with a facility without a passage through premises: 1 for those. */
function joinedNodes({ nodes, edges, root }: RouteGraph): Uint8Array {
  const incident: number[][] = nodes.map(() => []);
  edges.forEach((edge, i) => {
    if (isDrop(edge)) return;
    incident[edge.from]?.push(i);
    incident[edge.to]?.push(i);
  });
  const joined = new Uint8Array(nodes.length);
  const stack = [root];
  joined[root] = 1;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const i of incident[node] ?? []) {
      const edge = edges[i];
      const next = edge === undefined ? node : edge.from === node ? edge.to : edge.from;
      if (joined[next] === 1) continue;
      joined[next] = 1;
      stack.push(next);
    }
  }
  return joined;
}
