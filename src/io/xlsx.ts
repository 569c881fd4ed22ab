import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import { placeColumns } from './csv-places.ts';
import { ProblemList, type SourceLayer } from './source-layer.ts';
import { layerOfTable, type NamedPlaces, type TableRow } from './table-layer.ts';
import { BookParts, CellStyles, Relations, SharedTexts, SheetRows, type CellMeaning, type SheetRow } from './xlsx-parts.ts';
import { readXml, type XmlListener } from './xml.ts';
import { readZip } from './zip.ts';

/** In how many rows the titles of the columns are looked for. */
const TITLE_ROWS = 20;

/**
 * Reads the tables of a workbook (ECMA-376, SpreadsheetML), one layer for each sheet with something in it. Cells are what the
 * workbook says they are; dates become text; of formulas the value counts that was stored with them.
 * @throws AppError import/damaged, import/no-sheets, file/…
 */
export async function readXlsx(
  name: string,
  bytes: Uint8Array,
  named: NamedPlaces | undefined,
  job: JobContext,
): Promise<SourceLayer[]> {
  const parts = await readZip(name, bytes, job);
  const listen = async <T extends XmlListener>(path: string, listener: T): Promise<T> => {
    const part = parts.get(path);
    if (part !== undefined && part.length > 0) await readXml(`${name}, ${path}`, part, new ProblemList(), listener, job);
    return listener;
  };
  const { targets: roots } = await listen('_rels/.rels', new Relations());
  const bookPath = [...roots.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target.replace(/^\//, '') ?? '';
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1);
  const { targets } = await listen(`${folder}_rels/${bookPath.slice(folder.length)}.rels`, new Relations());
  const book = await listen(bookPath, new BookParts());
  const pathOf = (type: string): string =>
    pathIn(folder, [...targets.values()].find((relation) => relation.type.endsWith(`/${type}`))?.target ?? '');
  const { texts } = await listen(pathOf('sharedStrings'), new SharedTexts());
  const meaning: CellMeaning = { texts, styles: await listen(pathOf('styles'), new CellStyles()), is1904: book.is1904 };
  const layers: SourceLayer[] = [];
  for (const { name: title, part } of book.sheets) {
    const { type = '', target = '' } = targets.get(part) ?? {};
    if (!type.endsWith('/worksheet')) continue; // a sheet that is a chart
    if (!parts.has(pathIn(folder, target))) throw noSheets(name, `The sheet "${title}" is not in the file.`);
    const problems = new ProblemList();
    const sheet = await listen(pathIn(folder, target), new SheetRows(meaning, problems));
    if (sheet.rows.length > 0) layers.push(await layerOfSheet(name, title, sheet, named, problems, job));
  }
  if (layers.length > 0) return layers;
  throw noSheets(name, 'The workbook has no sheet with anything in it.');
}

function pathIn(folder: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : folder + target;
}

function layerOfSheet(
  file: string,
  title: string,
  { rows, merged }: SheetRows,
  named: NamedPlaces | undefined,
  problems: ProblemList,
  job: JobContext,
): Promise<SourceLayer> {
  const first = titleRow(rows, file);
  const header = textsOf(rows[first]?.cells ?? []);
  const above = rows.slice(0, first);
  if (above.length > 0)
    problems.add('note', 'import/lines-above', '', `${above.length} lines above the titles of the columns were left out.`);
  const body = rows.slice(first + 1).map(({ number, cells }): TableRow => {
    const values = Array.from({ length: Math.max(cells.length, header.length) }, (_, column) => cells[column] ?? null);
    return { cells: textsOf(values), values, where: `row ${number}` };
  });
  for (const { values = [], where } of body) {
    if (values.slice(header.length).some((value) => value !== null))
      problems.add('warning', 'import/row-width', where, 'Cells beyond the last title of a column were left out.');
  }
  const titles = rows[first]?.number ?? 0;
  for (const { area, lastRow } of merged)
    if (lastRow > titles)
      problems.add(
        'warning',
        'import/merged-cells',
        area,
        'These cells are one: only the first row has its value, the others have none.',
      );
  return layerOfTable(file, title, { header, rows: body, usable: body }, named ?? {}, problems, job);
}

/** The first row whose titles tell where positions are; the first row of all where none does. */
function titleRow(rows: readonly SheetRow[], file: string): number {
  const found = rows.slice(0, TITLE_ROWS).findIndex(({ cells }, index) => {
    const next = rows.slice(index + 1, index + 2).map((row) => textsOf(row.cells));
    return placeColumns(textsOf(cells), next, {}, file) !== null;
  });
  return Math.max(0, found);
}

function textsOf(cells: SheetRow['cells']): string[] {
  return Array.from(cells, (cell) => (cell === null || cell === undefined ? '' : String(cell).trim()));
}

function noSheets(where: string, what: string): AppError {
  return new AppError('import/no-sheets', {
    what,
    where,
    remedy: 'Open it in a spreadsheet program and save it again, or save the sheet as CSV.',
  });
}
