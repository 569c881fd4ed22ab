import { compareText } from '../base/compare.ts';
import type { Geometry } from '../geo/geometry.ts';
import { GeometryColumns, geometryIn, type HeldGeometry, type NestedGeometries } from './geometry-columns.ts';
import { packTexts, textAt, type PackedTexts } from './packed-texts.ts';

/** A value of a field; a missing value is absent, never null or an empty text. */
export type FieldValue = string | number | boolean;

/** One thing of a layer as a plain object. `fields` names follow layers.ts; other columns of a file keep their own names. */
export interface Feature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A column: numbers (NaN is missing), texts (an empty one is missing) or booleans (2 is missing). */
export type Column =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly texts: PackedTexts }
  | { readonly kind: 'boolean'; readonly values: Uint8Array };

/**
 * Many features as columns: what was imported. Never altered; edits lie over it (see layer.ts). Ids are unique and in
 * the order of `compareText`.
 */
export interface FeatureTable extends NestedGeometries {
  readonly count: number;
  readonly ids: PackedTexts;
  readonly columns: ReadonlyMap<string, Column>;
}

/** Builds a table from features, sorted by id. @throws Error when two features share an id (callers make ids unique) */
export function tableOf(features: Iterable<Feature>): FeatureTable {
  const builder = new TableBuilder();
  for (const feature of features) builder.add(feature);
  return builder.finish();
}

/** Makes a table feature by feature, in any order, without keeping the features: what a large file is read into. */
export class TableBuilder {
  readonly #ids: string[] = [];
  readonly #geometries = new GeometryColumns();
  readonly #columns = new Map<string, (FieldValue | undefined)[]>();

  get count(): number {
    return this.#ids.length;
  }

  add({ id, geometry, fields }: Feature): void {
    this.#geometries.add(geometry);
    this.#addRow(id, fields);
  }

  /** Adds a feature whose geometry lies in other columns. */
  addHeld(id: string, geometry: HeldGeometry, fields: Feature['fields']): void {
    geometry.copyInto(this.#geometries);
    this.#addRow(id, fields);
  }

  #addRow(id: string, fields: Feature['fields']): void {
    const row = this.#ids.push(id) - 1;
    for (const name of Object.keys(fields)) {
      let column = this.#columns.get(name);
      if (column === undefined) this.#columns.set(name, (column = []));
      // Rows before it that have no such field are filled up, so that the array stays dense.
      while (column.length < row) column.push(undefined);
      column.push(fields[name]);
    }
  }

  /** The table, sorted by id. @throws Error when two features share an id */
  finish(): FeatureTable {
    const ids = this.#ids;
    const order = Uint32Array.from(ids, (_, row) => row);
    if (ids.some((id, row) => row > 0 && compareText(ids[row - 1] ?? '', id) >= 0)) {
      order.sort((a, b) => compareText(ids[a] ?? '', ids[b] ?? ''));
      order.forEach((row, at) => {
        if (at > 0 && ids[order[at - 1] ?? 0] === ids[row]) throw new Error(`two features with the id ${ids[row]}`);
      });
    }
    return {
      count: ids.length,
      ids: packTexts(Array.from(order, (row) => ids[row] ?? '')),
      ...inOrder(this.#geometries.values(), order),
      columns: new Map(
        [...this.#columns.keys()].sort(compareText).map((name) => [name, columnOf(this.#columns.get(name) ?? [], order)]),
      ),
    };
  }
}

/** Geometries in another order of rows. */
function inOrder(nested: NestedGeometries, order: Uint32Array): NestedGeometries {
  if (order.every((row, at) => row === at)) return nested;
  const { types, featureParts, partPaths, pathPoints, coordinates } = nested;
  const sorted = {
    types: Uint8Array.from(order, (row) => types[row] ?? 0),
    coordinates: new Float64Array(coordinates.length),
    featureParts: new Uint32Array(featureParts.length),
    partPaths: new Uint32Array(partPaths.length),
    pathPoints: new Uint32Array(pathPoints.length),
  };
  let [part, path, point] = [0, 0, 0];
  order.forEach((row, at) => {
    const [firstPart, lastPart] = [featureParts[row] ?? 0, featureParts[row + 1] ?? 0];
    const [firstPath, lastPath] = [partPaths[firstPart] ?? 0, partPaths[lastPart] ?? 0];
    const [firstPoint, lastPoint] = [pathPoints[firstPath] ?? 0, pathPoints[lastPath] ?? 0];
    for (let from = firstPart; from < lastPart; from++) sorted.partPaths[++part] = path + (partPaths[from + 1] ?? 0) - firstPath;
    for (let from = firstPath; from < lastPath; from++)
      sorted.pathPoints[++path] = point + (pathPoints[from + 1] ?? 0) - firstPoint;
    sorted.coordinates.set(coordinates.subarray(2 * firstPoint, 2 * lastPoint), 2 * point);
    point += lastPoint - firstPoint;
    sorted.featureParts[at + 1] = part;
  });
  return sorted;
}

/** The feature in row `row` as a plain object. @throws RangeError outside 0 … count − 1 */
export function featureAt(table: FeatureTable, row: number): Feature {
  if (!(row >= 0 && row < table.count)) throw new RangeError(`row ${row} of ${table.count}`);
  return { id: idAt(table, row), geometry: geometryAt(table, row), fields: fieldsAt(table, row) };
}

/** The id of a row. */
export function idAt(table: FeatureTable, row: number): string {
  return textAt(table.ids, row);
}

/** The geometry of a row, null where it has none. */
export function geometryAt(table: FeatureTable, row: number): Geometry | null {
  return geometryIn(table, row);
}

/** The fields of a row that are not missing. */
export function fieldsAt(table: FeatureTable, row: number): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = Object.create(null) as Record<string, FieldValue>;
  for (const [name, column] of table.columns) {
    const value = valueAt(column, row);
    if (value !== undefined) fields[name] = value;
  }
  return { ...fields };
}

/** The value of a column in a row, undefined where it is missing. */
export function valueAt(column: Column | undefined, row: number): FieldValue | undefined {
  switch (column?.kind) {
    case undefined:
      return undefined;
    case 'number': {
      const value = column.values[row];
      return value === undefined || Number.isNaN(value) ? undefined : value;
    }
    case 'boolean': {
      const value = column.values[row];
      return value === 2 || value === undefined ? undefined : value === 1;
    }
    case 'text':
      return textAt(column.texts, row) || undefined;
  }
}

/** The row of an id, or −1. Binary search. */
export function rowOf(table: FeatureTable, id: string): number {
  let low = 0;
  let high = table.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareText(idAt(table, middle), id);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Ids of the rows that meet a test. */
export function idsWhere(table: FeatureTable, test: (row: number) => boolean): string[] {
  const ids: string[] = [];
  for (let row = 0; row < table.count; row++) if (test(row)) ids.push(idAt(table, row));
  return ids;
}

/** All features of a table in order of id. */
export function* featuresOf(table: FeatureTable): Generator<Feature> {
  for (let row = 0; row < table.count; row++) yield featureAt(table, row);
}

/** A table without rows. */
export const emptyTable: FeatureTable = tableOf([]);

/** The values of a column in an order of rows; its kind is that of its values, and a mixture becomes text. */
function columnOf(values: readonly (FieldValue | undefined)[], order: Uint32Array): Column {
  const kinds = new Set<string>();
  for (const value of values) if (value !== undefined) kinds.add(typeof value);
  if (kinds.size === 1 && kinds.has('number')) {
    const numbers = new Float64Array(order.length);
    order.forEach((row, at) => (numbers[at] = typeof values[row] === 'number' ? values[row] : NaN));
    return { kind: 'number', values: numbers };
  }
  if (kinds.size === 1 && kinds.has('boolean')) {
    const truths = new Uint8Array(order.length);
    order.forEach((row, at) => (truths[at] = values[row] === undefined ? 2 : values[row] === true ? 1 : 0));
    return { kind: 'boolean', values: truths };
  }
  return {
    kind: 'text',
    texts: packTexts(Array.from(order, (row) => (values[row] === undefined ? null : String(values[row])))),
  };
}
