import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { GeometryType } from '../geo/geometry.ts';
import { type Feature } from '../plan/feature-table.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import { featuresOfLayer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import { placeLayer } from './place-layer.ts';
import { inspectRasterFile, isRasterFile, type RasterInfo } from './raster-file.ts';
import { recognise } from './registry.ts';
import type { Problem, SourceLayer } from './source-layer.ts';
import { parseVectorFile, type VectorOptions } from './vector-file.ts';

/** [minX, minY, maxX, maxY] in a file's own coordinates; in degrees minX is greater than maxX where 180° is crossed (RFC 7946, 5.2). */
type Bounds = readonly [number, number, number, number];

/** What a layer of a file holds. `geometry` is a GeoJSON type, `mixed`, or null where there is none. */
export interface LayerSummary {
  readonly name: string;
  readonly geometry: GeometryType | 'mixed' | null;
  readonly count: number;
  readonly crs: string | null;
  readonly bounds: Bounds | null;
  readonly fields: readonly { readonly name: string; readonly kind: 'number' | 'text' | 'boolean' }[];
}

/** What is in a file; either `layers` or `rasters`. */
export interface FileSummary {
  readonly format: string;
  readonly layers?: readonly LayerSummary[];
  readonly rasters?: readonly RasterInfo[];
  readonly problems: readonly Problem[];
}

/** Looks into a vector or raster file without importing it. @throws AppError where it cannot be read at all */
export async function inspectFile(
  name: string,
  bytes: Uint8Array,
  options: VectorOptions,
  job: JobContext,
): Promise<FileSummary> {
  if (isRasterFile(name, bytes) && recognise(name, bytes).reads !== 'vector') {
    const rasters = await inspectRasterFile(name, bytes, options, job);
    return { format: rasters[0]?.format ?? 'raster', rasters, problems: rasters.flatMap((raster) => rasterProblems(raster)) };
  }
  const file = await parseVectorFile(name, bytes, options, job);
  const layers: LayerSummary[] = [];
  const problems: Problem[] = [];
  for (const layer of file.layers) {
    const placing = await tryPlacing(name, layer, options.crs);
    problems.push(...placing.problems);
    const crs = options.crs ?? layer.crs ?? (layer.unstated === 'degrees' && placing.fits ? 'EPSG:4326' : null);
    layers.push({ ...summaryOf(layer, placing.fits && crs === 'EPSG:4326'), count: layer.total, crs });
  }
  return { format: file.format, layers, problems };
}

/** The layers of a project, as those of a file. */
export function projectLayers(plan: Plan): LayerSummary[] {
  return [...plan.layers].map(([name, layer]) => {
    const features = [...featuresOfLayer(layer)];
    return { ...summaryOf({ name, features }, true), count: features.length, crs: 'EPSG:4326' };
  });
}

interface Features {
  readonly name: string;
  readonly features: readonly Pick<Feature, 'geometry' | 'fields'>[];
}

function summaryOf(layer: Features, inDegrees: boolean): Omit<LayerSummary, 'count' | 'crs'> {
  return { name: layer.name, geometry: geometryOf(layer), bounds: boundsOf(layer, inDegrees), fields: fieldsOf(layer) };
}

function rasterProblems(raster: RasterInfo): Problem[] {
  const problems: Problem[] = [];
  if (raster.crs === null)
    problems.push({
      code: 'import/no-crs',
      severity: 'file',
      where: '',
      message: 'The file does not say which coordinate system it uses.',
    });
  if (raster.verticalUnit === null)
    problems.push({
      code: 'import/no-vertical-unit',
      severity: 'warning',
      where: '',
      message: 'The file does not say whether heights are metres or feet.',
    });
  return problems;
}

/** All problems that an import would meet, those of the coordinate system included. */
async function tryPlacing(
  name: string,
  layer: SourceLayer,
  crs: string | undefined,
): Promise<{ fits: boolean; problems: readonly Problem[] }> {
  try {
    return { fits: true, problems: (await placeLayer(name, layer, crs === undefined ? {} : { crs })).problems };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code: Problem['code'] =
      error.code === 'import/no-crs' || error.code === 'import/out-of-range' ? error.code : 'import/unknown-crs';
    return {
      fits: false,
      problems: [...layer.problems, { code, severity: 'file', where: layer.name, message: error.what, remedy: error.remedy }],
    };
  }
}

function geometryOf(layer: Features): LayerSummary['geometry'] {
  const types = [
    ...new Set(layer.features.flatMap((feature) => (feature.geometry === null ? [] : [feature.geometry.type]))),
  ].sort();
  const [first, second] = types;
  if (first === undefined) return null;
  // Polygon and MultiPolygon together are one kind of layer.
  return types.length === 1 || (types.length === 2 && second !== undefined && first === `Multi${second}`) ? first : 'mixed';
}

function boundsOf(layer: Features, inDegrees: boolean): Bounds | null {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  let [leastEast, mostWest, crosses] = [Infinity, -Infinity, false];
  for (const { geometry } of layer.features) {
    for (const path of geometry === null ? [] : partsOf(geometry).flat()) {
      path.forEach(([x, y], i) => {
        [minX, maxX, minY, maxY] = [Math.min(minX, x), Math.max(maxX, x), Math.min(minY, y), Math.max(maxY, y)];
        if (x >= 0) leastEast = Math.min(leastEast, x);
        else mostWest = Math.max(mostWest, x);
        crosses ||= inDegrees && Math.abs(x - (path[i - 1]?.[0] ?? x)) > 180;
      });
    }
  }
  if (minX > maxX) return null;
  return crosses ? [leastEast, minY, mostWest, maxY] : [minX, minY, maxX, maxY];
}

function fieldsOf(layer: Features): LayerSummary['fields'] {
  const kinds = new Map<string, 'number' | 'text' | 'boolean'>();
  for (const { fields } of layer.features) {
    for (const [name, value] of Object.entries(fields)) {
      const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
      kinds.set(name, (kinds.get(name) ?? kind) === kind ? kind : 'text');
    }
  }
  return [...kinds].map(([name, kind]) => ({ name, kind }));
}
