import type { JobContext } from '../../base/job.ts';
import { localProblem } from '../../fiber/local-problem.ts';
import { buildRouteGraph } from '../../fiber/route-graph.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import type { TreeEffort, TreeProblem } from '../../fiber/tree/problem.ts';
import { takeRootComponent } from '../../fiber/tree/root-component.ts';
import { solveTree } from '../../fiber/tree/solve.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';
import { featuresOf } from '../../plan/feature-table.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { isClosedPole, pointOf, prepareRoutes, text } from './prepare.ts';
import { ITEM, likelyCents } from './prices.ts';
import { routeProblem } from './route-problem.ts';

/** What it is worth to replace one pole, against all detours that leave the design as it is farther away. */
export interface PoleWorth {
  readonly poleId: string;
  readonly owner: string | null;
  readonly position: LngLat;
  /** Marked as closed to us now. */
  readonly closed: boolean;
  /** What it is taken to cost: a replacement by the book. */
  readonly replacementCents: number;
  /** Proven: no detour costs less than the routes found with the pole replaced and this much more; 0 where nothing is proven. */
  readonly savesAtLeastCents: number;
  /** The best routes found without it less the best found with it. */
  readonly detourCents: number;
  /** Premises that no route reaches without it. */
  readonly onlyWayFor: number;
}

export interface PoleQuestion {
  /** Poles to ask about; empty for those that are closed to us, or where none is, for those on which most of the design hangs. */
  readonly poleIds: readonly string[];
  /** So many of the latter. */
  readonly most: number;
  /** Farther than this from the pole the design stays as it is, metres. */
  readonly aroundM: number;
}

/**
 * The marginal value of bad poles: the routes around each are searched with the pole at the price of its replacement, and without it. What is
 * saved is proven where even the lower bound without it is above the routes found with it.
 */
export async function poleWorths(
  plan: Plan,
  { poleIds, most, aroundM }: PoleQuestion,
  effort: TreeEffort,
  job: JobContext,
): Promise<PoleWorth[]> {
  const closed = new Set([...featuresOf(layerTable(plan, 'poles'))].filter(isClosedPole).map(({ id }) => id));
  const asked = new Set(poleIds.length > 0 ? poleIds : closed.size > 0 ? closed : busiestPoles(plan, most));
  const prepared = await prepareRoutes(plan, asked);
  const graph = buildRouteGraph(prepared.input);
  const whole = routeProblem(graph, prepared);
  const replacementCents = Math.round(likelyCents(plan.costBook, ITEM.replacement));
  const nodeOf = poleNodes(graph);
  // As the map stands: without all closed poles that are asked about.
  const barred = new Set(prepared.poles.flatMap(({ id }, i) => (closed.has(id) ? [nodeOf.get(i) ?? -1] : [])));
  const base = await solveTree(barring(whole, barred), effort, job);
  const distanceM = distances(graph, whole);
  const quiet = { signal: job.signal, progress: () => undefined };
  const worths: PoleWorth[] = [];
  for (const [i, pole] of prepared.poles.entries()) {
    const node = nodeOf.get(i);
    if (!asked.has(pole.id) || node === undefined) continue;
    job.progress(`Routes with and without ${pole.id}`, worths.length / asked.size);
    const others = new Set([...barred].filter((one) => one !== node));
    const isOutside = distanceM(pointOf(pole), aroundM);
    const around = (nodes: ReadonlySet<number>): TreeProblem =>
      localProblem(replaced(barring(whole, nodes), node, replacementCents), base.edges, isOutside);
    const best = await solveTree(around(others), effort, quiet);
    const other = await solveTree(around(new Set([...others, node])), effort, quiet);
    // Routes without the pole are routes with it, too.
    const onlyWayFor = cutOff(barring(whole, new Set([...others, node]))) - cutOff(barring(whole, others));
    const bestCents = onlyWayFor > 0 ? best.weight : Math.min(best.weight, other.weight);
    worths.push({
      poleId: pole.id,
      owner: text(pole.fields['owner']) ?? null,
      position: pointOf(pole),
      closed: closed.has(pole.id),
      replacementCents,
      savesAtLeastCents: onlyWayFor > 0 ? 0 : Math.max(0, Math.round(other.lowerBound - bestCents)),
      detourCents: onlyWayFor > 0 ? 0 : Math.round(other.weight - bestCents),
      onlyWayFor,
    });
  }
  return worths.sort(
    (a, b) => b.savesAtLeastCents - a.savesAtLeastCents || b.onlyWayFor - a.onlyWayFor || b.detourCents - a.detourCents,
  );
}

/** Poles of the present design by the premises beyond them. */
function busiestPoles({ fiber }: Plan, most: number): string[] {
  const beyond = new Map<string, number>();
  for (const { to, premisesServed } of fiber?.stretches ?? []) {
    const id = to.startsWith('pole:') ? to.slice('pole:'.length) : null;
    if (id !== null) beyond.set(id, Math.max(beyond.get(id) ?? 0, premisesServed));
  }
  return [...beyond]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([id]) => id);
}

function poleNodes({ nodes }: RouteGraph): Map<number, number> {
  return new Map(nodes.flatMap((node, i) => (node.kind === 'pole' ? [[node.pole, i] as const] : [])));
}

/** How many terminals hang together with no facility. */
function cutOff(problem: TreeProblem): number {
  return takeRootComponent(problem).unreached.length;
}

/** The problem with some nodes barred: their edges lead nowhere. Edges keep their index. */
function barring(problem: TreeProblem, nodes: ReadonlySet<number>): TreeProblem {
  if (nodes.size === 0) return problem;
  const edgeTo = problem.edgeTo.slice();
  problem.edgeFrom.forEach((from, edge) => {
    if (nodes.has(from) || nodes.has(edgeTo[edge] ?? -1)) edgeTo[edge] = from;
  });
  return { ...problem, edgeTo };
}

function replaced(problem: TreeProblem, node: number, cents: number): TreeProblem {
  const nodeCost = problem.nodeCost?.slice() ?? new Float64Array(problem.nodeCount);
  nodeCost[node] = cents;
  return { ...problem, nodeCost };
}

/** Tells which nodes lie farther from a place than so many metres; copies of nodes lie where these do. */
function distances(
  { nodes, edges }: RouteGraph,
  { edgeFrom, edgeTo }: TreeProblem,
): (from: LngLat, farM: number) => (node: number) => boolean {
  const original = new Map<number, number>();
  for (let edge = edges.length; edge < edgeFrom.length; edge++) original.set(edgeTo[edge] ?? -1, edgeFrom[edge] ?? -1);
  return (from, farM) => {
    const far = nodes.map(({ position }) => shortDistanceM(position, from) > farM);
    return (node) => far[node] ?? far[original.get(node) ?? -1] ?? false;
  };
}
