import { AppError, isAbort } from '../base/app-error.ts';
import { openPmtiles, type ArchiveSource } from '../io/pmtiles.ts';
import { askAdded, hostOf } from './network.ts';

/** What an archive of tiles says of itself. */
export interface ArchiveFacts {
  readonly isVector: boolean;
  readonly maxZoom: number;
  readonly minZoom: number;
  readonly title: string;
  /** As the archive has it, HTML perhaps. */
  readonly attribution: string;
  readonly vectorLayers: readonly string[];
}

/** A file of all tiles of a map (PMTiles, version 3). */
export interface TileArchive {
  readonly facts: ArchiveFacts;
  /** A tile as it is drawn: a picture, or vector tile without its compression. Null where there is none. */
  tile(z: number, x: number, y: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** Opens an archive from this computer or by address. @throws AppError import/not-an-archive, or as `askAdded` */
export async function openTileArchive(from: File | string): Promise<TileArchive> {
  const source = typeof from === 'string' ? addressSource(from) : fileSource(from);
  try {
    const { tileKind, minZoom, maxZoom, metadata, tile } = await openPmtiles(source);
    const layers: unknown[] = Array.isArray(metadata['vector_layers']) ? metadata['vector_layers'] : [];
    const text = (key: string): string => (typeof metadata[key] === 'string' ? metadata[key] : '');
    return {
      facts: {
        isVector: tileKind === 'mvt',
        minZoom,
        maxZoom,
        title: text('name'),
        attribution: text('attribution'),
        vectorLayers: layers.flatMap((layer) => {
          const id: unknown = typeof layer === 'object' && layer !== null && 'id' in layer ? layer.id : null;
          return typeof id === 'string' ? [id] : [];
        }),
      },
      tile,
    };
  } catch (error) {
    if (isAbort(error) || (error instanceof AppError && !error.code.startsWith('file/'))) throw error;
    throw new AppError(
      'import/not-an-archive',
      {
        what: 'This is not an archive of map tiles (PMTiles, version 3), or it is damaged.',
        where: source.name,
        remedy: 'Choose a file whose name ends with .pmtiles; others can be made into one: pmtiles convert a.mbtiles a.pmtiles',
      },
      error,
    );
  }
}

function fileSource(file: File): ArchiveSource {
  return {
    name: file.name,
    size: file.size,
    read: async (from, length) => new Uint8Array(await file.slice(from, from + length).arrayBuffer()),
  };
}

function addressSource(address: string): ArchiveSource {
  return {
    name: hostOf(address),
    // Across sites few servers let their answer's size be seen.
    size: Infinity,
    read: async (offset, length, signal) => {
      const answer = await askAdded(address, { part: { offset, length }, ...(signal === undefined ? {} : { signal }) });
      if (answer?.isPart === true) return answer.bytes;
      throw new AppError('network/no-parts', {
        what: answer === null ? 'There is nothing at this address.' : 'This server sends files only as a whole.',
        where: hostOf(address),
        remedy:
          'Download the file and choose it from this computer, or put it on a server that sends parts of files (range requests).',
      });
    },
  };
}
