/**
 * Heights along a path, sample by sample, so close together that a straight line between two of them is as good as the data.
 * The first sample lies at one end (0), the last at the other (`lengthM`); distances rise strictly.
 */
export interface PathProfile {
  readonly lengthM: number;
  /** Distance from the first end, metres. */
  readonly distanceM: Float64Array;
  /** Height of the ground above its datum, metres; NaN where nothing is known. */
  readonly groundM: Float64Array;
  /** Height of roofs and trees above the same datum, metres; NaN where nothing is known; null without such data. */
  readonly surfaceM: Float64Array | null;
  /** What stands there, where it is known: positions in `STANDING_CAUSES`. */
  readonly causes?: Uint8Array | null;
}

/** What may stand on the ground; the own roof is what an antenna's height is counted from. */
export const STANDING_CAUSES = ['surface', 'building', 'trees', 'own-roof'] as const;

/** What stands in the way at a sample: the ground itself or something on it. */
export type ObstructionCause = 'ground' | (typeof STANDING_CAUSES)[number];

/** Height of what the ray must pass over at a sample, metres: ground or surface, the higher; NaN where the ground is unknown. */
export function obstructionM(profile: PathProfile, index: number): number {
  const groundM = profile.groundM[index] ?? NaN;
  return obstructionCause(profile, index) === 'ground' ? groundM : (profile.surfaceM?.[index] ?? NaN);
}

/** Whether ground or surface is the higher at a sample; an unknown surface is no surface. */
export function obstructionCause(profile: PathProfile, index: number): ObstructionCause {
  const groundM = profile.groundM[index] ?? NaN;
  const surfaceM = profile.surfaceM?.[index] ?? NaN;
  return surfaceM > groundM ? (STANDING_CAUSES[profile.causes?.[index] ?? 0] ?? 'surface') : 'ground';
}

/** Metres of the path beside at least one sample whose height is unknown. */
export function unknownLengthM(heightsM: Float64Array, distanceM: Float64Array): number {
  let totalM = 0;
  for (let i = 1; i < distanceM.length; i++) {
    const isUnknown = Number.isNaN(heightsM[i - 1] ?? NaN) || Number.isNaN(heightsM[i] ?? NaN);
    if (isUnknown) totalM += (distanceM[i] ?? NaN) - (distanceM[i - 1] ?? NaN);
  }
  return totalM;
}
