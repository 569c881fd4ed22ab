import { AppError } from '../base/app-error.ts';
import { beamPattern, type AntennaPattern } from './antenna-pattern.ts';

/** What an antenna does, as far as its pattern goes. */
export type AntennaShape = 'dish' | 'sector' | 'omni';

/** One modulation that a radio can fall back to. */
export interface RateStep {
  /** As the datasheet calls it: `MCS9`, `SF12`, `256QAM`. */
  readonly modulation: string;
  /** Weakest level at which it holds, dBm at the antenna's connector. */
  readonly sensitivityDbm: number;
  /** On the air, Mbps; null where the source states none. */
  readonly rateMbps: number | null;
  /** What users get of it, both directions together, Mbps; null where the source states none. */
  readonly throughputMbps: number | null;
  /** Power at this modulation, dBm; null where it is that of the equipment. */
  readonly powerDbm: number | null;
}

/** A radio with its antenna, as a line of the catalogue. */
export interface Equipment {
  readonly id: string;
  readonly name: string;
  readonly shape: AntennaShape;
  /** Frequencies it can be set to, GHz. */
  readonly frequencyMinGhz: number;
  readonly frequencyMaxGhz: number;
  /** Channel that power, sensitivity and rates are stated for, MHz. */
  readonly channelMhz: number;
  /** Greatest power into the antenna, all chains together, dBm. */
  readonly powerDbm: number;
  readonly gainDbi: number;
  /** Where the gain has fallen by half, whole angle, degrees; 360 for all round. */
  readonly azimuthBeamwidthDeg: number;
  readonly elevationBeamwidthDeg: number;
  /** By rising sensitivity (weakest level first); empty where none is known. */
  readonly rates: readonly RateStep[];
  /** Most that its router forwards, Mbps; null where unknown. */
  readonly forwardingLimitMbps: number | null;
  /** True for a class of equipment whose figures are nobody's datasheet. */
  readonly isGeneric: boolean;
  /** Where the figures come from, and when: datasheet with its date. */
  readonly source: string;
}

/** The equipment's pattern by its beamwidths (antenna-pattern.ts says how). */
export function patternOf(equipment: Equipment): AntennaPattern {
  return beamPattern(equipment);
}

/** Finds an entry by its id. @throws AppError study/unknown-equipment */
export function equipmentById(catalogue: readonly Equipment[], id: string): Equipment {
  const found = catalogue.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new AppError('study/unknown-equipment', {
    what: `There is no equipment "${id}" in the catalogue.`,
    where: id,
    remedy: '`weft equipment` lists what there is; add your own with --catalogue FILE.csv.',
  });
}

/**
 * Refuses two ends that cannot talk on a frequency.
 * @throws AppError study/equipment-band when they share no band or the frequency lies outside it
 */
export function requireSharedBand(a: Equipment, b: Equipment, frequencyGhz: number): void {
  const minGhz = Math.max(a.frequencyMinGhz, b.frequencyMinGhz);
  const maxGhz = Math.min(a.frequencyMaxGhz, b.frequencyMaxGhz);
  if (minGhz > maxGhz) {
    throw new AppError('study/equipment-band', {
      what: `${a.name} (${bandText(a)}) and ${b.name} (${bandText(b)}) share no band.`,
      where: `${a.id}, ${b.id}`,
      remedy: 'Choose two of the same band.',
    });
  }
  if (frequencyGhz >= minGhz && frequencyGhz <= maxGhz) return;
  throw new AppError('study/equipment-band', {
    what: `${frequencyGhz} GHz is outside ${minGhz} to ${maxGhz} GHz, which both ends can be set to.`,
    where: `${a.id}, ${b.id}`,
    remedy: 'Give a frequency both ends have, or other equipment.',
  });
}

/** Where nobody said another, GHz. */
export const USUAL_GHZ = 5.5;

/** 5.5 GHz, or the middle of the band that both ends share where 5.5 lies outside it. */
export function usualFrequencyGhz(a: Equipment, b: Equipment): number {
  const minGhz = Math.max(a.frequencyMinGhz, b.frequencyMinGhz);
  const maxGhz = Math.min(a.frequencyMaxGhz, b.frequencyMaxGhz);
  const isUsual = minGhz > maxGhz || (minGhz <= USUAL_GHZ && maxGhz >= USUAL_GHZ);
  return isUsual ? USUAL_GHZ : Math.round(((minGhz + maxGhz) / 2) * 1e6) / 1e6;
}

function bandText({ frequencyMinGhz, frequencyMaxGhz }: Equipment): string {
  return `${frequencyMinGhz}–${frequencyMaxGhz} GHz`;
}
