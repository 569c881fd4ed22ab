import Papa from 'papaparse';
import { AppError } from '../base/app-error.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { columnValues } from './csv-columns.ts';
import { placeColumns, type PlaceColumns } from './csv-places.ts';
import { checkGeometry } from './geometry-check.ts';
import { parseCoordinate, parseNumber } from './number-text.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { decodeText } from './text-encoding.ts';
import { parseWkt } from './wkt.ts';

/** Columns that the user names as coordinates or WKT. */
export interface NamedPlaces {
  readonly x?: string;
  readonly y?: string;
  readonly wkt?: string;
}

interface Row {
  readonly cells: readonly string[];
  /** "row 2 (line 3)": the second row of data, in the third line of the file. */
  readonly where: string;
}

/**
 * Reads delimited text with a header row: separator, decimal comma, coordinate columns or a WKT column are found by
 * themselves. Rows of another width than the header, rows without a usable position and cut files are reported.
 * @throws AppError import/not-csv, import/empty-file, import/damaged
 */
export function readCsv(name: string, bytes: Uint8Array, named: NamedPlaces = {}): SourceLayer {
  const problems = new ProblemList();
  const text = decodeText(name, bytes, problems);
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    throw new AppError('import/not-csv', {
      what: 'The file is a web page or XML, not a table.',
      where: name,
      remedy: 'Export it again as CSV, or choose another file.',
    });
  }
  const { header, rows } = readRows(name, text, problems);
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
  const usable = rowsOfWidth(header, rows, problems);
  const place = placeColumns(
    columns,
    usable.map((row) => row.cells),
    named,
    name,
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
  const taken = new Set(place === null ? [] : place.kind === 'wkt' ? [place.column] : [place.x, place.y]);
  const values = columns.map((_, column) =>
    taken.has(column) ? null : columnValues(usable.map((row) => row.cells[column] ?? '')),
  );
  const features = usable.flatMap((row, index) => {
    const fields: [string, FieldValue][] = [];
    columns.forEach((column, at) => {
      const value = values[at]?.[index];
      if (value !== undefined && value !== null) fields.push([column, value]);
    });
    return featureOf(row, place, Object.fromEntries(fields), problems);
  });
  return {
    name: name.replace(/\.[^.]*$/, ''),
    crs: place?.kind === 'xy' && place.areDegrees ? 'EPSG:4326' : null,
    unstated: 'guess',
    total: rows.length,
    features,
    problems: problems.list(),
  };
}

function readRows(name: string, text: string, problems: ProblemList): { header: readonly string[]; rows: Row[] } {
  const parsed = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
    delimiter: name.endsWith('.tsv') ? '\t' : '',
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  if (parsed.errors.some((error) => error.code === 'MissingQuotes')) {
    throw new AppError('import/damaged', {
      what: 'The table ends inside a quoted cell: it is cut, or a quotation mark is missing.',
      where: name,
      remedy: 'Export it again.',
    });
  }
  const [header = [], ...body] = parsed.data;
  let line = 1 + breaksIn(header);
  const rows: Row[] = [];
  for (const cells of body) {
    line++;
    if (cells.length > 1 || cells[0]?.trim()) rows.push({ cells, where: `row ${rows.length + 1} (line ${line})` });
    line += breaksIn(cells);
  }
  const last = rows.at(-1);
  if (last !== undefined && !/[\r\n]$/.test(text)) {
    if (last.cells.length < header.length && rows.slice(0, -1).some((row) => row.cells.length >= header.length)) {
      throw new AppError('import/damaged', {
        what: `The table is cut: its last line has ${last.cells.length} cells instead of ${header.length}.`,
        where: `${name}, ${last.where}`,
        remedy: 'Fetch or export it again.',
      });
    }
    problems.add(
      'note',
      'import/no-last-break',
      last.where,
      'The last line has no line break after it. If the file was cut, its last cell may be too short.',
    );
  }
  return { header: header.map((cell) => cell.trim()), rows };
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
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

function rowsOfWidth(header: readonly string[], rows: readonly Row[], problems: ProblemList): Row[] {
  const width = header.length;
  const fits = (row: Row): boolean =>
    row.cells.length === width || (row.cells.length > width && row.cells.slice(width).every((cell) => cell.trim() === ''));
  const good = rows.filter(fits);
  if (rows.length > 0 && good.length * 2 < rows.length) {
    const usual = rows[0]?.cells.length ?? 0;
    const odd =
      width > usual
        ? ` The header's cell ${usual + 1} is "${header[usual] ?? ''}"; cell ${usual} is "${header[usual - 1] ?? ''}": has a line break been lost?`
        : '';
    problems.add(
      'file',
      'import/row-width',
      'line 1',
      `The header has ${width} cells, but ${rows.length - good.length} of ${rows.length} rows have another number (the first ${usual}).${odd}`,
      'Mend the header line, or export the table again.',
    );
    return good;
  }
  for (const row of rows)
    if (!fits(row))
      problems.add('row', 'import/row-width', row.where, `The row has ${row.cells.length} cells, the header ${width}.`);
  return good;
}

function featureOf(
  row: Row,
  place: PlaceColumns | null,
  fields: Record<string, FieldValue>,
  problems: ProblemList,
): SourceFeature[] {
  const feature = { id: null, where: row.where, fields };
  if (place === null) return [{ ...feature, geometry: null }];
  if (place.kind === 'wkt') return wktFeatures(row, row.cells[place.column] ?? '', feature, problems);
  const [xText = '', yText = ''] = [row.cells[place.x], row.cells[place.y]];
  if (xText.trim() === '' || yText.trim() === '') {
    problems.add('row', 'import/no-position', row.where, 'The row has no position.');
    return [{ ...feature, geometry: null }];
  }
  const [x, y] = [parseCoordinate(xText, 'x'), parseCoordinate(yText, 'y')];
  if (Number.isNaN(x) || Number.isNaN(y)) {
    problems.add('row', 'import/coordinates', row.where, `"${xText}", "${yText}" is not a position.`);
    return [];
  }
  if (x === 0 && y === 0)
    problems.add('warning', 'import/null-island', row.where, 'The position is 0, 0: probably it was missing.');
  return [{ ...feature, geometry: { type: 'Point', coordinates: [x, y] } }];
}

function wktFeatures(row: Row, text: string, feature: Omit<SourceFeature, 'geometry'>, problems: ProblemList): SourceFeature[] {
  if (text.trim() === '') return [{ ...feature, geometry: null }];
  const parsed = parseWkt(text);
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
