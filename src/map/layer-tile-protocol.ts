import { addProtocol } from 'maplibre-gl';
import type { LayerTiles } from '../workers/layer-tiles.ts';
import { TILE_SETS, type TileSet } from './style/style.ts';

const PROTOCOL = 'weft-layer';

/** The address of the tiles that hold a set of layers. */
export function layerTilesUrl(set: TileSet): string {
  return `${PROTOCOL}://${set}/{z}/{x}/{y}`;
}

/** Answers the map's requests for layers of the plan from the worker that holds them. */
export function serveLayerTiles(tiles: LayerTiles): void {
  addProtocol(PROTOCOL, async ({ url }, { signal }) => {
    const [set, z, x, y] = url.slice(PROTOCOL.length + 3).split('/');
    const { buffer } = await tiles.tile(TILE_SETS[set as TileSet], Number(z), Number(x), Number(y), signal); // of an address made above
    return { data: buffer };
  });
}
