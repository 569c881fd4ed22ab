import type { FieldValue } from '../plan/feature-table.ts';

/** A column of a table of attributes. */
interface DbfField {
  readonly name: string;
  readonly kind: string;
  /** Where its cells begin in a record, and end. */
  readonly from: number;
  readonly to: number;
}

/** The bytes of the file, and all whole words of the memory that they lie in. */
interface Table {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

/** The bytes of a cell without what fills it up, and its value. Neighbours often say the same. */
interface Cell {
  from: number;
  to: number;
  value: FieldValue | null;
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
  const table = { bytes: dbf, words: new Int32Array(dbf.buffer, 0, dbf.buffer.byteLength >> 2) };
  const last = fields.map((): Cell => ({ from: 0, to: 0, value: null }));
  for (let row = 0; row < count; row += BLOCK) {
    const [start, end] = [first + row * size, first + Math.min(count, row + BLOCK) * size];
    const block = dbf.subarray(start, end);
    // Most tables are plain letters throughout: a byte is a letter, and one step decodes many records.
    const text = isPlain(block) ? plain.decode(block) : null;
    const cellText = (from: number, to: number): string =>
      trimmed(text === null ? decoder.decode(dbf.subarray(from, to)) : text.slice(from - start, to - start));
    for (let at = start; at < end; at += size) yield recordOf(fields, table, at, last, cellText);
  }
}

function isPlain(bytes: Uint8Array): boolean {
  // Four bytes at a time, and counted: an iterator over hundreds of megabytes takes ten times as long.
  const skew = -bytes.byteOffset & 3;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + skew, Math.max(0, bytes.length - skew) >> 2);
  let all = 0;
  for (let at = 0; at < words.length; at++) all |= words[at] ?? 0;
  let rest = 0;
  for (let at = 0; at < Math.min(skew, bytes.length); at++) rest |= bytes[at] ?? 0;
  for (let at = skew + 4 * words.length; at < bytes.length; at++) rest |= bytes[at] ?? 0;
  return (all & 0x80808080) === 0 && rest < 128;
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

function recordOf(
  fields: readonly DbfField[],
  table: Table,
  at: number,
  last: readonly Cell[],
  cellText: (from: number, to: number) => string,
): Record<string, FieldValue> {
  const record: Record<string, FieldValue> = {};
  const { bytes: dbf } = table;
  for (let i = 0; i < fields.length; i++) {
    const [field, before] = [fields[i], last[i]];
    if (field === undefined || before === undefined) continue;
    // Most cells are empty or filled up: nothing is made of that.
    let from = at + field.from;
    const to = filledEnd(table, from, Math.min(at + field.to, dbf.length));
    if (to <= from) continue;
    while (isFilling(dbf[from] ?? 0)) from++;
    if (!areSame(dbf, from, to, before)) Object.assign(before, { from, to, value: valueOf(field.kind, cellText(from, to)) });
    const { value } = before;
    if (value === null) continue;
    if (field.name === '__proto__')
      Object.defineProperty(record, field.name, { value, enumerable: true, configurable: true, writable: true });
    else record[field.name] = value;
  }
  return record;
}

const FOUR_SPACES = 0x20202020;

/** Where a cell ends without the spaces and zero bytes behind it; most of a table is spaces, so that they are looked at four at a time. */
function filledEnd({ bytes, words }: Table, from: number, end: number): number {
  const { byteOffset } = bytes;
  let to = end;
  while (to > from && isFilling(bytes[to - 1] ?? 0)) {
    to--;
    if (((byteOffset + to) & 3) === 0) while (to - 4 >= from && words[((byteOffset + to) >> 2) - 1] === FOUR_SPACES) to -= 4;
  }
  return to;
}

const isFilling = (byte: number): boolean => byte === 32 || byte === 0;

function areSame(bytes: Uint8Array, from: number, to: number, other: Cell): boolean {
  if (to - from !== other.to - other.from) return false;
  for (let at = from, there = other.from; at < to; at++, there++) if (bytes[at] !== bytes[there]) return false;
  return true;
}

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
