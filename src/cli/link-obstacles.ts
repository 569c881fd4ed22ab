import type { JobContext } from '../base/job.ts';
import { importFeatures } from '../io/import-layer.ts';
import { apply } from '../plan/change.ts';
import { newPlan } from '../plan/plan.ts';
import { NO_OBSTACLES, obstaclesOfPlan, type Obstacles, type Season } from '../studies/obstacles/obstacles.ts';
import { terrainKindWarning } from '../studies/obstacles/terrain-kind.ts';
import type { Arguments, OptionSpec } from './arguments.ts';
import { readInputs } from './input-files.ts';
import { openTerrainFiles } from './terrain-files.ts';

/** The options that say what stands on the ground. */
export const STANDING_OPTIONS = {
  buildings: { kind: 'many', about: 'outlines with a height, or rasters of building heights above ground' },
  canopy: { kind: 'many', about: 'rasters of tree heights above ground' },
  season: { kind: 'text', about: 'leaf-on (default) or leaf-off' },
  'parapet-m': { kind: 'number', about: "height of the own roof's edge over the roof, metres (0)" },
} as const satisfies Record<string, OptionSpec>;

const IS_RASTER = /\.(tiff?|asc|hgt)(\.gz|\.zip)?$/i;

/** Reads what `STANDING_OPTIONS` name; null where nothing is named. @throws AppError usage/arguments, import/…, terrain/… */
export async function openObstacles(
  call: Arguments,
  job: JobContext,
): Promise<{ obstacles: Obstacles; warnings: readonly string[] } | null> {
  const season = call.oneOf('season', ['leaf-on', 'leaf-off']);
  const parapetM = call.number('parapet-m') ?? 0;
  if (!call.has('buildings') && !call.has('canopy')) return null;
  const paths = call.has('buildings') ? call.many('buildings') : [];
  const blocks = await openGrids(
    paths.filter((path) => IS_RASTER.test(path)),
    call,
    job,
  );
  const canopy = await openGrids(call.has('canopy') ? call.many('canopy') : [], call, job);
  const outlines = paths.filter((path) => !IS_RASTER.test(path));
  const obstacles: Obstacles = {
    ...NO_OBSTACLES,
    ...(outlines.length === 0 ? {} : { buildings: await readOutlines(outlines, { season, parapetM }, job) }),
    buildingHeights: blocks.grids,
    canopy: canopy.grids,
    season,
    parapetM,
  };
  return { obstacles, warnings: [...blocks.warnings, ...canopy.warnings, ...terrainKindWarning(call.many('terrain'))] };
}

async function openGrids(
  paths: readonly string[],
  call: Arguments,
  job: JobContext,
): Promise<Pick<Awaited<ReturnType<typeof openTerrainFiles>>, 'grids' | 'warnings'>> {
  return paths.length === 0 ? { grids: [], warnings: [] } : openTerrainFiles(paths, call, job);
}

async function readOutlines(
  paths: readonly string[],
  options: { season: Season; parapetM: number },
  job: JobContext,
): Promise<Obstacles['buildings']> {
  const plan = newPlan('', { name: '', currency: '', kind: 'all-in', items: [] });
  apply(plan, (await importFeatures(plan, 'buildings', readInputs(paths), {}, job)).change);
  return obstaclesOfPlan(plan, options).buildings;
}
