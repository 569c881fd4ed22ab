import { AppError } from '../base/app-error.ts';
import { METRES_PER_FOOT, METRES_PER_US_SURVEY_FOOT } from '../base/units.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { layerDefinition, type FeatureLayerName, type FieldDefinition } from '../plan/layers.ts';
import type { NamedPlaces } from './table-layer.ts';
import { isAmbiguous, parseAmount } from './number-text.ts';

/** Metres, or cents, in one of a unit that may be named behind a column. */
const UNITS: Readonly<Record<'m' | 'cents', Readonly<Record<string, number>>>> = {
  m: { m: 1, ft: METRES_PER_FOOT, 'us-ft': METRES_PER_US_SURVEY_FOOT, cm: 0.01, in: METRES_PER_FOOT / 12, km: 1000 },
  cents: { cents: 1, usd: 100, eur: 100, dollars: 100 },
};
const ALL_UNITS = [...Object.keys(UNITS.m), ...Object.keys(UNITS.cents)];

/** Units written behind a number in a cell: `250 ft`, `10m`. */
const WRITTEN_UNITS: Readonly<Record<string, string>> = {
  m: 'm',
  metres: 'm',
  meters: 'm',
  ft: 'ft',
  feet: 'ft',
  foot: 'ft',
  "'": 'ft',
  '′': 'ft',
  cm: 'cm',
  in: 'in',
  '"': 'in',
  km: 'km',
};

/** Names that a mapping may have besides the layer's fields: the id and the position. */
const PLACE_NAMES: Readonly<Record<string, keyof NamedPlaces>> = {
  lon: 'x',
  longitude: 'x',
  x: 'x',
  lat: 'y',
  latitude: 'y',
  y: 'y',
  wkt: 'wkt',
};

/** One `field=column:unit` of the user's, or `field='text'` for a value that all features get. */
export interface MapEntry {
  readonly field: string;
  readonly column?: string;
  readonly unit?: string;
  readonly constant?: string;
}

/** Where a field comes from. `automatic`: by the names of the columns, not by the user's word. */
export interface FieldSource extends MapEntry {
  readonly automatic: boolean;
}

/** Reads `heightM=HT:ft`; a unit is what stands behind the last colon when it is one, so that `street=addr:street` works. @throws AppError usage/map */
export function parseMapEntry(text: string): MapEntry {
  const [, field, rest] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/s.exec(text) ?? [];
  if (field === undefined || rest === undefined) {
    throw new AppError('usage/map', {
      what: 'A mapping is written field=column or field=column:unit.',
      where: text,
      remedy: 'Write it like: --map heightM=HT:ft',
    });
  }
  const constant = /^'(.*)'$/s.exec(rest)?.[1];
  if (constant !== undefined) return { field, constant };
  const colon = rest.lastIndexOf(':');
  const unit = rest.slice(colon + 1).toLowerCase();
  return colon > 0 && ALL_UNITS.includes(unit) ? { field, column: rest.slice(0, colon), unit } : { field, column: rest };
}

/** The coordinate columns among the user's mappings. */
export function placesOf(entries: readonly MapEntry[]): NamedPlaces {
  return Object.fromEntries(
    entries.flatMap(({ field, column }) =>
      isPlace(field) && column !== undefined ? [[PLACE_NAMES[field.toLowerCase()], column]] : [],
    ),
  );
}

function isPlace(field: string): boolean {
  return Object.hasOwn(PLACE_NAMES, field.toLowerCase());
}

/**
 * Says for a layer which column each field comes from: the user's word first, then the aliases in their order, compared
 * without case. A column that is called like a field is that field's. No column serves two fields. @throws AppError import/no-such-field, import/no-such-column, import/unit
 */
export function mapFields(
  layer: FeatureLayerName,
  columns: readonly string[],
  entries: readonly MapEntry[],
  file: string,
): FieldSource[] {
  const wanted = entries.filter(({ field }) => !isPlace(field)).map((entry) => checkedEntry(layer, columns, entry, file));
  const taken = new Set(wanted.map((source) => source.column));
  const free = layerDefinition(layer).fields.filter(({ name }) => !wanted.some((source) => source.field === name));
  const chosen = new Map<string, { readonly column: string; readonly unit?: string }>();
  const choose = (field: string, names: readonly string[]): void => {
    const column = names
      .map((alias) => columns.find((one) => !taken.has(one) && one.toLowerCase() === alias.toLowerCase()))
      .find((one) => one !== undefined);
    if (column === undefined || chosen.has(field)) return;
    taken.add(column);
    chosen.set(field, { column });
  };
  for (const { name } of free) choose(name, [name]);
  for (const { name, aliases } of free) choose(name, aliases);
  for (const { name, aliases, unit } of free) {
    if ((unit !== 'm' && unit !== 'cents') || chosen.has(name)) continue;
    const wanted = (unit === 'm' ? [name, ...aliases] : moneyNames(name)).map((alias) => alias.toLowerCase());
    const found = columns
      .filter((column) => !taken.has(column))
      .map((column) => ({ column, ...unitInName(column, UNITS_IN_NAMES[unit]) }))
      .find(({ base }) => base !== undefined && wanted.includes(base));
    if (found?.unit === undefined) continue;
    taken.add(found.column);
    chosen.set(name, { column: found.column, unit: found.unit });
  }
  const automatic = free.flatMap(({ name }): FieldSource[] => {
    const source = chosen.get(name);
    return source === undefined ? [] : [{ field: name, ...source, automatic: true }];
  });
  return [...wanted, ...automatic];
}

/** What a column of money is called whose name ends in a currency; without one dollars and cents could not be told apart. */
function moneyNames(field: string): string[] {
  const words = field.replace(/Cents$/, '').split(/(?=[A-Z])/);
  return ['', '_', ' '].flatMap((between) => [words, [...words, 'cost']].map((all) => all.join(between)));
}

/** Units as they end the name of a column: `HT_FT`, `height (m)`. */
const UNITS_IN_NAMES: Readonly<Record<'m' | 'cents', Readonly<Record<string, string>>>> = {
  m: { ft: 'ft', feet: 'ft', m: 'm', meters: 'm', metres: 'm', cm: 'cm' },
  cents: { cents: 'cents', usd: 'usd', dollars: 'dollars', eur: 'eur' },
};

/** A column's name without the unit at its end, in small letters, and that unit; nothing where there is none. */
function unitInName(column: string, units: Readonly<Record<string, string>>): { base?: string; unit?: string } {
  const [, base, word = ''] = /^(.+?)[\s_.]*[\s_.([]([a-z]+)[)\]]?$/i.exec(column.trim()) ?? [];
  const unit = units[word.toLowerCase()];
  return base === undefined || unit === undefined ? {} : { base: base.toLowerCase(), unit };
}

function checkedEntry(layer: FeatureLayerName, columns: readonly string[], entry: MapEntry, file: string): FieldSource {
  const fields = layerDefinition(layer).fields;
  const definition =
    fields.find(({ name }) => name === entry.field) ??
    fields.find(({ name }) => name.toLowerCase() === entry.field.toLowerCase());
  if (definition === undefined && entry.field !== 'id') {
    throw new AppError('import/no-such-field', {
      what: `The layer ${layer} has no field "${entry.field}".`,
      where: '--map',
      remedy: `Choose one of: id, ${fields.map(({ name }) => name).join(', ')}.`,
    });
  }
  const units = definition?.unit === 'm' || definition?.unit === 'cents' ? Object.keys(UNITS[definition.unit]) : [];
  if (entry.unit !== undefined && !units.includes(entry.unit)) {
    throw new AppError('import/unit', {
      what: `"${entry.unit}" is not a unit of ${entry.field}.`,
      where: '--map',
      remedy: units.length > 0 ? `Choose one of: ${units.join(', ')}.` : 'Give the column without a unit.',
    });
  }
  const source = { ...entry, field: definition?.name ?? 'id', automatic: false };
  if (entry.column === undefined) return source;
  const { column: wanted } = entry;
  const column = columns.find((one) => one === wanted) ?? columns.find((one) => one.toLowerCase() === wanted.toLowerCase());
  if (column !== undefined) return { ...source, column };
  const [, stem = '', behind = ''] = /^(.+):([^:]*)$/s.exec(wanted) ?? [];
  if (columns.some((one) => one.toLowerCase() === stem.toLowerCase()))
    throw new AppError('import/unit', {
      what: `"${behind}" is not a unit of ${entry.field}.`,
      where: '--map',
      remedy: units.length > 0 ? `Choose one of: ${units.join(', ')}.` : 'Give the column without a unit.',
    });
  throw new AppError('import/no-such-column', {
    what: `There is no column "${wanted}".`,
    where: file,
    remedy: `Choose one of: ${columns.join(', ')}.`,
  });
}

/** A value in the field's kind and unit, or why it is none. Undefined is missing. */
export function fieldValue(
  definition: FieldDefinition,
  raw: FieldValue | undefined,
  unit: string | undefined,
): { value?: FieldValue; wrong?: string } {
  if (raw === undefined || raw === '') return {};
  if (definition.kind === 'text') return { value: String(raw) };
  if (definition.kind === 'boolean') return flagValue(definition, raw);
  if (typeof raw === 'string' && isAmbiguous(raw.replace(/\s*[a-z'′"]*\s*$/i, '')))
    return { wrong: `"${shortened(raw)}" for ${definition.name} may have a comma before thousands or before decimals` };
  const { number, written } = typeof raw === 'number' ? { number: raw, written: undefined } : numberWithUnit(String(raw));
  if (Number.isNaN(number)) return { wrong: `"${shortened(String(raw))}" is not a number for ${definition.name}` };
  const scale =
    definition.unit === 'm' || definition.unit === 'cents'
      ? (UNITS[definition.unit][written ?? unit ?? definition.unit] ?? 1)
      : 1;
  const value = roundedTo12(number * scale);
  if (definition.unit === 'm' && (value < 0 || value > 2000))
    return { wrong: `${String(raw)} is not possible for ${definition.name}` };
  return { value };
}

const TRUE_WORDS = [
  'yes',
  'true',
  '1',
  'y',
  't',
  'culvert',
  'building_passage',
  'viaduct',
  'aqueduct',
  'covered',
  'movable',
  'trestle',
  'flooded',
];
const FALSE_WORDS = ['no', 'false', '0', 'n', 'f'];

function flagValue(definition: FieldDefinition, raw: FieldValue): { value?: boolean; wrong?: string } {
  if (typeof raw === 'boolean') return { value: raw };
  const word = String(raw).trim().toLowerCase();
  if (TRUE_WORDS.includes(word)) return { value: true };
  return FALSE_WORDS.includes(word)
    ? { value: false }
    : { wrong: `"${shortened(word)}" is neither yes nor no for ${definition.name}` };
}

function numberWithUnit(text: string): { number: number; written: string | undefined } {
  const [, digits = text, word = ''] =
    /^\s*([-+]?(?:\d[\d.,\u00a0\u202f '’]*\d|[\d.,]+)(?:e[-+]?\d+)?)\s*([a-z'′"]*)\s*$/i.exec(text) ?? [];
  const written = WRITTEN_UNITS[word.toLowerCase()];
  return { number: word !== '' && written === undefined ? NaN : parseAmount(digits), written };
}

/** 35 ft are 10.668 m, not 10.668000000000001. */
function roundedTo12(value: number): number {
  return Number(value.toPrecision(12));
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
