import type { LngLat } from '../../geo/position.ts';
import { diffractionLoss } from '../../radio/diffraction-loss.ts';
import { freeSpaceLossDb } from '../../radio/free-space-loss.ts';
import { itmLoss } from '../../radio/itm/itm-loss.ts';
import { ITM_WARNINGS, type ItmWarning } from '../../radio/itm/warnings.ts';
import { p1812Loss } from '../../radio/p1812/p1812-loss.ts';
import type { PathProfile } from '../../radio/path-profile.ts';
import { END_MARGIN_M, type SightlineInput } from '../../radio/sightline.ts';
import { outsideModel } from '../../radio/validity.ts';
import type { LinkModel } from './result.ts';

/** A link for a model; A is the first end in the fixed order. */
export interface LossInput extends Omit<SightlineInput, 'error'> {
  readonly a: LngLat;
  readonly b: LngLat;
  /** Cell of the terrain, metres. */
  readonly cellM: number;
  /** True where A of the fixed order is the user's B. */
  readonly isTurned: boolean;
}

/** Loss by a model, dB, free space included; null where some of the ground is unknown: a loss over half a path is none. */
export interface LinkLoss {
  readonly lossDb: number | null;
  /** What the model says of its own limits. */
  readonly warnings: readonly string[];
}

/** What each model takes for granted beside the link itself, in sentences. */
export const LOSS_ASSUMPTIONS: Readonly<Record<LinkModel, readonly string[]>> = {
  sightline: [],
  p526: ['The loss is that of a median atmosphere over land, horizontal polarisation.'],
  itm: [
    'The loss (ITM) is the median over time and situations, in a continental temperate climate, over average ground, horizontal polarisation.',
    'ITM sees the bare ground only, and the bending that 301 N-units at sea level give, whatever k is.',
  ],
  p1812: [
    'The loss (P.1812) is the median over time and places, inland, horizontal polarisation; ΔN follows from k, N₀ is 325 N-units.',
  ],
};

/** Computes the loss of a link. Null for `sightline`, which has none. @throws AppError study/model-range */
export function linkLoss(model: LinkModel, link: LossInput): LinkLoss | null {
  if (model === 'sightline') return null;
  if (link.profile.groundM.some(Number.isNaN)) return { lossDb: null, warnings: [] };
  switch (model) {
    case 'p526':
      return { lossDb: p526Db(link), warnings: [] };
    case 'p1812':
      return { lossDb: p1812Db(link), warnings: [] };
    case 'itm':
      return itm(link);
  }
}

/** Vertical polarisation differs by 0.8 dB on the published example at 95 MHz, and less at higher frequencies. */
function p526Db(link: LossInput): number {
  const { altitudeAM, altitudeBM, frequencyGhz } = link;
  const { lossDb } = diffractionLoss({
    profile: withoutMounts(link.profile),
    altitudeAM,
    altitudeBM,
    frequencyGhz,
    effectiveRadiusM: link.kFactor * link.earthRadiusM,
    polarisation: 'horizontal',
    seaShare: 0,
  });
  return freeSpaceLossDb(frequencyGhz, Math.hypot(link.profile.lengthM, altitudeBM - altitudeAM)) + lossDb;
}

function p1812Db(link: LossInput): number {
  // k₅₀ = 157/(157 − ΔN), equation (6) of P.1812.
  const refractivityGradientN = 157 * (1 - 1 / link.kFactor);
  if (!(refractivityGradientN >= 0 && refractivityGradientN <= 150)) {
    throw outsideModel('ITU-R P.1812-7', 'k', `An effective Earth factor of ${link.kFactor} is outside 1 to 22 for the loss.`);
  }
  const profile = withoutMounts(link.profile);
  return p1812Loss({
    profile,
    zones: Array.from(profile.distanceM, () => 'inland' as const),
    frequencyGhz: link.frequencyGhz,
    txHeightM: link.altitudeAM - (profile.groundM[0] ?? NaN),
    rxHeightM: link.altitudeBM - (profile.groundM.at(-1) ?? NaN),
    polarisation: 'horizontal',
    timePercent: 50,
    locationPercent: 50,
    locationSigmaDb: 0,
    pathCentreLatitudeDeg: (link.a[1] + link.b[1]) / 2,
    refractivityGradientN,
    seaLevelRefractivityN: 325,
    txCoastDistanceM: 500_000,
    rxCoastDistanceM: 500_000,
  }).lossDb;
}

function itm(link: LossInput): LinkLoss {
  const { profile } = link;
  const { lossDb, warnings } = itmLoss({
    profile: evenly(profile, link.cellM),
    frequencyGhz: link.frequencyGhz,
    txHeightM: link.altitudeAM - (profile.groundM[0] ?? NaN),
    rxHeightM: link.altitudeBM - (profile.groundM.at(-1) ?? NaN),
    polarisation: 'horizontal',
    seaLevelRefractivityN: 301,
    permittivity: 15,
    conductivitySPerM: 0.005,
    climate: 'continental-temperate',
    timePercent: 50,
    locationPercent: 50,
    situationPercent: 50,
    mdvar: 12,
  });
  return { lossDb, warnings: warnings.map((warning) => warningOfEnd(warning, link.isTurned)) };
}

/** The model's warning with the user's ends for transmitter and receiver. */
function warningOfEnd(warning: ItmWarning, isTurned: boolean): string {
  const [transmitter, receiver] = isTurned ? ['B', 'A'] : ['A', 'B'];
  const text = ITM_WARNINGS[warning]
    .replace(/the transmitter/i, `end ${transmitter}`)
    .replace(/the receiver/i, `end ${receiver}`);
  return `ITM: ${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Steps of about a cell, as the model wants them, never fewer than these nor more. */
const FEWEST_STEPS = 20;
const MOST_STEPS = 1000;

/** The ground at even steps, straight between samples. */
function evenly({ lengthM, distanceM, groundM }: PathProfile, cellM: number): { stepM: number; heightsM: Float64Array } {
  const steps = Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.ceil(lengthM / cellM)));
  const heightsM = new Float64Array(steps + 1);
  let after = 1;
  for (let i = 0; i <= steps; i++) {
    const hereM = (lengthM * i) / steps;
    while (after < distanceM.length - 1 && (distanceM[after] ?? NaN) < hereM) after++;
    const [fromM, toM] = [distanceM[after - 1] ?? NaN, distanceM[after] ?? NaN];
    const share = (hereM - fromM) / (toM - fromM);
    heightsM[i] = (groundM[after - 1] ?? NaN) * (1 - share) + (groundM[after] ?? NaN) * share;
  }
  return { stepM: lengthM / steps, heightsM };
}

/** The profile without the samples beside the antennas, which do not count as obstacles; the ends themselves stay. */
function withoutMounts({ lengthM, distanceM, groundM, surfaceM }: PathProfile): PathProfile {
  const marginM = Math.min(END_MARGIN_M, lengthM / 4);
  const counts = (_: number, i: number): boolean => {
    const d1M = distanceM[i] ?? NaN;
    return i === 0 || i === distanceM.length - 1 || (d1M >= marginM && lengthM - d1M >= marginM);
  };
  return {
    lengthM,
    distanceM: distanceM.filter(counts),
    groundM: groundM.filter(counts),
    surfaceM: surfaceM?.filter(counts) ?? null,
  };
}
