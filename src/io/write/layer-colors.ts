import { compareText } from '../../base/compare.ts';
import { lightPalette } from '../../base/palette.ts';
import type { Feature } from '../../plan/feature-table.ts';

const KIND_COLORS = [
  lightPalette.aerial,
  lightPalette.underground,
  lightPalette.facility,
  lightPalette.crossing,
  lightPalette.premises,
  lightPalette.existing,
  lightPalette.pole,
  lightPalette.drop,
];

/** Layers that have a colour of their own on the map, by name in small letters. */
const OWN_COLORS: Readonly<Record<string, string>> = {
  poles: lightPalette.pole,
  premises: lightPalette.premises,
  facilities: lightPalette.facility,
  spans: lightPalette.aerial,
  drops: lightPalette.drop,
  neighbourhoods: lightPalette.neighbourhood,
  'existing-network': lightPalette.existing,
  'existing network': lightPalette.existing,
  buildings: lightPalette.inkSoft,
  parcels: lightPalette.inkSoft,
};

/** The kinds in a layer, sorted, with a colour for each, `#rrggbb`; one kind without a name where the features have none. */
export function kindColors(layer: string, features: readonly Feature[]): ReadonlyMap<string, string> {
  const own = OWN_COLORS[layer.toLowerCase()];
  const colors = [...(own === undefined ? [] : [own]), ...KIND_COLORS.filter((color) => color !== own)];
  const kinds = [...new Set(features.map(kindOf))].sort(compareText);
  return new Map(kinds.map((kind, index) => [kind, colors[index % colors.length] ?? lightPalette.ink]));
}

/** The kind of a feature, empty where it has none. */
export function kindOf(feature: Feature): string {
  return String(feature.fields['kind'] ?? '');
}
