import { isStreetCabinet, type FiberNetwork, type Island } from '../plan/network.ts';
import { itemKey, type NetworkKind } from '../state/map-item.ts';
import type { DrawnFeature } from './map-view.ts';
import type { Geometry } from '../geo/geometry.ts';

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
