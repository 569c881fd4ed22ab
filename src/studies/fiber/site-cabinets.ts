import { placeCabinets, type CabinetRules, type PlacedCabinet } from '../../fiber/cabinets.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import { portsUsed, type PlacedTerminal } from '../../fiber/terminals.ts';
import { spanText } from '../../base/quantity-text.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import type { Plan } from '../../plan/plan.ts';
import { nameOf, pointOf, type PreparedRoutes } from './prepare.ts';
import { fedByFacilities, hasOwnFibres } from './own-fibres.ts';
import { pricesOf } from './split-study.ts';

/** A cabinet is fed from the route that passes this near to it; of nodes so much farther than the nearest the busiest counts. Metres. */
const NEAR_M = 100;
const SAME_M = 15;

/** Cabinets on a tree of routes: those that the plan fixes, and the cheapest others. */
export function siteCabinets(
  { settings, costBook }: Plan,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  tree: RootedTree,
  terminals: readonly PlacedTerminal[],
  room: (node: number) => number,
): { cabinets: PlacedCabinet[]; cabinetNotes: string[] } {
  if (hasOwnFibres(settings))
    return {
      cabinets: fedByFacilities(
        tree,
        terminals,
        (node) => graph.nodes[node]?.kind === 'facility',
        (node) => graph.edges[tree.parentEdge[node] ?? -1]?.lengthM ?? 0,
      ),
      cabinetNotes: [
        'Each premises has a fibre of its own from its facility, and a port of its own there: no light is divided, and no cabinet stands on the way.',
        ...(prepared.cabinets.length > 0 ? ['Cabinet sites are not used.'] : []),
      ],
    };
  const cabinetNotes: string[] = [];
  const fixed = new Map<number, number>();
  const possible = new Set<number>();
  const servedBelow = premisesBelow(tree, terminals);
  for (const feature of prepared.cabinets) {
    const node = nodeNear(graph, tree, servedBelow, pointOf(feature));
    if (node === null) {
      cabinetNotes.push(
        `No route passes within ${spanText(NEAR_M, settings.units)} of the cabinet site ${nameOf(feature)}: it is not used.`,
      );
      continue;
    }
    if (feature.fields['kind'] === 'possible') possible.add(node);
    else {
      const room = feature.fields['premises'];
      fixed.set(node, typeof room === 'number' && room > 0 ? room : settings.cabinetPremises);
    }
  }
  const prices = pricesOf(settings, costBook);
  const rules: CabinetRules = {
    capacity: settings.cabinetPremises,
    ratio: settings.splitRatio,
    cabinetPrice: prices.cabinet,
    portPrice: prices.oltPort + prices.splitter(settings.splitRatio),
    splicePrice: prices.splice,
    fibreMetrePrice: prices.fibreM,
    edgeLengthM: (node) => graph.edges[tree.parentEdge[node] ?? -1]?.lengthM ?? 0,
    isFacility: (node) => graph.nodes[node]?.kind === 'facility',
    fixed,
    possible: possible.size > 0 ? possible : null,
    room,
    isBarred: (node) => graph.nodes[node]?.kind === 'cable',
  };
  const place = (chosen: CabinetRules): PlacedCabinet[] | null =>
    placeCabinets(
      tree,
      terminals.map(({ premises }) => portsUsed(premises)),
      terminals.map(({ node }) => node),
      chosen,
    );
  let cabinets = place(rules);
  if (cabinets === null) {
    if (possible.size > 0) cabinetNotes.push('The possible cabinet sites do not hold all premises: others were added.');
    // Where not even that suffices, cables in service are over full, which whoever asked for their room finds out.
    cabinets = place({ ...rules, possible: null }) ?? place({ ...rules, possible: null, room: () => Infinity });
  }
  for (const node of fixed.keys())
    if (!(cabinets ?? []).some((cabinet) => cabinet.node === node)) {
      const site = prepared.cabinets.find((feature) => nodeNear(graph, tree, servedBelow, pointOf(feature)) === node);
      cabinetNotes.push(`The cabinet site ${nameOf(site)} feeds nobody: no route leads on from it, or nearer cabinets take all.`);
    }
  return { cabinets: cabinets ?? [], cabinetNotes };
}

/** Premises at and below each node. */
function premisesBelow(tree: RootedTree, terminals: readonly PlacedTerminal[]): Int32Array {
  const below = new Int32Array(tree.parent.length);
  for (const { node, premises } of terminals) below[node] = (below[node] ?? 0) + premises.length;
  for (const node of [...tree.preorder].reverse()) {
    const parent = tree.parent[node] ?? -1;
    if (parent >= 0) below[parent] = (below[parent] ?? 0) + (below[node] ?? 0);
  }
  return below;
}

/** The node of the routes at a place: of those about as near as the nearest the one with most premises beyond it. */
function nodeNear(
  graph: RouteGraph,
  tree: RootedTree,
  below: Int32Array,
  place: [number, number] | readonly [number, number],
): number | null {
  const near = tree.preorder.flatMap((node) => {
    const at = graph.nodes[node];
    if (at === undefined || at.kind === 'premises' || at.kind === 'source' || at.kind === 'facility' || at.kind === 'cable')
      return [];
    const distanceM = shortDistanceM(at.position, place);
    return distanceM <= NEAR_M ? [{ node, distanceM }] : [];
  });
  const least = near.reduce((nearest, { distanceM }) => Math.min(nearest, distanceM), Infinity);
  const candidates = near.filter(({ distanceM }) => distanceM <= least + SAME_M);
  if (candidates.length === 0) return null;
  return candidates.reduce((a, b) => ((below[b.node] ?? 0) > (below[a.node] ?? 0) ? b : a)).node;
}
