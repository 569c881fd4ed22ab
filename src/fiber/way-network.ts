import { shortDistanceM } from '../geo/geodesy.ts';
import type { LocalFrame } from '../geo/local-frame.ts';
import { between, lengthM as pathLengthM } from '../geo/polyline.ts';
import { quantise, type LngLat, type LocalXY } from '../geo/position.ts';
import { crossingOf, nearestOnSegment } from '../geo/segment.ts';
import { boxIndex, type BoxIndex } from '../geo/spatial-index.ts';

/** A place on a way: piece `segment` of way `way`, fraction `t` of it. */
export interface WayPlace {
  readonly way: number;
  readonly segment: number;
  readonly t: number;
  readonly position: LngLat;
  readonly distanceM: number;
}

/** An edge of the network of ways: between two nodes, along one way. */
export interface WayEdge {
  readonly from: number;
  readonly to: number;
  readonly way: number;
  readonly path: readonly LngLat[];
  readonly lengthM: number;
}

/** The ways cut at their meeting points and at every place that was marked. */
export interface WayNetwork {
  readonly nodes: readonly LngLat[];
  readonly edges: readonly WayEdge[];
  /** Node of a marked place or vertex, by `placeKey`. */
  readonly nodeAt: ReadonlyMap<string, number>;
}

/** Ends of ways this near to another way, or to another end, are meant to meet it; metres. */
const JOIN_TOLERANCE_M = 2.5;
/** A marked place this near to a vertex or to another mark is that one; metres. */
const MERGE_TOLERANCE_M = 1.5;
/** Ways are looked for within this distance first; metres. */
const FIRST_REACH_M = 40;

/** The identity of a position: quantised degrees as text. */
export function placeKey(position: LngLat): string {
  const [lng, lat] = quantise(position);
  return `${lng},${lat}`;
}

/**
 * Ways to which places can be attached. Ways meet where they share a vertex, or where one ends on another
 * (within 2.5 m); a crossing without a common vertex is a bridge and joins nothing.
 */
export class WayMap {
  readonly #paths: LngLat[][];
  /** The same in the flat frame. */
  readonly #local: LocalXY[][];
  readonly #frame: LocalFrame;
  readonly #index: BoxIndex;
  /** Each indexed piece: which way, which segment. */
  readonly #pieces: { way: number; segment: number }[];
  readonly #marks: Map<number, { t: number; position: LngLat }[]>[];
  /** Ways on which places were marked since this was made. */
  readonly marked = new Set<number>();

  /** @param base the same ways with what was marked on them, to be marked further; it stays as it is itself */
  constructor(paths: readonly (readonly LngLat[])[], frame: LocalFrame, base?: WayMap) {
    this.#frame = frame;
    if (base !== undefined) {
      this.#paths = base.#paths;
      this.#local = base.#local;
      this.#index = base.#index;
      this.#pieces = base.#pieces;
      this.#marks = base.#marks.map((of) => new Map([...of].map(([segment, marks]) => [segment, [...marks]])));
      return;
    }
    this.#paths = paths.map((path) => withoutRepeats(path.map(quantise)));
    this.#local = this.#paths.map((path) => path.map((position) => frame.toLocal(position)));
    this.#marks = this.#paths.map(() => new Map());
    this.#pieces = [];
    const boxes: [number, number, number, number][] = [];
    this.#paths.forEach((path, way) => {
      for (let segment = 0; segment + 1 < path.length; segment++) {
        const [a, b] = this.#localEnds({ way, segment });
        boxes.push([Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]);
        this.#pieces.push({ way, segment });
      }
    });
    this.#index = boxIndex(boxes);
    this.#joinEnds();
  }

  /**
   * The nearest place on each of the nearest ways, nearest first.
   * @param usable says which ways count
   */
  nearestPlaces(position: LngLat, maxDistanceM: number, count: number, usable: (way: number) => boolean): WayPlace[] {
    const p = this.#frame.toLocal(position);
    // Few look far for what lies near: the circle grows until it holds as many ways as are wanted.
    for (let reachM = Math.min(maxDistanceM, FIRST_REACH_M); ; reachM = Math.min(maxDistanceM, 2 * reachM)) {
      const best = this.#placesOnPieces(p, reachM, usable);
      if (best.size < count && reachM < maxDistanceM) continue;
      return [...best.values()]
        .sort((a, b) => a.distanceM - b.distanceM || a.way - b.way)
        .slice(0, count)
        .map((place) => ({ ...place, position: this.#positionAt(place) }));
    }
  }

  /** The nearest place on each way within a distance. */
  #placesOnPieces(p: LocalXY, reachM: number, usable: (way: number) => boolean): Map<number, Omit<WayPlace, 'position'>> {
    const best = new Map<number, Omit<WayPlace, 'position'>>();
    const boxM = reachM + JOIN_TOLERANCE_M; // ends may have been moved so far
    for (const at of this.#index.search(p.x - boxM, p.y - boxM, p.x + boxM, p.y + boxM)) {
      const piece = this.#pieces[at];
      if (piece === undefined || !usable(piece.way)) continue;
      const [a, b] = this.#localEnds(piece);
      const { t, distance } = nearestOnSegment(p, a, b);
      if (distance > reachM || distance >= (best.get(piece.way)?.distanceM ?? Infinity)) continue;
      best.set(piece.way, { ...piece, t, distanceM: distance });
    }
    return best;
  }

  #localEnds({ way, segment }: { way: number; segment: number }): [LocalXY, LocalXY] {
    const path = this.#local[way] ?? [];
    return [path[segment] as LocalXY, path[segment + 1] as LocalXY]; // pieces were made from these paths
  }

  #positionAt({ way, segment, t }: { way: number; segment: number; t: number }): LngLat {
    const path = this.#paths[way] ?? [];
    return quantise(between(path[segment] as LngLat, path[segment + 1] as LngLat, t)); // as above
  }

  /** Places every so many metres along the ways within a distance, nearest first. */
  placesWithin(position: LngLat, maxDistanceM: number, stepM: number, usable: (way: number) => boolean): WayPlace[] {
    const p = this.#frame.toLocal(position);
    const places: WayPlace[] = [];
    for (const at of this.#index.search(p.x - maxDistanceM, p.y - maxDistanceM, p.x + maxDistanceM, p.y + maxDistanceM)) {
      const piece = this.#pieces[at];
      const a = this.#paths[piece?.way ?? -1]?.[piece?.segment ?? -1];
      const b = this.#paths[piece?.way ?? -1]?.[(piece?.segment ?? -1) + 1];
      if (piece === undefined || a === undefined || b === undefined || !usable(piece.way)) continue;
      const steps = Math.ceil(shortDistanceM(a, b) / stepM);
      for (let step = 0; step <= steps; step++) {
        const t = step / steps;
        const there = quantise(between(a, b, t));
        const distanceM = shortDistanceM(there, position);
        if (distanceM <= maxDistanceM) places.push({ ...piece, t, position: there, distanceM });
      }
    }
    return places.sort((a, b) => a.distanceM - b.distanceM || a.way - b.way || a.segment - b.segment || a.t - b.t);
  }

  /** Marks every place where a line crosses a way. */
  markCrossings(path: readonly LngLat[]): void {
    for (let i = 1; i < path.length; i++) {
      const p = this.#frame.toLocal(path[i - 1] as LngLat); // indices lie inside
      const q = this.#frame.toLocal(path[i] as LngLat);
      const box = [Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y)] as const;
      for (const at of this.#index.search(...box)) {
        const piece = this.#pieces[at];
        const a = this.#paths[piece?.way ?? -1]?.[piece?.segment ?? -1];
        const b = this.#paths[piece?.way ?? -1]?.[(piece?.segment ?? -1) + 1];
        if (piece === undefined || a === undefined || b === undefined) continue;
        const met = crossingOf(this.#frame.toLocal(a), this.#frame.toLocal(b), p, q);
        if (met !== null) this.mark({ ...piece, t: met.t, position: quantise(between(a, b, met.t)), distanceM: 0 });
      }
    }
  }

  /** Makes a place a node of the network; returns its position, moved to a vertex or an earlier mark that is very near. */
  mark(place: WayPlace): LngLat {
    const path = this.#paths[place.way] ?? [];
    const ends = [path[place.segment], path[place.segment + 1]].filter((end) => end !== undefined);
    const marks = this.#marks[place.way]?.get(place.segment) ?? [];
    const near = [...ends.map((position, t) => ({ position, t })), ...marks]
      .map((mark) => ({ ...mark, distanceM: shortDistanceM(mark.position, place.position) }))
      .sort((a, b) => a.distanceM - b.distanceM)[0];
    const target = near !== undefined && near.distanceM <= MERGE_TOLERANCE_M ? near : place;
    if (!marks.some((mark) => mark.t === target.t)) {
      marks.push({ t: target.t, position: target.position });
      this.marked.add(place.way);
    }
    this.#marks[place.way]?.set(place.segment, marks);
    return target.position;
  }

  /** The vertices of a way, in order. */
  verticesOf(way: number): readonly LngLat[] {
    return this.#paths[way] ?? [];
  }

  /** Makes a vertex of a way a node of the network. */
  markVertex(way: number, position: LngLat): void {
    const at = this.verticesOf(way).findIndex((vertex) => placeKey(vertex) === placeKey(position));
    const [segment, t] = at === 0 ? [0, 0] : [at - 1, 1];
    if (at >= 0) this.mark({ way, segment, t, position, distanceM: 0 });
  }

  /** Cuts the ways at shared vertices, ends and marks. */
  network(): WayNetwork {
    const uses = new Map<string, number>();
    const vertices = this.#paths.map((path, way) => this.#stopsOf(path, way));
    for (const list of vertices) {
      list.forEach((vertex, i) => {
        const end = i === 0 || i === list.length - 1;
        uses.set(vertex.key, (uses.get(vertex.key) ?? 0) + (end || vertex.marked ? 2 : 1));
      });
    }
    const nodes: LngLat[] = [];
    const nodeAt = new Map<string, number>();
    const nodeOf = (key: string, position: LngLat): number => {
      const known = nodeAt.get(key);
      if (known !== undefined) return known;
      nodeAt.set(key, nodes.length);
      return nodes.push(position) - 1;
    };
    const edges: WayEdge[] = [];
    vertices.forEach((list, way) => {
      for (const { first, last, path } of cutAt(list, (key) => (uses.get(key) ?? 0) >= 2)) {
        const from = nodeOf(first, path[0] as LngLat); // a piece has two ends
        const to = nodeOf(last, path.at(-1) as LngLat);
        if (to !== from || path.length > 2) edges.push({ from, to, way, path, lengthM: pathLengthM(path) });
      }
    });
    return { nodes, edges, nodeAt };
  }

  /** The paths that one way is cut into. @param isNode tells by `placeKey` where it is cut, beside the places marked on it */
  piecesOf(way: number, isNode: (key: string) => boolean): LngLat[][] {
    const stops = this.#stopsOf(this.verticesOf(way), way);
    const marked = new Set(stops.flatMap(({ key, marked: isMarked }) => (isMarked ? [key] : [])));
    return [...cutAt(stops, (key) => marked.has(key) || isNode(key))]
      .filter(({ first, last, path }) => first !== last || path.length > 2)
      .map(({ path }) => path);
  }

  #stopsOf(path: readonly LngLat[], way: number): { key: string; position: LngLat; marked: boolean }[] {
    const list: { key: string; position: LngLat; marked: boolean }[] = [];
    path.forEach((position, segment) => {
      const marks = [...(this.#marks[way]?.get(segment) ?? [])].sort((a, b) => a.t - b.t);
      const onStart =
        marks.some((mark) => mark.t === 0) || (this.#marks[way]?.get(segment - 1)?.some((mark) => mark.t === 1) ?? false);
      list.push({ key: placeKey(position), position, marked: onStart });
      for (const mark of marks) {
        if (mark.t > 0 && mark.t < 1) list.push({ key: placeKey(mark.position), position: mark.position, marked: true });
      }
    });
    return list.filter((vertex, i) => i === 0 || vertex.key !== list[i - 1]?.key);
  }

  /** An end that nothing shares but that lies on or very near another way is moved onto it. */
  #joinEnds(): void {
    const uses = new Map<string, number>();
    for (const path of this.#paths)
      for (const position of path) uses.set(placeKey(position), (uses.get(placeKey(position)) ?? 0) + 1);
    this.#paths.forEach((path, way) => {
      for (const end of [0, path.length - 1]) {
        const position = path[end];
        if (position === undefined || (uses.get(placeKey(position)) ?? 0) > 1) continue;
        const place = this.nearestPlaces(position, JOIN_TOLERANCE_M, 1, (other) => other !== way)[0];
        if (place === undefined) continue;
        path[end] = this.mark(place);
        (this.#local[way] ?? [])[end] = this.#frame.toLocal(path[end]);
      }
    });
  }
}

/** The pieces of a row of places between those that are nodes. */
function* cutAt(
  stops: readonly { readonly key: string; readonly position: LngLat }[],
  isNode: (key: string) => boolean,
): Generator<{ readonly first: string; readonly last: string; readonly path: LngLat[] }> {
  let path: LngLat[] = [];
  let first: string | null = null;
  for (const { key, position } of stops) {
    path.push(position);
    if (!isNode(key)) continue;
    if (first !== null) yield { first, last: key, path };
    first = key;
    path = [position];
  }
}

function withoutRepeats(path: readonly LngLat[]): LngLat[] {
  return path.filter((position, i) => i === 0 || placeKey(position) !== placeKey(path[i - 1] as LngLat)); // i > 0: there is one before
}
