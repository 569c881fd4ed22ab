import type { Geometry } from '../geo/geometry.ts';
import { lengthM } from '../geo/polyline.ts';
import { areaM2 } from '../geo/polygon.ts';
import { areaText, spanText, type UnitSystem } from '../base/quantity-text.ts';
import { wording } from '../text/wording.ts';

const words = wording.geometryFacts;

/** What can be computed of a shape alone: label and text. */
export function geometryFacts(geometry: Geometry, units: UnitSystem): [string, string][] {
  switch (geometry.type) {
    case 'LineString':
      return [[words.length, spanText(lengthM(geometry.coordinates), units)]];
    case 'MultiLineString':
      return [
        [
          words.length,
          spanText(
            geometry.coordinates.reduce((sum, path) => sum + lengthM(path), 0),
            units,
          ),
        ],
      ];
    case 'Polygon':
    case 'MultiPolygon':
      return [[words.area, areaText(areaM2(geometry), units)]];
    default:
      return [];
  }
}
