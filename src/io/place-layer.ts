import { AppError } from '../base/app-error.ts';
import { breathe, quietJob, type JobContext } from '../base/job.ts';
import { describeCrs, toWgs84 } from '../geo/crs.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { wound } from '../geo/winding.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import { HeldFeatures, ProblemList, type SourceLayer } from './source-layer.ts';
import type { VectorLayer } from './vector-file.ts';

type Converter = (x: number, y: number) => LngLat;

const WGS84 = 'EPSG:4326';
const ASK = 'Name it with --crs EPSG:n.';

/**
 * Converts a layer to longitude and latitude, outer rings anticlockwise whatever the format's rule is. Positions that its coordinate system cannot have are bad rows; where most are
 * such, the system is wrong and the file is refused.
 * @param wanted the user's word, which wins over the file's
 * @throws AppError import/no-crs, import/out-of-range, crs/…
 */
export async function placeLayer(
  file: string,
  layer: SourceLayer,
  wanted: string | undefined,
  job: JobContext = quietJob,
): Promise<VectorLayer> {
  const problems = new ProblemList();
  problems.addAll(layer.problems);
  const stated = wanted ?? layer.crs;
  const crs = stated ?? (layer.unstated === 'question' ? null : WGS84);
  if (crs === null) {
    throw new AppError('import/no-crs', {
      what: 'The file does not say which coordinate system it uses. Nothing has been added.',
      where: file,
      remedy: ASK,
    });
  }
  const converters = new Map<string, Promise<Converter>>();
  const converterOf = (system: string): Promise<Converter> => {
    const known = converters.get(system) ?? makeConverter(system);
    converters.set(system, known);
    return known;
  };
  const usual = await converterOf(crs);
  const placedFeatures = new HeldFeatures();
  let [misplaced, withGeometry] = [0, 0];
  for (const [index, feature] of layer.features.entries()) {
    if (index % 2000 === 0) {
      job.progress('Placing on the map', index / layer.features.length);
      await breathe(job);
    }
    const { geometry } = feature;
    if (geometry === null) {
      placedFeatures.add(feature);
      continue;
    }
    withGeometry++;
    const placed = placedGeometry(geometry, feature.crs === undefined ? usual : await converterOf(feature.crs));
    if (placed !== null) {
      const { id, rowId, where, fields } = feature;
      placedFeatures.add({ id, ...(rowId === undefined ? {} : { rowId }), where, fields, geometry: wound(placed.geometry) });
      hintAtSpecialPlace(feature.where, placed, problems);
    } else {
      misplaced++;
      const [x, y] = firstPosition(geometry);
      problems.add(
        'row',
        'import/out-of-range',
        feature.where,
        `The position ${x}, ${y} is impossible in ${feature.crs ?? crs}.`,
      );
    }
  }
  if (misplaced * 2 > withGeometry) throw misplacedLayer(file, layer, stated, problems);
  const { features } = placedFeatures;
  if (stated === null && layer.unstated === 'guess' && withGeometry > misplaced)
    problems.add(
      'note',
      'import/assumed-crs',
      '',
      'The file states no coordinate system; its numbers were read as longitude and latitude (WGS 84).',
    );
  return { name: layer.name, crs, total: layer.total, features, problems: problems.list() };
}

async function makeConverter(crs: string): Promise<Converter> {
  if (crs === WGS84) return (x, y) => [x, y];
  const { unit } = await describeCrs(crs);
  const convert = await toWgs84(crs);
  return unit === null ? (x, y) => (Math.abs(x) > 180 || Math.abs(y) > 90 ? [NaN, NaN] : convert(x, y)) : convert;
}

function misplacedLayer(file: string, layer: SourceLayer, stated: string | null, problems: ProblemList): AppError {
  const example = problems.list().find((problem) => problem.code === 'import/out-of-range')?.message ?? '';
  if (stated === null) {
    return new AppError('import/no-crs', {
      what: `The file does not say which coordinate system it uses, and its numbers are not degrees. ${example} Nothing has been added.`,
      where: file,
      remedy: ASK,
    });
  }
  const what =
    layer.crs === stated
      ? `The file says ${stated}, but its coordinates are out of range for it.`
      : `The coordinates are out of range for ${stated}.`;
  return new AppError('import/out-of-range', {
    what: `${what} ${example} Nothing has been added.`,
    where: file,
    remedy: `Find out the true coordinate system. ${ASK}`,
  });
}

interface Placed {
  readonly geometry: Geometry;
  /** Beyond the latitude at which web maps end. */
  nearPole: boolean;
  /** From one side of 180° to the other. */
  crosses: boolean;
}

/** A geometry in longitude and latitude, each position looked at once; null where one is impossible. */
function placedGeometry(geometry: Geometry, convert: Converter): Placed | null {
  const seen = { nearPole: false, crosses: false, wrong: false };
  const position = (p: LngLat): LngLat => {
    const place = convert(p[0], p[1]);
    // Also where it is not a number.
    if (!(Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 90)) seen.wrong = true;
    if (Math.abs(place[1]) > 85.05) seen.nearPole = true;
    return place;
  };
  const path = (from: readonly LngLat[]): LngLat[] => {
    const to = from.map(position);
    for (let i = 1, before = to[0]?.[0] ?? 0; i < to.length; i++) {
      const here = to[i]?.[0] ?? 0;
      if (Math.abs(here - before) > 180) seen.crosses = true;
      before = here;
    }
    return to;
  };
  const result = positionsThrough(geometry, position, path);
  return seen.wrong ? null : { geometry: result, nearPole: seen.nearPole, crosses: seen.crosses };
}

function positionsThrough(
  geometry: Geometry,
  position: (p: LngLat) => LngLat,
  path: (from: readonly LngLat[]) => LngLat[],
): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: geometry.type, coordinates: position(geometry.coordinates) };
    case 'MultiPoint':
      return { type: geometry.type, coordinates: geometry.coordinates.map(position) };
    case 'LineString':
      return { type: geometry.type, coordinates: path(geometry.coordinates) };
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map(path) };
    case 'MultiPolygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map((polygon) => polygon.map(path)) };
  }
}

function firstPosition(geometry: Geometry): LngLat {
  return partsOf(geometry)[0]?.[0]?.[0] ?? [NaN, NaN];
}

/** The places where flat maps end: drawing and measuring there is not what people expect. */
function hintAtSpecialPlace(where: string, { nearPole, crosses }: Placed, problems: ProblemList): void {
  if (nearPole) problems.add('warning', 'import/near-pole', where, 'Beyond 85° of latitude the map cannot show it.');
  if (crosses) problems.add('warning', 'import/antimeridian', where, 'It crosses the line of 180° longitude.');
}
