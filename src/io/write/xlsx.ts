import writeExcelFile, { type Cell as ExcelCell, type Row } from 'write-excel-file/universal';
import { readZip, writeZip } from '../zip.ts';
import { neutralised, type Cell, type Table } from './table.ts';

/** The longest text that a spreadsheet cell holds (Excel's specifications and limits). */
const LONGEST_TEXT = 32_767;

/**
 * Writes tables as the sheets of a workbook: titles bold and always in sight, numbers as numbers, texts that
 * spreadsheets would run neutralised. Same tables, same bytes.
 */
export async function writeXlsx(tables: readonly Table[]): Promise<Uint8Array> {
  const names = sheetNames(tables.map((table) => table.name));
  const sheets = tables.map((table, index) => ({
    sheet: names[index] ?? `Sheet ${index + 1}`,
    data: [
      titleRow(table),
      ...table.rows.map((row) => row.map((cell, column) => excelCell(cell, table.columns[column]?.format))),
    ],
    columns: table.columns.map((column) => ({ width: column.widthChars ?? Math.min(40, Math.max(10, column.title.length + 2)) })),
    stickyRowsCount: 1,
  }));
  const blob = await writeExcelFile(sheets).toBlob();
  // The package stamps each part of the file with the time of day; packed again they carry a fixed one.
  return writeZip(await readZip('workbook.xlsx', new Uint8Array(await blob.arrayBuffer())));
}

function titleRow(table: Table): Row {
  return table.columns.map((column) => ({ value: cellText(column.title), type: String, fontWeight: 'bold' }));
}

function excelCell(cell: Cell, format: string | undefined): ExcelCell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  if (typeof cell === 'string') return { value: cellText(cell), type: String };
  if (!Number.isFinite(cell)) return null;
  return format === undefined ? { value: cell, type: Number } : { value: cell, type: Number, format };
}

function cellText(text: string): string {
  const harmless = neutralised(text);
  return harmless.length > LONGEST_TEXT ? `${harmless.slice(0, LONGEST_TEXT - 1)}…` : harmless;
}

/** Names of sheets hold 31 characters at most, none of []:*?/\, and differ without regard to case. */
function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const clean =
      name
        .replace(/[[\]:*?/\\]/g, ' ')
        .replace(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    let candidate = clean.slice(0, 31);
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${clean.slice(0, 27)} ${n}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}
