/** The GeoTIFF keys: which coordinate system, where the cells lie, what the heights are counted in (OGC GeoTIFF 1.1). */
import type { LengthUnit } from '../base/units.ts';
import { describeCrs, verticalSystem, type CrsDescription } from '../geo/crs.ts';
import type { Grid } from '../geo/grid.ts';
import type { TiffDirectory } from './tiff-directory.ts';

/** The keys of a file, by number. */
export type GeoKeys = ReadonlyMap<number, number | string>;

const [KEY_DIRECTORY, KEY_NUMBERS, KEY_TEXTS] = [34735, 34736, 34737];
const [PIXEL_SCALE, TIE_POINTS, TRANSFORMATION] = [33550, 33922, 34264];
const USER_DEFINED = 32767;

/** Reads the key directory; empty where the file has none. Keys that point outside are left out, several numbers become a text apart by commas. */
export function readGeoKeys(directory: TiffDirectory): GeoKeys {
  const [entries, numbers, texts] = [
    directory.numbers(KEY_DIRECTORY),
    directory.numbers(KEY_NUMBERS),
    directory.text(KEY_TEXTS) ?? '',
  ];
  const keys = new Map<number, number | string>();
  for (let at = 4; at + 3 < entries.length && at < 4 + 4 * (entries[3] ?? 0); at += 4) {
    const [key = 0, place = 0, count = 0, value = 0] = entries.slice(at, at + 4);
    const number = numbers[value];
    if (place === 0) keys.set(key, value);
    else if (place === KEY_NUMBERS && count > 1) keys.set(key, numbers.slice(value, value + count).join());
    else if (place === KEY_NUMBERS && number !== undefined) keys.set(key, number);
    else if (place === KEY_TEXTS) keys.set(key, texts.slice(value, value + count).replace(/\|$/, ''));
  }
  return keys;
}

function numberOf(keys: GeoKeys, key: number): number | undefined {
  const value = keys.get(key);
  return typeof value === 'number' ? value : undefined;
}

/** True where a cell's value stands for the point at its corner of the grid, not for an area. */
function pixelIsPoint(keys: GeoKeys): boolean {
  return numberOf(keys, 1025) === 2;
}

/**
 * The file's horizontal system, or null where it states none. A user-defined one is taken from its keys or from the
 * text that Esri writes. @throws AppError crs/… where it states one that is not understood
 */
export async function crsOfKeys(keys: GeoKeys): Promise<CrsDescription | null> {
  const [projected, geographic, model] = [numberOf(keys, 3072), numberOf(keys, 2048), numberOf(keys, 1024)];
  if (projected !== undefined && projected !== USER_DEFINED && projected >= 1024) return describeCrs(`EPSG:${projected}`);
  const wkt = [3073, 1026, 2049]
    .map((key) => /ESRI PE String\s*=\s*(.+)$/is.exec(String(keys.get(key) ?? ''))?.[1])
    .find((text) => text !== undefined);
  if (wkt !== undefined) return describeCrs(wkt);
  if (projected === USER_DEFINED || model === 1) {
    const text = projTextOfKeys(keys);
    return text === null ? null : describeCrs(text);
  }
  if (geographic === undefined || geographic === USER_DEFINED || geographic < 1024) return null;
  return describeCrs(`EPSG:${geographic}`);
}

/** What a geographic system's ellipsoid and shift are, for projections that a file defines itself. */
const GEOGRAPHIC_TEXTS: Readonly<Record<number, string>> = {
  4326: '+datum=WGS84',
  4269: '+ellps=GRS80 +towgs84=0,0,0',
  4258: '+ellps=GRS80 +towgs84=0,0,0',
  4267: '+datum=NAD27',
};

/** Projection methods by their GeoTIFF number, and the keys that hold their parameters. */
const METHODS: Readonly<Record<number, { proj: string; parameters: readonly (readonly [string, readonly number[]])[] }>> = {
  1: {
    proj: 'tmerc',
    parameters: [
      ['lat_0', [3081]],
      ['lon_0', [3080]],
      ['k_0', [3092]],
    ],
  },
  7: {
    proj: 'merc',
    parameters: [
      ['lat_ts', [3078]],
      ['lon_0', [3080]],
      ['k_0', [3092]],
    ],
  },
  8: {
    proj: 'lcc',
    parameters: [
      ['lat_1', [3078]],
      ['lat_2', [3079]],
      ['lat_0', [3085, 3081]],
      ['lon_0', [3084, 3080]],
    ],
  },
  9: {
    proj: 'lcc',
    parameters: [
      ['lat_1', [3081]],
      ['lat_0', [3081]],
      ['lon_0', [3080]],
      ['k_0', [3092]],
    ],
  },
  10: {
    proj: 'laea',
    parameters: [
      ['lat_0', [3089, 3081]],
      ['lon_0', [3088, 3080]],
    ],
  },
  11: {
    proj: 'aea',
    parameters: [
      ['lat_1', [3078]],
      ['lat_2', [3079]],
      ['lat_0', [3081, 3085]],
      ['lon_0', [3080, 3084]],
    ],
  },
};

/** Geographic systems by the number of their datum. */
const SYSTEM_OF_DATUM: Readonly<Record<number, number>> = { 6326: 4326, 6269: 4269, 6258: 4258, 6267: 4267 };

/** The ellipsoid and the way to WGS 84; null where the file leaves that open: it is asked for, not taken for granted. */
function earthOfKeys(keys: GeoKeys): string | null {
  const system = numberOf(keys, 2048) ?? 0;
  const known = GEOGRAPHIC_TEXTS[system === USER_DEFINED ? (SYSTEM_OF_DATUM[numberOf(keys, 2050) ?? 0] ?? 0) : system];
  const [axis, flattening, shift] = [numberOf(keys, 2057), numberOf(keys, 2059), keys.get(2062)];
  if (known !== undefined || system !== USER_DEFINED || axis === undefined || flattening === undefined) return known ?? null;
  const isShift = typeof shift === 'string' && [3, 7].includes(shift.split(',').length);
  if (!isShift || (numberOf(keys, 2061) ?? 0) !== 0) return null;
  return `+a=${axis} +rf=${flattening} +towgs84=${shift}`;
}

function projTextOfKeys(keys: GeoKeys): string | null {
  const earth = earthOfKeys(keys);
  const unit = unitOfCode(numberOf(keys, 3076)) ?? 'm';
  const projection = numberOf(keys, 3074) ?? 0;
  if (earth === null) return null;
  // 160zz and 161zz are UTM zones zz north and south.
  if (projection > 16000 && projection <= 16160) {
    return `+proj=utm +zone=${projection % 100} ${projection > 16100 ? '+south ' : ''}${earth} +units=${unit} +no_defs`;
  }
  const method = METHODS[numberOf(keys, 3075) ?? 0];
  if (method === undefined) return null;
  const value = (candidates: readonly number[]): number | undefined =>
    candidates.map((key) => numberOf(keys, key)).find((found) => found !== undefined);
  const parameters = method.parameters.flatMap(([name, candidates]) => {
    const found = value(candidates);
    return found === undefined ? [] : [`+${name}=${found}`];
  });
  const metres = unit === 'm' ? 1 : unit === 'ft' ? 0.3048 : 1200 / 3937;
  const [east, north] = [value([3082, 3086]) ?? 0, value([3083, 3087]) ?? 0];
  return `+proj=${method.proj} ${parameters.join(' ')} +x_0=${east * metres} +y_0=${north * metres} ${earth} +units=${unit} +no_defs`;
}

function unitOfCode(code: number | undefined): LengthUnit | null {
  if (code === 9001) return 'm';
  if (code === 9002) return 'ft';
  return code === 9003 ? 'us-ft' : null;
}

/** What the file says about its heights: the unit and the name of the datum, null where it says nothing. */
export async function verticalOfKeys(
  keys: GeoKeys,
  crs: CrsDescription | null,
): Promise<{ unit: LengthUnit | null; datum: string | null }> {
  const system = await verticalSystem(numberOf(keys, 4096) ?? 0);
  const citation = keys.get(4097);
  const unit = unitOfCode(numberOf(keys, 4099)) ?? system?.unit ?? crs?.verticalUnit ?? null;
  return { unit, datum: system?.name ?? (typeof citation === 'string' && citation !== '' ? citation : null) };
}

/**
 * The transformation from cell centres to coordinates, or null where the file has none. Tie points alone are taken where
 * one affine transformation meets all of them within a twentieth of a cell.
 */
export function placeOfCells(directory: TiffDirectory, keys: GeoKeys): Grid['toModel'] | null {
  const corner = cornerTransformation(directory);
  if (
    corner === null ||
    corner.some((value) => !Number.isFinite(value)) ||
    Math.abs(corner[1] * corner[5] - corner[2] * corner[4]) < 1e-300
  )
    return null;
  if (pixelIsPoint(keys)) return corner;
  const [x, xc, xr, y, yc, yr] = corner;
  return [x + (xc + xr) / 2, xc, xr, y + (yc + yr) / 2, yc, yr];
}

function cornerTransformation(directory: TiffDirectory): Grid['toModel'] | null {
  const matrix = directory.numbers(TRANSFORMATION);
  const [scaleX, scaleY] = directory.numbers(PIXEL_SCALE);
  const ties = directory.numbers(TIE_POINTS);
  if (scaleX !== undefined && scaleY !== undefined && scaleX !== 0 && ties.length >= 6) {
    const [column = 0, row = 0, , x = 0, y = 0] = ties;
    return [x - column * scaleX, scaleX, 0, y + row * scaleY, 0, -scaleY];
  }
  if (matrix.length >= 16) {
    const [xc = 0, xr = 0, , x = 0, yc = 0, yr = 0, , y = 0] = matrix;
    return [x, xc, xr, y, yc, yr];
  }
  return ties.length >= 18 ? fitted(ties) : null;
}

/** The affine transformation through tie points (column, row, –, x, y, –), or null where they do not lie on one. */
function fitted(ties: readonly number[]): Grid['toModel'] | null {
  const points = Array.from({ length: Math.floor(ties.length / 6) }, (_, i) => ties.slice(i * 6, i * 6 + 5));
  const across = solve(points, 3);
  const along = solve(points, 4);
  if (across === null || along === null) return null;
  const cell = Math.sqrt(Math.abs(across[1] * along[2] - across[2] * along[1]));
  const off = points.some(([c = 0, r = 0, , x = 0, y = 0]) => {
    const [dx, dy] = [across[0] + across[1] * c + across[2] * r - x, along[0] + along[1] * c + along[2] * r - y];
    return !(Math.abs(dx) <= cell / 20 && Math.abs(dy) <= cell / 20);
  });
  return off ? null : [...across, ...along];
}

/** Least squares of value = p + q·column + r·row, by centred normal equations. */
function solve(points: readonly (readonly number[])[], field: number): [number, number, number] | null {
  const mean = (index: number): number => points.reduce((sum, point) => sum + (point[index] ?? 0), 0) / points.length;
  const [c0, r0, v0] = [mean(0), mean(1), mean(field)];
  let [cc, cr, rr, cv, rv] = [0, 0, 0, 0, 0];
  for (const point of points) {
    const [c, r, v] = [(point[0] ?? 0) - c0, (point[1] ?? 0) - r0, (point[field] ?? 0) - v0];
    cc += c * c;
    cr += c * r;
    rr += r * r;
    cv += c * v;
    rv += r * v;
  }
  const determinant = cc * rr - cr * cr;
  if (!(determinant > 0)) return null;
  const [q, r] = [(cv * rr - rv * cr) / determinant, (rv * cc - cv * cr) / determinant];
  return [v0 - q * c0 - r * r0, q, r];
}
