import { shortDistanceM } from '../geo/geodesy.ts';
import { lengthM as lengthOf } from '../geo/polyline.ts';
import { quantise, type LngLat } from '../geo/position.ts';
import { boxIndex, type BoxIndex } from '../geo/spatial-index.ts';
import type { EdgePricer } from './edge-prices.ts';
import type { GraphParts, LaidEdge } from './graph-parts.ts';
import { isAlong, type RouteEdge, type RouteInput, type RouteNode } from './route-input.ts';
import { placeKey, type WayMap, type WayPlace } from './way-network.ts';

/** Drops over other people's lots, and drops much longer than the nearest one (1.5 times and 60 m more), are weighed so many times. */
const OUT_OF_THE_WAY_FACTOR = 3;
const DETOUR_FACTOR = 1.5;
const DETOUR_M = 60;
const WAYS_PER_PREMISES = 2;
const POLES_PER_PREMISES = 4;
/** Where a drop from the nearest poles would cross somebody's lot or house, so many more are tried. */
const MORE_POLES = 12;
/** Likewise places along the ways, so far apart; metres. */
const PLACE_STEP_M = 5;

interface Drop {
  readonly kind: 'drop-aerial' | 'drop-buried';
  readonly at: number;
  readonly from: LngLat;
}

/** A drop that crosses nothing that it may not. */
export interface LaidDrop {
  readonly edge: LaidEdge;
  /** Straight from where it leaves to the premises, metres. */
  readonly distanceM: number;
  /** Whether it keeps off other people's lots and houses. */
  readonly isClear: boolean;
}

/** The drops that each premises may hang on: from poles, from places on ways, from new lines of poles along them. */
export class DropMaker {
  readonly #input: RouteInput;
  readonly #wayMap: WayMap;
  readonly #poleIndex: BoxIndex;
  /** By premises: poles, and places on ways, that its drop may leave from. */
  readonly #poles: (readonly number[])[] = [];
  readonly #places: LngLat[][] = [];

  constructor(input: RouteInput, wayMap: WayMap) {
    this.#input = input;
    this.#wayMap = wayMap;
    const local = input.poles.map(({ position }) => input.frame.toLocal(position));
    this.#poleIndex = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
  }

  /** Marks where drops leave the ways, before the ways are cut there. */
  markPlaces(): void {
    this.#input.premises.forEach((position, i) => {
      const { poles, places } = this.#placesFor(i, position);
      this.#poles.push(poles);
      this.#places.push(places.map((place) => this.#wayMap.mark(place)));
    });
  }

  #placesFor(premises: number, position: LngLat): { poles: number[]; places: WayPlace[] } {
    const { rules } = this.#input;
    const places = this.#wayMap.nearestPlaces(position, rules.dropLimitM, WAYS_PER_PREMISES, this.#isDiggable);
    const limitM = 1.5 * (places[0]?.distanceM ?? 0) + 20;
    const near = places.filter((place) => place.distanceM <= limitM && !this.#input.crossesStreet(place.position, position));
    const poles = this.#polesFor(premises);
    const starts = [...near.map((place) => place.position), ...poles.map((pole) => this.#input.poles[pole]?.position as LngLat)]; // found among poles
    const reachM = detourLimitM(starts.map((from) => shortDistanceM(from, position)));
    // A free pole far across the fields is no reason not to look for a place near by.
    const isFree = starts.some((from) => shortDistanceM(from, position) <= reachM && this.#isFree(premises, from));
    const other = isFree ? undefined : this.#freePlace(premises, near[0]);
    return { poles, places: other === undefined ? near : [...near, other] };
  }

  /** The drops of one premises that cross nothing. @param node its own */
  lay(parts: GraphParts, premises: number, node: number): LaidDrop[] {
    const position = this.#input.premises[premises] as LngLat; // an index of premises
    return this.#candidates(parts, premises)
      .filter(
        ({ from, kind }) =>
          this.#isPossible(from, position) && (kind === 'drop-aerial' || !this.#input.crossesStreet(from, position)),
      )
      .map(({ kind, at, from }) => {
        const path = [quantise(from), quantise(position)];
        return {
          edge: { kind, from: at, to: node, path, lengthM: lengthOf(path), about: {}, slope: 1 },
          distanceM: shortDistanceM(from, position),
          isClear: this.#isClear(premises, from),
        };
      });
  }

  /** How far the nearest pole or way is; null where none is within 5 km. */
  nearestRouteM(position: LngLat): number | null {
    const { poles } = this.#input;
    const way = this.#wayMap.nearestPlaces(position, 5000, 1, this.#isDiggable)[0]?.distanceM ?? Infinity;
    const nearest = poles.reduce((least, pole) => Math.min(least, shortDistanceM(pole.position, position)), way);
    return nearest === Infinity ? null : nearest;
  }

  #candidates(parts: GraphParts, premises: number): Drop[] {
    const { poles } = this.#input;
    const drops: Drop[] = (this.#poles[premises] ?? []).map(
      (pole) => this.#dropFrom(poles[pole]?.position as LngLat, parts.poleNode[pole] ?? 0, premises), // found among poles
    );
    for (const place of this.#places[premises] ?? []) {
      const ground = parts.groundAt.get(placeKey(place));
      const line = parts.lineAt.get(placeKey(place));
      if (ground !== undefined) drops.push({ kind: 'drop-buried', at: ground, from: place });
      if (line !== undefined) drops.push(this.#dropFrom(place, line, premises));
    }
    return drops;
  }

  #dropFrom(pole: LngLat, at: number, premises: number): Drop {
    const { premises: positions, dropKinds, rules } = this.#input;
    const isShort = shortDistanceM(pole, positions[premises] as LngLat) <= rules.aerialDropM; // an index of premises
    return { kind: isShort && dropKinds[premises] !== 'underground' ? 'drop-aerial' : 'drop-buried', at, from: pole };
  }

  /** The nearest poles; where none of them is free, the nearest free one of those farther off as well. */
  #polesFor(premises: number): number[] {
    const { premises: positions, poles, frame, rules } = this.#input;
    if (!rules.aerial) return [];
    const { x, y } = frame.toLocal(positions[premises] as LngLat); // an index of premises
    const isFree = (pole: number): boolean => this.#isFree(premises, poles[pole]?.position as LngLat); // found among poles
    const near = this.#poleIndex.nearest(x, y, POLES_PER_PREMISES, rules.dropLimitM);
    if (near.length < POLES_PER_PREMISES || near.some(isFree)) return near;
    const more = this.#poleIndex.nearest(x, y, MORE_POLES, rules.aerialDropM).slice(near.length).find(isFree);
    return more === undefined ? near : [...near, more];
  }

  /** The nearest place on any way near by from where a drop is free; looked for where the shortest drops are not. */
  #freePlace(premises: number, nearest: WayPlace | undefined): WayPlace | undefined {
    const { rules, premises: positions } = this.#input;
    const reachM = Math.min(rules.dropLimitM, DETOUR_FACTOR * (nearest?.distanceM ?? 0) + DETOUR_M);
    return this.#wayMap
      .placesWithin(positions[premises] as LngLat, reachM, PLACE_STEP_M, this.#isDiggable) // an index of premises
      .find(
        ({ position }) => this.#isFree(premises, position) && !this.#input.crossesStreet(position, positions[premises] as LngLat), // as above
      );
  }

  /** Whether a drop crosses nothing that it may not, and nobody's ground. */
  #isFree(premises: number, from: LngLat): boolean {
    return this.#isPossible(from, this.#input.premises[premises] as LngLat) && this.#isClear(premises, from); // an index of premises
  }

  #isClear(premises: number, from: LngLat): boolean {
    return this.#input.dropIsClear(premises, from);
  }

  #isPossible(from: LngLat, to: LngLat): boolean {
    const { rules, barriers } = this.#input;
    return (
      shortDistanceM(from, to) <= rules.dropLimitM && barriers.crossingsOf([from, to]).every(({ kind }) => kind === 'stream')
    );
  }

  readonly #isDiggable = (way: number): boolean => isAlong(this.#input.ways[way]);
}

/** How long a drop may be that is not out of the way, beside others of these lengths. */
function detourLimitM(lengthsM: readonly number[]): number {
  return DETOUR_FACTOR * lengthsM.reduce((least, one) => Math.min(least, one), Infinity) + DETOUR_M;
}

/**
 * The drops of one premises with their prices. Those that cross somebody's lot or house are among them only where no other is near enough not to be
 * out of the way. What is out of the way, or over others, costs three times as much.
 * @returns none where no drop is possible
 */
export function pricedDrops(
  input: RouteInput,
  nodes: readonly RouteNode[],
  pricer: EdgePricer,
  laid: readonly LaidDrop[],
  premises: number,
): RouteEdge[] {
  const { conditions, prices, dropKinds, fibres } = input;
  const allowed = laid.filter(
    ({ edge }) => conditions.termsOf(edge.path, edge.kind === 'drop-aerial' ? 'aerial' : 'underground').routing !== 'forbidden',
  );
  // Whoever wants a drop through the air gets one where there is a pole near enough.
  const wished = dropKinds[premises] === 'aerial' ? allowed.filter(({ edge }) => edge.kind === 'drop-aerial') : [];
  const possible = wished.length > 0 ? wished : allowed;
  const clear = possible.filter(({ isClear }) => isClear);
  const reachM = detourLimitM(possible.map(({ distanceM }) => distanceM));
  const offered = clear.some(({ distanceM }) => distanceM <= reachM) ? clear : possible;
  const limitM = detourLimitM(offered.map(({ distanceM }) => distanceM));
  return offered.flatMap(({ edge, distanceM, isClear }) => {
    const outOfTheWay = !isClear || distanceM > limitM;
    const perM =
      (edge.kind === 'drop-aerial' ? prices.dropAerialPerM : prices.dropBuriedPerM) * (outOfTheWay ? OUT_OF_THE_WAY_FACTOR : 1);
    const terminal = nodes[edge.from]?.kind === 'ground' ? prices.terminalBuried : prices.terminalAerial;
    const cents = distanceM * perM + (fibres[premises] ?? 1) * terminal.perFibre;
    return pricer.priced(edge, { perM: 0, cents }) ?? [];
  });
}
