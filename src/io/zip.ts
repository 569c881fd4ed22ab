import { deflateSync, Inflate, zipSync, type Zippable } from 'fflate';
import { AppError } from '../base/app-error.ts';
import { compareText } from '../base/compare.ts';

/** What an archive may hold before it is refused: a bomb ends here, whatever its headers say. */
const MOST_ENTRIES = 2_000;
const MOST_BYTES = 2 ** 30;
const MOST_RATIO = 200;
/** Small entries may be as regular as they like: a page of zeros is no bomb. */
const RATIO_COUNTS_FROM_BYTES = 2 ** 20;
/** What compresses better than this is stored as it is when we write, so that our own flat rasters stay far from the limit. */
const STORE_FROM_RATIO = 100;

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
}

/**
 * Unpacks an archive whole, in order of its directory; folders are left out and names are texts, never paths. Sizes and
 * checksums must agree. @throws AppError import/damaged, import/zip-limit, import/encrypted
 */
export async function readZip(name: string, archive: Uint8Array): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (const entry of directoryOf(name, archive)) {
    if (entry.name.endsWith('/')) continue;
    if (files.has(entry.name)) throw damaged(name, `"${entry.name}" stands in it twice.`);
    const bytes = unpack(name, archive, entry, MOST_BYTES - total);
    total += bytes.length;
    files.set(entry.name, bytes);
  }
  return files;
}

/** The names in an archive, nothing unpacked; null where it has no readable directory. */
export function zipNames(archive: Uint8Array): string[] | null {
  try {
    return directoryOf('', archive).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Packs files into an archive, sorted by name, with a fixed time: same files, same bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const packed: Zippable = {};
  const mtime = new Date(1980, 0, 1); // its local fields are what is written: the same in every time zone
  for (const name of [...files.keys()].sort(compareText)) {
    const bytes = files.get(name) ?? new Uint8Array();
    const flat =
      bytes.length >= RATIO_COUNTS_FROM_BYTES && bytes.length > STORE_FROM_RATIO * deflateSync(bytes, { level: 1 }).length;
    packed[name] = [bytes, { level: flat ? 0 : 6, mtime }];
  }
  return zipSync(packed);
}

function directoryOf(name: string, archive: Uint8Array): Entry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOfDirectory(name, view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw limit(name, 'It is a zip64 archive.');
  if (count > MOST_ENTRIES) throw limit(name, `It holds ${count} files, more than ${MOST_ENTRIES}.`);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL_HEADER) throw damaged(name, 'Its directory is broken.');
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged(name, 'Its directory is cut.');
    entries.push({
      name: new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameBytes)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

function endOfDirectory(name: string, view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw damaged(name, 'It has no directory: it is cut, or not a zip archive.');
}

function unpack(name: string, archive: Uint8Array, entry: Entry, mostBytes: number): Uint8Array {
  if ((entry.flags & 1) !== 0) {
    throw new AppError('import/encrypted', {
      what: 'The archive is locked with a password.',
      where: name,
      remedy: 'Unpack it and give the files themselves.',
    });
  }
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (entry.headerAt + 30 > archive.length || view.getUint32(entry.headerAt, true) !== LOCAL_HEADER)
    throw damaged(name, `"${entry.name}" is not where the directory says.`);
  const start = entry.headerAt + 30 + view.getUint16(entry.headerAt + 26, true) + view.getUint16(entry.headerAt + 28, true);
  const packed = archive.subarray(start, start + entry.packedBytes);
  if (packed.length !== entry.packedBytes) throw damaged(name, `"${entry.name}" is cut.`);
  if (entry.method !== 0 && entry.method !== 8)
    throw limit(name, `"${entry.name}" is packed in an unusual way (method ${entry.method}).`);
  const bytes = entry.method === 0 ? packed.slice() : inflate(name, entry, packed, mostBytes);
  if (bytes.length > mostBytes) throw limit(name, 'It holds more than 1 GiB.');
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc)
    throw damaged(name, `"${entry.name}" does not have the size and checksum that it should have.`);
  return bytes;
}

/** Inflates in small steps and counts what comes out, so that a bomb is stopped long before memory is. */
function inflate(name: string, entry: Entry, packed: Uint8Array, mostBytes: number): Uint8Array {
  const most = Math.min(mostBytes, Math.max(RATIO_COUNTS_FROM_BYTES, packed.length * MOST_RATIO));
  if (entry.bytes > most) throw tooLarge(name, entry);
  const out = new Uint8Array(entry.bytes);
  let length = 0;
  const inflater = new Inflate((chunk) => {
    if (length + chunk.length > most) throw tooLarge(name, entry);
    if (length + chunk.length > out.length) throw damaged(name, `"${entry.name}" is larger than its directory says.`);
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    const STEP = 1 << 16;
    for (let at = 0; at < packed.length; at += STEP) inflater.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw damaged(name, `"${entry.name}" cannot be unpacked.`, error);
  }
  return out.subarray(0, length);
}

function tooLarge(name: string, entry: Entry): AppError {
  return limit(name, `"${entry.name}" unpacks to far more than it should: ${entry.bytes} bytes from ${entry.packedBytes}.`);
}

function damaged(name: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: `The archive is damaged. ${what}`, where: name, remedy: 'Fetch or make the file again.' },
    cause,
  );
}

function limit(name: string, what: string): AppError {
  return new AppError('import/zip-limit', {
    what: `The archive is refused. ${what}`,
    where: name,
    remedy: 'Unpack it and give the files themselves.',
  });
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
