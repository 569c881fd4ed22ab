import type { Geometry } from '../../geo/geometry.ts';
import { contains, polygonsOf } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import type { ChordPath, StandingSpan } from './standing.ts';

/** Where a path runs within an outline, wall to wall; courtyards are outside. */
export function spansOfOutline(
  { anchors, lengthM }: ChordPath,
  outline: Geometry,
  { building, heightM }: Pick<StandingSpan, 'building' | 'heightM'>,
): StandingSpan[] {
  const chords = anchors.length - 1;
  const shares: number[] = [0, chords];
  const rings = polygonsOf(outline).flat();
  for (let chord = 0; chord < chords; chord++) {
    const [a, b] = [anchors[chord], anchors[chord + 1]];
    if (a === undefined || b === undefined) continue;
    for (const ring of rings) addCrossings(shares, chord, a, b, ring);
  }
  shares.sort((one, other) => one - other);
  const spans: StandingSpan[] = [];
  for (let i = 1; i < shares.length; i++) {
    const [from, to] = [shares[i - 1] ?? 0, shares[i] ?? 0];
    if (!(to > from) || !contains(outline, placeOf(anchors, (from + to) / 2))) continue;
    const span = { startM: (from / chords) * lengthM, endM: (to / chords) * lengthM, heightM, building };
    const before = spans.at(-1);
    if (before?.endM === span.startM) spans[spans.length - 1] = { ...before, endM: span.endM };
    else spans.push(span);
  }
  return spans;
}

function addCrossings(shares: number[], chord: number, a: LngLat, b: LngLat, ring: readonly LngLat[]): void {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]];
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined) {
      const [sx, sy] = [point[0] - before[0], point[1] - before[1]];
      const cross = rx * sy - ry * sx;
      const [qx, qy] = [before[0] - a[0], before[1] - a[1]];
      const t = (qx * sy - qy * sx) / cross;
      const u = (qx * ry - qy * rx) / cross;
      // Parallel pieces give no number and so no crossing: the piece's ends meet its neighbours.
      if (t >= 0 && t <= 1 && u >= 0 && u <= 1) shares.push(chord + t);
    }
    before = point;
  }
}

/** The place at a share of chords: 1.5 is the middle of the second chord. */
export function placeOf(anchors: readonly LngLat[], share: number): LngLat {
  const chord = Math.max(0, Math.min(anchors.length - 2, Math.floor(share)));
  const [a, b] = [anchors[chord] ?? [NaN, NaN], anchors[chord + 1] ?? [NaN, NaN]];
  const t = share - chord;
  return [a[0] * (1 - t) + b[0] * t, a[1] * (1 - t) + b[1] * t];
}
