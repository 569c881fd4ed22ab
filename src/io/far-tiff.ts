/** The directories of a TIFF file that is read in pieces, and a smaller TIFF file of some of its blocks, which are copied as they are packed. */
import type { ByteSource } from './byte-source.ts';
import { damagedRaster, numberOfField, TYPE_BYTES, type TiffDirectory } from './tiff-directory.ts';

/** A tag as it stands in the file: its values in the file's own byte order. */
interface RawTag {
  readonly type: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

export type RawDirectory = ReadonlyMap<number, RawTag>;

/** The images of a file: the raster itself, then its smaller copies, masks and the like. */
export interface FarTiff {
  readonly littleEndian: boolean;
  readonly directories: readonly RawDirectory[];
}

const MOST_DIRECTORIES = 32;
const MOST_TAGS = 1000;
/** The lists of blocks of a raster of a million blocks. */
const MOST_TAG_BYTES = 2 ** 24;

/** Reads all directories. @throws AppError file/damaged */
export async function readFarTiff(source: ByteSource): Promise<FarTiff> {
  if (source.size < 8) throw damagedRaster(source.name, 'it does not begin as a TIFF file');
  const head = viewOf(await source.read(0, Math.min(16, source.size)));
  const littleEndian = head.getUint8(0) === 0x49;
  const version = head.getUint16(2, littleEndian);
  const isBig = version === 43;
  if ((version !== 42 && !isBig) || (isBig && head.byteLength < 16)) throw damagedRaster(source.name, 'it does not begin as a TIFF file'); // prettier-ignore
  const form = { littleEndian, isBig };
  const directories: RawDirectory[] = [];
  const seen = new Set<number>();
  for (let at = offsetAt(head, isBig ? 8 : 4, form); at !== 0 && directories.length < MOST_DIRECTORIES;) {
    if (seen.has(at)) throw damagedRaster(source.name, 'its directories run in circles');
    seen.add(at);
    const { tags, next } = await readDirectory(source, at, form);
    directories.push(tags);
    at = next;
  }
  return { littleEndian, directories };
}

interface Form {
  readonly littleEndian: boolean;
  readonly isBig: boolean;
}

async function readDirectory(source: ByteSource, at: number, form: Form): Promise<{ tags: RawDirectory; next: number }> {
  const { littleEndian, isBig } = form;
  const [countBytes, entryBytes, inside] = isBig ? [8, 20, 8] : [2, 12, 4];
  const counted = viewOf(await source.read(at, countBytes));
  const count = isBig ? offsetAt(counted, 0, form) : counted.getUint16(0, littleEndian);
  if (count > MOST_TAGS) throw damagedRaster(source.name, `a directory states ${count} tags`);
  const entries = viewOf(await source.read(at + countBytes, count * entryBytes + inside));
  const tags = new Map<number, RawTag>();
  for (let i = 0; i < count; i++) {
    const entry = i * entryBytes;
    const [tag, type] = [entries.getUint16(entry, littleEndian), entries.getUint16(entry + 2, littleEndian)];
    const values = offsetAt(entries, entry + 4, form);
    const bytes = (TYPE_BYTES[type] ?? 0) * values;
    if (bytes === 0 || tags.has(tag)) continue;
    if (bytes > MOST_TAG_BYTES) throw damagedRaster(source.name, `tag ${tag} states ${values} values`);
    const valuesAt = entry + 4 + inside;
    const content =
      bytes <= inside
        ? new Uint8Array(entries.buffer, entries.byteOffset + valuesAt, bytes)
        : await source.read(offsetAt(entries, valuesAt, form), bytes);
    tags.set(tag, { type, count: values, bytes: content });
  }
  return { tags, next: offsetAt(entries, count * entryBytes, form) };
}

function offsetAt(view: DataView, at: number, { littleEndian, isBig }: Form): number {
  return isBig ? Number(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A directory as the readers of whole files take it. */
export function directoryOf(tags: RawDirectory, littleEndian: boolean): TiffDirectory {
  const numbers = (tag: number): readonly number[] => {
    const found = tags.get(tag);
    if (found === undefined || found.type === 2) return [];
    const view = viewOf(found.bytes);
    return Array.from({ length: found.count }, (_, i) => numberOfField(view, { type: found.type, at: 0 }, i, littleEndian));
  };
  return {
    littleEndian,
    numbers,
    number: (tag, fallback) => numbers(tag)[0] ?? fallback,
    text: (tag) => {
      const found = tags.get(tag);
      return found?.type === 2 ? new TextDecoder().decode(found.bytes).replace(/\0[^]*$/, '') : null;
    },
  };
}

/** A block of cells, packed; empty where the file has none. */
export type PackedBlock = Uint8Array;

const [LONG, DOUBLE] = [4, 12];

/** Numbers as a tag. */
export function tagOf(kind: 'long' | 'double', values: readonly number[], littleEndian: boolean): RawTag {
  const size = kind === 'long' ? 4 : 8;
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, i) => {
    if (kind === 'long') view.setUint32(4 * i, value, littleEndian);
    else view.setFloat64(8 * i, value, littleEndian);
  });
  return { type: kind === 'long' ? LONG : DOUBLE, count: values.length, bytes: new Uint8Array(view.buffer) };
}

/** A TIFF file of one image: its tags but those of its blocks, and these. In the byte order of the file that it is cut from. */
export function writeFarTiff(
  tags: RawDirectory,
  tiled: boolean,
  blocks: readonly PackedBlock[],
  littleEndian: boolean,
): Uint8Array {
  const dataAt = 8;
  let end = dataAt;
  const offsets = blocks.map(({ length }) => {
    const at = end;
    end += length + (length % 2);
    return length === 0 ? 0 : at;
  });
  const all = new Map(tags);
  all.set(tiled ? 324 : 273, tagOf('long', offsets, littleEndian));
  all.set(tiled ? 325 : 279, tagOf('long', blocks.map(({ length }) => length), littleEndian)); // prettier-ignore
  const sorted = [...all].sort(([a], [b]) => a - b);
  const directoryAt = end;
  let outside = directoryAt + 2 + 12 * sorted.length + 4;
  const total = sorted.reduce((sum, [, { bytes }]) => sum + (bytes.length > 4 ? bytes.length + (bytes.length % 2) : 0), outside);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  out.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, directoryAt, littleEndian);
  blocks.forEach((block, i) => {
    out.set(block, offsets[i]);
  });
  view.setUint16(directoryAt, sorted.length, littleEndian);
  sorted.forEach(([tag, { type, count, bytes }], i) => {
    const at = directoryAt + 2 + 12 * i;
    view.setUint16(at, tag, littleEndian);
    view.setUint16(at + 2, type, littleEndian);
    view.setUint32(at + 4, count, littleEndian);
    if (bytes.length <= 4) {
      out.set(bytes, at + 8);
      return;
    }
    view.setUint32(at + 8, outside, littleEndian);
    out.set(bytes, outside);
    outside += bytes.length + (bytes.length % 2);
  });
  return out;
}
