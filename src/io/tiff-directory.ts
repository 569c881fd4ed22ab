/**
 * The first directory of a TIFF file: what the image is and where its blocks lie. Every count and offset is checked
 * against the file's size before anything is taken from it (TIFF 6.0, BigTIFF).
 */
import { AppError } from '../base/app-error.ts';

/** A TIFF file's tags, by number; texts and numbers as they are written. */
export interface TiffDirectory {
  readonly littleEndian: boolean;
  /** The numbers of a tag, empty where the file has no such tag. */
  numbers(tag: number): readonly number[];
  /** The first number of a tag. */
  number(tag: number, fallback: number): number;
  /** A text without its closing NUL, or null. */
  text(tag: number): string | null;
}

/** Bytes per value by field type; 0 where there is no such type. */
export const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** Block offsets of a raster of 2^28 cells in blocks of 16 × 16 are as many as this. */
const MAX_VALUES = 2 ** 21;
const MAX_TAGS = 1000;

interface Field {
  readonly type: number;
  readonly count: number;
  readonly at: number;
}

/** True where the bytes begin as a TIFF file does. */
export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (
    (a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0) ||
    (a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43))
  );
}

/** An error for a file that is not what it says. */
export function damagedRaster(name: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'file/damaged',
    { what: `The raster file is damaged or cut short: ${detail}.`, where: name, remedy: 'Fetch or make the file again.' },
    cause,
  );
}

/** Reads the first directory. @throws AppError file/damaged */
export function readTiffDirectory(name: string, bytes: Uint8Array): TiffDirectory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  const fields = readFields(name, view, littleEndian);
  const numbersOf = (tag: number): number[] => {
    const field = fields.get(tag);
    if (field === undefined || field.type === 2) return [];
    if (field.count > MAX_VALUES) throw damagedRaster(name, `tag ${tag} states ${field.count} values`);
    return Array.from({ length: field.count }, (_, i) => numberOfField(view, field, i, littleEndian));
  };
  const kept = new Map<number, readonly number[]>();
  const numbers = (tag: number): readonly number[] => {
    const found = kept.get(tag) ?? numbersOf(tag);
    kept.set(tag, found);
    return found;
  };
  return {
    littleEndian,
    numbers,
    number: (tag, fallback) => numbers(tag)[0] ?? fallback,
    text: (tag) => {
      const field = fields.get(tag);
      if (field?.type !== 2) return null;
      return new TextDecoder().decode(bytes.subarray(field.at, field.at + field.count)).replace(/\0[^]*$/, '');
    },
  };
}

function readFields(name: string, view: DataView, littleEndian: boolean): Map<number, Field> {
  const size = view.byteLength;
  const u16 = (at: number): number => view.getUint16(at, littleEndian);
  const u32 = (at: number): number => view.getUint32(at, littleEndian);
  const big = size >= 16 && u16(2) === 43;
  // An offset beyond 2^53 is beyond any file as well.
  const offset = (at: number): number => (big ? Number(view.getBigUint64(at, littleEndian)) : u32(at));
  const width = big ? 8 : 4;
  const head = size >= (big ? 16 : 8) ? offset(big ? 8 : 4) : size;
  if (head + (big ? 8 : 2) > size) throw damagedRaster(name, 'its directory lies beyond its end');
  const count = big ? offset(head) : u16(head);
  const first = head + (big ? 8 : 2);
  const step = big ? 20 : 12;
  if (count > MAX_TAGS || first + count * step > size) throw damagedRaster(name, 'its directory lies beyond its end');
  const fields = new Map<number, Field>();
  for (let i = 0; i < count; i++) {
    const at = first + i * step;
    const [tag, type, values] = [u16(at), u16(at + 2), offset(at + 4)];
    const bytes = (TYPE_BYTES[type] ?? 0) * values;
    if (bytes === 0) continue;
    const valuesAt = bytes <= width ? at + 4 + width : offset(at + 4 + width);
    if (valuesAt + bytes > size) throw damagedRaster(name, `the values of tag ${tag} lie beyond its end`);
    if (!fields.has(tag)) fields.set(tag, { type, count: values, at: valuesAt });
  }
  return fields;
}

/** One of a tag's numbers, of whichever type it is. @param field its type, and where its values begin in the view */
export function numberOfField(
  view: DataView,
  { type, at }: Pick<Field, 'type' | 'at'>,
  index: number,
  littleEndian: boolean,
): number {
  const from = at + index * (TYPE_BYTES[type] ?? 0);
  switch (type) {
    case 3:
      return view.getUint16(from, littleEndian);
    case 4:
    case 13:
      return view.getUint32(from, littleEndian);
    case 5:
      return view.getUint32(from, littleEndian) / view.getUint32(from + 4, littleEndian);
    case 6:
      return view.getInt8(from);
    case 8:
      return view.getInt16(from, littleEndian);
    case 9:
      return view.getInt32(from, littleEndian);
    case 10:
      return view.getInt32(from, littleEndian) / view.getInt32(from + 4, littleEndian);
    case 11:
      return view.getFloat32(from, littleEndian);
    case 12:
      return view.getFloat64(from, littleEndian);
    case 16:
    case 18:
      return Number(view.getBigUint64(from, littleEndian));
    case 17:
      return Number(view.getBigInt64(from, littleEndian));
    default:
      return view.getUint8(from);
  }
}
