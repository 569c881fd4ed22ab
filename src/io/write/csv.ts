import { textBytes, type Encoding } from './text-bytes.ts';
import { neutralised, type Cell, type Table } from './table.ts';

/** Writes a table as CSV by RFC 4180: commas, CRLF, decimal points; texts that spreadsheets would run are neutralised. */
export function writeCsv(table: Pick<Table, 'columns' | 'rows'>, encoding: Encoding = 'utf-8'): Uint8Array {
  const lines = [table.columns.map(({ title }) => csvCell(title)), ...table.rows.map((row) => row.map(csvCell))];
  return textBytes(lines.map((cells) => `${cells.join(',')}\r\n`).join(''), encoding);
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = typeof cell === 'string' ? neutralised(cell) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
