import { AppError } from '../base/app-error.ts';
import type { NamedPlaces } from './table-layer.ts';
import { looksLikeWkt } from './wkt.ts';

/** Which columns hold positions. `areDegrees`: their names say longitude and latitude. */
export type PlaceColumns =
  | { readonly kind: 'wkt'; readonly column: number }
  | { readonly kind: 'xy'; readonly x: number; readonly y: number; readonly areDegrees: boolean }
  | PairColumn;

/** One column with both, in degrees. `isSaid`: its name, or a number that can be no latitude, says which is which. */
interface PairColumn {
  readonly kind: 'pair';
  readonly column: number;
  readonly isLatitudeFirst: boolean;
  readonly isSaid: boolean;
}

/** Names of coordinate columns in pairs, compared without case, spaces and underscores; the first pair found counts. */
const PAIRS: readonly { x: string; y: string; areDegrees: boolean }[] = [
  ...[
    ['longitude', 'latitude'],
    ['lon', 'lat'],
    ['lng', 'lat'],
    ['long', 'lat'],
    ['long', 'latitude'],
    ['gpslongitude', 'gpslatitude'],
    ['locationlongitude', 'locationlatitude'],
    ['decimallongitude', 'decimallatitude'],
    ['intptlon', 'intptlat'],
    ['intptlong', 'intptlat'],
    ['longitud', 'latitud'],
    ['längengrad', 'breitengrad'],
    ['länge', 'breite'],
  ].map(([x = '', y = '']) => ({ x, y, areDegrees: true })),
  ...[
    ['x', 'y'],
    ['easting', 'northing'],
    ['eastings', 'northings'],
    ['east', 'north'],
    ['e', 'n'],
    ['pointx', 'pointy'],
    ['xcoord', 'ycoord'],
    ['coordx', 'coordy'],
    ['xcoordinate', 'ycoordinate'],
    ['statex', 'statey'],
    ['rechtswert', 'hochwert'],
  ].map(([x = '', y = '']) => ({ x, y, areDegrees: false })),
];

const WKT_NAMES = ['wkt', 'ewkt', 'geometry', 'geom', 'thegeom', 'wktgeom', 'shape', 'geomwkt', 'geoshape', 'geojson'];

/** Names of columns that hold latitude and longitude at once, and whether they say which comes first. */
const PAIR_NAMES: Readonly<Record<string, 'latitude first' | 'longitude first' | 'unsaid'>> = {
  ...fromNames('latitude first', [
    'latlon',
    'latlng',
    'latlong',
    'lat,lon',
    'lat,lng',
    'lat,long',
    'latitude,longitude',
    'latitudelongitude',
    'geopoint2d',
  ]),
  ...fromNames('longitude first', [
    'lonlat',
    'lnglat',
    'longlat',
    'lon,lat',
    'lng,lat',
    'longitude,latitude',
    'longitudelatitude',
  ]),
  ...fromNames('unsaid', [
    'coordinates',
    'coordinate',
    'coords',
    'position',
    'location',
    'geopoint',
    'gps',
    'point',
    'koordinaten',
    'koordinate',
    'standort',
  ]),
};

function fromNames<T>(value: T, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

const DEGREES = String.raw`[-+]?\d{1,3}(?:\.\d+)?°?`;
const DEGREES_WITH_COMMA = String.raw`[-+]?\d{1,3},\d+°?`;
const PAIR = new RegExp(String.raw`^[(\[]?\s*(${DEGREES})(?:\s*[,;]\s*|\s+)(${DEGREES})\s*[)\]]?$`);
const PAIR_WITH_COMMAS = new RegExp(
  String.raw`^[(\[]?\s*(${DEGREES_WITH_COMMA})(?:\s*;\s*|,?\s+)(${DEGREES_WITH_COMMA})\s*[)\]]?$`,
);

/** The two numbers of a cell such as `50.01, 11.5` or `50,01; 11,5`; null where it is none. */
export function pairIn(cell: string): readonly [first: number, second: number] | null {
  const [, first, second] = PAIR.exec(cell.trim()) ?? PAIR_WITH_COMMAS.exec(cell.trim()) ?? [];
  if (first === undefined || second === undefined) return null;
  return [Number(first.replace(',', '.').replace('°', '')), Number(second.replace(',', '.').replace('°', ''))];
}

function pairColumn(plain: readonly string[], rows: readonly (readonly string[])[]): PairColumn | null {
  for (const [column, name] of plain.entries()) {
    const order = Object.hasOwn(PAIR_NAMES, name) ? PAIR_NAMES[name] : undefined;
    const pairs = rows.flatMap((row) => [pairIn(row[column] ?? '')]).filter((pair) => pair !== null);
    if (order === undefined || pairs.length === 0) continue;
    if (order !== 'unsaid') return { kind: 'pair', column, isLatitudeFirst: order === 'latitude first', isSaid: true };
    const isLongitude = (at: 0 | 1): boolean => pairs.some((pair) => Math.abs(pair[at]) > 90);
    return { kind: 'pair', column, isLatitudeFirst: !isLongitude(0), isSaid: isLongitude(0) || isLongitude(1) };
  }
  return null;
}

/** Whether a cell holds a shape, as well-known text or as the JSON of GeoJSON. */
function looksLikeShape(cell: string): boolean {
  return looksLikeWkt(cell) || /^\s*\{\s*"(type|coordinates|geometries)"\s*:/.test(cell);
}

/** Finds the columns that hold positions: those the user named, else by name, else by what stands in them; null where there are none. */
export function placeColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  named: NamedPlaces,
  file: string,
): PlaceColumns | null {
  if (named.wkt !== undefined) return { kind: 'wkt', column: columnCalled(columns, named.wkt, file) };
  if (named.x !== undefined && named.y !== undefined) {
    return { kind: 'xy', x: columnCalled(columns, named.x, file), y: columnCalled(columns, named.y, file), areDegrees: false };
  }
  const plain = columns.map((column) => column.toLowerCase().replace(/[\s_.-]/g, ''));
  const first = rows.slice(0, 500);
  const hasWkt = (column: number): boolean => first.some((row) => looksLikeShape(row[column] ?? ''));
  const wkt = plain.findIndex((column, index) => WKT_NAMES.includes(column) && hasWkt(index));
  if (wkt >= 0) return { kind: 'wkt', column: wkt };
  for (const { x, y, areDegrees } of PAIRS) {
    const [atX, atY] = [plain.indexOf(x), plain.indexOf(y)];
    if (atX >= 0 && atY >= 0) return { kind: 'xy', x: atX, y: atY, areDegrees };
  }
  const pair = pairColumn(plain, first);
  if (pair !== null) return pair;
  const anyWkt = columns.findIndex((_, index) => hasWkt(index));
  return anyWkt >= 0 ? { kind: 'wkt', column: anyWkt } : null;
}

function columnCalled(columns: readonly string[], wanted: string, file: string): number {
  const exact = columns.indexOf(wanted);
  const at = exact >= 0 ? exact : columns.findIndex((column) => column.toLowerCase() === wanted.toLowerCase());
  if (at >= 0) return at;
  throw new AppError('import/no-such-column', {
    what: `There is no column "${wanted}".`,
    where: file,
    remedy: `Choose one of: ${columns.join(', ')}.`,
  });
}
