import type { ParquetColumn } from './parquet.ts';
import type { ParquetValue } from './parquet-page.ts';

/** What a value stands for: text, number, truth value or whole number of any size. */
type Meaning = (value: ParquetValue) => string | number | boolean | bigint;

/** Converted types by their number in the format. */
const CONVERTED = { utf8: 0, enum: 4, decimal: 5, date: 6, timestampMs: 9, timestampUs: 10, uint8: 11, uint64: 14, json: 19 };
/** Fields of the newer union of logical types. */
const LOGICAL = { text: 1, enum: 4, decimal: 5, date: 6, timestamp: 8, integer: 10, json: 12, uuid: 14 };

/** How values of a column are to be understood; null for binary data and times of day. */
export function parquetMeaning({ type, converted, logical, scale }: ParquetColumn): Meaning | null {
  const has = (field: number): boolean => logical?.has(field) ?? false;
  const is = (number: number): boolean => converted === number;
  if (has(LOGICAL.decimal) || is(CONVERTED.decimal))
    return type === 'fixed' || type === 'bytes' ? null : (value) => Number(value) / 10 ** scale;
  if (type === 'boolean') return (value) => value === true;
  if (type === 'bytes') {
    const isText =
      [LOGICAL.text, LOGICAL.enum, LOGICAL.json].some(has) || [CONVERTED.utf8, CONVERTED.enum, CONVERTED.json].some(is);
    return isText ? textOf : null;
  }
  if (type === 'fixed') return has(LOGICAL.uuid) ? uuidOf : null;
  if (type === 'float') return (value) => shortest(Number(value));
  if (type === 'double') return Number;
  if (type === 'int96') return null;
  if (has(LOGICAL.date) || is(CONVERTED.date))
    return (value) => timeOf(Number(value) * 86_400_000)?.slice(0, 10) ?? String(value);
  const perMs = timestampsPerMs(logical, converted);
  if (perMs !== null) return (value) => timeOf(Number(value) / perMs) ?? String(value);
  if (converted !== null && converted >= CONVERTED.uint8 && converted <= CONVERTED.uint64)
    return (value) => (typeof value === 'bigint' ? BigInt.asUintN(64, value) : Number(value) >>> 0);
  return (value) => (typeof value === 'bigint' ? value : Number(value));
}

/** Units of a timestamp in a millisecond, null where it is none. */
function timestampsPerMs(logical: ParquetColumn['logical'], converted: number | null): number | null {
  if (converted === CONVERTED.timestampMs) return 1;
  if (converted === CONVERTED.timestampUs) return 1000;
  const timestamp = logical?.get(LOGICAL.timestamp);
  const unit = timestamp instanceof Map ? timestamp.get(2) : undefined;
  if (!(unit instanceof Map)) return null;
  return unit.has(1) ? 1 : unit.has(2) ? 1000 : 1_000_000;
}

function textOf(value: ParquetValue): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

function uuidOf(value: ParquetValue): string {
  const hex = Array.from(value instanceof Uint8Array ? value : [], (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function timeOf(milliseconds: number): string | null {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** A number of single precision with the few digits that tell it apart: 0.1 and not 0.10000000149. */
function shortest(value: number): number {
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : value;
}
