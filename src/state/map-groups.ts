import { FEATURE_LAYERS, type FeatureLayerName } from '../plan/layers.ts';
import { layerTitle } from '../text/knowledge-words.ts';
import { wording } from '../text/wording.ts';

const words = wording.mapGroups;

/** What can be shown and hidden as one, from the top of the map to its bottom. */
export const MAP_GROUPS = [
  'link',
  'network-facilities',
  'network-terminals',
  'network-poles',
  'network-crossings',
  'network-routes',
  'network-drops',
  'links',
  'sites',
  'facilities',
  'cabinet-sites',
  'premises',
  'poles',
  'spans',
  'existing-network',
  'conditions',
  'addresses',
  'neighbourhoods',
  'rights-of-way',
  'barriers',
  'buildings',
  'parcels',
  'grants',
  'hillshade',
] as const;
export type MapGroup = (typeof MAP_GROUPS)[number];

/** The groups that belong to the design. */
export const DESIGN_GROUPS = [
  'link',
  'network-facilities',
  'network-terminals',
  'network-poles',
  'network-crossings',
  'network-routes',
  'network-drops',
] as const satisfies readonly MapGroup[];

const DESIGN_TITLES: Record<(typeof DESIGN_GROUPS)[number] | 'hillshade', string> = {
  link: words.linkStudy,
  'network-facilities': words.hutsAndCabinets,
  'network-terminals': words.terminals,
  'network-poles': words.polesUsedAndNew,
  'network-crossings': words.crossings,
  'network-routes': words.routes,
  'network-drops': words.drops,
  hillshade: words.terrainShading,
};

/** The name of a group in words. */
export function groupTitle(group: MapGroup): string {
  return isLayerGroup(group) ? layerTitle(group) : DESIGN_TITLES[group];
}

/** True when the group is one layer of the plan. */
export function isLayerGroup(group: MapGroup): group is MapGroup & FeatureLayerName {
  return Object.hasOwn(FEATURE_LAYERS, group);
}
