import type { PlacedCabinet } from '../../fiber/cabinets.ts';
import type { RouteEdge, RouteGraph, RouteNode } from '../../fiber/route-input.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import { outputsNeeded, type SplitChoice } from '../../fiber/splitting.ts';
import { portsUsed, type PlacedTerminal } from '../../fiber/terminals.ts';
import { placeKey } from '../../fiber/way-network.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Settings } from '../../plan/settings.ts';
import { usualSplits, type Placement } from './placement.ts';
import type { PreparedRoutes } from './prepare.ts';
import { tierCables, type TierCables } from './tier-cables.ts';

/** What a chain of tree edges of one make becomes before it is cut at boundaries: from `top`, nearer to the facility, to `bottom`. */
export interface Chain {
  readonly edges: readonly RouteEdge[];
  readonly path: readonly LngLat[];
  readonly top: number;
  readonly bottom: number;
}

/** The tree of routes with the equipment on it: where terminals and cabinets stand and how many fibres each edge needs. */
export class NetworkTree {
  readonly prepared: PreparedRoutes;
  readonly graph: RouteGraph;
  readonly tree: RootedTree;
  readonly terminals: readonly PlacedTerminal[];
  readonly cabinets: readonly PlacedCabinet[];
  /** How each cabinet's light is divided. */
  readonly splits: readonly SplitChoice[];
  /** Ids of the cabinets, in their order: those that stand somewhere are numbered first, then splitters at facilities and places without any. */
  readonly cabinetIds: readonly string[];
  /** The drop of each premises that is reached, by index. */
  readonly dropEdge: ReadonlyMap<number, RouteEdge>;
  /** Fibres and cables on the edge above each node: one fibre a splitter between facility and cabinet, one a premises below. */
  readonly feeder: TierCables;
  readonly distribution: TierCables;
  /** Premises on the edge above each node. */
  readonly served: Int32Array;
  readonly #special: Set<number>;
  readonly #equipped: ReadonlySet<number>;
  readonly #nodeIds = new Map<string, string>();
  /** For each node the highest of the tree that it hangs together with at its place. */
  readonly #homes: Int32Array;
  /** Edges between each node and the root. */
  readonly #depth: Int32Array;
  readonly #storeys = new Map<number, number>();

  /** @param splits how cabinets divide their light, in their order; without it all in the cabinet, as the settings say */
  constructor(
    settings: Settings,
    prepared: PreparedRoutes,
    graph: RouteGraph,
    placement: Placement,
    splits: readonly SplitChoice[] | null,
  ) {
    this.prepared = prepared;
    this.graph = graph;
    this.tree = placement.tree;
    this.#homes = new Int32Array(graph.nodes.length).fill(-1);
    this.#depth = new Int32Array(graph.nodes.length);
    for (const node of this.tree.preorder) this.#depth[node] = (this.#depth[this.tree.parent[node] ?? -1] ?? -1) + 1;
    this.terminals = placement.terminals;
    this.cabinets = placement.cabinets;
    this.dropEdge = placement.dropEdge;
    const route = {
      tree: this.tree,
      edgeLengthM: (node: number) => this.edgeAbove(node)?.lengthM ?? 0,
      isInService: (node: number) => isInService(this.edgeAbove(node)),
    };
    this.splits = splits ?? usualSplits(placement, settings);
    this.cabinetIds = this.#numberCabinets();
    const load = this.#loads();
    this.served = load.served;
    const isFacility = (node: number): boolean => graph.nodes[node]?.kind === 'facility';
    const cabinetNodes = new Set(this.cabinets.map(({ node }) => node));
    const terminalNodes = new Set(this.terminals.map(({ node }) => node));
    this.feeder = tierCables(route, load.feeder, isFacility, (node) => cabinetNodes.has(node), settings, 'feeder');
    this.distribution = tierCables(
      route,
      load.distribution,
      (node) => cabinetNodes.has(node) || isFacility(node),
      (node) => terminalNodes.has(node),
      settings,
      'distribution',
    );
    this.#equipped = new Set([...terminalNodes, ...cabinetNodes]);
    this.#special = this.#specialNodes();
    this.#nameNodes();
  }

  node(node: number): RouteNode {
    const found = this.graph.nodes[node];
    if (found === undefined) throw new Error(`the tree names node ${node}, which the graph does not have`);
    return found;
  }

  #numberCabinets(): string[] {
    const stands = this.cabinets.map(({ inFacility }, i) => !inFacility && (this.splits[i]?.ratio ?? 1) > 1);
    let [standing, others] = [0, stands.filter(Boolean).length];
    return stands.map((one) => `C-${String(one ? ++standing : ++others).padStart(3, '0')}`);
  }

  /** OLT ports that feed a cabinet. */
  oltPorts(cabinet: number): number {
    const split = this.splits[cabinet];
    return split === undefined ? 0 : Math.ceil(outputsNeeded(split, this.cabinets[cabinet]?.fibres ?? 0) / split.ratio);
  }

  /** Whether cables are opened at a node: a terminal or a cabinet stands there, or they branch. */
  opensCables(node: number): boolean {
    const isServed = (child: number): boolean => (this.feeder.fibres[child] ?? 0) + (this.distribution.fibres[child] ?? 0) > 0;
    return this.#equipped.has(node) || (this.tree.children[node] ?? []).filter(isServed).length > 1;
  }

  edgeAbove(node: number): RouteEdge | undefined {
    return this.graph.edges[this.tree.parentEdge[node] ?? -1];
  }

  /**
   * The name of a node in the network: the facility or pole that stands there, else a number. What lies at one place and hangs
   * together there is one node, so that joints without length need no stretch; what only meets elsewhere (strand over a trench, without a
   * riser) is another.
   */
  nodeId(node: number): string {
    const name = this.#nodeIds.get(placeKey(this.node(node).position)) ?? '';
    const storey = this.#storeys.get(this.#homes[node] ?? -1) ?? 1;
    return storey === 1 ? name : `${name}:${storey}`;
  }

  /** Whether an edge of the tree leads away from the facility from its first node to its second. */
  isForward({ from, to }: RouteEdge): boolean {
    return this.tree.parent[to] === from;
  }

  *chains(): Generator<Chain> {
    for (const bottom of this.tree.preorder) {
      const kind = this.node(bottom).kind;
      if (!this.#special.has(bottom) || kind === 'premises' || kind === 'source' || bottom === this.tree.root) continue;
      const edges: RouteEdge[] = [];
      const path: LngLat[] = [];
      let node = bottom;
      do {
        const edge = this.edgeAbove(node);
        if (edge === undefined) break;
        const up = edge.to === node ? [...edge.path].reverse() : edge.path;
        path.push(...(path.length === 0 ? up : up.slice(1)));
        edges.push(edge);
        node = this.tree.parent[node] ?? -1;
      } while (node >= 0 && !this.#special.has(node));
      const first = edges[0];
      if (first === undefined || first.kind === 'source' || first.kind === 'riser' || first.kind === 'cable-access') continue;
      yield { edges: edges.reverse(), path: path.reverse(), top: node, bottom };
    }
  }

  /** The edges of the way between two nodes of the tree in which no cable lies, so that whoever follows it in the ground must dig. */
  bareEdgesBetween(from: number, to: number): RouteEdge[] {
    const meeting = this.#meetingOf(from, to);
    const bare: RouteEdge[] = [];
    for (const start of [from, to])
      for (let node = start; node !== meeting && node >= 0; node = this.tree.parent[node] ?? -1) {
        const edge = this.edgeAbove(node);
        if (edge !== undefined && (this.feeder.fibres[node] ?? 0) + (this.distribution.fibres[node] ?? 0) === 0) bare.push(edge);
      }
    return bare;
  }

  #meetingOf(from: number, to: number): number {
    const { parent } = this.tree;
    let [a, b] = [from, to];
    while (a !== b) {
      const isLower = (this.#depth[a] ?? 0) >= (this.#depth[b] ?? 0);
      if (isLower) a = parent[a] ?? -1;
      else b = parent[b] ?? -1;
    }
    return a;
  }

  /** The route between two nodes of the tree. */
  pathBetween(from: number, to: number): LngLat[] {
    const meeting = this.#meetingOf(from, to);
    return [...this.#pathUp(from, meeting), ...this.#pathUp(to, meeting).reverse().slice(1)];
  }

  #pathUp(bottom: number, top: number): LngLat[] {
    const path: LngLat[] = [this.node(bottom).position];
    for (let node = bottom; node !== top && node >= 0; node = this.tree.parent[node] ?? -1) {
      const edge = this.edgeAbove(node);
      if (edge !== undefined) path.push(...(edge.to === node ? [...edge.path].reverse() : edge.path).slice(1));
    }
    return path;
  }

  /** Fibres in use, by tier, and premises on the edge above each node. */
  #loads(): { feeder: Int32Array; distribution: Int32Array; served: Int32Array } {
    const nodes = this.graph.nodes.length;
    const [feeder, distribution, served] = [new Int32Array(nodes), new Int32Array(nodes), new Int32Array(nodes)];
    const climb = (from: number, to: number, count: number, into: Int32Array): void => {
      for (let node = from; node !== to && node >= 0; node = this.tree.parent[node] ?? -1) into[node] = (into[node] ?? 0) + count;
    };
    this.cabinets.forEach((cabinet, index) => {
      const split = this.splits[index];
      const passesOn = new Set(split?.terminals.map(({ fedBy }) => fedBy));
      cabinet.terminals.forEach((terminal, i) => {
        const placed = this.terminals[terminal];
        if (placed === undefined) return;
        // Along a chain of taps one fibre leads to its last terminal.
        const fibres = split?.kind === 'central' ? portsUsed(placed.premises) : passesOn.has(i) ? 0 : 1;
        climb(placed.node, cabinet.node, fibres, distribution);
        climb(placed.node, this.tree.root, placed.premises.length, served);
      });
      if (!cabinet.inFacility) climb(cabinet.node, this.tree.root, this.oltPorts(index), feeder);
    });
    return { feeder, distribution, served };
  }

  /** Nodes at which a stretch ends: branches, equipment, poles, and where the make changes. */
  #specialNodes(): Set<number> {
    const special = new Set<number>(this.#equipped);
    for (const node of this.tree.preorder) {
      const below = (this.tree.children[node] ?? []).filter((child) => this.node(child).kind !== 'premises');
      const above = this.edgeAbove(node);
      const next = below.map((child) => this.edgeAbove(child))[0];
      const kind = this.node(node).kind;
      if (below.length !== 1 || kind === 'pole' || kind === 'facility' || kind === 'source' || !sameMake(above, next))
        special.add(node);
    }
    return special;
  }

  #nameNodes(): void {
    const numbered: string[] = [];
    for (const node of this.tree.preorder) {
      const at = this.node(node);
      const key = placeKey(at.position);
      if (at.kind === 'ground' || at.kind === 'new-line' || at.kind === 'cable') numbered.push(key);
      if (this.#nodeIds.has(key)) continue;
      if (at.kind === 'facility') this.#nodeIds.set(key, `facility:${this.prepared.facilities[at.facility]?.id ?? at.facility}`);
      if (at.kind === 'pole') this.#nodeIds.set(key, `pole:${this.prepared.poles[at.pole]?.id ?? at.pole}`);
    }
    for (const key of numbered) if (!this.#nodeIds.has(key)) this.#nodeIds.set(key, `node:${this.#nodeIds.size + 1}`);
    this.#countStoreys();
  }

  /** Numbers, at each place, the parts of the tree that do not hang together there. */
  #countStoreys(): void {
    const parts = new Map<string, number>();
    for (const node of this.tree.preorder) {
      if (this.node(node).kind === 'premises') continue;
      const key = placeKey(this.node(node).position);
      const parent = this.tree.parent[node] ?? -1;
      if (parent >= 0 && placeKey(this.node(parent).position) === key) {
        this.#homes[node] = this.#homes[parent] ?? node;
        continue;
      }
      this.#homes[node] = node;
      parts.set(key, (parts.get(key) ?? 0) + 1);
      this.#storeys.set(node, parts.get(key) ?? 1);
    }
  }
}

/** Whether an edge is of a cable in service, or the way into one. */
function isInService(edge: RouteEdge | undefined): boolean {
  return edge?.kind === 'cable' || edge?.kind === 'cable-access';
}

function sameMake(a: RouteEdge | undefined, b: RouteEdge | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind || a.kind === 'lateral' || a.kind === 'cable-access') return false;
  return (
    a.way === b.way &&
    a.piece?.cable === b.piece?.cable &&
    a.method === b.method &&
    a.terms.priceFactor === b.terms.priceFactor &&
    a.terms.routing === b.terms.routing
  );
}
