import { shortDistanceM } from '../geo/geodesy.ts';
import type { LocalFrame } from '../geo/local-frame.ts';
import { lengthM as lengthOf, pointAlong } from '../geo/polyline.ts';
import { quantise, type LngLat } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import type { BarrierCrossing, BarrierKind, BarrierMap } from './crossings.ts';
import { placeKey, type WayMap, type WayNetwork } from './way-network.ts';

/** How an underground stretch is built. */
export type Method = 'plow' | 'bore' | 'trench';

/** Likely prices in cents that decide between routes; what they contain is the caller's business. */
export interface RoutePrices {
  readonly aerialOwnPerM: number;
  readonly aerialRentedPerM: number;
  readonly buriedPerM: Readonly<Record<Method, number>>;
  readonly newPole: number;
  readonly riser: number;
  readonly crossing: Readonly<Record<BarrierKind, number>>;
  readonly dropAerialPerM: number;
  readonly dropBuriedPerM: number;
  /** Terminals on poles and in handholes. */
  readonly terminalAerial: TerminalPrice;
  readonly terminalBuried: TerminalPrice;
}

/** What the terminals of a place are expected to cost before anyone knows how many stand there: so much for the first drop and so much for every drop. */
export interface TerminalPrice {
  readonly opening: number;
  readonly perDrop: number;
}

export interface GraphPole {
  readonly position: LngLat;
  readonly owned: boolean;
  /** Expected make-ready, cents: paid once when the pole is used. */
  readonly makeReadyCents: number;
}

export interface GraphWay {
  readonly buried: boolean;
  readonly newPoles: boolean;
  readonly surface: 'paved' | 'unpaved';
  readonly bridge: boolean;
}

export interface GraphSpan {
  readonly from: number;
  readonly to: number;
  readonly path: readonly LngLat[];
}

/** Everything that a route may use, in flat lists; indices name things between them. */
export interface RouteInput {
  readonly frame: LocalFrame;
  readonly wayMap: WayMap;
  readonly ways: readonly GraphWay[];
  readonly poles: readonly GraphPole[];
  readonly spans: readonly GraphSpan[];
  readonly barriers: BarrierMap;
  readonly premises: readonly LngLat[];
  readonly facilities: readonly LngLat[];
  readonly prices: RoutePrices;
  readonly rules: RouteRules;
  /** Whether a straight drop to a premises is free of other people's buildings and lots. */
  readonly dropIsClear: (premises: number, from: LngLat) => boolean;
}

export interface RouteRules {
  readonly aerial: boolean;
  readonly newPoles: boolean;
  readonly newPoleSpacingM: number;
  readonly poleOffsetM: number;
  readonly dropLimitM: number;
  /** Longest drop through the air, metres; from a pole a longer one is buried. */
  readonly aerialDropM: number;
  readonly pavedMethod: Method;
  readonly unpavedMethod: Method;
}

export type RouteEdgeKind =
  'span' | 'buried' | 'pole-line' | 'lateral' | 'tap' | 'riser' | 'drop-aerial' | 'drop-buried' | 'source';

/** An edge of the route graph: knows what it is made of and why it costs what it costs. */
export interface RouteEdge {
  readonly kind: RouteEdgeKind;
  readonly from: number;
  readonly to: number;
  readonly path: readonly LngLat[];
  readonly lengthM: number;
  readonly costCents: number;
  /** Index of the way that it follows, −1 for none. */
  readonly way: number;
  /** Index of the span, −1 for none. */
  readonly span: number;
  readonly method: Method | null;
  readonly owned: boolean;
  readonly crossings: readonly BarrierCrossing[];
}

/** What stands at a node. */
export type RouteNode =
  | { readonly kind: 'pole'; readonly pole: number; readonly position: LngLat }
  | { readonly kind: 'ground'; readonly position: LngLat }
  | { readonly kind: 'new-line'; readonly position: LngLat }
  | { readonly kind: 'premises'; readonly premises: number; readonly position: LngLat }
  | { readonly kind: 'facility'; readonly facility: number; readonly position: LngLat }
  | { readonly kind: 'source'; readonly position: LngLat };

export interface RouteGraph {
  readonly nodes: readonly RouteNode[];
  readonly edges: readonly RouteEdge[];
  readonly root: number;
  readonly premisesNode: readonly number[];
  /** For premises that nothing can reach: metres to the nearest pole or way, null when none is within 5 km. */
  readonly outOfReachM: ReadonlyMap<number, number | null>;
}

const BUILT_UP_RADIUS_M = 75;
const BUILT_UP_PREMISES = 5;
const FIELD_LATERAL_M = 60;
const FACILITY_REACH_M = 400;
/** Drops over other people's lots, and drops much longer than the nearest one (1.5 times and 60 m more), are weighed so many times. */
const OUT_OF_THE_WAY_FACTOR = 3;
const DETOUR_FACTOR = 1.5;
const DETOUR_M = 60;
const WAYS_PER_PREMISES = 2;
const POLES_PER_PREMISES = 4;

/**
 * Builds the graph on which routes are searched. The ground, new pole lines and existing poles are three levels of nodes, joined by
 * risers and taps; premises hang on them by drops; all facilities hang on one source.
 */
export function buildRouteGraph(input: RouteInput): RouteGraph {
  const builder = new GraphBuilder(input);
  builder.addPoles();
  builder.markPlaces();
  builder.addWays();
  builder.addPoleJoints();
  builder.addDrops();
  builder.addFacilities();
  return builder.graph();
}

/** Tells whether a place is built up: five premises within 75 m. */
export function isBuiltUp({ premises, frame }: Pick<RouteInput, 'premises' | 'frame'>): (position: LngLat) => boolean {
  const points = premises.map((position) => frame.toLocal(position));
  const index = boxIndex(points.map(({ x, y }) => [x, y, x, y]));
  return (position) => {
    const { x, y } = frame.toLocal(position);
    return index.nearest(x, y, BUILT_UP_PREMISES, BUILT_UP_RADIUS_M).length >= BUILT_UP_PREMISES;
  };
}

class GraphBuilder {
  readonly #input: RouteInput;
  readonly #nodes: RouteNode[] = [];
  readonly #edges: RouteEdge[] = [];
  readonly #poleNode: number[] = [];
  readonly #premisesNode: number[] = [];
  readonly #outOfReachM = new Map<number, number | null>();
  readonly #groundAt = new Map<string, number>();
  readonly #lineAt = new Map<string, number>();
  readonly #polePlace = new Map<number, { position: LngLat; way: number; distanceM: number }[]>();
  readonly #premisesPlaces: { position: LngLat; way: number }[][] = [];
  readonly #facilityPlaces: { position: LngLat; way: number }[][] = [];
  readonly #builtUp: (position: LngLat) => boolean;
  #root = -1;

  constructor(input: RouteInput) {
    this.#input = input;
    this.#builtUp = isBuiltUp(input);
  }

  graph(): RouteGraph {
    return {
      nodes: this.#nodes,
      edges: this.#edges,
      root: this.#root,
      premisesNode: this.#premisesNode,
      outOfReachM: this.#outOfReachM,
    };
  }

  addPoles(): void {
    const { poles, spans, rules, prices, barriers } = this.#input;
    poles.forEach((pole, i) => this.#poleNode.push(this.#add({ kind: 'pole', pole: i, position: pole.position })));
    if (!rules.aerial) return;
    spans.forEach((span, i) => {
      const owned = (poles[span.from]?.owned ?? false) && (poles[span.to]?.owned ?? false);
      const lengthM = lengthOf(span.path);
      const crossings = barriers.crossingsOf(span.path);
      this.#edge('span', this.#poleNode[span.from] ?? 0, this.#poleNode[span.to] ?? 0, span.path, {
        cents: lengthM * (owned ? prices.aerialOwnPerM : prices.aerialRentedPerM) + this.#crossingCents(crossings, true),
        span: i,
        owned,
        crossings,
      });
    });
  }

  /** Marks where poles, premises and facilities meet the ways, before the ways are cut there. */
  markPlaces(): void {
    const { wayMap, poles, premises, facilities, rules } = this.#input;
    const diggable = (way: number): boolean => this.#input.ways[way]?.buried ?? false;
    if (rules.aerial) {
      poles.forEach((pole, i) => {
        const place = wayMap.nearestPlaces(pole.position, Math.max(rules.poleOffsetM, FIELD_LATERAL_M), 1, diggable)[0];
        if (place !== undefined)
          this.#polePlace.set(i, [{ position: wayMap.mark(place), way: place.way, distanceM: place.distanceM }]);
      });
    }
    for (const position of premises) {
      const places = wayMap.nearestPlaces(position, rules.dropLimitM, WAYS_PER_PREMISES, diggable);
      const limitM = 1.5 * (places[0]?.distanceM ?? 0) + 20;
      this.#premisesPlaces.push(
        places.filter((place) => place.distanceM <= limitM).map((place) => ({ position: wayMap.mark(place), way: place.way })),
      );
    }
    for (const position of facilities) {
      const places = wayMap.nearestPlaces(position, FACILITY_REACH_M, 3, diggable);
      this.#facilityPlaces.push(places.map((place) => ({ position: wayMap.mark(place), way: place.way })));
    }
  }

  addWays(): void {
    const { wayMap, prices } = this.#input;
    const network = wayMap.network();
    for (const edge of network.edges) this.#addWayEdge(network, edge);
    for (const [key, line] of this.#lineAt) {
      const ground = this.#groundAt.get(key);
      const position = this.#nodes[line]?.position;
      // A line that rises from the ground begins with a pole of its own; the poles after it are in the price of its length.
      if (ground !== undefined && position !== undefined)
        this.#edge('riser', line, ground, [position, position], { cents: prices.riser + prices.newPole });
    }
  }

  #addWayEdge(network: WayNetwork, edge: WayNetwork['edges'][number]): void {
    const { ways, rules, prices, barriers } = this.#input;
    const way = ways[edge.way];
    if (way === undefined || !way.buried || edge.from === edge.to) return;
    const a = network.nodes[edge.from] as LngLat; // edges name nodes of this network
    const b = network.nodes[edge.to] as LngLat;
    const builtUp = this.#builtUp(pointAlong(edge.path, edge.lengthM / 2));
    const method = way.surface === 'paved' && builtUp ? rules.pavedMethod : rules.unpavedMethod;
    const crossings = barriers.crossingsOf(edge.path);
    this.#edge('buried', this.#ground(a), this.#ground(b), edge.path, {
      cents: edge.lengthM * prices.buriedPerM[method] + this.#crossingCents(crossings, false),
      way: edge.way,
      method,
      crossings,
    });
    if (!rules.aerial || !rules.newPoles || !way.newPoles || way.bridge || builtUp) return;
    this.#edge('pole-line', this.#line(a), this.#line(b), edge.path, {
      cents:
        edge.lengthM * (prices.aerialOwnPerM + prices.newPole / rules.newPoleSpacingM) + this.#crossingCents(crossings, true),
      way: edge.way,
      owned: true,
      crossings,
    });
  }

  /** Existing poles meet new pole lines by a tap and the ground by a riser with a short trench. */
  addPoleJoints(): void {
    const { poles, prices, rules, barriers } = this.#input;
    for (const [pole, places] of this.#polePlace) {
      for (const place of places) {
        const from = this.#poleNode[pole] ?? 0;
        const position = poles[pole]?.position as LngLat; // keys are indices of poles
        const path = [position, place.position];
        const crossings = barriers.crossingsOf(path);
        const lengthM = lengthOf(path);
        const method = this.#builtUp(position) ? rules.pavedMethod : rules.unpavedMethod;
        const ground = this.#groundAt.get(placeKey(place.position));
        const line = this.#lineAt.get(placeKey(place.position));
        if (ground !== undefined) {
          this.#edge('lateral', from, ground, path, {
            cents: prices.riser + lengthM * prices.buriedPerM[method] + this.#crossingCents(crossings, false),
            way: place.way,
            method,
            crossings,
          });
        }
        if (line !== undefined && place.distanceM <= rules.poleOffsetM) {
          this.#edge('tap', from, line, path, {
            cents: lengthM * prices.aerialOwnPerM + this.#crossingCents(crossings, true),
            way: place.way,
            owned: true,
            crossings,
          });
        }
      }
    }
  }

  addDrops(): void {
    const { premises, poles, frame, rules } = this.#input;
    const local = poles.map((pole) => frame.toLocal(pole.position));
    const index = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
    premises.forEach((position, i) => {
      const node = this.#add({ kind: 'premises', premises: i, position });
      this.#premisesNode.push(node);
      const { x, y } = frame.toLocal(position);
      const near = rules.aerial ? index.nearest(x, y, POLES_PER_PREMISES, rules.dropLimitM) : [];
      const candidates: Drop[] = near.map((pole) =>
        this.#dropFrom(poles[pole]?.position as LngLat, this.#poleNode[pole] ?? 0, position),
      ); // found among poles
      for (const place of this.#premisesPlaces[i] ?? []) {
        const ground = this.#groundAt.get(placeKey(place.position));
        const line = this.#lineAt.get(placeKey(place.position));
        if (ground !== undefined) candidates.push({ kind: 'drop-buried', at: ground, from: place.position });
        if (line !== undefined) candidates.push(this.#dropFrom(place.position, line, position));
      }
      if (!this.#addDropsOf(i, node, position, candidates)) this.#outOfReachM.set(i, this.#nearestRouteM(position));
    });
  }

  #dropFrom(pole: LngLat, node: number, to: LngLat): Drop {
    return {
      kind: shortDistanceM(pole, to) <= this.#input.rules.aerialDropM ? 'drop-aerial' : 'drop-buried',
      at: node,
      from: pole,
    };
  }

  /** Adds the drops that cross nothing; where there is none, those over other lots. What is out of the way costs three times as much. */
  #addDropsOf(premises: number, node: number, position: LngLat, candidates: readonly Drop[]): boolean {
    const { barriers, dropIsClear, prices, rules } = this.#input;
    const possible = candidates.filter(
      ({ from }) =>
        shortDistanceM(from, position) <= rules.dropLimitM &&
        barriers.crossingsOf([from, position]).every(({ kind }) => kind === 'stream'),
    );
    const clear = possible.filter(({ from }) => dropIsClear(premises, from));
    const offered = clear.length > 0 ? clear : possible;
    const nearestM = offered.reduce((least, { from }) => Math.min(least, shortDistanceM(from, position)), Infinity);
    for (const drop of offered) {
      const path = [drop.from, position];
      const lengthM = lengthOf(path);
      const outOfTheWay = clear.length === 0 || lengthM > DETOUR_FACTOR * nearestM + DETOUR_M;
      const perM =
        (drop.kind === 'drop-aerial' ? prices.dropAerialPerM : prices.dropBuriedPerM) * (outOfTheWay ? OUT_OF_THE_WAY_FACTOR : 1);
      const terminal = this.#nodes[drop.at]?.kind === 'ground' ? prices.terminalBuried : prices.terminalAerial;
      this.#edge(drop.kind, drop.at, node, path, { cents: lengthM * perM + terminal.perDrop });
    }
    return possible.length > 0;
  }

  #nearestRouteM(position: LngLat): number | null {
    const { wayMap, ways, poles } = this.#input;
    const way = wayMap.nearestPlaces(position, 5000, 1, (i) => ways[i]?.buried ?? false)[0]?.distanceM ?? Infinity;
    const nearest = poles.reduce((least, pole) => Math.min(least, shortDistanceM(pole.position, position)), way);
    return nearest === Infinity ? null : nearest;
  }

  addFacilities(): void {
    const { facilities, poles, prices, rules, barriers } = this.#input;
    this.#root = this.#add({ kind: 'source', position: facilities[0] ?? [0, 0] });
    facilities.forEach((position, i) => {
      const node = this.#add({ kind: 'facility', facility: i, position });
      this.#edge('source', this.#root, node, [position, position], { cents: 0 });
      const enter = (to: number, target: LngLat, riserCents: number): void => {
        const path = [position, target];
        const crossings = barriers.crossingsOf(path);
        const method = this.#builtUp(position) ? rules.pavedMethod : rules.unpavedMethod;
        this.#edge('lateral', node, to, path, {
          cents: riserCents + lengthOf(path) * prices.buriedPerM[method] + this.#crossingCents(crossings, false),
          method,
          crossings,
        });
      };
      for (const place of this.#facilityPlaces[i] ?? []) {
        const ground = this.#groundAt.get(placeKey(place.position));
        if (ground !== undefined) enter(ground, place.position, 0);
      }
      if (!rules.aerial) return;
      poles.forEach((pole, at) => {
        if (shortDistanceM(pole.position, position) <= FIELD_LATERAL_M)
          enter(this.#poleNode[at] ?? 0, pole.position, prices.riser);
      });
    });
  }

  #crossingCents(crossings: readonly BarrierCrossing[], aerial: boolean): number {
    return crossings.reduce((sum, { kind }) => sum + (isFreeToCross(kind, aerial) ? 0 : this.#input.prices.crossing[kind]), 0);
  }

  #ground(position: LngLat): number {
    return this.#nodeFor(this.#groundAt, position, 'ground');
  }

  #line(position: LngLat): number {
    return this.#nodeFor(this.#lineAt, position, 'new-line');
  }

  #nodeFor(known: Map<string, number>, position: LngLat, kind: 'ground' | 'new-line'): number {
    const key = placeKey(position);
    const node = known.get(key) ?? this.#add({ kind, position });
    known.set(key, node);
    return node;
  }

  #add(node: RouteNode): number {
    return this.#nodes.push({ ...node, position: quantise(node.position) }) - 1;
  }

  #edge(
    kind: RouteEdgeKind,
    from: number,
    to: number,
    path: readonly LngLat[],
    about: {
      cents: number;
      way?: number;
      span?: number;
      method?: Method;
      owned?: boolean;
      crossings?: readonly BarrierCrossing[];
    },
  ): void {
    const quantised = path.map(quantise);
    this.#edges.push({
      kind,
      from,
      to,
      path: quantised,
      lengthM: lengthOf(quantised),
      costCents: Math.round(about.cents),
      way: about.way ?? -1,
      span: about.span ?? -1,
      method: about.method ?? null,
      owned: about.owned ?? false,
      crossings: about.crossings ?? [],
    });
  }
}

/** Over water a span pays nothing extra; rail and highway ask for a permit either way. */
export function isFreeToCross(kind: BarrierKind, aerial: boolean): boolean {
  return aerial && (kind === 'water' || kind === 'stream');
}

interface Drop {
  readonly kind: 'drop-aerial' | 'drop-buried';
  readonly at: number;
  readonly from: LngLat;
}
