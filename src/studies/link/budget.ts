import { declinationDeg, magneticAzimuthDeg } from '../../geo/declination.ts';
import { azimuthDeg, MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import type { AntennaPattern } from '../../radio/antenna-pattern.ts';
import type { Region } from '../../radio/eirp-limits.ts';
import type { Equipment } from '../../base/equipment.ts';
import { linkBudget, type BudgetEnd, type LinkBudget } from '../../radio/link-budget.ts';
import type { LinkEndResult, LinkResult } from './result.ts';

/** The radios of a link and what their budget takes for granted. */
export interface RadioChoice {
  readonly equipmentA: Equipment;
  readonly equipmentB: Equipment;
  /** Measured patterns; null: from the equipment's gain and beamwidths. */
  readonly patternA: AntennaPattern | null;
  readonly patternB: AntennaPattern | null;
  /** At each end, dB. */
  readonly cableLossDb: number;
  /** Typed, dB; null: what the link study found. */
  readonly foliageLossDb: number | null;
  readonly rainRateMmPerH: number | null;
  readonly region: Region | null;
  readonly isCapped: boolean;
}

/** What a budget needs beside the link study's answer. */
export interface BudgetOptions extends RadioChoice {
  /** Day for the compass. */
  readonly date: Date;
}

/** What arrives at the weaker end of a link, and what it carries. */
export interface LinkLevel {
  readonly levelDbm: number;
  /** Over the weakest level that still works, dB; null where a sensitivity is unknown. */
  readonly marginDb: number | null;
  /** The modulation expected at that end; null where nothing is known to work. */
  readonly modulation: string | null;
  readonly throughputMbps: number | null;
}

/** How to point one end's antenna. */
export interface Aim {
  readonly azimuthTrueDeg: number;
  /** By the compass; null where the magnetic model says nothing for the date. */
  readonly azimuthMagneticDeg: number | null;
  readonly declinationDeg: number | null;
  /** Upwards positive, with the Earth's curve at the link's k. */
  readonly tiltDeg: number;
}

/** A link's budget with how to point both ends. */
export interface StudiedBudget extends LinkBudget {
  readonly aimA: Aim;
  readonly aimB: Aim;
}

/** One standard deviation of levels, dB, assumed: over a clear path, and where something stands in it. */
const CLEAR_SIGMA_DB = 4;
const OBSTRUCTED_SIGMA_DB = 8;

const TWICE = 'Trees may count twice, as leaves and as an obstacle that the model bends over: the level errs on the low side.';

/** What arrives at the weaker end of a studied link. @throws AppError study/equipment-band, study/model-range */
export function linkLevel(result: LinkResult, radios: RadioChoice): LinkLevel {
  const { atA, atB, marginDb } = powerOf(result, radios);
  const { levelDbm, expected } = atA.levelDbm < atB.levelDbm ? atA : atB;
  return { levelDbm, marginDb, modulation: expected.modulation, throughputMbps: expected.throughputMbps };
}

function powerOf(result: LinkResult, options: RadioChoice): LinkBudget {
  const { from, to, distanceM } = result;
  return linkBudget({
    a: endOf(options.equipmentA, options.patternA, options.cableLossDb),
    b: endOf(options.equipmentB, options.patternB, options.cableLossDb),
    frequencyGhz: result.frequencyGhz,
    distanceM: Math.hypot(distanceM, to.altitudeM - from.altitudeM),
    pathLossDb: result.lossDb,
    foliageLossDb: options.foliageLossDb ?? result.foliage?.lossDb ?? 0,
    sigmaDb: result.verdict === 'clear' ? CLEAR_SIGMA_DB : OBSTRUCTED_SIGMA_DB,
    region: options.region,
    isCapped: options.isCapped,
    rainRateMmPerH: options.rainRateMmPerH,
  });
}

/** The budget of a link that was studied. @throws AppError study/equipment-band, study/model-range */
export function studyBudget(result: LinkResult, options: BudgetOptions): StudiedBudget {
  const { from, to } = result;
  const budget = powerOf(result, options);
  const isOptimistic = result.lossDb === null && result.verdict !== 'clear';
  const note = 'The level is that of free space: what stands in the way takes more. Choose --model p526.';
  const isTwice = result.lossDb !== null && options.foliageLossDb === null && (result.foliage?.lossDb ?? 0) > 0;
  return {
    ...budget,
    notes: [...(isOptimistic ? [note] : []), ...(isTwice ? [TWICE] : []), ...budget.notes],
    aimA: aimOf(from, to, result, options.date),
    aimB: aimOf(to, from, result, options.date),
  };
}

function endOf(equipment: Equipment, pattern: AntennaPattern | null, cableLossDb: number): BudgetEnd {
  return pattern === null ? { equipment, cableLossDb } : { equipment, pattern, cableLossDb };
}

/** How to point the antenna here at the other end, by the day's magnetic north. */
export function aimOf(here: LinkEndResult, there: LinkEndResult, { distanceM, kFactor }: LinkResult, date: Date): Aim {
  const azimuthTrueDeg = azimuthDeg(here.position, there.position);
  const declination = declinationDeg(here.position, here.altitudeM, date);
  // A level ray leaves the curved Earth by half the angle between the ends.
  const dropRad = distanceM / (2 * kFactor * MEAN_EARTH_RADIUS_M);
  const tiltRad = Math.atan2(there.altitudeM - here.altitudeM, distanceM) - dropRad;
  return {
    azimuthTrueDeg,
    azimuthMagneticDeg: declination === null ? null : magneticAzimuthDeg(azimuthTrueDeg, declination),
    declinationDeg: declination,
    tiltDeg: (tiltRad * 180) / Math.PI,
  };
}
