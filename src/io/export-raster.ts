import type { JobContext } from '../base/job.ts';
import type { Grid } from '../geo/grid.ts';
import type { RasterLayerName } from '../plan/layers.ts';
import type { RasterLayer } from '../plan/plan.ts';
import { writeGeoTiff } from './write/geotiff.ts';
import { writeZip } from './zip.ts';

/** One raster of a layer as a file. */
export interface RasterExport extends Pick<Grid, 'width' | 'height' | 'crs'> {
  readonly bytes: Uint8Array;
}

/** A raster layer as cloud-optimised GeoTIFFs, one for each of its rasters: heights in metres, every cell as the plan has it. */
export async function exportRasters(name: RasterLayerName, { grids }: RasterLayer, job: JobContext): Promise<RasterExport[]> {
  const files: RasterExport[] = [];
  for (const grid of grids) {
    const { width, height, crs, values: cells } = grid;
    const bytes = await writeGeoTiff({ ...grid, cells, nodata: NaN, unit: 'm', description: describe(name, grid) }, job);
    files.push({ bytes, width, height, crs });
  }
  return files;
}

/** A raster layer as one file: a GeoTIFF, or where it is of several rasters a zip of as many, which is read again as it is. */
export async function exportRasterFile(
  name: RasterLayerName,
  layer: RasterLayer,
  job: JobContext,
): Promise<{ readonly bytes: Uint8Array; readonly ending: '.tif' | '.zip'; readonly cells: number }> {
  const files = await exportRasters(name, layer, job);
  const cells = files.reduce((sum, { width, height }) => sum + width * height, 0);
  const [only] = files;
  if (only !== undefined && files.length === 1) return { bytes: only.bytes, ending: '.tif', cells };
  return { bytes: writeZip(new Map(files.map(({ bytes }, at) => [`${name}-${at + 1}.tif`, bytes]))), ending: '.zip', cells };
}

function describe(name: RasterLayerName, { verticalDatum }: Grid): string {
  return `${name}, metres${verticalDatum === null ? '' : ` above ${verticalDatum}`}`;
}
