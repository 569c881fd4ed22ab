import type { PathProfile } from '../path-profile.ts';
import { outsideModel, requireValid } from '../validity.ts';
import type { Zone } from './zones.ts';

/** A path for ITU-R P.1812 with the air over it. */
export interface P1812Input {
  /** Bare ground above sea level, and the top of what stands on it (ground plus representative clutter height). */
  readonly profile: PathProfile;
  /** Zone of each sample. */
  readonly zones: readonly Zone[];
  /** 0.03 … 6. */
  readonly frequencyGhz: number;
  /** Antennas above ground, metres, 1 … 3000. */
  readonly txHeightM: number;
  readonly rxHeightM: number;
  readonly polarisation: 'horizontal' | 'vertical';
  /** Share of time, 1 … 50 %, for which the loss is not exceeded. */
  readonly timePercent: number;
  /** Share of locations, 1 … 99 %, for which it is not exceeded. */
  readonly locationPercent: number;
  /** Standard deviation between locations, dB; 0 for one known place. */
  readonly locationSigmaDb: number;
  /** Latitude of the middle of the path, degrees. */
  readonly pathCentreLatitudeDeg: number;
  /** Mean lapse of refractivity in the lowest kilometre, ΔN, N-units/km, counted positive; from the Recommendation's map. */
  readonly refractivityGradientN: number;
  /** Refractivity at sea level N₀, N-units; from the Recommendation's map. */
  readonly seaLevelRefractivityN: number;
  /** Land between each antenna and the coast along the path, metres; 500 km where the sea is far. */
  readonly txCoastDistanceM: number;
  readonly rxCoastDistanceM: number;
}

const MODEL = 'ITU-R P.1812-7';
const RANGES = {
  frequencyGhz: { min: 0.03, max: 6, unit: 'GHz' },
  txHeightM: { min: 1, max: 3000, unit: 'm' },
  rxHeightM: { min: 1, max: 3000, unit: 'm' },
  timePercent: { min: 1, max: 50, unit: '%' },
  locationPercent: { min: 1, max: 99, unit: '%' },
  locationSigmaDb: { min: 0, max: 50, unit: 'dB' },
  pathCentreLatitudeDeg: { min: -90, max: 90, unit: '°' },
  refractivityGradientN: { min: 0, max: 150, unit: 'N-units/km' },
  seaLevelRefractivityN: { min: 200, max: 500, unit: 'N-units' },
  txCoastDistanceM: { min: 0, max: 1e8, unit: 'm' },
  rxCoastDistanceM: { min: 0, max: 1e8, unit: 'm' },
};

/** Least number of samples that the method can work with. */
const FEWEST_SAMPLES = 5;

/** @throws AppError study/model-range, naming the field */
export function requireP1812(input: P1812Input): void {
  requireValid(MODEL, input, RANGES);
  const { lengthM, distanceM, groundM, surfaceM } = input.profile;
  requireValid(MODEL, { 'profile.distanceM': lengthM }, { 'profile.distanceM': { min: 250, max: 3e6, unit: 'm' } });
  if (distanceM.length < FEWEST_SAMPLES) {
    throw outsideModel(MODEL, 'profile.distanceM', `A profile needs at least ${FEWEST_SAMPLES} samples.`);
  }
  if (groundM.some(Number.isNaN)) throw outsideModel(MODEL, 'profile.groundM', 'Some of the ground is unknown.');
  if (surfaceM?.some(Number.isNaN)) throw outsideModel(MODEL, 'profile.surfaceM', 'Some of the surface is unknown.');
  if (input.zones.length !== distanceM.length) {
    throw outsideModel(MODEL, 'profile.zones', `There are ${input.zones.length} zones for ${distanceM.length} samples.`);
  }
}
