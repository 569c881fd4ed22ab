import { PMTiles, TileType, type RangeResponse, type Source } from 'pmtiles';
import { AppError, isAbort } from '../base/app-error.ts';
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
  const archive = new PMTiles(typeof from === 'string' ? addressSource(from) : fileSource(from));
  const where = typeof from === 'string' ? hostOf(from) : from.name;
  try {
    const header = await archive.getHeader();
    const about = (await archive.getMetadata()) as Record<string, unknown> | null; // JSON of anybody, each value checked below
    const layers: unknown[] = Array.isArray(about?.['vector_layers']) ? about['vector_layers'] : [];
    const text = (name: string): string => (typeof about?.[name] === 'string' ? about[name] : '');
    return {
      facts: {
        isVector: header.tileType === TileType.Mvt,
        minZoom: header.minZoom,
        maxZoom: header.maxZoom,
        title: text('name'),
        attribution: text('attribution'),
        vectorLayers: layers.flatMap((layer) => {
          const id: unknown = typeof layer === 'object' && layer !== null && 'id' in layer ? layer.id : null;
          return typeof id === 'string' ? [id] : [];
        }),
      },
      tile: async (z, x, y, signal) => {
        const tile = await archive.getZxy(z, x, y, signal);
        return tile === undefined ? null : new Uint8Array(tile.data);
      },
    };
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) throw error;
    throw new AppError(
      'import/not-an-archive',
      {
        what: 'This is not an archive of map tiles (PMTiles, version 3), or it is damaged.',
        where,
        remedy: 'Choose a file whose name ends with .pmtiles.',
      },
      error,
    );
  }
}

function fileSource(file: File): Source {
  return {
    getKey: () => file.name,
    getBytes: async (offset, length): Promise<RangeResponse> => ({
      data: await file.slice(offset, offset + length).arrayBuffer(),
    }),
  };
}

function addressSource(address: string): Source {
  return {
    getKey: () => address,
    getBytes: async (offset, length, signal): Promise<RangeResponse> => {
      const answer = await askAdded(address, { part: { offset, length }, ...(signal === undefined ? {} : { signal }) });
      if (answer?.isPart !== true)
        throw new AppError('network/no-parts', {
          what: answer === null ? 'There is nothing at this address.' : 'This server sends files only as a whole.',
          where: hostOf(address),
          remedy:
            'Download the file and choose it from this computer, or put it on a server that sends parts of files (range requests).',
        });
      return { data: answer.bytes.buffer };
    },
  };
}
