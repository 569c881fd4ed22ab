import { diffractionLoss, type DiffractionLoss } from './diffraction-loss.ts';
import { freeSpaceLossDb } from './free-space-loss.ts';
import type { PathProfile } from './path-profile.ts';
import { outsideModel, requireValid } from './validity.ts';

/** A path for free space and diffraction. */
export interface P526Input {
  /** Ground, and the top of what stands on it. */
  readonly profile: PathProfile;
  /** 0.03 … 300. */
  readonly frequencyGhz: number;
  /** Antennas above ground, metres, 0.1 … 3000. */
  readonly txHeightM: number;
  readonly rxHeightM: number;
  readonly polarisation: 'horizontal' | 'vertical';
  /** Effective over true Earth radius; 4/3 is the median atmosphere. */
  readonly kFactor: number;
  /** Share of the path over sea, 0 … 1. */
  readonly seaShare: number;
}

/** Free space and diffraction, dB. */
export interface P526Loss {
  readonly lossDb: number;
  readonly freeSpaceDb: number;
  readonly diffraction: DiffractionLoss;
}

const MODEL = 'ITU-R P.526';
const RANGES = {
  frequencyGhz: { min: 0.03, max: 300, unit: 'GHz' },
  txHeightM: { min: 0.1, max: 3000, unit: 'm' },
  rxHeightM: { min: 0.1, max: 3000, unit: 'm' },
  kFactor: { min: 0.1, max: 1e6, unit: '' },
  seaShare: { min: 0, max: 1, unit: '' },
};

/** The radius that the Recommendations give the Earth, metres. */
const EARTH_RADIUS_M = 6_371_000;

/**
 * Loss in free space (ITU-R P.525-4) and by diffraction over terrain (ITU-R P.526-15 section 4.5.3).
 * @throws AppError study/model-range
 */
export function p526Loss(input: P526Input): P526Loss {
  requireValid(MODEL, input, RANGES);
  const { profile, frequencyGhz } = input;
  const { lengthM, groundM } = profile;
  requireValid(MODEL, { 'profile.distanceM': lengthM }, { 'profile.distanceM': { min: 1, max: 3e6, unit: 'm' } });
  if (groundM.length < 3) throw outsideModel(MODEL, 'profile.distanceM', 'A profile needs at least three samples.');
  if (groundM.some(Number.isNaN)) throw outsideModel(MODEL, 'profile.groundM', 'Some of the ground is unknown.');
  const altitudeAM = (groundM[0] ?? NaN) + input.txHeightM;
  const altitudeBM = (groundM[groundM.length - 1] ?? NaN) + input.rxHeightM;
  const freeSpaceDb = freeSpaceLossDb(frequencyGhz, Math.hypot(lengthM, altitudeBM - altitudeAM));
  const effectiveRadiusM = input.kFactor * EARTH_RADIUS_M;
  const diffraction = diffractionLoss({ ...input, altitudeAM, altitudeBM, effectiveRadiusM });
  return { lossDb: freeSpaceDb + diffraction.lossDb, freeSpaceDb, diffraction };
}
