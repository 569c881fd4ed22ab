/**
 * Lossless WebP pictures ("WebP Lossless Bitstream Specification", 2012, RFC 9649 section 3), in which tiles of heights are packed: every bit of a colour is
 * part of a height. Lossy ones are refused by name: no height survives them.
 */
import type { Picture } from './png.ts';

const SIGNATURE = 0x2f;
const MOST_SIDE = 16384;
const [GREEN, RED, BLUE, ALPHA, DISTANCE] = [0, 1, 2, 3, 4];
const LENGTH_CODES = 24;
const LITERALS = 256;
const CODE_LENGTH_ORDER = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/** Column and row to the left and above, of the 120 short distances (section 3.6.2.2). */
const NEAR: readonly (readonly [number, number])[] = [
  [0, 1], [1, 0], [1, 1], [-1, 1], [0, 2], [2, 0], [1, 2], [-1, 2], [2, 1], [-2, 1], [2, 2], [-2, 2], [0, 3], [3, 0], [1, 3], [-1, 3],
  [3, 1], [-3, 1], [2, 3], [-2, 3], [3, 2], [-3, 2], [0, 4], [4, 0], [1, 4], [-1, 4], [4, 1], [-4, 1], [3, 3], [-3, 3], [2, 4], [-2, 4],
  [4, 2], [-4, 2], [0, 5], [3, 4], [-3, 4], [4, 3], [-4, 3], [5, 0], [1, 5], [-1, 5], [5, 1], [-5, 1], [2, 5], [-2, 5], [5, 2], [-5, 2],
  [4, 4], [-4, 4], [3, 5], [-3, 5], [5, 3], [-5, 3], [0, 6], [6, 0], [1, 6], [-1, 6], [6, 1], [-6, 1], [2, 6], [-2, 6], [6, 2], [-6, 2],
  [4, 5], [-4, 5], [5, 4], [-5, 4], [3, 6], [-3, 6], [6, 3], [-6, 3], [0, 7], [7, 0], [1, 7], [-1, 7], [5, 5], [-5, 5], [7, 1], [-7, 1],
  [4, 6], [-4, 6], [6, 4], [-6, 4], [2, 7], [-2, 7], [7, 2], [-7, 2], [3, 7], [-3, 7], [7, 3], [-7, 3], [5, 6], [-5, 6], [6, 5], [-6, 5],
  [8, 0], [4, 7], [-4, 7], [7, 4], [-7, 4], [8, 1], [8, 2], [6, 6], [-6, 6], [8, 3], [5, 7], [-5, 7], [7, 5], [-7, 5], [8, 4], [6, 7],
  [-6, 7], [7, 6], [-7, 6], [8, 5], [7, 7], [-7, 7], [8, 6], [8, 7],
]; // prettier-ignore

/** True where the bytes begin as a WebP picture. */
export function isWebp(bytes: Uint8Array): boolean {
  return fourLetters(bytes, 0) === 'RIFF' && fourLetters(bytes, 8) === 'WEBP';
}

/** Of a picture that is packed with losses. */
export class LossyPicture extends RangeError {}

/** Unpacks a lossless picture: four channels, red first. @throws LossyPicture, RangeError where it is broken or larger than a tile can be */
export function readLosslessWebp(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const [kind, length] = [fourLetters(bytes, at), view.getUint32(at + 4, true)];
    if (kind === 'VP8 ') throw new LossyPicture('it is packed with losses, which heights do not survive');
    if (kind === 'VP8L') {
      if (at + 8 + length > bytes.length) throw new RangeError('the picture is cut short');
      return readStream(bytes.subarray(at + 8, at + 8 + length));
    }
    at += 8 + length + (length % 2);
  }
  throw new RangeError('there is no picture in it');
}

function fourLetters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Bits, the lowest of a byte first. Beyond the end they are noughts, up to a limit. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(count: number): number {
    while (this.#count < count) {
      if (this.#at >= this.#bytes.length + 8) throw new RangeError('the picture is cut short');
      this.#held |= (this.#bytes[this.#at++] ?? 0) << this.#count;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }
}

/** A prefix code by canonical order: how many codes there are of each length, and the symbols in order. */
interface PrefixCode {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /** The one symbol, which takes no bit; −1 where there are several. */
  readonly only: number;
}

function prefixCode(lengths: Uint8Array): PrefixCode {
  const counts = new Uint16Array(16);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const used = counts.reduce((sum, count) => sum + count, 0);
  const next = new Uint16Array(17);
  let left = 1;
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - (counts[length] ?? 0);
    next[length + 1] = (next[length] ?? 0) + (counts[length] ?? 0);
  }
  if (used === 0 || (used > 1 && left !== 0)) throw new RangeError('a code of the picture is broken');
  const symbols = new Uint16Array(used);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    symbols[next[length] ?? 0] = symbol;
    next[length] = (next[length] ?? 0) + 1;
  });
  return { counts, symbols, only: used === 1 ? (symbols[0] ?? 0) : -1 };
}

function readSymbol(bits: Bits, { counts, symbols, only }: PrefixCode): number {
  if (only >= 0) return only;
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length <= 15; length++) {
    code |= bits.read(1);
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first] ?? 0;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new RangeError('a code of the picture is broken');
}

function readCode(bits: Bits, size: number): PrefixCode {
  const lengths = new Uint8Array(size);
  if (bits.read(1) === 1) {
    const isTwo = bits.read(1) === 1;
    const symbols = [bits.read(bits.read(1) === 1 ? 8 : 1), ...(isTwo ? [bits.read(8)] : [])];
    for (const symbol of symbols) {
      if (symbol >= size) throw new RangeError('a code of the picture is broken');
      lengths[symbol] = 1;
    }
    return prefixCode(lengths);
  }
  const lengthLengths = new Uint8Array(19);
  const count = 4 + bits.read(4);
  for (let i = 0; i < count; i++) lengthLengths[CODE_LENGTH_ORDER[i] ?? 0] = bits.read(3);
  const lengthCode = prefixCode(lengthLengths);
  let most = bits.read(1) === 1 ? 2 + bits.read(2 + 2 * bits.read(3)) : size;
  if (most > size) throw new RangeError('a code of the picture is broken');
  let before = 8;
  for (let symbol = 0; symbol < size && most-- > 0;) {
    const length = readSymbol(bits, lengthCode);
    if (length < 16) {
      lengths[symbol++] = length;
      if (length !== 0) before = length;
      continue;
    }
    const repeat = length === 16 ? 3 + bits.read(2) : length === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
    if (symbol + repeat > size) throw new RangeError('a code of the picture is broken');
    lengths.fill(length === 16 ? before : 0, symbol, symbol + repeat);
    symbol += repeat;
  }
  return prefixCode(lengths);
}

interface Transform {
  readonly kind: number;
  /** Exponent of the side of a block, or of how many cells share a byte. */
  readonly bits: number;
  readonly width: number;
  readonly data: Uint32Array;
}

const blocks = (size: number, bits: number): number => (size + (1 << bits) - 1) >> bits;

function readStream(bytes: Uint8Array): Picture {
  const bits = new Bits(bytes);
  if (bits.read(8) !== SIGNATURE) throw new RangeError('it does not begin as a lossless picture');
  const [width, height] = [bits.read(14) + 1, bits.read(14) + 1];
  bits.read(4); // whether alpha is used, and the version
  if (width > MOST_SIDE || height > MOST_SIDE || width * height > 2 ** 24) throw new RangeError('the picture is too large');
  const transforms: Transform[] = [];
  let inner = width;
  while (bits.read(1) === 1) {
    const kind = bits.read(2);
    if (transforms.some((one) => one.kind === kind)) throw new RangeError('a step of the picture is there twice');
    if (kind === 0 || kind === 1) {
      const size = bits.read(3) + 2;
      transforms.push({
        kind,
        bits: size,
        width: inner,
        data: readImage(bits, blocks(inner, size), blocks(height, size), false),
      });
    } else if (kind === 2) transforms.push({ kind, bits: 0, width: inner, data: new Uint32Array() });
    else {
      const colors = bits.read(8) + 1;
      const data = readImage(bits, colors, 1, false);
      for (let i = 1; i < colors; i++) data[i] = added(data[i] ?? 0, data[i - 1] ?? 0);
      const packed = colors <= 2 ? 3 : colors <= 4 ? 2 : colors <= 16 ? 1 : 0;
      transforms.push({ kind, bits: packed, width: inner, data });
      inner = blocks(inner, packed);
    }
  }
  let pixels = readImage(bits, inner, height, true);
  for (const transform of transforms.reverse()) pixels = undone(transform, pixels, height);
  const data = new Uint8Array(4 * width * height);
  pixels.forEach((argb, i) => data.set([(argb >>> 16) & 255, (argb >>> 8) & 255, argb & 255, argb >>> 24], 4 * i));
  return { width, height, channels: 4, data };
}

/** Cells as alpha, red, green, blue in one number each, in the order of rows. @param isMain only the picture itself has codes that change from place to place */
function readImage(bits: Bits, width: number, height: number, isMain: boolean): Uint32Array {
  const cacheBits = bits.read(1) === 1 ? bits.read(4) : 0;
  if (cacheBits > 11) throw new RangeError('the memory of colours is too large');
  let [groupBits, groups] = [0, new Uint32Array()];
  if (isMain && bits.read(1) === 1) {
    groupBits = bits.read(3) + 2;
    groups = readImage(bits, blocks(width, groupBits), blocks(height, groupBits), false).map((argb) => (argb >>> 8) & 0xffff);
  }
  const count = groups.reduce((most, group) => Math.max(most, group + 1), 1);
  const cacheSize = cacheBits === 0 ? 0 : 1 << cacheBits;
  const sizes = [LITERALS + LENGTH_CODES + cacheSize, LITERALS, LITERALS, LITERALS, 40];
  const codes = Array.from({ length: count }, () => sizes.map((size) => readCode(bits, size)));
  const pixels = new Uint32Array(width * height);
  const cache = new Uint32Array(cacheSize);
  let cached = 0;
  const across = blocks(width, groupBits);
  for (let at = 0; at < pixels.length;) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const group = codes[groups.length === 0 ? 0 : (groups[(y >> groupBits) * across + (x >> groupBits)] ?? 0)] ?? [];
    const symbolOf = (which: number): number => {
      const code = group[which];
      if (code === undefined) throw new RangeError('a code of the picture is missing');
      return readSymbol(bits, code);
    };
    const green = symbolOf(GREEN);
    if (green < LITERALS) {
      const red = symbolOf(RED);
      const blue = symbolOf(BLUE);
      pixels[at++] = ((symbolOf(ALPHA) << 24) | (red << 16) | (green << 8) | blue) >>> 0;
    } else if (green < LITERALS + LENGTH_CODES) {
      const length = runOf(bits, green - LITERALS);
      const back = distanceOf(runOf(bits, symbolOf(DISTANCE)), width);
      if (back > at || at + length > pixels.length) throw new RangeError('the picture repeats what it does not have');
      for (let i = 0; i < length; i++, at++) pixels[at] = pixels[at - back] ?? 0;
    } else {
      for (; cached < at; cached++) remember(cache, cacheBits, pixels[cached] ?? 0);
      pixels[at++] = cache[green - LITERALS - LENGTH_CODES] ?? 0;
    }
  }
  return pixels;
}

function remember(cache: Uint32Array, bits: number, argb: number): void {
  cache[Math.imul(0x1e35a7bd, argb) >>> (32 - bits)] = argb;
}

/** A length or distance: the first four as they are, further ones with bits behind. */
function runOf(bits: Bits, symbol: number): number {
  if (symbol < 4) return symbol + 1;
  const extra = (symbol - 2) >> 1;
  return ((2 + (symbol & 1)) << extra) + bits.read(extra) + 1;
}

function distanceOf(code: number, width: number): number {
  const near = NEAR[code - 1];
  return near === undefined ? code - NEAR.length : Math.max(1, near[0] + near[1] * width);
}

/** Two colours added channel by channel. */
function added(a: number, b: number): number {
  return ((((a & 0xff00ff00) >>> 0) + ((b & 0xff00ff00) >>> 0)) & 0xff00ff00 | ((a & 0x00ff00ff) + (b & 0x00ff00ff)) & 0x00ff00ff) >>> 0; // prettier-ignore
}

function undone(transform: Transform, pixels: Uint32Array, height: number): Uint32Array {
  switch (transform.kind) {
    case 0:
      return predicted(transform, pixels, height);
    case 1:
      return recoloured(transform, pixels, height);
    case 2:
      return pixels.map((argb) => {
        const green = (argb >>> 8) & 255;
        return ((argb & 0xff00ff00) | (((argb & 0x00ff00ff) + ((green << 16) | green)) & 0x00ff00ff)) >>> 0;
      });
    default:
      return indexed(transform, pixels, height);
  }
}

function indexed({ bits, width, data }: Transform, pixels: Uint32Array, height: number): Uint32Array {
  const out = new Uint32Array(width * height);
  const across = blocks(width, bits);
  const each = 8 >> bits;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const packed = ((pixels[y * across + (x >> bits)] ?? 0) >>> 8) & 255;
      out[y * width + x] = data[(packed >> ((x & ((1 << bits) - 1)) * each)) & ((1 << each) - 1)] ?? 0;
    }
  }
  return out;
}

function recoloured({ bits, width, data }: Transform, pixels: Uint32Array, height: number): Uint32Array {
  const across = blocks(width, bits);
  const signed = (value: number): number => (value << 24) >> 24;
  const delta = (factor: number, color: number): number => (signed(factor) * signed(color)) >> 5;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const [argb, element] = [pixels[at] ?? 0, data[(y >> bits) * across + (x >> bits)] ?? 0];
      const green = (argb >>> 8) & 255;
      const red = (((argb >>> 16) & 255) + delta(element & 255, green)) & 255;
      const blue = ((argb & 255) + delta((element >>> 8) & 255, green) + delta((element >>> 16) & 255, red)) & 255;
      pixels[at] = ((argb & 0xff00ff00) | (red << 16) | blue) >>> 0;
    }
  }
  return pixels;
}

function predicted({ bits, width, data }: Transform, pixels: Uint32Array, height: number): Uint32Array {
  const across = blocks(width, bits);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const mode = ((data[(y >> bits) * across + (x >> bits)] ?? 0) >>> 8) & 15;
      const [left, top] = [pixels[at - 1] ?? 0, pixels[at - width] ?? 0];
      const guess =
        y === 0
          ? x === 0
            ? 0xff000000
            : left
          : x === 0
            ? top
            : predictionOf(mode, left, top, pixels[at - width - 1] ?? 0, pixels[at - width + 1] ?? 0);
      pixels[at] = added(pixels[at] ?? 0, guess);
    }
  }
  return pixels;
}

const channels = [24, 16, 8, 0];
const each = (of: (shift: number) => number): number =>
  channels.reduce((argb, shift) => argb | ((of(shift) & 255) << shift), 0) >>> 0;
const half = (a: number, b: number): number => each((shift) => (((a >>> shift) & 255) + ((b >>> shift) & 255)) >> 1);
const clamped = (value: number): number => Math.max(0, Math.min(255, value));

/** One of the fourteen guesses from the neighbours to the left, above, and above to the left and right (section 3.5.1). */
function predictionOf(mode: number, left: number, top: number, topLeft: number, topRight: number): number {
  switch (mode) {
    case 1: return left;
    case 2: return top;
    case 3: return topRight;
    case 4: return topLeft;
    case 5: return half(half(left, topRight), top);
    case 6: return half(left, topLeft);
    case 7: return half(left, top);
    case 8: return half(topLeft, top);
    case 9: return half(top, topRight);
    case 10: return half(half(left, topLeft), half(top, topRight));
    case 11: return selected(left, top, topLeft);
    case 12: return each((s) => clamped(((left >>> s) & 255) + ((top >>> s) & 255) - ((topLeft >>> s) & 255)));
    case 13: {
      const middle = half(left, top);
      // Halves are cut towards nought.
      return each((s) => clamped(((middle >>> s) & 255) + Math.trunc((((middle >>> s) & 255) - ((topLeft >>> s) & 255)) / 2)));
    }
    default: return 0xff000000;
  }
} // prettier-ignore

/** The one of left and above that lies nearer to their sum less the corner between them. */
function selected(left: number, top: number, topLeft: number): number {
  let [toLeft, toTop] = [0, 0];
  for (const shift of channels) {
    const [l, t, c] = [(left >>> shift) & 255, (top >>> shift) & 255, (topLeft >>> shift) & 255];
    toLeft += Math.abs(t - c);
    toTop += Math.abs(l - c);
  }
  return toLeft < toTop ? left : top;
}
