// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- every configuration that reads this file needs the types
/// <reference path="./lerc-package.d.ts" />
/** Blocks of cells packed by LERC (version 2), alone or packed again. The only file that knows lerc, loaded when first needed. */
import { inflateZlib } from './zip.ts';
import { zstdUnpacker } from './zstd.ts';

/** What LERC itself is packed with again. */
const [DEFLATE, ZSTD] = [1, 2];
/** LERC may need more bytes than the cells have: a header, a mask and a byte for each small block. */
const HEADER_BYTES = 4096;

/** A block of cells: numbers in this machine's byte order, and which cells have a value (1) where not all have. */
export interface LercBlock {
  readonly cells: Uint8Array;
  readonly mask: Uint8Array | null;
}

/** Unpacks one block that must have so many bytes. @throws Error where it is broken or of another size */
export async function lercUnpacker(
  packedAgain: number,
): Promise<(packed: Uint8Array, cells: number, cellBytes: number) => LercBlock> {
  const [{ default: lerc }, unpackZstd] = await Promise.all([import('lerc'), zstdUnpacker()]);
  const inner = (packed: Uint8Array, most: number): Uint8Array => {
    if (packedAgain === DEFLATE) return inflateZlib(packed, most);
    return packedAgain === ZSTD ? unpackZstd(packed, most) : packed;
  };
  return (packed, cells, cellBytes) => {
    const content = inner(packed, cells * cellBytes * 2 + HEADER_BYTES);
    const { size, count, bytes } = headerOf(content);
    if (count !== cells || bytes !== cellBytes || size > content.length) throw new RangeError('it is of another size');
    const result = lerc.decode(new Uint8Array(content.subarray(0, size)).buffer, { returnPixelInterleavedDims: true });
    const [numbers] = result.pixels;
    if (numbers?.byteLength !== cells * cellBytes) throw new RangeError('it is of another size');
    return { cells: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), mask: result.mask };
  };
}

/** Bytes of a number by LERC's type. */
const TYPE_BYTES = [1, 1, 2, 2, 4, 4, 4, 8];

/** What a block says about itself, looked at before memory is taken for it. */
function headerOf(content: Uint8Array): { size: number; count: number; bytes: number } {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (String.fromCharCode(...content.subarray(0, 6)) !== 'Lerc2 ') throw new RangeError('it is not LERC 2');
  const version = view.getInt32(6, true);
  let at = version >= 3 ? 14 : 10;
  const next = (): number => {
    at += 4;
    return view.getInt32(at - 4, true);
  };
  const [height, width] = [next(), next()];
  const values = version >= 4 ? next() : 1;
  next(); // cells with a value
  next(); // size of its small blocks
  const size = next();
  const type = next();
  return { size, count: height * width, bytes: (TYPE_BYTES[type] ?? 0) * values };
}
