/** The values of Parquet's pages: levels, dictionaries and the encodings that ordinary writers use. */

/** Types of values by their number in the format. */
export const PARQUET_TYPES = ['boolean', 'int32', 'int64', 'int96', 'float', 'double', 'bytes', 'fixed'] as const;
export type ParquetType = (typeof PARQUET_TYPES)[number];
export type ParquetValue = boolean | number | bigint | Uint8Array;

const FIXED_BYTES: Readonly<Record<ParquetType, number>> = {
  boolean: 0,
  int32: 4,
  int64: 8,
  int96: 12,
  float: 4,
  double: 8,
  bytes: 0,
  fixed: 0,
};

/** Values one after the other as they are. @throws RangeError where they do not fit */
export function readPlain(bytes: Uint8Array, type: ParquetType, count: number, fixedBytes: number): ParquetValue[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = type === 'fixed' ? fixedBytes : FIXED_BYTES[type];
  const least = type === 'bytes' ? 4 : type === 'boolean' ? 1 / 8 : width;
  if (count * least > bytes.length) throw new RangeError(`${count} values do not fit`);
  let at = 0;
  return Array.from({ length: count }, (_, i) => {
    const start = at;
    at += width;
    switch (type) {
      case 'boolean':
        return (((bytes[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
      case 'int32':
        return view.getInt32(start, true);
      case 'int64':
        return view.getBigInt64(start, true);
      case 'float':
        return view.getFloat32(start, true);
      case 'double':
        return view.getFloat64(start, true);
      case 'bytes': {
        const length = view.getUint32(start, true);
        at = start + 4 + length;
        if (at > bytes.length) throw new RangeError('a text does not fit');
        return bytes.subarray(start + 4, at);
      }
      default:
        return bytes.subarray(start, at);
    }
  });
}

/**
 * Small numbers as runs and packed bits (the format's "RLE/bit-packing hybrid").
 * @returns as many as are wanted, and where they end @throws RangeError where there are fewer
 */
export function readRuns(bytes: Uint8Array, start: number, width: number, count: number): { values: Uint32Array; end: number } {
  if (width > 32) throw new RangeError(`numbers of ${width} bits`);
  const values = new Uint32Array(count);
  let [at, seen] = [start, 0];
  while (seen < count) {
    const head = readVarint(bytes, at);
    at = head.end;
    if ((head.value & 1) === 0) {
      let value = 0;
      for (let byte = 0; byte < Math.ceil(width / 8); byte++) value += byteAt(bytes, at++) * 2 ** (8 * byte);
      const run = Math.min(Math.floor(head.value / 2), count - seen);
      if (run === 0) throw new RangeError('an empty run');
      values.fill(value, seen, seen + run);
      seen += run;
    } else {
      const groups = Math.floor(head.value / 2);
      const packed = bytes.subarray(at, at + groups * width);
      const run = Math.min(groups * 8, count - seen);
      if (run === 0 || packed.length * 8 < run * width) throw new RangeError('packed numbers do not fit');
      for (let i = 0; i < run; i++) values[seen + i] = bitsAt(packed, i * width, width);
      seen += run;
      at += groups * width;
    }
  }
  return { values, end: at };
}

function bitsAt(bytes: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let bit = 0; bit < width;) {
    const at = from + bit;
    const take = Math.min(width - bit, 8 - (at & 7));
    value += (((bytes[at >> 3] ?? 0) >> (at & 7)) & (2 ** take - 1)) * 2 ** bit;
    bit += take;
  }
  return value;
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = byteAt(bytes, start + i);
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, end: start + i + 1 };
  }
  throw new RangeError('a number without end');
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError('the page ends too early');
  return byte;
}
