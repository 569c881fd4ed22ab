import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { LngLat } from '../geo/position.ts';
import type { Terrain } from '../geo/terrain.ts';
import type { Season } from '../studies/obstacles/obstacles.ts';
import type { Standing } from '../studies/obstacles/standing.ts';
import { fillUnknown } from './fill-unknown.ts';
import type { JobInputs, JobOutputs, TerrainTile } from './jobs.ts';

const TILE_PX = 256;

interface KeptTerrain extends Terrain {
  /** The mean of its heights, metres: what pictures show where nothing is known far around. */
  readonly levelM: number;
}

/** The terrains that this worker was given last, by key; older ones are let go. */
const kept = new Map<number, KeptTerrain>();
const MOST_KEPT = 3;

/** Keeps the grids as one terrain under a key. */
export async function openTerrain({ key, grids }: JobInputs['open-terrain']): Promise<JobOutputs['open-terrain']> {
  const { makeTerrain } = await import('../geo/terrain.ts');
  const terrain = await makeTerrain(grids);
  kept.set(key, { ...terrain, levelM: meanHeightM(terrain) });
  for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
  return { bounds: terrain.bounds, cellM: terrain.cellM };
}

/** The buildings and trees that this worker was given last. */
let standing: { readonly key: number; readonly standing: Standing } | null = null;

/** Makes buildings and trees ready for many links, and keeps them under a key. */
export async function openObstacles({ key, obstacles }: JobInputs['open-obstacles']): Promise<null> {
  const { standingOf } = await import('../studies/obstacles/standing.ts');
  standing = { key, standing: await standingOf(obstacles) };
  return null;
}

/** The obstacles kept under a key, in a season. @throws AppError when others took their place */
function keptStanding(key: number | null, season: Season): Standing | null {
  if (key === null) return null;
  if (standing?.key !== key)
    throw new AppError('terrain/not-open', { what: 'The buildings were replaced.', remedy: 'Try again.' });
  return { ...standing.standing, obstacles: { ...standing.standing.obstacles, season } };
}

const MEAN_STEPS = 24;

function meanHeightM({ elevationM, bounds: [west, south, east, north] }: Terrain): number {
  const heights = Array.from({ length: MEAN_STEPS ** 2 }, (_, i) => {
    const [x, y] = [((i % MEAN_STEPS) + 0.5) / MEAN_STEPS, (Math.floor(i / MEAN_STEPS) + 0.5) / MEAN_STEPS];
    return elevationM([west + x * (east - west), south + y * (north - south)]);
  }).filter(Number.isFinite);
  return heights.length === 0 ? 0 : heights.reduce((sum, height) => sum + height, 0) / heights.length;
}

/** The terrain kept under a key. @throws AppError when another one took its place */
function keptTerrain(key: number): KeptTerrain {
  const terrain = kept.get(key);
  if (terrain !== undefined) return terrain;
  throw new AppError('terrain/not-open', { what: 'The terrain was replaced.', remedy: 'Try again.' });
}

/** A link study on kept terrains. */
export async function studyLinkOnTerrain(
  { terrainKey, surfaceKey, obstaclesKey, season, ...input }: JobInputs['study-link'],
  job: JobContext,
): Promise<JobOutputs['study-link']> {
  const { studyLink } = await import('../studies/link/run.ts');
  return studyLink(
    {
      ...input,
      terrain: keptTerrain(terrainKey),
      surface: surfaceKey === null ? null : keptTerrain(surfaceKey),
      standing: keptStanding(obstaclesKey, season),
    },
    job,
  );
}

/** Elevations of positions, metres. */
export function elevations({ key, positions }: JobInputs['elevation']): Promise<JobOutputs['elevation']> {
  const terrain = keptTerrain(key);
  return Promise.resolve(positions.map((position) => finiteOrNull(terrain.elevationM(position))));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** One tile of the web Mercator pyramid for shading. Where nothing is known it goes on smoothly, so that no cliff is drawn. */
export function terrainTile({ key, z, x, y }: JobInputs['terrain-tile']): Promise<TerrainTile> {
  const { elevationM, bounds, levelM } = keptTerrain(key);
  const [west, south, east, north] = bounds;
  const heights = new Float32Array(TILE_PX * TILE_PX);
  const scale = 2 ** z * TILE_PX;
  for (let row = 0; row < TILE_PX; row++) {
    const lat = clamp(latitudeOf((y * TILE_PX + row + 0.5) / scale), south, north);
    for (let column = 0; column < TILE_PX; column++) {
      const lng = clamp(((x * TILE_PX + column + 0.5) / scale) * 360 - 180, west, east);
      heights[row * TILE_PX + column] = elevationM([lng, lat] as LngLat);
    }
  }
  if (heights.every(Number.isNaN)) heights.fill(levelM);
  fillUnknown(heights, TILE_PX);
  const pixels = new Uint8ClampedArray(TILE_PX * TILE_PX * 4);
  heights.forEach((value, cell) => writeTerrarium(pixels, cell * 4, value));
  return Promise.resolve(pixels);
}

/** Latitude of a web Mercator ordinate (0 north … 1 south), degrees. */
function latitudeOf(ordinate: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * ordinate))) * 180) / Math.PI;
}

/** Terrarium coding: elevation = red · 256 + green + blue / 256 − 32768. */
function writeTerrarium(pixels: Uint8ClampedArray, at: number, elevationM: number): void {
  const value = elevationM + 32768;
  pixels[at] = Math.floor(value / 256);
  pixels[at + 1] = Math.floor(value) % 256;
  pixels[at + 2] = Math.floor((value % 1) * 256);
  pixels[at + 3] = 255;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
