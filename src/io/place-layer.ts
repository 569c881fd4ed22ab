import { AppError } from '../base/app-error.ts';
import { breathe, quietJob, type JobContext } from '../base/job.ts';
import { describeCrs, toWgs84InPlace } from '../geo/crs.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import type { ConvertAt } from '../geo/remembered-conversion.ts';
import { isAnticlockwiseIn } from '../geo/winding.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import { hasGeometry, HeldFeatures, ProblemList, type PathChange, type SourceLayer } from './source-layer.ts';
import type { VectorLayer } from './vector-file.ts';

const WGS84 = 'EPSG:4326';
const ASK = 'Name it with --crs EPSG:n.';

/**
 * Converts a layer to longitude and latitude, outer rings anticlockwise whatever the format's rule is. Positions that its coordinate system cannot have are bad rows; where most are
 * such, the system is wrong and the file is refused.
 * @param said the user's word: a system wins over the file's, swapped axes hold for every position
 * @throws AppError import/no-crs, import/out-of-range, crs/…
 */
export async function placeLayer(
  file: string,
  layer: SourceLayer,
  { crs: wanted, swapAxes = false }: { readonly crs?: string; readonly swapAxes?: boolean },
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
  const converters = new Map<string, Promise<ConvertAt>>();
  const converterOf = (system: string): Promise<ConvertAt> => {
    const known = converters.get(system) ?? makeConverter(system, swapAxes);
    converters.set(system, known);
    return known;
  };
  const usual = await converterOf(crs);
  const placedFeatures = new HeldFeatures();
  const placing = new Placing();
  let [misplaced, withGeometry] = [0, 0];
  for (const [index, feature] of layer.features.entries()) {
    if (index % 2000 === 0) {
      job.progress('Placing on the map', index / layer.features.length);
      await breathe(job);
    }
    if (!hasGeometry(feature)) {
      placedFeatures.add(feature);
      continue;
    }
    withGeometry++;
    placing.begin(feature.crs === undefined ? usual : await converterOf(feature.crs));
    if (placedFeatures.addChanged(feature, placing.path, placing.isWrong)) {
      hintAtSpecialPlace(feature.where, placing, problems);
    } else {
      misplaced++;
      const [x, y] = firstPosition(feature.geometry);
      problems.add(
        'row',
        'import/out-of-range',
        feature.where,
        `The position ${x}, ${y} is impossible in ${feature.crs ?? crs}.`,
      );
    }
  }
  if (misplaced * 2 > withGeometry) throw misplacedLayer(file, layer, stated, problems, swapAxes);
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

async function makeConverter(crs: string, swapAxes: boolean): Promise<ConvertAt> {
  if (!swapAxes) return converterFrom(crs);
  const convert = await converterFrom(crs);
  return (coordinates, at) => {
    const first = coordinates[at] ?? NaN;
    coordinates[at] = coordinates[at + 1] ?? NaN;
    coordinates[at + 1] = first;
    convert(coordinates, at);
  };
}

async function converterFrom(crs: string): Promise<ConvertAt> {
  if (crs === WGS84) return () => undefined;
  const { unit } = await describeCrs(crs);
  const convert = await toWgs84InPlace(crs);
  if (unit !== null) return convert;
  return (coordinates, at) => {
    const isPossible = !(Math.abs(coordinates[at] ?? NaN) > 180 || Math.abs(coordinates[at + 1] ?? NaN) > 90);
    if (isPossible) convert(coordinates, at);
    else coordinates.fill(NaN, at, at + 2);
  };
}

function misplacedLayer(
  file: string,
  layer: SourceLayer,
  stated: string | null,
  problems: ProblemList,
  areSwapped: boolean,
): AppError {
  const mayBeSwapped = !areSwapped && layer.features.every(({ geometry }) => canBeLatitudeFirst(firstPosition(geometry)));
  const [hint, remedy] = mayBeSwapped
    ? [
        ' Latitude and longitude seem to be swapped.',
        `Read them the other way round with --swap-axes, or name their system with --crs EPSG:n.`,
      ]
    : ['', ASK];
  const example = problems.list().find((problem) => problem.code === 'import/out-of-range')?.message ?? '';
  if (stated === null) {
    return new AppError('import/no-crs', {
      what: `The file does not say which coordinate system it uses, and its numbers are not degrees. ${example}${hint} Nothing has been added.`,
      where: file,
      remedy,
    });
  }
  const what =
    layer.crs === stated
      ? `The file says ${stated}, but its coordinates are out of range for it.`
      : `The coordinates are out of range for ${stated}.`;
  return new AppError('import/out-of-range', {
    what: `${what} ${example}${hint} Nothing has been added.`,
    where: file,
    remedy: mayBeSwapped ? remedy : `Find out the true coordinate system. ${ASK}`,
  });
}

/** Puts the paths of one geometry after the other on the map, each position looked at once. */
class Placing {
  #convert: ConvertAt = () => undefined;
  /** Beyond the latitude at which web maps end. */
  nearPole = false;
  /** From one side of 180° to the other. */
  crosses = false;
  #isWrong = false;

  begin(convert: ConvertAt): void {
    this.#convert = convert;
    this.nearPole = this.crosses = this.#isWrong = false;
  }

  /** Whether a position was impossible. */
  readonly isWrong = (): boolean => this.#isWrong;

  readonly path: PathChange = (coordinates, from, to, isRing, isOuter) => {
    const convert = this.#convert;
    let before = NaN;
    for (let at = from; at < to; at += 2) {
      convert(coordinates, at);
      const [lng = NaN, lat = NaN] = [coordinates[at], coordinates[at + 1]];
      // Also where it is not a number.
      if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) this.#isWrong = true;
      if (Math.abs(lat) > 85.05) this.nearPole = true;
      if (Math.abs(lng - before) > 180) this.crosses = true;
      before = lng;
    }
    if (isRing && isAnticlockwiseIn(coordinates, from, to) !== isOuter) reverse(coordinates, from, to);
  };
}

/** The positions from `from` to `to` the other way round. */
function reverse(coordinates: Float64Array, from: number, to: number): void {
  for (let low = from, high = to - 2; low < high; low += 2, high -= 2) {
    const [x = NaN, y = NaN] = [coordinates[low], coordinates[low + 1]];
    coordinates[low] = coordinates[high] ?? NaN;
    coordinates[low + 1] = coordinates[high + 1] ?? NaN;
    coordinates[high] = x;
    coordinates[high + 1] = y;
  }
}

/** Whether a position could be degrees with the latitude first; nowhere could be anything. */
function canBeLatitudeFirst([x, y]: LngLat): boolean {
  return !(Math.abs(x) > 90 || Math.abs(y) > 180);
}

function firstPosition(geometry: Geometry | null): LngLat {
  return (geometry === null ? null : partsOf(geometry)[0]?.[0]?.[0]) ?? [NaN, NaN];
}

/** The places where flat maps end: drawing and measuring there is not what people expect. */
function hintAtSpecialPlace(where: string, { nearPole, crosses }: Placing, problems: ProblemList): void {
  if (nearPole) problems.add('warning', 'import/near-pole', where, 'Beyond 85° of latitude the map cannot show it.');
  if (crosses) problems.add('warning', 'import/antimeridian', where, 'It crosses the line of 180° longitude.');
}
