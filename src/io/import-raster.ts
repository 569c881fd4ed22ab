import type { JobContext } from '../base/job.ts';
import type { LengthUnit } from '../base/units.ts';
import type { Change } from '../plan/change.ts';
import type { RasterLayerName } from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import type { InputFile } from './import-layer.ts';
import { mergeTiles } from './mosaic.ts';
import { checkHeightError } from './height-errors.ts';
import { sha256HexOfFile } from '../base/hash.ts';
import { readRasterFile, type RasterInfo } from './raster-file.ts';
import { surfaceBelowGround } from './surface-below-ground.ts';
import { requireVerticalUnit } from './vertical-unit.ts';

/** What the user says about raster files. */
export interface RasterImportOptions {
  readonly crs?: string;
  readonly verticalUnit?: LengthUnit;
  /** One standard deviation of the heights (RMSE), metres; usual values are in `height-errors.ts`. */
  readonly heightErrorM?: number;
  /** Licence and credit of the files. */
  readonly licence?: string;
}

/** What an import of rasters did; `grids` counts the rasters that the layer has after tiles were joined. */
export interface RasterImportReport {
  readonly layer: RasterLayerName;
  readonly files: readonly {
    readonly file: string;
    readonly rasters: readonly RasterInfo[];
    readonly warnings: readonly string[];
  }[];
  readonly grids: number;
}

/**
 * Reads raster files and gives the change that adds them to a raster layer, tiles joined without a seam. The plan is not
 * touched. @throws AppError file/…, import/…, terrain/… ; a vertical unit that no file and no option states is asked for
 */
export async function importRaster(
  plan: Plan,
  layer: RasterLayerName,
  files: readonly InputFile[],
  options: RasterImportOptions,
  job: JobContext,
): Promise<{ change: Change; report: RasterImportReport }> {
  const { licence } = options;
  checkHeightError(options.heightErrorM);
  const before = plan.rasters.get(layer) ?? { grids: [], sources: [] };
  const read = [];
  for (const { name, bytes, companions } of files) {
    const file = await readRasterFile(
      name,
      bytes,
      { ...options, cloud: layer === 'surface' ? 'surface' : 'ground', ...(companions && { companions }) },
      job,
    );
    requireVerticalUnit(name, file);
    const source = { name, sha256: await sha256HexOfFile(bytes), ...(licence === undefined ? {} : { licence }) };
    read.push({ name, source, ...file });
  }
  const grids = mergeTiles([...before.grids, ...read.flatMap((file) => file.grids)]);
  const ground = plan.rasters.get('terrain')?.grids ?? [];
  const buried = layer === 'surface' ? await surfaceBelowGround(ground, grids) : null;
  const sources = [...before.sources, ...read.map(({ source }) => source)];
  return {
    change: {
      note: `Import ${files.map((file) => file.name).join(', ')}`,
      rasters: [{ name: layer, raster: { grids, sources } }],
    },
    report: {
      layer,
      files: read.map(({ name, info, warnings }, index) => ({
        file: name,
        rasters: info,
        warnings: index === 0 && buried !== null ? [...warnings, buried] : warnings,
      })),
      grids: grids.length,
    },
  };
}
