import type { Geometry } from '../geo/geometry.ts';
import { lengthM } from '../geo/polyline.ts';
import { areaM2 } from '../geo/polygon.ts';
import { formatArea, formatLength, type Units } from './quantities.ts';

/** What can be computed of a shape alone: label and text. */
export function geometryFacts(geometry: Geometry, units: Units): [string, string][] {
  switch (geometry.type) {
    case 'LineString':
      return [['Length', formatLength(lengthM(geometry.coordinates), units)]];
    case 'MultiLineString':
      return [['Length', formatLength(geometry.coordinates.reduce((sum, path) => sum + lengthM(path), 0), units)]];
    case 'Polygon':
    case 'MultiPolygon':
      return [['Area', formatArea(areaM2(geometry), units)]];
    default:
      return [];
  }
}
