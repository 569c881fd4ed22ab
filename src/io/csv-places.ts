import { AppError } from '../base/app-error.ts';
import type { NamedPlaces } from './table-layer.ts';
import { looksLikeWkt } from './wkt.ts';

/** Which columns hold positions. `areDegrees`: their names say longitude and latitude. */
export type PlaceColumns =
  | { readonly kind: 'wkt'; readonly column: number }
  | { readonly kind: 'xy'; readonly x: number; readonly y: number; readonly areDegrees: boolean };

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

const WKT_NAMES = ['wkt', 'ewkt', 'geometry', 'geom', 'thegeom', 'wktgeom', 'shape', 'geomwkt'];

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
  const hasWkt = (column: number): boolean => first.some((row) => looksLikeWkt(row[column] ?? ''));
  const wkt = plain.findIndex((column, index) => WKT_NAMES.includes(column) && hasWkt(index));
  if (wkt >= 0) return { kind: 'wkt', column: wkt };
  for (const { x, y, areDegrees } of PAIRS) {
    const [atX, atY] = [plain.indexOf(x), plain.indexOf(y)];
    if (atX >= 0 && atY >= 0) return { kind: 'xy', x: atX, y: atY, areDegrees };
  }
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
