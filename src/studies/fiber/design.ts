import type { JobContext } from '../../base/job.ts';
import { buildRouteGraph, type RouteEdge, type RouteGraph } from '../../fiber/route-graph.ts';
import { rootTree } from '../../fiber/rooted-tree.ts';
import type { TreeEffort, TreeProblem, TreeSolution } from '../../fiber/tree/problem.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { assembleNetwork } from './assemble.ts';
import { designInputsHash } from './inputs-hash.ts';
import { prepareRoutes, type PreparedRoutes } from './prepare.ts';
import { terrainFactor } from './terrain-length.ts';

/**
 * Added to every drop while routes are searched, so that no route runs through somebody's house: a premises then pays it once,
 * a passage would pay it twice. Cents; far above any detour, far below 2^53.
 */
const PASSAGE_PENALTY_CENTS = 1e8;

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
  const edgeAt = (i: number): RouteEdge => edges[kept[i] ?? -1] as RouteEdge; // kept holds indices of edges
  const served = new Set(kept.filter((i) => isDrop(edges[i])).map((i) => edges[i]?.to));
  const problem: TreeProblem = {
    nodeCount: nodes.length,
    edgeFrom: Int32Array.from(kept, (_, i) => edgeAt(i).from),
    edgeTo: Int32Array.from(kept, (_, i) => edgeAt(i).to),
    edgeCost: Float64Array.from(kept, (_, i) => edgeAt(i).costCents + (isDrop(edgeAt(i)) ? PASSAGE_PENALTY_CENTS : 0)),
    nodeCost: Float64Array.from(nodes, (node) =>
      node.kind === 'pole' ? (prepared.input.poles[node.pole]?.makeReadyCents ?? 0) : 0,
    ),
    terminals: Int32Array.from(graph.premisesNode.filter((node) => served.has(node))),
    root: graph.root,
  };
  const solution = await solveTree(problem, effort, {
    signal: job.signal,
    progress: (phase, fraction) => job.progress(phase, 0.2 + 0.7 * fraction),
  });
  const penaltyCents = PASSAGE_PENALTY_CENTS * problem.terminals.length;
  return {
    ...solution,
    edges: solution.edges.map((i) => kept[i] ?? -1),
    weight: solution.weight - penaltyCents,
    lowerBound: Math.max(0, solution.lowerBound - penaltyCents),
  };
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
