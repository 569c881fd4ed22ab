import { outsideModel, requireValid } from '../validity.ts';
import { groundImpedance, type Ground } from './ground-impedance.ts';
import { pathGeometry, type PathGeometry } from './path-geometry.ts';
import { referenceAttenuation, type PropagationMode } from './reference-attenuation.ts';
import type { EvenProfile } from './terrain.ts';
import { withVariability, type VariabilityInput } from './variability.ts';
import { itmWarnings, type ItmWarning } from './warnings.ts';

/** A path for the Irregular Terrain Model, point to point. */
export interface ItmInput extends Ground, VariabilityInput {
  readonly profile: EvenProfile;
  /** 0.02 … 20. */
  readonly frequencyGhz: number;
  /** Antennas above ground, metres, 0.5 … 3000. */
  readonly txHeightM: number;
  readonly rxHeightM: number;
  readonly polarisation: 'horizontal' | 'vertical';
  /** Refractivity N₀ reduced to sea level, N-units, 250 … 400; 301 is usual. */
  readonly seaLevelRefractivityN: number;
}

/** Loss by the model and what it is made of. */
export interface ItmLoss {
  /** Basic transmission loss, free space included, dB. */
  readonly lossDb: number;
  readonly freeSpaceDb: number;
  /** Reference attenuation, dB. */
  readonly referenceDb: number;
  readonly mode: PropagationMode;
  readonly path: PathGeometry;
  /** At the height of the path, N-units. */
  readonly surfaceRefractivity: number;
  readonly warnings: readonly ItmWarning[];
}

const MODEL = 'ITM';
const PERCENT = { min: 1e-6, max: 100 - 1e-6, unit: '%' };
const RANGES = {
  frequencyGhz: { min: 0.02, max: 20, unit: 'GHz' },
  txHeightM: { min: 0.5, max: 3000, unit: 'm' },
  rxHeightM: { min: 0.5, max: 3000, unit: 'm' },
  seaLevelRefractivityN: { min: 250, max: 400, unit: 'N-units' },
  permittivity: { min: 1, max: 1000, unit: '' },
  conductivitySPerM: { min: 1e-9, max: 1000, unit: 'S/m' },
  timePercent: PERCENT,
  locationPercent: PERCENT,
  situationPercent: PERCENT,
};

/**
 * Loss of a path over irregular terrain, 20 MHz to 20 GHz. Derived from the Irregular Terrain Model 1.3 (Longley-Rice) by the
 * National Telecommunications and Information Administration (NTIA), a work of the US Government, and from G. A. Hufford, The ITS
 * Irregular Terrain Model, version 1.2.2: the algorithm. Written anew; NTIA has no part in it and does not warrant it.
 * @throws AppError study/model-range
 */
export function itmLoss(input: ItmInput): ItmLoss {
  requireValid(MODEL, input, RANGES);
  requireProfile(input.profile);
  if (![0, 1, 2, 3].includes(input.mdvar % 10) || !(input.mdvar >= 0 && input.mdvar < 40)) {
    throw outsideModel(MODEL, 'mdvar', `${input.mdvar} is not a mode of variability: 0 to 3, with 10, 20 or 30 added.`);
  }
  const frequencyMhz = input.frequencyGhz * 1000;
  const surfaceRefractivity = input.seaLevelRefractivityN * Math.exp(-meanHeightM(input.profile.heightsM) / 9460);
  if (!(surfaceRefractivity >= 150 && surfaceRefractivity <= 400)) {
    const found = `${surfaceRefractivity.toFixed(0)} N-units at the height of the path`;
    throw outsideModel(MODEL, 'seaLevelRefractivityN', `It comes to ${found}, outside 150 to 400.`);
  }
  const impedance = groundImpedance(input, frequencyMhz, input.polarisation);
  if (impedance.re <= Math.abs(impedance.im)) {
    throw outsideModel(MODEL, 'permittivity', 'With it the impedance of the ground is not mainly real.');
  }
  const path = pathGeometry(input.profile, [input.txHeightM, input.rxHeightM], effectiveRadiusM(surfaceRefractivity));
  const reference = referenceAttenuation(path, { frequencyMhz, impedance, surfaceRefractivity });
  const varied = withVariability(reference.lossDb, path, frequencyMhz, input);
  if (!Number.isFinite(varied.lossDb)) {
    throw outsideModel(MODEL, 'profile.heightsM', 'The ground is too steep for a model that counts with small angles.');
  }
  const freeSpaceDb = 32.45 + 20 * Math.log10(frequencyMhz) + 20 * Math.log10(path.lengthM / 1000);
  return {
    lossDb: varied.lossDb + freeSpaceDb,
    freeSpaceDb,
    referenceDb: reference.lossDb,
    mode: reference.mode,
    path,
    surfaceRefractivity,
    warnings: itmWarnings(path, { frequencyMhz, surfaceRefractivity, extremestDeviate: varied.extremestDeviate }),
  };
}

function requireProfile({ stepM, heightsM }: EvenProfile): void {
  requireValid(MODEL, { 'profile.stepM': stepM }, { 'profile.stepM': { min: 1e-3, max: 1e6, unit: 'm' } });
  if (heightsM.length < 3) throw outsideModel(MODEL, 'profile.heightsM', 'A profile needs at least three heights.');
  for (let i = 0; i < heightsM.length; i++) {
    requireValid(MODEL, { 'profile.heightsM': heightsM[i] ?? NaN }, { 'profile.heightsM': { min: -500, max: 9000, unit: 'm' } });
  }
}

/** Mean height of the path without a tenth at either end, metres above sea level. */
function meanHeightM(heightsM: ArrayLike<number>): number {
  const last = heightsM.length - 1;
  const tenth = Math.trunc(0.1 * last);
  let sum = 0;
  for (let i = tenth; i <= last - tenth; i++) sum += heightsM[i] ?? NaN;
  return sum / (last - 2 * tenth + 1);
}

/** NBS Technical Note 101 equation (4.4), metres; 1/157e-9 m is the true radius. */
function effectiveRadiusM(surfaceRefractivity: number): number {
  return 1 / (157e-9 * (1 - 0.04665 * Math.exp(surfaceRefractivity / 179.3)));
}
