import { addProtocol } from 'maplibre-gl';
import type { TerrainTile } from '../workers/jobs.ts';

/** Gives the pixels of a tile of the project's own terrain. */
export type TileSampler = (z: number, x: number, y: number, signal: AbortSignal) => Promise<TerrainTile>;

const PROTOCOL = 'weft-terrain';
const TILE_PX = 256;

/** The address of terrain tiles; a new version makes the map ask again. */
export function terrainTilesUrl(version: number): string {
  return `${PROTOCOL}://${version}/{z}/{x}/{y}`;
}

/** Answers the map's requests for terrain from memory: nothing leaves the machine. */
export function serveTerrainTiles(sampler: TileSampler): void {
  addProtocol(PROTOCOL, async ({ url }, { signal }) => {
    const [z = 0, x = 0, y = 0] = url.split('/').slice(-3).map(Number);
    const pixels = (await sampler(z, x, y, signal)) ?? levelTile();
    // The bytes are heights, not colours: nothing may be multiplied or converted on the way.
    const bitmap = await createImageBitmap(new ImageData(pixels, TILE_PX, TILE_PX), {
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    });
    return { data: bitmap };
  });
}

function levelTile(): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(TILE_PX * TILE_PX * 4);
  for (let at = 0; at < pixels.length; at += 4) {
    pixels[at] = 128;
    pixels[at + 3] = 255;
  }
  return pixels;
}
