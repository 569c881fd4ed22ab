import type { JobContext } from '../../base/job.ts';
import { localProblem } from '../../fiber/local-problem.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import type { TreeEffort, TreeProblem, TreeSolution } from '../../fiber/tree/problem.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import type { LngLat } from '../../geo/position.ts';
import type { DesignReuse, FiberNetwork } from '../../plan/network.ts';
import { compareGround, edgesOfNetwork, nearSquares, type GroundSquare } from './earlier-routes.ts';

/** Where more of the ground than this share has changed, as by a price, there is no rest to leave alone. */
const MOST_CHANGED = 0.4;

/**
 * The routes of an earlier design made right for the ground as it is now. In squares that changed, and those beside them, they are searched
 * anew; farther off they stay. Where most has changed all are improved, from the earlier ones on. The bound is of the whole graph either way.
 * @param record what the earlier design keeps of the ground that it was made on
 * @param ground the ground as it is now
 * @returns also which places lie where the ground has changed, or near by
 */
export async function goOnFrom(
  earlier: FiberNetwork,
  record: Readonly<Record<string, string>>,
  ground: ReadonlyMap<string, GroundSquare>,
  graph: RouteGraph,
  problem: TreeProblem,
  effort: TreeEffort,
  job: JobContext,
): Promise<{ solution: TreeSolution; reuse: DesignReuse; isNear: (position: LngLat) => boolean }> {
  const { changed, used } = compareGround(record, ground);
  const inChanged = new Set([...changed].flatMap((square) => ground.get(square)?.edges ?? []));
  const before = [...used, ...edgesOfNetwork(graph, problem, earlier, inChanged)];
  const isNear = nearSquares(changed);
  const searched = changed.size === 0 ? 'nothing' : changed.size > MOST_CHANGED * ground.size ? 'all' : 'around';
  // Mended first: what is forbidden now has left gaps.
  const whole = await solveTree(problem, effort, job, { edges: before, improve: searched === 'all' });
  const solution = searched === 'around' ? await aroundOnly(whole) : whole;
  const wasThere = new Set(before);
  let [routeM, keptM] = [0, 0];
  for (const edge of solution.edges) {
    const lengthM = graph.edges[edge]?.lengthM ?? 0;
    routeM += lengthM;
    if (wasThere.has(edge)) keptM += lengthM;
  }
  return { solution, reuse: { squaresChanged: changed.size, squares: ground.size, searched, routeM, keptM }, isNear };

  async function aroundOnly(first: TreeSolution): Promise<TreeSolution> {
    const original = new Map<number, number>();
    for (let edge = graph.edges.length; edge < problem.edgeFrom.length; edge++)
      original.set(problem.edgeTo[edge] ?? -1, problem.edgeFrom[edge] ?? -1);
    const isOutside = (node: number): boolean => {
      const at = graph.nodes[node] ?? graph.nodes[original.get(node) ?? -1];
      return at !== undefined && !isNear(at.position);
    };
    const local = localProblem(problem, first.edges, isOutside);
    const best = await solveTree(local, effort, job);
    const found = [...local.staying, ...Array.from(best.edges).flatMap((edge) => local.originalEdge[edge] ?? [])];
    const edges = withoutDeadEnds(problem, found).sort((a, b) => a - b);
    const weight = weightOf(problem, edges);
    // The search around may, at worst, be no better than what was mended.
    return weight <= first.weight ? { ...first, edges: Int32Array.from(edges), weight } : first;
  }
}

/** What stayed may lead nowhere any more. */
function withoutDeadEnds({ edgeFrom, edgeTo, nodeCount, terminals, root }: TreeProblem, edges: readonly number[]): number[] {
  const isWanted = new Uint8Array(nodeCount);
  for (const node of [root, ...terminals]) isWanted[node] = 1;
  const at: number[][] = [];
  for (const edge of edges) for (const node of [edgeFrom[edge] ?? 0, edgeTo[edge] ?? 0]) (at[node] ??= []).push(edge);
  const gone = new Set<number>();
  const open = Object.keys(at).map(Number);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const left = (at[node] ?? []).filter((edge) => !gone.has(edge));
    const [edge] = left;
    if (left.length !== 1 || edge === undefined || isWanted[node] === 1) continue;
    gone.add(edge);
    open.push(edgeFrom[edge] === node ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0));
  }
  return edges.filter((edge) => !gone.has(edge));
}

/** What a tree costs: its edges, and its nodes other than the root. */
function weightOf({ edgeFrom, edgeTo, edgeCost, nodeCost, root }: TreeProblem, edges: readonly number[]): number {
  const nodes = new Set<number>();
  let weight = 0;
  for (const edge of edges) {
    weight += edgeCost[edge] ?? 0;
    nodes.add(edgeFrom[edge] ?? 0).add(edgeTo[edge] ?? 0);
  }
  for (const node of nodes) if (node !== root) weight += nodeCost?.[node] ?? 0;
  return weight;
}
