import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import { makeTerrain } from '../geo/terrain.ts';
import { tableOf, type Feature } from '../plan/feature-table.ts';
import { importFeatures } from '../io/import-layer.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import { featuresOfLayer } from '../plan/layer.ts';
import { apply } from '../plan/change.ts';
import { newPlan } from '../plan/plan.ts';
import type { ReachScene } from '../studies/reach/mounts.ts';
import { builtSurface } from '../studies/obstacles/built-surface.ts';
import { NO_OBSTACLES, type Obstacles } from '../studies/obstacles/obstacles.ts';
import type { Arguments, OptionSpec } from './arguments.ts';
import { readInputs } from './input-files.ts';
import { openTerrainFiles, type TerrainFiles } from './terrain-files.ts';

/** The options of every question about who sees whom. */
export const SCENE_OPTIONS = {
  terrain: { kind: 'many', about: 'ground models: GeoTIFF, .hgt, .hgt.zip or .asc; several tiles are one terrain' },
  surface: { kind: 'many', about: 'models of roofs and trees above the same datum' },
  buildings: {
    kind: 'many',
    about: 'outlines with heightM, or a raster of heights above ground; not counted beside --surface',
  },
  canopy: { kind: 'many', about: 'rasters of tree heights above ground, in leaf; not counted beside --surface' },
  sites: { kind: 'many', about: 'radio sites with roof, status, heightAglM, heightRoofM or heightAslM, consent' },
  'height-m': { kind: 'number', about: 'antenna above ground of sites that state no height, metres (10)' },
  'max-distance-m': { kind: 'number', about: 'longer links are not looked at, metres (10000)' },
  'frequency-ghz': { kind: 'number', about: 'frequency in GHz (5.5)' },
  k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
  crs: { kind: 'text', about: 'coordinate system of terrain files that do not state one' },
  'vertical-unit': { kind: 'text', about: 'unit of heights in files that do not state one' },
} as const satisfies Record<string, OptionSpec>;

/** How `SCENE_OPTIONS` are typed, for lines of usage. */
export const SCENE_USAGE =
  '--terrain FILE... [--surface FILE... | --buildings FILE... --canopy FILE...] --sites FILE... [--height-m 10] [--max-distance-m 10000] [--frequency-ghz 5.5] [--k 1.3333] [--crs EPSG:N] [--vertical-unit m|ft|us-ft]';

/** Reads what `SCENE_OPTIONS` name. @throws AppError usage/arguments, import/…, terrain/… */
export async function openScene(call: Arguments, job: JobContext): Promise<{ scene: ReachScene; warnings: string[] }> {
  if (!call.has('terrain')) throw call.wrong('--terrain is missing.');
  const maxDistanceM = call.number('max-distance-m') ?? 10_000;
  if (maxDistanceM > 300_000) throw call.wrong(`${maxDistanceM} m is more than 300,000.`, '--max-distance-m');
  const frequencyGhz = call.number('frequency-ghz') ?? 5.5;
  const kFactor = call.number('k') ?? 4 / 3;
  const ground = await openTerrainFiles(call.many('terrain'), call, job);
  const surface = call.has('surface')
    ? await openTerrainFiles(call.many('surface'), call, job, 'surface')
    : await openBuilt(ground, call, job);
  const warnings = [...ground.warnings, ...(surface?.warnings ?? [])];
  return { scene: { ground, surface, maxDistanceM, frequencyGhz, kFactor }, warnings };
}

/** Buildings and trees on the ground's own cells; null where none are named. */
async function openBuilt(ground: TerrainFiles, call: Arguments, job: JobContext): Promise<TerrainFiles | null> {
  if (!call.has('buildings') && !call.has('canopy')) return null;
  const isRaster = (path: string): boolean => /\.(tiff?|asc)(\.gz)?$/i.test(path);
  const outlines = call.many('buildings').filter((path) => !isRaster(path));
  const heights = await openTerrainFiles(call.many('buildings').filter(isRaster), call, job);
  const canopy = await openTerrainFiles(call.many('canopy'), call, job);
  const obstacles: Obstacles = {
    ...NO_OBSTACLES,
    buildings: outlines.length === 0 ? null : tableOf(await readFeatures('buildings', outlines, job)),
    buildingHeights: heights.grids,
    canopy: canopy.grids,
  };
  const grids = (await builtSurface(ground.grids, obstacles)) ?? [];
  return { grids, terrain: await makeTerrain(grids), warnings: [...heights.warnings, ...canopy.warnings] };
}

/** The height that a site without one gets, metres above ground. */
export function defaultHeightM(call: Arguments): number {
  const heightM = call.number('height-m') ?? 10;
  return heightM;
}

/** Reads files as `weft import --as LAYER` does, with the layer's own field names. @throws AppError import/… */
export async function readFeatures(layer: FeatureLayerName, paths: readonly string[], job: JobContext): Promise<Feature[]> {
  const plan = newPlan('', { name: '', currency: '', kind: 'all-in', items: [] });
  apply(plan, (await importFeatures(plan, layer, readInputs(paths), {}, job)).change);
  const found = plan.layers.get(layer);
  return found === undefined ? [] : [...featuresOfLayer(found)];
}

/** What an output file is to be. @throws AppError usage/arguments */
export function outputKind(call: Arguments, out: string): 'csv' | 'geojson' | 'json' {
  const ending = /\.(csv|geojson|json)$/i.exec(out)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'geojson' || ending === 'json') return ending;
  throw call.wrong(`"${out}" ends neither in .csv nor in .geojson nor in .json.`, '--out');
}

/** Nobody is there to be judged. */
export function nothingToJudge(where: string, leftOut: readonly { id: string; reason: string }[]): AppError {
  const first = leftOut[0];
  return new AppError('study/reach-input', {
    what: `None of the sites can be judged.${first === undefined ? '' : ` ${first.id}: ${first.reason}`}`,
    where,
    remedy: 'Check their positions and heights, and that the terrain covers them.',
  });
}
