import { joinedBytes } from '../../base/joined-bytes.ts';
import type { Geometry } from '../../geo/geometry.ts';
import { type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { COLUMN_KINDS, GEOMETRY_KINDS } from '../flatgeobuf-parts.ts';
import { hilbertNumber, unionOf, writeIndex, type Box } from '../flatgeobuf-index.ts';
import { asType, commonType, envelopeOf, typedColumns, type TypedColumn } from './columns.ts';
import { columnLosses, groupLosses, type Loss } from './losses.ts';
import { WGS84_SYSTEM, type WrittenSystem } from './plane.ts';
import { flatMessage, type FlatFields, type FlatValue } from './flatbuffer.ts';

const MAGIC = [0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 0];
const NODE_SIZE = 16;

const KINDS = { integer: 'long', number: 'double', boolean: 'bool', text: 'string' } as const;

/**
 * Writes a layer as FlatGeobuf 3 in the system in which the positions are given, along Hilbert's curve and with a spatial index; without both where a feature has no
 * geometry, which no index can hold.
 */
export function writeFlatGeobuf(
  name: string,
  features: readonly Feature[],
  about = '',
  system = WGS84_SYSTEM,
): { bytes: Uint8Array; losses: Loss[] } {
  const columns = typedColumns(features);
  const type = commonType(features);
  const boxes = features.map(({ geometry }): Box | null => envelopeOf([geometry]));
  const placed = boxes.filter((box) => box !== null);
  const isIndexed = placed.length === features.length && features.length > 0;
  const order = isIndexed ? alongCurve(placed) : features.map((_, row) => row);
  const messages = order.map((row) => flatMessage(featureFields(features[row]?.geometry ?? null, type, columns, row)));
  const offsets: number[] = [];
  let length = 0;
  for (const message of messages) {
    offsets.push(length);
    length += message.length;
  }
  const header = flatMessage([
    ...headerFields(name, columns, type, placed, features.length, isIndexed ? NODE_SIZE : 0, system),
    // Title, then description.
    ...(about === '' ? [] : [null, { kind: 'text', value: about } as const]),
  ]);
  const ordered = order.map((row) => placed[row] ?? unionOf([]));
  const index = isIndexed ? writeIndex(ordered, offsets, NODE_SIZE) : new Uint8Array();
  return {
    bytes: joinedBytes([Uint8Array.from(MAGIC), header, index, ...messages]),
    losses: [...columnLosses(name, columns), ...groupLosses({ name, features }, type)],
  };
}

function alongCurve(boxes: readonly Box[]): number[] {
  const whole = unionOf(boxes);
  const numbers = boxes.map(([west, south, east, north]) => hilbertNumber((west + east) / 2, (south + north) / 2, whole));
  return boxes.map((_, row) => row).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b);
}

function headerFields(
  name: string,
  columns: readonly TypedColumn[],
  type: Geometry['type'] | null,
  boxes: readonly Box[],
  count: number,
  nodeSize: number,
  system: WrittenSystem,
): FlatFields {
  return [
    { kind: 'text', value: name },
    boxes.length === 0 ? null : { kind: 'doubles', value: unionOf(boxes) },
    kindNumber(type),
    null,
    null,
    null,
    null,
    {
      kind: 'tables',
      value: columns.map(({ name: title, kind }): FlatFields => [
        { kind: 'text', value: title },
        { kind: 'uint8', value: COLUMN_KINDS.indexOf(KINDS[kind]) },
      ]),
    },
    { kind: 'uint64', value: count },
    { kind: 'uint16', value: nodeSize },
    {
      kind: 'table',
      value: [
        { kind: 'text', value: 'EPSG' },
        { kind: 'int32', value: system.code },
        { kind: 'text', value: system.name },
      ],
    },
  ];
}

function kindNumber(type: string | null): FlatValue {
  return { kind: 'uint8', value: Math.max(0, GEOMETRY_KINDS.indexOf(type ?? 'Unknown')) };
}

function featureFields(
  geometry: Geometry | null,
  type: Geometry['type'] | null,
  columns: readonly TypedColumn[],
  row: number,
): FlatFields {
  return [
    geometry === null ? null : { kind: 'table', value: geometryFields(asType(geometry, type)) },
    { kind: 'bytes', value: joinedBytes(columns.map((column, i) => valueBytes(column, i, row))) },
  ];
}

function geometryFields(geometry: Geometry): FlatFields {
  const parts = partsOf(geometry);
  if (geometry.type === 'MultiPolygon') {
    const polygons = parts.map((rings) => geometryFields({ type: 'Polygon', coordinates: rings }));
    return [null, null, null, null, null, null, kindNumber(geometry.type), { kind: 'tables', value: polygons }];
  }
  const paths = parts.flat();
  const ends = paths.map((_, i) => paths.slice(0, i + 1).reduce((sum, path) => sum + path.length, 0));
  const isDivided = geometry.type === 'Polygon' || geometry.type === 'MultiLineString';
  return [
    isDivided ? { kind: 'uint32s', value: ends } : null,
    { kind: 'doubles', value: paths.flat(2) },
    null,
    null,
    null,
    null,
    kindNumber(geometry.type),
  ];
}

/** A value behind the number of its column; nothing where it is missing. */
function valueBytes({ kind, values }: TypedColumn, column: number, row: number): Uint8Array {
  const value = values[row] ?? null;
  if (value === null) return new Uint8Array();
  const text = kind === 'text' ? new TextEncoder().encode(String(value)) : new Uint8Array();
  const bytes = new Uint8Array(2 + { integer: 8, number: 8, boolean: 1, text: 4 + text.length }[kind]);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, column, true);
  if (kind === 'integer') view.setBigInt64(2, BigInt(value), true);
  else if (kind === 'number') view.setFloat64(2, Number(value), true);
  else if (kind === 'boolean') view.setUint8(2, Number(value));
  else {
    view.setUint32(2, text.length, true);
    bytes.set(text, 6);
  }
  return bytes;
}
