import { AppError } from '../base/app-error.ts';
import { exportRasters } from '../io/export-raster.ts';
import { creditsOf } from '../plan/credits.ts';
import { isRasterLayerName } from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import type { Arguments } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { answer, terminalJob } from './terminal.ts';

/** The name of the format on the command line. */
export const RASTER_FORMAT = 'tif';

/**
 * Writes a raster layer as cloud-optimised GeoTIFF, heights in metres, every cell as the project has it. A layer of several rasters becomes as many files, with a
 * number before the ending. @throws AppError export/raster for anything but one raster layer
 */
export async function exportRaster(
  call: Arguments,
  plan: Plan,
  names: readonly string[],
  out: string | undefined,
): Promise<void> {
  const [name = ''] = names;
  const raster = isRasterLayerName(name) ? plan.rasters.get(name) : undefined;
  if (raster === undefined || names.length > 1) {
    const possible = [...plan.rasters.keys()];
    throw new AppError('export/raster', {
      what: 'A GeoTIFF holds one raster layer of the project.',
      where: `--layer ${names.join(' ')}`,
      remedy:
        possible.length > 0
          ? `Choose one of: ${possible.join(', ')}.`
          : 'Import terrain, surface, building-heights or canopy first.',
    });
  }
  const job = terminalJob();
  const files: { out: string | null; width: number; height: number; crs: string; bytes: number }[] = [];
  const written = isRasterLayerName(name) ? await exportRasters(name, raster, job) : [];
  for (const [index, { bytes, width, height, crs }] of written.entries()) {
    const file = out === undefined || written.length === 1 ? out : numbered(out, index + 1);
    if (file !== undefined) writeAtomically(file, bytes);
    files.push({ out: file ?? null, width, height, crs, bytes: bytes.length });
  }
  job.progress('Done', 1);
  const credits = creditsOf(raster.sources);
  const line = ({ out: file, width, height, crs, bytes }: (typeof files)[number]): string =>
    `${file === null ? `Nothing was written; it would be ${bytes} bytes` : `Wrote ${file}`}: ${width} × ${height} cells of ${name}, ${crs}, metres.`;
  answer(call, { ...(out === undefined ? { dryRun: true } : {}), format: RASTER_FORMAT, layer: name, files, credits }, [
    ...files.map(line),
    ...credits.map((credit) => `  ${credit}`),
  ]);
}

/** `dem.tif` as `dem-2.tif`. */
function numbered(out: string, number: number): string {
  return /\.[^./\\]+$/.test(out) ? out.replace(/(\.[^./\\]+)$/, `-${number}$1`) : `${out}-${number}`;
}
