/** How pages are packed in Parquet files, as far as ordinary writers do it. */
import { readGzip } from './zip.ts';
import { zstdUnpacker } from './zstd.ts';

/** Unpacks a page of a known length. @throws Error where it is broken */
export type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/** How to unpack what a codec (by its number in the format) packs; null where it cannot be read. */
export async function unpackerOf(codec: number): Promise<Unpack | null> {
  switch (codec) {
    case 0:
      return (packed) => packed;
    case 1:
      return unpackSnappy;
    case 2:
      return (packed) => readGzip('', packed);
    case 6:
      return zstdUnpacker();
    default:
      return null;
  }
}

/** Snappy's block format: a length, then literals and copies of what came before. @throws RangeError where it is broken */
export function unpackSnappy(packed: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let [at, end] = [0, 0];
  while ((packed[at] ?? 0) >= 128) at++;
  at++; // the length is known
  const number = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += (packed[at++] ?? 0) * 2 ** (8 * i);
    return value;
  };
  while (at < packed.length) {
    const tag = packed[at++] ?? 0;
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const size = 1 + (short < 60 ? short : number(short - 59));
      if (at + size > packed.length || end + size > length) throw new RangeError('a literal does not fit');
      output.set(packed.subarray(at, at + size), end);
      at += size;
      end += size;
    } else {
      const size = (tag & 3) === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
      const distance = (tag & 3) === 1 ? (tag >> 5) * 256 + number(1) : number((tag & 3) === 2 ? 2 : 4);
      if (distance === 0 || distance > end || end + size > length) throw new RangeError('a copy does not fit');
      for (let i = 0; i < size; i++, end++) output[end] = output[end - distance] ?? 0;
    }
  }
  if (end !== length) throw new RangeError(`${end} bytes where ${length} are stated`);
  return output;
}
