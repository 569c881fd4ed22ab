import Papa from 'papaparse';
import { AppError } from '../base/app-error.ts';
import { quietJob, type JobContext } from '../base/job.ts';
import { placeColumns } from './csv-places.ts';
import { ProblemList, type SourceLayer } from './source-layer.ts';
import { layerOfTable, type NamedPlaces, type TableRow } from './table-layer.ts';
import { decodeText } from './text-encoding.ts';

/**
 * Reads delimited text with a header row: separator, decimal comma, coordinate columns or a WKT column are found by
 * themselves. Rows of another width than the header, rows without a usable position and cut files are reported.
 * @throws AppError import/not-csv, import/empty-file, import/damaged
 */
export async function readCsv(
  name: string,
  bytes: Uint8Array,
  named: NamedPlaces = {},
  job: JobContext = quietJob,
): Promise<SourceLayer> {
  const problems = new ProblemList();
  const table = readCsvTable(name, bytes, problems);
  return layerOfTable(name, name.replace(/\.[^.]*$/, ''), table, named, problems, job);
}

/** A table of text: `usable` are the rows of the header's width. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  readonly usable: readonly TableRow[];
}

/** Takes delimited text apart. @throws AppError as readCsv */
export function readCsvTable(name: string, bytes: Uint8Array, problems: ProblemList): CsvTable {
  const text = decodeText(name, bytes, problems);
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    throw new AppError('import/not-csv', {
      what: 'The file is a web page or XML, not a table.',
      where: name,
      remedy: 'Export it again as CSV, or choose another file.',
    });
  }
  const { header, rows } = readRows(name, text, problems);
  return { header, rows, usable: rowsOfWidth(header, rows, problems) };
}

function readRows(name: string, text: string, problems: ProblemList): { header: readonly string[]; rows: TableRow[] } {
  // Spreadsheets say in a line of its own what parts the cells.
  const [said = '', separator] = /^\ufeff?sep=(.)\r?\n/i.exec(text) ?? [];
  const table = text.slice(said.length).replace(/^\ufeff/, '');
  const parsed = Papa.parse<string[]>(table, {
    delimiter: separator ?? (name.endsWith('.tsv') ? '\t' : separatorIn(table)),
  });
  if (parsed.errors.some((error) => error.code === 'MissingQuotes')) {
    throw new AppError('import/damaged', {
      what: 'The table ends inside a quoted cell: it is cut, or a quotation mark is missing.',
      where: name,
      remedy: 'Export it again.',
    });
  }
  const above = linesAbove(parsed.data, name);
  if (above.length > 0)
    problems.add('note', 'import/lines-above', '', `${above.length} lines above the titles of the columns were left out.`);
  const [header = [], ...body] = parsed.data.slice(above.length);
  let line = (said === '' ? 1 : 2) + above.length + above.reduce((sum, cells) => sum + breaksIn(cells), 0) + breaksIn(header);
  const rows: TableRow[] = [];
  for (const cells of body) {
    line++;
    if (cells.length > 1 || cells[0]?.trim()) rows.push({ cells, where: `row ${rows.length + 1} (line ${line})` });
    line += breaksIn(cells);
  }
  for (const { cells, where } of rows) {
    if (cells.some((cell) => holdsRows(cell, parsed.meta.delimiter, header.length)))
      problems.add(
        'warning',
        'import/quoted-rows',
        where,
        'A quoted cell holds what looks like rows of the table: a quotation mark may be missing.',
      );
  }
  if (CONTROLS.test(text)) {
    for (const { cells, where } of rows)
      if (cells.some((cell) => CONTROLS.test(cell)))
        problems.add(
          'warning',
          'import/control-characters',
          where,
          'The row has signs that no text has: it may be damaged there.',
        );
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

/** What parts the cells. The empty line that an ending makes would count as one of a single cell, so it is not looked at. */
function separatorIn(table: string): string {
  const beginning = table.slice(0, 100_000).replace(/[\r\n]+$/, '');
  return Papa.parse(beginning, { delimitersToGuess: [',', ';', '\t', '|'], preview: 10 }).meta.delimiter;
}

/** In how many lines the titles of the columns are looked for. */
const TITLE_LINES = 10;

/**
 * What stands above the titles of the columns: lines of a cell or none, as reports begin with, before the first line whose titles tell where
 * positions are.
 */
function linesAbove(lines: readonly (readonly string[])[], file: string): readonly (readonly string[])[] {
  const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;
  const first = lines.slice(0, TITLE_LINES).findIndex((cells) => filled(cells) > 1);
  const titles = (lines[first] ?? []).map((cell) => cell.trim());
  const isBelow = first > 0 && placeColumns(titles, lines.slice(first + 1, first + 2), {}, file) !== null;
  return isBelow ? lines.slice(0, first) : [];
}

/** Signs below the blank, but for tab and the ends of lines, columns and pages. */
const CONTROLS = /[\0-\x08\x0e-\x1f]/;

/** Whether one of several lines in a cell has as many separators as a row. */
function holdsRows(cell: string, delimiter: string, width: number): boolean {
  const lines = cell.split('\n');
  return width > 2 && lines.length > 1 && lines.some((line) => line.split(delimiter).length >= width);
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

function rowsOfWidth(header: readonly string[], rows: readonly TableRow[], problems: ProblemList): TableRow[] {
  const width = header.length;
  const fits = (row: TableRow): boolean =>
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
  // Separators at the end of most lines are a habit of the program that wrote them; at the end of a few they are left of a row that was there.
  const wider = good.filter(({ cells }) => cells.length > width);
  if (wider.length * 2 < good.length) {
    for (const { cells, where } of wider)
      problems.add(
        'warning',
        'import/row-width',
        where,
        `The row has ${cells.length} cells, the header ${width}; the last are empty. Has a line break been lost?`,
      );
  }
  return good;
}
