import type { LngLatBounds } from '../geo/position.ts';
import type { Feature } from '../plan/feature-table.ts';
import { planFeature } from '../plan/change.ts';
import { isFeatureLayerName, type FeatureLayerName } from '../plan/layers.ts';
import type { FiberNetwork } from '../plan/network.ts';
import type { Plan } from '../plan/plan.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import type { Geometry } from '../geo/geometry.ts';

/** The lists of a designed network whose members can be pointed at. */
export const NETWORK_KINDS = [
  'stretches',
  'poles',
  'terminals',
  'cabinets',
  'closures',
  'drops',
  'crossings',
  'risers',
  'facilities',
] as const;
export type NetworkKind = (typeof NETWORK_KINDS)[number];

/** Something on the map that can be pointed at: a feature of a layer, or a part of the designed network. */
export type MapItem =
  | { readonly kind: 'feature'; readonly layer: FeatureLayerName; readonly id: string }
  | { readonly kind: 'network'; readonly list: NetworkKind; readonly id: string };

/** The item as one text, for comparing and for the map's own ids. */
export function itemKey(item: MapItem): string {
  return item.kind === 'feature' ? `feature/${item.layer}/${item.id}` : `network/${item.list}/${item.id}`;
}

/** Reads `itemKey` back; null for anything else. */
export function itemOfKey(key: string): MapItem | null {
  const [kind, group = '', ...rest] = key.split('/');
  const id = rest.join('/');
  if (kind === 'feature' && isFeatureLayerName(group)) return { kind, layer: group, id };
  const list = NETWORK_KINDS.find((name) => name === group);
  return kind === 'network' && list !== undefined ? { kind, list, id } : null;
}

/** A part of the network by list and id. */
export function networkPart<K extends NetworkKind>(
  network: FiberNetwork | null,
  list: K,
  id: string,
): FiberNetwork[K][number] | undefined {
  return network?.[list].find((part) => part.id === id);
}

/** The feature an item stands for, where it is one of a layer. */
export function itemFeature(plan: Plan, item: MapItem): Feature | undefined {
  return item.kind === 'feature' ? planFeature(plan, item.layer, item.id) : undefined;
}

/** Where the item lies, null when it is gone or has no place. */
export function itemGeometry(plan: Plan, item: MapItem): Geometry | null {
  if (item.kind === 'feature') return itemFeature(plan, item)?.geometry ?? null;
  const part = networkPart(plan.fiber, item.list, item.id);
  if (part === undefined) return null;
  return 'path' in part ? { type: 'LineString', coordinates: part.path } : { type: 'Point', coordinates: part.position };
}

/** The box around a geometry, degrees. */
export function boundsOf(geometry: Geometry): LngLatBounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of partsOf(geometry)) {
    for (const path of part) {
      for (const [lng, lat] of path) {
        west = Math.min(west, lng);
        east = Math.max(east, lng);
        south = Math.min(south, lat);
        north = Math.max(north, lat);
      }
    }
  }
  return [west, south, east, north];
}
