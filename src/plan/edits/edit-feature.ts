import { planFeature, type Change } from '../change.ts';
import { fieldInWords } from '../field-words.ts';
import type { Feature, FieldValue } from '../feature-table.ts';
import type { FeatureLayerName } from '../layers.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Plan } from '../plan.ts';

/** One feature of a layer as it stands. */
export interface PlacedFeature {
  readonly layer: FeatureLayerName;
  readonly feature: Feature;
}

/** Sets a field of some features as one step; undefined takes the value away. */
export function setField(features: readonly PlacedFeature[], name: string, value: FieldValue | undefined): Change {
  const [first] = features;
  const whose = features.length === 1 && first !== undefined ? `of ${first.feature.id}` : `of ${features.length} features`;
  return {
    note: `${value === undefined ? 'clear' : 'set'} the ${fieldInWords(name)} ${whose}`,
    features: features.map(({ layer, feature }) => ({
      layer,
      id: feature.id,
      feature: { ...feature, fields: fieldsWith(feature, name, value) },
    })),
  };
}

function fieldsWith(feature: Feature, name: string, value: FieldValue | undefined): Feature['fields'] {
  const { [name]: _, ...rest } = feature.fields;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** Moves a point to a position. */
export function movePoint({ layer, feature }: PlacedFeature, position: LngLat): Change {
  return {
    note: `move ${feature.id}`,
    features: [{ layer, id: feature.id, feature: { ...feature, geometry: { type: 'Point', coordinates: position } } }],
  };
}

/** An id that no feature of the layer has: the stem and the next free number. */
export function freeId(taken: (id: string) => boolean, stem: string): string {
  for (let number = 1; ; number++) {
    const id = `${stem}-${number}`;
    if (!taken(id)) return id;
  }
}

const STEMS: Partial<Record<FeatureLayerName, string>> = {
  premises: 'premises',
  parcels: 'parcel',
  buildings: 'building',
  poles: 'pole',
  'rights-of-way': 'way',
  barriers: 'barrier',
  facilities: 'facility',
  sites: 'site',
  neighbourhoods: 'neighbourhood',
  'existing-network': 'existing',
  addresses: 'address',
  grants: 'grant',
};

/** The next free id of a layer: "pole-3". `taken` names ids given out in the same step. */
export function nextId(plan: Plan, layer: FeatureLayerName, taken: ReadonlySet<string> = new Set()): string {
  return freeId((id) => taken.has(id) || planFeature(plan, layer, id) !== undefined, STEMS[layer] ?? layer);
}
