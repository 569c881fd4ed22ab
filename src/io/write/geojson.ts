import { compareText } from '../../base/compare.ts';
import { wound } from '../../geo/winding.ts';
import type { Feature } from '../../plan/feature-table.ts';

/**
 * Writes features as a GeoJSON collection by RFC 7946: WGS 84, one feature a line, properties in order of
 * their names, outer rings anticlockwise. Positions keep the precision that they have. `about` says for whom it is and whose data it holds.
 */
export function writeGeoJson(features: Iterable<Feature>, about = ''): Uint8Array {
  const lines = Array.from(features, (feature) => JSON.stringify(geoJsonFeature(feature)));
  return new TextEncoder().encode(
    `{"type":"FeatureCollection",${about === '' ? '' : `"description":${JSON.stringify(about)},`}"features":[\n${lines.join(',\n')}${lines.length > 0 ? '\n' : ''}]}\n`,
  );
}

function geoJsonFeature(feature: Feature): object {
  const properties = Object.fromEntries(Object.entries(feature.fields).sort((a, b) => compareText(a[0], b[0])));
  return { type: 'Feature', id: feature.id, geometry: feature.geometry && wound(feature.geometry), properties };
}
