import type { Grid } from '../../geo/grid.ts';
import type { CoverageResult } from './result.ts';

/** What a coverage says of a cell: file names, titles and units. */
export const COVERAGE_LAYERS = {
  visible: { title: 'In sight of a site', unit: null },
  count: { title: 'Number of sites that see it', unit: null },
  'min-height': { title: 'Least height to be seen', unit: 'm' },
  fresnel: { title: 'Least part of the first Fresnel zone radius that is clear', unit: null },
  level: { title: 'Received level', unit: 'dBm' },
  server: { title: 'Best server: place in the list of sites, from 0', unit: null },
} as const;

export type CoverageLayer = keyof typeof COVERAGE_LAYERS;

/** One layer as a raster that `writeGeoTiff` takes. */
export interface CoverageRaster extends Pick<Grid, 'width' | 'height' | 'toModel' | 'crs'> {
  readonly cells: Uint8Array | Float32Array;
  readonly description: string;
  readonly unit?: string;
  readonly nodata?: number;
}

/** Takes a layer out of a result; null for levels where no equipment was named. */
export function coverageRaster(result: CoverageResult, layer: CoverageLayer): CoverageRaster | null {
  const cells = cellsOf(result, layer);
  if (cells === null) return null;
  const { width, height, toModel, crs } = result;
  const { title, unit } = COVERAGE_LAYERS[layer];
  return {
    ...{ width, height, toModel, crs, cells, description: title },
    ...(unit === null ? {} : { unit }),
    ...(cells instanceof Float32Array ? { nodata: NaN } : {}),
  };
}

function cellsOf(result: CoverageResult, layer: CoverageLayer): Uint8Array | Float32Array | null {
  switch (layer) {
    case 'visible':
      return result.seenBy.map((count) => (count > 0 ? 255 : 0));
    case 'count':
      return result.seenBy;
    case 'min-height':
      return result.minHeightM;
    case 'fresnel':
      return result.fresnelFraction;
    case 'level':
      return result.levelDbm;
    case 'server':
      return result.server;
  }
}
