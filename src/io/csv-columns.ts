import type { FieldValue } from '../plan/feature-table.ts';
import { isAmbiguous, parseNumber } from './number-text.ts';

/**
 * The cells of a column as values: numbers where every cell is one that loses nothing as a number (no leading zeros, at most 15
 * digits, or just those that the number is written with), true and false, days as ISO 8601 writes them, else texts. Empty cells are missing (null).
 * @param hasCommas whether the table is known to write decimals behind a comma: else a column with `12,345` stays text
 */
export function columnValues(cells: readonly string[], hasCommas: boolean): (FieldValue | null)[] {
  const trimmed = cells.map((cell) => cell.trim());
  const filled = trimmed.filter((cell) => cell !== '');
  const isUnclear = !hasCommas && filled.some(isAmbiguous);
  if (filled.length > 0 && !isUnclear && filled.every(isSafeNumber))
    return trimmed.map((cell) => (cell === '' ? null : parseNumber(cell)));
  if (filled.length > 0 && filled.every((cell) => /^(true|false)$/i.test(cell)))
    return trimmed.map((cell) => (cell === '' ? null : /^true$/i.test(cell)));
  // GDAL writes days with strokes in text, and only there.
  if (filled.length > 0 && filled.every((cell) => /^\d{4}\/\d{2}\/\d{2}$/.test(cell)))
    return trimmed.map((cell) => (cell === '' ? null : cell.replaceAll('/', '-')));
  return cells.map((cell) => (cell.trim() === '' ? null : withoutGuard(cell)));
}

/** 02139 is a postal code and 12345678901234567 a key: as numbers they would be other ones. 0.30000000000000004 is the number itself. */
function isSafeNumber(cell: string): boolean {
  if (/^\+|^-?0\d/.test(cell) || !Number.isFinite(parseNumber(cell))) return false;
  if (cell.replace(/e.*$/i, '').replace(/\D/g, '').length <= 15) return true;
  return String(Number(cell)) === cell && (/[.e]/i.test(cell) || Number.isSafeInteger(Number(cell)));
}

/** Takes away the apostrophe that tables of ours put before texts that spreadsheets would run. */
export function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
