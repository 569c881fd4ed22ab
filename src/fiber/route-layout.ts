import { shortDistanceM } from '../geo/geodesy.ts';
import { pointAlong } from '../geo/polyline.ts';
import type { LngLat } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import { builtUpRuns } from './built-up-runs.ts';
import { CableMaker } from './graph-cables.ts';
import { DropMaker, type LaidDrop } from './graph-drops.ts';
import { GraphParts, type LaidEdge } from './graph-parts.ts';
import { isAlong, type RouteInput } from './route-input.ts';
import { placeKey, WayMap } from './way-network.ts';

/** A trench across a field to a way is no longer; metres. */
export const FIELD_LATERAL_M = 60;
const FACILITY_REACH_M = 400;
/** A duct is entered from ways and poles this near to its vertices; metres. */
const DUCT_REACH_M = 30;

/** A piece of a way between two nodes of a layout, and whether it is dug as in town. */
export interface LaidPiece {
  readonly path: readonly LngLat[];
  readonly builtUp: boolean;
}

/** The route graph of a map by the rules of a plan, with no word on prices, wishes and cabinets: these are what people try, and the rest stays. */
export interface RouteLayout {
  readonly wayMap: WayMap;
  readonly parts: GraphParts;
  /** Edges in the order of the graph: what comes before those of the ways, along each way, and what comes after. */
  readonly spans: readonly LaidEdge[];
  readonly ways: readonly LaidEdge[];
  readonly joints: readonly LaidEdge[];
  /** Drops by premises. */
  readonly drops: readonly (readonly LaidDrop[])[];
  readonly facilities: readonly LaidEdge[];
  /** Pieces by way, in order. */
  readonly pieces: ReadonlyMap<number, readonly LaidPiece[]>;
  /** Whether a node is one of the network of ways, by `placeKey`. */
  readonly isOnWay: (key: string) => boolean;
  readonly root: number;
  readonly premisesNode: readonly number[];
  /** Metres to the nearest pole or way; null where none is within 5 km. */
  readonly nearestRouteM: (premises: number) => number | null;
}

/** Lays out the route graph of a map; one that was laid out for the same map before is found again. */
export function layoutOf(input: RouteInput): RouteLayout {
  // Without a price for them, ducts and cables in service are no part of the graph.
  const key = `${input.prices.ductPerM !== null} ${input.prices.cablePerM !== null}`;
  let found = input.layouts.get(key);
  if (found === undefined) input.layouts.set(key, (found = new LayoutBuilder(input).build()));
  return found;
}

class LayoutBuilder {
  readonly #input: RouteInput;
  readonly #wayMap: WayMap;
  readonly #parts: GraphParts;
  readonly #drops: DropMaker;
  readonly #cables: CableMaker;
  readonly #polePlace = new Map<number, { position: LngLat; way: number; distanceM: number }>();
  readonly #ductPlaces: { position: LngLat; place: LngLat }[] = [];
  readonly #ductPoles: { position: LngLat; pole: number }[] = [];
  readonly #facilityPlaces: LngLat[][] = [];

  constructor(input: RouteInput) {
    this.#input = input;
    this.#wayMap = new WayMap(
      input.ways.map(({ path }) => path),
      input.frame,
    );
    this.#parts = new GraphParts(input);
    this.#drops = new DropMaker(input, this.#wayMap);
    this.#cables = new CableMaker(input, this.#wayMap);
  }

  build(): RouteLayout {
    const parts = this.#parts;
    this.#addPoles();
    const spans = parts.edges.splice(0);
    this.#markPlaces();
    const { pieces, isOnWay } = this.#addWays();
    const ways = parts.edges.splice(0);
    this.#addPoleJoints();
    this.#addDuctJoints();
    const joints = parts.edges.splice(0);
    const premisesNode = this.#input.premises.map((position, premises) => parts.add({ kind: 'premises', premises, position }));
    const drops = premisesNode.map((node, premises) => this.#drops.lay(parts, premises, node));
    const { root, facilityNode } = this.#addFacilities();
    this.#cables.add(parts, facilityNode);
    const facilities = parts.edges.splice(0);
    const nearest = new Map<number, number | null>();
    return {
      wayMap: this.#wayMap,
      parts,
      spans,
      ways,
      joints,
      drops,
      facilities,
      pieces,
      isOnWay,
      root,
      premisesNode,
      nearestRouteM: (premises) => {
        const known = nearest.get(premises);
        if (known !== undefined) return known;
        const foundM = this.#drops.nearestRouteM(this.#input.premises[premises] as LngLat); // an index of premises
        nearest.set(premises, foundM);
        return foundM;
      },
    };
  }

  #addPoles(): void {
    const { poles, spans, rules, barriers } = this.#input;
    const { poleNode } = this.#parts;
    poles.forEach(({ position }, pole) => poleNode.push(this.#parts.add({ kind: 'pole', pole, position })));
    if (!rules.aerial) return;
    spans.forEach((span, i) => {
      const owned = (poles[span.from]?.owned ?? false) && (poles[span.to]?.owned ?? false);
      this.#parts.edge('span', poleNode[span.from] ?? 0, poleNode[span.to] ?? 0, span.path, {
        built: 'aerial',
        terms: span.terms,
        span: i,
        owned,
        crossings: barriers.crossingsOf(span.path),
      });
    });
  }

  /** Marks where poles, premises, ducts, cables and facilities meet the ways, before the ways are cut there. */
  #markPlaces(): void {
    const { poles, facilities, rules } = this.#input;
    const wayMap = this.#wayMap;
    const diggable = (way: number): boolean => isAlong(this.#input.ways[way]);
    if (rules.aerial) {
      const inLine = new Set(this.#input.spans.flatMap(({ from, to }) => [from, to]));
      poles.forEach((pole, i) => {
        // Nobody digs across a field to a pole that leads nowhere.
        const reachM = inLine.has(i) ? Math.max(rules.poleOffsetM, FIELD_LATERAL_M) : rules.poleOffsetM;
        const place = wayMap.nearestPlaces(pole.position, reachM, 1, diggable)[0];
        if (place !== undefined) this.#polePlace.set(i, { ...place, position: wayMap.mark(place) });
      });
    }
    this.#drops.markPlaces();
    this.#markDucts();
    this.#cables.markPlaces();
    for (const position of facilities) {
      const places = wayMap.nearestPlaces(position, FACILITY_REACH_M, 3, diggable);
      this.#facilityPlaces.push(places.map((place) => wayMap.mark(place)));
    }
  }

  /** The vertices of ducts, and the ways and poles that they can be entered from. */
  #markDucts(): void {
    const { ways, poles, rules, frame, prices } = this.#input;
    const wayMap = this.#wayMap;
    if (prices.ductPerM === null || !ways.some(({ duct }) => duct)) return;
    const local = poles.map(({ position }) => frame.toLocal(position));
    const index = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
    ways.forEach(({ duct }, way) => {
      if (!duct) return;
      for (const position of wayMap.verticesOf(way)) {
        wayMap.markVertex(way, position);
        for (const place of wayMap.nearestPlaces(position, DUCT_REACH_M, 1, (at) => isAlong(ways[at])))
          this.#ductPlaces.push({ position, place: wayMap.mark(place) });
        const { x, y } = frame.toLocal(position);
        if (rules.aerial) for (const pole of index.nearest(x, y, 1, DUCT_REACH_M)) this.#ductPoles.push({ position, pole });
      }
    });
  }

  #addWays(): Pick<RouteLayout, 'pieces' | 'isOnWay'> {
    const { edges, nodeAt } = this.#wayMap.network();
    const builtUp = builtUpRuns(
      edges,
      edges.map(({ path, lengthM }) => this.#parts.builtUp(pointAlong(path, lengthM / 2))),
    );
    const pieces = new Map<number, LaidPiece[]>();
    edges.forEach(({ way, path }, i) => {
      const piece = { path, builtUp: builtUp[i] ?? false };
      const known = pieces.get(way);
      if (known === undefined) pieces.set(way, [piece]);
      else known.push(piece);
      this.#parts.alongWay(way, path, piece.builtUp);
    });
    this.#parts.addRisers();
    return { pieces, isOnWay: (key) => nodeAt.has(key) };
  }

  /** Ducts meet the ways and poles near their vertices by short trenches. */
  #addDuctJoints(): void {
    const { groundAt, poleNode } = this.#parts;
    for (const { position, place } of this.#ductPlaces) {
      const from = groundAt.get(placeKey(position));
      const to = groundAt.get(placeKey(place));
      if (from !== undefined && to !== undefined && from !== to) this.#parts.lateral(from, to, [position, place]);
    }
    for (const { position, pole } of this.#ductPoles) {
      const from = groundAt.get(placeKey(position));
      if (from !== undefined)
        this.#parts.lateral(poleNode[pole] ?? 0, from, [this.#input.poles[pole]?.position ?? position, position]);
    }
  }

  /** Existing poles meet new pole lines by a tap and the ground by a riser with a short trench. */
  #addPoleJoints(): void {
    const { poles, rules, barriers } = this.#input;
    for (const [pole, place] of this.#polePlace) {
      const from = this.#parts.poleNode[pole] ?? 0;
      const position = poles[pole]?.position as LngLat; // keys are indices of poles
      const path = [position, place.position];
      const ground = this.#parts.groundAt.get(placeKey(place.position));
      const line = this.#parts.lineAt.get(placeKey(place.position));
      if (ground !== undefined) this.#parts.lateral(from, ground, path, place.way);
      if (line !== undefined && place.distanceM <= rules.poleOffsetM) {
        this.#parts.edge('tap', from, line, path, {
          built: 'aerial',
          way: place.way,
          owned: true,
          crossings: barriers.crossingsOf(path),
        });
      }
    }
  }

  /** Returns the source, and the facilities' nodes. */
  #addFacilities(): { root: number; facilityNode: number[] } {
    const { facilities, poles, rules } = this.#input;
    const root = this.#parts.add({ kind: 'source', position: facilities[0] ?? [0, 0] });
    const facilityNode: number[] = [];
    facilities.forEach((position, i) => {
      const node = this.#parts.add({ kind: 'facility', facility: i, position });
      facilityNode.push(node);
      this.#parts.edge('source', root, node, [position, position]);
      for (const place of this.#facilityPlaces[i] ?? []) {
        const ground = this.#parts.groundAt.get(placeKey(place));
        if (ground !== undefined) this.#parts.lateral(node, ground, [position, place]);
      }
      if (!rules.aerial) return;
      poles.forEach((pole, at) => {
        if (shortDistanceM(pole.position, position) <= FIELD_LATERAL_M)
          this.#parts.lateral(node, this.#parts.poleNode[at] ?? 0, [position, pole.position]);
      });
    });
    return { root, facilityNode };
  }
}
