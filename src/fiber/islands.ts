import { shortDistanceM } from '../geo/geodesy.ts';
import { between } from '../geo/polyline.ts';
import { quantise, type LngLat, type LocalXY } from '../geo/position.ts';
import { crossingOf, nearestOnSegment } from '../geo/segment.ts';
import { boxIndex, type BoxIndex } from '../geo/spatial-index.ts';
import type { BarrierCrossing } from './crossings.ts';
import { isBuiltUp, isFreeToCross } from './graph-parts.ts';
import type { Method, RouteEdge, RouteGraph, RouteInput } from './route-input.ts';
import { NodeQueue } from './tree/node-queue.ts';

/** A straight stretch that is not on the map and would join an island to the network, or to another island. */
export interface Join {
  readonly path: readonly [LngLat, LngLat];
  readonly lengthM: number;
  readonly method: Method | 'new-poles';
  readonly crossings: readonly BarrierCrossing[];
  readonly costCents: number;
  /** Routes on the map from the designed network to the stretch; 0 where it starts on the network or on an island. */
  readonly approachCents: number;
  /** The island that it leads to; −1 for what the facilities reach. */
  readonly to: number;
  /** Ways at the island's end and at the other, −1 where there is none. */
  readonly ways: readonly [number, number];
}

/** Premises whose ways and poles hang together, but with no facility. */
export interface Island {
  /** Indices of premises. */
  readonly premises: readonly number[];
  /** Null where the facilities are too far away, over 50 km. */
  readonly join: Join | null;
}

interface Piece {
  readonly a: LngLat;
  readonly b: LngLat;
  readonly p: LocalXY;
  readonly q: LocalXY;
  readonly edge: number;
  /** −1 for what the facilities reach. */
  readonly island: number;
}

/** So many of the nearest pieces give the first price to beat. */
const FIRST_TRIES = 8;
const FAR_M = 50_000;
/** Land along no right-of-way is somebody's: a stretch over it is weighed so many times against routes on the map. */
const OFF_THE_MAP_FACTOR = 3;

/**
 * Finds the premises that no facility reaches although there are routes near them, and the cheapest way to join them: of all straight
 * stretches between an island and what the facilities reach (or another island that is joined more cheaply), the one for which
 * three times its cost and the routes from the designed network to it come to least.
 * @param treeEdges edges of the graph that the design uses
 */
export function findIslands(input: RouteInput, graph: RouteGraph, treeEdges: Iterable<number>): Island[] {
  const component = componentsOf(graph);
  const main = component[graph.root] ?? 0;
  const islandOf = new Map<number, number>();
  const premises: number[][] = [];
  dropPlaces(graph).forEach((places, i) => {
    const parts = places.map((node) => component[node] ?? -1);
    const own = parts[0];
    if (own === undefined || parts.includes(main)) return;
    const island = islandOf.get(own) ?? premises.push([]) - 1;
    islandOf.set(own, island);
    premises[island]?.push(i);
  });
  if (premises.length === 0) return [];
  const pieces = piecesOf(input, graph, (node) => (component[node] === main ? -1 : islandOf.get(component[node] ?? -1)));
  const finder = new JoinFinder(input, graph, pieces, costsFromTree(graph, treeEdges));
  const joins = shortestJoins(finder.candidates(premises.length), premises.length);
  return premises.map((list, i) => ({ premises: list, join: joins[i] ?? null }));
}

/** Where the drops of each premises begin. */
function dropPlaces({ nodes, edges, premisesNode }: RouteGraph): number[][] {
  const places: number[][] = premisesNode.map(() => []);
  for (const { kind, from, to } of edges) {
    const end = kind === 'drop-aerial' || kind === 'drop-buried' ? nodes[to] : undefined;
    if (end?.kind === 'premises') places[end.premises]?.push(from);
  }
  return places;
}

/** The number of the part that each node lies in; parts hang together by routes, for no route runs through premises. */
function componentsOf({ nodes, edges }: RouteGraph): Int32Array {
  const parent = Int32Array.from(nodes, (_, i) => i);
  const find = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? 0] ?? 0;
    return at;
  };
  for (const edge of edges) if (isRoute(edge) || edge.kind === 'source') parent[find(edge.from)] = find(edge.to);
  return parent.map((_, i) => find(i));
}

function isRoute({ kind }: RouteEdge): boolean {
  return kind !== 'drop-aerial' && kind !== 'drop-buried' && kind !== 'source';
}

function piecesOf(input: RouteInput, { nodes, edges }: RouteGraph, islandAt: (node: number) => number | undefined): Piece[] {
  const pieces: Piece[] = [];
  const add = (path: readonly LngLat[], edge: number, island: number): void => {
    for (let i = 1; i < path.length; i++) {
      const a = path[i - 1] as LngLat; // indices lie inside
      const b = path[i] as LngLat;
      pieces.push({ a, b, p: input.frame.toLocal(a), q: input.frame.toLocal(b), edge, island });
    }
  };
  edges.forEach((edge, i) => {
    const island = islandAt(edge.from);
    if (isRoute(edge) && island !== undefined) add(edge.path, i, island);
  });
  // A pole without a span, or a facility without a way, is a place to join all the same.
  const joined = new Set(edges.flatMap((edge) => (isRoute(edge) ? [edge.from, edge.to] : [])));
  nodes.forEach(({ kind, position }, node) => {
    const island = islandAt(node);
    if ((kind === 'pole' || kind === 'facility') && island !== undefined && !joined.has(node))
      add([position, position], -1, island);
  });
  return pieces;
}

/** What it costs to come from the designed network to each node along the graph; Infinity where nothing leads. */
function costsFromTree({ nodes, edges, root }: RouteGraph, treeEdges: Iterable<number>): Float64Array {
  const cost = new Float64Array(nodes.length).fill(Infinity);
  const queue = new NodeQueue(nodes.length);
  const start = (node: number): void => {
    cost[node] = 0;
    queue.push(node, 0);
  };
  start(root);
  for (const index of treeEdges) {
    const edge = edges[index];
    if (edge !== undefined && isRoute(edge)) [edge.from, edge.to].forEach(start);
    else if (edge?.kind === 'source') start(edge.to);
  }
  const incident: number[][] = nodes.map(() => []);
  edges.forEach((edge, i) => {
    if (!isRoute(edge)) return;
    incident[edge.from]?.push(i);
    incident[edge.to]?.push(i);
  });
  while (queue.length > 0) {
    const node = queue.pop();
    for (const i of incident[node] ?? []) {
      const edge = edges[i] as RouteEdge; // incident holds indices of edges
      const next = edge.from === node ? edge.to : edge.from;
      const reached = (cost[node] ?? 0) + edge.costCents;
      if (reached >= (cost[next] ?? Infinity)) continue;
      cost[next] = reached;
      queue.push(next, reached);
    }
  }
  return cost;
}

class JoinFinder {
  readonly #input: RouteInput;
  readonly #graph: RouteGraph;
  readonly #pieces: readonly Piece[];
  readonly #main: readonly Piece[];
  readonly #index: BoxIndex;
  readonly #mainIndex: BoxIndex;
  readonly #costs: Float64Array;
  readonly #builtUp: (position: LngLat) => boolean;
  readonly #leastPerM: number;

  constructor(input: RouteInput, graph: RouteGraph, pieces: readonly Piece[], costs: Float64Array) {
    this.#input = input;
    this.#graph = graph;
    this.#pieces = pieces;
    this.#main = pieces.filter(({ island }) => island < 0);
    this.#index = boxIndex(pieces.map(boxOf));
    this.#mainIndex = boxIndex(this.#main.map(boxOf));
    this.#costs = costs;
    this.#builtUp = isBuiltUp(input);
    const { buriedPerM, aerialOwnPerM } = input.prices;
    this.#leastPerM = Math.max(1, Math.min(...Object.values(buriedPerM), aerialOwnPerM));
  }

  /** For each island the cheapest join to the network and to every island that is not farther than that. */
  candidates(islands: number): Map<number, Join>[] {
    const own: Piece[][] = Array.from({ length: islands }, () => []);
    for (const piece of this.#pieces) own[piece.island]?.push(piece);
    return own.map((pieces) => {
      const best = new Map<number, Join>();
      for (const piece of pieces) {
        const near = this.#mainIndex.nearest(piece.p.x, piece.p.y, FIRST_TRIES, FAR_M);
        for (const at of near) this.#try(piece, this.#main[at], best);
      }
      for (const piece of pieces) {
        const first = best.get(-1);
        const reachM = first === undefined ? 0 : weightOf(first) / (OFF_THE_MAP_FACTOR * this.#leastPerM);
        const [minX, minY, maxX, maxY] = boxOf(piece);
        for (const at of this.#index.search(minX - reachM, minY - reachM, maxX + reachM, maxY + reachM))
          this.#try(piece, this.#pieces[at], best);
      }
      return best;
    });
  }

  #try(from: Piece, to: Piece | undefined, best: Map<number, Join>): void {
    if (to === undefined || to.island === from.island) return;
    const limit = best.get(to.island);
    const isTooDear = (distanceM: number): boolean =>
      limit !== undefined &&
      // The flat frame's error is far smaller than this margin.
      OFF_THE_MAP_FACTOR * 0.98 * distanceM * this.#leastPerM + this.#leastApproachCents(to) > weightOf(limit);
    if (isTooDear(boxDistanceM(from, to))) return;
    const { at, onto, distanceM } = nearestPlaces(from, to);
    if (isTooDear(distanceM)) return;
    const approachCents = to.island < 0 ? this.#approachCents(to, onto) : 0;
    const start = quantise(between(from.a, from.b, at));
    const end = quantise(between(to.a, to.b, onto));
    const lengthM = Math.round(shortDistanceM(start, end) * 1000) / 1000;
    if (limit !== undefined && weightOf({ costCents: lengthM * this.#leastPerM, approachCents }) >= weightOf(limit)) return;
    const ways = [this.#wayOf(from), this.#wayOf(to)] as const;
    // Ways that cross on a bridge are not meant to meet there.
    if (lengthM === 0 && ways.some((way) => this.#input.ways[way]?.bridge === true)) return;
    if (this.#input.conditions.termsOf([start, end], 'underground').routing === 'forbidden') return;
    const join = { ...this.#priced([start, end], lengthM), approachCents, to: to.island, ways };
    if (limit === undefined || weightOf(join) < weightOf(limit)) best.set(to.island, join);
  }

  /** No more than what leads to any place of a piece. */
  #leastApproachCents({ edge, island }: Piece): number {
    const on = this.#graph.edges[edge];
    if (island >= 0 || on === undefined) return 0;
    return Math.min(this.#costs[on.from] ?? Infinity, this.#costs[on.to] ?? Infinity) - 1;
  }

  #approachCents({ edge, a, b }: Piece, t: number): number {
    const on = this.#graph.edges[edge];
    if (on === undefined) return 0;
    const place = between(a, b, t);
    const share = on.lengthM === 0 ? 0 : Math.min(1, shortDistanceM(on.path[0] ?? place, place) / on.lengthM);
    const [from, to] = [this.#costs[on.from] ?? Infinity, this.#costs[on.to] ?? Infinity];
    return Math.round(Math.min(from + share * on.costCents, to + (1 - share) * on.costCents));
  }

  /** In the ground, or on new poles with a riser and the first pole at either end where that is allowed and costs less. */
  #priced(
    path: readonly [LngLat, LngLat],
    lengthM: number,
  ): Pick<Join, 'path' | 'lengthM' | 'method' | 'crossings' | 'costCents'> {
    const { prices, rules, barriers } = this.#input;
    const crossings = barriers.crossingsOf(path);
    const crossingCents = (aerial: boolean): number =>
      crossings.reduce((sum, { kind }) => sum + (isFreeToCross(kind, aerial) ? 0 : prices.crossing[kind]), 0);
    const builtUp = this.#builtUp(between(path[0], path[1], 0.5));
    const method = builtUp ? rules.pavedMethod : rules.unpavedMethod;
    const buried = lengthM * prices.buriedPerM[method] + crossingCents(false);
    const overhead =
      rules.aerial && rules.newPoles && !builtUp
        ? lengthM * (prices.aerialOwnPerM + prices.newPole / rules.newPoleSpacingM) +
          2 * (prices.riser + prices.newPole) +
          crossingCents(true)
        : Infinity;
    return overhead < buried
      ? { path, lengthM, method: 'new-poles', crossings, costCents: Math.round(overhead) }
      : { path, lengthM, method, crossings, costCents: Math.round(buried) };
  }

  #wayOf({ edge }: Piece): number {
    return this.#graph.edges[edge]?.way ?? -1;
  }
}

function boxOf({ p, q }: Piece): [number, number, number, number] {
  return [Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y)];
}

/** The distance between the boxes around two pieces: no more than that between the pieces. */
function boxDistanceM(one: Piece, other: Piece): number {
  const gap = (a: number, b: number, c: number, d: number): number =>
    Math.max(0, Math.min(c, d) - Math.max(a, b), Math.min(a, b) - Math.max(c, d));
  return Math.hypot(gap(one.p.x, one.q.x, other.p.x, other.q.x), gap(one.p.y, one.q.y, other.p.y, other.q.y));
}

function weightOf({ costCents, approachCents }: Pick<Join, 'costCents' | 'approachCents'>): number {
  return OFF_THE_MAP_FACTOR * costCents + approachCents;
}

/** The nearest places of two straight pieces, as fractions of each: where they cross, else one of them is an end. */
function nearestPlaces(from: Piece, to: Piece): { at: number; onto: number; distanceM: number } {
  const met = crossingOf(from.p, from.q, to.p, to.q);
  if (met !== null) return { at: met.t, onto: met.u, distanceM: 0 };
  const options = [
    { at: 0, ...nearestOnSegment(from.p, to.p, to.q) },
    { at: 1, ...nearestOnSegment(from.q, to.p, to.q) },
  ].map(({ at, t, distance }) => ({ at, onto: t, distanceM: distance }));
  for (const [onto, end] of [to.p, to.q].entries()) {
    const { t, distance } = nearestOnSegment(end, from.p, from.q);
    options.push({ at: t, onto, distanceM: distance });
  }
  return options.reduce((best, one) => (one.distanceM < best.distanceM ? one : best));
}

/** Joins every island once at the least weight: the next is always the cheapest that leads to what is joined already. */
function shortestJoins(candidates: readonly ReadonlyMap<number, Join>[], islands: number): (Join | undefined)[] {
  const joins: (Join | undefined)[] = Array.from({ length: islands }, () => undefined);
  const joined = new Set([-1]);
  for (;;) {
    let next = -1;
    let cheapest: Join | undefined;
    candidates.forEach((options, island) => {
      if (joined.has(island)) return;
      for (const join of options.values()) {
        if (!joined.has(join.to) || (cheapest !== undefined && weightOf(join) >= weightOf(cheapest))) continue;
        cheapest = join;
        next = island;
      }
    });
    if (cheapest === undefined) return joins;
    joins[next] = cheapest;
    joined.add(next);
  }
}
