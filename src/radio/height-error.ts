import type { ObstructionCause } from './path-profile.ts';

/** How wrong the heights of a profile may be. */
export interface HeightError {
  /** One standard deviation of a ground height, metres. */
  readonly groundM: number;
  /** One standard deviation of a surface height, metres. */
  readonly surfaceM: number;
  /** One standard deviation of a building's height above its ground, metres; 0 where missing. */
  readonly buildingM?: number;
  /** One standard deviation of trees' height above their ground, metres; 0 where missing. */
  readonly treesM?: number;
  /** Distance over which neighbouring heights are wrong together, metres, > 0: correlation e^(−d/this). */
  readonly correlationM: number;
}

/** Nine of ten errors are smaller than this many standard deviations (normal distribution; "LE90" of terrain models). */
const NINE_OF_TEN = 1.6449;

/**
 * How far the clearance at a sample may be wrong in nine cases of ten, metres, because the ground under both antennas and the
 * obstruction are known only to within an error. The clearance is (1−t)·A + t·B − obstruction, t the share of the path; its
 * variance follows from the three errors with the correlation e^(−d/L) between any two. So the error goes to nothing
 * beside an antenna, whose height is counted from the same ground.
 * @param d1M distance to A, metres; @param d2M distance to B, metres
 */
export function errorAllowanceM(error: HeightError, cause: ObstructionCause, d1M: number, d2M: number): number {
  const lengthM = d1M + d2M;
  const t = d1M / lengthM;
  const variance =
    1 +
    (1 - t) * (1 - t) +
    t * t +
    2 * t * (1 - t) * correlation(lengthM, error.correlationM) -
    2 * (1 - t) * correlation(d1M, error.correlationM) -
    2 * t * correlation(d2M, error.correlationM);
  const sigmaM = cause === 'surface' ? Math.max(error.groundM, error.surfaceM) : error.groundM;
  const heightM = heightErrorM(error, cause);
  return NINE_OF_TEN * Math.sqrt(sigmaM * sigmaM * Math.max(0, variance) + heightM * heightM);
}

/** The error of what is added to the ground; a surface model holds altitudes, and over the own roof the antenna errs with it. */
function heightErrorM({ buildingM, treesM }: HeightError, cause: ObstructionCause): number {
  if (cause === 'building') return buildingM ?? 0;
  return cause === 'trees' ? (treesM ?? 0) : 0;
}

function correlation(distanceM: number, correlationM: number): number {
  // Beyond 40 lengths it is lost in the last digit of what it is added to.
  return distanceM > 40 * correlationM ? 0 : Math.exp(-distanceM / correlationM);
}

/** No sample's allowance is larger, metres: the variance above is at most 1 + (1−t)² + t² ≤ 2. */
export function mostAllowanceM({ groundM, surfaceM, buildingM = 0, treesM = 0 }: HeightError): number {
  return NINE_OF_TEN * Math.hypot(Math.max(groundM, surfaceM) * Math.SQRT2, Math.max(buildingM, treesM));
}
