import { compareText } from '../../base/compare.ts';
import type { UnitSystem } from '../../base/quantity-text.ts';
import { idAt, valueAt, type FeatureTable, type FieldValue } from '../../plan/feature-table.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import { fieldDefinition, fieldLabel, parseValue } from '../field-text.ts';
import { wording } from '../../text/wording.ts';

const words = wording.tableRows;

/** The column that holds the ids of a layer. */
export const ID = 'id';

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

type Test = (value: FieldValue | undefined) => boolean;

/** What a row must meet: a test of one column, or a text that any column may hold. */
export interface Condition {
  readonly column: string | null;
  readonly test: Test;
}

/** The value of a cell. */
export function cellValue(table: FeatureTable, column: string, row: number): FieldValue | undefined {
  return column === ID ? idAt(table, row) : valueAt(table.columns.get(column), row);
}

/** Rows that meet all conditions, in the order of a column; missing values come last. */
export function tableRows(table: FeatureTable, conditions: readonly Condition[], sorting: Sorting | null): Uint32Array {
  const rows = new Uint32Array(table.count);
  let count = 0;
  const names = [ID, ...table.columns.keys()];
  for (let row = 0; row < table.count; row++) {
    const meets = conditions.every(({ column, test }) =>
      column === null ? names.some((name) => test(cellValue(table, name, row))) : test(cellValue(table, column, row)),
    );
    if (meets) rows[count++] = row;
  }
  const kept = rows.slice(0, count);
  return sorting === null ? kept : sorted(table, kept, sorting);
}

function sorted(table: FeatureTable, rows: Uint32Array, { column, descending }: Sorting): Uint32Array {
  const values = Array.from({ length: table.count }, (_, row) => cellValue(table, column, row));
  const way = descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [p, q] = [values[a], values[b]];
    if (p === undefined || q === undefined) return (p === undefined ? 1 : 0) - (q === undefined ? 1 : 0) || a - b;
    const order = typeof p === 'number' && typeof q === 'number' ? p - q : compareText(String(p), String(q));
    return order === 0 ? a - b : order * way;
  });
}

const COMPARISON = /^\s*(.+?)\s*(<=|>=|!=|=|<|>|~)\s*(.*?)\s*$/;

/**
 * Reads a filter: conditions apart by "and" or ";", each a text that any column may hold, or "owner = co-op", "height < 30 ft",
 * "owner ~ valley", "phase missing". A sentence where a column or a value makes no sense.
 */
export function parseFilter(text: string, layer: FeatureLayerName, table: FeatureTable, units: UnitSystem): Condition[] | string {
  const conditions: Condition[] = [];
  for (const part of text.split(/\s+and\s+|;/i).filter((one) => one.trim() !== '')) {
    const condition = parseCondition(part, layer, table, units);
    if (typeof condition === 'string') return condition;
    conditions.push(condition);
  }
  return conditions;
}

function parseCondition(part: string, layer: FeatureLayerName, table: FeatureTable, units: UnitSystem): Condition | string {
  const missing = /^\s*(.+?)\s+(is\s+)?missing\s*$/i.exec(part);
  const match = COMPARISON.exec(part);
  if (missing === null && match === null) {
    const words = part.trim().toLowerCase();
    return { column: null, test: (value) => value !== undefined && String(value).toLowerCase().includes(words) };
  }
  const named = (missing ?? match)?.[1] ?? '';
  const column = [ID, ...table.columns.keys()].find((name) => sameName(name, named));
  if (column === undefined) return words.thereNoColumn({ named });
  if (missing !== null) return { column, test: (value) => value === undefined };
  const [, , operator = '=', typed = ''] = match ?? [];
  const kind = table.columns.get(column)?.kind ?? 'text';
  if (operator === '~')
    return { column, test: (value) => value !== undefined && String(value).toLowerCase().includes(typed.toLowerCase()) };
  const parsed = parseValue(typed, kind, fieldDefinition(layer, column), units);
  if ('problem' in parsed) return `${fieldLabel(column)}: ${parsed.problem}`;
  const wanted = typeof parsed.value === 'string' ? parsed.value.toLowerCase() : parsed.value;
  const order = (value: FieldValue): number => {
    if (typeof value === 'number' && typeof wanted === 'number') return value - wanted;
    return compareText(String(value).toLowerCase(), String(wanted));
  };
  const compare = { '=': (n: number) => n === 0, '!=': (n: number) => n !== 0, '<': (n: number) => n < 0, '>': (n: number) => n > 0, '<=': (n: number) => n <= 0, '>=': (n: number) => n >= 0 }; // prettier-ignore
  const holds = compare[operator as keyof typeof compare]; // one of the operators that the expression takes apart
  return { column, test: (value) => value !== undefined && holds(order(value)) };
}

const sameName = (name: string, typed: string): boolean =>
  [name, fieldLabel(name)].some((one) => one.toLowerCase() === typed.trim().toLowerCase());
