import { AppError } from '../../base/app-error.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { BDC_COLUMNS, BDC_ORDER, BDC_RULES, type BdcColumn } from '../bdc-columns.ts';
import { writeCsv } from './csv.ts';
import { countLoss, type Loss } from './losses.ts';

/** Columns that hold for a whole layer by the user's word. */
export type StatedService = Partial<Readonly<Record<BdcColumn, string>>>;

/** A filing and what is not in it. */
export interface BdcFile {
  readonly bytes: Uint8Array;
  readonly losses: readonly Loss[];
}

/** Reads `column=value`. @throws AppError usage/arguments */
export function parseStatedService(words: readonly string[]): StatedService {
  return Object.fromEntries(
    words.map((word) => {
      const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
      const column = BDC_ORDER.find((one) => one === name.trim() && one !== 'location_id');
      if (column !== undefined && BDC_RULES[column][0].test(value.trim())) return [column, value.trim()];
      throw new AppError('usage/arguments', {
        what:
          column === undefined ? `"${word}" does not name a column of the list.` : `"${value}" is not ${BDC_RULES[column][1]}.`,
        where: '--available',
        remedy: `Write COLUMN=VALUE; the columns are ${BDC_ORDER.filter((one) => one !== 'location_id').join(', ')}.`,
      });
    }),
  );
}

/**
 * Writes a location list for the FCC's Broadband Data Collection. A feature is in it where it says itself what is offered there, or where
 * the user says it of the whole layer; nothing is taken from a design, since what is planned is not available.
 * @throws AppError export/bdc where a value does not fit, or nothing is left
 */
export function writeBdc(layer: string, features: readonly Feature[], stated: StatedService = {}): BdcFile {
  const rows: string[][] = [];
  const faults: string[] = [];
  let [silent, foreign] = [0, 0];
  const seen = new Set<string>();
  for (const feature of features) {
    const values = BDC_ORDER.map((column) => ownValue(feature, column) ?? stated[column] ?? '');
    const location = values[BDC_ORDER.indexOf('location_id')] ?? '';
    if (location === '') foreign++;
    else if (values[BDC_ORDER.indexOf('technology')] === '') silent++;
    else {
      const key = `${location} ${values[BDC_ORDER.indexOf('technology')]}`;
      for (const [at, column] of BDC_ORDER.entries()) {
        const [pattern, words] = BDC_RULES[column];
        if (!pattern.test(values[at] ?? '')) faults.push(`${feature.id}: ${column} "${values[at] ?? ''}" is not ${words}`);
      }
      if (seen.has(key)) faults.push(`${feature.id}: location and technology are there twice`);
      seen.add(key);
      rows.push(values);
    }
  }
  if (faults.length > 0)
    throw new AppError('export/bdc', {
      what: `${faults.length} values do not fit a location list: ${faults.slice(0, 3).join('; ')}${faults.length > 3 ? ' …' : ''}.`,
      where: 'location list',
      remedy: 'Mend them in the layer, or state them with --available COLUMN=VALUE.',
    });
  if (rows.length === 0)
    throw new AppError('export/bdc', {
      what:
        foreign === features.length
          ? 'No feature has a location_id of the FCC.'
          : 'No feature says what is offered there; what is planned is not available and does not go into a list.',
      where: 'location list',
      remedy:
        foreign === features.length
          ? 'Import premises with a column location_id.'
          : 'Where service can be installed within ten business days, state it with --available technology=50 …',
    });
  const columns = BDC_ORDER.map((title) => ({ title }));
  return {
    bytes: writeCsv({ columns, rows }),
    losses: [
      ...countLoss('left-out', layer, silent, 'features do not say what is offered there and were left out'),
      ...countLoss('left-out', layer, foreign, 'features have no location_id and were left out'),
    ],
  };
}

function ownValue({ id, fields }: Feature, column: BdcColumn): string | undefined {
  const names: readonly string[] = column === 'location_id' ? [...BDC_COLUMNS.location_id, 'locationId'] : BDC_COLUMNS[column];
  const value = names.map((name) => fields[name]).find((one) => one !== undefined);
  if (value !== undefined) return String(value === true ? 1 : value === false ? 0 : value).trim();
  return column === 'location_id' && BDC_RULES.location_id[0].test(id) ? id : undefined;
}
