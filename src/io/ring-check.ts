import type { LngLat } from '../geo/position.ts';
import { twiceAreaIn } from '../geo/winding.ts';

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
  if (ring.length - 1 > MOST_CORNERS) return false;
  ring.forEach(([x, y], i) => {
    corners[2 * i] = x;
    corners[2 * i + 1] = y;
  });
  return crossesItselfIn(corners, 2 * ring.length);
}

const corners = new Float64Array(2 * (MOST_CORNERS + 1));

/** As `crossesItself`, of a ring of coordinates x, y, x, … up to `length`. */
export function crossesItselfIn(ring: Float64Array, length: number): boolean {
  const last = length - 2;
  if (last > 2 * MOST_CORNERS) return false;
  // Sides that follow each other lie together: only groups of them whose boxes meet are looked at side by side.
  const groups = Math.ceil(last / (2 * GROUP));
  if (groups > 2) for (let group = 0; group < groups; group++) putBox(ring, group, last);
  for (let one = 0; one < groups; one++)
    for (let other = one; other < groups; other++)
      if ((groups <= 2 || boxesMeet(one, other)) && groupsCross(ring, one, other, last)) return true;
  return false;
}

/** Sides of a group. */
const GROUP = 12;
/** West, south, east and north of each group. */
const boxes = new Float64Array(4 * Math.ceil(MOST_CORNERS / GROUP));

function putBox(ring: Float64Array, group: number, last: number): void {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 2 * GROUP * group; i <= Math.min(last, 2 * GROUP * (group + 1)); i += 2) {
    const [x = NaN, y = NaN] = [ring[i], ring[i + 1]];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  boxes.set([west, south, east, north], 4 * group);
}

function boxesMeet(one: number, other: number): boolean {
  const at = (group: number, side: number): number => boxes[4 * group + side] ?? NaN;
  return at(one, 0) <= at(other, 2) && at(other, 0) <= at(one, 2) && at(one, 1) <= at(other, 3) && at(other, 1) <= at(one, 3);
}

/** Whether a side of one group crosses one of another, or of the same. */
function groupsCross(ring: Float64Array, one: number, other: number, last: number): boolean {
  const at = (index: number): number => ring[index] ?? NaN;
  const end = Math.min(last, 2 * GROUP * (other + 1));
  for (let i = 2 * GROUP * one; i < Math.min(last, 2 * GROUP * (one + 1)); i += 2) {
    const [ax, ay, bx, by] = [at(i), at(i + 1), at(i + 2), at(i + 3)];
    const [west, east] = ax < bx ? [ax, bx] : [bx, ax];
    for (let j = Math.max(i + 4, 2 * GROUP * other); j < end; j += 2) {
      // The first side and the last are neighbours.
      if (i === 0 && j === last - 2) continue;
      const [cx, dx] = [at(j), at(j + 2)];
      if ((cx > east && dx > east) || (cx < west && dx < west)) continue;
      const [cy, dy] = [at(j + 1), at(j + 3)];
      if (
        turn(ax, ay, bx, by, cx, cy) * turn(ax, ay, bx, by, dx, dy) < 0 &&
        turn(cx, cy, dx, dy, ax, ay) * turn(cx, cy, dx, dy, bx, by) < 0
      )
        return true;
    }
  }
  return false;
}

/** −1, 0 or 1: on which side of the line from a to b a position p lies. */
function turn(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  return Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
}

/** True where a ring of coordinates x, y, x, … up to `length` is an outline in which nothing is to be mended or told. */
export function isWholeRing(ring: Float64Array, length: number): boolean {
  if (length < 8 || ring[0] !== ring[length - 2] || ring[1] !== ring[length - 1]) return false;
  const area = twiceAreaIn(ring, 0, length);
  // A corner that is not a number, or infinite, makes the area so.
  return Number.isFinite(area) && area !== 0 && !crossesItselfIn(ring, length);
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
  const y = position[1];
  let inside = false;
  if (ring.length < LONG_RING) {
    for (let i = 0; i + 1 < ring.length; i++) if (passes(position, ring, i)) inside = !inside;
    return inside;
  }
  const { south, scale, sides } = stripsOf(ring);
  for (const i of sides[stripOf(y, south, scale)] ?? []) if (passes(position, ring, i)) inside = !inside;
  return inside;
}

/** Whether a side of a ring lies to the east of a position, at its height. */
function passes([x, y]: LngLat, ring: Ring, side: number): boolean {
  const [from, to] = [ring[side] ?? NOWHERE, ring[side + 1] ?? NOWHERE];
  const [y1, y2] = [from[1], to[1]];
  return y1 > y !== y2 > y && x < from[0] + ((y - y1) / (y2 - y1)) * (to[0] - from[0]);
}

/** Of longer rings the sides are sorted into strips, once for all holes that are looked for in them. */
const LONG_RING = 64;

interface Strips {
  readonly south: number;
  readonly scale: number;
  /** The sides that reach into each strip, from the south. */
  readonly sides: readonly (readonly number[])[];
}

const knownStrips = new WeakMap<Ring, Strips>();

const stripOf = (y: number, south: number, scale: number): number => Math.floor((y - south) * scale);

function stripsOf(ring: Ring): Strips {
  const known = knownStrips.get(ring);
  if (known !== undefined) return known;
  let [south, north] = [Infinity, -Infinity];
  for (const [, y] of ring) [south, north] = [Math.min(south, y), Math.max(north, y)];
  const count = ring.length >> 3;
  const scale = north > south ? count / (north - south) : 0;
  const sides = Array.from({ length: count + 1 }, (): number[] => []);
  for (let i = 0; i + 1 < ring.length; i++) {
    const [one, other] = [stripOf(ring[i]?.[1] ?? NaN, south, scale), stripOf(ring[i + 1]?.[1] ?? NaN, south, scale)];
    for (let strip = Math.min(one, other); strip <= Math.max(one, other); strip++) sides[strip]?.push(i);
  }
  const strips = { south, scale, sides };
  knownStrips.set(ring, strips);
  return strips;
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
