import { featureCollection, multiPolygon, union } from '@turf/turf';
import type { Geometry } from './geometry.ts';
import { polygonsOf } from './polygon.ts';
import type { LngLat } from './position.ts';

/** The union of areas; null where there is none. Areas that do not touch stay parts of a multi-polygon. */
export function unionOf(geometries: readonly Geometry[]): Geometry | null {
  const areas = geometries.map(polygonsOf).filter((parts) => parts.length > 0);
  const mutable = (rings: readonly (readonly LngLat[])[]): number[][][] => rings.map((ring) => ring.map((at) => [...at]));
  const [only] = areas;
  if (only === undefined) return null;
  if (areas.length === 1) return geometries[0] ?? null;
  const joined = union(featureCollection(areas.map((parts) => multiPolygon(parts.map(mutable)))));
  return (joined?.geometry ?? null) as Geometry | null; // turf's positions are longitude and latitude too
}
