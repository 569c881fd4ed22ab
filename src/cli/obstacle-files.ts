import type { JobContext } from '../base/job.ts';
import type { Grid } from '../geo/grid.ts';
import { NO_OBSTACLES, type HeightAbove, type Obstacles } from '../studies/obstacles/obstacles.ts';
import type { Arguments, OptionSpec } from './arguments.ts';
import { STANDING_OPTIONS, openObstacles } from './link-obstacles.ts';
import { openTerrainFiles } from './terrain-files.ts';

/** The options that name the ground and what stands on it. */
export const OBSTACLE_OPTIONS = {
  terrain: { kind: 'many', about: 'ground models: GeoTIFF, .hgt, .hgt.zip or .asc; several tiles are one terrain' },
  surface: { kind: 'many', about: 'models of roofs and trees above the same datum' },
  ...STANDING_OPTIONS,
  crs: { kind: 'text', about: 'coordinate system of terrain files that do not state one' },
  'vertical-unit': { kind: 'text', about: 'unit of heights in files that do not state one' },
} as const satisfies Record<string, OptionSpec>;

/** How `OBSTACLE_OPTIONS` are typed, for lines of usage. */
export const OBSTACLE_USAGE =
  '--terrain FILE... [--surface FILE...] [--buildings FILE...] [--canopy FILE...] [--season leaf-on|leaf-off] [--parapet-m 0] [--crs EPSG:N] [--vertical-unit m|ft|us-ft]';

/** Reads what `OBSTACLE_OPTIONS` name. @throws AppError usage/arguments, import/…, terrain/… */
export async function openLandscape(
  call: Arguments,
  job: JobContext,
): Promise<{ grids: readonly Grid[]; obstacles: Obstacles; warnings: string[] }> {
  if (!call.has('terrain')) throw call.wrong('--terrain is missing.');
  const ground = await openTerrainFiles(call.many('terrain'), call, job);
  const surface = call.has('surface') ? await openTerrainFiles(call.many('surface'), call, job, 'surface') : null;
  const standing = await openObstacles(call, job);
  return {
    grids: ground.grids,
    obstacles: { ...(standing?.obstacles ?? NO_OBSTACLES), surface: surface?.grids ?? [] },
    warnings: [...ground.warnings, ...(surface?.warnings ?? []), ...(standing?.warnings ?? [])],
  };
}

/** Options that tell what stands on the ground. */
const STANDING = ['surface', 'buildings', 'canopy'] as const;
type Standing = (typeof STANDING)[number];

/**
 * The value of `--height-above`; heights above the surface, or the roof, need a file that tells where that is, of one of the options named.
 * @throws AppError usage/arguments
 */
export function readHeightAbove(
  call: Arguments,
  { surface = STANDING, roof = STANDING }: { surface?: readonly Standing[]; roof?: readonly Standing[] } = {},
): HeightAbove {
  const typed = call.oneOf<HeightAbove>('height-above', ['ground', 'surface', 'roof', 'sea']);
  if (typed === 'ground' || typed === 'sea') return typed;
  const needed = typed === 'surface' ? surface : roof;
  if (needed.some((option) => call.has(option))) return typed;
  throw call.wrong(`--height-above ${typed} needs ${needed.map((option) => `--${option}`).join(' or ')}.`);
}
