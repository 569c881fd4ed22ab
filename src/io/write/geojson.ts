import { compareText } from '../../base/compare.ts';
import type { Feature } from '../../plan/feature-table.ts';

/**
 * Writes features as a GeoJSON collection by RFC 7946: WGS 84, one feature a line, properties in order of
 * their names, outer rings anticlockwise. Positions keep the precision that they have.
 */
export function writeGeoJson(features: Iterable<Feature>): Uint8Array {
  const lines = Array.from(features, (feature) => JSON.stringify(geoJsonFeature(feature)));
  return new TextEncoder().encode(
    `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}${lines.length > 0 ? '\n' : ''}]}\n`,
  );
}

function geoJsonFeature(feature: Feature): object {
  const properties = Object.fromEntries(Object.entries(feature.fields).sort((a, b) => compareText(a[0], b[0])));
  return { type: 'Feature', id: feature.id, geometry: rightHanded(feature.geometry), properties };
}

type Ring = readonly (readonly [number, number])[];

/** RFC 7946 section 3.1.6: outer rings run anticlockwise, holes clockwise. */
function rightHanded(geometry: Feature['geometry']): Feature['geometry'] {
  if (geometry?.type === 'Polygon') return { type: 'Polygon', coordinates: orientedRings(geometry.coordinates) };
  if (geometry?.type === 'MultiPolygon') return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(orientedRings) };
  return geometry;
}

function orientedRings(rings: readonly Ring[]): Ring[] {
  return rings.map((ring, index) => (isAnticlockwise(ring) === (index === 0) ? ring : [...ring].reverse()));
}

/** Twice the signed area about the first corner, so that long coordinates lose no digits; zero counts as anticlockwise. */
function isAnticlockwise(ring: Ring): boolean {
  const [x0, y0] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    const [x1, y1] = ring[i] ?? [x0, y0];
    const [x2, y2] = ring[i + 1] ?? [x0, y0];
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return sum >= 0;
}
