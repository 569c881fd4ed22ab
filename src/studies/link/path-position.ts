import { geodesicPoints } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';

/** Longest chord that stands for the geodesic: it strays from it by less than a millimetre up to 75° of latitude. */
const CHORD_M = 100;

/** The place on a path at a distance from its first end, metres, 0 … length. */
export type PositionAt = (distanceM: number) => LngLat;

/**
 * Makes a finder of places on the geodesic from `a` to `b`, for many questions about one path.
 * @param lengthM geodesic length, metres
 */
export function pathPosition(a: LngLat, b: LngLat, lengthM: number): PositionAt {
  const anchors = pathAnchors(a, b, lengthM);
  const chords = anchors.length - 1;
  return (distanceM) => {
    const along = (distanceM / lengthM) * chords;
    const chord = Math.max(0, Math.min(chords - 1, Math.floor(along)));
    const from = anchors[chord] ?? a;
    const to = anchors[chord + 1] ?? b;
    const share = along - chord;
    // Written so that whole shares give the anchors themselves: the ends are exactly the ends.
    return [from[0] * (1 - share) + to[0] * share, from[1] * (1 - share) + to[1] * share];
  };
}

/** The ends of the chords that stand for the geodesic, evenly spaced. */
export function pathAnchors(a: LngLat, b: LngLat, lengthM: number): LngLat[] {
  return geodesicPoints(a, b, Math.max(1, Math.ceil(lengthM / CHORD_M)) + 1);
}
