import { channelsOf } from '../../base/colour.ts';
import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import { describeCrs, fromWgs84 } from '../../geo/crs.ts';
import type { LngLat } from '../../geo/position.ts';
import { type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { distinctNames, envelopeOf } from './columns.ts';
import { classOf, lookOf } from './layer-look.ts';
import { countLoss, holeCount, lossOf, placelessLosses, type Loss } from './losses.ts';

/** In which plane coordinates a drawing is made. */
export interface DrawingPlane {
  /** A projected system, `EPSG:n`; the zone of UTM in which the middle lies where none is named. */
  readonly crs?: string;
  /** Metres or feet (0.3048 m); the system's own unit where none is named. */
  readonly unit?: 'm' | 'ft';
}

const FOOT_M = 0.3048;
/** The longest text among extended data, letters. */
const LONGEST_TEXT = 255;
/** Symbols by what a feature is: kind or layer, in words that both names may have. The first that fits counts. */
const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/pole|tower/i, 'POLE'],
  [/cabinet/i, 'CABINET'],
  [/terminal/i, 'TERMINAL'],
  [/facilit|hut|office/i, 'FACILITY'],
  [/premises|address/i, 'PREMISES'],
];
const OTHER_SYMBOL = 'MARK';

type Group = readonly [code: number, value: string | number];

/**
 * Writes layers as a drawing (DXF of AutoCAD R12, which every program reads): a drawing layer for each layer and kind, lines and outlines as
 * polylines, points as blocks. Ids and fields go along as extended data (application WEFT).
 * @returns the bytes, and in which system and unit the coordinates are @throws AppError crs/…, export/plane
 */
export async function writeDxf(
  layers: readonly { readonly name: string; readonly features: readonly Feature[] }[],
  plane: DrawingPlane,
  about = '',
): Promise<{ bytes: Uint8Array; losses: Loss[] }> {
  const crs = plane.crs ?? utmZone(layers.flatMap(({ features }) => features));
  const { name, unit } = await describeCrs(crs);
  if (unit === null)
    throw new AppError('export/plane', {
      what: `${crs} is in degrees; a drawing needs plane coordinates.`,
      where: '--crs',
      remedy: 'Name a projected system, or none: the zone of UTM is taken then.',
    });
  const unitM = plane.unit === 'ft' ? FOOT_M : plane.unit === 'm' ? 1 : unit;
  const toPlane = await fromWgs84(crs);
  const place = ([lng, lat]: LngLat): [number, number] => {
    const [x, y] = toPlane(lng, lat);
    return [tenth((x * unit) / unitM), tenth((y * unit) / unitM)];
  };
  const drawn = drawingLayers(layers);
  const unitName = unitM === 1 ? 'metres' : unitM === FOOT_M ? 'feet' : `units of ${unitM} m`;
  const note = `Coordinates are ${unitName} in ${[crs, name].filter(Boolean).join(', ')}.`;
  const groups: Group[] = [
    [999, `Weft. ${plain(note)}`],
    ...(about === '' ? [] : [[999, plain(about).slice(0, 255)] as const]),
    ...section('HEADER', [
      [9, '$ACADVER'],
      [1, 'AC1009'],
    ]),
    ...section('TABLES', [
      ...table(
        'LTYPE',
        [
          [0, 'LTYPE'],
          [2, 'CONTINUOUS'],
          [70, 0],
          [3, 'Solid line'],
          [72, 65],
          [73, 0],
          [40, 0],
        ],
        1,
      ),
      ...table(
        'LAYER',
        drawn.flatMap(({ title, color }): Group[] => [
          [0, 'LAYER'],
          [2, title],
          [70, 0],
          [62, color],
          [6, 'CONTINUOUS'],
        ]),
        drawn.length,
      ),
      ...table(
        'APPID',
        [
          [0, 'APPID'],
          [2, 'WEFT'],
          [70, 0],
        ],
        1,
      ),
    ]),
    ...section(
      'BLOCKS',
      [...SYMBOLS.map(([, symbol]) => symbol), OTHER_SYMBOL].flatMap((symbol) => block(symbol, 1 / unitM)),
    ),
    ...section(
      'ENTITIES',
      drawn.flatMap(({ title, features, layer }) => features.flatMap((feature) => entities(title, layer, feature, place))),
    ),
    [0, 'EOF'],
  ];
  const text = groups.map(([code, value]) => `${String(code).padStart(3)}\r\n${value}\r\n`).join('');
  return {
    bytes: new TextEncoder().encode(text),
    losses: [{ kind: 'place', layer: '', fields: [], message: note }, ...layers.flatMap(dxfLosses)],
  };
}

function dxfLosses({ name, features }: { readonly name: string; readonly features: readonly Feature[] }): Loss[] {
  const cut = new Set<string>();
  for (const { fields } of features)
    for (const [field, value] of Object.entries(fields)) if (plain(`${field}=${value}`).length > LONGEST_TEXT) cut.add(field);
  const fields = [...cut].sort(compareText);
  return [
    ...lossOf('cut', name, fields, `Texts in ${name} were cut to ${LONGEST_TEXT} letters: ${fields.join(', ')}.`),
    ...countLoss('shape', name, holeCount(features), 'outlines have holes, which are drawn as outlines of their own'),
    ...placelessLosses({ name, features }),
  ];
}

/** A coordinate to a tenth of a millimetre or so: what engines compute differently is less. */
function tenth(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** The zone of UTM on WGS 84 in which the middle of features lies (EPSG 32601 … 32660, 32701 …). */
function utmZone(features: readonly Feature[]): string {
  const [west, south, east, north] = envelopeOf(features.map(({ geometry }) => geometry)) ?? [0, 0, 0, 0];
  const zone = Math.min(60, Math.max(1, Math.floor(((west + east) / 2 + 180) / 6) + 1));
  return `EPSG:${((south + north) / 2 < 0 ? 32700 : 32600) + zone}`;
}

interface DrawingLayer {
  readonly title: string;
  readonly color: number;
  readonly layer: string;
  readonly features: readonly Feature[];
}

function drawingLayers(layers: readonly { readonly name: string; readonly features: readonly Feature[] }[]): DrawingLayer[] {
  const parts = layers.flatMap(({ name, features }) => {
    const look = lookOf(name, features);
    return [...look.classes].map(([value, { color }]) => ({
      wanted: [name, value].filter(Boolean).join('-'),
      color: nearestColor(color),
      layer: name,
      features: features.filter((feature) => classOf(look, feature) === value),
    }));
  });
  // R12 takes 31 letters, digits, hyphens and underscores.
  const shorten = (name: string, suffix: string): string =>
    name
      .toUpperCase()
      .replace(/[^A-Z0-9_-]/g, '_')
      .slice(0, 31 - suffix.length) + suffix;
  const titles = distinctNames(
    parts.map(({ wanted }) => wanted),
    { taken: ['0'], shorten },
  );
  return parts.map(({ color, layer, features }, i) => ({ title: titles[i] ?? '0', color, layer, features }));
}

/**
 * The number of the nearest of AutoCAD's colours: what is nearly black becomes 7, black on paper and white on a black screen, what is
 * nearly grey 8 or 9. From 10 on stand 24 hues by fifteen degrees, each bright to dark, at full strength and pale by turns.
 */
function nearestColor(color: string): number {
  const wanted = channelsOf(color);
  const [least, most] = [Math.min(...wanted), Math.max(...wanted)];
  if (most < 80) return 7;
  if (most - least < 30) return most < 160 ? 8 : 9;
  const hue = Math.round(hueOf(wanted) / 15) % 24;
  const shades = BRIGHTEST.flatMap((bright, pair): [number, number[]][] => {
    const full = PRIMARIES.map((degrees) => {
      const away = Math.abs(((15 * hue - degrees + 540) % 360) - 180);
      return bright * Math.min(1, Math.max(0, 2 - away / 60));
    });
    const number = 10 * (hue + 1) + 2 * pair;
    return [
      [number, full],
      [number + 1, full.map((value) => (2 * bright + value) / 3)],
    ];
  });
  const far = ([, channels]: [number, number[]]): number =>
    channels.reduce((sum, value, i) => sum + (value - (wanted[i] ?? 0)) ** 2, 0);
  return shades.reduce((nearest, one) => (far(one) < far(nearest) ? one : nearest))[0];
}

/** Red, green and blue on the circle of hues. */
const PRIMARIES = [0, 120, 240];
/** The brightest channel of a hue's first three pairs; the two darker ones nobody can tell from black. */
const BRIGHTEST = [255, 189, 129];

/** Degrees on the circle of hues, 0 is red. */
function hueOf([red, green, blue]: readonly [number, number, number]): number {
  const [x, y] = [red - (green + blue) / 2, (Math.sqrt(3) / 2) * (green - blue)];
  return (Math.atan2(y, x) * (180 / Math.PI) + 360) % 360;
}

function section(name: string, groups: readonly Group[]): Group[] {
  return [[0, 'SECTION'], [2, name], ...groups, [0, 'ENDSEC']];
}

function table(name: string, entries: readonly Group[], count: number): Group[] {
  return [[0, 'TABLE'], [2, name], [70, count], ...entries, [0, 'ENDTAB']];
}

/** A symbol about a metre across, on layer 0, so that it takes the colour of the layer in which it stands. */
function block(name: string, metre: number): Group[] {
  const half = 0.5 * metre;
  const corners = { CABINET: 4, FACILITY: 6, TERMINAL: 3 }[name];
  const shape: Group[] =
    corners === undefined
      ? [[0, 'CIRCLE'], [8, '0'], ...at(10, [0, 0]), [40, name === 'POLE' ? half : half / 2]]
      : polyline('0', ring(corners, half), true, []);
  const cross: Group[] = name === 'POLE' ? [...line([-half, 0], [half, 0]), ...line([0, -half], [0, half])] : [];
  return [[0, 'BLOCK'], [8, '0'], [2, name], [70, 0], ...at(10, [0, 0]), [3, name], ...shape, ...cross, [0, 'ENDBLK'], [8, '0']];
}

/** Corners of a regular shape, an edge at the bottom; square and hexagon need no angles that engines compute differently. */
function ring(corners: number, half: number): [number, number][] {
  const tall = half * 0.866;
  if (corners === 3)
    return [
      [-half, -half / 2],
      [half, -half / 2],
      [0, half],
    ];
  if (corners === 4)
    return [
      [-half, -half],
      [half, -half],
      [half, half],
      [-half, half],
    ];
  return [
    [-half / 2, -tall],
    [half / 2, -tall],
    [half, 0],
    [half / 2, tall],
    [-half / 2, tall],
    [-half, 0],
  ];
}

function line(from: readonly [number, number], to: readonly [number, number]): Group[] {
  return [[0, 'LINE'], [8, '0'], ...at(10, from), ...at(11, to)];
}

function at(code: number, [x, y]: readonly [number, number]): Group[] {
  return [
    [code, x],
    [code + 10, y],
    [code + 20, 0],
  ];
}

function polyline(
  layer: string,
  path: readonly (readonly [number, number])[],
  isClosed: boolean,
  data: readonly Group[],
): Group[] {
  return [
    [0, 'POLYLINE'],
    [8, layer],
    [66, 1],
    ...at(10, [0, 0]),
    [70, isClosed ? 1 : 0],
    ...data,
    ...path.flatMap((position): Group[] => [[0, 'VERTEX'], [8, layer], ...at(10, position)]),
    [0, 'SEQEND'],
    [8, layer],
  ];
}

function entities(title: string, layer: string, feature: Feature, place: (p: LngLat) => [number, number]): Group[] {
  const { geometry } = feature;
  if (geometry === null) return [];
  const data = extendedData(feature);
  const paths = partsOf(geometry).flat();
  if (geometry.type.endsWith('Point')) {
    const words = [String(feature.fields['kind'] ?? ''), layer];
    const symbol = words.flatMap((word) => SYMBOLS.find(([pattern]) => pattern.test(word))?.[1] ?? [])[0] ?? OTHER_SYMBOL;
    return paths
      .flat()
      .flatMap((position): Group[] => [[0, 'INSERT'], [8, title], [2, symbol], ...at(10, place(position)), ...data]);
  }
  const isClosed = geometry.type.endsWith('Polygon');
  return paths.flatMap((path) => polyline(title, (isClosed ? path.slice(0, -1) : path).map(place), isClosed, data));
}

/** The id and all fields, as far as extended data hold them: 255 bytes a text. */
function extendedData({ id, fields }: Feature): Group[] {
  const texts = Object.entries(fields)
    .sort((a, b) => compareText(a[0], b[0]))
    .map(([field, value]) => `${field}=${value}`);
  return [[1001, 'WEFT'], ...[`id=${id}`, ...texts].map((text): Group => [1000, plain(text).slice(0, LONGEST_TEXT)])];
}

/** A text in one line of ASCII; other letters by their code, as AutoCAD writes them. */
function plain(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[^\u0020-\u007e]/g, (letter) => `\\U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}
