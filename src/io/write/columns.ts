import type { Geometry, GeometryType } from '../../geo/geometry.ts';
import { type Feature, type FieldValue } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { fieldNamesOf } from './table.ts';

/** A column of one kind, as databases want it. A mixture of kinds becomes text; null is missing. */
export interface TypedColumn {
  readonly name: string;
  /** What the layer calls it. */
  readonly field: string;
  readonly kind: 'integer' | 'number' | 'boolean' | 'text';
  readonly values: readonly (FieldValue | null)[];
  /** Values of other kinds were made texts. */
  readonly isMixed: boolean;
}

/** The ids and all fields of features as columns of one kind each, in order of their names; a field called "id" goes by "id_2". */
export function typedColumns(features: readonly Feature[], naming: Parameters<typeof distinctNames>[1] = {}): TypedColumn[] {
  const fields = fieldNamesOf(features);
  const names = distinctNames(['id', ...fields], naming);
  const values = [
    features.map(({ id }) => id),
    ...fields.map((field) =>
      features.map((feature) => (Object.hasOwn(feature.fields, field) ? (feature.fields[field] ?? null) : null)),
    ),
  ];
  return names.map((name, index) => ({ name, field: ['id', ...fields][index] ?? name, ...typed(values[index] ?? []) }));
}

function typed(values: readonly (FieldValue | null)[]): Pick<TypedColumn, 'kind' | 'values' | 'isMixed'> {
  const present = values.filter((value) => value !== null);
  if (present.length > 0 && present.every((value) => typeof value === 'number'))
    return { kind: present.every(Number.isSafeInteger) ? 'integer' : 'number', values, isMixed: false };
  if (present.length > 0 && present.every((value) => typeof value === 'boolean'))
    return { kind: 'boolean', values, isMixed: false };
  const isMixed = present.some((value) => typeof value !== 'string');
  return { kind: 'text', values: values.map((value) => (value === null ? null : String(value))), isMixed };
}

/**
 * Names that differ in more than case, as SQL and dBASE want them: those that are taken get a number behind them.
 * @param naming names that are taken from the start, and how names are shortened to what the format holds
 */
export function distinctNames(
  names: readonly string[],
  naming: { readonly taken?: readonly string[]; readonly shorten?: (name: string, suffix: string) => string },
): string[] {
  const { taken = [], shorten = (name, suffix) => name + suffix } = naming;
  const used = new Set(taken.map((name) => name.toLowerCase()));
  return names.map((name) => {
    let chosen = shorten(name, '');
    for (let n = 2; used.has(chosen.toLowerCase()); n++) chosen = shorten(name, `_${n}`);
    used.add(chosen.toLowerCase());
    return chosen;
  });
}

/** The one type that all geometries can be written as (the multiple one where both are there), or null for several shapes or none. */
export function commonType(features: readonly Feature[]): GeometryType | null {
  const types = new Set(features.flatMap(({ geometry }) => (geometry === null ? [] : [geometry.type])));
  const [first] = types;
  if (first === undefined || types.size === 1) return first ?? null;
  const multi = [...types].find((type) => type.startsWith('Multi'));
  return types.size === 2 && multi !== undefined && types.has(multi.slice(5) as GeometryType) ? multi : null; // one of its own names, cut
}

/** A geometry as the multiple form of its type, where that is wanted. */
export function asType(geometry: Geometry, type: GeometryType | null): Geometry {
  if (type === null || geometry.type === type) return geometry;
  if (geometry.type === 'Point') return { type: 'MultiPoint', coordinates: [geometry.coordinates] };
  if (geometry.type === 'LineString') return { type: 'MultiLineString', coordinates: [geometry.coordinates] };
  return geometry.type === 'Polygon' ? { type: 'MultiPolygon', coordinates: [geometry.coordinates] } : geometry;
}

/** West, south, east and north of geometries, degrees; null where there is none. */
export function envelopeOf(geometries: Iterable<Geometry | null>): [number, number, number, number] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    for (const path of geometry === null ? [] : partsOf(geometry).flat()) {
      for (const [x, y] of path)
        [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
    }
  }
  return west > east ? null : [west, south, east, north];
}
