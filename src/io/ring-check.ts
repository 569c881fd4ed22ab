import type { LngLat } from '../geo/position.ts';

type Ring = readonly LngLat[];

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
  const middle: LngLat = [mean(ring.map((p) => p[0])), mean(ring.map((p) => p[1]))];
  return ![...ring, middle].some((position) => isInside(position, outer));
}

function isInside(position: LngLat, ring: Ring): boolean {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [x1, y1] = ring[i] ?? [0, 0];
    const [x2, y2] = ring[i + 1] ?? [0, 0];
    if (y1 > position[1] !== y2 > position[1] && position[0] < x1 + ((position[1] - y1) / (y2 - y1)) * (x2 - x1))
      inside = !inside;
  }
  return inside;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
