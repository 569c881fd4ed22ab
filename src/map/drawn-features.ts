import { representativePoint } from '../geo/polygon.ts';
import { featureAt, type FeatureTable, type Feature } from '../plan/feature-table.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import { isStreetCabinet, type FiberNetwork, type Island } from '../plan/network.ts';
import { itemKey, type NetworkKind } from '../state/map-item.ts';
import type { DrawnFeature } from './map-view.ts';
import type { Geometry } from '../geo/geometry.ts';

/** What the map's style reads of a feature: not more, so that large layers stay small. */
export function drawnFeature(layer: FeatureLayerName, feature: Feature, notReached: ReadonlySet<string>): DrawnFeature | null {
  if (feature.geometry === null) return null;
  const { name, kind } = feature.fields;
  const key = itemKey({ kind: 'feature', layer, id: feature.id });
  return {
    type: 'Feature',
    geometry: feature.geometry,
    properties: {
      key,
      ...(name === undefined ? {} : { name: String(name) }),
      ...(kind === undefined ? {} : { kind: String(kind) }),
      ...(layer === 'premises' && notReached.has(feature.id) ? { reached: false } : {}),
    },
  };
}

/** A whole table as drawn features. Neighbourhoods get a point each for their name, which is so written once. */
export function drawnTable(layer: FeatureLayerName, table: FeatureTable, notReached: ReadonlySet<string>): DrawnFeature[] {
  const drawn: DrawnFeature[] = [];
  for (let row = 0; row < table.count; row++) {
    const feature = drawnFeature(layer, featureAt(table, row), notReached);
    if (feature === null) continue;
    drawn.push(feature);
    if (layer === 'neighbourhoods') drawn.push(labelOf(feature));
  }
  return drawn;
}

function labelOf(feature: DrawnFeature): DrawnFeature {
  const { key } = feature.properties;
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: representativePoint(feature.geometry) },
    properties: { ...feature.properties, key: `label/${key}`, label: true },
  };
}

type NetworkGroup =
  'network-routes' | 'network-drops' | 'network-poles' | 'network-terminals' | 'network-crossings' | 'network-facilities';
export const NETWORK_GROUPS: readonly NetworkGroup[] = [
  'network-routes',
  'network-drops',
  'network-poles',
  'network-terminals',
  'network-crossings',
  'network-facilities',
];

/** The designed network as drawn features, by group. */
export function drawnNetwork(network: FiberNetwork, group: NetworkGroup): DrawnFeature[] {
  const part = (
    list: NetworkKind,
    id: string,
    geometry: Geometry,
    properties: DrawnFeature['properties'] | object,
  ): DrawnFeature => ({
    type: 'Feature',
    geometry,
    properties: { key: itemKey({ kind: 'network', list, id }), ...properties },
  });
  switch (group) {
    case 'network-routes':
      return [
        ...network.stretches.map((stretch) =>
          part(
            'stretches',
            stretch.id,
            { type: 'LineString', coordinates: stretch.path },
            { kind: stretch.kind, fibres: stretch.fibres },
          ),
        ),
        ...network.islands.flatMap(joinOf),
      ];
    case 'network-drops':
      return network.drops.map((drop) =>
        part('drops', drop.id, { type: 'LineString', coordinates: drop.path }, { kind: drop.kind }),
      );
    case 'network-poles':
      return network.poles.map((pole) =>
        part(
          'poles',
          pole.id,
          { type: 'Point', coordinates: pole.position },
          { makeReady: pole.makeReady === 'surveyed', isNew: pole.poleId === null },
        ),
      );
    case 'network-terminals':
      return [
        ...network.closures.map(({ id, position }) =>
          part('closures', id, { type: 'Point', coordinates: position }, { kind: 'closure' }),
        ),
        ...network.terminals.map((terminal) =>
          part(
            'terminals',
            terminal.id,
            { type: 'Point', coordinates: terminal.position },
            { kind: 'terminal', label: `${terminal.used}/${terminal.ports}` },
          ),
        ),
      ];
    case 'network-crossings':
      return network.crossings.map((crossing) =>
        part('crossings', crossing.id, { type: 'Point', coordinates: crossing.position }, { kind: crossing.kind }),
      );
    case 'network-facilities':
      return network.cabinets
        .filter(isStreetCabinet)
        .map((cabinet) =>
          part('cabinets', cabinet.id, { type: 'Point', coordinates: cabinet.position }, { kind: 'cabinet', name: cabinet.id }),
        );
  }
}

/** The stretch that would join an island. It is no part of the network: nothing to select. */
function joinOf({ id, join }: Island): DrawnFeature[] {
  if (join === null) return [];
  const geometry: Geometry = { type: 'LineString', coordinates: join.path };
  return [{ type: 'Feature', geometry, properties: { key: `join/${id}`, kind: 'join', fibres: 0 } }];
}
