import { latitudeAt } from '../geo/web-mercator.ts';
import type { Terrain } from '../geo/terrain.ts';
import type { LngLat } from '../geo/position.ts';

/** Pixels along a tile's edge. */
export const TILE_PX = 256;

/** Colours of slopes that lie away from the light and towards it, 0 … 255, and how much slopes are raised before they are shaded. */
export interface ShadingLook {
  readonly shadow: readonly [red: number, green: number, blue: number];
  readonly light: readonly [red: number, green: number, blue: number];
  readonly raise: number;
}

/** Where the light comes from, clockwise from north, degrees: the north-north-west, as on printed maps. */
const LIGHT_DEG = 335;
/** Slopes are raised by 2 to this power with each zoom level below the zoom from which they are shown as they are. */
const [RAISE_PER_ZOOM, TRUE_ZOOM] = [0.3, 15];
const EQUATOR_M = 40075016.7;
/** With one more pixel on each side, so that slopes go on from tile to tile. */
const WIDE_PX = TILE_PX + 2;

/**
 * One tile of the web Mercator pyramid, 256 × 256 straight RGBA, to be laid over the ground. How much covers it grows with the
 * slope (the share of the slope's angle in a right angle); its colour goes from light to shadow with the angle between the way down and the
 * light: Igor's shading, which leaves level ground as it is. Nothing where a height is unknown and beyond the terrain.
 */
export function shadedTile(terrain: Terrain, look: ShadingLook, z: number, x: number, y: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(TILE_PX * TILE_PX * 4);
  const heights = heightsAround(terrain, z, x, y);
  const [west, south, east, north] = terrain.bounds;
  const zoomRaise = 2 ** (Math.max(0, TRUE_ZOOM - z) * RAISE_PER_ZOOM);
  for (let row = 0; row < TILE_PX; row++) {
    const lat = latitudeOf(z, y, row);
    if (lat < south || lat > north) continue;
    const pixelM = (EQUATOR_M / (2 ** z * TILE_PX)) * Math.cos((lat * Math.PI) / 180);
    const factor = (2 * look.raise * zoomRaise) / (8 * pixelM);
    for (let column = 0; column < TILE_PX; column++) {
      const lng = longitudeOf(z, x, column);
      if (lng < west || lng > east) continue;
      const [eastwards, southwards] = rises(heights, row, column);
      const slope = factor * Math.hypot(eastwards, southwards);
      if (!(slope > 0)) continue;
      const cover = (2 / Math.PI) * Math.atan(slope);
      const shadow = shadowShare(eastwards, southwards);
      const at = (row * TILE_PX + column) * 4;
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = (look.shadow[channel] ?? 0) * shadow + (look.light[channel] ?? 0) * (1 - shadow);
      pixels[at + 3] = 255 * cover;
    }
  }
  return pixels;
}

/** 0 where the slope faces the light, 1 where it faces away, and evenly between. */
function shadowShare(eastwards: number, southwards: number): number {
  // The way down, clockwise from north.
  const downhill = Math.atan2(-eastwards, southwards);
  const turn = Math.abs(downhill - (LIGHT_DEG * Math.PI) / 180) % (2 * Math.PI);
  return Math.min(turn, 2 * Math.PI - turn) / Math.PI;
}

/** Eight times the rise from one pixel to the next, towards the east and the south, metres (Sobel's weights). NaN beside what is unknown. */
function rises(heights: Float32Array, row: number, column: number): [eastwards: number, southwards: number] {
  const at = row * WIDE_PX + column;
  const of = (down: number, across: number): number => heights[at + down * WIDE_PX + across] ?? NaN;
  const [nw, n, ne, w, e, sw, s, se] = [of(0, 0), of(0, 1), of(0, 2), of(1, 0), of(1, 2), of(2, 0), of(2, 1), of(2, 2)];
  return [ne + 2 * e + se - (nw + 2 * w + sw), sw + 2 * s + se - (nw + 2 * n + ne)];
}

/** Heights at the middles of the tile's pixels and of those around it, metres; beyond the terrain those of its edge. */
function heightsAround(
  { elevationM, bounds: [west, south, east, north] }: Terrain,
  z: number,
  x: number,
  y: number,
): Float32Array {
  const heights = new Float32Array(WIDE_PX * WIDE_PX);
  for (let row = 0; row < WIDE_PX; row++) {
    const lat = clamp(latitudeOf(z, y, row - 1), south, north);
    for (let column = 0; column < WIDE_PX; column++) {
      const position: LngLat = [clamp(longitudeOf(z, x, column - 1), west, east), lat];
      heights[row * WIDE_PX + column] = elevationM(position);
    }
  }
  return heights;
}

/** Longitude of the middle of a tile's column, degrees. */
export function longitudeOf(z: number, x: number, column: number): number {
  return ((x * TILE_PX + column + 0.5) / (2 ** z * TILE_PX)) * 360 - 180;
}

/** Latitude of the middle of a tile's row, degrees. */
export function latitudeOf(z: number, y: number, row: number): number {
  const share = (y * TILE_PX + row + 0.5) / (2 ** z * TILE_PX);
  return latitudeAt(Math.PI * (1 - 2 * share));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
