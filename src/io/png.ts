/** PNG pictures, in and out. The only file that knows fast-png. */
import { convertIndexedToRgb, decode, encode } from 'fast-png';
import { damagedRaster } from './tiff-directory.ts';

/** A picture row by row: `channels` numbers for each cell. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** True where the bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
}

/** The size that a PNG states, before anything of it is unpacked. @throws AppError file/damaged */
export function pngSize(name: string, bytes: Uint8Array): { width: number; height: number; depth: number; isGrey: boolean } {
  if (bytes.length < 33) throw damagedRaster(name, 'the picture ends in its head');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20), depth: bytes[24] ?? 0, isGrey: bytes[25] === 0 };
}

/** Unpacks a picture whose size was found to be reasonable; colours of a palette are looked up. @throws AppError file/damaged */
export function readPng(name: string, bytes: Uint8Array): Picture {
  let picture: Picture;
  try {
    const decoded = decode(bytes, { checkCrc: true });
    const { palette } = decoded;
    picture =
      palette === undefined ? decoded : { ...decoded, channels: palette[0]?.length ?? 3, data: convertIndexedToRgb(decoded) };
  } catch (error) {
    throw damagedRaster(name, 'the picture cannot be unpacked', error);
  }
  const { width, height, channels, data } = picture;
  if (data.length < width * height * channels) throw damagedRaster(name, 'the picture has fewer cells than it states');
  return { width, height, channels, data };
}

/**
 * Packs a picture of red, green and blue: a byte a point where it has no more colours than a byte can count. Packed in haste, for
 * whoever unpacks it at once.
 */
export function writePng({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }): Uint8Array {
  const counted = withPalette(rgb);
  const content = counted === null ? { data: rgb, channels: 3 } : { ...counted, channels: 1 };
  return encode({ width, height, ...content }, { zlib: { level: 1 } });
}

type Colour = [red: number, green: number, blue: number];

/** The points as places in a list of colours, which goes from dark to light so that neighbours stay neighbours; null: too many. */
function withPalette(rgb: Uint8Array): { data: Uint8Array; palette: Colour[] } | null {
  const colourAt = (at: number): number => ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
  const known = new Set<number>();
  for (let at = 0, last = -1; at < rgb.length; at += 3) {
    const colour = colourAt(at);
    if (colour === last) continue;
    last = colour;
    known.add(colour);
    if (known.size > 256) return null;
  }
  const colours = [...known].sort((a, b) => a - b);
  const places = new Map(colours.map((colour, place) => [colour, place]));
  const data = new Uint8Array(rgb.length / 3);
  for (let point = 0; point < data.length; point++) data[point] = places.get(colourAt(point * 3)) ?? 0;
  return { data, palette: colours.map((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]) };
}
