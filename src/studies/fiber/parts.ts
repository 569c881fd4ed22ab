import { withSpare } from '../../fiber/cables.ts';
import { portsUsed } from '../../fiber/terminals.ts';
import { findIslands } from '../../fiber/islands.ts';
import type { RouteEdge } from '../../fiber/route-input.ts';
import { lengthM as lengthOf } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import { compareText } from '../../base/compare.ts';
import type { Feature } from '../../plan/feature-table.ts';
import type {
  Cabinet,
  Drop,
  Island,
  ItemQuantity,
  NetworkFacility,
  NetworkPole,
  NotReached,
  Riser,
  Terminal,
} from '../../plan/network.ts';
import type { NetworkTree } from './network-tree.ts';
import { terminalRules } from './placement.ts';
import { makeReadyGroups, type MakeReadyShares } from './make-ready.ts';
import { isToBeBuilt, nameOf, text } from './prepare.ts';
import { couplerItem, ITEM, splitterItem, terminalFor } from './prices.ts';
import type { PartContext } from './stretches.ts';
import { spareRule } from './tier-cables.ts';

/** Existing poles that carry strand, in order of id, with the make-ready that each is expected to need. */
export function polesOf(tree: NetworkTree, context: PartContext): NetworkPole[] {
  const sharesOf = makeReadyGroups(context.settings);
  const used = tree.tree.preorder.flatMap((node) => {
    const at = tree.node(node);
    return at.kind === 'pole' ? [at.pole] : [];
  });
  return used
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const pole = tree.prepared.poles[index];
      if (pole === undefined) return [];
      return [existingPole(context, pole, tree.prepared.input.poles[index]?.position ?? [NaN, NaN], sharesOf(pole))];
    });
}

/** Drop terminals: on poles, or in handholes of their own; some with a splitter or a coupler in them. */
export function terminalsOf(tree: NetworkTree, context: PartContext): Terminal[] {
  const fed = tree.terminals.map((): Pick<Terminal, 'cabinetId' | 'split' | 'tapPercent' | 'fedBy'> => unfed);
  tree.cabinets.forEach(({ terminals }, cabinet) => {
    terminals.forEach((terminal, i) => {
      const split = tree.splits[cabinet]?.terminals[i];
      if (split === undefined) return;
      const by = terminals[split.fedBy];
      fed[terminal] = {
        cabinetId: tree.cabinetIds[cabinet] ?? '',
        split: split.outputs,
        tapPercent: split.tapPercent,
        fedBy: by === undefined ? null : terminalId(by),
      };
    });
  });
  return tree.terminals.map(({ node, premises }, i) => {
    const at = tree.node(node);
    const inGround = at.kind === 'ground' || at.kind === 'facility';
    const own = fed[i] ?? unfed;
    const used = portsUsed(premises);
    const pieces = Math.ceil(used / terminalRules(context.settings).usablePorts);
    const usual = inGround ? ITEM.terminalBuried : ITEM.terminalAerial;
    const { item, ports } = terminalFor(context.costBook, usual, used, context.settings);
    const items: ItemQuantity[] = [{ item, quantity: pieces }];
    if (own.split > 1) items.push({ item: splitterItem(context.costBook, own.split), quantity: 1 });
    if (own.tapPercent !== null) items.push({ item: couplerItem(context.costBook), quantity: 1 });
    return {
      id: terminalId(i),
      position: at.position,
      node: tree.nodeId(node),
      poleId: at.kind === 'pole' ? (tree.prepared.poles[at.pole]?.id ?? null) : null,
      ports: pieces * ports,
      used,
      ...own,
      neighbourhoodId: context.boundaries.idAt(at.position),
      items,
    };
  });
}

const unfed = { cabinetId: '', split: 1, tapPercent: null, fedBy: null } as const;

/** Cabinets, the splitters that stand at facilities, and the places where feeder and distribution meet without either. */
export function cabinetsOf(tree: NetworkTree, context: PartContext): Cabinet[] {
  return tree.cabinets.flatMap((cabinet, i) => {
    const { position } = tree.node(cabinet.node);
    const split = tree.splits[i];
    if (split === undefined) return [];
    const oltPorts = tree.oltPorts(i);
    const splitters = split.ratio > 1 ? oltPorts : 0;
    const items: ItemQuantity[] = [];
    if (!cabinet.inFacility && splitters > 0) items.push({ item: ITEM.cabinet, quantity: 1 });
    if (splitters > 0) items.push({ item: splitterItem(context.costBook, split.ratio), quantity: splitters });
    return [
      {
        id: tree.cabinetIds[i] ?? '',
        position,
        node: tree.nodeId(cabinet.node),
        inFacility: cabinet.inFacility,
        premises: cabinet.terminals.reduce((sum, terminal) => sum + (tree.terminals[terminal]?.premises.length ?? 0), 0),
        splitting: split.kind,
        splitRatio: split.ratio,
        splitters,
        oltPorts,
        opticsClass: split.optics.id,
        feederFibres: cabinet.inFacility ? 0 : withSpare(oltPorts, spareRule(context.settings)),
        neighbourhoodId: context.boundaries.idAt(position),
        items,
      },
    ];
  });
}

/** One drop for each premises that is reached, in order of premises id; it runs along the route from its terminal first. */
export function dropsOf(tree: NetworkTree, context: PartContext): Drop[] {
  const drops: Drop[] = [];
  tree.terminals.forEach((terminal, i) => {
    for (const { premises } of terminal.premises) drops.push(dropTo(tree, context, premises, terminal.node, i));
  });
  return drops
    .sort((a, b) => compareText(a.premisesId, b.premisesId))
    .map((drop, i) => ({ ...drop, id: `D-${String(i + 1).padStart(5, '0')}` }));
}

/** Where the route leaves a pole for the ground. */
export function risersOf(tree: NetworkTree, context: PartContext): Riser[] {
  const risers: Riser[] = [];
  for (const node of tree.tree.preorder) {
    const edge = tree.edgeAbove(node);
    const ends =
      edge === undefined
        ? []
        : [edge.from, edge.to].filter((end) => tree.node(end).kind === 'pole' || tree.node(end).kind === 'new-line');
    const at = ends[0];
    if ((edge?.kind !== 'lateral' && edge?.kind !== 'riser') || at === undefined) continue;
    const { position } = tree.node(at);
    risers.push({
      id: `R-${String(risers.length + 1).padStart(4, '0')}`,
      position,
      node: tree.nodeId(at),
      neighbourhoodId: context.boundaries.idAt(position),
      items: [{ item: ITEM.riser, quantity: 1 }],
    });
  }
  return risers;
}

/** The facilities that feed at least one premises. */
export function facilitiesOf(tree: NetworkTree, context: PartContext): NetworkFacility[] {
  return tree.tree.preorder.flatMap((node) => {
    const at = tree.node(node);
    const feature = at.kind === 'facility' ? tree.prepared.facilities[at.facility] : undefined;
    if (feature === undefined || (tree.served[node] ?? 0) === 0) return [];
    return [
      {
        id: feature.id,
        facilityId: feature.id,
        isNew: isToBeBuilt(feature),
        name: nameOf(feature),
        node: tree.nodeId(node),
        position: at.position,
        premises: tree.served[node] ?? 0,
        neighbourhoodId: context.boundaries.idAt(at.position),
        items: [],
      },
    ];
  });
}

/** Premises that the network does not reach, each with the cause. */
export function notReachedOf(tree: NetworkTree, context: PartContext): NotReached[] {
  const { dropLimitM } = context.settings;
  return tree.prepared.premises.flatMap((premises, i) => {
    if (tree.dropEdge.has(i)) return [];
    const nearestM = tree.graph.outOfReachM.get(i);
    return [{ id: premises.id, cause: causeOf(nearestM, dropLimitM), nearestM: nearestM ?? null, dropLimitM }];
  });
}

/** Islands in words of the plan, by their lowest premises. @param treeEdges edges of the graph that the design uses */
export function islandsOf({ graph, prepared }: Pick<NetworkTree, 'graph' | 'prepared'>, treeEdges: Iterable<number>): Island[] {
  const nameAt = (way: number): string => nameOf(prepared.ways[way]?.feature);
  return findIslands(prepared.input, graph, treeEdges).map(({ premises, join }, i) => ({
    id: islandId(i),
    premises: premises.map((one) => prepared.premises[one]?.id ?? ''),
    join: join && {
      path: join.path,
      lengthM: join.lengthM,
      method: join.method,
      crosses: join.crossings.map(({ kind }) => kind),
      costCents: join.costCents,
      approachCents: join.approachCents,
      to: join.to < 0 ? null : islandId(join.to),
      between: [nameAt(join.ways[0]), nameAt(join.ways[1])],
    },
  }));
}

function islandId(index: number): string {
  return `I-${String(index + 1).padStart(3, '0')}`;
}

function causeOf(nearestM: number | null | undefined, dropLimitM: number): NotReached['cause'] {
  if (nearestM === undefined) return 'not-joined';
  if (nearestM === null) return 'nothing-near';
  return nearestM <= dropLimitM ? 'barred' : 'too-far';
}

function existingPole(context: PartContext, pole: Feature, position: LngLat, shares: MakeReadyShares): NetworkPole {
  const surveyed = pole.fields['makeReadyCents'];
  const heightM = pole.fields['heightM'];
  const assumed: ItemQuantity[] = [
    { item: ITEM.transfer, quantity: shares.transferPercent / 100 },
    { item: ITEM.replacement, quantity: shares.replacementPercent / 100 },
  ].filter(({ quantity }) => quantity > 0);
  return {
    id: pole.id,
    poleId: pole.id,
    position,
    owner: text(pole.fields['owner']) ?? null,
    heightM: typeof heightM === 'number' ? heightM : null,
    poleClass: text(pole.fields['class']) ?? null,
    zone: text(pole.fields['zone']) ?? null,
    group: shares.group,
    circuit: [pole.fields['substation'], pole.fields['feeder']].filter((part) => part !== undefined).join(' / ') || null,
    makeReady: typeof surveyed === 'number' ? 'surveyed' : assumed.length > 0 ? 'assumed' : 'none',
    surveyedCostCents: typeof surveyed === 'number' ? Math.round(surveyed) : null,
    neighbourhoodId: context.boundaries.idAt(position),
    items: typeof surveyed === 'number' ? [] : assumed,
  };
}

function dropTo(tree: NetworkTree, context: PartContext, premises: number, terminalNode: number, terminal: number): Drop {
  const edge = tree.dropEdge.get(premises);
  const feature = tree.prepared.premises[premises];
  const position = tree.prepared.input.premises[premises];
  if (edge === undefined || feature === undefined || position === undefined) throw new Error(`premises ${premises} has no drop`);
  const node = tree.graph.premisesNode[premises] ?? -1;
  const leaves = tree.tree.parent[node] ?? -1;
  const path = [...tree.pathBetween(terminalNode, leaves), position];
  const kind = edge.kind === 'drop-aerial' ? 'aerial' : 'underground';
  const lengthMm = Math.round(lengthOf(path) * 1000);
  const alongStreet = trenchesOf(tree.bareEdgesBetween(terminalNode, leaves));
  const dugMm = alongStreet.reduce((sum, { quantity }) => sum + Math.round(quantity * 1000), 0);
  const units = feature.fields['units'];
  const fibres = tree.prepared.input.fibres[premises] ?? 1;
  return {
    id: '',
    premisesId: feature.id,
    units: typeof units === 'number' && units > 0 ? units : 1,
    fibres,
    terminalId: terminalId(terminal),
    kind,
    path,
    lengthM: lengthMm / 1000,
    long: lengthMm / 1000 > context.settings.longDropM,
    neighbourhoodId: context.boundaries.idAt(position),
    items: [
      ...alongStreet,
      { item: kind === 'aerial' ? ITEM.dropAerial : ITEM.dropBuried, quantity: (lengthMm - dugMm) / 1000 },
      { item: ITEM.installation, quantity: fibres },
      { item: ITEM.ont, quantity: fibres },
    ],
  };
}

/** What a drop digs along the street past the last cable is priced as the street is dug, not as a garden. */
function trenchesOf(edges: readonly RouteEdge[]): ItemQuantity[] {
  return edges.flatMap(({ kind, method, lengthM, terms }): ItemQuantity[] => {
    if (kind !== 'buried' || method === null) return [];
    const item = { item: ITEM.buried[method], quantity: Math.round(lengthM * 1000) / 1000 };
    return [terms.priceFactor === 1 ? item : { ...item, priceFactor: terms.priceFactor }];
  });
}

function terminalId(index: number): string {
  return `T-${String(index + 1).padStart(4, '0')}`;
}
