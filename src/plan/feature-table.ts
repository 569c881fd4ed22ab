import { compareText } from '../base/compare.ts';
import type { Geometry, GeometryType } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';

/** A value of a field; a missing value is absent, never null or an empty text. */
export type FieldValue = string | number | boolean;

/** One thing of a layer as a plain object. `fields` names follow layers.ts; other columns of a file keep their own names. */
export interface Feature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A column: numbers (NaN is missing), texts (null is missing) or booleans (2 is missing). */
export type Column =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'boolean'; readonly values: Uint8Array };

/**
 * Many features as columns: what was imported. Never altered; edits lie over it (see layer.ts). Ids are unique and in
 * the order of `compareText`. Geometry is nested by offsets: feature → parts → paths → points, the same for all kinds
 * (a point has one part with one path with one point; a polygon one part with a path per ring).
 */
export interface FeatureTable {
  readonly count: number;
  readonly ids: readonly string[];
  /** Index into `GEOMETRY_TYPES`, or 255 where a feature has no geometry. */
  readonly types: Uint8Array;
  /** Longitude, latitude, longitude, … degrees WGS 84. */
  readonly coordinates: Float64Array;
  /** count + 1 offsets into parts. */
  readonly featureParts: Uint32Array;
  /** parts + 1 offsets into paths. */
  readonly partPaths: Uint32Array;
  /** paths + 1 offsets into points. */
  readonly pathPoints: Uint32Array;
  readonly columns: ReadonlyMap<string, Column>;
}

export const GEOMETRY_TYPES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'] as const;
/** The type of a feature without geometry. */
export const NO_GEOMETRY = 255;

/** A table without rows. */
export const emptyTable: FeatureTable = tableOf([]);

/** Builds a table from features, sorted by id. @throws Error when two features share an id (callers make ids unique) */
export function tableOf(features: Iterable<Feature>): FeatureTable {
  const sorted = [...features].sort((a, b) => compareText(a.id, b.id));
  const types = new Uint8Array(sorted.length);
  const coordinates: number[] = [];
  const featureParts: number[] = [0];
  const partPaths: number[] = [0];
  const pathPoints: number[] = [0];
  sorted.forEach((feature, i) => {
    if (i > 0 && sorted[i - 1]?.id === feature.id) throw new Error(`two features with the id ${feature.id}`);
    types[i] = feature.geometry === null ? NO_GEOMETRY : GEOMETRY_TYPES.indexOf(feature.geometry.type);
    for (const part of feature.geometry === null ? [] : partsOf(feature.geometry)) {
      for (const path of part) {
        for (const position of path) coordinates.push(position[0], position[1]);
        pathPoints.push(coordinates.length / 2);
      }
      partPaths.push(pathPoints.length - 1);
    }
    featureParts.push(partPaths.length - 1);
  });
  return {
    count: sorted.length,
    ids: sorted.map((feature) => feature.id),
    types,
    coordinates: Float64Array.from(coordinates),
    featureParts: Uint32Array.from(featureParts),
    partPaths: Uint32Array.from(partPaths),
    pathPoints: Uint32Array.from(pathPoints),
    columns: columnsOf(sorted.map((feature) => feature.fields)),
  };
}

/** The feature in row `row` as a plain object. @throws RangeError outside 0 … count − 1 */
export function featureAt(table: FeatureTable, row: number): Feature {
  const id = table.ids[row];
  if (id === undefined) throw new RangeError(`row ${row} of ${table.count}`);
  return { id, geometry: geometryAt(table, row), fields: fieldsAt(table, row) };
}

/** The geometry of a row, null where it has none. */
export function geometryAt(table: FeatureTable, row: number): Geometry | null {
  const type = GEOMETRY_TYPES[table.types[row] ?? NO_GEOMETRY];
  if (type === undefined) return null;
  const parts = range(table.featureParts, row).map((part) =>
    range(table.partPaths, part).map((path) => positionsOf(table, path)),
  );
  return geometryOfParts(type, parts);
}

/** The geometry of a type with the nesting that `partsOf` gives; null for a point without a position. */
export function geometryOfParts(type: GeometryType, parts: readonly (readonly (readonly LngLat[])[])[]): Geometry | null {
  const firstPath = parts[0]?.[0] ?? [];
  switch (type) {
    case 'Point': {
      const position = firstPath[0];
      return position === undefined ? null : { type, coordinates: position };
    }
    case 'MultiPoint':
      return { type, coordinates: parts.flatMap((part) => part.flat()) };
    case 'LineString':
      return { type, coordinates: firstPath };
    case 'MultiLineString':
      return { type, coordinates: parts.map((part) => part[0] ?? []) };
    case 'Polygon':
      return { type, coordinates: parts[0] ?? [] };
    case 'MultiPolygon':
      return { type, coordinates: parts };
  }
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
  if (column === undefined) return undefined;
  const value = column.values[row];
  if (column.kind === 'number') return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
  if (column.kind === 'boolean') return value === 2 || value === undefined ? undefined : value === 1;
  return value ?? undefined;
}

/** The row of an id, or −1. Binary search. */
export function rowOf(table: FeatureTable, id: string): number {
  let low = 0;
  let high = table.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareText(table.ids[middle] ?? '', id);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** All features of a table in order of id. */
export function* featuresOf(table: FeatureTable): Generator<Feature> {
  for (let row = 0; row < table.count; row++) yield featureAt(table, row);
}

function positionsOf(table: FeatureTable, path: number): LngLat[] {
  return range(table.pathPoints, path).map((point): LngLat => [
    table.coordinates[2 * point] ?? NaN,
    table.coordinates[2 * point + 1] ?? NaN,
  ]);
}

function range(offsets: Uint32Array, at: number): number[] {
  const start = offsets[at] ?? 0;
  return Array.from({ length: (offsets[at + 1] ?? start) - start }, (_, i) => start + i);
}

/** A geometry as parts of paths, the nesting that tables use. */
export function partsOf(geometry: Geometry): readonly (readonly (readonly LngLat[])[])[] {
  switch (geometry.type) {
    case 'Point':
      return [[[geometry.coordinates]]];
    case 'MultiPoint':
      return geometry.coordinates.map((position) => [[position]]);
    case 'LineString':
      return [[geometry.coordinates]];
    case 'MultiLineString':
      return geometry.coordinates.map((path) => [path]);
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
  }
}

function columnsOf(rows: readonly Readonly<Record<string, FieldValue>>[]): Map<string, Column> {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return new Map([...names].sort(compareText).map((name) => [name, columnOf(rows.map((row) => row[name]))]));
}

/** A column's kind is that of its values; a mixture becomes text. */
function columnOf(values: readonly (FieldValue | undefined)[]): Column {
  const kinds = new Set(values.filter((value) => value !== undefined).map((value) => typeof value));
  if (kinds.size === 1 && kinds.has('number'))
    return { kind: 'number', values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)) };
  if (kinds.size === 1 && kinds.has('boolean'))
    return { kind: 'boolean', values: Uint8Array.from(values, (value) => (value === undefined ? 2 : value ? 1 : 0)) };
  return { kind: 'text', values: values.map((value) => (value === undefined ? null : String(value))) };
}
