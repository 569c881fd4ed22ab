import { gainDbi, type AntennaPattern } from './antenna-pattern.ts';
import { eirpLimit, type EirpLimit, type Region } from './eirp-limits.ts';
import type { Equipment, RateStep } from '../base/equipment.ts';
import { patternOf, requireSharedBand } from './equipment.ts';
import { freeSpaceLossDb } from './free-space-loss.ts';
import { gasAttenuation } from './gas-attenuation.ts';
import { rainAvailability, type RainAvailability } from './rain-availability.ts';
import { requireValid } from './validity.ts';

/** One end of a budget. */
export interface BudgetEnd {
  readonly equipment: Equipment;
  /** Measured pattern; absent: from the equipment's beamwidths. */
  readonly pattern?: AntennaPattern;
  /** Of cable and connectors between radio and antenna, dB, 0 … 60. */
  readonly cableLossDb: number;
  /** How far the antenna points beside the other end, degrees. */
  readonly azimuthOffsetDeg?: number;
  readonly elevationOffsetDeg?: number;
}

/** What a link budget is made of. */
export interface LinkBudgetInput {
  readonly a: BudgetEnd;
  readonly b: BudgetEnd;
  readonly frequencyGhz: number;
  /** Between the antennas, metres, > 0. */
  readonly distanceM: number;
  /** Loss by a model, free space and diffraction included, dB; null: free space. */
  readonly pathLossDb: number | null;
  /** Loss by leaves on the path, dB, ≥ 0. */
  readonly foliageLossDb: number;
  /** One standard deviation of what nobody measured (aim, weather, model), dB, ≥ 0. */
  readonly sigmaDb: number;
  readonly region: Region | null;
  /** True lowers the power to what the region allows; false says that it is over. */
  readonly isCapped: boolean;
  /** Rain rate exceeded 0.01 % of an average year, mm/h; null: nothing is said of rain. */
  readonly rainRateMmPerH: number | null;
}

/** What arrives at one end. */
export interface Reception {
  /** Power into the cable, dBm, after lowering it where that was asked for. */
  readonly powerDbm: number;
  readonly eirpDbm: number;
  readonly limit: EirpLimit | null;
  /** dB over the region's limit; 0 within it; null where no limit is known. */
  readonly overLimitDb: number | null;
  readonly levelDbm: number;
  readonly atLow: Throughput;
  /** At the expected level. */
  readonly expected: Throughput;
  readonly atHigh: Throughput;
  /** Level over the weakest that still works, dB; null without known sensitivities. */
  readonly marginDb: number | null;
}

/** What a level carries; modulation null where it carries nothing or sensitivities are unknown. */
export interface Throughput {
  readonly levelDbm: number;
  readonly modulation: string | null;
  readonly rateMbps: number | null;
  /** For users, with all of the air time, and no more than either router forwards; null where unknown. */
  readonly throughputMbps: number | null;
}

/** A link's power, both ways. */
export interface LinkBudget {
  readonly pathLossDb: number;
  readonly gasLossDb: number;
  readonly foliageLossDb: number;
  readonly atA: Reception;
  readonly atB: Reception;
  /** The weaker direction's, dB; null where a sensitivity is unknown. */
  readonly marginDb: number | null;
  /** Null where no rain rate was given or the margin is unknown. */
  readonly rain: RainAvailability | null;
  /** Sentences: what to heed. */
  readonly notes: readonly string[];
}

/** Weakest level that organisers aim for between 5 GHz dishes, dBm. */
const AIM_DBM = -65;
const REFERENCE_AIR = { dryPressureHpa: 1013.25, temperatureK: 288.15, vapourDensityGPerM3: 7.5 };
const RANGES = {
  distanceM: { min: 1, max: 1e6, unit: 'm' },
  foliageLossDb: { min: 0, max: 200, unit: 'dB' },
  sigmaDb: { min: 0, max: 30, unit: 'dB' },
};
const CABLE_RANGE = { cableLossDb: { min: 0, max: 60, unit: 'dB' } };

/**
 * Levels at both ends: power − cable + gain − losses + gain − cable (Friis' equation in dB, ITU-R P.525), then what they carry.
 * @throws AppError study/equipment-band, study/model-range
 */
export function linkBudget(input: LinkBudgetInput): LinkBudget {
  const { a, b, frequencyGhz } = input;
  requireSharedBand(a.equipment, b.equipment, frequencyGhz);
  requireValid('A link budget', input, RANGES);
  for (const end of [a, b]) requireValid('A link budget', end, CABLE_RANGE);
  const pathLossDb = input.pathLossDb ?? freeSpaceLossDb(frequencyGhz, input.distanceM);
  const gasLossDb = (gasDbPerKm(frequencyGhz) * input.distanceM) / 1000;
  const lossDb = pathLossDb + gasLossDb + input.foliageLossDb;
  const atB = receive(input, a, b, lossDb);
  const atA = receive(input, b, a, lossDb);
  const marginDb = atA.marginDb === null || atB.marginDb === null ? null : Math.min(atA.marginDb, atB.marginDb);
  const rain = rainOf(input, marginDb);
  const budget = { pathLossDb, gasLossDb, foliageLossDb: input.foliageLossDb, atA, atB, marginDb, rain };
  return { ...budget, notes: notesOf(input, budget) };
}

/** P.676 begins at 1 GHz; below, the air takes less than 0.01 dB/km. */
function gasDbPerKm(frequencyGhz: number): number {
  if (frequencyGhz < 1) return 0;
  const { oxygenDbPerKm, waterDbPerKm } = gasAttenuation(frequencyGhz, REFERENCE_AIR);
  return oxygenDbPerKm + waterDbPerKm;
}

function receive(input: LinkBudgetInput, from: BudgetEnd, to: BudgetEnd, lossDb: number): Reception {
  const limit = limitOf(input, from, to);
  const peakDbi = (from.pattern ?? patternOf(from.equipment)).gainDbi;
  const fullDbm = from.equipment.powerDbm;
  const overDb = limit === null ? null : overLimit(limit, fullDbm - from.cableLossDb, peakDbi);
  const reduceDb = input.isCapped ? (overDb ?? 0) : 0;
  const levelDbm = fullDbm - reduceDb - from.cableLossDb + gainOf(from) - lossDb + gainOf(to) - to.cableLossDb;
  const at = (dbm: number): Throughput => carried(dbm, from.equipment, to.equipment);
  const weakest = to.equipment.rates[0]?.sensitivityDbm;
  return {
    powerDbm: fullDbm - reduceDb,
    eirpDbm: fullDbm - reduceDb - from.cableLossDb + peakDbi,
    limit,
    overLimitDb: overDb === null ? null : overDb - reduceDb,
    levelDbm,
    atLow: at(levelDbm - input.sigmaDb),
    expected: at(levelDbm),
    atHigh: at(levelDbm + input.sigmaDb),
    marginDb: weakest === undefined ? null : levelDbm - weakest,
  };
}

/** Two dishes make a point-to-point link; a sector or an omni at either end does not. */
function limitOf({ region, frequencyGhz }: LinkBudgetInput, from: BudgetEnd, to: BudgetEnd): EirpLimit | null {
  if (region === null) return null;
  const { gainDbi: dbi } = from.pattern ?? from.equipment;
  const { azimuthBeamwidthDeg, elevationBeamwidthDeg } = from.equipment;
  const isPointToPoint = from.equipment.shape === 'dish' && to.equipment.shape === 'dish';
  return eirpLimit({
    region,
    frequencyGhz,
    gainDbi: dbi,
    beamwidthDeg: Math.max(azimuthBeamwidthDeg, elevationBeamwidthDeg),
    isPointToPoint,
  });
}

function overLimit({ limitDbm, conductedDbm }: EirpLimit, antennaDbm: number, peakDbi: number): number {
  return Math.max(0, antennaDbm + peakDbi - (limitDbm ?? Infinity), antennaDbm - (conductedDbm ?? Infinity));
}

function gainOf(end: BudgetEnd): number {
  return gainDbi(end.pattern ?? patternOf(end.equipment), end.azimuthOffsetDeg ?? 0, end.elevationOffsetDeg ?? 0);
}

/** The fastest modulation whose sensitivity the level reaches, with the power that it is sent with. */
function carried(levelDbm: number, from: Equipment, to: Equipment): Throughput {
  const reaches = (step: RateStep): boolean => levelDbm - powerLossDb(step, from) >= step.sensitivityDbm;
  // Stronger signals are needed by faster modulations alone.
  const best = to.rates.filter(reaches).sort((one, other) => other.sensitivityDbm - one.sensitivityDbm)[0];
  if (best === undefined) return { levelDbm, modulation: null, rateMbps: null, throughputMbps: null };
  const limits = [from.forwardingLimitMbps, to.forwardingLimitMbps].filter((limit) => limit !== null);
  const throughputMbps = best.throughputMbps === null ? null : Math.min(best.throughputMbps, ...limits);
  return { levelDbm, modulation: best.modulation, rateMbps: best.rateMbps, throughputMbps };
}

/** How much weaker the sender transmits this modulation than its strongest. */
function powerLossDb(step: RateStep, from: Equipment): number {
  const sent = from.rates.find((one) => one.modulation === step.modulation)?.powerDbm ?? from.powerDbm;
  return Math.max(0, from.powerDbm - sent);
}

/** P.530 begins at 1 GHz and ends at 60 km; rain does nothing to speak of below 1 GHz. */
function rainOf({ rainRateMmPerH, frequencyGhz, distanceM }: LinkBudgetInput, marginDb: number | null): RainAvailability | null {
  if (rainRateMmPerH === null || marginDb === null || frequencyGhz < 1) return null;
  const ray = { frequencyGhz, elevationDeg: 0, polarisationTiltDeg: 0 };
  return rainAvailability({ ...ray, distanceM, rainRateMmPerH, isDistanceFactorLimited: true }, marginDb);
}

function notesOf(input: LinkBudgetInput, { atA, atB }: Omit<LinkBudget, 'notes'>): string[] {
  const isDishes = input.a.equipment.shape === 'dish' && input.b.equipment.shape === 'dish';
  const weaker = Math.min(atA.levelDbm, atB.levelDbm);
  const notes: string[] = [];
  if (isDishes && input.frequencyGhz >= 5 && input.frequencyGhz < 6 && weaker < AIM_DBM)
    notes.push(`Aim for better than ${AIM_DBM} dBm between 5 GHz dishes; ${weaker.toFixed(0)} dBm is expected.`);
  for (const [name, reception] of [
    ['A', atB],
    ['B', atA],
  ] as const) {
    if ((reception.overLimitDb ?? 0) > 0)
      notes.push(
        `End ${name} radiates ${(reception.overLimitDb ?? 0).toFixed(1)} dB more than ${reception.limit?.source ?? ''} allows: lower its power.`,
      );
    if (reception.limit !== null && reception.limit.comparedWith === null)
      notes.push(`The limit by ${reception.limit.source} was not compared with the words of the rule: ask the regulator.`);
    if (input.region !== null && reception.limit === null)
      notes.push(`No limit of radiated power is known here for end ${name}: ask the regulator.`);
  }
  if (atB.limit !== null && atB.limit.note !== '') notes.push(atB.limit.note);
  if (input.rainRateMmPerH !== null && input.frequencyGhz < 1) notes.push('Rain does not matter below 1 GHz.');
  for (const { equipment } of [input.a, input.b])
    if (equipment.isGeneric) notes.push(`${equipment.name}: generic figures, not from a datasheet.`);
  return [...new Set(notes)];
}
