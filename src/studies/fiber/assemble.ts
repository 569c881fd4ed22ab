import { cablesFor, withSpare } from '../../fiber/cables.ts';
import { placeCabinets, type PlacedCabinet } from '../../fiber/cabinets.ts';
import { isFreeToCross, type RouteEdge, type RouteGraph, type RouteNode } from '../../fiber/route-graph.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import { placeTerminals, type Attachment, type PlacedTerminal } from '../../fiber/terminals.ts';
import { lengthM as lengthOf, pointAlong } from '../../geo/polyline.ts';
import { placeKey } from '../../fiber/way-network.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import { featuresOf, type Feature } from '../../plan/feature-table.ts';
import type {
  Cabinet,
  Crossing,
  Drop,
  FiberNetwork,
  ItemQuantity,
  NetworkFacility,
  NetworkPole,
  Riser,
  SharedCost,
  Stretch,
  Terminal,
} from '../../plan/network.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { assumptionsOf } from './assumptions.ts';
import { boundariesOf, type Boundaries } from './boundaries.ts';
import { nameOf, text, type PreparedRoutes } from './prepare.ts';
import { ITEM } from './prices.ts';
import type { TerrainFactor } from './terrain-length.ts';

type AssembledNetwork = Omit<FiberNetwork, 'inputsHash' | 'effort' | 'seed' | 'routeCostCents' | 'routeLowerBoundCents'>;

/** Turns the tree that was found into the parts of a network: stretches, poles, terminals, cabinets, drops, crossings. */
export function assembleNetwork(
  plan: Plan,
  prepared: PreparedRoutes,
  graph: RouteGraph,
  tree: RootedTree,
  factor: TerrainFactor,
): AssembledNetwork {
  return new Assembler(plan, prepared, graph, tree, factor).network();
}

/** What a chain of tree edges becomes before it is cut at boundaries. */
interface Chain {
  readonly edges: readonly RouteEdge[];
  readonly path: readonly LngLat[];
  readonly top: number;
  readonly bottom: number;
}

class Assembler {
  readonly #plan: Plan;
  readonly #prepared: PreparedRoutes;
  readonly #graph: RouteGraph;
  readonly #tree: RootedTree;
  readonly #factor: TerrainFactor;
  readonly #boundaries: Boundaries;
  readonly #attachments: Attachment[];
  readonly #dropEdge = new Map<number, RouteEdge>();
  readonly #terminals: PlacedTerminal[];
  readonly #cabinets: PlacedCabinet[];
  readonly #fibres: Int32Array;
  readonly #served: Int32Array;
  readonly #special: Set<number>;
  readonly #nodeIds = new Map<string, string>();
  readonly #crossings: Crossing[] = [];
  readonly #newPoles: NetworkPole[] = [];
  readonly #newPoleAt = new Set<string>();

  constructor(plan: Plan, prepared: PreparedRoutes, graph: RouteGraph, tree: RootedTree, factor: TerrainFactor) {
    this.#plan = plan;
    this.#prepared = prepared;
    this.#graph = graph;
    this.#tree = tree;
    this.#factor = factor;
    const areas = [...featuresOf(layerTable(plan, 'neighbourhoods'))].flatMap(({ id, geometry }) =>
      geometry === null ? [] : [{ id, geometry }],
    );
    this.#boundaries = boundariesOf(areas, prepared.input.frame);
    this.#attachments = this.#findAttachments();
    const { settings } = plan;
    const rules = {
      usablePorts: Math.max(1, settings.terminalPorts - settings.sparePorts),
      reachM: settings.terminalReachM,
      dropLimitM: settings.dropLimitM,
    };
    this.#terminals = placeTerminals(
      tree,
      this.#attachments,
      rules,
      (node) => this.#carriesDrops(node),
      (node) => this.#edgeAbove(node)?.lengthM ?? 0,
    );
    this.#cabinets = placeCabinets(
      tree,
      this.#terminals.map(({ premises }) => premises.length),
      this.#terminals.map(({ node }) => node),
      settings.cabinetPremises,
      (node) => graph.nodes[node]?.kind === 'facility',
    );
    const load = this.#loads();
    this.#fibres = load.fibres;
    this.#served = load.served;
    this.#special = this.#specialNodes();
    this.#nameNodes();
  }

  network(): AssembledNetwork {
    const poles = this.#existingPoles();
    const stretches = this.#stretches();
    const terminals = this.#terminalParts();
    const drops = this.#drops();
    const facilities = this.#facilities();
    const network = {
      stretches,
      poles: [...poles, ...this.#newPoles],
      terminals,
      cabinets: this.#cabinetParts(),
      drops,
      crossings: this.#crossings,
      risers: this.#risers(),
      facilities,
      sharedCosts: this.#sharedCosts(stretches, drops, facilities),
      notReached: this.#notReached(),
    };
    return { ...network, assumptions: assumptionsOf(this.#plan, this.#prepared.notes, network) };
  }

  #node(node: number): RouteNode {
    const found = this.#graph.nodes[node];
    if (found === undefined) throw new Error(`the tree names node ${node}, which the graph does not have`);
    return found;
  }

  #edgeAbove(node: number): RouteEdge | undefined {
    return this.#graph.edges[this.#tree.parentEdge[node] ?? -1];
  }

  /** Premises are leaves; their drop's other end is where they hang on the route. */
  #findAttachments(): Attachment[] {
    const list: Attachment[] = [];
    this.#graph.premisesNode.forEach((node, premises) => {
      const edge = this.#edgeAbove(node);
      if (edge === undefined) return;
      this.#dropEdge.set(premises, edge);
      list.push({ premises, node: this.#tree.parent[node] ?? -1, lateralM: edge.lengthM });
    });
    return list;
  }

  /** Drops run along strand or trench, but neither through risers nor into facilities. */
  #carriesDrops(node: number): boolean {
    const kind = this.#edgeAbove(node)?.kind;
    return kind === 'span' || kind === 'pole-line' || kind === 'tap' || kind === 'buried';
  }

  /** Fibres and premises on the edge above each node: one fibre a premises below its cabinet, one a splitter above it. */
  #loads(): { fibres: Int32Array; served: Int32Array } {
    const { settings } = this.#plan;
    const fibres = new Int32Array(this.#graph.nodes.length);
    const served = new Int32Array(this.#graph.nodes.length);
    const climb = (from: number, to: number, count: number, into: Int32Array): void => {
      for (let node = from; node !== to && node >= 0; node = this.#tree.parent[node] ?? -1)
        into[node] = (into[node] ?? 0) + count;
    };
    for (const cabinet of this.#cabinets) {
      for (const terminal of cabinet.terminals) {
        const placed = this.#terminals[terminal];
        if (placed === undefined) continue;
        climb(placed.node, cabinet.node, placed.premises.length, fibres);
        climb(placed.node, this.#tree.root, placed.premises.length, served);
      }
      if (!cabinet.inFacility) climb(cabinet.node, this.#tree.root, Math.ceil(cabinet.premises / settings.splitRatio), fibres);
    }
    return { fibres: fibres.map((count) => withSpare(count, settings.spareFibresPercent)), served };
  }

  /** Nodes at which a stretch ends: branches, equipment, poles, and where the make changes. */
  #specialNodes(): Set<number> {
    const special = new Set<number>([...this.#terminals.map(({ node }) => node), ...this.#cabinets.map(({ node }) => node)]);
    for (const node of this.#tree.preorder) {
      const below = (this.#tree.children[node] ?? []).filter((child) => this.#node(child).kind !== 'premises');
      const above = this.#edgeAbove(node);
      const next = below.map((child) => this.#edgeAbove(child))[0];
      const kind = this.#node(node).kind;
      if (below.length !== 1 || kind === 'pole' || kind === 'facility' || kind === 'source' || !sameMake(above, next))
        special.add(node);
    }
    return special;
  }

  /**
   * The name of a node in the network: the facility or pole that stands there, else a number. What lies at one place is one
   * node, so that joints without length need no stretch.
   */
  #nodeId(node: number): string {
    return this.#nodeIds.get(placeKey(this.#node(node).position)) ?? '';
  }

  #nameNodes(): void {
    const numbered: string[] = [];
    for (const node of this.#tree.preorder) {
      const at = this.#node(node);
      const key = placeKey(at.position);
      if (at.kind === 'ground' || at.kind === 'new-line') numbered.push(key);
      if (this.#nodeIds.has(key)) continue;
      if (at.kind === 'facility') this.#nodeIds.set(key, `facility:${this.#prepared.facilities[at.facility]?.id ?? at.facility}`);
      if (at.kind === 'pole') this.#nodeIds.set(key, `pole:${this.#prepared.poles[at.pole]?.id ?? at.pole}`);
    }
    for (const key of numbered) if (!this.#nodeIds.has(key)) this.#nodeIds.set(key, `node:${this.#nodeIds.size + 1}`);
  }

  *#chains(): Generator<Chain> {
    for (const bottom of this.#tree.preorder) {
      const kind = this.#node(bottom).kind;
      if (!this.#special.has(bottom) || kind === 'premises' || kind === 'source' || bottom === this.#tree.root) continue;
      const edges: RouteEdge[] = [];
      const path: LngLat[] = [];
      let node = bottom;
      do {
        const edge = this.#edgeAbove(node);
        if (edge === undefined) break;
        const up = edge.to === node ? [...edge.path].reverse() : edge.path;
        path.push(...(path.length === 0 ? up : up.slice(1)));
        edges.push(edge);
        node = this.#tree.parent[node] ?? -1;
      } while (node >= 0 && !this.#special.has(node));
      const first = edges[0];
      if (first === undefined || first.kind === 'source' || first.kind === 'riser') continue;
      yield { edges: edges.reverse(), path: path.reverse(), top: node, bottom };
    }
  }

  #stretches(): Stretch[] {
    const stretches: Stretch[] = [];
    for (const chain of this.#chains()) {
      const first = chain.edges[0];
      if (first === undefined || lengthOf(chain.path) === 0) continue;
      const added = this.#cutChain(chain, first, stretches.length);
      this.#addCrossings(chain, added);
      stretches.push(...added);
      if (first.kind === 'pole-line') this.#addNewPoles(chain);
    }
    return stretches;
  }

  #cutChain(chain: Chain, first: RouteEdge, count: number): Stretch[] {
    const { settings } = this.#plan;
    const aerial = first.kind === 'span' || first.kind === 'pole-line' || first.kind === 'tap';
    const lengthMm = Math.round(lengthOf(chain.path) * 1000);
    const fibres = this.#fibres[chain.bottom] ?? 0;
    const cables = cablesFor(fibres);
    const stretchedBy = this.#factor(chain.path) * (1 + (settings.slackPercent + (aerial ? settings.sagPercent : 0)) / 100);
    let cableLeftMm = Math.round(lengthMm * stretchedBy) * cables.length;
    const cableMm = cableLeftMm;
    const support = !aerial ? null : first.kind !== 'span' ? 'new-poles' : first.owned ? 'own-poles' : 'rented-poles';
    const item = !aerial ? ITEM.buried[first.method ?? 'bore'] : support === 'rented-poles' ? ITEM.aerialRented : ITEM.aerialOwn;
    const pieces = this.#boundaries.cut(chain.path, lengthMm);
    let from = this.#nodeId(chain.top);
    return pieces.map((piece, i) => {
      const last = i === pieces.length - 1;
      const id = `S-${String(count + i + 1).padStart(5, '0')}`;
      const to = last ? this.#nodeId(chain.bottom) : `cut:${id}`;
      const pieceCableMm = last ? cableLeftMm : Math.min(cableLeftMm, Math.round((cableMm * piece.lengthMm) / lengthMm));
      cableLeftMm -= pieceCableMm;
      const stretch: Stretch = {
        id,
        kind: aerial ? 'aerial' : 'underground',
        support,
        method: aerial ? null : (first.method ?? 'bore'),
        from,
        to,
        path: piece.path,
        lengthM: piece.lengthMm / 1000,
        cableLengthM: pieceCableMm / 1000,
        fibres,
        cables,
        premisesServed: this.#served[chain.bottom] ?? 0,
        ...this.#follows(first),
        neighbourhoodId: piece.neighbourhoodId,
        items: [{ item, quantity: piece.lengthMm / 1000 }],
      };
      from = to;
      return stretch;
    });
  }

  #follows(edge: RouteEdge): Pick<Stretch, 'along' | 'source'> {
    const span = this.#prepared.spans[edge.span];
    if (span !== undefined)
      return { along: span.along, source: span.sourceId === null ? null : { layer: 'spans', id: span.sourceId } };
    const way = this.#prepared.ways[edge.way]?.feature;
    if (edge.kind === 'lateral' || way === undefined) return { along: edge.kind === 'lateral' ? 'lateral' : '', source: null };
    return { along: nameOf(way), source: { layer: 'rights-of-way', id: way.id } };
  }

  #addCrossings(chain: Chain, pieces: readonly Stretch[]): void {
    let startM = 0;
    for (const edge of chain.edges) {
      const forward = samePlace(edge.path[0], pointAlong(chain.path, startM));
      for (const crossing of edge.crossings) {
        const atM = startM + (forward ? crossing.atM : edge.lengthM - crossing.atM);
        const stretch = pieceAt(pieces, atM);
        if (stretch !== undefined) this.#addCrossing(crossing, edge, stretch);
      }
      startM += edge.lengthM;
    }
  }

  #addCrossing(crossing: RouteEdge['crossings'][number], edge: RouteEdge, stretch: Stretch): void {
    const barrier = this.#prepared.barriers[crossing.barrier];
    const aerial = stretch.kind === 'aerial';
    const onBridge = this.#prepared.input.ways[edge.way]?.bridge ?? false;
    const free = isFreeToCross(crossing.kind, aerial);
    this.#crossings.push({
      id: `X-${String(this.#crossings.length + 1).padStart(4, '0')}`,
      kind: crossing.kind,
      barrierId: barrier?.id ?? '',
      name: barrier?.name ?? null,
      position: crossing.position,
      stretchId: stretch.id,
      manner: aerial ? 'aerial' : onBridge ? 'bridge' : 'bore',
      permit: PERMIT[crossing.kind],
      neighbourhoodId: stretch.neighbourhoodId,
      items: free ? [] : [{ item: ITEM.crossing[crossing.kind], quantity: 1 }],
    });
  }

  /** New poles at both ends of a line and evenly between, none where an existing pole is tapped. */
  #addNewPoles(chain: Chain): void {
    const lengthM = lengthOf(chain.path);
    const gaps = Math.max(1, Math.ceil(lengthM / this.#plan.settings.newPoleSpacingM));
    for (let i = 0; i <= gaps; i++) {
      const position = quantise(pointAlong(chain.path, (lengthM * i) / gaps));
      const key = placeKey(position);
      const end = i === 0 ? chain.top : i === gaps ? chain.bottom : -1;
      if (this.#newPoleAt.has(key) || (end >= 0 && this.#tapsPole(end))) continue;
      this.#newPoleAt.add(key);
      this.#newPoles.push({
        id: `NP-${String(this.#newPoles.length + 1).padStart(4, '0')}`,
        poleId: null,
        position,
        owner: null,
        heightM: null,
        poleClass: null,
        circuit: null,
        makeReady: 'none',
        surveyedCostCents: null,
        neighbourhoodId: this.#boundaries.idAt(position),
        items: [{ item: ITEM.newPole, quantity: 1 }],
      });
    }
  }

  #tapsPole(node: number): boolean {
    return [this.#edgeAbove(node), ...(this.#tree.children[node] ?? []).map((child) => this.#edgeAbove(child))].some(
      (edge) => edge?.kind === 'tap',
    );
  }

  #existingPoles(): NetworkPole[] {
    const used = this.#tree.preorder.flatMap((node) => {
      const at = this.#node(node);
      return at.kind === 'pole' ? [at.pole] : [];
    });
    return used
      .sort((a, b) => a - b)
      .flatMap((index) => {
        const pole = this.#prepared.poles[index];
        return pole === undefined ? [] : [this.#existingPole(pole, this.#prepared.input.poles[index]?.position ?? [NaN, NaN])];
      });
  }

  #existingPole(pole: Feature, position: LngLat): NetworkPole {
    const { settings } = this.#plan;
    const surveyed = pole.fields['makeReadyCents'];
    const heightM = pole.fields['heightM'];
    const assumed: ItemQuantity[] = [
      { item: ITEM.transfer, quantity: settings.makeReadyTransferPercent / 100 },
      { item: ITEM.replacement, quantity: settings.makeReadyReplacementPercent / 100 },
    ].filter(({ quantity }) => quantity > 0);
    return {
      id: pole.id,
      poleId: pole.id,
      position,
      owner: text(pole.fields['owner']) ?? null,
      heightM: typeof heightM === 'number' ? heightM : null,
      poleClass: text(pole.fields['class']) ?? null,
      circuit: [pole.fields['substation'], pole.fields['feeder']].filter((part) => part !== undefined).join(' / ') || null,
      makeReady: typeof surveyed === 'number' ? 'surveyed' : assumed.length > 0 ? 'assumed' : 'none',
      surveyedCostCents: typeof surveyed === 'number' ? Math.round(surveyed) : null,
      neighbourhoodId: this.#boundaries.idAt(position),
      items: typeof surveyed === 'number' ? [] : assumed,
    };
  }

  #terminalParts(): Terminal[] {
    return this.#terminals.map(({ node, premises }, i) => {
      const at = this.#node(node);
      const inGround = at.kind === 'ground' || at.kind === 'facility';
      return {
        id: terminalId(i),
        position: at.position,
        node: this.#nodeId(node),
        poleId: at.kind === 'pole' ? (this.#prepared.poles[at.pole]?.id ?? null) : null,
        ports: this.#plan.settings.terminalPorts,
        used: premises.length,
        neighbourhoodId: this.#boundaries.idAt(at.position),
        items: [{ item: inGround ? ITEM.terminalBuried : ITEM.terminalAerial, quantity: 1 }],
      };
    });
  }

  #cabinetParts(): Cabinet[] {
    return this.#cabinets.map((cabinet, i) => {
      const { position } = this.#node(cabinet.node);
      const splitters = Math.ceil(cabinet.premises / this.#plan.settings.splitRatio);
      return {
        id: `C-${String(i + 1).padStart(3, '0')}`,
        position,
        node: this.#nodeId(cabinet.node),
        inFacility: cabinet.inFacility,
        premises: cabinet.premises,
        splitters,
        feederFibres: cabinet.inFacility ? 0 : withSpare(splitters, this.#plan.settings.spareFibresPercent),
        neighbourhoodId: this.#boundaries.idAt(position),
        items: [
          ...(cabinet.inFacility ? [] : [{ item: ITEM.cabinet, quantity: 1 }]),
          { item: ITEM.splitter, quantity: splitters },
        ],
      };
    });
  }

  #drops(): Drop[] {
    const drops: Drop[] = [];
    this.#terminals.forEach((terminal, i) => {
      for (const { premises } of terminal.premises) drops.push(this.#drop(premises, terminal.node, i));
    });
    return drops
      .sort((a, b) => (a.premisesId < b.premisesId ? -1 : 1))
      .map((drop, i) => ({ ...drop, id: `D-${String(i + 1).padStart(5, '0')}` }));
  }

  #drop(premises: number, terminalNode: number, terminal: number): Drop {
    const edge = this.#dropEdge.get(premises);
    const feature = this.#prepared.premises[premises];
    const position = this.#prepared.input.premises[premises];
    if (edge === undefined || feature === undefined || position === undefined)
      throw new Error(`premises ${premises} has no drop`);
    const node = this.#graph.premisesNode[premises] ?? -1;
    const path = [...this.#pathDown(terminalNode, this.#tree.parent[node] ?? -1), position];
    const kind = edge.kind === 'drop-aerial' ? 'aerial' : 'underground';
    const lengthMm = Math.round(lengthOf(path) * 1000);
    const units = feature.fields['units'];
    return {
      id: '',
      premisesId: feature.id,
      units: typeof units === 'number' && units > 0 ? units : 1,
      terminalId: terminalId(terminal),
      kind,
      path,
      lengthM: lengthMm / 1000,
      long: lengthMm / 1000 > this.#plan.settings.longDropM,
      neighbourhoodId: this.#boundaries.idAt(position),
      items: [
        { item: kind === 'aerial' ? ITEM.dropAerial : ITEM.dropBuried, quantity: lengthMm / 1000 },
        { item: ITEM.installation, quantity: 1 },
        { item: ITEM.ont, quantity: 1 },
      ],
    };
  }

  /** The route from a node down to one below it. */
  #pathDown(top: number, bottom: number): LngLat[] {
    const up: LngLat[] = [this.#node(bottom).position];
    for (let node = bottom; node !== top && node >= 0; node = this.#tree.parent[node] ?? -1) {
      const edge = this.#edgeAbove(node);
      if (edge !== undefined) up.push(...(edge.to === node ? [...edge.path].reverse() : edge.path).slice(1));
    }
    return up.reverse();
  }

  #risers(): Riser[] {
    const risers: Riser[] = [];
    for (const node of this.#tree.preorder) {
      const edge = this.#edgeAbove(node);
      const ends =
        edge === undefined
          ? []
          : [edge.from, edge.to].filter((end) => this.#node(end).kind === 'pole' || this.#node(end).kind === 'new-line');
      const at = ends[0];
      if ((edge?.kind !== 'lateral' && edge?.kind !== 'riser') || at === undefined) continue;
      const { position } = this.#node(at);
      risers.push({
        id: `R-${String(risers.length + 1).padStart(4, '0')}`,
        position,
        node: this.#nodeId(at),
        neighbourhoodId: this.#boundaries.idAt(position),
        items: [{ item: ITEM.riser, quantity: 1 }],
      });
    }
    return risers;
  }

  #facilities(): NetworkFacility[] {
    return this.#tree.preorder.flatMap((node) => {
      const at = this.#node(node);
      const feature = at.kind === 'facility' ? this.#prepared.facilities[at.facility] : undefined;
      if (feature === undefined || (this.#served[node] ?? 0) === 0) return [];
      return [
        {
          id: feature.id,
          facilityId: feature.id,
          name: nameOf(feature),
          node: this.#nodeId(node),
          position: at.position,
          premises: this.#served[node] ?? 0,
          neighbourhoodId: this.#boundaries.idAt(at.position),
          items: [],
        },
      ];
    });
  }

  /** Engineering by the length of each neighbourhood; huts and their ports shared by premises passed, the last takes the rest. */
  #sharedCosts(stretches: readonly Stretch[], drops: readonly Drop[], facilities: readonly NetworkFacility[]): SharedCost[] {
    const lengthMm = sums(stretches, ({ lengthM }) => Math.round(lengthM * 1000));
    const premises = sums(drops, () => 1);
    const ports = this.#cabinets.reduce((sum, { premises: count }) => sum + Math.ceil(count / this.#plan.settings.splitRatio), 0);
    const costs: SharedCost[] = [...lengthMm].map(([id, mm]) => ({
      id: `engineering-${id}`,
      reason: 'engineering by route length',
      neighbourhoodId: id || null,
      items: [{ item: ITEM.engineering, quantity: mm / 1000 }],
    }));
    for (const [item, whole] of [
      [ITEM.hut, facilities.length],
      [ITEM.oltPort, ports],
    ] as const) {
      for (const [id, quantity] of shares(whole, premises)) {
        costs.push({
          id: `${item}-${id}`,
          reason: 'share by premises passed',
          neighbourhoodId: id || null,
          items: [{ item, quantity }],
        });
      }
    }
    return costs;
  }

  #notReached(): { id: string; reason: string }[] {
    const list: { id: string; reason: string }[] = [];
    this.#prepared.premises.forEach((premises, i) => {
      if (this.#dropEdge.has(i)) return;
      const nearestM = this.#graph.outOfReachM.get(i);
      const limit = Math.round(this.#plan.settings.dropLimitM);
      list.push({ id: premises.id, reason: reasonFor(nearestM, limit) });
    });
    return list;
  }
}

function reasonFor(nearestM: number | null | undefined, limitM: number): string {
  if (nearestM === undefined) return 'The ways and poles near it are not joined to any facility.';
  if (nearestM === null) return 'No pole and no right-of-way within 5 km.';
  if (nearestM <= limitM) return 'Every drop to it would cross a railway, water or a highway.';
  return `The nearest pole or right-of-way is ${Math.round(nearestM)} m away; a drop may be ${limitM} m.`;
}

function terminalId(index: number): string {
  return `T-${String(index + 1).padStart(4, '0')}`;
}

function sameMake(a: RouteEdge | undefined, b: RouteEdge | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.kind === b.kind && a.kind !== 'lateral' && a.way === b.way && a.method === b.method
  );
}

function samePlace(a: LngLat | undefined, b: LngLat): boolean {
  return a !== undefined && Math.abs(a[0] - b[0]) < 2e-7 && Math.abs(a[1] - b[1]) < 2e-7;
}

function pieceAt(pieces: readonly Stretch[], atM: number): Stretch | undefined {
  let endM = 0;
  for (const piece of pieces) {
    endM += piece.lengthM;
    if (atM <= endM) return piece;
  }
  return pieces.at(-1);
}

/** Sums by neighbourhood id (empty outside), in order of id. */
function sums<T extends { readonly neighbourhoodId: string | null }>(
  parts: readonly T[],
  amount: (part: T) => number,
): Map<string, number> {
  const map = new Map<string, number>();
  for (const part of parts) map.set(part.neighbourhoodId ?? '', (map.get(part.neighbourhoodId ?? '') ?? 0) + amount(part));
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A whole number of things shared in thousandths by weight; the last takes the remainder. */
function shares(whole: number, weights: ReadonlyMap<string, number>): [string, number][] {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  let left = whole * 1000;
  return [...weights].map(([id, weight], i): [string, number] => {
    const part = i === weights.size - 1 ? left : Math.round((whole * 1000 * weight) / total);
    left -= part;
    return [id, part / 1000];
  });
}

const PERMIT: Readonly<Record<Crossing['kind'], string>> = {
  rail: 'Crossing agreement with the railway',
  stream: 'Notice to the water authority where the stream is regulated',
  water: 'Permit of the water authority where the water is public',
  highway: 'Permit of the highway authority',
};
