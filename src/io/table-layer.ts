import { breathe, type JobContext } from '../base/job.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { isJsonObject } from '../base/json-object.ts';
import { checkGeometry } from './geometry-check.ts';
import { columnValues } from './csv-columns.ts';
import { pairIn, placeColumns, type PlaceColumns } from './csv-places.ts';
import { hasDecimalComma, parseCoordinate, parseNumber } from './number-text.ts';
import type { ProblemList, SourceFeature, SourceLayer } from './source-layer.ts';
import { parseWkt } from './wkt.ts';

/** Columns that the user names as coordinates or WKT. */
export interface NamedPlaces {
  readonly x?: string;
  readonly y?: string;
  readonly wkt?: string;
}

/** A row of a table as text; `values` where the format knows what its cells are. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly values?: readonly (FieldValue | null)[];
  /** "row 2 (line 3)": the second row of data, in the third line of the file. */
  readonly where: string;
}

/** Rows between two breaths. */
const ROWS_PER_BREATH = 2000;

/** A table as a layer: columns that hold positions or well-known text are found by themselves, all others become fields. */
export async function layerOfTable(
  file: string,
  name: string,
  table: { readonly header: readonly string[]; readonly rows: readonly TableRow[]; readonly usable: readonly TableRow[] },
  named: NamedPlaces,
  problems: ProblemList,
  job: JobContext,
): Promise<SourceLayer> {
  const { header, rows, usable } = table;
  const columns = columnNames(header, problems);
  if (rows.length > 0 && header.every((cell) => cell.trim() === '' || !Number.isNaN(parseNumber(cell)))) {
    problems.add(
      'file',
      'import/no-header',
      'line 1',
      'The first line has numbers instead of the names of columns.',
      'Put a line with the names of the columns above it.',
    );
  }
  const place = placeColumns(
    columns,
    usable.map((row) => row.cells),
    named,
    file,
  );
  if (place === null) {
    problems.add(
      'file',
      'import/no-coordinates',
      '',
      `None of the columns (${columns.join(', ')}) is known to hold positions.`,
      'Name them with --map lon=COLUMN --map lat=COLUMN, or --map wkt=COLUMN.',
    );
  }
  if (place?.kind === 'pair' && !place.isSaid)
    problems.add(
      'warning',
      'import/order',
      columns[place.column] ?? '',
      'Its pairs of numbers were read as latitude and longitude, in this order. Look at the map whether they lie right.',
    );
  const taken = new Set(place === null ? [] : place.kind === 'xy' ? [place.x, place.y] : [place.column]);
  const hasCommas = usable.some(({ cells }) => cells.some(hasDecimalComma));
  const values: (ReturnType<typeof columnValues> | null)[] = [];
  for (const column of columns.keys()) {
    await breathe(job);
    const isTyped = taken.has(column) || usable[0]?.values !== undefined;
    values.push(
      isTyped
        ? null
        : columnValues(
            usable.map((row) => row.cells[column] ?? ''),
            hasCommas,
          ),
    );
  }
  const features: SourceFeature[] = [];
  for (const [index, row] of usable.entries()) {
    if (index % ROWS_PER_BREATH === 0) await breathe(job);
    const fields: [string, FieldValue][] = [];
    columns.forEach((column, at) => {
      const value = taken.has(at) ? null : row.values === undefined ? values[at]?.[index] : row.values[at];
      if (value !== undefined && value !== null) fields.push([column, value]);
    });
    features.push(...featureOf(row, place, Object.fromEntries(fields), problems));
  }
  return {
    name,
    crs: place?.kind === 'pair' || (place?.kind === 'xy' && place.areDegrees) ? 'EPSG:4326' : null,
    unstated: 'guess',
    total: rows.length,
    features,
    problems: problems.list(),
    places: { columns, ...namesOf(place, columns) },
  };
}

/** The columns of positions by their names. */
function namesOf(place: PlaceColumns | null, columns: readonly string[]): NamedPlaces {
  const named = (name: keyof NamedPlaces, at: number): NamedPlaces => {
    const column = columns[at];
    return column === undefined ? {} : { [name]: column };
  };
  if (place === null) return {};
  if (place.kind === 'xy') return { ...named('x', place.x), ...named('y', place.y) };
  // A column of positions as text, of either kind: there are no two to choose.
  return named('wkt', place.column);
}

/** Names that are there twice get a number, nameless columns their position. */
function columnNames(header: readonly string[], problems: ProblemList): string[] {
  const taken = new Set<string>();
  return header.map((title, index) => {
    const base = title === '' ? `column ${index + 1}` : title;
    let candidate = base;
    for (let n = 2; taken.has(candidate); n++) candidate = `${base}_${n}`;
    if (candidate !== base)
      problems.add(
        'warning',
        'import/duplicate-column',
        `column ${index + 1}`,
        `There are several columns "${base}"; this one is read as "${candidate}".`,
      );
    taken.add(candidate);
    return candidate;
  });
}

function featureOf(
  row: TableRow,
  place: PlaceColumns | null,
  fields: Record<string, FieldValue>,
  problems: ProblemList,
): SourceFeature[] {
  const feature = { id: null, where: row.where, fields };
  if (place === null) return [{ ...feature, geometry: null }];
  if (place.kind === 'wkt') return wktFeatures(row, row.cells[place.column] ?? '', feature, problems);
  if (place.kind === 'pair') return pairFeatures(row, place, feature, problems);
  const [xText = '', yText = ''] = [row.cells[place.x], row.cells[place.y]];
  if (xText.trim() === '' || yText.trim() === '') {
    problems.add('row', 'import/no-position', row.where, 'The row has no position.', undefined, fields);
    return [{ ...feature, geometry: null }];
  }
  const [x, y] = [parseCoordinate(xText, 'x'), parseCoordinate(yText, 'y')];
  if (Number.isNaN(x) || Number.isNaN(y)) {
    problems.add('row', 'import/coordinates', row.where, `"${xText}", "${yText}" is not a position.`, undefined, fields);
    return [];
  }
  return [pointAt(x, y, feature, problems)];
}

function pointAt(x: number, y: number, feature: Omit<SourceFeature, 'geometry'>, problems: ProblemList): SourceFeature {
  if (x === 0 && y === 0)
    problems.add('warning', 'import/null-island', feature.where, 'The position is 0, 0: probably it was missing.');
  return { ...feature, geometry: { type: 'Point', coordinates: [x, y] } };
}

function pairFeatures(
  row: TableRow,
  place: PlaceColumns & { readonly kind: 'pair' },
  feature: Omit<SourceFeature, 'geometry'>,
  problems: ProblemList,
): SourceFeature[] {
  const text = row.cells[place.column] ?? '';
  if (text.trim() === '') {
    problems.add('row', 'import/no-position', row.where, 'The row has no position.', undefined, feature.fields);
    return [{ ...feature, geometry: null }];
  }
  const pair = pairIn(text);
  if (pair === null) {
    problems.add('row', 'import/coordinates', row.where, `"${text.slice(0, 60)}" is not a position.`, undefined, feature.fields);
    return [];
  }
  const [lat, lng] = place.isLatitudeFirst ? pair : [pair[1], pair[0]];
  return [pointAt(lng, lat, feature, problems)];
}

/** A cell with the JSON of a GeoJSON geometry; degrees by that format's rule. */
function jsonShape(text: string): ReturnType<typeof parseWkt> {
  try {
    const geometry: unknown = JSON.parse(text);
    return isJsonObject(geometry) && typeof geometry['type'] === 'string'
      ? { geometry: { ...geometry, type: geometry['type'] }, crs: 'EPSG:4326' }
      : null;
  } catch {
    return null; // the caller says that it is no shape
  }
}

function wktFeatures(
  row: TableRow,
  text: string,
  feature: Omit<SourceFeature, 'geometry'>,
  problems: ProblemList,
): SourceFeature[] {
  if (text.trim() === '') return [{ ...feature, geometry: null }];
  const parsed = text.trimStart().startsWith('{') ? jsonShape(text) : parseWkt(text);
  if (parsed === null) {
    problems.add(
      'row',
      'import/wkt',
      row.where,
      `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}" is not well-known text.`,
    );
    return [];
  }
  let bad = false;
  let height = false;
  const geometries = checkGeometry(
    parsed.geometry,
    (severity, code, message) => {
      bad ||= severity === 'row';
      problems.add(severity, code, row.where, message);
    },
    () => (height = true),
  );
  if (bad) return [];
  if (height) problems.add('note', 'import/height', row.where, 'Heights in the positions were left out.');
  const crs = parsed.crs === null ? {} : { crs: parsed.crs };
  return geometries.length === 0
    ? [{ ...feature, geometry: null }]
    : geometries.map((geometry) => ({ ...feature, geometry, ...crs }));
}
