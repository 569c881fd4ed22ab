import type { TypedColumn } from './columns.ts';
import { textBytes, type Encoding } from './text-bytes.ts';

/** The longest text that a column holds, bytes of UTF-8. */
const LONGEST_TEXT = 254;
/** The longest name of a column, bytes. */
export const LONGEST_NAME = 10;
/** Whole numbers that all programs take as such have at most so many digits. */
const WHOLE_WIDTH = 17;
/** Room for any number to its last bit: a sign, 17 digits, a point and an exponent. */
const NUMBER_WIDTH = 24;
const MOST_DECIMALS = 15;

interface DbfColumn {
  readonly name: string;
  readonly kind: 'C' | 'N' | 'L';
  readonly width: number;
  readonly decimals: number;
  readonly cells: readonly Uint8Array[];
  /** What the layer calls it. */
  readonly field: string;
  /** How many texts were too long and have been cut. */
  readonly cut: number;
}

/**
 * Writes columns as a dBASE III table, as shapefiles have it beside them; names must be short already.
 * @returns the bytes, and the columns in which texts were cut to 254 bytes
 */
export function writeDbf(
  columns: readonly TypedColumn[],
  rows: number,
  encoding: Encoding = 'utf-8',
): { bytes: Uint8Array; cut: { name: string; field: string; count: number }[] } {
  const written = columns.map((column) => ({ ...dbfColumn(column, encoding), field: column.field }));
  const headerBytes = 32 + 32 * written.length + 1;
  const recordBytes = 1 + written.reduce((sum, { width }) => sum + width, 0);
  const bytes = new Uint8Array(headerBytes + rows * recordBytes + 1);
  const view = new DataView(bytes.buffer);
  // A fixed date (1980-01-01): the same layer gives the same bytes.
  bytes.set([3, 80, 1, 1]);
  view.setUint32(4, rows, true);
  view.setUint16(8, headerBytes, true);
  view.setUint16(10, recordBytes, true);
  written.forEach(({ name, kind, width, decimals }, index) => {
    const at = 32 + 32 * index;
    bytes.set(textBytes(name, encoding).subarray(0, LONGEST_NAME), at);
    bytes.set([kind.charCodeAt(0), 0, 0, 0, 0, width, decimals], at + 11);
  });
  bytes[headerBytes - 1] = 0x0d;
  bytes.fill(0x20, headerBytes, bytes.length - 1);
  for (let row = 0; row < rows; row++) {
    let at = headerBytes + row * recordBytes + 1;
    for (const { cells, width, kind } of written) {
      const cell = cells[row] ?? new Uint8Array();
      bytes.set(cell, kind === 'N' ? at + width - cell.length : at);
      at += width;
    }
  }
  bytes[bytes.length - 1] = 0x1a;
  return { bytes, cut: written.filter(({ cut }) => cut > 0).map(({ name, field, cut }) => ({ name, field, count: cut })) };
}

function dbfColumn({ name, kind, values }: TypedColumn, encoding: Encoding): Omit<DbfColumn, 'field'> {
  const encoder = new TextEncoder();
  if (kind === 'boolean') {
    const cells = values.map((value) => encoder.encode(value === null ? '?' : value ? 'T' : 'F'));
    return { name, kind: 'L', width: 1, decimals: 0, cells, cut: 0 };
  }
  if (kind === 'text') {
    const whole = values.map((value) => textBytes(value === null ? '' : String(value), encoding));
    const cells = whole.map(encoding === 'utf-8' ? withoutHalfLetter : (text) => text.subarray(0, LONGEST_TEXT));
    const width = cells.reduce((most, { length }) => Math.max(most, length), 1);
    return { name, kind: 'C', width, decimals: 0, cells, cut: whole.filter(({ length }) => length > LONGEST_TEXT).length };
  }
  const texts = values.map((value) => (value === null ? '' : numberText(Number(value))));
  const cells = texts.map((text) => encoder.encode(text));
  const longest = cells.reduce((most, { length }) => Math.max(most, length), 1);
  if (kind === 'integer') return { name, kind: 'N', width: Math.min(longest, WHOLE_WIDTH), decimals: 0, cells, cut: 0 };
  const decimals = texts.reduce((most, text) => Math.max(most, /\.(\d+)$/.exec(text)?.[1]?.length ?? 0), 1);
  return { name, kind: 'N', width: NUMBER_WIDTH, decimals: Math.min(decimals, MOST_DECIMALS), cells, cut: 0 };
}

/** A number to its last bit: plain where it fits, else with an exponent, which always does. */
function numberText(value: number): string {
  const plain = String(value);
  return plain.length <= NUMBER_WIDTH ? plain : value.toExponential();
}

/** The first bytes of a text that a column holds, no letter of which is cut in two. */
function withoutHalfLetter(text: Uint8Array): Uint8Array {
  if (text.length <= LONGEST_TEXT) return text;
  let end = LONGEST_TEXT;
  while (end > 0 && ((text[end] ?? 0) & 0xc0) === 0x80) end--;
  return text.subarray(0, end);
}
