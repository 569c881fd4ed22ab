import { contains } from './polygon.ts';
import { localFrame } from './local-frame.ts';
import type { LngLat, LocalXY } from './position.ts';
import { crossingOf } from './segment.ts';

type Rings = readonly (readonly LngLat[])[];

/** Ends of the cutting line are drawn out by this much, so that an end on the outline itself meets it, metres. */
const OVERSHOOT_M = 2;

/**
 * Cuts a polygon of up to some kilometres in two along a line. Holes go with the side that they lie in.
 * @param rings outer ring first, all closed, degrees
 * @param line two positions or more, degrees; it must enter and leave the outer ring once and meet no hole
 * @returns the two polygons, or null where the line does not cut it in two
 */
export function cutPolygon(rings: Rings, line: readonly LngLat[]): readonly [Rings, Rings] | null {
  const [outer, ...holes] = rings;
  const start = outer?.[0];
  if (outer === undefined || start === undefined || line.length < 2) return null;
  const frame = localFrame(start);
  const ring = outer.map(frame.toLocal);
  const path = drawnOut(line.map(frame.toLocal));
  if (holes.some((hole) => crossings(hole.map(frame.toLocal), path).length > 0)) return null;
  const [first, second, ...more] = crossings(ring, path);
  if (first === undefined || second === undefined || more.length > 0) return null;
  const inner = path.slice(first.along.piece + 1, second.along.piece + 1);
  const seam = [first.point, ...inner, second.point];
  // Round the ring from where the line leaves to where it enters, and back along the line; then the other way.
  const one = closed([...seam, ...between(ring, second.piece, first.piece)]);
  const other = closed([...[...seam].reverse(), ...between(ring, first.piece, second.piece)]);
  const toRings = (xy: readonly LocalXY[]): Rings => {
    const shell = xy.map((point) => exact(frame.toLngLat(point)));
    const inside = holes.filter((hole) => hole[0] !== undefined && contains({ type: 'Polygon', coordinates: [shell] }, hole[0]));
    return [shell, ...inside];
  };
  return one.length < 4 || other.length < 4 ? null : [toRings(one), toRings(other)];
}

interface Crossing {
  /** The piece of the ring that is met, by its first corner. */
  readonly piece: number;
  readonly along: { readonly piece: number; readonly t: number };
  readonly point: LocalXY;
}

/** Where a path meets a closed ring, in the order of the path; a corner of the ring counts once. */
function crossings(ring: readonly LocalXY[], path: readonly LocalXY[]): Crossing[] {
  const found: Crossing[] = [];
  for (let piece = 0; piece + 1 < path.length; piece++) {
    const [a, b] = [path[piece], path[piece + 1]];
    for (let side = 0; side + 1 < ring.length; side++) {
      const [c, d] = [ring[side], ring[side + 1]];
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue;
      const hit = crossingOf(a, b, c, d);
      if (hit === null) continue;
      const point = { x: a.x + hit.t * (b.x - a.x), y: a.y + hit.t * (b.y - a.y) };
      if (!found.some((other) => Math.hypot(other.point.x - point.x, other.point.y - point.y) < 1e-6)) {
        found.push({ piece: side, along: { piece, t: hit.t }, point });
      }
    }
  }
  return found.sort((p, q) => p.along.piece - q.along.piece || p.along.t - q.along.t);
}

/** Corners of a closed ring after piece `from` up to the first corner of piece `to`, round the end if need be. */
function between(ring: readonly LocalXY[], from: number, to: number): LocalXY[] {
  const corners = ring.slice(0, -1);
  const count = (to - from + corners.length) % corners.length || 0;
  return Array.from({ length: count }, (_, step) => corners[(from + 1 + step) % corners.length]).filter((xy) => xy !== undefined);
}

function closed(points: readonly LocalXY[]): LocalXY[] {
  const open = points.filter((point, at) => {
    const before = points[(at + points.length - 1) % points.length];
    return before === undefined || Math.hypot(point.x - before.x, point.y - before.y) > 1e-6;
  });
  return open[0] === undefined ? [] : [...open, open[0]];
}

function drawnOut(path: readonly LocalXY[]): LocalXY[] {
  const beyond = (end: LocalXY | undefined, before: LocalXY | undefined): LocalXY => {
    if (end === undefined || before === undefined) return { x: NaN, y: NaN };
    const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
    return {
      x: end.x + ((end.x - before.x) / length) * OVERSHOOT_M,
      y: end.y + ((end.y - before.y) / length) * OVERSHOOT_M,
    };
  };
  return [beyond(path[0], path[1]), ...path.slice(1, -1), beyond(path.at(-1), path.at(-2))];
}

/** A tenth of a millimetre: corners that stood in the ring come back as they were. */
const exact = ([lng, lat]: LngLat): LngLat => [Math.round(lng * 1e9) / 1e9, Math.round(lat * 1e9) / 1e9];
