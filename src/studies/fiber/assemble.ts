import type { RouteGraph } from '../../fiber/route-input.ts';
import type { SplitChoice } from '../../fiber/splitting.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { assumptionsOf } from './assumptions.ts';
import { NetworkTree } from './network-tree.ts';
import { cabinetsOf, dropsOf, facilitiesOf, islandsOf, notReachedOf, polesOf, risersOf, terminalsOf } from './parts.ts';
import type { Placement } from './placement.ts';
import type { PreparedRoutes } from './prepare.ts';
import { sharedCostsOf } from './shared-costs.ts';
import { StretchMaker, type PartContext } from './stretches.ts';
import type { TerrainFactor } from './terrain-length.ts';

export type AssembledNetwork = Omit<
  FiberNetwork,
  | 'closures'
  | 'handholes'
  | 'inputsHash'
  | 'effort'
  | 'seed'
  | 'routeCostCents'
  | 'routeLowerBoundCents'
  | 'shorterPathsCents'
  | 'beyondLimit'
  | 'ground'
  | 'reuse'
>;

/**
 * Turns the tree that was found into the parts of a network: stretches, poles, terminals, cabinets, drops, crossings. What comes back does it for one way
 * of dividing the light: `splits` says how each cabinet does it, null for the usual way. What no way alters is found once.
 */
export function assembler(
  plan: Plan,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  placement: Placement,
  terrainFactor: TerrainFactor,
): (splits: readonly SplitChoice[] | null) => AssembledNetwork {
  const { settings, costBook } = plan;
  const context: PartContext = { settings, costBook, boundaries: prepared.boundaries, terrainFactor, ground: new Map() };
  const { preorder, parentEdge } = placement.tree;
  const islands = islandsOf(
    { graph, prepared },
    preorder.flatMap((node) => parentEdge[node] ?? []).filter((edge) => edge >= 0),
  );
  const notes = [...prepared.notes, ...placement.cabinetNotes, ...overOthers(prepared, graph, placement)];
  return (splits) => {
    const tree = new NetworkTree(settings, prepared, graph, placement, splits);
    const { stretches, crossings, newPoles } = new StretchMaker(tree, context);
    const drops = dropsOf(tree, context);
    const facilities = facilitiesOf(tree, context);
    const network = {
      stretches,
      poles: [...polesOf(tree, context), ...newPoles],
      terminals: terminalsOf(tree, context),
      cabinets: cabinetsOf(tree, context),
      drops,
      crossings,
      risers: risersOf(tree, context),
      facilities,
      sharedCosts: sharedCostsOf(tree, context, stretches, drops, facilities),
      notReached: notReachedOf(tree, context),
      islands,
    };
    return { ...network, assumptions: assumptionsOf(plan, notes, network) };
  };
}

/** So many names are told; the rest are counted. */
const NAMED = 12;

/** Drops that cross other people's lots or houses: none that keeps off them leaves from near by. */
function overOthers({ premises, input }: PreparedRoutes, { nodes, edges }: RouteGraph, { tree }: Placement): string[] {
  const crossing = tree.preorder.flatMap((at) => {
    const node = nodes[at];
    const from = edges[tree.parentEdge[at] ?? -1]?.path[0];
    return node?.kind === 'premises' && from !== undefined && !input.dropIsClear(node.premises, from) ? node.premises : [];
  });
  const ids = crossing.sort((a, b) => a - b).map((i) => premises[i]?.id ?? '');
  if (ids.length === 0) return [];
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return [
    `${ids.length} premises are reached over somebody else's lot or past a house, by straight drops, as nothing free of them is near; each needs an easement or another way: ${ids.slice(0, NAMED).join(', ')}${more}.`,
  ];
}
