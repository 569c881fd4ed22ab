import { compareText } from '../../base/compare.ts';
import type { UnitSystem } from '../../base/quantity-text.ts';
import { allSteps } from '../../base/steps.ts';
import { idAt, valueAt, type FeatureTable, type FieldValue } from '../../plan/feature-table.ts';
import { FEATURE_LAYERS, type FeatureLayerName } from '../../plan/layers.ts';
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

/** Tables of more rows are filtered and sorted in steps, so that the page stays awake. */
const MOST_AT_ONCE = 10_000;
/** Rows that are looked at in one step, and rows that are brought into one order in one. */
const [ROWS_A_STEP, MERGED_A_STEP] = [2000, 20_000];
/** Rows that are sorted in one go, before such runs are merged. */
const RUN = 4096;

/** True where `tableRows` takes no time that anybody would notice. */
export function isQuick(table: FeatureTable, conditions: readonly Condition[], sorting: Sorting | null): boolean {
  return table.count <= MOST_AT_ONCE || (conditions.length === 0 && sorting === null);
}

/** Rows that meet all conditions, in the order of a column; missing values come last. */
export function tableRows(table: FeatureTable, conditions: readonly Condition[], sorting: Sorting | null): Uint32Array {
  return allSteps(tableRowSteps(table, conditions, sorting));
}

/** As `tableRows`, in steps of a few milliseconds. */
export function* tableRowSteps(
  table: FeatureTable,
  conditions: readonly Condition[],
  sorting: Sorting | null,
): Generator<undefined, Uint32Array> {
  const rows = new Uint32Array(table.count);
  if (conditions.length === 0) rows.forEach((_, row) => (rows[row] = row));
  let count = conditions.length === 0 ? table.count : 0;
  const names = [ID, ...table.columns.keys()];
  for (let row = 0; row < table.count && conditions.length > 0; row++) {
    if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield;
    const meets = conditions.every(({ column, test }) =>
      column === null ? names.some((name) => test(cellValue(table, name, row))) : test(cellValue(table, column, row)),
    );
    if (meets) rows[count++] = row;
  }
  const kept = rows.slice(0, count);
  return sorting === null ? kept : yield* sorted(table, kept, sorting);
}

/** Sorts short runs, then merges them by twos, the first run before the second where neither comes first. */
function* sorted(table: FeatureTable, rows: Uint32Array, { column, descending }: Sorting): Generator<undefined, Uint32Array> {
  const values: (FieldValue | undefined)[] = [];
  for (let row = 0; row < table.count; row++) {
    values.push(cellValue(table, column, row));
    if (row % MERGED_A_STEP === MERGED_A_STEP - 1) yield;
  }
  const way = descending ? -1 : 1;
  const compare = (a: number, b: number): number => {
    const [p, q] = [values[a], values[b]];
    if (p === undefined || q === undefined) return (p === undefined ? 1 : 0) - (q === undefined ? 1 : 0) || a - b;
    const order = typeof p === 'number' && typeof q === 'number' ? p - q : compareText(String(p), String(q));
    return order === 0 ? a - b : order * way;
  };
  for (let from = 0; from < rows.length; from += RUN) {
    rows.subarray(from, from + RUN).sort(compare);
    yield;
  }
  let from: Uint32Array = rows;
  let into: Uint32Array = new Uint32Array(rows.length);
  for (let run = RUN; run < rows.length; run *= 2) {
    for (let start = 0; start < rows.length; start += 2 * run) {
      const [middle, end] = [Math.min(start + run, rows.length), Math.min(start + 2 * run, rows.length)];
      for (let at = start, one = start, other = middle; at < end; at++) {
        const isOne = one < middle && (other >= end || compare(from[one] ?? 0, from[other] ?? 0) <= 0);
        into[at] = from[isOne ? one++ : other++] ?? 0;
        if (at % MERGED_A_STEP === MERGED_A_STEP - 1) yield;
      }
    }
    [from, into] = [into, from];
  }
  return from;
}

const COMPARISON = /^\s*(.+?)\s*(<=|>=|!=|=|<|>|~)\s*(.*?)\s*$/;

/**
 * Reads a filter: conditions apart by "and" or ";", each a text that any column may hold, or "owner = co-op", "height < 30 ft",
 * "owner ~ valley", "phase missing". A field that the layer knows may be asked for where no feature has it. A sentence where a column or a value makes no sense.
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
  const known = FEATURE_LAYERS[layer].fields;
  const names = [ID, ...table.columns.keys(), ...known.map(({ name }) => name)];
  const column = names.find((name) => sameName(name, named));
  if (column === undefined) return words.thereNoColumn({ named });
  if (missing !== null) return { column, test: (value) => value === undefined };
  const [, , operator = '=', typed = ''] = match ?? [];
  const kind = table.columns.get(column)?.kind ?? known.find(({ name }) => name === column)?.kind ?? 'text';
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
