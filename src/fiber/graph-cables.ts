import { CABLE_REACH_M } from '../base/cable-reach.ts';
import { shortDistanceM } from '../geo/geodesy.ts';
import { pointAlong } from '../geo/polyline.ts';
import { quantise, type LngLat, type LocalXY } from '../geo/position.ts';
import { nearestOnSegment } from '../geo/segment.ts';
import { boxIndex, type BoxIndex } from '../geo/spatial-index.ts';
import type { GraphParts } from './graph-parts.ts';
import { isAlong, type GraphCable, type RouteInput } from './route-input.ts';
import { placeKey, type WayMap } from './way-network.ts';

/** A cable hangs on a pole this near to it; metres. */
const ON_POLE_M = 6;
/** A closure of the data belongs to a cable that passes this near; metres. */
const CLOSURE_M = 10;
/** Openings nearer to each other than this along the cable are one; metres. */
const SAME_M = 1.5;

/** A place where a cable in service can be opened. */
export interface CableOpening {
  /** Metres along the cable from where it begins. */
  readonly atM: number;
  readonly position: LngLat;
  /** Index of the pole, or of the facility, that it stands at; −1 for none. */
  readonly pole: number;
  readonly facility: number;
}

/** Cables in service as a part of the route graph: they are entered and left where they can be opened, at the price of that. */
export class CableMaker {
  readonly #input: RouteInput;
  readonly #openings: readonly (readonly CableOpening[])[];
  /** By opening: the place on a way that a short trench leads to. */
  readonly #ways = new Map<CableOpening, LngLat>();
  readonly #poles: BoxIndex;
  readonly #wayMap: WayMap;

  constructor(input: RouteInput, wayMap: WayMap) {
    this.#input = input;
    this.#wayMap = wayMap;
    const local = input.poles.map(({ position }) => input.frame.toLocal(position));
    this.#poles = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
    const finder = new OpeningFinder(input, this.#poles);
    this.#openings = input.prices.cablePerM === null ? [] : input.cables.map((cable) => finder.openingsOf(cable));
  }

  /** Marks the places on ways, before these are cut there. */
  markPlaces(): void {
    const { ways } = this.#input;
    for (const opening of this.#openings.flat()) {
      if (opening.pole >= 0 || opening.facility >= 0) continue;
      for (const place of this.#wayMap.nearestPlaces(opening.position, CABLE_REACH_M, 1, (way) => isAlong(ways[way])))
        this.#ways.set(opening, this.#wayMap.mark(place));
    }
  }

  /** @param facilityNode nodes of the facilities by index */
  add(parts: GraphParts, facilityNode: readonly number[]): void {
    const { cables } = this.#input;
    this.#openings.forEach((openings, cable) => {
      const path = cables[cable]?.path ?? [];
      const nodes = openings.map(({ position }) => parts.add({ kind: 'cable', cable, position }));
      openings.forEach((opening, i) => {
        const [node, next, after] = [nodes[i] ?? -1, openings[i + 1], nodes[i + 1]];
        this.#join(parts, facilityNode, opening, node);
        if (next === undefined || after === undefined) return;
        parts.edge('cable', node, after, [opening.position, ...verticesBetween(path, opening.atM, next.atM), next.position], {
          built: 'in-service',
          piece: { cable, fromM: opening.atM, toM: next.atM },
        });
      });
    });
  }

  /** An opening is met at its pole or facility; else it is a place of its own on the ground, with a short trench to what is near. */
  #join(parts: GraphParts, facilityNode: readonly number[], opening: CableOpening, node: number): void {
    const { poles, rules, frame } = this.#input;
    const { position, pole, facility } = opening;
    const open = (to: number): void => parts.edge('cable-access', node, to, [position, position]);
    if (facility >= 0) open(facilityNode[facility] ?? -1);
    if (pole >= 0) open(parts.poleNode[pole] ?? -1);
    if (facility >= 0 || pole >= 0) return;
    const ground = parts.ground(position);
    open(ground);
    const place = this.#ways.get(opening);
    const to = place === undefined ? undefined : parts.groundAt.get(placeKey(place));
    if (place !== undefined && to !== undefined && to !== ground) parts.lateral(ground, to, [position, place]);
    const { x, y } = frame.toLocal(position);
    if (rules.aerial)
      for (const near of this.#poles.nearest(x, y, 1, CABLE_REACH_M))
        parts.lateral(parts.poleNode[near] ?? 0, ground, [poles[near]?.position ?? position, position]);
  }
}

/** Finds where cables can be opened. */
class OpeningFinder {
  readonly #input: RouteInput;
  readonly #poles: BoxIndex;

  constructor(input: RouteInput, poles: BoxIndex) {
    this.#input = input;
    this.#poles = poles;
  }

  /** From the cable's beginning on: its ends; its closures where any are known, else the facilities and poles that it passes, or instead of these its corners. */
  openingsOf({ path, closures }: GraphCable): CableOpening[] {
    const { frame } = this.#input;
    const line = path.map((position) => frame.toLocal(position));
    const starts = distancesAlong(path);
    const wholeM = starts.at(-1) ?? 0;
    const known = closures.flatMap((closure) => placeOn(line, starts, frame.toLocal(closure), CLOSURE_M));
    const inner = known.length > 0 ? known : this.#passed(line, starts);
    const places = [0, ...inner.sort((a, b) => a - b), wholeM];
    const kept = places.filter((atM, i) => i === 0 || i === places.length - 1 || (atM > SAME_M && atM < wholeM - SAME_M));
    return kept.filter((atM, i) => i === 0 || atM - (kept[i - 1] ?? 0) > SAME_M).map((atM) => this.#openingAt(path, atM));
  }

  /** Where the line passes facilities, and poles; its corners where it passes no pole. */
  #passed(line: readonly LocalXY[], starts: readonly number[]): number[] {
    const { facilities, poles, frame, rules } = this.#input;
    const atFacilities = facilities.flatMap((position) => placeOn(line, starts, frame.toLocal(position), CABLE_REACH_M));
    const corners = starts.slice(1, -1);
    if (!rules.aerial) return [...atFacilities, ...corners];
    const near = new Set<number>();
    line.forEach((b, i) => {
      const a = line[i - 1];
      if (a === undefined) return;
      const box = [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)] as const;
      for (const pole of this.#poles.search(box[0] - ON_POLE_M, box[1] - ON_POLE_M, box[2] + ON_POLE_M, box[3] + ON_POLE_M))
        near.add(pole);
    });
    const atPoles = [...near].flatMap((pole) => {
      const position = poles[pole]?.position;
      return position === undefined ? [] : placeOn(line, starts, frame.toLocal(position), ON_POLE_M);
    });
    return [...atFacilities, ...(atPoles.length > 0 ? atPoles : corners)];
  }

  #openingAt(path: readonly LngLat[], atM: number): CableOpening {
    const { facilities, poles, frame, rules } = this.#input;
    const position = quantise(pointAlong(path, atM));
    const { x, y } = frame.toLocal(position);
    const facility = nearestIndex(facilities, position, CABLE_REACH_M);
    const pole = facility < 0 && rules.aerial ? (this.#poles.nearest(x, y, 1, ON_POLE_M)[0] ?? -1) : -1;
    return { atM, pole, facility, position: facilities[facility] ?? poles[pole]?.position ?? position };
  }
}

function nearestIndex(places: readonly LngLat[], from: LngLat, withinM: number): number {
  let [best, leastM] = [-1, withinM];
  places.forEach((place, i) => {
    const distanceM = shortDistanceM(place, from);
    if (distanceM <= leastM) [best, leastM] = [i, distanceM];
  });
  return best;
}

/** Length of a path up to each of its vertices, metres. */
function distancesAlong(path: readonly LngLat[]): number[] {
  let sum = 0;
  return path.map((position, i) => {
    const before = path[i - 1];
    if (before !== undefined) sum += shortDistanceM(before, position);
    return sum;
  });
}

/** How far along a line the place nearest to a point is; none where that is too far off. */
function placeOn(line: readonly LocalXY[], starts: readonly number[], point: LocalXY, withinM: number): number[] {
  let [best, leastM] = [-1, withinM];
  line.forEach((b, i) => {
    const a = line[i - 1];
    if (a === undefined) return;
    const { t, distance } = nearestOnSegment(point, a, b);
    const [from, to] = [starts[i - 1] ?? 0, starts[i] ?? 0];
    if (distance <= leastM) [best, leastM] = [from + t * (to - from), distance];
  });
  return best < 0 ? [] : [best];
}

function verticesBetween(path: readonly LngLat[], fromM: number, toM: number): LngLat[] {
  const starts = distancesAlong(path);
  return path.filter((_, i) => (starts[i] ?? 0) > fromM + 1e-3 && (starts[i] ?? 0) < toM - 1e-3);
}
