import { sumOf } from '../../cost/take-off.ts';
import type { RouteEdge, RouteGraph } from '../../fiber/route-input.ts';
import type { FiberNetwork, InService, Stretch } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { billOf } from '../build-plan/bill.ts';
import type { AssembledNetwork } from './assemble.ts';
import { closuresOf } from './closures.ts';
import { handholesOf } from './handholes.ts';
import { withSpare } from '../../fiber/cables.ts';
import type { FibrePlan } from './fibre-plan.ts';
import type { PreparedRoutes } from './prepare.ts';
import { spareRule } from './tier-cables.ts';

/** How many fibres to premises an edge of the graph can carry towards a cabinet. */
export type CableRoom = (edge: RouteEdge | undefined) => number;

interface Equipped {
  readonly network: AssembledNetwork;
  readonly fibres: FibrePlan;
}

/**
 * Keeps a design to the fibres that cables in service have to spare. The routes were found as if these had no end. Where more would run in one than it can
 * lend, these are weighed by the whole bill, connections at full take-up included: cabinets beyond the cable, so that fewer fibres pass; leaving the cable to the
 * places nearest to where it is entered; leaving it to the farthest; doing without it, by a cable of our own beside it or another way.
 * @param search the routes without some edges of the graph, going on from others
 */
export async function keepToSpare<Routes extends object, Lit extends Equipped>(
  plan: Plan,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  found: Routes,
  equip: (routes: Routes, room: CableRoom) => Promise<Lit>,
  search: (start: Routes, barred: ReadonlySet<number>) => Promise<Routes>,
): Promise<{ routes: Routes; equipped: Lit }> {
  const lend = (share: (spare: number) => number): CableRoom => {
    return (edge) => {
      const cable = prepared.cables[edge?.piece?.cable ?? -1];
      return cable === undefined ? Infinity : share(cable.spareFibres);
    };
  };
  const whole = lend((spare) => mostWithin(spare, plan));
  const none = lend(() => 0);
  let best = { routes: found, equipped: await equip(found, () => Infinity) };
  let barred: ReadonlySet<number> = new Set();
  const weighed = new Set<string>();
  for (;;) {
    const full = overfullCables(best.equipped.network).filter((cable) => !weighed.has(cable));
    const [cable] = full;
    if (cable === undefined) break;
    weighed.add(cable);
    const tries = [
      { ...best, equipped: await equip(best.routes, whole), barred },
      { ...best, equipped: await equip(best.routes, none), barred },
    ];
    for (const more of waysToDoWithLess(cable, best.equipped.network, prepared, graph)) {
      const without = new Set([...barred, ...more]);
      const routes = await search(found, without);
      tries.push({ routes, equipped: await equip(routes, whole), barred: without });
    }
    const ranked = tries
      .filter(({ equipped }) => !overfullCables(equipped.network).includes(cable))
      .map((one) => ({ ...one, lost: one.equipped.network.notReached.length, cents: billCents(one.equipped, plan) }))
      .sort((a, b) => a.lost - b.lost || a.cents - b.cents);
    const [cheapest] = ranked;
    if (cheapest !== undefined) [best, barred] = [cheapest, cheapest.barred];
  }
  // What is over full still, because it became so by what was done for another cable, is done without.
  for (let full = overfullCables(best.equipped.network); full.length > 0; full = overfullCables(best.equipped.network)) {
    barred = new Set([...barred, ...full.flatMap((cable) => edgesOf(cable, prepared, graph))]);
    const routes = await search(found, barred);
    best = { routes, equipped: await equip(routes, whole) };
  }
  return { routes: best.routes, equipped: best.equipped };
}

/** Cables in service, by key, that have fewer fibres to spare than a network wants of them somewhere, the fullest first. */
export function overfullCables({ stretches }: Pick<FiberNetwork, 'stretches'>): string[] {
  const over = new Map<string, number>();
  for (const { inService, fibres } of stretches)
    if (inService !== undefined && fibres > inService.spareFibres)
      over.set(inService.cable, Math.max(over.get(inService.cable) ?? 0, fibres - inService.spareFibres));
  return [...over].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([cable]) => cable);
}

/** The most fibres that fit into so many together with the spare ones that the settings ask for. */
function mostWithin(spare: number, { settings }: Plan): number {
  let most = spare;
  while (most > 0 && withSpare(most, spareRule(settings)) > spare) most--;
  return most;
}

function billCents({ network, fibres }: Equipped, plan: Plan): number {
  const closures = closuresOf(network, fibres, plan.costBook);
  const handholes = handholesOf(network, closures, plan.settings.handholeEveryM, plan.costBook);
  return sumOf(billOf({ ...network, closures, handholes }, plan.costBook)).likelyCents;
}

/** Sets of edges of the graph without which less would run in a cable. */
function waysToDoWithLess(
  cable: string,
  { stretches }: Pick<FiberNetwork, 'stretches'>,
  prepared: PreparedRoutes,
  graph: RouteGraph,
): number[][] {
  const whole = edgesOf(cable, prepared, graph);
  const within = (one: number, [a, b]: readonly [number, number]): boolean => {
    const piece = graph.edges[one]?.piece;
    return piece !== undefined && piece.fromM >= a - 0.01 && piece.toM <= b + 0.01;
  };
  const nearest: number[] = [];
  const farthest: number[] = [];
  for (const run of runsIn(cable, stretches)) {
    const [first] = run;
    if (first === undefined || first.fibres <= first.inService.spareFibres) continue;
    const { spareFibres } = first.inService;
    // Those before this stretch fit; what lies beyond has to come another way.
    const cut = run.findLast(({ fibres }) => fibres < first.fibres && first.fibres - fibres <= spareFibres);
    const [from, to] = cut === undefined ? [-1, -1] : [cut.inService.fromM, cut.inService.toM];
    nearest.push(...whole.filter((one) => within(one, [Math.min(from, to), Math.max(from, to)])));
    // Those beyond this stretch fit; the openings before it stay shut.
    const rest = run.findIndex(({ fibres }) => fibres <= spareFibres);
    const shut = rest < 0 ? [] : run.slice(1, rest + 1).map(({ inService }) => inService.fromM);
    farthest.push(...openingsAt(cable, shut, prepared, graph));
  }
  return [nearest, farthest, whole].filter((edges) => edges.length > 0);
}

type LentStretch = Stretch & { readonly inService: InService };

/** The stretches in a cable by the places where it is entered, each run from there on. */
function runsIn(cable: string, stretches: readonly Stretch[]): LentStretch[][] {
  const runs: LentStretch[][] = [];
  for (const stretch of stretches) {
    const { inService } = stretch;
    if (inService?.cable !== cable) continue;
    const before = runs.find((run) => run.at(-1)?.to === stretch.from);
    if (before === undefined) runs.push([{ ...stretch, inService }]);
    else before.push({ ...stretch, inService });
  }
  return runs;
}

function edgesOf(cable: string, { cables }: PreparedRoutes, { edges }: RouteGraph): number[] {
  const index = cables.findIndex(({ key }) => key === cable);
  return edges.flatMap(({ piece }, i) => (piece?.cable === index ? [i] : []));
}

/** The edges by which a cable is opened at some places along it. */
function openingsAt(cable: string, atM: readonly number[], prepared: PreparedRoutes, graph: RouteGraph): number[] {
  const nodes = new Set(
    edgesOf(cable, prepared, graph).flatMap((one) => {
      const { piece, from, to } = graph.edges[one] as RouteEdge; // edges of this graph
      return [
        { at: piece?.fromM, node: from },
        { at: piece?.toM, node: to },
      ].flatMap(({ at, node }) => (atM.some((one) => Math.abs(one - (at ?? NaN)) < 0.01) ? [node] : []));
    }),
  );
  return graph.edges.flatMap(({ kind, from }, i) => (kind === 'cable-access' && nodes.has(from) ? [i] : []));
}
