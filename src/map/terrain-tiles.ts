import { channelsOf } from '../base/colour.ts';
import { addProtocol } from 'maplibre-gl';
import type { Palette } from '../base/palette.ts';
import type { TerrainTile } from '../workers/jobs.ts';
import type { ShadingLook } from '../workers/terrain-shading.ts';

/** Gives the pixels of a tile of the shading of the project's own terrain, or without a look of its heights. */
export type TileSampler = (
  look: ShadingLook | null,
  z: number,
  x: number,
  y: number,
  signal: AbortSignal,
) => Promise<TerrainTile>;

const PROTOCOL = 'weft-terrain';
const TILE_PX = 256;
const STRONG = 'strong';
const HEIGHTS = 'heights';
/** How much more the slopes are raised where the terrain is all there is to see. */
const STRONG_RAISE = 1.7;

/** The address of shaded tiles; another version, another palette or another strength makes the map ask again. */
export function terrainTilesUrl(version: number, { shade }: Palette, isStrong: boolean): string {
  return `${PROTOCOL}://${version}/${shade.slice(1)}/${isStrong ? STRONG : 'usual'}/{z}/{x}/{y}`;
}

/** The address of tiles of heights, coded in colours as terrarium tiles are. */
export function heightTilesUrl(version: number): string {
  return `${PROTOCOL}://${version}/${HEIGHTS}/{z}/{x}/{y}`;
}

/** Answers the map's requests for tiles of heights, and for shaded tiles from memory, in the colours of the palette that holds: nothing leaves the machine. */
export function serveTerrainTiles(sampler: TileSampler, palette: () => Palette): void {
  addProtocol(PROTOCOL, async ({ url }, { signal }) => {
    const [z = 0, x = 0, y = 0] = url.split('/').slice(-3).map(Number);
    const look = url.includes(`/${HEIGHTS}/`) ? null : shadingLook(palette(), url.includes(`/${STRONG}/`));
    const pixels = await sampler(look, z, x, y, signal);
    const image = pixels === null ? new ImageData(TILE_PX, TILE_PX) : new ImageData(pixels, TILE_PX, TILE_PX);
    return { data: await createImageBitmap(image) };
  });
}

/** Colours of the shading; on a dark ground it takes more of it to be seen. */
function shadingLook({ shade, light }: Palette, isStrong: boolean): ShadingLook {
  const raise = (shade === '#000000' ? 0.5 : 0.42) * (isStrong ? STRONG_RAISE : 1);
  return { shadow: channelsOf(shade), light: channelsOf(light), raise };
}
