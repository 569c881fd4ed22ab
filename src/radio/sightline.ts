import { errorAllowanceM, mostAllowanceM, type HeightError } from './height-error.ts';
import { CLEAR_FRESNEL_FRACTION, earthBulgeM, fresnelRadiusM } from './fresnel.ts';
import { obstructionCause, obstructionM, type ObstructionCause, type PathProfile } from './path-profile.ts';

/** Clear: 60 % of the first Fresnel zone is free everywhere. Marginal: the ray is free, the zone is not. Blocked: the ray is not. */
export type Verdict = 'clear' | 'marginal' | 'blocked';

/** A link over a profile; heights are altitudes above the profile's datum. */
export interface SightlineInput {
  readonly profile: PathProfile;
  readonly altitudeAM: number;
  readonly altitudeBM: number;
  readonly frequencyGhz: number;
  /** Effective Earth radius over true radius, > 0; 4/3 is the median atmosphere. */
  readonly kFactor: number;
  readonly earthRadiusM: number;
  readonly error: HeightError;
}

/** What a sightline study finds. Lengths in metres, distances from end A. */
export interface Sightline {
  readonly verdict: Verdict;
  /** False where the heights' own error could turn the verdict (see `errorAllowanceM`). */
  readonly confident: boolean;
  /** Least height of the ray over what lies under it, negative where it runs below; to the millimetre. */
  readonly minClearanceM: number;
  /** Least of clearance over first Fresnel radius, negative where blocked; to 1e-6. */
  readonly fresnelFraction: number;
  /** Where that least fraction is. */
  readonly limiting: {
    readonly index: number;
    readonly distanceM: number;
    readonly clearanceM: number;
    readonly cause: ObstructionCause;
  };
  /** What end A alone must gain to be clear, rounded up to the millimetre; 0 where clear, null above `MAX_RAISE_M`. */
  readonly raiseAM: number | null;
  readonly raiseBM: number | null;
  /** What both ends must gain alike. */
  readonly raiseBothM: number | null;
}

/** A higher mast than this is not proposed. */
export const MAX_RAISE_M = 60;

/** Fractions are compared after rounding to this, so that the verdict is the one that the printed number shows. */
const FRACTIONS_PER_UNIT = 1e6;

/**
 * Samples nearer than this to an end do not count: the antenna's own mount is no obstacle, and a Fresnel zone has no meaning
 * there. On paths under 4 m a quarter of the path.
 */
export const END_MARGIN_M = 1;

/**
 * Judges a sightline at every sample with a known height, ends excluded. Returns null where no such sample is known.
 *
 * The sums are so arranged that each rounding is monotonic: a higher antenna never has less clearance, a higher ground
 * never more, to the last bit.
 */
export function judgeSightline(input: SightlineInput): Sightline | null {
  const samples = clearances(input);
  const at = lowestFraction(samples);
  if (at < 0) return null;
  const fresnelFraction = rounded((samples.clearanceM[at] ?? NaN) / (samples.radiusM[at] ?? NaN), FRACTIONS_PER_UNIT);
  const verdict = verdictOf(fresnelFraction);
  const index = samples.index[at] ?? 0;
  return {
    verdict,
    confident: isBeyondError(verdict, samples, input),
    minClearanceM: rounded(
      samples.clearanceM.reduce((least, value) => Math.min(least, value), Infinity),
      1e3,
    ),
    fresnelFraction,
    limiting: {
      index,
      distanceM: input.profile.distanceM[index] ?? NaN,
      clearanceM: rounded(samples.clearanceM[at] ?? NaN, 1e3),
      cause: obstructionCause(input.profile, index),
    },
    raiseAM: verdict === 'clear' ? 0 : raiseM(samples, (share) => 1 - share),
    raiseBM: verdict === 'clear' ? 0 : raiseM(samples, (share) => share),
    raiseBothM: verdict === 'clear' ? 0 : raiseM(samples, () => 1),
  };
}

/** The verdict of a least Fresnel fraction. */
function verdictOf(fresnelFraction: number): Verdict {
  if (fresnelFraction >= CLEAR_FRESNEL_FRACTION) return 'clear';
  return fresnelFraction >= 0 ? 'marginal' : 'blocked';
}

/** Known samples between the ends: where, how far the ray is above the obstruction, first Fresnel radius. */
interface Clearances {
  readonly index: Uint32Array;
  /** Distance from A over path length. */
  readonly share: Float64Array;
  readonly clearanceM: Float64Array;
  readonly radiusM: Float64Array;
}

function clearances(input: SightlineInput): Clearances {
  const { profile, altitudeAM, altitudeBM } = input;
  const { lengthM, distanceM } = profile;
  const marginM = Math.min(END_MARGIN_M, lengthM / 4);
  const index = new Uint32Array(distanceM.length);
  const share = new Float64Array(distanceM.length);
  const clearanceM = new Float64Array(distanceM.length);
  const radiusM = new Float64Array(distanceM.length);
  let count = 0;
  for (let i = 0; i < distanceM.length; i++) {
    const d1M = distanceM[i] ?? NaN;
    const d2M = lengthM - d1M;
    const heightM = obstructionM(profile, i);
    if (d1M < marginM || d2M < marginM || Number.isNaN(heightM)) continue;
    const t = d1M / lengthM;
    const rayM = altitudeAM * (1 - t) + altitudeBM * t;
    index[count] = i;
    share[count] = t;
    clearanceM[count] = rayM - (heightM + earthBulgeM(d1M, d2M, input.earthRadiusM, input.kFactor));
    radiusM[count] = fresnelRadiusM(input.frequencyGhz, d1M, d2M);
    count++;
  }
  return {
    index: index.subarray(0, count),
    share: share.subarray(0, count),
    clearanceM: clearanceM.subarray(0, count),
    radiusM: radiusM.subarray(0, count),
  };
}

function lowestFraction({ clearanceM, radiusM }: Clearances): number {
  let lowest = Infinity;
  let at = -1;
  for (let i = 0; i < clearanceM.length; i++) {
    const fraction = (clearanceM[i] ?? NaN) / (radiusM[i] ?? NaN);
    if (fraction < lowest) {
      lowest = fraction;
      at = i;
    }
  }
  return at;
}

/** The least gain at one end that lifts the ray to 60 % of the zone at every sample; `leverage`: what a metre there gives here. */
function raiseM({ share, clearanceM, radiusM }: Clearances, leverage: (share: number) => number): number | null {
  let neededM = 0;
  for (let i = 0; i < share.length; i++) {
    const missingM = CLEAR_FRESNEL_FRACTION * (radiusM[i] ?? NaN) - (clearanceM[i] ?? NaN);
    if (missingM > 0) neededM = Math.max(neededM, missingM / leverage(share[i] ?? NaN));
  }
  const roundedUpM = Math.ceil(neededM * 1e3) / 1e3;
  return roundedUpM > MAX_RAISE_M ? null : roundedUpM;
}

/**
 * Whether the verdict stands even if each height is wrong by its error's allowance. Clear: no sample could fall short.
 * Blocked: some sample blocks in any case. Marginal: none could block, and some falls short of clear in any case.
 */
function isBeyondError(verdict: Verdict, samples: Clearances, input: SightlineInput): boolean {
  const { index, clearanceM, radiusM } = samples;
  const mostM = mostAllowanceM(input.error);
  let surelyClear = true;
  let surelyNotBlocked = true;
  let surelyBlocked = false;
  let surelyNotClear = false;
  for (let i = 0; i < index.length; i++) {
    const clearM = clearanceM[i] ?? NaN;
    const spareM = clearM - CLEAR_FRESNEL_FRACTION * (radiusM[i] ?? NaN);
    // Nothing follows from a sample whose zone is free by more than any error.
    if (spareM > mostM) continue;
    const sample = index[i] ?? 0;
    const d1M = input.profile.distanceM[sample] ?? NaN;
    const cause = obstructionCause(input.profile, sample);
    const allowanceM = errorAllowanceM(input.error, cause, d1M, input.profile.lengthM - d1M);
    surelyClear &&= spareM >= allowanceM;
    surelyNotBlocked &&= clearM >= allowanceM;
    surelyBlocked ||= clearM <= -allowanceM;
    surelyNotClear ||= spareM <= -allowanceM;
  }
  if (verdict === 'clear') return surelyClear;
  return verdict === 'blocked' ? surelyBlocked : surelyNotBlocked && surelyNotClear;
}

function rounded(value: number, perUnit: number): number {
  // + 0 turns a negative zero into zero.
  return Math.round(value * perUnit) / perUnit + 0;
}
