/** Words of the Open Fibre Data Standard 0.3.0 that both reading and writing need. */

/** The schema that every network names in its first link. */
export const OFDS_SCHEMA =
  'https://raw.githubusercontent.com/Open-Telecoms-Data/open-fibre-data-standard/0__3__0/schema/network-schema.json';

/** The closed lists of codes, by the field that takes them. Node types are an open list. */
export const OFDS_CODES = {
  status: ['proposed', 'planned', 'underConstruction', 'operational', 'decommissioned', 'inactive'],
  deployment: ['aboveGround', 'belowGround'],
  transmissionMedium: ['fibre', 'microwave', 'copper', 'coaxial'],
  fibreType: ['G.651.1', 'G.652', 'G.653', 'G.654', 'G.655', 'G.656', 'G.657'],
} as const satisfies Record<string, readonly string[]>;

/** Several values of one field as one text. */
export const OFDS_SEPARATOR = '; ';

/** Whether a text begins as a package or a network of the standard does, and not as GeoJSON. */
export function isOfds(start: string): boolean {
  if (!/^\s*\{/.test(start) || /"type"\s*:\s*"(Feature|FeatureCollection|Topology)"/.test(start)) return false;
  return /"networks"\s*:\s*\[/.test(start) || (/"(nodes|spans)"\s*:\s*\[/.test(start) && /"id"\s*:\s*"/.test(start));
}
