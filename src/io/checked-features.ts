import type { FieldValue } from '../plan/feature-table.ts';
import { checkGeometry } from './geometry-check.ts';
import type { ProblemList, SourceFeature } from './source-layer.ts';

/** A feature as a reader finds it: the geometry in GeoJSON's nesting, still to be checked. */
export interface RawFeature extends Omit<SourceFeature, 'geometry'> {
  readonly geometry: unknown;
}

/** Checks the geometry of a feature: one feature for each that it is made of, one without geometry where it is empty, none where it is bad. */
export function checkedFeatures(raw: RawFeature, problems: ProblemList): SourceFeature[] {
  let bad = false;
  let height = false;
  const geometries = checkGeometry(
    raw.geometry,
    (severity, code, message) => {
      bad ||= severity === 'row';
      problems.add(severity, code, raw.where, message, undefined, severity === 'row' ? raw.fields : undefined);
    },
    () => (height = true),
  );
  if (bad) return [];
  if (height) problems.add('note', 'import/height', raw.where, 'Heights in the positions were left out.');
  return geometries.length === 0
    ? [{ ...raw, geometry: null }]
    : geometries.map((geometry): SourceFeature => ({ ...raw, geometry }));
}

/**
 * Values as fields: null and empty texts are missing, whole numbers beyond 2^53 become texts, lists and objects their JSON
 * text. The names are own properties even where they are such as __proto__.
 */
export function fieldsFrom(
  values: Iterable<readonly [string, unknown]>,
  where: string,
  problems: ProblemList,
): Record<string, FieldValue> {
  const entries: [string, FieldValue][] = [];
  for (const [name, value] of values) {
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'string' || typeof value === 'boolean') entries.push([name, value]);
    else if (typeof value === 'bigint') entries.push([name, Number.isSafeInteger(Number(value)) ? Number(value) : String(value)]);
    else if (typeof value !== 'number') entries.push([name, JSON.stringify(value)]);
    else if (Number.isFinite(value)) entries.push([name, value]);
    else problems.add('warning', 'import/number', where, `The number in "${name}" is infinite; it was left out.`);
  }
  return Object.fromEntries(entries);
}
