import type { Geometry } from '../../geo/geometry.ts';
import { wound } from '../../geo/winding.ts';
import { type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { writeZip } from '../zip.ts';
import { distinctNames, envelopeOf, typedColumns, type TypedColumn } from './columns.ts';
import { WGS84_SYSTEM, type WrittenSystem } from './plane.ts';
import { lackedBy, type Encoding } from './text-bytes.ts';
import { LONGEST_NAME, writeDbf } from './dbf.ts';
import { AROUND, columnLosses, countLoss, lossOf, textLosses, textsOf, type Loss } from './losses.ts';

/** Kinds of shapes by their number (ESRI Shapefile Technical Description, July 1998, page 4). */
const SHAPE = { points: 1, lines: 3, polygons: 5, groups: 8 } as const;
type Kind = keyof typeof SHAPE;

/** Says in the zip for whom it is and whose data it holds. */
export const ABOUT_FILE = 'about.txt';

const HEADER_BYTES = 100;
/** WGS 84 as Esri's programs name it. */
const PRJ =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** How texts and positions are written. */
interface ShapefileOptions {
  readonly system?: WrittenSystem;
  readonly encoding?: Encoding;
}

/**
 * Writes layers as a zip of shapefiles, one for each kind of shape in a layer, in the system in which the positions are given.
 * @returns the bytes, and what had to be changed: names of columns beyond ten bytes, texts beyond 254
 */
export function writeShapefiles(
  layers: readonly { readonly name: string; readonly features: readonly Feature[] }[],
  about = '',
  { system = WGS84_SYSTEM, encoding = 'utf-8' }: ShapefileOptions = {},
): { bytes: Uint8Array; losses: Loss[] } {
  const losses: Loss[] = [];
  const files = new Map<string, Uint8Array>();
  const pieces = layers.flatMap(({ name, features }) => {
    const columns = typedColumns(features, { shorten });
    losses.push(...columnLosses(name, columns));
    losses.push(...textLosses('spaces', name, textsOf(columns), AROUND, 'Spaces around texts go'));
    // A zero character ends nothing in a table, and is dropped by those who read it.
    losses.push(...textLosses('characters', name, textsOf(columns), /\0/, 'Zero characters go'));
    const lacked = lackedBy(encoding);
    if (lacked !== null)
      losses.push(...textLosses('characters', name, textsOf(columns), lacked, 'Letters that the encoding lacks become "?"'));
    const pieces = splitByKind(name, features, columns);
    if (pieces.length > 1)
      losses.push({
        kind: 'shape',
        layer: name,
        fields: [],
        message: `A shapefile holds one kind of shape: ${name} becomes ${pieces.map((piece) => piece.name).join(', ')}.`,
      });
    for (const piece of pieces)
      if (piece.kind === 'groups') {
        const single = piece.features.filter(({ geometry }) => geometry?.type === 'Point').length;
        losses.push(...countLoss('shape', name, single, 'single points are stored as groups of one, as the others are'));
      }
    return pieces;
  });
  const names = distinctNames(
    pieces.map(({ name }) => name.replace(/[/\\:*?"<>|.]/g, '_')),
    {},
  );
  pieces.forEach(({ kind, features, columns }, index) => {
    const base = names[index] ?? '';
    const { bytes: dbf, cut } = writeDbf(columns, features.length, encoding);
    const counts = cut.map((column) => `${column.name} (${column.count})`).join(', ');
    losses.push(...lossOf('cut', base, cut.map(({ field }) => field), `Texts in ${base} were cut to 254 bytes: ${counts}.`)); // prettier-ignore
    const { shp, shx } = writeShapes(kind, features);
    files.set(`${base}.shp`, shp).set(`${base}.shx`, shx).set(`${base}.dbf`, dbf);
    const [prj, cpg] = [system === WGS84_SYSTEM ? PRJ : system.wkt, encoding === 'utf-8' ? 'UTF-8' : '1252'];
    files.set(`${base}.prj`, new TextEncoder().encode(prj)).set(`${base}.cpg`, new TextEncoder().encode(cpg));
  });
  if (about !== '') files.set(ABOUT_FILE, new TextEncoder().encode(`${about}\n`));
  return { bytes: writeZip(files), losses };
}

interface Piece {
  readonly name: string;
  readonly kind: Kind;
  readonly features: readonly Feature[];
  readonly columns: readonly TypedColumn[];
}

/** The features of each kind of shape apart; those without a geometry go with the first kind. */
function splitByKind(name: string, features: readonly Feature[], columns: readonly TypedColumn[]): Piece[] {
  const kinds = features.map(({ geometry }) => (geometry === null ? null : kindOf(geometry)));
  // Points among groups of points are groups of one.
  const usual = kinds.includes('groups') ? kinds.map((kind) => (kind === 'points' ? 'groups' : kind)) : kinds;
  const found = (Object.keys(SHAPE) as Kind[]).filter((kind) => usual.includes(kind)); // it is what its keys are
  const [first = 'points'] = found;
  return (found.length > 0 ? found : [first]).map((kind) => {
    const rows = features.flatMap((_, row) => ((usual[row] ?? first) === kind ? [row] : []));
    return {
      name: found.length > 1 ? `${name}_${kind === 'groups' ? 'points' : kind}` : name,
      kind,
      features: rows.flatMap((row) => features[row] ?? []),
      columns: columns.map((column) => ({ ...column, values: rows.map((row) => column.values[row] ?? null) })),
    };
  });
}

function kindOf({ type }: Geometry): Kind {
  if (type === 'Point') return 'points';
  if (type === 'MultiPoint') return 'groups';
  return type.endsWith('LineString') ? 'lines' : 'polygons';
}

/** A name in ten bytes of letters, digits and underscores, a number behind it where the first choice is taken. */
function shorten(name: string, suffix: string): string {
  const encoder = new TextEncoder();
  let short = name.replace(/[^\p{L}\p{N}_]/gu, '_') || 'field';
  while (encoder.encode(short).length + suffix.length > LONGEST_NAME) short = Array.from(short).slice(0, -1).join('');
  return short + suffix;
}

function writeShapes(kind: Kind, features: readonly Feature[]): { shp: Uint8Array; shx: Uint8Array } {
  const records = features.map(({ geometry }) => shapeOf(kind, geometry));
  const shpBytes = records.reduce((sum, record) => sum + 8 + record.length, HEADER_BYTES);
  const shp = fileWithHeader(kind, shpBytes, features);
  const shx = fileWithHeader(kind, HEADER_BYTES + 8 * records.length, features);
  const [shpView, shxView] = [new DataView(shp.buffer), new DataView(shx.buffer)];
  let at = HEADER_BYTES;
  records.forEach((record, index) => {
    shpView.setInt32(at, index + 1);
    shpView.setInt32(at + 4, record.length / 2);
    shxView.setInt32(HEADER_BYTES + 8 * index, at / 2);
    shxView.setInt32(HEADER_BYTES + 8 * index + 4, record.length / 2);
    shp.set(record, at + 8);
    at += 8 + record.length;
  });
  return { shp, shx };
}

function fileWithHeader(kind: Kind, length: number, features: readonly Feature[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  view.setInt32(0, 9994);
  view.setInt32(24, length / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, SHAPE[kind], true);
  setDoubles(view, 36, envelopeOf(features.map(({ geometry }) => geometry)) ?? [0, 0, 0, 0]);
  return new Uint8Array(view.buffer);
}

/** The content of a record: kind, then for all but single points their bounds, parts and points. Outer rings run clockwise. */
function shapeOf(kind: Kind, geometry: Geometry | null): Uint8Array {
  if (geometry === null) return new Uint8Array(4);
  const paths = partsOf(wound(geometry, true)).flat();
  const points = paths.flat();
  const hasParts = kind === 'lines' || kind === 'polygons';
  const start = kind === 'points' ? 4 : 40 + (hasParts ? 4 + 4 * paths.length : 0);
  const view = new DataView(new ArrayBuffer(start + 16 * points.length));
  view.setInt32(0, SHAPE[kind], true);
  if (kind !== 'points') {
    setDoubles(view, 4, envelopeOf([geometry]) ?? []);
    if (hasParts) view.setInt32(36, paths.length, true);
    view.setInt32(hasParts ? 40 : 36, points.length, true);
    let first = 0;
    paths.forEach((path, index) => {
      if (hasParts) view.setInt32(44 + 4 * index, first, true);
      first += path.length;
    });
  }
  points.forEach((point, index) => {
    setDoubles(view, start + 16 * index, point);
  });
  return new Uint8Array(view.buffer);
}

function setDoubles(view: DataView, at: number, values: readonly number[]): void {
  values.forEach((value, index) => {
    view.setFloat64(at + 8 * index, value, true);
  });
}
