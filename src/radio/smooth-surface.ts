import type { DiffractionPath } from './diffraction-loss.ts';
import type { PathProfile } from './path-profile.ts';

/** Heights of a straight line that stands for the ground at large, at the two ends, metres above the datum. */
export interface SmoothSurface {
  readonly heightAM: number;
  readonly heightBM: number;
}

/** The line of least squares through the ground of a whole path. Source: ITU-R P.1812-7 equations (83) to (86). */
export function fitGroundLine({ distanceM, groundM, lengthM }: PathProfile): SmoothSurface {
  let [area, moment] = [0, 0];
  for (let i = 1; i < distanceM.length; i++) {
    const [fromM, toM] = [distanceM[i - 1] ?? NaN, distanceM[i] ?? NaN];
    const [beforeM, hereM] = [groundM[i - 1] ?? NaN, groundM[i] ?? NaN];
    area += (toM - fromM) * (hereM + beforeM);
    moment += (toM - fromM) * (hereM * (2 * toM + fromM) + beforeM * (toM + 2 * fromM));
  }
  return { heightAM: (2 * area * lengthM - moment) / lengthM ** 2, heightBM: (moment - area * lengthM) / lengthM ** 2 };
}

/** A line that nowhere ends above the ground. Source: ITU-R P.1812-7 equations (89) and (90). */
export function belowGroundAtEnds(line: SmoothSurface, { groundM }: PathProfile): SmoothSurface {
  return {
    heightAM: Math.min(line.heightAM, groundM[0] ?? NaN),
    heightBM: Math.min(line.heightBM, groundM[groundM.length - 1] ?? NaN),
  };
}

/**
 * The smooth surface under a path for the diffraction model: the line of least squares through the ground, lowered where the
 * ground rises over the straight ray, never above the ground at the ends. Source: ITU-R P.1812-7 equations (83) to (89).
 */
export function fitSmoothSurface(path: Pick<DiffractionPath, 'profile' | 'altitudeAM' | 'altitudeBM'>): SmoothSurface {
  const { profile, altitudeAM, altitudeBM } = path;
  const { distanceM, groundM, lengthM } = profile;
  let [highest, slopeA, slopeB] = [-Infinity, -Infinity, -Infinity];
  for (let i = 1; i < distanceM.length - 1; i++) {
    const hereM = distanceM[i] ?? NaN;
    const overRayM = (groundM[i] ?? NaN) - (altitudeAM * (lengthM - hereM) + altitudeBM * hereM) / lengthM;
    highest = Math.max(highest, overRayM);
    slopeA = Math.max(slopeA, overRayM / hereM);
    slopeB = Math.max(slopeB, overRayM / (lengthM - hereM));
  }
  const lowered = highest > 0 ? highest / (slopeA + slopeB) : 0;
  const line = fitGroundLine(profile);
  return belowGroundAtEnds({ heightAM: line.heightAM - lowered * slopeA, heightBM: line.heightBM - lowered * slopeB }, profile);
}
