import { compareText } from '../../base/compare.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Feature, FieldValue } from '../../plan/feature-table.ts';

/** A cell of a table that is written: null is an empty cell. */
export type Cell = FieldValue | null;

/** A column of a table that is written. */
export interface TableColumn {
  readonly title: string;
  /** Spreadsheet number format (`#,##0.00`); texts and CSV ignore it. */
  readonly format?: string;
  /** Width in spreadsheets, characters. */
  readonly widthChars?: number;
}

/** A table to be written as CSV or as a sheet of a workbook; each row has a cell per column. */
export interface Table {
  /** Title of the sheet. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** How texts begin that spreadsheets run. */
export const FORMULA = /^[=+\-@\t\r]/;

/**
 * A text made harmless for spreadsheets, which run a cell beginning with = + - @ tab or carriage return as a formula:
 * an apostrophe goes before it. Numbers are not texts and stay as they are.
 */
export function neutralised(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A layer as a table: id, position (points; x and y in another system than degrees) or WKT (other shapes), then every field in order of its name. */
export function tableOfFeatures(name: string, features: readonly Feature[], areDegrees = true): Table {
  const fields = fieldNamesOf(features);
  const onlyPoints = areOnlyPoints(features);
  return {
    name,
    columns: [
      'id',
      ...placeColumns(features, areDegrees),
      ...tableColumns(features, areDegrees).map((column) => column.name),
    ].map((title) => ({ title })),
    rows: features.map((feature) => [
      feature.id,
      ...(onlyPoints ? pointCells(feature.geometry) : [feature.geometry === null ? null : wktOf(feature.geometry)]),
      ...fields.map((field) => (Object.hasOwn(feature.fields, field) ? (feature.fields[field] ?? null) : null)),
    ]),
  };
}

const areOnlyPoints = (features: readonly Feature[]): boolean =>
  features.every((feature) => feature.geometry === null || feature.geometry.type === 'Point');

function placeColumns(features: readonly Feature[], areDegrees: boolean): string[] {
  if (!areOnlyPoints(features)) return ['wkt'];
  return areDegrees ? ['longitude', 'latitude'] : ['x', 'y'];
}

/** The fields of features and what their columns are called, since some names are taken by id and place. */
export function tableColumns(
  features: readonly Feature[],
  areDegrees = true,
): { readonly field: string; readonly name: string; readonly values: readonly Cell[] }[] {
  const taken = ['id', ...placeColumns(features, areDegrees)];
  return fieldNamesOf(features).map((field) => ({
    field,
    name: taken.includes(field) ? `${field}_2` : field,
    values: features.map((feature) => (Object.hasOwn(feature.fields, field) ? (feature.fields[field] ?? null) : null)),
  }));
}

/** The names of all fields that some of the features have, sorted. */
export function fieldNamesOf(features: Iterable<Feature>): string[] {
  const names = new Set<string>();
  for (const feature of features) for (const name of Object.keys(feature.fields)) names.add(name);
  return [...names].sort(compareText);
}

function pointCells(geometry: Geometry | null): [Cell, Cell] {
  return geometry?.type === 'Point' ? [geometry.coordinates[0], geometry.coordinates[1]] : [null, null];
}

/** Well-known text of a geometry, longitude before latitude. */
export function wktOf(geometry: Geometry): string {
  const position = (p: LngLat): string => `${p[0]} ${p[1]}`;
  const path = (positions: readonly LngLat[]): string => `(${positions.map(position).join(', ')})`;
  const paths = (list: readonly (readonly LngLat[])[]): string => `(${list.map(path).join(', ')})`;
  switch (geometry.type) {
    case 'Point':
      return `POINT (${position(geometry.coordinates)})`;
    case 'MultiPoint':
      return `MULTIPOINT (${geometry.coordinates.map((p) => `(${position(p)})`).join(', ')})`;
    case 'LineString':
      return `LINESTRING ${path(geometry.coordinates)}`;
    case 'MultiLineString':
      return `MULTILINESTRING ${paths(geometry.coordinates)}`;
    case 'Polygon':
      return `POLYGON ${paths(geometry.coordinates)}`;
    case 'MultiPolygon':
      return `MULTIPOLYGON (${geometry.coordinates.map(paths).join(', ')})`;
  }
}
