import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { Terrain } from '../geo/terrain.ts';
import type { Season } from '../studies/obstacles/obstacles.ts';
import type { Standing } from '../studies/obstacles/standing.ts';
import type { JobInputs, JobOutputs, TerrainTile } from './jobs.ts';
import { heightTile, lowestM } from './height-tile.ts';
import { shadedTile } from './terrain-shading.ts';

/** The terrains that this worker was given, by key, until it is told to let one go. */
const kept = new Map<number, Terrain>();

/** Keeps the grids as one terrain under a key, and lets another go. */
export async function openTerrain({ key, grids, dropKey }: JobInputs['open-terrain']): Promise<JobOutputs['open-terrain']> {
  const { makeTerrain } = await import('../geo/terrain.ts');
  const terrain = await makeTerrain(grids);
  kept.set(key, terrain);
  if (dropKey !== undefined) kept.delete(dropKey);
  return { bounds: terrain.bounds, cellM: terrain.cellM, lowestM: lowestM(terrain) };
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

/** The terrain kept under a key. @throws AppError when another one took its place */
function keptTerrain(key: number): Terrain {
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

/** The highest ground near a place of a kept terrain. */
export function highestNear({ key, centre, radiusM }: JobInputs['highest-within']): Promise<JobOutputs['highest-within']> {
  return Promise.resolve(keptTerrain(key).highestWithin(centre, radiusM));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** One tile of the shading of a kept terrain, or of its heights. */
export function terrainTile({ key, look, z, x, y }: JobInputs['terrain-tile']): Promise<TerrainTile> {
  const terrain = keptTerrain(key);
  return Promise.resolve(look === null ? heightTile(terrain, z, x, y) : shadedTile(terrain, look, z, x, y));
}
