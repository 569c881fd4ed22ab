import type { FieldValue } from '../plan/feature-table.ts';

/** A column of a table of attributes. */
interface DbfField {
  readonly name: string;
  readonly kind: string;
  /** Where its cells begin in a record, and end. */
  readonly from: number;
  readonly to: number;
}

/** Records that are decoded at once. */
const BLOCK = 256;

/**
 * The fields of each record of a dBASE table that was checked, one after the other; empty cells are left out. Cells of kinds other than numbers, days
 * and truth are text. Source: dBASE III and later, table file structure.
 */
export function* dbfRecords(dbf: Uint8Array, encoding: string): Generator<Record<string, FieldValue>> {
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength);
  const [count, first, size] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)];
  const decoder = new TextDecoder(encoding);
  const fields = fieldsOf(dbf.subarray(0, first), decoder);
  const plain = new TextDecoder('windows-1252');
  for (let row = 0; row < count; row += BLOCK) {
    const block = dbf.subarray(first + row * size, first + Math.min(count, row + BLOCK) * size);
    // Most tables are plain letters throughout: a byte is a letter, and one step decodes many records.
    const text = isPlain(block) ? plain.decode(block) : null;
    for (let at = 0; at < block.length; at += size) {
      const cell =
        text === null
          ? ({ from, to }: DbfField): string => trimmed(decoder.decode(block.subarray(at + from, at + to)))
          : ({ from, to }: DbfField): string => trimmedCell(text, at + from, at + to);
      yield recordOf(fields, cell);
    }
  }
}

function isPlain(bytes: Uint8Array): boolean {
  let all = 0;
  // Counted, since an iterator over hundreds of megabytes takes ten times as long.
  for (let at = 0; at < bytes.length; at++) all |= bytes[at] ?? 0;
  return all < 128;
}

function fieldsOf(header: Uint8Array, decoder: TextDecoder): DbfField[] {
  const fields: DbfField[] = [];
  const taken = new Set<string>();
  let from = 1; // the mark of deletion
  for (let at = 32; at + 32 <= header.length && header[at] !== 0x0d; at += 32) {
    const end = header.subarray(at, at + 11).indexOf(0);
    const stated = decoder.decode(header.subarray(at, at + (end < 0 ? 11 : end)));
    let name = stated;
    for (let n = 2; taken.has(name); n++) name = `${stated}_${n}`;
    taken.add(name);
    const to = from + (header[at + 16] ?? 0);
    fields.push({ name, kind: String.fromCharCode(header[at + 11] ?? 0), from, to });
    from = to;
  }
  return fields;
}

function recordOf(fields: readonly DbfField[], cell: (field: DbfField) => string): Record<string, FieldValue> {
  const record: Record<string, FieldValue> = {};
  for (const field of fields) {
    const value = valueOf(field.kind, cell(field));
    if (value === null) continue;
    if (field.name === '__proto__')
      Object.defineProperty(record, field.name, { value, enumerable: true, configurable: true, writable: true });
    else record[field.name] = value;
  }
  return record;
}

/** A cell of a text of plain letters, trimmed; most cells are empty or filled up with spaces, and nothing is made of those. */
function trimmedCell(text: string, from: number, to: number): string {
  let [start, end] = [from, Math.min(to, text.length)];
  while (start < end && isFilling(text.charCodeAt(start))) start++;
  while (end > start && isFilling(text.charCodeAt(end - 1))) end--;
  return start === end ? '' : trimmed(text.slice(start, end));
}

const isFilling = (code: number): boolean => code === 32 || code === 0;

/** Cells are filled up with spaces or zero bytes. */
function trimmed(cell: string): string {
  return (cell.includes('\0') ? cell.replaceAll('\0', '') : cell).trim();
}

function valueOf(kind: string, text: string): FieldValue | null {
  if (text === '') return null;
  switch (kind) {
    case 'B':
    case 'F':
    case 'M':
    case 'N': {
      const value = Number(text);
      return Number.isFinite(value) ? value : null;
    }
    case 'L':
      return /^[yt]$/i.test(text) ? true : /^[nf]$/i.test(text) ? false : null;
    case 'D':
      return dayText(text);
    default:
      return text;
  }
}

/** 20260501 is 2026-05-01; zeros are no day, and what else is no day stays as it is written. */
function dayText(text: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31) return `${year}-${month}-${day}`;
  return /^0+$/.test(text) ? null : text;
}
