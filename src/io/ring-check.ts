import type { LngLat } from '../geo/position.ts';

type Ring = readonly LngLat[];

const NOWHERE: LngLat = [0, 0];

/** Outlines with more corners than this are not searched for crossings: the search looks at every pair of sides. */
const MOST_CORNERS = 400;

/** Twice the signed area in the square of the unit of the positions, about the first corner so that no digits are lost. */
export function twiceAreaOf(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    const [x1, y1] = ring[i] ?? [x0, y0];
    const [x2, y2] = ring[i + 1] ?? [x0, y0];
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return sum;
}

/** Whether two sides of a closed ring that are not neighbours cross each other. */
export function crossesItself(ring: Ring): boolean {
  const sides = ring.length - 1;
  if (sides > MOST_CORNERS) return false;
  for (let i = 0; i < sides; i++) {
    for (let j = i + 2; j < sides; j++) {
      if (i === 0 && j === sides - 1) continue;
      if (cross(ring[i], ring[i + 1], ring[j], ring[j + 1])) return true;
    }
  }
  return false;
}

function cross(a?: LngLat, b?: LngLat, c?: LngLat, d?: LngLat): boolean {
  if (!a || !b || !c || !d) return false;
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false;
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** −1, 0 or 1: on which side of the line from `a` to `b` a position lies. */
function turn(a: LngLat, b: LngLat, p: LngLat): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

/** Whether a ring has no corner inside another, nor its middle: it is a hole in something else. */
export function liesOutside(ring: Ring, outer: Ring): boolean {
  if (ring.some((position) => isInside(position, outer))) return false;
  let [x, y] = [0, 0];
  for (const position of ring) {
    x += position[0];
    y += position[1];
  }
  return !isInside([x / ring.length, y / ring.length], outer);
}

function isInside(position: LngLat, ring: Ring): boolean {
  let inside = false;
  const [x, y] = position;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [from, to] = [ring[i] ?? NOWHERE, ring[i + 1] ?? NOWHERE];
    const [y1, y2] = [from[1], to[1]];
    if (y1 > y !== y2 > y && x < from[0] + ((y - y1) / (y2 - y1)) * (to[0] - from[0])) inside = !inside;
  }
  return inside;
}

/**
 * Rings of a shapefile as polygons by which lies in which, whatever direction they run in: a ring in an odd number of others is a hole
 * of the innermost of them.
 */
export function nestedRings(rings: readonly Ring[]): Ring[][] {
  const items = rings.map((ring) => ({ ring, inner: innerPoint(ring), size: Math.abs(twiceAreaOf(ring)) }));
  const around = items.map(({ inner, size }) =>
    items.filter((other) => other.size > size && inner !== null && isInside(inner, other.ring)),
  );
  const polygons = new Map<Ring, Ring[]>();
  items.forEach(({ ring }, i) => {
    if ((around[i]?.length ?? 0) % 2 === 0) polygons.set(ring, [ring]);
  });
  items.forEach(({ ring }, i) => {
    const outer = [...(around[i] ?? [])].sort((a, b) => a.size - b.size)[0];
    if (!polygons.has(ring) && outer !== undefined) polygons.get(outer.ring)?.push(ring);
  });
  return [...polygons.values()];
}

/** A point well inside a ring: in the middle of its widest piece, halfway up the highest step between its corners; null without area. */
function innerPoint(ring: Ring): LngLat | null {
  const heights = [...new Set(ring.map((p) => p[1]))].sort((a, b) => a - b);
  const steps = heights
    .slice(1)
    .map((high, i) => ({ middle: (high + (heights[i] ?? high)) / 2, step: high - (heights[i] ?? high) }));
  const best = steps.reduce((a, b) => (b.step > a.step ? b : a), { middle: 0, step: 0 });
  if (best.step === 0) return null;
  const crossings = ring.slice(1).flatMap(([x2, y2], i) => {
    const [x1, y1] = ring[i] ?? [x2, y2];
    return y1 > best.middle === y2 > best.middle ? [] : [x1 + ((best.middle - y1) / (y2 - y1)) * (x2 - x1)];
  });
  crossings.sort((a, b) => a - b);
  let [middle, width] = [NaN, 0];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [left = 0, right = 0] = [crossings[i], crossings[i + 1]];
    if (right - left > width) [middle, width] = [(left + right) / 2, right - left];
  }
  return width > 0 ? [middle, best.middle] : null;
}
