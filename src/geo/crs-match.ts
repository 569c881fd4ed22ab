import { compareText } from '../base/compare.ts';

/** What proj4 makes of a definition, as far as it tells systems apart. Angles in radians, offsets in metres. */
export interface ParsedProjection {
  readonly names: readonly string[];
  readonly a: number;
  readonly rf?: number;
  readonly b: number;
  readonly lat0?: number;
  readonly lat1?: number;
  readonly lat2?: number;
  readonly lat_ts?: number;
  readonly long0?: number;
  readonly longc?: number;
  readonly alpha?: number;
  readonly rectified_grid_angle?: number;
  readonly x0?: number;
  readonly y0?: number;
  readonly k0?: number;
  readonly to_meter?: number;
  readonly from_greenwich?: number;
  /** `enu`, or the directions that the axes count in. */
  readonly axis?: string;
  readonly datum_params?: readonly (number | string)[] | null;
}

/** A system taken down to what decides where its coordinates lie. */
export interface CrsSignature {
  /** PROJ's short name of the projection; `longlat` for degrees. */
  readonly family: string;
  /** Metres per unit, null for degrees. */
  readonly unit: number | null;
  /** Angles (degrees), offsets (metres), scale and ellipsoid with the tolerance of each, in a fixed order. */
  readonly parameters: readonly { readonly value: number; readonly tolerance: number }[];
  /** A PROJ definition made from these parameters. */
  readonly projText: string;
}

const DEGREES = 180 / Math.PI;
/** 1e-8° is 1 mm; codes and .prj files round angles to 13 digits or more, false eastings in feet to 3. */
const ANGLE_TOLERANCE = 1e-8;
const OFFSET_TOLERANCE_M = 1e-3;

/** The signature of a parsed system. */
export function signatureOf(parsed: ParsedProjection): CrsSignature {
  const family = familyOf(parsed);
  const geographic = family === 'longlat';
  const unit = geographic ? null : (parsed.to_meter ?? 1);
  const degrees = (radians: number | undefined): number => (radians ?? 0) * DEGREES;
  // A standard parallel pair means the same in either order; a single one is not written twice.
  const conic = /^(lcc|aea|eqdc|bonne|tpeqd)$/.test(family);
  const parallels = conic ? [degrees(parsed.lat1), degrees(parsed.lat2)].sort((p, q) => p - q) : [0, 0];
  const oblique = (radians: number | undefined): number => (family === 'omerc' ? degrees(radians) : 0);
  const flattening = 1 - parsed.b / parsed.a;
  const projection: readonly [key: string, value: number, tolerance: number][] = geographic
    ? []
    : [
        ['lat_0', degrees(parsed.lat0), ANGLE_TOLERANCE],
        ['lon_0', degrees(parsed.long0), ANGLE_TOLERANCE],
        ['lat_1', parallels[0] ?? 0, ANGLE_TOLERANCE],
        ['lat_2', parallels[1] ?? 0, ANGLE_TOLERANCE],
        ['lat_ts', degrees(parsed.lat_ts), ANGLE_TOLERANCE],
        ['lonc', oblique(parsed.longc), ANGLE_TOLERANCE],
        ['alpha', oblique(parsed.alpha), ANGLE_TOLERANCE],
        ['gamma', oblique(parsed.rectified_grid_angle), ANGLE_TOLERANCE],
        ['k_0', parsed.k0 ?? 1, 1e-9],
        ['x_0', parsed.x0 ?? 0, OFFSET_TOLERANCE_M],
        ['y_0', parsed.y0 ?? 0, OFFSET_TOLERANCE_M],
        // US survey and international foot differ by 2e-6: 2 m in a false easting of a million.
        ['to_meter', unit ?? 1, 1e-9],
        ['axis', /[ws]/.test(parsed.axis ?? 'enu') ? 1 : 0, 0.5],
      ];
  const earth: typeof projection = [
    ['a', parsed.a, 1e-3],
    // Tables of ellipsoids round the shorter axis to a millimetre.
    ['f', flattening, 1e-9],
    ['pm', degrees(parsed.from_greenwich), ANGLE_TOLERANCE],
  ];
  return {
    family,
    unit,
    parameters: [...projection, ...earth].map(([, value, tolerance]) => ({ value, tolerance })),
    projText: projTextOf(family, parsed, [...projection, ['a', parsed.a, 0], ['b', parsed.b, 0], ...earth.slice(2)]),
  };
}

/** PROJ's short name of the projection, the same for every way to write it. */
function familyOf(parsed: ParsedProjection): string {
  const short = parsed.names.find((name) => /^[a-z]+$/.test(name)) ?? 'unknown';
  if (short === 'utm' || short === 'etmerc') return 'tmerc';
  if (short === 'identity') return 'longlat';
  const right = (angle: number | undefined): boolean => Math.abs((angle ?? 0) * DEGREES - 90) < ANGLE_TOLERANCE;
  // The Swiss projection is written as an oblique Mercator due east; PROJ and the index have their own name for it.
  return short === 'omerc' && (right(parsed.alpha) || right(parsed.rectified_grid_angle)) ? 'somerc' : short;
}

function projTextOf(family: string, parsed: ParsedProjection, parts: readonly (readonly [string, number, number])[]): string {
  const stated = parts.filter(([key, value]) => (value !== 0 && key !== 'axis') || key === 'lon_0' || key === 'lat_0');
  const shift = parsed.datum_params;
  const towgs84 = shift === undefined || shift === null || shift.length < 3 ? '' : ` +towgs84=${originalShift(shift).join(',')}`;
  return `+proj=${family} ${stated.map(([key, value]) => `+${key}=${Number(value.toPrecision(15))}`).join(' ')}${towgs84} +no_defs`;
}

/** The library turns rotations into radians and the scale into a factor in place; this turns them back. */
function originalShift(shift: readonly (number | string)[]): number[] {
  const numbers = shift.map(Number);
  if (numbers.length < 7 || (numbers[6] ?? 0) < 0.5) return numbers;
  const arcSeconds = (radians: number): number => Number((radians * DEGREES * 3600).toPrecision(12));
  const scalePpm = Number((((numbers[6] ?? 1) - 1) * 1e6).toPrecision(9));
  return [...numbers.slice(0, 3), ...numbers.slice(3, 6).map(arcSeconds), scalePpm];
}

interface IndexedSystem {
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly wkt: string | null;
  readonly proj4: string | null;
}

/** Twins of other systems that differ only in the order or direction in which documents list their axes. */
const AXIS_VARIANT = /\((z?[EN]-z?[NE]|[^)]*axes[^)]*|deprecated)\)/i;

/**
 * The lowest EPSG number in the index with this signature and datum; null where no system has them. Numbers from 100000 up
 * are Esri's, not EPSG's, and are passed over.
 */
export function findByParameters<S extends IndexedSystem>(
  wanted: CrsSignature,
  datum: string | null,
  index: Readonly<Record<string, S>>,
  signatureOfSystem: (system: S & { proj4: string }) => CrsSignature | null,
): string | null {
  const datumKey = datum === null ? null : datumKeyOf(datum);
  const projection = new RegExp(`\\+proj=(${wanted.family === 'tmerc' ? 'tmerc|utm|etmerc' : wanted.family})\\b`);
  const codes = Object.keys(index).sort((p, q) => Number(p) - Number(q) || compareText(p, q));
  let variant: string | null = null;
  for (const code of codes) {
    const system = index[code];
    if (system === undefined || Number(code) >= 100_000 || system.proj4 === null || !projection.test(system.proj4)) continue;
    if (!/^CRS-(PROJCRS|GEOGCRS)$/.test(system.kind)) continue;
    if (datumKey !== null && datumKey !== datumKeyOf(/DATUM\["([^"]+)"/.exec(system.wkt ?? '')?.[1] ?? '')) continue;
    const found = signatureOfSystem({ ...system, proj4: system.proj4 });
    if (found === null || !sameSignature(found, wanted)) continue;
    if (!AXIS_VARIANT.test(system.name)) return code;
    variant ??= code;
  }
  return variant;
}

function sameSignature(a: CrsSignature, b: CrsSignature): boolean {
  return (
    a.family === b.family &&
    a.parameters.length === b.parameters.length &&
    a.parameters.every(({ value, tolerance }, i) => Math.abs(value - (b.parameters[i]?.value ?? NaN)) <= tolerance)
  );
}

/** What different writers call the same datum, after `datumKeyOf` has taken away case and punctuation. */
const DATUM_ALIASES: Readonly<Record<string, string>> = {
  northamericandatum1983: 'northamerican1983',
  nad83: 'northamerican1983',
  northamericandatum1927: 'northamerican1927',
  nad27: 'northamerican1927',
  worldgeodeticsystem1984: 'wgs1984',
  worldgeodeticsystem1984ensemble: 'wgs1984',
  wgs84: 'wgs1984',
  europeanterrestrialreferencesystem1989: 'etrs1989',
  europeanterrestrialreferencesystem1989ensemble: 'etrs1989',
  europeandatum1950: 'european1950',
  nad83highaccuracyreferencenetwork: 'northamerican1983harn',
  nad83nationalspatialreferencesystem2007: 'nad1983nsrs2007',
  nad83nationalspatialreferencesystem2011: 'nad19832011',
  nad83canadianspatialreferencesystem: 'northamerican1983csrs',
  ordnancesurveyofgreatbritain1936: 'osgb1936',
  reseaugeodesiquefrancais1993: 'rgf1993',
  reseaugeodesiquefrancais1993v1: 'rgf1993',
  reseaunationalbelge1972: 'belge1972',
  newzealandgeodeticdatum2000: 'nzgd2000',
  newzealandgeodeticdatum1949: 'nzgd1949',
  geocentricdatumofaustralia1994: 'gda1994',
  geocentricdatumofaustralia2020: 'gda2020',
  sistemadereferenciageocentricoparaamericadelsur2000: 'sirgas2000',
  sistemadereferenciageocentricoparalasamericas2000: 'sirgas2000',
  systemofthejednotnetrigonometrickesitekatastralni: 'sjtsk',
  systemoftheunifiedtrigonometricalcadastralnetwork: 'sjtsk',
  newzealand1949: 'nzgd1949',
  systemjednotnetrigonometrickesitekatastralni: 'sjtsk',
  japanesegeodeticdatum2000: 'jgd2000',
  japanesegeodeticdatum2011: 'jgd2011',
};

function datumKeyOf(name: string): string {
  const key = name
    .toLowerCase()
    .replace(/^d_/, '')
    .replace(/\+/g, 'plus')
    .replace(/[^a-z0-9]/g, '');
  return DATUM_ALIASES[key] ?? key;
}
