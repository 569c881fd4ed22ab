import type { DiffractionPath } from './diffraction-loss.ts';

/** Heights of a straight line that stands for the ground at large, at the two ends, metres above the datum. */
export interface SmoothSurface {
  readonly heightAM: number;
  readonly heightBM: number;
}

/**
 * The smooth surface under a path for the diffraction model: the line of least squares through the ground, lowered where the
 * ground rises over the straight ray, never above the ground at the ends. Source: ITU-R P.1812-7 equations (83) to (89).
 */
export function fitSmoothSurface({ profile, altitudeAM, altitudeBM }: DiffractionPath): SmoothSurface {
  const { distanceM, groundM, lengthM } = profile;
  const last = distanceM.length - 1;
  let [area, moment] = [0, 0];
  let [highest, slopeA, slopeB] = [-Infinity, -Infinity, -Infinity];
  for (let i = 1; i <= last; i++) {
    const [fromM, toM] = [distanceM[i - 1] ?? NaN, distanceM[i] ?? NaN];
    const [beforeM, hereM] = [groundM[i - 1] ?? NaN, groundM[i] ?? NaN];
    area += (toM - fromM) * (hereM + beforeM);
    moment += (toM - fromM) * (hereM * (2 * toM + fromM) + beforeM * (toM + 2 * fromM));
    if (i === last) break;
    const overRayM = hereM - (altitudeAM * (lengthM - toM) + altitudeBM * toM) / lengthM;
    highest = Math.max(highest, overRayM);
    slopeA = Math.max(slopeA, overRayM / toM);
    slopeB = Math.max(slopeB, overRayM / (lengthM - toM));
  }
  const lowered = highest > 0 ? highest / (slopeA + slopeB) : 0;
  const heightAM = (2 * area * lengthM - moment) / lengthM ** 2 - lowered * slopeA;
  const heightBM = (moment - area * lengthM) / lengthM ** 2 - lowered * slopeB;
  return { heightAM: Math.min(heightAM, groundM[0] ?? NaN), heightBM: Math.min(heightBM, groundM[last] ?? NaN) };
}
