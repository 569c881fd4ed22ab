import { shortDistanceM } from '../../geo/geodesy.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { LocalFrame } from '../../geo/local-frame.ts';
import { between, lengthM as lengthOf, pointAlong } from '../../geo/polyline.ts';
import type { LngLat, LocalXY } from '../../geo/position.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import { boxIndex } from '../../geo/spatial-index.ts';

/** What belongs to somebody: buildings, lots through which no way runs, and tracks. */
export interface Land {
  readonly buildings: readonly Geometry[];
  readonly lots: readonly Geometry[];
  readonly rails: readonly (readonly LngLat[])[];
}

/** A premises on the edge of its lot belongs to it; metres. */
const OWN_LOT_TOLERANCE_M = 1.5;
const STEP_M = 2;
/** More steps than this on somebody else's ground are too many. */
const FOREIGN_STEPS = 1;
/** Poles and wires may stand this far inside a lot, where its outline is not exact; metres. */
const DEEP_M = 3;
const DEEP_STEPS = 4;
/** Poles this near to a track are the railway's; metres. */
const TRACK_M = 15;
/** So much of a way in a lot is more than an outline that is not exact. */
const WAY_STEP_M = 10;
const WAY_STEPS = 3;

/**
 * Tells whether a straight drop keeps off other people's lots (or buildings, where there are no lots). A lot counts as somebody's
 * when premises lie in it or on its edge; the lot that the pole stands in may be crossed.
 */
export function dropCheck(
  lots: readonly Geometry[],
  premises: readonly LngLat[],
  frame: LocalFrame,
): (premises: number, from: LngLat) => boolean {
  if (lots.length === 0) return () => true;
  const boxes = lots.map((lot) => boxOf(lot, frame));
  const index = boxIndex(boxes);
  const lotsAt = (position: LngLat, toleranceM: number): number[] => {
    const { x, y } = frame.toLocal(position);
    return index
      .search(x - toleranceM, y - toleranceM, x + toleranceM, y + toleranceM)
      .filter(
        (lot) =>
          contains(lots[lot] ?? null, position) ||
          (toleranceM > 0 && distanceToEdge(lots[lot] ?? null, position, frame) <= toleranceM),
      );
  };
  const own = premises.map((position) => lotsAt(position, OWN_LOT_TOLERANCE_M));
  const owned = new Set(own.flat());
  /** @param at the position in the flat frame */
  const isIn = (lot: number, position: LngLat, { x, y }: LocalXY): boolean => {
    const [minX = 0, minY = 0, maxX = -1, maxY = -1] = boxes[lot] ?? [];
    return x >= minX && x <= maxX && y >= minY && y <= maxY && contains(lots[lot] ?? null, position);
  };
  // Asked when places are marked, again when drops are made, and again by the next design.
  const known = new Map<string, boolean>();
  return (i, from) => {
    const key = `${i} ${from[0]} ${from[1]}`;
    let clear = known.get(key);
    if (clear === undefined) known.set(key, (clear = keepsOff(i, from)));
    return clear;
  };

  function keepsOff(i: number, from: LngLat): boolean {
    const to = premises[i];
    if (to === undefined) return true;
    const a = frame.toLocal(from);
    const b = frame.toLocal(to);
    const near = index.search(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
    // The lot that it begins in is free, whosever it is.
    const foreign = near.filter((lot) => owned.has(lot) && own[i]?.includes(lot) !== true && !isIn(lot, from, a));
    if (foreign.length === 0) return true;
    const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / STEP_M);
    let inside = 0;
    for (let step = 1; step < steps; step++) {
      const here = between(from, to, step / steps);
      const at = frame.toLocal(here);
      if (foreign.some((lot) => isIn(lot, here, at)) && ++inside > FOREIGN_STEPS) return false;
    }
    return true;
  }
}

/**
 * Tells whether a straight wire keeps off buildings and, along a way, off the lots beside it: at most a few metres of it may lie deep in a lot in
 * which neither of its poles stands deep. Away from ways, two poles beside a track are the railway's.
 */
export function wireCheck(
  { buildings, lots, rails }: Land,
  frame: LocalFrame,
): (from: LngLat, to: LngLat, alongWay: boolean) => boolean {
  const buildingsNear = nearBox(buildings, frame);
  const lotsNear = nearBox(lots, frame);
  const isBesideTrack = besideTrack(rails, frame);
  const isDeep = (lot: Geometry, position: LngLat): boolean =>
    contains(lot, position) && distanceToEdge(lot, position, frame) > DEEP_M;
  return (from, to, alongWay) => {
    if (!alongWay && isBesideTrack(from) && isBesideTrack(to)) return false;
    const built = buildingsNear(from, to);
    const near = alongWay ? lotsNear(from, to) : [];
    const foreign = near.filter((lot) => !isDeep(lot, from) && !isDeep(lot, to));
    if (built.length + foreign.length === 0) return true;
    const steps = Math.ceil(shortDistanceM(from, to) / STEP_M);
    let [inside, deep] = [0, 0];
    for (let step = 1; step < steps; step++) {
      const here = between(from, to, step / steps);
      if (built.some((building) => contains(building, here)) && ++inside > FOREIGN_STEPS) return false;
      if (foreign.some((lot) => isDeep(lot, here)) && ++deep > DEEP_STEPS) return false;
    }
    return true;
  };
}

function besideTrack(rails: readonly (readonly LngLat[])[], frame: LocalFrame): (position: LngLat) => boolean {
  const pieces = rails.flatMap((path) =>
    path.slice(1).map((end, i) => [frame.toLocal(path[i] ?? end), frame.toLocal(end)] as const),
  );
  const index = boxIndex(
    pieces.map(([a, b]) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]),
  );
  return (position) => {
    const p = frame.toLocal(position);
    return index.search(p.x - TRACK_M, p.y - TRACK_M, p.x + TRACK_M, p.y + TRACK_M).some((i) => {
      const piece = pieces[i];
      return piece !== undefined && nearestOnSegment(p, piece[0], piece[1]).distance <= TRACK_M;
    });
  };
}

/**
 * The lots through which no way runs. A way on somebody's lot is a private street, or the lot is the street itself, as in many cadastres: what
 * is built along it may lie there.
 */
export function lotsWithoutWays(lots: readonly Geometry[], ways: readonly (readonly LngLat[])[], frame: LocalFrame): Geometry[] {
  const index = boxIndex(lots.map((lot) => boxOf(lot, frame)));
  const found = new Map<number, number>();
  for (const path of ways) {
    const lengthM = lengthOf(path);
    for (let atM = WAY_STEP_M / 2; atM < lengthM; atM += WAY_STEP_M) {
      const here = pointAlong(path, atM);
      const { x, y } = frame.toLocal(here);
      for (const lot of index.search(x, y, x, y)) {
        const count = found.get(lot) ?? 0;
        if (count < WAY_STEPS && contains(lots[lot] ?? null, here)) found.set(lot, count + 1);
      }
    }
  }
  return lots.filter((_, lot) => (found.get(lot) ?? 0) < WAY_STEPS);
}

/** Finds what may lie near a straight line. */
function nearBox(shapes: readonly Geometry[], frame: LocalFrame): (from: LngLat, to: LngLat) => Geometry[] {
  const index = boxIndex(shapes.map((shape) => boxOf(shape, frame)));
  return (from, to) => {
    const a = frame.toLocal(from);
    const b = frame.toLocal(to);
    const found = index.search(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
    return found.flatMap((i) => shapes[i] ?? []);
  };
}

function boxOf(lot: Geometry, frame: LocalFrame): [number, number, number, number] {
  const [west, south, east, north] = boundsOf(polygonsOf(lot).flat(2));
  const a = frame.toLocal([west, south]);
  const b = frame.toLocal([east, north]);
  return [a.x, a.y, b.x, b.y];
}

/** Distance from a position to the nearest edge of a polygon, metres. */
export function distanceToEdge(geometry: Geometry | null, position: LngLat, frame: LocalFrame): number {
  const p = frame.toLocal(position);
  let least = Infinity;
  for (const ring of polygonsOf(geometry).flat()) {
    for (let i = 1; i < ring.length; i++) {
      // Indices lie inside the ring.
      least = Math.min(
        least,
        nearestOnSegment(p, frame.toLocal(ring[i - 1] as LngLat), frame.toLocal(ring[i] as LngLat)).distance,
      );
    }
  }
  return least;
}
