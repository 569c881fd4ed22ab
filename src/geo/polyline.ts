import { shortDistanceM } from './geodesy.ts';
import type { LngLat } from './position.ts';

/** Horizontal geodesic length of a path, metres; pieces of up to 10 km each (see shortDistanceM). */
export function lengthM(path: readonly LngLat[]): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++) sum += shortDistanceM(path[i - 1] as LngLat, path[i] as LngLat); // indices lie inside
  return sum;
}

/** The point after `distanceM` metres on a path, clamped to its ends. @throws RangeError for an empty path */
export function pointAlong(path: readonly LngLat[], distanceM: number): LngLat {
  const first = path[0];
  if (first === undefined) throw new RangeError('an empty path has no points');
  let left = distanceM;
  if (left <= 0) return first;
  let before = first;
  for (const after of path.slice(1)) {
    const piece = shortDistanceM(before, after);
    if (piece >= left && piece > 0) return between(before, after, left / piece);
    left -= piece;
    before = after;
  }
  return before;
}

/** The point at the fraction `t` of the straight line between two positions. */
export function between(a: LngLat, b: LngLat, t: number): LngLat {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}
