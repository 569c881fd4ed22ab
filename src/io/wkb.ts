import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import { arcThrough } from './arcs.ts';

/** A geometry in GeoJSON's nesting, still to be checked. */
export interface RawGeometry {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly unknown[];
}

/** Names of kinds by their number in well-known binary (OGC 06-103r4, table 7). */
export const WKB_TYPES: readonly string[] = [
  'Geometry',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
  'CircularString',
  'CompoundCurve',
  'CurvePolygon',
  'MultiCurve',
  'MultiSurface',
  'Curve',
  'Surface',
  'PolyhedralSurface',
  'TIN',
  'Triangle',
];

const DEEPEST = 8;

/**
 * Reads well-known binary, ISO's or PostGIS's, either byte order, Z and M values included. Counts are compared with the bytes
 * that are left before anything is made of them. Arcs become lines, see `arcThrough`. @returns null for an empty point @throws RangeError where the bytes are broken
 */
export function readWkb(bytes: Uint8Array): RawGeometry | null {
  const reader = new Reader(bytes);
  const geometry = reader.geometry(0);
  if (reader.left > 0) throw new RangeError(`${reader.left} bytes too many`);
  return geometry;
}

/** The number of the system that PostGIS writes into well-known binary; null where there is none. @throws RangeError where the bytes are cut */
export function wkbSystem(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = view.getUint8(0) === 1;
  return (view.getUint32(1, isLittle) & 0x20000000) === 0 ? null : view.getUint32(5, isLittle);
}

class Reader {
  readonly #view: DataView;
  #at = 0;
  #little = true;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  geometry(depth: number): RawGeometry | null {
    if (depth > DEEPEST) throw new RangeError('nested too deeply');
    this.#little = this.#view.getUint8(this.#at++) === 1;
    const code = this.#uint32();
    if ((code & 0x20000000) !== 0) this.#at += 4; // PostGIS's number of the system
    const kind = code & 0x0fffffff;
    const [z, m] = [(code & 0x80000000) !== 0, (code & 0x40000000) !== 0];
    const iso = Math.floor(kind / 1000);
    const dimensions = 2 + Number(z || iso === 1 || iso === 3) + Number(m || iso >= 2);
    const type = WKB_TYPES[kind % 1000] ?? `kind ${kind}`;
    switch (type) {
      case 'Point': {
        const position = this.#position(dimensions);
        return position.every(Number.isNaN) ? null : { type, coordinates: position };
      }
      case 'LineString':
        return { type, coordinates: this.#path(dimensions) };
      case 'Polygon':
        return { type, coordinates: this.#list(4, () => this.#path(dimensions)) };
      case 'MultiPoint':
      case 'MultiLineString':
      case 'MultiPolygon':
        return { type, coordinates: this.#list(9, () => this.geometry(depth + 1)?.coordinates ?? []) };
      case 'CircularString':
        return { type: 'LineString', coordinates: alongArcs(this.#path(dimensions)) };
      case 'CompoundCurve':
        return { type: 'LineString', coordinates: endToEnd(this.#list(9, () => this.geometry(depth + 1))) };
      case 'CurvePolygon':
        return { type: 'Polygon', coordinates: this.#list(9, () => this.geometry(depth + 1)?.coordinates ?? []) };
      case 'MultiCurve':
        return { type: 'MultiLineString', coordinates: this.#list(9, () => this.geometry(depth + 1)?.coordinates ?? []) };
      case 'MultiSurface':
        return { type: 'MultiPolygon', coordinates: this.#list(9, () => this.geometry(depth + 1)?.coordinates ?? []) };
      case 'GeometryCollection':
        return { type, geometries: this.#list(9, () => this.geometry(depth + 1)).filter((inner) => inner !== null) };
      default:
        this.#at = this.#view.byteLength;
        return { type };
    }
  }

  #path(dimensions: number): number[][] {
    return this.#list(8 * dimensions, () => this.#position(dimensions));
  }

  #position(dimensions: number): number[] {
    return Array.from({ length: dimensions }, () => {
      this.#at += 8;
      return this.#view.getFloat64(this.#at - 8, this.#little);
    });
  }

  #list<T>(leastBytes: number, read: () => T): T[] {
    const count = this.#uint32();
    if (count * leastBytes > this.left) throw new RangeError(`${count} parts in ${this.left} bytes`);
    return Array.from({ length: count }, read);
  }

  #uint32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, this.#little);
  }
}

/** A row of arcs, each from a corner through the next to the one after it, as a line. @throws RangeError where a corner is missing */
function alongArcs(corners: readonly number[][]): number[][] {
  if (corners.length > 0 && (corners.length < 3 || corners.length % 2 === 0))
    throw new RangeError(`a row of arcs has ${corners.length} points`);
  const line: number[][] = corners.slice(0, 1);
  for (let at = 2; at < corners.length; at += 2) {
    const [start, point, end] = [corners[at - 2] ?? [], corners[at - 1] ?? [], corners[at] ?? []];
    const arc = arcThrough(positionOf(start), positionOf(point), positionOf(end)).map((position) => [...position]);
    line.push(...(arc.length === 0 ? [point] : arc), end);
  }
  return line;
}

function positionOf([x = NaN, y = NaN]: readonly number[]): LngLat {
  return [x, y];
}

/** Lines of which each begins where the one before it ends, as one. */
function endToEnd(lines: readonly (RawGeometry | null)[]): unknown[] {
  return lines.flatMap((line, index) => {
    const corners: readonly unknown[] = Array.isArray(line?.coordinates) ? line.coordinates : [];
    return index === 0 ? corners : corners.slice(1);
  });
}

/** Writes well-known binary, little-endian, two dimensions. */
export function writeWkb(geometry: Geometry): Uint8Array {
  const parts = partsOf(geometry);
  const points = parts.flat(2).length;
  const view = new DataView(new ArrayBuffer(9 + parts.length * 9 + parts.flat().length * 4 + points * 16));
  let at = 0;
  const head = (type: string): void => {
    view.setUint8(at, 1);
    view.setUint32(at + 1, WKB_TYPES.indexOf(type), true);
    at += 5;
  };
  const count = (n: number): void => {
    view.setUint32(at, n, true);
    at += 4;
  };
  const positions = (list: readonly LngLat[]): void => {
    for (const [x, y] of list) {
      view.setFloat64(at, x, true);
      view.setFloat64(at + 8, y, true);
      at += 16;
    }
  };
  const single = geometry.type.replace('Multi', '');
  head(geometry.type);
  if (single !== geometry.type) count(parts.length);
  for (const part of parts) {
    if (single !== geometry.type) head(single);
    if (single === 'Polygon') count(part.length);
    for (const path of part) {
      if (single !== 'Point') count(path.length);
      positions(path);
    }
  }
  return new Uint8Array(view.buffer, 0, at);
}
