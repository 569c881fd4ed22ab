import { shortDistanceM } from '../geo/geodesy.ts';
import { pointAlong } from '../geo/polyline.ts';
import type { LngLat } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import { builtUpRuns } from './built-up-runs.ts';
import { CableMaker } from './graph-cables.ts';
import { DropMaker } from './graph-drops.ts';
import { GraphParts } from './graph-parts.ts';
import { isAlong, type RouteGraph, type RouteInput } from './route-input.ts';
import { placeKey, type WayNetwork } from './way-network.ts';

const FIELD_LATERAL_M = 60;
/** The end of a line drawn along a way lies this near to it; metres. */
const LINE_END_M = 1;
const FACILITY_REACH_M = 400;
/** A duct is entered from ways and poles this near to its vertices; metres. */
const DUCT_REACH_M = 30;

/**
 * Builds the graph on which routes are searched. The ground, new pole lines and existing poles are three levels of nodes, joined by
 * risers and taps; premises hang on them by drops; all facilities hang on one source.
 */
export function buildRouteGraph(input: RouteInput): RouteGraph {
  return new GraphBuilder(input).build();
}

class GraphBuilder {
  readonly #input: RouteInput;
  readonly #parts: GraphParts;
  readonly #drops: DropMaker;
  readonly #cables: CableMaker;
  readonly #polePlace = new Map<number, { position: LngLat; way: number; distanceM: number }>();
  readonly #ductPlaces: { position: LngLat; place: LngLat }[] = [];
  readonly #ductPoles: { position: LngLat; pole: number }[] = [];
  readonly #facilityPlaces: LngLat[][] = [];

  constructor(input: RouteInput) {
    this.#input = input;
    this.#parts = new GraphParts(input);
    this.#drops = new DropMaker(input);
    this.#cables = new CableMaker(input);
  }

  build(): RouteGraph {
    this.#addPoles();
    this.#markPlaces();
    this.#addWays();
    this.#addPoleJoints();
    this.#addDuctJoints();
    const drops = this.#addPremises();
    const { root, facilityNode } = this.#addFacilities();
    this.#cables.add(this.#parts, facilityNode);
    return { nodes: this.#parts.nodes, edges: this.#parts.edges, root, ...drops };
  }

  #addPoles(): void {
    const { poles, spans, rules, prices, barriers } = this.#input;
    const { poleNode } = this.#parts;
    poles.forEach(({ position }, pole) => poleNode.push(this.#parts.add({ kind: 'pole', pole, position })));
    if (!rules.aerial) return;
    spans.forEach((span, i) => {
      const owned = (poles[span.from]?.owned ?? false) && (poles[span.to]?.owned ?? false);
      const crossings = barriers.crossingsOf(span.path);
      this.#parts.edge('span', poleNode[span.from] ?? 0, poleNode[span.to] ?? 0, span.path, {
        perM: owned ? prices.aerialOwnPerM : prices.aerialRentedPerM,
        cents: this.#parts.crossingCents(crossings, true),
        built: 'aerial',
        terms: span.terms,
        span: i,
        owned,
        crossings,
      });
    });
  }

  /** Marks where poles, premises, conditions, ducts and facilities meet the ways, before the ways are cut there. */
  #markPlaces(): void {
    const { wayMap, poles, facilities, cabinets, rules, conditions } = this.#input;
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
    for (const path of conditions.outlines) {
      const [first, last] = [path[0], path.at(-1)];
      if (first === undefined || last === undefined) continue;
      if (placeKey(first) === placeKey(last)) wayMap.markCrossings(path);
      else
        for (const end of [first, last])
          for (const place of wayMap.nearestPlaces(end, LINE_END_M, 2, diggable)) wayMap.mark(place);
    }
    this.#markDucts();
    this.#cables.markPlaces();
    for (const position of cabinets)
      for (const place of wayMap.nearestPlaces(position, FIELD_LATERAL_M, 1, diggable)) wayMap.mark(place);
    for (const position of facilities) {
      const places = wayMap.nearestPlaces(position, FACILITY_REACH_M, 3, diggable);
      this.#facilityPlaces.push(places.map((place) => wayMap.mark(place)));
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
        for (const place of wayMap.nearestPlaces(position, DUCT_REACH_M, 1, (at) => isAlong(ways[at])))
          this.#ductPlaces.push({ position, place: wayMap.mark(place) });
        const { x, y } = frame.toLocal(position);
        if (rules.aerial) for (const pole of index.nearest(x, y, 1, DUCT_REACH_M)) this.#ductPoles.push({ position, pole });
      }
    });
  }

  #addWays(): void {
    const { wayMap, prices } = this.#input;
    const { lineAt, groundAt, nodes } = this.#parts;
    const network = wayMap.network();
    const builtUp = builtUpRuns(
      network.edges,
      network.edges.map(({ path, lengthM }) => this.#parts.builtUp(pointAlong(path, lengthM / 2))),
    );
    network.edges.forEach((edge, i) => this.#addWayEdge(network, edge, builtUp[i] ?? false));
    for (const [key, line] of lineAt) {
      const ground = groundAt.get(key);
      const position = nodes[line]?.position;
      // A line that rises from the ground begins with a pole of its own; the poles after it are in the price of its length.
      if (ground !== undefined && position !== undefined)
        this.#parts.edge('riser', line, ground, [position, position], { cents: prices.riser + prices.newPole });
    }
  }

  #addWayEdge(network: WayNetwork, edge: WayNetwork['edges'][number], builtUp: boolean): void {
    const { ways, rules, prices, barriers } = this.#input;
    const way = ways[edge.way];
    if (way === undefined || edge.from === edge.to) return;
    if (way.duct) this.#addDuct(network, edge);
    if (!way.buried) return;
    const a = network.nodes[edge.from] as LngLat; // edges name nodes of this network
    const b = network.nodes[edge.to] as LngLat;
    const method = way.across ? 'bore' : way.surface === 'paved' && builtUp ? rules.pavedMethod : rules.unpavedMethod;
    const crossings = barriers.crossingsOf(edge.path);
    this.#parts.edge('buried', this.#parts.ground(a), this.#parts.ground(b), edge.path, {
      perM: prices.buriedPerM[method],
      cents: this.#parts.crossingCents(crossings, false),
      built: 'underground',
      terms: way.terms,
      way: edge.way,
      method,
      crossings,
    });
    if (!rules.aerial || !rules.newPoles || !way.newPoles || way.bridge || builtUp) return;
    this.#parts.edge('pole-line', this.#parts.line(a), this.#parts.line(b), edge.path, {
      perM: prices.aerialOwnPerM,
      cents: (edge.lengthM * prices.newPole) / rules.newPoleSpacingM + this.#parts.crossingCents(crossings, true),
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
    this.#parts.edge('duct', this.#parts.ground(a), this.#parts.ground(b), edge.path, {
      perM: ductPerM,
      cents: 0,
      built: null,
      terms,
      way: edge.way,
    });
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
    const { poles, prices, rules, barriers } = this.#input;
    for (const [pole, place] of this.#polePlace) {
      const from = this.#parts.poleNode[pole] ?? 0;
      const position = poles[pole]?.position as LngLat; // keys are indices of poles
      const path = [position, place.position];
      const crossings = barriers.crossingsOf(path);
      const ground = this.#parts.groundAt.get(placeKey(place.position));
      const line = this.#parts.lineAt.get(placeKey(place.position));
      if (ground !== undefined) this.#parts.lateral(from, ground, path, place.way);
      if (line !== undefined && place.distanceM <= rules.poleOffsetM) {
        this.#parts.edge('tap', from, line, path, {
          perM: prices.aerialOwnPerM,
          cents: this.#parts.crossingCents(crossings, true),
          built: 'aerial',
          way: place.way,
          owned: true,
          crossings,
        });
      }
    }
  }

  #addPremises(): Pick<RouteGraph, 'premisesNode' | 'outOfReachM' | 'overOthers'> {
    const premisesNode: number[] = [];
    const outOfReachM = new Map<number, number | null>();
    const overOthers = new Set<number>();
    this.#input.premises.forEach((position, i) => {
      const node = this.#parts.add({ kind: 'premises', premises: i, position });
      premisesNode.push(node);
      const found = this.#drops.add(this.#parts, i, node);
      if (found === 'none') outOfReachM.set(i, this.#drops.nearestRouteM(position));
      if (found === 'over-others') overOthers.add(i);
    });
    return { premisesNode, outOfReachM, overOthers };
  }

  /** Returns the source, and the facilities' nodes. */
  #addFacilities(): { root: number; facilityNode: number[] } {
    const { facilities, facilityCents, poles, rules } = this.#input;
    const root = this.#parts.add({ kind: 'source', position: facilities[0] ?? [0, 0] });
    const facilityNode: number[] = [];
    facilities.forEach((position, i) => {
      const node = this.#parts.add({ kind: 'facility', facility: i, position });
      facilityNode.push(node);
      this.#parts.edge('source', root, node, [position, position], { cents: facilityCents[i] ?? 0 });
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
