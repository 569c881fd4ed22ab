/** Zip containers, in and out. What a container says about itself is checked before and while it is unpacked. */
import { joinedBytes } from '../base/joined-bytes.ts';
import { deflateSync, Gunzip, Unzlib, zlibSync } from 'fflate';
import { AppError } from '../base/app-error.ts';
import { compareText } from '../base/compare.ts';
import { crc32 } from '../base/crc32.ts';
import { breathe, quietJob, type JobContext } from '../base/job.ts';
import { allSteps } from '../base/steps.ts';

/** A container of more entries, or that unpacks to more bytes, is refused. */
const MAX_ENTRIES = 2000;
const MAX_UNPACKED_BYTES = 2 ** 30;
/** Unpacked over packed. A tile of nothing but voids packs to a thousandth, so small contents may pack better. */
const MAX_RATIO = 200;
const RATIO_FREE_BYTES = 32 * 2 ** 20;
/** What deflate can reach at best: more than that is a lie. */
const DEFLATE_LIMIT = 1032;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly headerAt: number;
}

/**
 * Unpacks a zip file: content by name, in the container's order, without folders and Mac resource forks. A name is a label
 * and never a path.
 * @param name the container's own name, for messages
 * @throws AppError file/damaged, file/too-large, file/unsupported
 */
export async function readZip(name: string, bytes: Uint8Array, job: JobContext = quietJob): Promise<Map<string, Uint8Array>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(name, bytes, view);
  checkSizes(name, bytes, entries);
  const files = new Map<string, Uint8Array>();
  let unpacked = 0;
  for (const entry of entries) {
    job.progress('Unpacking', unpacked / Math.max(1, sumOf(entries)));
    if (entry.unpacked > 2 ** 22) await breathe(job);
    job.signal.throwIfAborted();
    const content = await unpack(name, bytes, view, entry, job);
    unpacked += content.length;
    if (entry.name.endsWith('/') || /(^|\/)(__MACOSX\/|\.DS_Store$)/.test(entry.name)) continue;
    if (files.has(entry.name)) throw damaged(name, `"${entry.name}" is in it twice`);
    files.set(entry.name, content);
  }
  return files;
}

/** The names in a zip file, nothing unpacked; null where its list of contents cannot be read. */
export function zipNames(bytes: Uint8Array): string[] | null {
  try {
    return readDirectory('', bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function damaged(name: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'file/damaged',
    { what: `The zip file is damaged: ${detail}.`, where: name, remedy: 'Fetch or make the file again.' },
    cause,
  );
}

/** True where the bytes begin as a zip file does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && (bytes[3] === 4 || bytes[3] === 6);
}

/** The list of contents at the end of the file (APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16). */
function readDirectory(name: string, bytes: Uint8Array, view: DataView): Entry[] {
  const end = endOfDirectory(bytes, view);
  if (end < 0) throw damaged(name, 'its list of contents is missing, as in a file that was cut short');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MAX_ENTRIES || at === 0xffffffff) throw tooLarge(name, `it holds more than ${MAX_ENTRIES} files`);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged(name, 'its list of contents is broken');
    const nameLength = view.getUint16(at + 28, true);
    const flags = view.getUint16(at + 8, true);
    entries.push({
      name: decodeName(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    if ((flags & 1) !== 0) throw unsupported(name, 'is locked with a password');
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOfDirectory(bytes: Uint8Array, view: DataView): number {
  const first = Math.max(0, bytes.length - 22 - 0xffff);
  let last = -1;
  for (let at = bytes.length - 22; at >= first; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    // A comment may hold the same four bytes: it is the end whose comment reaches to the end of the file.
    if (at + 22 + view.getUint16(at + 20, true) === bytes.length) return at;
    if (last < 0) last = at;
  }
  return last;
}

/** UTF-8 where it is UTF-8, else one byte one letter: only endings and names without accents matter to us. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}

function tooLarge(name: string, detail: string): AppError {
  return new AppError('file/too-large', {
    what: `The zip file is refused: ${detail}.`,
    where: name,
    remedy: 'Unpack it yourself and import only the files that are needed.',
  });
}

function unsupported(name: string, detail: string): AppError {
  return new AppError('file/unsupported', {
    what: `The zip file ${detail}.`,
    where: name,
    remedy: 'Make an ordinary zip file of its contents.',
  });
}

function sumOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + entry.unpacked, 0);
}

/** Before a byte is unpacked: the sizes as stated. They are counted again while unpacking. */
function checkSizes(name: string, bytes: Uint8Array, entries: readonly Entry[]): void {
  const unpacked = sumOf(entries);
  if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge(name, 'it unpacks to more than 1 GiB');
  if (unpacked > RATIO_FREE_BYTES && unpacked > bytes.length * MAX_RATIO) {
    throw tooLarge(name, `it unpacks to ${Math.round(unpacked / bytes.length)} times its size, as only a trap does`);
  }
}

async function unpack(name: string, bytes: Uint8Array, view: DataView, entry: Entry, job: JobContext): Promise<Uint8Array> {
  const { headerAt } = entry;
  if (headerAt + 30 > bytes.length || view.getUint32(headerAt, true) !== 0x04034b50)
    throw damaged(name, `"${entry.name}" has no header`);
  const from = headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
  if (from + entry.packed > bytes.length) throw damaged(name, `"${entry.name}" is cut short`);
  const packed = bytes.subarray(from, from + entry.packed);
  if (entry.method !== 0 && entry.method !== 8)
    throw unsupported(name, `packs "${entry.name}" in a way that is not read here (method ${entry.method})`);
  const content = entry.method === 0 ? packed.slice() : await inflate(name, packed, entry, job);
  if (content.length !== entry.unpacked || crc32(content) !== entry.crc)
    throw damaged(name, `"${entry.name}" is not what its checksum says`);
  return content;
}

/** Packed bytes that are handed over at once: few enough that what comes out is counted before much of it does. */
const PIECE_BYTES = 2 ** 16;

/** By the platform's own unpacker, which is several times as fast as one in JavaScript. */
async function inflate(name: string, packed: Uint8Array, entry: Entry, job: JobContext): Promise<Uint8Array> {
  if (entry.unpacked > packed.length * DEFLATE_LIMIT + 64) throw damaged(name, `"${entry.name}" states an impossible size`);
  const content = new Uint8Array(entry.unpacked);
  const stream = new DecompressionStream('deflate-raw');
  const fed = feed(stream, packed);
  fed.catch(() => undefined); // awaited below, whatever becomes of the reading side
  const reader = stream.readable.getReader();
  let at = 0;
  try {
    for (let last = performance.now(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > content.length) throw damaged(name, `"${entry.name}" is longer than it says`);
      content.set(value, at);
      at += value.length;
      if (performance.now() - last < 50) continue;
      await breathe(job);
      last = performance.now();
    }
    await fed;
  } catch (error) {
    await reader.cancel().catch(() => undefined); // it has broken off already
    if (error instanceof AppError || error instanceof DOMException) throw error;
    throw damaged(name, `"${entry.name}" cannot be unpacked`, error);
  }
  return content.subarray(0, at);
}

async function feed(stream: DecompressionStream, packed: Uint8Array): Promise<void> {
  const writer = stream.writable.getWriter();
  // Files are read into memory that nobody shares.
  const own = packed as Uint8Array<ArrayBuffer>;
  for (let from = 0; from < own.length; from += PIECE_BYTES) await writer.write(own.subarray(from, from + PIECE_BYTES));
  await writer.close();
}

/** True where the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks a gzip file, under the same limits. @throws AppError file/damaged, file/too-large */
export function readGzip(name: string, bytes: Uint8Array): Uint8Array {
  const members: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let unpacked = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Its last four bytes are the length of a member; the four before them the checksum.
  const endMember = (end: number): void => {
    const content = joinedBytes(parts);
    if (end < 18 || view.getUint32(end - 8, true) !== crc32(content)) throw damagedGzip(name, 'it is not what its checksum says');
    members.push(content);
    parts = [];
  };
  const stream = new Gunzip((chunk) => {
    unpacked += chunk.length;
    if (unpacked > MAX_UNPACKED_BYTES || (unpacked > RATIO_FREE_BYTES && unpacked > bytes.length * MAX_RATIO))
      throw tooLarge(name, 'it unpacks to too many bytes');
    parts.push(chunk);
  });
  stream.onmember = endMember;
  try {
    for (let from = 0; from < bytes.length; from += 65536)
      stream.push(bytes.subarray(from, from + 65536), from + 65536 >= bytes.length);
  } catch (error) {
    throw error instanceof AppError ? error : damagedGzip(name, 'it cannot be unpacked', error);
  }
  endMember(bytes.length);
  if (isBlocked(bytes) && members.at(-1)?.length !== 0) throw damagedGzip(name, 'its last block is missing');
  return members.length === 1 && members[0] !== undefined ? members[0] : joinedBytes(members);
}

/** Whether bgzip packed it: blocks with their size in an extra field, and an empty one at the end. */
function isBlocked(bytes: Uint8Array): boolean {
  return ((bytes[3] ?? 0) & 4) !== 0 && bytes[12] === 0x42 && bytes[13] === 0x43;
}

function damagedGzip(name: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'file/damaged',
    { what: `The gzip file is damaged: ${detail}.`, where: name, remedy: 'Fetch or make the file again.' },
    cause,
  );
}

/**
 * Unpacks a zlib stream up to a length: what comes out beyond it is cut off, not laid out in memory.
 * @returns the bytes, fewer than `expectedBytes` where the stream is shorter @throws what the stream's fault is
 */
export function inflateZlib(packed: Uint8Array, expectedBytes: number): Uint8Array {
  const content = new Uint8Array(expectedBytes);
  let at = 0;
  const stream = new Unzlib((chunk) => {
    const part = chunk.subarray(0, expectedBytes - at);
    content.set(part, at);
    at += part.length;
  });
  for (let from = 0; from < packed.length && at < expectedBytes; from += 65536)
    stream.push(packed.subarray(from, from + 65536), from + 65536 >= packed.length);
  return content.subarray(0, at);
}

/** Packs bytes into a zlib stream, quickly rather than as small as can be; the same bytes give the same stream. */
export function deflateZlib(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes, { level: 4 });
}

/** Packs files into a zip: in order of name, all dated 1980-01-01, so that the same contents give the same bytes. */
export function writeZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return allSteps(zipSteps(entries));
}

/** As `writeZip`, a file a step. */
export function* zipSteps(entries: ReadonlyMap<string, Uint8Array>): Generator<undefined, Uint8Array> {
  const total = [...entries.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const [parts, directory]: [Uint8Array[], Uint8Array[]] = [[], []];
  let at = 0;
  for (const [name, bytes] of [...entries].sort(([a], [b]) => compareText(a, b))) {
    const isPacked = !(total > RATIO_FREE_BYTES && isFlat(bytes));
    const packed = isPacked ? deflated(bytes) : bytes;
    const path = new TextEncoder().encode(name);
    const about = { path, method: isPacked ? 8 : 0, crc: crc32(bytes), packed: packed.length, unpacked: bytes.length };
    const header = headerOf(about, null);
    parts.push(header, packed);
    directory.push(headerOf(about, at));
    at += header.length + packed.length;
    yield;
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, directory.length, true);
  end.setUint16(10, directory.length, true);
  end.setUint32(12, length, true);
  end.setUint32(16, at, true);
  return joinedBytes([...parts, ...directory, new Uint8Array(end.buffer)]);
}

/** Larger files are packed in a third of the time, into a fifth more bytes. */
const LARGE_BYTES = 2 ** 20;

/** In one piece: the library's stream may refer to bytes before the first, which no reader has. */
function deflated(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: bytes.length >= LARGE_BYTES ? 2 : 6 });
}

/** 1980-01-01 00:00, the first moment that a zip can name. */
const FIRST_DAY = 0x21;
/** Names are UTF-8. */
const UTF8_FLAG = 0x800;

/** What stands before a file's bytes, or, with the place of that, its line in the list at the end (APPNOTE.TXT 6.3, sections 4.3.7 and 4.3.12). */
function headerOf(
  about: { path: Uint8Array; method: number; crc: number; packed: number; unpacked: number },
  headerAt: number | null,
): Uint8Array {
  const [fixed, shift] = headerAt === null ? [30, 0] : [46, 2];
  const header = new Uint8Array(fixed + about.path.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, headerAt === null ? 0x04034b50 : 0x02014b50, true);
  if (headerAt !== null) view.setUint16(4, 20, true);
  view.setUint16(4 + shift, 20, true);
  view.setUint16(6 + shift, about.path.some((byte) => byte > 127) ? UTF8_FLAG : 0, true);
  view.setUint16(8 + shift, about.method, true);
  view.setUint16(12 + shift, FIRST_DAY, true);
  view.setUint32(14 + shift, about.crc, true);
  view.setUint32(18 + shift, about.packed, true);
  view.setUint32(22 + shift, about.unpacked, true);
  view.setUint16(26 + shift, about.path.length, true);
  if (headerAt !== null) view.setUint32(42, headerAt, true);
  header.set(about.path, fixed);
  return header;
}

/** A large flat raster packs so well that it would look like a trap when it is read again: it is stored as it is. */
function isFlat(bytes: Uint8Array): boolean {
  return bytes.length >= 2 ** 20 && deflateSync(bytes, { level: 1 }).length * (MAX_RATIO / 2) < bytes.length;
}
