import { fileURLToPath } from 'node:url';
import { basename } from 'node:path';
import { readPlanetAntenna } from '../io/antenna-file.ts';
import { equipmentCatalogueUrl } from '../io/bundled-data.ts';
import { readEquipmentCatalogue } from '../io/equipment-catalogue.ts';
import type { AntennaPattern } from '../radio/antenna-pattern.ts';
import { REGIONS } from '../radio/eirp-limits.ts';
import type { Equipment } from '../base/equipment.ts';
import { equipmentById, USUAL_GHZ, usualFrequencyGhz } from '../radio/equipment.ts';
import { studyBudget, type BudgetOptions, type StudiedBudget } from '../studies/link/budget.ts';
import { explainBudget } from '../studies/link/explain-budget.ts';
import type { LinkResult } from '../studies/link/result.ts';
import type { Arguments, OptionSpec } from './arguments.ts';
import { readFile } from './files.ts';

/** Options of `weft link` that ask for a link budget. */
export const BUDGET_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'equipment-a': { kind: 'text', about: 'radio at the first end, by its id in `weft equipment`; adds the link budget' },
  'equipment-b': { kind: 'text', about: 'radio at the second end' },
  'antenna-a': {
    kind: 'text',
    about: 'pattern of the antenna at the first end: MSI Planet file (.msi, .pln); its gain takes the place of the equipment’s',
  },
  'antenna-b': { kind: 'text', about: 'likewise at the second end' },
  catalogue: { kind: 'text', about: 'your own equipment: CSV as data/equipment/README.md describes it' },
  'cable-loss-db': { kind: 'number', about: 'loss of cable and connectors at each end, dB (0)' },
  'foliage-loss-db': { kind: 'number', about: 'loss by leaves on the path, dB (what the study finds)' },
  'rain-rate-mm-h': {
    kind: 'number',
    about: 'rain rate exceeded 0.01 % of an average year, mm/h; without it nothing is said of rain',
  },
  region: { kind: 'text', about: `whose limits of radiated power to heed: ${REGIONS.join(', ')}` },
  'cap-eirp': { kind: 'flag', about: 'lower the power to what the region allows' },
  date: { kind: 'text', about: 'day for the compass, YYYY-MM-DD (today)' },
};

/** The bundled catalogue, and the user's own entries before it where a file was given. */
export function readCatalogue(call: Arguments): Equipment[] {
  const own = call.text('catalogue');
  return [...(own === undefined ? [] : readEquipment(own)), ...bundledCatalogue()];
}

/** The catalogue that ships with the program. */
export function bundledCatalogue(): Equipment[] {
  return readEquipment(fileURLToPath(equipmentCatalogueUrl));
}

/** The equipment of a file. @throws AppError file/…, study/bad-equipment */
export function readEquipment(path: string): Equipment[] {
  return readEquipmentCatalogue(new TextDecoder().decode(readFile(path)), basename(path));
}

function readPattern(path: string | undefined): AntennaPattern | null {
  return path === undefined ? null : readPlanetAntenna(new TextDecoder().decode(readFile(path)), basename(path));
}

/** What was asked of a budget; null where no equipment was named. @throws AppError usage/arguments, study/unknown-equipment */
export function readBudgetOptions(call: Arguments): BudgetOptions | null {
  const [idA, idB] = [call.text('equipment-a'), call.text('equipment-b')];
  if (idA === undefined && idB === undefined) {
    const alone = Object.keys(BUDGET_OPTIONS).find((name) => call.has(name));
    if (alone !== undefined) throw call.wrong(`--${alone} needs --equipment-a and --equipment-b.`);
    return null;
  }
  if (idA === undefined || idB === undefined)
    throw call.wrong('Name the equipment of both ends: --equipment-a and --equipment-b.');
  const region = call.has('region') ? call.oneOf('region', REGIONS) : null;
  if (call.has('cap-eirp') && region === null) throw call.wrong('--cap-eirp needs --region.');
  const { date } = call.day('date');
  const catalogue = readCatalogue(call);
  return {
    equipmentA: equipmentById(catalogue, idA),
    equipmentB: equipmentById(catalogue, idB),
    patternA: readPattern(call.text('antenna-a')),
    patternB: readPattern(call.text('antenna-b')),
    cableLossDb: call.number('cable-loss-db') ?? 0,
    foliageLossDb: call.number('foliage-loss-db') ?? null,
    rainRateMmPerH: call.number('rain-rate-mm-h') ?? null,
    region,
    isCapped: call.has('cap-eirp'),
    date,
  };
}

/** The frequency where none was typed, GHz. */
export function frequencyFor(options: BudgetOptions | null): number {
  return options === null ? USUAL_GHZ : usualFrequencyGhz(options.equipmentA, options.equipmentB);
}

/** The budget of a studied link as JSON and as lines for people. */
export function budgetAnswer(result: LinkResult, options: BudgetOptions): { json: StudiedBudget; lines: string[] } {
  const budget = studyBudget(result, options);
  const { rows, notes } = explainBudget(budget, result.verdict === 'blocked');
  return {
    json: budget,
    lines: ['', ...rows.map(([label, value]) => `${label}: ${value}`), ...notes.map((note) => `Note: ${note}`)],
  };
}
