import type { PlacedCabinet } from '../../fiber/cabinets.ts';
import { resiteTerminals, type TerminalPrices } from '../../fiber/resite-terminals.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import type { RouteEdge, RouteGraph } from '../../fiber/route-input.ts';
import { placeTerminals, type Attachment, type PlacedTerminal } from '../../fiber/terminals.ts';
import type { Plan } from '../../plan/plan.ts';
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

/** Places terminals and cabinets on a tree of routes. */
export function placeEquipment(plan: Plan, prepared: PreparedRoutes, graph: RouteGraph, tree: RootedTree): Placement {
  const { settings } = plan;
  const edgeAbove = (node: number): RouteEdge | undefined => graph.edges[tree.parentEdge[node] ?? -1];
  const dropEdge = new Map<number, RouteEdge>();
  const attachments: Attachment[] = [];
  // Premises are leaves; their drop's other end is where they hang on the route.
  graph.premisesNode.forEach((node, premises) => {
    const edge = edgeAbove(node);
    if (edge === undefined) return;
    dropEdge.set(premises, edge);
    attachments.push({ premises, node: tree.parent[node] ?? -1, lateralM: edge.lengthM });
  });
  const rules = {
    usablePorts: Math.max(1, settings.terminalPorts - settings.sparePorts),
    reachM: settings.terminalReachM,
    dropLimitM: settings.dropLimitM,
    dropPoles: settings.dropPoles,
  };
  const route = {
    tree,
    carriesDrops: (node: number) => carriesDrops(edgeAbove(node)),
    edgeLengthM: (node: number) => edgeAbove(node)?.lengthM ?? 0,
    isPole: (node: number) => graph.nodes[node]?.kind === 'pole',
  };
  const gathered = placeTerminals(route, attachments, rules);
  const terminals = resiteTerminals(route, attachments, gathered, rules, terminalPrices(prepared, graph, edgeAbove, dropEdge));
  return { tree, terminals, dropEdge, ...siteCabinets(plan, prepared, graph, tree, terminals) };
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
