/**
 * PMTiles archives, version 3 (https://github.com/protomaps/PMTiles, spec/v3): one file of tiles of a map, with a directory that is read in pieces. What the tiles
 * are, the callers know.
 */
import { AppError } from '../base/app-error.ts';
import { beyondEnd, pagedSource, type ByteSource } from './byte-source.ts';
import { readGzip } from './zip.ts';

const HEADER_BYTES = 127;
/** A directory of a hundred thousand entries. */
const MOST_DIRECTORY_BYTES = 2 ** 24;
const MOST_DEPTH = 4;
const MOST_ZOOM = 26;
const [PLAIN, GZIP] = [1, 2];
const TILE_KINDS = ['unknown', 'mvt', 'png', 'jpeg', 'webp', 'avif'] as const;

/** What an archive says about itself. */
export interface PmtilesArchive {
  readonly name: string;
  readonly tileKind: (typeof TILE_KINDS)[number];
  readonly minZoom: number;
  readonly maxZoom: number;
  /** West, south, east, north, degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** A tile as it is stored, unpacked; null where the archive has none. */
  tile(zoom: number, column: number, row: number): Promise<Uint8Array | null>;
}

/** True where the bytes begin as an archive of version 3. */
export function isPmtiles(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 7)) === 'PMTiles' && bytes[7] === 3;
}

interface Entry {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
  /** How many tiles in a row are this one; 0 for a further directory. */
  readonly run: number;
}

/** Reads what an archive is. @throws AppError file/damaged, file/unsupported */
export async function openPmtiles(far: ByteSource): Promise<PmtilesArchive> {
  const source = pagedSource(far);
  if (source.size < HEADER_BYTES) throw beyondEnd(source.name);
  const head = await source.read(0, HEADER_BYTES);
  if (!isPmtiles(head)) throw unsupported(source.name, 'It is not a PMTiles archive of version 3.');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const long = (at: number): number => Number(view.getBigUint64(at, true));
  const degrees = (at: number): number => view.getInt32(at, true) / 1e7;
  const [leavesAt, dataAt] = [long(40), long(56)];
  const [inner, outer] = [head[97] ?? 0, head[98] ?? 0];
  const unpacked = (bytes: Uint8Array, packing: number): Uint8Array => {
    // "Unknown" is what some writers say of pictures, which are packed by themselves.
    if (packing === PLAIN || packing === 0) return bytes;
    if (packing === GZIP) return readGzip(source.name, bytes);
    throw unsupported(source.name, 'It is packed with Brotli or Zstandard.');
  };
  const directory = async (from: number, length: number): Promise<Entry[]> => {
    if (length > MOST_DIRECTORY_BYTES) throw damaged(source.name, 'a directory is larger than any can be');
    return entriesOf(source.name, unpacked(await source.read(from, length), inner));
  };
  const root = await directory(long(8), long(16));
  const leaves = new Map<number, Promise<Entry[]>>();
  const leafOf = ({ offset, length }: Entry): Promise<Entry[]> => {
    const known = leaves.get(offset) ?? directory(leavesAt + offset, length);
    leaves.set(offset, known);
    return known;
  };
  const metadataBytes = long(32) > MOST_DIRECTORY_BYTES ? null : await source.read(long(24), long(32));
  const [minZoom, maxZoom] = [head[100] ?? 0, head[101] ?? 0];
  if (maxZoom > MOST_ZOOM || minZoom > maxZoom) throw damaged(source.name, `it states zooms ${minZoom} to ${maxZoom}`);
  return {
    name: source.name,
    tileKind: TILE_KINDS[head[99] ?? 0] ?? 'unknown',
    minZoom,
    maxZoom,
    bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
    metadata: metadataOf(metadataBytes === null ? null : unpacked(metadataBytes, inner)),
    async tile(zoom, column, row) {
      const id = tileId(zoom, column, row);
      let entries = root;
      for (let depth = 0; depth < MOST_DEPTH; depth++) {
        const entry = lastUpTo(entries, id);
        if (entry === null) return null;
        if (entry.run > 0) {
          if (id >= entry.id + entry.run) return null;
          return unpacked(await source.read(dataAt + entry.offset, entry.length), outer);
        }
        entries = await leafOf(entry);
      }
      throw damaged(source.name, 'its directories lead nowhere');
    },
  };
}

function metadataOf(bytes: Uint8Array | null): Readonly<Record<string, unknown>> {
  if (bytes === null || bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // no tile needs it
  }
}

function lastUpTo(entries: readonly Entry[], id: number): Entry | null {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? Infinity) <= id) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1] ?? null;
}

/** A directory: numbers of tiles as differences, runs, lengths, places, each list after the other. */
function entriesOf(name: string, bytes: Uint8Array): Entry[] {
  let at = 0;
  const next = (): number => {
    let [value, scale] = [0, 1];
    for (let i = 0; i < 10; i++) {
      const byte = bytes[at++];
      if (byte === undefined) throw damaged(name, 'a directory ends in the middle');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw damaged(name, 'a number in a directory is too long');
  };
  const count = next();
  // An entry takes four bytes at least.
  if (count * 4 > bytes.length) throw damaged(name, `a directory states ${count} entries`);
  const list = <T>(of: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
  let id = 0;
  const ids = list(() => (id += next()));
  const runs = list(next);
  const lengths = list(next);
  let end = 0;
  return list((i) => {
    const place = next();
    // Nought: right behind the one before.
    const offset = place === 0 ? end : place - 1;
    const length = lengths[i] ?? 0;
    end = offset + length;
    return { id: ids[i] ?? 0, offset, length, run: runs[i] ?? 0 };
  });
}

/** Number of a tile along Hilbert's curve, all coarser zooms before. */
export function tileId(zoom: number, column: number, row: number): number {
  let id = (4 ** zoom - 1) / 3;
  let [x, y] = [column, row];
  for (let side = 2 ** zoom / 2; side >= 1; side /= 2) {
    const [right, lower] = [Math.floor(x / side) % 2, Math.floor(y / side) % 2];
    id += side * side * ((3 * right) ^ lower);
    if (lower === 1) continue;
    if (right === 1) [x, y] = [side - 1 - (x % side), side - 1 - (y % side)];
    [x, y] = [y, x];
  }
  return id;
}

function damaged(name: string, detail: string): AppError {
  return new AppError('file/damaged', {
    what: `The archive of tiles is damaged: ${detail}.`,
    where: name,
    remedy: 'Fetch or make the file again.',
  });
}

function unsupported(name: string, what: string): AppError {
  return new AppError('file/unsupported', { what, where: name, remedy: 'Make the archive anew (pmtiles convert), or give a GeoTIFF.' }); // prettier-ignore
}
