import { addProtocol } from 'maplibre-gl';
import type { LayerTiles } from '../workers/layer-tiles.ts';

const PROTOCOL = 'weft-layer';

/** The address of the tiles of a source. */
export function layerTilesUrl(source: string): string {
  return `${PROTOCOL}://${source}/{z}/{x}/{y}`;
}

/** Answers the map's requests for layers of the plan from the worker that holds them. */
export function serveLayerTiles(tiles: LayerTiles): void {
  addProtocol(PROTOCOL, async ({ url }, { signal }) => {
    const [source = '', z, x, y] = url.slice(PROTOCOL.length + 3).split('/');
    const { buffer } = await tiles.tile(source, Number(z), Number(x), Number(y), signal);
    return { data: buffer };
  });
}
