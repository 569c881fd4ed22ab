import type { UnitSystem } from '../../base/quantity-text.ts';
import { METRES_PER_FOOT } from '../../base/units.ts';
import type { LinkResult } from '../../studies/link/result.ts';

/** The cursor of the chart moves by this share of the path. */
export const CURSOR_STEPS = 100;

/** What the profile says at one distance from the first end, metres; NaN where the ground is unknown. */
export interface ProfileReading {
  readonly distanceM: number;
  readonly groundM: number;
  /** Roofs and trees above the ground there; NaN where none are known. */
  readonly surfaceM: number;
  readonly rayM: number;
  /** Ray over the higher of ground and surface, curvature included. */
  readonly clearanceM: number;
  /** Clearance over first Fresnel radius, limited to 0 … 1 for people; NaN at the ends. */
  readonly freeShare: number;
}

/** Reads a profile between its samples. @param distanceM from the first end, 0 … length */
export function readProfile({ profile }: LinkResult, distanceM: number): ProfileReading {
  const after = Math.max(1, indexAtOrAfter(profile.distanceM, distanceM));
  const [startM, endM] = [profile.distanceM[after - 1] ?? 0, profile.distanceM[after] ?? 0];
  const t = endM > startM ? (distanceM - startM) / (endM - startM) : 0;
  const between = (column: Float64Array | null): number =>
    t === 0
      ? (column?.[after - 1] ?? NaN)
      : t === 1
        ? (column?.[after] ?? NaN)
        : (column?.[after - 1] ?? NaN) * (1 - t) + (column?.[after] ?? NaN) * t;
  const groundM = between(profile.groundM);
  const surfaceM = between(profile.surfaceM);
  const rayM = between(profile.rayM);
  const topM = surfaceM > groundM ? surfaceM : groundM;
  const clearanceM = rayM - topM - between(profile.bulgeM);
  const radiusM = between(profile.fresnelRadiusM);
  return {
    distanceM,
    groundM,
    surfaceM,
    rayM,
    clearanceM,
    freeShare: radiusM > 0 ? Math.min(1, Math.max(0, clearanceM / radiusM)) : NaN,
  };
}

/** Evenly spaced readings, both ends included. @param count ≥ 2 */
export function profileRows(result: LinkResult, count: number): ProfileReading[] {
  const lengthM = result.profile.distanceM.at(-1) ?? 0;
  return Array.from({ length: count }, (_, i) => readProfile(result, (lengthM * i) / (count - 1)));
}

/** The profile at every step of the cursor as CSV (RFC 4180), in the units people read; unknown is empty. */
export function profileCsv(result: LinkResult, units: UnitSystem): string {
  const [name, metres] = units === 'us' ? ['ft', METRES_PER_FOOT] : ['m', 1];
  const header = ['distance', 'ground', 'surface', 'ray', 'clearance'].map((column) => `${column}_${name}`);
  const length = (valueM: number): string => (Number.isNaN(valueM) ? '' : (valueM / metres).toFixed(2));
  const lines = profileRows(result, CURSOR_STEPS + 1).map((row) =>
    [
      ...[row.distanceM, row.groundM, row.surfaceM, row.rayM, row.clearanceM].map(length),
      Number.isNaN(row.freeShare) ? '' : row.freeShare.toFixed(3),
    ].join(','),
  );
  return `${[[...header, 'fresnel_zone_free'].join(','), ...lines].join('\r\n')}\r\n`;
}

/** Index of the first sample at or beyond a distance; the last one beyond the end. */
function indexAtOrAfter(distancesM: Float64Array, distanceM: number): number {
  let [low, high] = [0, distancesM.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((distancesM[middle] ?? 0) < distanceM) low = middle + 1;
    else high = middle;
  }
  return low;
}
