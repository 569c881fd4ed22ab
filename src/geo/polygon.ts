import { pointOnFeature } from '@turf/turf';
import type { Geometry } from './geometry.ts';
import { localFrame } from './local-frame.ts';
import type { LngLat, LngLatBounds, LocalXY } from './position.ts';

type Rings = readonly (readonly LngLat[])[];

/** The polygons of a geometry as lists of rings; empty for points and lines. */
export function polygonsOf(geometry: Geometry | null): readonly Rings[] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates];
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates : [];
}

/** Area of a polygon of up to some kilometres, square metres; holes subtracted, winding ignored, 0 for other geometry. */
export function areaM2(geometry: Geometry | null): number {
  let sum = 0;
  for (const rings of polygonsOf(geometry)) {
    const start = rings[0]?.[0];
    if (start === undefined) continue;
    const bounds = boundsOf(rings.flat());
    const frame = localFrame([start[0], (bounds[1] + bounds[3]) / 2]);
    const areas = rings.map((ring) => Math.abs(signedArea(ring.map((position) => frame.toLocal(position)))));
    sum += Math.max(
      0,
      areas.slice(1).reduce((left, hole) => left - hole, areas[0] ?? 0),
    );
  }
  return sum;
}

/** Twice-counted shoelace halved: positive for counter-clockwise rings, in the square of the unit of `ring`. */
export function signedArea(ring: readonly LocalXY[]): number {
  let sum = 0;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined) sum += before.x * point.y - point.x * before.y;
    before = point;
  }
  return sum / 2;
}

/** Whether a position lies inside a polygon (even–odd over all rings; points on the edge may count either way). */
export function contains(geometry: Geometry | null, position: LngLat): boolean {
  return polygonsOf(geometry).some((rings) => insideRings(rings, position));
}

function insideRings(rings: Rings, [x, y]: LngLat): boolean {
  let inside = false;
  for (const ring of rings) {
    let before = ring.at(-1);
    for (const point of ring) {
      if (before !== undefined && point[1] > y !== before[1] > y) {
        const crossing = point[0] + ((y - point[1]) / (before[1] - point[1])) * (before[0] - point[0]);
        if (x < crossing) inside = !inside;
      }
      before = point;
    }
  }
  return inside;
}

/** A position that stands for the whole geometry: itself, the middle of a line, a point inside a polygon. */
export function representativePoint(geometry: Geometry): LngLat {
  if (geometry.type === 'Point') return geometry.coordinates;
  const polygon = geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
  if (polygon) {
    const centre = centroidOf(polygonsOf(geometry)[0]?.[0] ?? []);
    if (centre !== null && contains(geometry, centre)) return centre;
  }
  // Turf's types want mutable arrays; it does not alter its input.
  const point = pointOnFeature(geometry as unknown as Parameters<typeof pointOnFeature>[0]).geometry.coordinates;
  return [point[0] ?? NaN, point[1] ?? NaN];
}

/** The centre of gravity of a ring's area, null for a degenerate one. */
export function centroidOf(ring: readonly LngLat[]): LngLat | null {
  const origin = ring[0];
  if (origin === undefined) return null;
  let area = 0;
  let x = 0;
  let y = 0;
  let before = ring.at(-1) ?? origin;
  for (const point of ring) {
    const ax = before[0] - origin[0];
    const ay = before[1] - origin[1];
    const bx = point[0] - origin[0];
    const by = point[1] - origin[1];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    before = point;
  }
  return area === 0 ? null : [origin[0] + x / (3 * area), origin[1] + y / (3 * area)];
}

/** West, south, east, north of some positions; infinite where there is none. */
export function boundsOf(positions: Iterable<LngLat>): LngLatBounds {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const [lng, lat] of positions) {
    west = Math.min(west, lng);
    south = Math.min(south, lat);
    east = Math.max(east, lng);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}
