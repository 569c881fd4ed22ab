import { joinedBytes } from '../base/joined-bytes.ts';
import { AppError } from '../base/app-error.ts';
import { stableJson } from '../base/stable-json.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { Feature } from '../plan/feature-table.ts';

/** How deep the coordinates of each type are nested: 0 is a single position. */
const DEPTHS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** Features as lines of JSON, `{fields, geometry, id}`, keys sorted; positions keep every digit. In steps of some milliseconds. */
export function* featureLineSteps(features: Iterable<Feature>): Generator<undefined, Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const piece of featureLinePieces(features)) {
    pieces.push(piece);
    yield;
  }
  return joinedBytes(pieces);
}

/** The same in pieces of about a megabyte. */
export function* featureLinePieces(features: Iterable<Feature>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for (const feature of features) {
    text += `${featureLine(feature)}\n`;
    if (text.length <= 1 << 20) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text);
}

function featureLine({ id, geometry, fields }: Feature): string {
  const shape = geometry === null ? 'null' : `{"coordinates":${JSON.stringify(geometry.coordinates)},"type":"${geometry.type}"}`;
  return `{"fields":${stableJson(fields)},"geometry":${shape},"id":${JSON.stringify(id)}}`;
}

/** Reads what `writeFeatureLines` wrote, every line checked. @throws AppError project/damaged naming the line */
export function* readFeatureLines(bytes: Uint8Array, where: string): Generator<Feature> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start);
    line++;
    if (end < 0) throw damaged(`${where}, line ${line}`, 'the last line is cut');
    yield parseFeature(decoder, bytes.subarray(start, end), `${where}, line ${line}`);
    start = end + 1;
  }
}

function parseFeature(decoder: TextDecoder, bytes: Uint8Array, where: string): Feature {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw damaged(where, 'a line is not JSON', error);
  }
  return checkedFeature(value, where);
}

/** A value as a feature, every part checked. @throws AppError project/damaged */
export function checkedFeature(value: unknown, where: string): Feature {
  if (!isRecord(value) || typeof value['id'] !== 'string' || value['id'] === '') throw damaged(where, 'a feature has no id');
  const { id, geometry, fields } = value;
  if (!isRecord(fields) || !Object.values(fields).every(isFieldValue))
    throw damaged(where, 'the fields of a feature are not texts, numbers and booleans');
  if (geometry !== null && !isGeometry(geometry)) throw damaged(where, 'a geometry is broken');
  return { id, geometry, fields: fields as Feature['fields'] }; // every value was looked at
}

/** Whether a value is a geometry with finite positions in degrees. */
function isGeometry(value: unknown): value is Geometry {
  if (!isRecord(value) || typeof value['type'] !== 'string' || !Object.hasOwn(DEPTHS, value['type'])) return false;
  return isNested(value['coordinates'], DEPTHS[value['type']] ?? 0);
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) return value.every((inner) => isNested(inner, depth - 1));
  return (
    value.length === 2 &&
    Math.abs(Number(value[0])) <= 180 &&
    Math.abs(Number(value[1])) <= 90 &&
    value.every((part) => typeof part === 'number')
  );
}

function isFieldValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(where: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'project/damaged',
    { what: `The project file is damaged: ${what}.`, where, remedy: 'Open an older copy of it; nothing was changed.' },
    cause,
  );
}
