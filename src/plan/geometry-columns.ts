import type { Geometry, GeometryType } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { GrowingArray } from './growing-array.ts';

export const GEOMETRY_TYPES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'] as const;
const POLYGON = GEOMETRY_TYPES.indexOf('Polygon');
/** The type of a feature without geometry. */
export const NO_GEOMETRY = 255;

/**
 * Geometries as columns, nested by offsets: feature → parts → paths → points, the same for all kinds (a point has one part with one path with one
 * point; a polygon one part with a path per ring).
 */
export interface NestedGeometries {
  /** Index into `GEOMETRY_TYPES`, or 255 where a feature has no geometry. */
  readonly types: Uint8Array;
  /** x, y, x, …; in tables of features longitude, latitude, … degrees WGS 84. */
  readonly coordinates: Float64Array;
  /** One more than there are features: offsets into parts. */
  readonly featureParts: Uint32Array;
  /** parts + 1 offsets into paths. */
  readonly partPaths: Uint32Array;
  /** paths + 1 offsets into points. */
  readonly pathPoints: Uint32Array;
}

/** A geometry that lies in columns and goes into others without being made. */
export interface HeldGeometry {
  readonly type: GeometryType | undefined;
  /** @returns the row of its copy */
  copyInto(columns: GeometryColumns): number;
}

/** Geometries that come one by one and are kept as columns: millions of corners as objects take four times the memory, and the time to look after them. */
export class GeometryColumns {
  readonly #types = new GrowingArray((length) => new Uint8Array(length));
  readonly #points = new GrowingArray((length) => new Float64Array(length));
  readonly #featureParts = new GrowingArray((length) => new Uint32Array(length), [0]);
  readonly #partPaths = new GrowingArray((length) => new Uint32Array(length), [0]);
  readonly #pathPoints = new GrowingArray((length) => new Uint32Array(length), [0]);

  /** @returns its row */
  add(geometry: Geometry | null): number {
    this.#types.push(geometry === null ? NO_GEOMETRY : GEOMETRY_TYPES.indexOf(geometry.type));
    if (geometry !== null) {
      for (const part of partsOf(geometry)) {
        for (const path of part) {
          let at = this.#points.length;
          const points = this.#points.grown(2 * path.length);
          for (const position of path) {
            points[at++] = position[0];
            points[at++] = position[1];
          }
          this.#pathPoints.push(this.#points.length / 2);
        }
        this.#partPaths.push(this.#pathPoints.length - 1);
      }
    }
    this.#featureParts.push(this.#partPaths.length - 1);
    return this.#types.length - 1;
  }

  /** Adds a polygon of one closed ring: x, y, x, … up to `length`. @returns its row */
  addRing(ring: Float64Array, length: number): number {
    const at = this.#points.length;
    putValues(this.#points.grown(length), at, ring, 0, length);
    this.#pathPoints.push(this.#points.length / 2);
    this.#partPaths.push(this.#pathPoints.length - 1);
    this.#featureParts.push(this.#partPaths.length - 1);
    this.#types.push(POLYGON);
    return this.#types.length - 1;
  }

  /** The type of a row's geometry, undefined where it has none. */
  typeOf(row: number): GeometryType | undefined {
    return GEOMETRY_TYPES[this.#types.at(row)];
  }

  /** Adds a row of other columns as it is. @returns its row */
  copy(from: GeometryColumns, row: number): number {
    const [part, lastPart] = [from.#featureParts.at(row), from.#featureParts.at(row + 1)];
    const [path, lastPath] = [from.#partPaths.at(part), from.#partPaths.at(lastPart)];
    const [point, lastPoint] = [from.#pathPoints.at(path), from.#pathPoints.at(lastPath)];
    const pathShift = this.#pathPoints.length - 1 - path;
    const pointShift = this.#points.length / 2 - point;
    const at = this.#points.length;
    putValues(this.#points.grown(2 * (lastPoint - point)), at, from.#points.room, 2 * point, 2 * lastPoint);
    for (let i = path + 1; i <= lastPath; i++) this.#pathPoints.push(from.#pathPoints.at(i) + pointShift);
    for (let i = part + 1; i <= lastPart; i++) this.#partPaths.push(from.#partPaths.at(i) + pathShift);
    this.#featureParts.push(this.#partPaths.length - 1);
    this.#types.push(from.#types.at(row));
    return this.#types.length - 1;
  }

  /** Shows each path of a row where it lies among all coordinates, so that they can be altered in place; `isOuter`: the first of its part. */
  eachPath(row: number, look: (coordinates: Float64Array, from: number, to: number, isOuter: boolean) => void): void {
    for (let part = this.#featureParts.at(row); part < this.#featureParts.at(row + 1); part++) {
      const first = this.#partPaths.at(part);
      for (let path = first; path < this.#partPaths.at(part + 1); path++)
        look(this.#points.room, 2 * this.#pathPoints.at(path), 2 * this.#pathPoints.at(path + 1), path === first);
    }
  }

  /** Takes the last row out again. */
  dropLast(): void {
    const row = this.#types.length - 1;
    this.#types.length = row;
    this.#featureParts.length = row + 1;
    this.#partPaths.length = this.#featureParts.at(row) + 1;
    this.#pathPoints.length = this.#partPaths.at(this.#partPaths.length - 1) + 1;
    this.#points.length = 2 * this.#pathPoints.at(this.#pathPoints.length - 1);
  }

  /** The geometry of a row, made anew each time. */
  at(row: number): Geometry | null {
    return geometryIn(
      {
        types: this.#types.room,
        coordinates: this.#points.room,
        featureParts: this.#featureParts.room,
        partPaths: this.#partPaths.room,
        pathPoints: this.#pathPoints.room,
      },
      row,
    );
  }

  /** A copy of what is in it. */
  values(): NestedGeometries {
    return {
      types: this.#types.values(),
      coordinates: this.#points.values(),
      featureParts: this.#featureParts.values(),
      partPaths: this.#partPaths.values(),
      pathPoints: this.#pathPoints.values(),
    };
  }
}

/** Few values are copied sooner one by one. */
const FEW_VALUES = 64;

function putValues(into: Float64Array, at: number, values: Float64Array, from: number, to: number): void {
  if (to - from > FEW_VALUES) into.set(values.subarray(from, to), at);
  else for (let i = from; i < to; i++) into[at + i - from] = values[i] ?? NaN;
}

/** The geometry of a row as a plain object, null where it has none. */
export function geometryIn(
  { types, coordinates, featureParts, partPaths, pathPoints }: NestedGeometries,
  row: number,
): Geometry | null {
  const type = GEOMETRY_TYPES[types[row] ?? NO_GEOMETRY];
  if (type === undefined) return null;
  const parts: LngLat[][][] = [];
  for (let part = featureParts[row] ?? 0; part < (featureParts[row + 1] ?? 0); part++) {
    const paths: LngLat[][] = [];
    for (let path = partPaths[part] ?? 0; path < (partPaths[part + 1] ?? 0); path++) {
      const points: LngLat[] = [];
      for (let point = pathPoints[path] ?? 0; point < (pathPoints[path + 1] ?? 0); point++)
        points.push([coordinates[2 * point] ?? NaN, coordinates[2 * point + 1] ?? NaN]);
      paths.push(points);
    }
    parts.push(paths);
  }
  return geometryOfParts(type, parts);
}

/** The geometry of a type with the nesting that `partsOf` gives; null for a point without a position. */
export function geometryOfParts(type: GeometryType, parts: readonly (readonly (readonly LngLat[])[])[]): Geometry | null {
  const firstPath = parts[0]?.[0] ?? [];
  switch (type) {
    case 'Point': {
      const position = firstPath[0];
      return position === undefined ? null : { type, coordinates: position };
    }
    case 'MultiPoint':
      return { type, coordinates: parts.flatMap((part) => part.flat()) };
    case 'LineString':
      return { type, coordinates: firstPath };
    case 'MultiLineString':
      return { type, coordinates: parts.map((part) => part[0] ?? []) };
    case 'Polygon':
      return { type, coordinates: parts[0] ?? [] };
    case 'MultiPolygon':
      return { type, coordinates: parts };
  }
}

/** A geometry as parts of paths, the nesting that tables use. */
export function partsOf(geometry: Geometry): readonly (readonly (readonly LngLat[])[])[] {
  switch (geometry.type) {
    case 'Point':
      return [[[geometry.coordinates]]];
    case 'MultiPoint':
      return geometry.coordinates.map((position) => [[position]]);
    case 'LineString':
      return [[geometry.coordinates]];
    case 'MultiLineString':
      return geometry.coordinates.map((path) => [path]);
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
  }
}
