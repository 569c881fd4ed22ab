import { shortDistanceM } from '../geo/geodesy.ts';
import { lengthM as lengthOf, pointAlong } from '../geo/polyline.ts';
import { quantise, type LngLat } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import { combined, PLAIN_TERMS, type Terms } from './conditions.ts';
import type { BarrierCrossing, BarrierKind } from './crossings.ts';
import type { Method, RouteEdge, RouteEdgeKind, RouteGraph, RouteInput, RouteNode } from './route-input.ts';
import { placeKey, type WayNetwork } from './way-network.ts';

const BUILT_UP_RADIUS_M = 75;
const BUILT_UP_PREMISES = 5;
const FIELD_LATERAL_M = 60;
/** The end of a line drawn along a way lies this near to it; metres. */
const LINE_END_M = 1;
const FACILITY_REACH_M = 400;
/** Drops over other people's lots, and drops much longer than the nearest one (1.5 times and 60 m more), are weighed so many times. */
const OUT_OF_THE_WAY_FACTOR = 3;
const DETOUR_FACTOR = 1.5;
const DETOUR_M = 60;
/** A preferred stretch weighs so much of its price. */
const PREFERRED_WEIGHT = 0.5;
/** A duct is entered from ways and poles this near to its vertices; metres. */
const DUCT_REACH_M = 30;
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
  builder.addDuctJoints();
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
  readonly #ductPlaces: { position: LngLat; place: LngLat }[] = [];
  readonly #ductPoles: { position: LngLat; pole: number }[] = [];
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
      const crossings = barriers.crossingsOf(span.path);
      this.#edge('span', this.#poleNode[span.from] ?? 0, this.#poleNode[span.to] ?? 0, span.path, {
        perM: owned ? prices.aerialOwnPerM : prices.aerialRentedPerM,
        cents: this.#crossingCents(crossings, true),
        built: 'aerial',
        terms: span.terms,
        span: i,
        owned,
        crossings,
      });
    });
  }

  /** Marks where poles, premises and facilities meet the ways, before the ways are cut there. */
  markPlaces(): void {
    const { wayMap, poles, premises, facilities, cabinets, rules, conditions } = this.#input;
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
    for (const path of conditions.outlines) {
      const [first, last] = [path[0], path.at(-1)];
      if (first === undefined || last === undefined) continue;
      if (placeKey(first) === placeKey(last)) wayMap.markCrossings(path);
      else
        for (const end of [first, last])
          for (const place of wayMap.nearestPlaces(end, LINE_END_M, 2, diggable)) wayMap.mark(place);
    }
    this.#markDucts();
    for (const position of cabinets)
      for (const place of wayMap.nearestPlaces(position, FIELD_LATERAL_M, 1, diggable)) wayMap.mark(place);
    for (const position of facilities) {
      const places = wayMap.nearestPlaces(position, FACILITY_REACH_M, 3, diggable);
      this.#facilityPlaces.push(places.map((place) => ({ position: wayMap.mark(place), way: place.way })));
    }
  }

  /** The vertices of ducts, and the ways and poles that they can be entered from. */
  #markDucts(): void {
    const { wayMap, ways, poles, rules, frame, prices } = this.#input;
    if (prices.ductPerM === null || !ways.some(({ duct }) => duct)) return;
    const local = poles.map(({ position }) => frame.toLocal(position));
    const index = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
    ways.forEach(({ duct }, way) => {
      if (!duct) return;
      for (const position of wayMap.verticesOf(way)) {
        wayMap.markVertex(way, position);
        for (const place of wayMap.nearestPlaces(position, DUCT_REACH_M, 1, (at) => ways[at]?.buried ?? false))
          this.#ductPlaces.push({ position, place: wayMap.mark(place) });
        const { x, y } = frame.toLocal(position);
        if (rules.aerial) for (const pole of index.nearest(x, y, 1, DUCT_REACH_M)) this.#ductPoles.push({ position, pole });
      }
    });
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
    if (way === undefined || edge.from === edge.to) return;
    if (way.duct) this.#addDuct(network, edge);
    if (!way.buried) return;
    const a = network.nodes[edge.from] as LngLat; // edges name nodes of this network
    const b = network.nodes[edge.to] as LngLat;
    const builtUp = this.#builtUp(pointAlong(edge.path, edge.lengthM / 2));
    const method = way.surface === 'paved' && builtUp ? rules.pavedMethod : rules.unpavedMethod;
    const crossings = barriers.crossingsOf(edge.path);
    this.#edge('buried', this.#ground(a), this.#ground(b), edge.path, {
      perM: prices.buriedPerM[method],
      cents: this.#crossingCents(crossings, false),
      built: 'underground',
      terms: way.terms,
      way: edge.way,
      method,
      crossings,
    });
    if (!rules.aerial || !rules.newPoles || !way.newPoles || way.bridge || builtUp) return;
    this.#edge('pole-line', this.#line(a), this.#line(b), edge.path, {
      perM: prices.aerialOwnPerM,
      cents: (edge.lengthM * prices.newPole) / rules.newPoleSpacingM + this.#crossingCents(crossings, true),
      built: 'aerial',
      terms: way.terms,
      way: edge.way,
      owned: true,
      crossings,
    });
  }

  #addDuct(network: WayNetwork, edge: WayNetwork['edges'][number]): void {
    const { ductPerM } = this.#input.prices;
    const terms = this.#input.ways[edge.way]?.terms;
    if (ductPerM === null || terms === undefined) return;
    const a = network.nodes[edge.from] as LngLat; // edges name nodes of this network
    const b = network.nodes[edge.to] as LngLat;
    this.#edge('duct', this.#ground(a), this.#ground(b), edge.path, {
      perM: ductPerM,
      cents: 0,
      built: null,
      terms,
      way: edge.way,
    });
  }

  /** Ducts meet the ways and poles near their vertices by short trenches. */
  addDuctJoints(): void {
    for (const { position, place } of this.#ductPlaces) {
      const from = this.#groundAt.get(placeKey(position));
      const to = this.#groundAt.get(placeKey(place));
      if (from !== undefined && to !== undefined && from !== to) this.#lateral(from, to, [position, place]);
    }
    for (const { position, pole } of this.#ductPoles) {
      const from = this.#groundAt.get(placeKey(position));
      if (from !== undefined)
        this.#lateral(this.#poleNode[pole] ?? 0, from, [this.#input.poles[pole]?.position ?? position, position]);
    }
  }

  /** A short piece in the ground that follows no way, with a riser where it begins at a pole. */
  #lateral(from: number, to: number, path: readonly LngLat[], way = -1): void {
    const { prices, rules, barriers } = this.#input;
    const start = path[0] as LngLat; // a path has two ends
    const method = this.#builtUp(start) ? rules.pavedMethod : rules.unpavedMethod;
    const crossings = barriers.crossingsOf(path);
    const risers = [from, to].filter((node) => this.#nodes[node]?.kind === 'pole').length;
    this.#edge('lateral', from, to, path, {
      perM: prices.buriedPerM[method],
      cents: risers * prices.riser + this.#crossingCents(crossings, false),
      built: 'underground',
      way,
      method,
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
        const ground = this.#groundAt.get(placeKey(place.position));
        const line = this.#lineAt.get(placeKey(place.position));
        if (ground !== undefined) this.#lateral(from, ground, path, place.way);
        if (line !== undefined && place.distanceM <= rules.poleOffsetM) {
          this.#edge('tap', from, line, path, {
            perM: prices.aerialOwnPerM,
            cents: this.#crossingCents(crossings, true),
            built: 'aerial',
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
    const { barriers, conditions, dropIsClear, prices, rules } = this.#input;
    const possible = candidates.filter(
      ({ from, kind }) =>
        shortDistanceM(from, position) <= rules.dropLimitM &&
        barriers.crossingsOf([from, position]).every((crossing) => crossing.kind === 'stream') &&
        conditions.termsOf([from, position], kind === 'drop-aerial' ? 'aerial' : 'underground').routing !== 'forbidden',
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
    const { facilities, facilityCents, poles, rules } = this.#input;
    this.#root = this.#add({ kind: 'source', position: facilities[0] ?? [0, 0] });
    facilities.forEach((position, i) => {
      const node = this.#add({ kind: 'facility', facility: i, position });
      this.#edge('source', this.#root, node, [position, position], { cents: facilityCents[i] ?? 0 });
      for (const place of this.#facilityPlaces[i] ?? []) {
        const ground = this.#groundAt.get(placeKey(place.position));
        if (ground !== undefined) this.#lateral(node, ground, [position, place.position]);
      }
      if (!rules.aerial) return;
      poles.forEach((pole, at) => {
        if (shortDistanceM(pole.position, position) <= FIELD_LATERAL_M)
          this.#lateral(node, this.#poleNode[at] ?? 0, [position, pole.position]);
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

  #edge(kind: RouteEdgeKind, from: number, to: number, path: readonly LngLat[], about: EdgeAbout): void {
    const quantised = path.map(quantise);
    const lengthM = lengthOf(quantised);
    const terms = this.#termsOf(quantised, about);
    if (terms.routing === 'forbidden') return;
    const { engineeringPerM } = this.#input.prices;
    const perM = about.perM ?? 0;
    const priced =
      about.built === null ? perM : Math.max(0, perM - engineeringPerM) * terms.priceFactor + Math.min(perM, engineeringPerM);
    const weight = terms.routing === 'preferred' ? PREFERRED_WEIGHT : 1;
    this.#edges.push({
      kind,
      from,
      to,
      path: quantised,
      lengthM,
      costCents: Math.round(weight * lengthM * priced + about.cents),
      way: about.way ?? -1,
      span: about.span ?? -1,
      method: about.method ?? null,
      owned: about.owned ?? false,
      crossings: about.crossings ?? [],
      terms,
    });
  }

  #termsOf(path: readonly LngLat[], { built, terms = PLAIN_TERMS }: EdgeAbout): Terms {
    if (built === null || built === undefined) return terms;
    const here = combined(terms, this.#input.conditions.termsOf(path, built));
    const slope = built === 'aerial' ? 1 : this.#input.slopeFactor(path);
    return slope === 1 ? here : combined(here, { priceFactor: slope, routing: null, because: ['slope'] });
  }
}

/** Over water a span pays nothing extra; rail and highway ask for a permit either way. */
export function isFreeToCross(kind: BarrierKind, aerial: boolean): boolean {
  return aerial && (kind === 'water' || kind === 'stream');
}

/** What an edge is made of: `cents` stand beside the price of its length. */
interface EdgeAbout {
  readonly perM?: number;
  readonly cents: number;
  /** What conditions it is under; none for joints, ducts and drops. */
  readonly built?: 'aerial' | 'underground' | null;
  readonly terms?: Terms;
  readonly way?: number;
  readonly span?: number;
  readonly method?: Method;
  readonly owned?: boolean;
  readonly crossings?: readonly BarrierCrossing[];
}

interface Drop {
  readonly kind: 'drop-aerial' | 'drop-buried';
  readonly at: number;
  readonly from: LngLat;
}
