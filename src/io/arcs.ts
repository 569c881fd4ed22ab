import type { LngLat } from '../geo/position.ts';

/** Arcs become lines that turn by at most this much at each point: of a quarter of a circle they lose a 20,000th of the area. */
const STEP = Math.PI / 180;

/**
 * The points of an arc between its ends, in whatever unit these have. The same start and end make a whole circle.
 * @param isAnticlockwise which way it runs from start to end
 */
export function arcAround(centre: LngLat, start: LngLat, end: LngLat, isAnticlockwise: boolean): LngLat[] {
  const angle = ([x, y]: LngLat): number => Math.atan2(y - centre[1], x - centre[0]);
  const isWhole = start[0] === end[0] && start[1] === end[1];
  const difference = (angle(end) - angle(start) + 4 * Math.PI) % (2 * Math.PI);
  const sweep = isWhole ? 2 * Math.PI : isAnticlockwise ? difference : 2 * Math.PI - difference;
  const steps = Math.max(1, Math.ceil(sweep / STEP));
  const radius = Math.hypot(start[0] - centre[0], start[1] - centre[1]);
  return Array.from({ length: steps - 1 }, (_, i): LngLat => {
    const at = angle(start) + ((isAnticlockwise ? 1 : -1) * sweep * (i + 1)) / steps;
    return [centre[0] + radius * Math.cos(at), centre[1] + radius * Math.sin(at)];
  });
}

/** As `arcAround`, of the arc through a third point; of a straight line none. */
export function arcThrough(start: LngLat, point: LngLat, end: LngLat): LngLat[] {
  const centre = centreOf(start, point, end);
  return centre === null ? [] : arcAround(centre, start, end, turn(start, point, end) > 0);
}

/** Twice the area of a triangle, positive where it runs anticlockwise. */
function turn(a: LngLat, b: LngLat, c: LngLat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The centre of the circle through three points, null where they lie on a line. */
function centreOf(a: LngLat, b: LngLat, c: LngLat): LngLat | null {
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  if (bx === cx && by === cy) return null;
  // A whole circle: its other point lies across from where it begins.
  if (cx === 0 && cy === 0) return [a[0] + bx / 2, a[1] + by / 2];
  const twice = 2 * (bx * cy - by * cx);
  if (Math.abs(twice) < 1e-12) return null;
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0] + (cy * b2 - by * c2) / twice, a[1] + (bx * c2 - cx * b2) / twice];
}
