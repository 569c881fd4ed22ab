import type { JobContext } from '../base/job.ts';
import type { LengthUnit } from '../base/units.ts';
import { makeTerrain, type Terrain } from '../geo/terrain.ts';
import type { Grid } from '../geo/grid.ts';
import { mergeTiles } from '../io/mosaic.ts';
import type { CloudSurface } from '../io/point-cloud.ts';
import { readRasterFile, type RasterOptions } from '../io/raster-file.ts';
import { assumeVerticalUnit } from '../io/vertical-unit.ts';
import type { Arguments } from './arguments.ts';
import { readSharedFile } from './files.ts';
import { readInputs } from './input-files.ts';

/** Heights from the files that a single question (elevation, link, viewshed, sightlines) names. */
export interface TerrainFiles {
  readonly terrain: Terrain;
  readonly grids: readonly Grid[];
  readonly warnings: readonly string[];
}

/** Reads files as one terrain, of point clouds their ground or what stands on it, with the call's `--crs` and `--vertical-unit`. @throws AppError for what cannot be trusted */
export async function openTerrainFiles(
  paths: readonly string[],
  call: Arguments,
  job: JobContext,
  cloud: CloudSurface = 'ground',
): Promise<TerrainFiles> {
  const verticalUnit = readVerticalUnit(call);
  const grids: Grid[] = [];
  const warnings: string[] = [];
  const crs = call.text('crs');
  for (const { name, bytes, companions } of readInputs(paths, readSharedFile)) {
    const options: RasterOptions = {
      cloud,
      ...(crs === undefined ? {} : { crs }),
      ...(verticalUnit === undefined ? {} : { verticalUnit }),
      ...(companions && { companions }),
    };
    const file = await readRasterFile(name, bytes, options, job);
    warnings.push(...file.warnings, ...assumeVerticalUnit(name, file));
    grids.push(...file.grids);
  }
  const merged = mergeTiles(grids);
  job.progress('Reading terrain', 1);
  return { terrain: await makeTerrain(merged), grids: merged, warnings };
}

/** The value of `--vertical-unit`. @throws AppError usage/arguments when it is not a unit */
export function readVerticalUnit(call: Arguments): LengthUnit | undefined {
  const typed = call.text('vertical-unit');
  if (typed === undefined || typed === 'm' || typed === 'ft' || typed === 'us-ft') return typed;
  throw call.wrong(`"${typed}" is not a unit of heights; m, ft and us-ft are.`, '--vertical-unit');
}
