import { difference, featureCollection, multiPolygon, union } from '@turf/turf';
import type { Geometry } from './geometry.ts';
import { polygonsOf } from './polygon.ts';
import type { LngLat } from './position.ts';

/** The union of areas; null where there is none. Areas that do not touch stay parts of a multi-polygon. */
export function unionOf(geometries: readonly Geometry[]): Geometry | null {
  const areas = geometries.filter((geometry) => polygonsOf(geometry).length > 0);
  const [only] = areas;
  if (only === undefined) return null;
  if (areas.length === 1) return only;
  return (union(featureCollection(areas.map(turfArea)))?.geometry ?? null) as Geometry | null; // turf's positions are longitude and latitude too
}

/** An area less another; null where nothing is left of it. */
export function differenceOf(area: Geometry, taken: Geometry): Geometry | null {
  return (difference(featureCollection([turfArea(area), turfArea(taken)]))?.geometry ?? null) as Geometry | null; // as above
}

function turfArea(geometry: Geometry) {
  const mutable = (rings: readonly (readonly LngLat[])[]): number[][][] => rings.map((ring) => ring.map((at) => [...at]));
  return multiPolygon(polygonsOf(geometry).map(mutable));
}
