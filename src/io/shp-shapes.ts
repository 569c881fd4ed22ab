import { boundsOf } from '../geo/polygon.ts';
import type { LngLat, LngLatBounds } from '../geo/position.ts';
import { isWholeRing, liesOutside, twiceAreaOf } from './ring-check.ts';

/** A shape as a record of a `.shp` holds it: GeoJSON's nesting, positions in the file's own system, still to be checked. */
export type RawShape = { readonly type: string; readonly coordinates: unknown } | null;

/** A polygon of one whole ring, x, y, x, … up to `length`: nothing is to be checked any more. The array is used again for the next one. */
export interface WholeRing {
  readonly ring: Float64Array;
  readonly length: number;
}

/** Kinds of shape by the number that a header and a record state; those with heights and measures begin like the plain ones. */
type Kind = 'point' | 'line' | 'polygon' | 'points';
const KINDS: Readonly<Record<number, Kind>> = {
  1: 'point',
  3: 'line',
  5: 'polygon',
  8: 'points',
  11: 'point',
  13: 'line',
  15: 'polygon',
  18: 'points',
  21: 'point',
  23: 'line',
  25: 'polygon',
  28: 'points',
};

/** Surfaces in space, made of triangles: 3-D buildings. */
const MULTIPATCH = 31;

/** Whether the header of a `.shp` states surfaces in space, which have no outline on the ground. */
export function holdsMultipatches(shp: Uint8Array): boolean {
  return new DataView(shp.buffer, shp.byteOffset, shp.byteLength).getInt32(32, true) === MULTIPATCH;
}

const HEADER_BYTES = 100;
/** Bytes of a record before its content: its number and the content's length. */
const RECORD_HEADER_BYTES = 8;
/** Bytes of a content before the list of parts or points: kind, box, and the counts. */
const [POINTS_AT, PARTS_AT] = [40, 44];

/**
 * The shapes of a `.shp` whose records were counted, one after the other; null for an empty one, undefined for one of another kind than the header
 * states. Source: Esri, "ESRI Shapefile Technical Description", 1998.
 * @throws RangeError where a record is shorter than the points that it counts, or its parts are out of order
 */
export function* shapesOf(shp: Uint8Array): Generator<RawShape | WholeRing | undefined> {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength);
  const type = view.getInt32(32, true);
  const kind = KINDS[type];
  for (let at = HEADER_BYTES; at < shp.length;) {
    const from = at + RECORD_HEADER_BYTES;
    const to = from + 2 * view.getInt32(at + 4);
    const own = to - from < 4 ? 0 : view.getInt32(from, true);
    if (own === 0) yield null;
    else if (own !== type || kind === undefined) yield undefined;
    else yield (kind === 'polygon' ? wholeRingOf(view, from, to) : null) ?? shapeOf(kind, view, from, to);
    at = to;
  }
}

let ring = new Float64Array(2048);

/** The shape of most parcels and buildings: one ring, in which nothing is wrong. Null for any other. */
function wholeRingOf(view: DataView, from: number, to: number): WholeRing | null {
  const first = from + PARTS_AT + 4;
  if (first > to || view.getInt32(from + 36, true) !== 1 || view.getInt32(from + PARTS_AT, true) !== 0) return null;
  const length = 2 * view.getInt32(from + POINTS_AT, true);
  if (length < 8 || first + 8 * length > to) return null;
  if (length > ring.length) ring = new Float64Array(2 * length);
  for (let i = 0; i < length; i++) ring[i] = view.getFloat64(first + 8 * i, true);
  return isWholeRing(ring, length) ? { ring, length } : null;
}

function shapeOf(kind: Kind, view: DataView, from: number, to: number): RawShape {
  if (kind === 'point') {
    if (from + 20 > to) throw new RangeError('a point is cut');
    return { type: 'Point', coordinates: positionAt(view, from + 4) };
  }
  if (kind === 'points') {
    const count = counted(view, from + 36);
    return { type: 'MultiPoint', coordinates: positions(view, from + POINTS_AT, count, to) };
  }
  const paths = pathsOf(view, from, to);
  const [only] = paths;
  if (kind === 'line')
    return paths.length === 1 ? { type: 'LineString', coordinates: only } : { type: 'MultiLineString', coordinates: paths };
  if (paths.length === 1) return { type: 'Polygon', coordinates: paths };
  const polygons = polygonsOf(paths);
  return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] } : { type: 'MultiPolygon', coordinates: polygons };
}

function counted(view: DataView, at: number): number {
  const count = view.getInt32(at, true);
  if (count < 0) throw new RangeError('a count is negative');
  return count;
}

function positionAt(view: DataView, at: number): LngLat {
  return [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
}

function positions(view: DataView, from: number, count: number, to: number): LngLat[] {
  if (from + 16 * count > to) throw new RangeError('a record is shorter than its points');
  const list: LngLat[] = [];
  for (let i = 0; i < count; i++) list.push(positionAt(view, from + 16 * i));
  return list;
}

function pathsOf(view: DataView, from: number, to: number): LngLat[][] {
  const [parts, points] = [counted(view, from + 36), counted(view, from + POINTS_AT)];
  const pointsFrom = from + PARTS_AT + 4 * parts;
  if (pointsFrom + 16 * points > to) throw new RangeError('a record is shorter than its points');
  const paths: LngLat[][] = [];
  let start = parts === 0 ? points : 0;
  if (parts > 0 && view.getInt32(from + PARTS_AT, true) !== 0)
    throw new RangeError('the first part begins behind the first point');
  for (let part = 0; part < parts; part++) {
    const end = part + 1 < parts ? view.getInt32(from + PARTS_AT + 4 * (part + 1), true) : points;
    if (end < start || end > points) throw new RangeError('the parts are out of order');
    paths.push(positions(view, pointsFrom + 16 * start, end - start, to));
    start = end;
  }
  return paths;
}

/** Rings as polygons by the format's rule: those that run clockwise are outlines, the others holes of the outline that they lie in. */
function polygonsOf(rings: readonly LngLat[][]): LngLat[][][] {
  const isOutline = (ring: readonly LngLat[]): boolean => ring.length >= 4 && twiceAreaOf(ring) <= 0;
  const polygons = rings.filter(isOutline).map((ring) => [ring]);
  const boxes = polygons.map(([outline = []]) => boundsOf(outline));
  for (const ring of rings) {
    if (isOutline(ring)) continue;
    const box = boundsOf(ring);
    const around = polygons.find(
      ([outline = []], i) => ring.length > 0 && meet(box, boxes[i] ?? box) && !liesOutside(ring, outline),
    );
    if (around === undefined) polygons.push([ring]);
    else around.push(ring);
  }
  return polygons;
}

const meet = (a: LngLatBounds, b: LngLatBounds): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
