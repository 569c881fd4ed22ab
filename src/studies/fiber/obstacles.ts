import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { LocalFrame } from '../../geo/local-frame.ts';
import { between } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import { boxIndex } from '../../geo/spatial-index.ts';

/** A premises on the edge of its lot belongs to it; metres. */
const OWN_LOT_TOLERANCE_M = 1.5;
const STEP_M = 2;
/** So many steps on somebody else's ground are too many. */
const FOREIGN_STEPS = 2;

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
  return (i, from) => {
    const to = premises[i];
    if (to === undefined) return true;
    const free = new Set([...(own[i] ?? []), ...lotsAt(from, 0)]);
    const a = frame.toLocal(from);
    const b = frame.toLocal(to);
    const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / STEP_M);
    let foreign = 0;
    for (let step = 1; step < steps; step++) {
      const inside = lotsAt(between(from, to, step / steps), 0).some((lot) => owned.has(lot) && !free.has(lot));
      if (inside && ++foreign > FOREIGN_STEPS) return false;
    }
    return true;
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
