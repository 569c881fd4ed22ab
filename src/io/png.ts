/** PNG pictures, in and out. The only file that knows fast-png. */
import { decode, encode, type DecodedPng } from 'fast-png';
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

/** Unpacks a picture whose size was found to be reasonable. @throws AppError file/damaged */
export function readPng(name: string, bytes: Uint8Array): Picture {
  let picture: DecodedPng;
  try {
    picture = decode(bytes, { checkCrc: true });
  } catch (error) {
    throw damagedRaster(name, 'the picture cannot be unpacked', error);
  }
  const { width, height, channels, data } = picture;
  if (data.length < width * height * channels) throw damagedRaster(name, 'the picture has fewer cells than it states');
  return { width, height, channels, data };
}

/** Packs a picture of 8 bits a channel. */
export function writePng(picture: { width: number; height: number; data: Uint8Array; channels: 1 | 2 | 3 | 4 }): Uint8Array {
  return encode(picture);
}
