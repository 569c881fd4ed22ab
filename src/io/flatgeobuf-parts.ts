/** What the tables of FlatGeobuf 3 hold, by the number of the field in its published schemas, and how they are read. */
import type { FlatTable } from './flatbuffer.ts';
import { WKB_TYPES, type RawGeometry } from './wkb.ts';

export const HEADER = { name: 0, envelope: 1, geometryKind: 2, columns: 7, count: 8, nodeSize: 9, crs: 10 } as const;
export const FEATURE = { geometry: 0, properties: 1, columns: 2 } as const;
export const GEOMETRY = { ends: 0, xy: 1, z: 2, kind: 6, parts: 7 } as const;

/** The kinds of geometries by their number: those of well-known binary, but that 0 is a mixture. */
export const GEOMETRY_KINDS: readonly string[] = ['Unknown', ...WKB_TYPES.slice(1)];

/** The kinds of columns by their number. */
export const COLUMN_KINDS = [
  'byte',
  'ubyte',
  'bool',
  'short',
  'ushort',
  'int',
  'uint',
  'long',
  'ulong',
  'float',
  'double',
  'string',
  'json',
  'datetime',
  'binary',
] as const;

export interface FgbColumn {
  readonly name: string;
  readonly kind: (typeof COLUMN_KINDS)[number];
}

const DEEPEST = 8;

/** The columns that a header or a feature describes, null where it describes none. @throws RangeError where one is broken */
export function columnsOf(table: FlatTable, field: number): FgbColumn[] | null {
  const columns = table.tables(field);
  return (
    columns?.map((column, i) => {
      const kind = COLUMN_KINDS[column.uint8(1, 0)];
      if (kind === undefined) throw new RangeError(`column ${i} has a kind that is not known`);
      return { name: column.text(0) ?? `column ${i + 1}`, kind };
    }) ?? null
  );
}

/** The values of a feature: number of the column, value, and so on to the end. @throws RangeError where they are broken */
export function* propertiesOf(bytes: Uint8Array, columns: readonly FgbColumn[]): Generator<[string, unknown]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const column = columns[view.getUint16(at, true)];
    if (column === undefined) throw new RangeError('a value belongs to no column');
    const { value, end } = valueAt(view, at + 2, column.kind);
    yield [column.name, value];
    at = end;
  }
}

function valueAt(view: DataView, at: number, kind: FgbColumn['kind']): { value: unknown; end: number } {
  switch (kind) {
    case 'byte':
      return { value: view.getInt8(at), end: at + 1 };
    case 'ubyte':
      return { value: view.getUint8(at), end: at + 1 };
    case 'bool':
      return { value: view.getUint8(at) !== 0, end: at + 1 };
    case 'short':
      return { value: view.getInt16(at, true), end: at + 2 };
    case 'ushort':
      return { value: view.getUint16(at, true), end: at + 2 };
    case 'int':
      return { value: view.getInt32(at, true), end: at + 4 };
    case 'uint':
      return { value: view.getUint32(at, true), end: at + 4 };
    case 'long':
      return { value: view.getBigInt64(at, true), end: at + 8 };
    case 'ulong':
      return { value: view.getBigUint64(at, true), end: at + 8 };
    case 'float':
      return { value: view.getFloat32(at, true), end: at + 4 };
    case 'double':
      return { value: view.getFloat64(at, true), end: at + 8 };
    default: {
      const end = at + 4 + view.getUint32(at, true);
      if (end > view.byteLength) throw new RangeError('a text does not fit');
      const bytes = new Uint8Array(view.buffer, view.byteOffset + at + 4, end - at - 4);
      const text = new TextDecoder().decode(bytes);
      // The format has no kind for days: writers give them the hour 0.
      return { value: kind === 'binary' ? bytes : kind === 'datetime' ? text.replace(/T00:00:00$/, '') : text, end };
    }
  }
}

/**
 * A geometry in GeoJSON's nesting, still to be checked; null where it is empty.
 * @param usual the kind that the header states @throws RangeError where it is broken
 */
export function fgbGeometry(table: FlatTable, usual: string, depth = 0): RawGeometry | null {
  if (depth > DEEPEST) throw new RangeError('nested too deeply');
  const own = GEOMETRY_KINDS[table.uint8(GEOMETRY.kind, 0)];
  const type = usual === 'Unknown' ? (own ?? 'Unknown') : usual;
  const parts = (kind: string): RawGeometry[] =>
    (table.tables(GEOMETRY.parts) ?? []).flatMap((part) => fgbGeometry(part, kind, depth + 1) ?? []);
  switch (type) {
    case 'Point': {
      const [position] = positionsOf(table);
      return position === undefined || position.every(Number.isNaN) ? null : { type, coordinates: position };
    }
    case 'MultiPoint':
    case 'LineString':
      return { type, coordinates: positionsOf(table) };
    case 'Polygon':
    case 'MultiLineString':
      return { type, coordinates: pathsOf(table) };
    case 'MultiPolygon':
      return { type, coordinates: parts('Polygon').map((part) => part.coordinates) };
    case 'GeometryCollection':
      return { type, geometries: parts('Unknown') };
    default:
      return { type };
  }
}

function positionsOf(table: FlatTable): number[][] {
  const xy = table.doubles(GEOMETRY.xy) ?? new Float64Array();
  const z = table.doubles(GEOMETRY.z);
  if (xy.length % 2 !== 0 || (z !== null && z.length !== xy.length / 2)) throw new RangeError('half a position');
  return Array.from({ length: xy.length / 2 }, (_, i) => [
    xy[2 * i] ?? NaN,
    xy[2 * i + 1] ?? NaN,
    ...(z === null ? [] : [z[i] ?? NaN]),
  ]);
}

/** Positions cut at the stated ends; one path where none are stated. */
function pathsOf(table: FlatTable): number[][][] {
  const positions = positionsOf(table);
  const ends = table.uint32s(GEOMETRY.ends) ?? new Uint32Array();
  if (ends.length === 0) return positions.length === 0 ? [] : [positions];
  if (ends.some((end, i) => end < (ends[i - 1] ?? 0)) || ends.at(-1) !== positions.length)
    throw new RangeError('parts that do not fit');
  return Array.from(ends, (end, i) => positions.slice(ends[i - 1] ?? 0, end));
}
