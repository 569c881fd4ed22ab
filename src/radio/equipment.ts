import { AppError } from '../base/app-error.ts';
import { compareText } from '../base/compare.ts';
import type { Equipment } from '../base/equipment.ts';
import { beamPattern, type AntennaPattern } from './antenna-pattern.ts';

/** The equipment's pattern: as measured, else by its beamwidths (antenna-pattern.ts says how). */
export function patternOf(equipment: Equipment): AntennaPattern {
  const { cuts, gainDbi } = equipment;
  return cuts === undefined ? beamPattern(equipment) : { kind: 'cuts', gainDbi, ...cuts };
}

/** Equipment of a plan's own before that of the program; of the same id the plan's. */
export function catalogueWith(own: readonly Equipment[], bundled: readonly Equipment[]): Equipment[] {
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...bundled.filter(({ id }) => !ids.has(id))];
}

/** A plan's own equipment with more of it, by id; what has an id that is there takes its place. */
export function withOwn(own: readonly Equipment[], added: readonly Equipment[]): Equipment[] {
  const ids = new Set(added.map(({ id }) => id));
  return [...own.filter(({ id }) => !ids.has(id)), ...added].sort((one, other) => compareText(one.id, other.id));
}

/** A radio with an antenna as it was measured: of its gain and pattern. @param file where these come from */
export function withAntenna(radio: Equipment, antenna: AntennaPattern & { readonly kind: 'cuts' }, file: string): Equipment {
  const title = file.replace(/\.[^.]*$/, '');
  const { gainDbi, azimuth, elevation } = antenna;
  return {
    ...radio,
    id: `${radio.id}+${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    name: `${radio.name}, antenna ${title}`,
    gainDbi,
    cuts: { azimuth, elevation },
    source: `${radio.source}; antenna: ${file}`,
  };
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
