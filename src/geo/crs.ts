/**
 * Coordinate systems: any of the EPSG index, PROJ text or WKT, to and from WGS 84. The only file that knows proj4 and
 * epsg-index; both are loaded when first needed. No datum-shift grids are available offline: where the usual
 * way to WGS 84 is a grid, a published seven-parameter shift takes its place (see `GRID_REPLACEMENTS`), or the
 * system is refused. `accuracyM` says what remains.
 */
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { LengthUnit } from '../base/units.ts';
import { conicInverse, isConic } from './conic-inverse.ts';
import { findByParameters, signatureOf, type CrsSignature, type ParsedProjection } from './crs-match.ts';
import { correctShift } from './datum-shifts.ts';
import { rememberedConversion, type ConvertAt } from './remembered-conversion.ts';
import { codeOfWkt, datumOfWkt, horizontalWkt, nameOfWkt, parseWkt, verticalUnitOfWkt, type WktNode } from './crs-text.ts';

/** What is known about a coordinate system. */
export interface CrsDescription {
  /** `EPSG:n`, or PROJ text for a system without a code. */
  readonly crs: string;
  readonly name: string | null;
  /** Metres per horizontal unit; null for degrees. */
  readonly unit: number | null;
  /** Unit of heights where the system states one (compound systems). */
  readonly verticalUnit: LengthUnit | null;
  /** How far off positions may be after the shift to WGS 84, metres; null where the index does not say. */
  readonly accuracyM: number | null;
}

/** A system to choose. */
export interface NamedSystem {
  readonly crs: string;
  readonly name: string;
  /** Metres per unit. */
  readonly unitM: number;
}

interface IndexEntry {
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly wkt: string | null;
  readonly proj4: string | null;
  readonly unit: string | null;
  readonly accuracy: number | null;
  /** North, west, south, east of where it is meant for, degrees. */
  readonly bbox: readonly [number, number, number, number] | null;
}

interface Projection extends ParsedProjection {
  readonly projName: string;
  readonly axis: string;
  readonly from_greenwich?: number;
  readonly es: number;
  readonly datum: { readonly datum_type: number };
  inverse: (point: { x: number; y: number }) => { x: number; y: number } | null | undefined;
}

/** What the library calls Lambert's conformal conics in codes and in definitions. */
const CONICS = /^lcc$|^Lambert.Conformal.Conic|^Lambert Conic Conformal/i;

/** The part of proj4 that is used here; its own types describe less. */
interface ProjLibrary {
  (
    from: Projection,
    to: Projection,
  ): {
    forward(point: [number, number], enforceAxis: boolean): number[];
    inverse(point: [number, number], enforceAxis: boolean): number[];
  };
  readonly Proj: new (definition: string) => Projection;
  readonly WGS84: Projection;
}

interface Library {
  readonly proj4: ProjLibrary;
  readonly index: Readonly<Record<string, IndexEntry>>;
}

/** Shifts to WGS 84 that stand in for grids: translation (m), rotation (arc seconds, position vector), scale (ppm). */
const GRID_REPLACEMENTS: readonly { grid: string; towgs84: string; accuracyM: number; source: string }[] = [
  { grid: 'OSTN15', towgs84: '446.448,-125.157,542.06,0.15,0.247,0.842,-20.489', accuracyM: 2, source: 'EPSG:1314' },
  { grid: 'BETA2007', towgs84: '598.1,73.7,418.2,0.202,0.045,-2.455,6.7', accuracyM: 3, source: 'EPSG:1777' },
  { grid: 'NTv2_0', towgs84: '-8,160,176', accuracyM: 10, source: 'EPSG:1173' },
  { grid: 'nzgd2kgrid', towgs84: '59.47,-5.04,187.44,0.47,-0.1,1.024,-4.5993', accuracyM: 4, source: 'EPSG:1564' },
  { grid: 'National 84', towgs84: '-117.763,-51.51,139.061,0.292,0.443,0.277,-0.191', accuracyM: 1, source: 'EPSG:1280' },
];

const WGS84_DESCRIPTION: CrsDescription = { crs: 'EPSG:4326', name: 'WGS 84', unit: null, verticalUnit: null, accuracyM: null };

let library: Promise<Library> | undefined;

function loadLibrary(): Promise<Library> {
  library ??= (async () => {
    const [proj4, index] = await Promise.all([import('proj4'), import('epsg-index/all.json', { with: { type: 'json' } })]);
    // The packages' own types are wider (proj4) and 8 MB long (the index); these are the parts that are read.
    return { proj4: proj4.default as unknown as ProjLibrary, index: index.default as unknown as Library['index'] };
  })();
  return library;
}

const codePattern =
  /^(?:EPSG::?|\+init=epsg:|urn:ogc:def:crs:EPSG:[^:]*:|https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[^/]+\/)?(\d{4,6})$/i;
const crs84Pattern = /^(?:OGC:CRS84|CRS:84|urn:ogc:def:crs:OGC:[^:]*:CRS84|WGS ?84)$/i;

/** The EPSG number in a text that is nothing but one (`EPSG:2249`, `2249`, a URN), or null. */
function codeOf(text: string): string | null {
  if (crs84Pattern.test(text)) return '4326';
  return codePattern.exec(text)?.[1] ?? null;
}

interface Resolved {
  readonly projText: string;
  readonly accuracyM: number | null;
  readonly name: string | null;
}

function unknown(where: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'crs/unknown',
    { what, where, remedy: 'Give a code as --crs EPSG:n, or convert the file to EPSG:4326.' },
    cause,
  );
}

function resolve(crs: string, { index }: Library): Resolved {
  const code = codeOf(crs);
  if (code === null) return { ...withoutGrids(crs, crs, null), name: null };
  const entry = Object.hasOwn(index, code) ? index[code] : undefined;
  if (entry === undefined) throw unknown(`EPSG:${code}`, 'No coordinate system has this code.');
  if (entry.proj4 === null || !/\+proj=(?!geocent)/.test(entry.proj4) || entry.unit === 'grad') {
    throw new AppError('crs/unsupported', {
      what: `"${entry.name}" is not a system of horizontal positions that can be converted here.`,
      where: `EPSG:${code}`,
      remedy: 'Convert the file to EPSG:4326 with another program.',
    });
  }
  const grids = withoutGrids(entry.proj4, `EPSG:${code}`, entry.accuracy);
  return { ...correctShift(grids.projText, grids.accuracyM), name: entry.name };
}

/** Replaces a datum-shift grid by the shift that stands in for it. */
function withoutGrids(projText: string, where: string, accuracyM: number | null): { projText: string; accuracyM: number | null } {
  const text = projText.replace('+datum=NAD27', '+ellps=clrk66 +nadgrids=NTv2_0.gsb');
  const grid = /\+nadgrids=("[^"]*"|\S+)/.exec(text);
  if (grid === null || grid[1] === '@null') return { projText: text, accuracyM };
  const replacement = GRID_REPLACEMENTS.find((known) => grid[1]?.includes(known.grid));
  if (replacement === undefined) {
    throw new AppError('crs/needs-grid', {
      what: `The way to WGS 84 needs the datum-shift grid ${grid[1] ?? ''}, which is not available offline.`,
      where,
      remedy: 'Convert the file to EPSG:4326 with a program that has the grid.',
    });
  }
  return { projText: text.replace(grid[0], `+towgs84=${replacement.towgs84}`), accuracyM: replacement.accuracyM };
}

function projectionOf(projText: string, where: string, { proj4 }: Library): Projection {
  let projection: Projection;
  try {
    projection = new proj4.Proj(projText);
  } catch (error) {
    throw unknown(where, 'This coordinate system is not understood.', error);
  }
  // What the library makes of a definition that was damaged.
  if (!(isOfEarth(projection.a) && isOfEarth(projection.b)))
    throw unknown(where, 'The ellipsoid of this coordinate system is not the Earth.');
  if (CONICS.test(projection.projName) && isConic(projection)) projection.inverse = conicInverse(projection);
  return projection;
}

/** Half axes of all ellipsoids of the index lie between 6,356 and 6,379 km. */
const isOfEarth = (metres: number): boolean => metres > 6_340_000 && metres < 6_400_000;

/** True where coordinates are WGS 84 degrees as they stand (NAD83 and ETRS89 differ by under 0.2 mm in their ellipsoid). */
function isIdentity(projText: string): boolean {
  if (!/\+proj=(longlat|latlong)\b/.test(projText) || /\+(pm|axis|lon_wrap|nadgrids)=/.test(projText)) return false;
  const shift = /\+towgs84=(\S+)/.exec(projText)?.[1] ?? '0';
  return /\+(datum=(WGS84|NAD83)|ellps=(WGS84|GRS80))\b/.test(projText) && shift.split(',').every((part) => Number(part) === 0);
}

type Convert = (x: number, y: number) => [number, number];

/** The projection of a system and what leads from it to WGS 84; null where its coordinates are that already. */
async function projectionFor(crs: string): Promise<{ projection: Projection; proj4: ProjLibrary } | null> {
  if (codeOf(crs) === '4326') return null;
  const loaded = await loadLibrary();
  const { projText } = resolve(crs, loaded);
  return isIdentity(projText) ? null : { projection: projectionOf(projText, crs, loaded), proj4: loaded.proj4 };
}

function converter(projection: Projection, proj4: ProjLibrary, direction: 'forward' | 'inverse'): Convert {
  const pair = proj4(projection, proj4.WGS84);
  // Only systems that count westing or southing (South Africa, old Czech) have another order than east, north.
  const enforceAxis = projection.axis !== 'enu';
  return (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return [NaN, NaN];
    const [first = NaN, second = NaN] = pair[direction]([x, y], enforceAxis);
    return [first, second];
  };
}

/**
 * The function that converts a position of `crs` (in its own unit) among coordinates to longitude and latitude where it lies, for millions of them;
 * NaN where there is none. @throws AppError crs/…
 */
export async function toWgs84InPlace(crs: string): Promise<ConvertAt> {
  const found = await projectionFor(crs);
  if (found === null) return () => undefined;
  const { projection, proj4 } = found;
  if (isStraight(projection, proj4.WGS84)) return rememberedConversion(straight(projection));
  const convert = converter(projection, proj4, 'forward');
  return rememberedConversion((coordinates, at) => {
    [coordinates[at], coordinates[at + 1]] = convert(coordinates[at] ?? NaN, coordinates[at + 1] ?? NaN);
  });
}

/** The function from coordinates of `crs` (in its own unit) to [longitude, latitude]; NaN where there is none. @throws AppError crs/… */
export async function toWgs84(crs: string): Promise<(x: number, y: number) => [lng: number, lat: number]> {
  const convert = await toWgs84InPlace(crs);
  const place = new Float64Array(2);
  return (x, y) => {
    place[0] = x;
    place[1] = y;
    convert(place, 0);
    return [place[0], place[1]];
  };
}

/** The function from longitude and latitude (degrees) to coordinates of `crs` in its own unit. @throws AppError crs/… */
export async function fromWgs84(crs: string): Promise<(lng: number, lat: number) => [x: number, y: number]> {
  const found = await projectionFor(crs);
  return found === null ? (x, y) => [x, y] : converter(found.projection, found.proj4, 'inverse');
}

/** The library's word for a datum that is WGS 84. */
const DATUM_WGS84 = 4;
/** Eccentricities squared that differ by less count as one to the library: those of WGS 84 and GRS 80. */
const SAME_ES = 5e-11;
const DEGREES_PER_RADIAN = 57.29577951308232088;

/** True where nothing but the projection lies between a system and WGS 84: no shift, no other meridian, no other order of axes. */
function isStraight({ projName, axis, from_greenwich, datum, a, es }: Projection, wgs84: Projection): boolean {
  return (
    projName !== 'longlat' && axis === 'enu' && !from_greenwich && datum.datum_type === DATUM_WGS84 && a === wgs84.a && Math.abs(es - wgs84.es) <= SAME_ES
  ); // prettier-ignore
}

/** What the library does with positions of such a system, without the ways around it. */
function straight(projection: Projection): ConvertAt {
  const { to_meter: toMetres } = projection;
  const scale = toMetres || 1;
  return (coordinates, at) => {
    const [x = NaN, y = NaN] = [coordinates[at], coordinates[at + 1]];
    const isFinite = Number.isFinite(x) && Number.isFinite(y);
    const place = isFinite ? projection.inverse({ x: x * scale, y: y * scale }) : undefined;
    coordinates[at] = place ? place.x * DEGREES_PER_RADIAN : NaN;
    coordinates[at + 1] = place ? place.y * DEGREES_PER_RADIAN : NaN;
  };
}

/**
 * Says which system a text means: `EPSG:n`, a bare number, a URN, PROJ text, or WKT of any dialect. WKT without a code
 * is compared with the index by projection, parameters, unit, ellipsoid and datum.
 * @throws AppError crs/unknown, crs/unsupported, crs/needs-grid
 */
export async function describeCrs(text: string): Promise<CrsDescription> {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const code = codeOf(trimmed);
  if (code === '4326') return WGS84_DESCRIPTION;
  const loaded = await loadLibrary();
  if (code !== null) return describeResolved(`EPSG:${code}`, loaded);
  if (trimmed.startsWith('+')) return describeResolved(trimmed, loaded);
  const tree = parseWkt(trimmed);
  if (tree === null) throw unknown(trimmed.slice(0, 60), 'This is not a code, PROJ text or WKT of a coordinate system.');
  return describeWkt(tree, loaded);
}

/** The definition of a system of the index as well-known text; null where it has none. */
export async function wktOfCrs(crs: string): Promise<string | null> {
  const { index } = await loadLibrary();
  const code = codeOf(crs) ?? '';
  return Object.hasOwn(index, code) ? (index[code]?.wkt ?? null) : null;
}

function describeResolved(crs: string, loaded: Library): CrsDescription {
  const { projText, accuracyM, name } = resolve(crs, loaded);
  const { unit } = signatureOf(projectionOf(projText, crs, loaded));
  const vertical = /\+vunits=(\S+)/.exec(projText)?.[1];
  const verticalUnit = vertical === 'm' || vertical === 'ft' || vertical === 'us-ft' ? vertical : null;
  return { crs, name, unit, verticalUnit, accuracyM };
}

function describeWkt(tree: WktNode, loaded: Library): CrsDescription {
  const verticalUnit = verticalUnitOfWkt(tree);
  const horizontal = horizontalWkt(tree);
  const name = nameOfWkt(horizontal);
  const stated = codeOfWkt(horizontal);
  if (stated !== null && Object.hasOwn(loaded.index, stated))
    return { ...describeResolved(`EPSG:${stated}`, loaded), verticalUnit };
  // Written in a dozen ways, all of which mean the sphere of web maps.
  if (/pseudo.?mercator|mercator_auxiliary_sphere/i.test(horizontal.text)) return describeResolved('EPSG:3857', loaded);
  const signature = signatureOf(projectionOf(horizontal.text, name ?? 'WKT', loaded));
  const code = findCode(signature, datumOfWkt(horizontal), loaded);
  if (code !== null) return { ...describeResolved(`EPSG:${code}`, loaded), verticalUnit };
  return { crs: signature.projText, name, unit: signature.unit, verticalUnit, accuracyM: null };
}

function findCode(signature: CrsSignature, datum: string | null, loaded: Library): string | null {
  return findByParameters(signature, datum, loaded.index, (entry) => {
    try {
      return signatureOf(new loaded.proj4.Proj(entry.proj4));
    } catch {
      // A projection that this library does not have cannot be the one that it has just read.
      return null;
    }
  });
}

/** The name and unit of a vertical system by its EPSG number; null where the index has no such system. */
export async function verticalSystem(code: number): Promise<{ name: string; unit: LengthUnit | null } | null> {
  if (code < 1024) return null;
  const { index } = await loadLibrary();
  const entry = Object.hasOwn(index, String(code)) ? index[String(code)] : undefined;
  if (entry?.kind !== 'CRS-VERTCRS') return null;
  const units: Readonly<Record<string, LengthUnit>> = { metre: 'm', foot: 'ft', 'US survey foot': 'us-ft' };
  return { name: entry.name, unit: units[entry.unit ?? ''] ?? null };
}

/** A system in which a pair of numbers lies near a place. */
export interface NearSystem {
  readonly crs: string;
  readonly name: string;
  readonly distanceM: number;
}

/** Numbers that lie farther from the place than this are no candidates, metres. */
const NEAR_M = 100_000;
const MOST_CANDIDATES = 8;

/**
 * The projected systems of the index in which a pair of coordinates lies within 100 km of a place, nearest first, of those that are meant for
 * it or for land within a degree; of systems that put it on the same spot the plain datum's with the lowest number.
 */
export async function systemsNear(
  [x, y]: readonly [number, number],
  place: readonly [lng: number, lat: number],
  job: JobContext,
): Promise<NearSystem[]> {
  const { index } = await loadLibrary();
  const found: (NearSystem & { readonly code: number })[] = [];
  for (const [at, { code, kind, name, proj4, bbox }] of Object.values(index).entries()) {
    if (at % 100 === 0) await breathe(job);
    if (kind !== 'CRS-PROJCRS' || proj4 === null || Number(code) >= 100_000 || /deprecated/i.test(name)) continue;
    if (bbox !== null && !isWithin(bbox, place, 1)) continue;
    const position = await placeIn(`EPSG:${code}`, x, y);
    if (position === null) continue;
    const distanceM = roughDistanceM(position, place);
    if (distanceM <= NEAR_M) found.push({ crs: `EPSG:${code}`, name, distanceM, code: Number(code) });
  }
  found.sort(
    (a, b) => Math.round(a.distanceM / 10) - Math.round(b.distanceM / 10) || plainFirst(a.name) - plainFirst(b.name) || a.code - b.code,
  ); // prettier-ignore
  const spots = new Set<number>();
  const apart = found.filter(({ distanceM }) => !spots.has(Math.round(distanceM / 10)) && spots.add(Math.round(distanceM / 10)));
  return apart.slice(0, MOST_CANDIDATES).map(({ crs, name, distanceM }) => ({ crs, name, distanceM }));
}

/**
 * The projected systems that are meant for a place, those of the smallest area first: what engineers there use. Of the same system over several
 * datums the plain one is named; of those over NAD27, which lies tens of metres off, none.
 */
export async function systemsOver(place: readonly [number, number], job: JobContext): Promise<NamedSystem[]> {
  const { index } = await loadLibrary();
  await breathe(job);
  const size = (bbox: AreaOfUse): number => (bbox[0] - bbox[2]) * widthOf(bbox);
  const fitting = Object.values(index).filter(
    ({ code, kind, name, proj4, bbox }) =>
      kind === 'CRS-PROJCRS' && proj4 !== null && bbox !== null && Number(code) < 100_000 && !/deprecated|NAD27/i.test(name) &&
      isWithin(bbox, place, 0),
  ); // prettier-ignore
  fitting.sort(
    (a, b) => (a.bbox && b.bbox ? size(a.bbox) - size(b.bbox) : 0) || plainFirst(a.name) - plainFirst(b.name) || Number(a.code) - Number(b.code),
  ); // prettier-ignore
  const seen = new Set<string>();
  const found: NamedSystem[] = [];
  for (const { code, name, unit } of fitting) {
    const same = `${name.replace(/^.*? \/ /, '').replace(/ \(.*$/, '')} ${unit}`;
    if (found.length === MOST_CANDIDATES || seen.has(same)) continue;
    await breathe(job);
    const { unit: unitM } = await describeCrs(`EPSG:${code}`).catch(() => ({ unit: null })); // it needs a grid
    if (unitM === null) continue;
    seen.add(same);
    found.push({ crs: `EPSG:${code}`, name, unitM });
  }
  return found;
}

/** A plain datum is one without a year or network in brackets. */
const plainFirst = (name: string): number => (/^[^(]*\/ /.test(name) ? 0 : 1);

/** Where a system is meant to be used, degrees; across the date line the west is the greater one. */
type AreaOfUse = readonly [north: number, west: number, south: number, east: number];

const widthOf = ([, west, , east]: AreaOfUse): number => (east < west ? east + 360 : east) - west;

function isWithin(bbox: AreaOfUse, [lng, lat]: readonly [number, number], marginDegrees: number): boolean {
  const [north, west, south] = bbox;
  const fromWest = (((lng - west + marginDegrees) % 360) + 360) % 360;
  return lat <= north + marginDegrees && lat >= south - marginDegrees && fromWest <= widthOf(bbox) + 2 * marginDegrees;
}

async function placeIn(crs: string, x: number, y: number): Promise<[number, number] | null> {
  try {
    const [lng, lat] = (await toWgs84(crs))(x, y);
    return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : null;
  } catch (error) {
    if (error instanceof AppError) return null; // it needs a grid, or is none of horizontal positions
    throw error;
  }
}

/** On a sphere: what is near is only told from what is far. */
function roughDistanceM(a: readonly [number, number], b: readonly [number, number]): number {
  const [dLat, dLng] = [((a[1] - b[1]) * Math.PI) / 180, ((a[0] - b[0]) * Math.PI) / 180];
  return 6_371_009 * Math.hypot(dLat, dLng * Math.cos((b[1] * Math.PI) / 180));
}
