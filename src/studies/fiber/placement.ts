import { breathe, type JobContext } from '../../base/job.ts';
import type { PlacedCabinet } from '../../fiber/cabinets.ts';
import { resiteTerminals, type SitedTerminal, type TerminalPrices } from '../../fiber/resite-terminals.ts';
import { classesFrom } from '../../fiber/optical-budget.ts';
import { centralSplit, type SplitChoice } from '../../fiber/splitting.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import type { RouteEdge, RouteGraph } from '../../fiber/route-input.ts';
import {
  placeTerminals,
  type Attachment,
  type DropRoute,
  type PlacedTerminal,
  type TerminalRules,
} from '../../fiber/terminals.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Settings } from '../../plan/settings.ts';
import { hasOwnFibres, usualOptics } from './own-fibres.ts';
import type { PreparedRoutes } from './prepare.ts';
import { siteCabinets } from './site-cabinets.ts';

/** A tree of routes with the terminals and cabinets on it. */
export interface Placement {
  readonly tree: RootedTree;
  readonly terminals: readonly PlacedTerminal[];
  readonly cabinets: readonly PlacedCabinet[];
  /** What became of the places that the plan names, in sentences. */
  readonly cabinetNotes: readonly string[];
  /** The drop of each premises that is reached, by index. */
  readonly dropEdge: ReadonlyMap<number, RouteEdge>;
}

/** A tree of routes as terminals are placed on it. */
export interface TerminalGround {
  readonly route: DropRoute;
  readonly rules: TerminalRules;
  readonly attachments: readonly Attachment[];
  /** The drop of each premises that is reached, by index. */
  readonly dropEdge: ReadonlyMap<number, RouteEdge>;
}

/**
 * Places terminals and cabinets on a tree of routes.
 * @param staying tells which terminals stand where they stood and keep their premises; without it all are placed
 * @param room how many fibres to premises an edge can carry towards a cabinet
 */
export async function placeEquipment(
  plan: Plan,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  tree: RootedTree,
  staying: (ground: TerminalGround) => readonly SitedTerminal[],
  room: (edge: RouteEdge | undefined) => number,
  job: JobContext,
): Promise<Placement> {
  const { settings } = plan;
  const edgeAbove = (node: number): RouteEdge | undefined => graph.edges[tree.parentEdge[node] ?? -1];
  const dropEdge = new Map<number, RouteEdge>();
  const attachments: Attachment[] = [];
  // Premises are leaves; their drop's other end is where they hang on the route.
  graph.premisesNode.forEach((node, premises) => {
    const edge = edgeAbove(node);
    if (edge === undefined) return;
    dropEdge.set(premises, edge);
    attachments.push({
      premises,
      node: tree.parent[node] ?? -1,
      lateralM: edge.lengthM,
      fibres: prepared.input.fibres[premises] ?? 1,
    });
  });
  const rules = terminalRules(settings);
  const route = {
    tree,
    carriesDrops: (node: number) => carriesDrops(edgeAbove(node)),
    edgeLengthM: (node: number) => edgeAbove(node)?.lengthM ?? 0,
    isPole: (node: number) => graph.nodes[node]?.kind === 'pole',
  };
  const kept = staying({ route, rules, attachments, dropEdge });
  const served = new Set(kept.flatMap(({ premises }) => premises));
  const gathered = placeTerminals(
    route,
    attachments.filter(({ premises }) => !served.has(premises)),
    rules,
  );
  const prices = terminalPrices(prepared, graph, edgeAbove, dropEdge);
  // Siting counts ports one by one: where somebody takes several, the terminal stays as it was gathered.
  const isPlain = ({ premises }: PlacedTerminal): boolean => premises.every(({ fibres }) => fibres === 1);
  const others = gathered
    .filter((one) => !isPlain(one))
    .map(({ node, premises }) => ({ node, premises: premises.map((one) => one.premises) }));
  await breathe(job);
  const terminals = await resiteTerminals(route, attachments, gathered.filter(isPlain), rules, prices, job, [...kept, ...others]);
  await breathe(job);
  return { tree, terminals, dropEdge, ...siteCabinets(plan, prepared, graph, tree, terminals, (node) => room(edgeAbove(node))) };
}

/** The usual way to divide light: all of it in each cabinet, as the settings say. */
export function usualSplits({ cabinets }: Pick<Placement, 'cabinets'>, settings: Settings): SplitChoice[] {
  const usual = classesFrom(usualOptics(settings), 0)[0];
  if (usual === undefined) throw new Error(`there is no optics class ${usualOptics(settings)}`);
  const ratio = hasOwnFibres(settings) ? 1 : settings.splitRatio;
  return cabinets.map(({ terminals }) => centralSplit(terminals.length, ratio, usual));
}

/** The rules by which terminals are placed. */
export function terminalRules(settings: Settings): TerminalRules {
  return {
    usablePorts: Math.max(1, settings.terminalPorts - settings.sparePorts),
    reachM: settings.terminalReachM,
    dropLimitM: settings.dropLimitM,
    dropPoles: settings.dropPoles,
  };
}

/** Drops run along strand or trench, but neither through risers nor into facilities. */
function carriesDrops(edge: RouteEdge | undefined): boolean {
  return edge?.kind === 'span' || edge?.kind === 'pole-line' || edge?.kind === 'tap' || edge?.kind === 'buried';
}

function terminalPrices(
  { input: { prices } }: PreparedRoutes,
  { nodes }: RouteGraph,
  edgeAbove: (node: number) => RouteEdge | undefined,
  dropEdge: ReadonlyMap<number, RouteEdge>,
): TerminalPrices {
  return {
    terminalCents: (node) => {
      const kind = nodes[node]?.kind;
      return kind === 'ground' || kind === 'facility'
        ? Math.round(prices.terminalBuriedCents)
        : Math.round(prices.terminalAerialCents);
    },
    dropCents: (premises, lengthM) =>
      Math.round(lengthM * (dropEdge.get(premises)?.kind === 'drop-aerial' ? prices.dropAerialPerM : prices.dropBuriedPerM)),
    edgeCents: (node) => edgeAbove(node)?.costCents ?? 0,
    isDug: (node) => edgeAbove(node)?.kind === 'buried',
  };
}
