import { AppError } from '../base/app-error.ts';
import type { CostBook, CostItem, CostUnit } from '../base/cost-book.ts';
import type { LabourShare } from '../cost/labour-shares.ts';
import { csvRecords } from './csv-records.ts';
import { writeCsv } from './write/csv.ts';

const COLUMNS = ['id', 'description', 'unit', 'low', 'likely', 'high', 'includes', 'source', 'year', 'weak'] as const;
const UNITS: readonly CostUnit[] = ['ft', 'm', 'mile', 'km', 'each'];

/**
 * Reads a cost book from CSV with the columns id, description, unit, low, likely, high, includes, source, year, weak; where a column `labour` says
 * what of the likely price is labour, the book is one of construction units.
 * @throws AppError costs/bad-book naming line and column
 */
export function readCostBook(text: string, about: { name: string; currency: string; kind?: CostBook['kind'] }): CostBook {
  const records = csvRecords(text);
  const missing = COLUMNS.filter((column) => !records.columns.includes(column));
  if (missing.length > 0) throw refuse(`The columns ${missing.join(', ')} are missing.`, about.name);
  if (records.rows.length === 0) throw refuse('The table has no items.', about.name);
  const items = records.rows.map((row, i) => readItem(row, `${about.name}, line ${i + 2}`));
  const ids = new Set<string>();
  for (const { id } of items) {
    if (ids.has(id)) throw refuse(`The item "${id}" stands twice.`, about.name);
    ids.add(id);
  }
  return {
    name: about.name,
    currency: about.currency,
    kind: about.kind ?? (items.some(({ labour }) => labour !== undefined) ? 'construction-units' : 'all-in'),
    items,
  };
}

function readItem(row: Readonly<Record<string, string>>, where: string): CostItem {
  const text = (column: (typeof COLUMNS)[number]): string => (row[column] ?? '').trim();
  const number = (column: 'low' | 'likely' | 'high' | 'year' | 'labour'): number => {
    const typed = (row[column] ?? '').trim();
    const value = typed === '' ? NaN : Number(typed);
    if (!Number.isFinite(value) || value < 0) throw refuse(`"${typed}" is not a number of 0 or more.`, `${where}, ${column}`);
    return value;
  };
  const unit = UNITS.find((one) => one === text('unit'));
  if (unit === undefined) throw refuse(`The unit "${text('unit')}" is not known.`, `${where}, unit: use ${UNITS.join(', ')}`);
  const item = {
    id: text('id'),
    description: text('description'),
    unit,
    low: number('low'),
    likely: number('likely'),
    high: number('high'),
    includes: text('includes'),
    source: text('source'),
    year: number('year'),
    weak: /^(yes|true|1)$/i.test(text('weak')),
    ...((row['labour'] ?? '').trim() === '' ? {} : { labour: number('labour') }),
  };
  if (item.id === '') throw refuse('The item has no id.', where);
  if (item.low > item.likely || item.likely > item.high) throw refuse('Prices must rise from low over likely to high.', where);
  if (item.labour !== undefined && item.labour > item.likely) throw refuse('Labour is more than the likely price.', where);
  return item;
}

function refuse(what: string, where: string): AppError {
  return new AppError('costs/bad-book', {
    what,
    where,
    remedy: 'Mend the table and import it again; `weft costs --export` shows the form.',
  });
}

/** Writes a cost book as the CSV that `readCostBook` reads. */
export function writeCostBook(book: CostBook): Uint8Array {
  const columns = book.items.some(({ labour }) => labour !== undefined) ? [...COLUMNS, 'labour' as const] : COLUMNS;
  return writeCsv({
    columns: columns.map((title) => ({ title })),
    rows: book.items.map((item) =>
      columns.map((column) => (column === 'weak' ? (item.weak ? 'yes' : 'no') : (item[column] ?? null))),
    ),
  });
}

/** Reads what of each item's price is labour from CSV with the columns id, share (0 … 1) and source. @throws AppError costs/bad-book */
export function readLabourShares(text: string): LabourShare[] {
  return csvRecords(text).rows.map((row, i) => {
    const [id, share, source] = [row['id'] ?? '', Number(row['share']), row['source'] ?? ''];
    if (id === '' || !(share >= 0 && share <= 1)) throw refuse('A share of labour needs an id and 0 to 1.', `row ${i + 1}`);
    return { id, share, source };
  });
}
