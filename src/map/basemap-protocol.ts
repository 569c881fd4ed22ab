import { addProtocol } from 'maplibre-gl';
import type { BasemapTiles } from '../store/basemap-tiles.ts';

const PROTOCOL = 'weft-basemap';
/** A tile with nothing on it. */
const CLEAR_PX = 1;

/** The address of the tiles of a source of a basemap. */
export function basemapTilesUrl(id: string, source: string): string {
  return `${PROTOCOL}://${id}/tiles/${encodeURIComponent(source)}/{z}/{x}/{y}`;
}

/** The address of the pictures of a basemap's style; the map adds an ending. */
export function basemapSpriteUrl(id: string): string {
  return `${PROTOCOL}://${id}/sprite`;
}

/** Answers the map's requests for a basemap: whatever leaves this computer, leaves it in one place. */
export function serveBasemapTiles(tiles: BasemapTiles): void {
  addProtocol(PROTOCOL, async ({ url, type }, { signal }) => {
    const [id = '', kind = '', ...rest] = url.slice(PROTOCOL.length + 3).split('/');
    if (kind !== 'tiles') {
      const bytes = await tiles.sprite(id, kind.replace(/^sprite/, ''), signal);
      return { data: type === 'json' ? JSON.parse(new TextDecoder().decode(bytes)) : bytes.buffer };
    }
    const source = decodeURIComponent(rest[0] ?? '');
    const [z = 0, x = 0, y = 0] = rest.slice(1).map(Number);
    const bytes = await tiles.tile(id, source, [z, x, y], signal);
    // Pictures are asked for as such, vector tiles as bytes.
    if (type === 'arrayBuffer') return { data: (bytes ?? new Uint8Array()).buffer };
    return { data: bytes === null ? await createImageBitmap(new ImageData(CLEAR_PX, CLEAR_PX)) : bytes.buffer };
  });
}
