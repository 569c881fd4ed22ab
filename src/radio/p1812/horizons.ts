import type { PathProfile } from '../path-profile.ts';
import { roundedWavelengthM } from '../spherical-earth-loss.ts';

/** What both antennas see over an Earth of the median effective radius. Distances in km, angles in milliradians, as published. */
export interface PathHorizons {
  readonly isBeyondHorizon: boolean;
  /** From an antenna to its horizon; within sight to the sample that obstructs most. */
  readonly dltKm: number;
  readonly dlrKm: number;
  /** Elevation of the horizon. */
  readonly thetaTMrad: number;
  readonly thetaRMrad: number;
  /** Angular distance of the path. */
  readonly thetaMrad: number;
  /** Samples at those distances. */
  readonly indexT: number;
  readonly indexR: number;
}

/** Antennas above the datum of the profile, and the Earth. */
export interface HorizonView {
  readonly altitudeTM: number;
  readonly altitudeRM: number;
  readonly frequencyGhz: number;
  readonly effectiveRadiusM: number;
}

/** Source: ITU-R P.1812-7 Attachment 1, equations (74) to (82). Bare ground counts. */
export function pathHorizons({ distanceM, groundM, lengthM }: PathProfile, view: HorizonView): PathHorizons {
  const { altitudeTM, altitudeRM, effectiveRadiusM } = view;
  const elevationMrad = (riseM: number, awayM: number): number =>
    1000 * Math.atan(riseM / awayM - awayM / (2 * effectiveRadiusM));
  const directMrad = elevationMrad(altitudeRM - altitudeTM, lengthM);
  const last = distanceM.length - 1;
  const horizon = { t: -Infinity, r: -Infinity, indexT: 1, indexR: 1 };
  for (let i = 1; i < last; i++) {
    const [hereM, heightM] = [distanceM[i] ?? NaN, groundM[i] ?? NaN];
    const fromT = elevationMrad(heightM - altitudeTM, hereM);
    const fromR = elevationMrad(heightM - altitudeRM, lengthM - hereM);
    if (fromT > horizon.t) [horizon.t, horizon.indexT] = [fromT, i];
    if (fromR >= horizon.r) [horizon.r, horizon.indexR] = [fromR, i];
  }
  const isBeyondHorizon = horizon.t > directMrad;
  if (!isBeyondHorizon) {
    horizon.t = directMrad;
    horizon.r = elevationMrad(altitudeTM - altitudeRM, lengthM);
    horizon.indexT = horizon.indexR = worstSample({ distanceM, groundM, lengthM }, view);
  }
  return {
    isBeyondHorizon,
    dltKm: (distanceM[horizon.indexT] ?? NaN) / 1000,
    dlrKm: (lengthM - (distanceM[horizon.indexR] ?? NaN)) / 1000,
    thetaTMrad: horizon.t,
    thetaRMrad: horizon.r,
    thetaMrad: (1000 * lengthM) / effectiveRadiusM + horizon.t + horizon.r,
    indexT: horizon.indexT,
    indexR: horizon.indexR,
  };
}

/** The sample with the largest edge parameter ν; of equal ones the last. */
function worstSample({ distanceM, groundM, lengthM }: Omit<PathProfile, 'surfaceM'>, view: HorizonView): number {
  const wavelengthM = roundedWavelengthM(view.frequencyGhz);
  let worst = { index: 1, edge: -Infinity };
  for (let i = 1; i < distanceM.length - 1; i++) {
    const d1M = distanceM[i] ?? NaN;
    const d2M = lengthM - d1M;
    const rayM = (view.altitudeTM * d2M + view.altitudeRM * d1M) / lengthM;
    const overM = (groundM[i] ?? NaN) + (d1M * d2M) / (2 * view.effectiveRadiusM) - rayM;
    const edge = overM * Math.sqrt((2 * lengthM) / (wavelengthM * d1M * d2M));
    if (edge >= worst.edge) worst = { index: i, edge };
  }
  return worst.index;
}
