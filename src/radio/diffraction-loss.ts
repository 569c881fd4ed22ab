import { roundedWavelengthM, sphericalEarthLossDb, type SphericalEarthPath } from './spherical-earth-loss.ts';
import type { PathProfile } from './path-profile.ts';
import { fitSmoothSurface } from './smooth-surface.ts';

/** A path for diffraction; altitudes above the profile's datum. */
export interface DiffractionPath {
  readonly profile: PathProfile;
  readonly altitudeAM: number;
  readonly altitudeBM: number;
  readonly frequencyGhz: number;
  /** k times the Earth's radius, metres. */
  readonly effectiveRadiusM: number;
  readonly polarisation: 'horizontal' | 'vertical';
  /** Share of the path over sea, 0 … 1. */
  readonly seaShare: number;
}

/** Diffraction loss and the parts that it is made of, dB. Names as in ITU-R P.1812. */
export interface DiffractionLoss {
  /** Bullington loss of the real profile. */
  readonly lbullaDb: number;
  /** Bullington loss of a smooth profile of the same shape at large. */
  readonly lbullsDb: number;
  /** Loss over the spherical Earth of the same shape at large. */
  readonly ldsphDb: number;
  readonly lossDb: number;
}

/**
 * Loss over terrain by the delta-Bullington method, on top of free space, dB. Source: ITU-R P.526-15 section 4.5.3, the same as
 * ITU-R P.1812-7 sections 4.3.1 to 4.3.4. Every sample needs a known height.
 */
export function diffractionLoss(path: DiffractionPath): DiffractionLoss {
  const { profile } = path;
  const smooth = fitSmoothSurface(path);
  const lbullaDb = bullingtonLossDb(path, obstructions(profile));
  const heightAM = path.altitudeAM - smooth.heightAM;
  const heightBM = path.altitudeBM - smooth.heightBM;
  const flat = new Float64Array(profile.distanceM.length);
  const lbullsDb = bullingtonLossDb({ ...path, altitudeAM: heightAM, altitudeBM: heightBM }, flat);
  const sphere: SphericalEarthPath = { ...path, lengthM: profile.lengthM, heightAM, heightBM };
  const ldsphDb = sphericalEarthLossDb(sphere);
  return { lbullaDb, lbullsDb, ldsphDb, lossDb: lbullaDb + Math.max(ldsphDb - lbullsDb, 0) };
}

/** Ground or what stands on it, the higher. */
function obstructions({ groundM, surfaceM }: PathProfile): Float64Array {
  return groundM.map((heightM, i) => ((surfaceM?.[i] ?? NaN) > heightM ? (surfaceM?.[i] ?? NaN) : heightM));
}

/** Loss of a whole profile as one equivalent edge: P.526-15 section 4.5.1, in metres throughout. */
function bullingtonLossDb(path: DiffractionPath, heightsM: Float64Array): number {
  const { profile, altitudeAM, altitudeBM, effectiveRadiusM, frequencyGhz } = path;
  const { distanceM, lengthM } = profile;
  const straight = (altitudeBM - altitudeAM) / lengthM;
  let slopeA = -Infinity;
  let slopeB = -Infinity;
  let edge = -Infinity;
  for (let i = 1; i < distanceM.length - 1; i++) {
    const d1M = distanceM[i] ?? NaN;
    const d2M = lengthM - d1M;
    const topM = (heightsM[i] ?? NaN) + (d1M * d2M) / (2 * effectiveRadiusM);
    slopeA = Math.max(slopeA, (topM - altitudeAM) / d1M);
    slopeB = Math.max(slopeB, (topM - altitudeBM) / d2M);
    edge = Math.max(edge, edgeParameter(topM - (altitudeAM * d2M + altitudeBM * d1M) / lengthM, d1M, d2M, frequencyGhz));
  }
  if (slopeA >= straight) {
    const d1M = (altitudeBM - altitudeAM + slopeB * lengthM) / (slopeA + slopeB);
    const d2M = lengthM - d1M;
    edge = edgeParameter(altitudeAM + slopeA * d1M - (altitudeAM * d2M + altitudeBM * d1M) / lengthM, d1M, d2M, frequencyGhz);
  }
  const edgeDb = knifeEdgeLossDb(edge);
  return edgeDb + (1 - Math.exp(-edgeDb / 6)) * (10 + (0.02 * lengthM) / 1000);
}

/** The dimensionless ν of an edge, P.526-15 equation (26). @param heightM edge over the straight line, metres */
function edgeParameter(heightM: number, d1M: number, d2M: number, frequencyGhz: number): number {
  const wavelength = roundedWavelengthM(frequencyGhz);
  return heightM * Math.sqrt((2 * (d1M + d2M)) / (wavelength * d1M * d2M));
}

/** Loss J(ν) of one knife edge, dB, P.526-15 equation (31); nothing at or below ν = −0.78. */
export function knifeEdgeLossDb(edge: number): number {
  if (!(edge > -0.78)) return 0;
  return 6.9 + 20 * Math.log10(Math.sqrt((edge - 0.1) ** 2 + 1) + edge - 0.1);
}
