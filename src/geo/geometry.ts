import type { LngLat } from './position.ts';

/** GeoJSON geometry without collections: longitude and latitude in degrees, WGS 84, two dimensions. */
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: LngLat }
  | { readonly type: 'MultiPoint'; readonly coordinates: readonly LngLat[] }
  | { readonly type: 'LineString'; readonly coordinates: readonly LngLat[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly LngLat[])[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly LngLat[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly LngLat[])[])[] };

export type GeometryType = Geometry['type'];

/** The three shapes a layer may hold; a multi-geometry counts as its single form. */
export type Shape = 'point' | 'line' | 'polygon';

/** The shape of a geometry type. */
export function shapeOf(type: GeometryType): Shape {
  if (type === 'Point' || type === 'MultiPoint') return 'point';
  return type === 'LineString' || type === 'MultiLineString' ? 'line' : 'polygon';
}
