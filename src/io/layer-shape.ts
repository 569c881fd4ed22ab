import type { Geometry, GeometryType, Shape } from '../geo/geometry.ts';
import { shapeOf } from '../geo/geometry.ts';
import { representativePoint } from '../geo/polygon.ts';

/** A geometry in the shape that a layer holds: several where a multi-point is taken apart. `note` says what was done with it, `wrong` why not. */
export interface Shaped {
  readonly geometries: readonly (Geometry | null)[];
  readonly note?: string;
  readonly wrong?: string;
}

/** True where a layer takes geometries of a type as they are. */
export function staysAsItIs(type: GeometryType | undefined, wanted: Shape | 'any'): boolean {
  return type !== undefined && !type.startsWith('Multi') && (wanted === 'any' || shapeOf(type) === wanted);
}

/** Brings a geometry into a layer's shape: polygons become a point inside where points are wanted; everything else must fit. None stays none. */
export function shaped(geometry: Geometry | null, wanted: Shape | 'any'): Shaped {
  if (geometry === null) return { geometries: [null] };
  const shape = shapeOf(geometry.type);
  if (wanted === 'point' && shape === 'polygon') {
    return {
      geometries: [{ type: 'Point', coordinates: representativePoint(geometry) }],
      note: 'Outlines were replaced by a point inside each.',
    };
  }
  if (wanted !== 'any' && shape !== wanted) return { geometries: [], wrong: `This is a ${shape}, the layer holds ${wanted}s.` };
  if (geometry.type === 'MultiPoint') {
    const points = geometry.coordinates.map((coordinates): Geometry => ({ type: 'Point', coordinates }));
    return points.length === 1 ? { geometries: points } : { geometries: points, note: 'Groups of points were taken apart.' };
  }
  if (geometry.type === 'MultiLineString' && geometry.coordinates.length === 1)
    return { geometries: [{ type: 'LineString', coordinates: geometry.coordinates[0] ?? [] }] };
  if (geometry.type === 'MultiPolygon' && geometry.coordinates.length === 1)
    return { geometries: [{ type: 'Polygon', coordinates: geometry.coordinates[0] ?? [] }] };
  return { geometries: [geometry] };
}
