import { GdbBytes } from './gdb-bytes.ts';
import { damagedTable, type GdbField, type GdbTable } from './gdb-table.ts';
import { serialDate } from './xlsx-dates.ts';

/** A row: values by field, the bytes of its shape apart. */
export interface GdbRow {
  readonly id: number;
  readonly values: readonly (readonly [name: string, value: unknown])[];
  readonly shape: GdbBytes | null;
}

/** The row at a place of a table. @throws AppError import/damaged */
export function gdbRow({ fields, isUtf8, bytes }: GdbTable, id: number, at: number, where: string): GdbRow {
  try {
    const head = new GdbBytes(bytes, at);
    const length = head.uint32();
    const from = head.skip(length);
    const row = new GdbBytes(bytes, from, from + length);
    const nulls = row.bytes(Math.ceil(fields.filter(({ canBeNull }) => canBeNull).length / 8));
    const values: [string, unknown][] = [];
    let shape: GdbBytes | null = null;
    let bit = 0;
    for (const field of fields) {
      if (field.kind === 'oid') continue;
      const isNull = field.canBeNull && (((nulls[bit >> 3] ?? 0) >> (bit & 7)) & 1) !== 0;
      if (field.canBeNull) bit++;
      if (isNull) continue;
      if (field.kind === 'geometry') {
        const size = row.varUint();
        const begin = row.skip(size);
        shape = new GdbBytes(bytes, begin, begin + size);
      } else values.push([field.name, valueOf(row, field, isUtf8)]);
    }
    return { id, values, shape };
  } catch (error) {
    if (error instanceof RangeError) throw damagedTable(where, `row ${id} cannot be read`, error);
    throw error;
  }
}

/** A value; undefined for what is not kept (binary data). */
function valueOf(row: GdbBytes, { kind }: GdbField, isUtf8: boolean): unknown {
  switch (kind) {
    case 'int16':
      return row.int16();
    case 'int32':
      return row.int32();
    case 'int64':
      return row.int64();
    case 'float32':
      return Number(row.float32().toPrecision(7));
    case 'float64':
      return row.float64();
    case 'date':
    case 'day':
      return serialDate(row.float64(), false);
    case 'time':
      return serialDate(row.float64() % 1, false);
    case 'zoned-date': {
      const date = serialDate(row.float64(), false);
      row.skip(2);
      return date;
    }
    case 'uuid':
      return uuidOf(row.bytes(16));
    case 'text':
    case 'xml':
      return new TextDecoder(isUtf8 || kind === 'xml' ? 'utf-8' : 'utf-16le').decode(row.bytes(row.varUint()));
    default:
      row.skip(row.varUint());
      return undefined;
  }
}

function uuidOf(bytes: Uint8Array): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = order.map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0').toUpperCase()).join('');
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}}`;
}
