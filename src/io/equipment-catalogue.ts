import { AppError } from '../base/app-error.ts';
import type { AntennaShape, Equipment, RateStep } from '../base/equipment.ts';
import { csvRecords } from './csv-records.ts';
import { parseNumber } from './number-text.ts';

const COLUMNS = [
  'id',
  'name',
  'shape',
  'frequencyMinGhz',
  'frequencyMaxGhz',
  'channelMhz',
  'powerDbm',
  'gainDbi',
  'azimuthBeamwidthDeg',
  'elevationBeamwidthDeg',
  'rates',
  'forwardingLimitMbps',
  'generic',
  'source',
] as const;
type Column = (typeof COLUMNS)[number];

const SHAPES: readonly AntennaShape[] = ['dish', 'sector', 'omni'];

/** One line of the table and where it stands. */
interface Row {
  readonly cells: Readonly<Record<string, string>>;
  readonly where: string;
}

/**
 * Reads a catalogue of equipment from CSV; data/equipment/README.md says what its columns hold.
 * @param name of the file, for errors
 * @throws AppError study/bad-equipment naming line and column
 */
export function readEquipmentCatalogue(text: string, name: string): Equipment[] {
  const records = csvRecords(text);
  const missing = COLUMNS.filter((column) => !records.columns.includes(column));
  if (missing.length > 0) throw refusal(`The columns ${missing.join(', ')} are missing.`, name);
  const seen = new Set<string>();
  return records.rows.map((cells, i) => {
    const row = { cells, where: `${name}, line ${i + 2}` };
    const equipment = readRow(row);
    if (seen.has(equipment.id)) throw wrong(row, 'id', `"${equipment.id}" stands twice.`);
    seen.add(equipment.id);
    return equipment;
  });
}

function readRow(row: Row): Equipment {
  const shape = SHAPES.find((one) => one === cell(row, 'shape'));
  if (shape === undefined) throw wrong(row, 'shape', `"${cell(row, 'shape')}" is none of ${SHAPES.join(', ')}.`);
  const frequencyMinGhz = number(row, 'frequencyMinGhz', 0.03, 300);
  const limit = cell(row, 'forwardingLimitMbps');
  return {
    id: needed(row, 'id'),
    name: needed(row, 'name'),
    shape,
    frequencyMinGhz,
    frequencyMaxGhz: number(row, 'frequencyMaxGhz', frequencyMinGhz, 300),
    channelMhz: number(row, 'channelMhz', 0.001, 10_000),
    powerDbm: number(row, 'powerDbm', -50, 60),
    gainDbi: number(row, 'gainDbi', -20, 70),
    azimuthBeamwidthDeg: beamwidth(row, 'azimuthBeamwidthDeg', shape),
    elevationBeamwidthDeg: beamwidth(row, 'elevationBeamwidthDeg', shape),
    rates: readRates(row),
    forwardingLimitMbps: limit === '' ? null : number(row, 'forwardingLimitMbps', 0.001, 1e6),
    isGeneric: /^(yes|true|1)$/i.test(cell(row, 'generic')),
    source: needed(row, 'source'),
  };
}

/** A half-power angle; where a dish states none, that of a parabolic one of its gain: 70·λ/D, with D/λ of ITU-R F.699-8. */
function beamwidth(row: Row, column: 'azimuthBeamwidthDeg' | 'elevationBeamwidthDeg', shape: AntennaShape): number {
  if (shape !== 'dish' || cell(row, column) !== '') return number(row, column, 0.05, 360);
  return Math.round(700 / 10 ** ((number(row, 'gainDbi', -20, 70) - 7.7) / 20)) / 10;
}

function readRates(row: Row): RateStep[] {
  const texts = cell(row, 'rates')
    .split(';')
    .filter((text) => text.trim() !== '');
  const steps = texts.map((text): RateStep => {
    const [modulation = '', sensitivity = '', rate = '', throughput = '', power = ''] = text
      .split('@')
      .map((part) => part.trim());
    const sensitivityDbm = parseNumber(sensitivity);
    const rateMbps = rate === '' ? null : parseNumber(rate);
    const throughputMbps = throughput === '' ? null : parseNumber(throughput);
    const powerDbm = power === '' ? null : parseNumber(power);
    const isWhole =
      modulation !== '' && sensitivityDbm < 0 && (rateMbps ?? 1) > 0 && (throughputMbps ?? 1) > 0 && !Number.isNaN(powerDbm ?? 0);
    if (!isWhole) throw wrong(row, 'rates', `"${text.trim()}" is not modulation@sensitivity dBm[@Mbps[@throughput[@power]]].`);
    return { modulation, sensitivityDbm, rateMbps, throughputMbps, powerDbm };
  });
  return steps.sort((one, other) => one.sensitivityDbm - other.sensitivityDbm);
}

function cell({ cells }: Row, column: Column): string {
  return (cells[column] ?? '').trim();
}

function needed(row: Row, column: Column): string {
  const text = cell(row, column);
  if (text === '') throw wrong(row, column, 'It is empty.');
  return text;
}

function number(row: Row, column: Column, min: number, max: number): number {
  const value = parseNumber(cell(row, column));
  if (value >= min && value <= max) return value;
  throw wrong(row, column, `"${cell(row, column)}" is not a number from ${min} to ${max}.`);
}

function wrong(row: Row, column: Column, what: string): AppError {
  return refusal(what, `${row.where}, ${column}`);
}

function refusal(what: string, where: string): AppError {
  return new AppError('study/bad-equipment', {
    what,
    where,
    remedy: 'Mend the table; data/equipment/README.md describes its columns.',
  });
}
