import type { ExpressionSpecification } from 'maplibre-gl';
import type { Palette } from '../../base/palette.ts';
import type { Stretch } from '../../plan/network.ts';
import { byZoom, LABEL_FONT, LABEL_FONT_BOLD, type StyleLayer } from './style-layer.ts';

/** Routes grow with the fibres they carry: 2 px for a few, 5 px for a feeder. */
const routeWidth = (extra: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  11,
  ['+', extra, ['interpolate', ['linear'], ['get', 'fibres'], 0, 1.2, 24, 1.8, 144, 2.6]],
  15,
  ['+', extra, ['interpolate', ['linear'], ['get', 'fibres'], 0, 2, 24, 3, 144, 4.5]],
  18,
  ['+', extra, ['interpolate', ['linear'], ['get', 'fibres'], 0, 3, 24, 4, 144, 6]],
];
const kindIs = (kind: string): ExpressionSpecification => ['==', ['get', 'kind'], kind];

/** What was imported and stands in the field: premises, poles, spans, sites. */
export function importedLayers(p: Palette): StyleLayer[] {
  return [
    {
      group: 'existing-network',
      spec: {
        id: 'existing-lines',
        type: 'line',
        source: 'existing-network',
        filter: ['!=', ['geometry-type'], 'Point'],
        paint: { 'line-color': p.existing, 'line-width': 2 },
      },
    },
    {
      group: 'existing-network',
      spec: {
        id: 'existing-points',
        type: 'circle',
        source: 'existing-network',
        filter: ['==', ['geometry-type'], 'Point'],
        paint: { 'circle-color': p.existing, 'circle-radius': 3.5 },
      },
    },
    {
      group: 'links',
      spec: {
        id: 'links',
        type: 'line',
        source: 'links',
        paint: { 'line-color': p.inkSoft, 'line-width': byZoom(9, 1, 16, 2.2), 'line-dasharray': [3, 2] },
      },
    },
    {
      group: 'conditions',
      spec: {
        id: 'conditions-area',
        type: 'fill',
        source: 'conditions',
        filter: ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]],
        paint: { 'fill-color': p.marginal, 'fill-opacity': 0.12 },
      },
    },
    {
      group: 'conditions',
      spec: {
        id: 'conditions-line',
        type: 'line',
        source: 'conditions',
        filter: ['!=', ['geometry-type'], 'Point'],
        paint: { 'line-color': p.marginal, 'line-width': byZoom(11, 1.5, 17, 5), 'line-opacity': 0.55 },
      },
    },
    {
      group: 'spans',
      spec: {
        id: 'spans',
        type: 'line',
        source: 'spans',
        minzoom: 13,
        paint: { 'line-color': p.existing, 'line-width': byZoom(13, 0.5, 17, 1.2), 'line-opacity': 0.75 },
      },
    },
    {
      group: 'addresses',
      spec: {
        id: 'addresses',
        type: 'circle',
        source: 'addresses',
        minzoom: 15,
        paint: { 'circle-color': p.inkSoft, 'circle-radius': 1.5 },
      },
    },
    {
      group: 'poles',
      spec: {
        id: 'poles',
        type: 'circle',
        source: 'poles',
        minzoom: 13.5,
        paint: {
          'circle-radius': byZoom(13.5, 1, 16, 2.6, 19, 5),
          'circle-color': p.ground,
          'circle-stroke-color': p.pole,
          'circle-stroke-width': byZoom(13.5, 0.6, 17, 1.4),
          'circle-opacity': byZoom(13.5, 0, 15, 1),
        },
      },
    },
    {
      group: 'premises',
      spec: {
        id: 'premises',
        type: 'circle',
        source: 'premises',
        minzoom: 6,
        paint: {
          'circle-radius': byZoom(12, 0.9, 15, 2.2, 18, 4.5),
          'circle-color': p.premises,
          'circle-opacity': byZoom(12, 0.55, 15, 0.95),
        },
      },
    },
    {
      group: 'premises',
      // Not reached by the design: an open ring in the colour of what is blocked.
      spec: {
        id: 'premises-not-reached',
        type: 'circle',
        source: 'premises',
        filter: ['==', ['get', 'reached'], false],
        minzoom: 11,
        paint: {
          'circle-radius': byZoom(12, 2.2, 15, 4.5, 18, 7),
          'circle-opacity': 0,
          'circle-color': p.blocked,
          'circle-stroke-color': p.blocked,
          'circle-stroke-width': byZoom(12, 1, 16, 1.8),
        },
      },
    },
  ];
}

/** The designed network. */
export function networkLayers(p: Palette): StyleLayer[] {
  return [
    {
      group: 'network-drops',
      spec: {
        id: 'drops',
        type: 'line',
        source: 'network-drops',
        minzoom: 14.2,
        paint: { 'line-color': p.drop, 'line-width': byZoom(14, 0.5, 16, 1, 19, 1.8) },
      },
    },
    routeLayer('routes-halo', null, { 'line-color': p.ground, 'line-width': routeWidth(2.4), 'line-opacity': 0.9 }),
    routeLayer('routes-underground', 'underground', {
      'line-color': p.underground,
      'line-width': routeWidth(0),
      'line-dasharray': [3, 1.4],
    }),
    routeLayer('routes-aerial', 'aerial', { 'line-color': p.aerial, 'line-width': routeWidth(0) }),
    routeLayer('routes-in-service', 'in-service', {
      'line-color': p.existing,
      'line-width': routeWidth(0),
      'line-dasharray': [3.2, 0.9, 0.7, 0.9],
    }),
    routeLayer('routes-join', 'join', {
      'line-color': p.crossing,
      'line-width': byZoom(11, 2, 17, 4),
      'line-dasharray': [0.1, 1.8],
    }),
    {
      group: 'network-poles',
      spec: {
        id: 'network-poles',
        type: 'circle',
        source: 'network-poles',
        minzoom: 14.8,
        paint: {
          'circle-radius': byZoom(14.8, 1.4, 16, 2.6, 19, 5.5),
          'circle-color': ['case', ['get', 'makeReady'], p.aerial, p.ground],
          'circle-stroke-color': ['case', ['get', 'isNew'], p.underground, p.aerial],
          'circle-stroke-width': byZoom(15, 1, 18, 2),
        },
      },
    },
    symbolLayer('network-crossings', 'crossings', 'diamond', 13, byZoom(13, 0.55, 17, 0.95)),
    {
      group: 'network-terminals',
      spec: {
        id: 'closures',
        type: 'circle',
        source: 'network-terminals',
        minzoom: 15.6,
        filter: kindIs('closure'),
        paint: {
          'circle-radius': byZoom(15.6, 3, 17, 6.5, 19, 9),
          'circle-color': p.ground,
          'circle-stroke-color': p.aerial,
          'circle-stroke-width': byZoom(15.6, 0.8, 18, 1.6),
        },
      },
    },
    symbolLayer('network-terminals', 'terminals', 'terminal', 14.6, byZoom(14.6, 0.35, 17, 0.75, 19, 1), kindIs('terminal')),
    symbolLayer('network-facilities', 'cabinets', 'cabinet', 12, byZoom(12, 0.6, 17, 1), kindIs('cabinet')),
  ];
}

/** Signs of what was placed by hand: no line crosses them. */
export function placedLayers(): StyleLayer[] {
  return [
    symbolLayer('facilities', 'facilities', 'star', 10, byZoom(10, 0.6, 16, 1.1)),
    symbolLayer('cabinet-sites', 'cabinet-sites', 'cabinet', 12, byZoom(12, 0.7, 17, 1.15)),
    symbolLayer('sites', 'sites', 'triangle', 6, byZoom(6, 0.35, 10, 0.6, 16, 1)),
  ];
}

function routeLayer(id: string, kind: Stretch['kind'] | 'join' | null, paint: Record<string, unknown>): StyleLayer {
  return {
    group: 'network-routes',
    spec: {
      id,
      type: 'line',
      source: 'network-routes',
      layout: { 'line-join': 'round', 'line-cap': kind === 'underground' || kind === 'in-service' ? 'butt' : 'round' },
      paint,
      ...(kind === null ? {} : { filter: kindIs(kind) }),
    },
  };
}

function symbolLayer(
  group: StyleLayer['group'] & string,
  id: string,
  image: string,
  minzoom: number,
  size: never,
  filter?: ExpressionSpecification,
): StyleLayer {
  return {
    group,
    spec: {
      id,
      type: 'symbol',
      source: group,
      minzoom,
      layout: { 'icon-image': image, 'icon-size': size, 'icon-allow-overlap': true, 'icon-ignore-placement': true },
      ...(filter === undefined ? {} : { filter }),
    },
  };
}

/** Names and port counts of the network. */
export function networkLabels(p: Palette): StyleLayer[] {
  const paint = { 'text-color': p.ink, 'text-halo-color': p.ground, 'text-halo-width': 1.6 };
  const named = (group: StyleLayer['group'] & string, minzoom: number, bold: boolean): StyleLayer => ({
    group,
    spec: {
      id: `${group}-names`,
      type: 'symbol',
      source: group,
      minzoom,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': bold ? LABEL_FONT_BOLD : LABEL_FONT,
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-max-width': 9,
        'text-optional': true,
      },
      paint,
    },
  });
  return [
    {
      group: 'network-terminals',
      spec: {
        id: 'terminal-ports',
        type: 'symbol',
        source: 'network-terminals',
        minzoom: 16.6,
        layout: {
          'text-field': ['get', 'label'],
          'text-font': LABEL_FONT,
          'text-size': 10.5,
          'text-anchor': 'left',
          'text-offset': [0.9, 0],
        },
        paint,
      },
    },
    named('network-facilities', 14, false),
    named('facilities', 11.5, true),
    named('cabinet-sites', 14, false),
    named('sites', 12, false),
  ];
}
