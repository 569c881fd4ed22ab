/**
 * PMTiles archives, version 3 (https://github.com/protomaps/PMTiles, spec/v3): one file of tiles of a map, with a directory that is read in pieces. What the tiles
 * are, the callers know.
 */
import { PMTiles, SharedPromiseCache, zxyToTileId, type DecompressFunc } from 'pmtiles';
import { AppError, isAbort } from '../base/app-error.ts';
import { beyondEnd, type ByteSource } from './byte-source.ts';
import { readGzip } from './zip.ts';

const HEADER_BYTES = 127;
/** A directory of a hundred thousand entries. */
const MOST_DIRECTORY_BYTES = 2 ** 24;
const MOST_ZOOM = 26;
const [UNKNOWN, PLAIN, GZIP] = [0, 1, 2];
const TILE_KINDS = ['unknown', 'mvt', 'png', 'jpeg', 'webp', 'avif'] as const;

/** Bytes that an archive is read from: of a source that does not know its size, `size` is infinite, and it may give less than is asked for. */
export type ArchiveSource = Pick<ByteSource, 'name' | 'size'> & {
  read(from: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
};

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
  tile(zoom: number, column: number, row: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** True where the bytes begin as an archive of version 3. */
export function isPmtiles(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 7)) === 'PMTiles' && bytes[7] === 3;
}

/** Number of a tile along Hilbert's curve, all coarser zooms before. */
export const tileId = zxyToTileId;

/** Reads what an archive is. @throws AppError file/damaged, file/unsupported, or as the source */
export async function openPmtiles(source: ArchiveSource): Promise<PmtilesArchive> {
  const { name, size } = source;
  if (size < HEADER_BYTES) throw beyondEnd(name);
  const unpack: DecompressFunc = (bytes, packing) => {
    // "Unknown" is what some writers say of pictures, which are packed by themselves.
    if (packing === PLAIN || packing === UNKNOWN) return Promise.resolve(bytes);
    if (packing === GZIP) return Promise.resolve(bufferOf(readGzip(name, new Uint8Array(bytes))));
    throw unsupported(name, 'It is packed with Brotli or Zstandard.');
  };
  const getBytes = async (from: number, length: number, signal?: AbortSignal): Promise<{ data: ArrayBuffer }> => {
    // The head is asked for in one piece that may be longer than the file.
    const wanted = from === 0 ? Math.min(length, size) : length;
    if (from < 0 || from + wanted > size) throw beyondEnd(name);
    const bytes = await source.read(from, wanted, signal);
    if (from === 0 ? !isPmtiles(bytes) : bytes.length < wanted)
      throw from === 0 ? unsupported(name, 'It is not a PMTiles archive of version 3.') : beyondEnd(name);
    return { data: bufferOf(bytes) };
  };
  const noted = (): SharedPromiseCache => new SharedPromiseCache(undefined, undefined, unpack);
  const archive = new PMTiles({ getKey: () => name, getBytes }, noted(), unpack);
  /** What the package finds wrong is a fault of the file. */
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isAbort(error)) throw error;
      // It also notes what failed, and would say so again when the source is there again.
      archive.cache = noted();
      if (error instanceof AppError) throw error;
      throw damaged(name, 'its header or one of its directories cannot be read', error);
    }
  };
  const header = await told(archive.getHeader());
  const { minZoom, maxZoom, tileType, minLon, minLat, maxLon, maxLat, jsonMetadataLength } = header;
  if (maxZoom > MOST_ZOOM || minZoom > maxZoom) throw damaged(name, `it states zooms ${minZoom} to ${maxZoom}`);
  const hasMetadata = jsonMetadataLength > 0 && jsonMetadataLength <= MOST_DIRECTORY_BYTES;
  return {
    name,
    tileKind: TILE_KINDS.at(tileType) ?? 'unknown',
    minZoom,
    maxZoom,
    bounds: [minLon, minLat, maxLon, maxLat],
    metadata: hasMetadata ? await metadataOf(archive) : {},
    async tile(zoom, column, row, signal) {
      const tile = await told(archive.getZxy(zoom, column, row, signal));
      return tile === undefined ? null : new Uint8Array(tile.data);
    },
  };
}

/** What an archive says of itself in words; nothing where it cannot be read, since no tile needs it. */
async function metadataOf(archive: PMTiles): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value = await archive.getMetadata();
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) throw error;
    return {};
  }
}

/** A copy of its own: `slice` of what Node reads from a disk would be the whole file's memory. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function damaged(name: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'file/damaged',
    { what: `The archive of tiles is damaged: ${detail}.`, where: name, remedy: 'Fetch or make the file again.' },
    cause,
  );
}

function unsupported(name: string, what: string): AppError {
  return new AppError('file/unsupported', { what, where: name, remedy: 'Make the archive anew (pmtiles convert), or give a GeoTIFF.' }); // prettier-ignore
}
