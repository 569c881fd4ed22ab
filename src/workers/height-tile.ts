import type { Terrain } from '../geo/terrain.ts';
import { latitudeOf, longitudeOf, TILE_PX } from './terrain-shading.ts';

/** Samples along each side of the terrain when its lowest ground is looked for. */
const SAMPLES = 128;

const lowest = new WeakMap<Terrain, number>();

/** About the lowest ground of a terrain, metres above its datum; 0 where nothing is known. */
export function lowestM(terrain: Terrain): number {
  const known = lowest.get(terrain);
  if (known !== undefined) return known;
  const [west, south, east, north] = terrain.bounds;
  let least = Infinity;
  for (let row = 0; row < SAMPLES; row++) {
    const lat = south + ((row + 0.5) / SAMPLES) * (north - south);
    for (let column = 0; column < SAMPLES; column++) {
      const heightM = terrain.nearestM([west + ((column + 0.5) / SAMPLES) * (east - west), lat]);
      if (heightM < least) least = heightM;
    }
  }
  const found = least === Infinity ? 0 : least;
  lowest.set(terrain, found);
  return found;
}

/**
 * One tile of the web Mercator pyramid, 256 × 256 straight RGBA: heights in metres above the terrain's lowest ground, coded as terrarium
 * tiles are (red × 256 + green + blue / 256 − 32768). Where nothing is known, and beyond the terrain, 0: a level as low as the lowest.
 */
export function heightTile(terrain: Terrain, z: number, x: number, y: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(TILE_PX * TILE_PX * 4);
  const base = lowestM(terrain);
  for (let row = 0; row < TILE_PX; row++) {
    const lat = latitudeOf(z, y, row);
    for (let column = 0; column < TILE_PX; column++) {
      const heightM = terrain.elevationM([longitudeOf(z, x, column), lat]) - base;
      const coded = Math.round(((heightM > 0 ? heightM : 0) + 32768) * 256);
      const at = (row * TILE_PX + column) * 4;
      pixels[at] = Math.floor(coded / 65536);
      pixels[at + 1] = Math.floor(coded / 256) % 256;
      pixels[at + 2] = coded % 256;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
