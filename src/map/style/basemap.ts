import type { ExpressionSpecification } from 'maplibre-gl';
import type { Palette } from '../../base/palette.ts';
import { byZoom, LABEL_FONT, LABEL_FONT_BOLD, type StyleLayer } from './style-layer.ts';

const wide: ExpressionSpecification = [
  'in',
  ['get', 'kind'],
  ['literal', ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'highway']],
];
const thin: ExpressionSpecification = [
  'in',
  ['get', 'kind'],
  ['literal', ['track', 'path', 'footway', 'cycleway', 'steps', 'easement', 'alley', 'rail-trail']],
];
const isWater: ExpressionSpecification = ['==', ['get', 'kind'], 'water'];
const isArea: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]];
const isLine: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['LineString', 'MultiLineString']]];

/** The quiet ground, made from the project's own layers: land, water, lots, houses, streets, rails. */
export function basemapLayers(p: Palette): StyleLayer[] {
  return [
    { group: null, spec: { id: 'ground', type: 'background', paint: { 'background-color': p.ground } } },
    {
      group: 'grants',
      spec: {
        id: 'grants-fill',
        type: 'fill',
        source: 'grants',
        filter: isArea,
        paint: { 'fill-color': p.neighbourhood, 'fill-opacity': 0.06 },
      },
    },
    {
      group: 'barriers',
      spec: {
        id: 'water-area',
        type: 'fill',
        source: 'barriers',
        filter: ['all', isWater, isArea],
        paint: { 'fill-color': p.water },
      },
    },
    {
      group: 'barriers',
      spec: {
        id: 'water-line',
        type: 'line',
        source: 'barriers',
        filter: ['all', isWater, isLine],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': p.water, 'line-width': byZoom(11, 1.5, 14, 3.5, 17, 9) },
      },
    },
    {
      group: 'parcels',
      spec: {
        id: 'parcels-line',
        type: 'line',
        source: 'parcels',
        minzoom: 11,
        filter: ['!', ['has', 'shade']],
        paint: {
          'line-color': p.parcelLine,
          'line-width': byZoom(11, 0.3, 14, 0.6, 18, 1.2),
          'line-opacity': byZoom(11, 0.5, 14, 1),
        },
      },
    },
    {
      group: 'parcels',
      // A county, of which no single lot could be seen: where it is.
      spec: {
        id: 'parcels-far',
        type: 'fill',
        source: 'parcels',
        minzoom: 6,
        maxzoom: 11,
        paint: { 'fill-color': p.parcelLine, 'fill-opacity': byZoom(9, 0.9, 11, 0.6), 'fill-antialias': false },
      },
    },
    {
      group: 'parcels',
      // Nearer by, those that are still too small for an outline.
      spec: {
        id: 'parcels-shade',
        type: 'fill',
        source: 'parcels',
        minzoom: 11,
        maxzoom: 16,
        filter: ['has', 'shade'],
        paint: { 'fill-color': p.parcelLine, 'fill-opacity': byZoom(11, 0.6, 13, 0.4), 'fill-antialias': false },
      },
    },
    {
      group: 'parcels',
      // Nothing to see, but something to click.
      spec: {
        id: 'parcels-fill',
        type: 'fill',
        source: 'parcels',
        minzoom: 15,
        filter: ['!', ['has', 'shade']],
        paint: { 'fill-color': p.parcelLine, 'fill-opacity': 0 },
      },
    },
    {
      group: 'buildings',
      spec: {
        id: 'buildings-fill',
        type: 'fill',
        source: 'buildings',
        minzoom: 13,
        paint: { 'fill-color': p.building, 'fill-opacity': byZoom(13, 0.5, 15, 1) },
      },
    },
    {
      group: 'neighbourhoods',
      spec: {
        id: 'neighbourhoods-fill',
        type: 'fill',
        source: 'neighbourhoods',
        paint: { 'fill-color': p.neighbourhood, 'fill-opacity': 0.035 },
      },
    },
    ...streetLayers(p),
    ...railLayers(p),
    {
      group: 'neighbourhoods',
      spec: {
        id: 'neighbourhoods-line',
        type: 'line',
        source: 'neighbourhoods',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': p.neighbourhood,
          'line-width': byZoom(11, 0.8, 16, 1.6),
          'line-dasharray': [1, 2.5],
          'line-opacity': 0.85,
        },
      },
    },
    {
      group: 'grants',
      spec: {
        id: 'grants-line',
        type: 'line',
        source: 'grants',
        filter: ['!=', ['geometry-type'], 'Point'],
        paint: { 'line-color': p.neighbourhood, 'line-width': 1 },
      },
    },
  ];
}

function streetLayers(p: Palette): StyleLayer[] {
  const common: ExpressionSpecification = ['all', ['!', wide], ['!', thin]];
  const width = byZoom(11, 0.6, 13, 1.6, 15, 4.5, 17, 13, 19, 34);
  const wideWidth = byZoom(11, 1.4, 13, 3, 15, 7, 17, 18, 19, 44);
  const edge = (id: string, filter: ExpressionSpecification, gap: never): StyleLayer => ({
    group: 'rights-of-way',
    spec: {
      id,
      type: 'line',
      source: 'rights-of-way',
      filter,
      minzoom: 12.5,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': p.streetEdge, 'line-gap-width': gap, 'line-width': byZoom(13, 0.5, 17, 1) },
    },
  });
  const fill = (id: string, filter: ExpressionSpecification, lineWidth: never): StyleLayer => ({
    group: 'rights-of-way',
    spec: {
      id,
      type: 'line',
      source: 'rights-of-way',
      filter,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': p.street, 'line-width': lineWidth },
    },
  });
  return [
    {
      group: 'rights-of-way',
      spec: {
        id: 'ways-thin',
        type: 'line',
        source: 'rights-of-way',
        filter: thin,
        minzoom: 13,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': p.rail, 'line-width': byZoom(13, 0.6, 17, 1.6), 'line-dasharray': [3, 2], 'line-opacity': 0.7 },
      },
    },
    edge('streets-edge', common, width),
    edge('streets-wide-edge', wide, wideWidth),
    fill('streets', common, width),
    fill('streets-wide', wide, wideWidth),
  ];
}

function railLayers(p: Palette): StyleLayer[] {
  const rail: ExpressionSpecification = ['==', ['get', 'kind'], 'rail'];
  const highway: ExpressionSpecification = ['all', ['==', ['get', 'kind'], 'highway'], isLine];
  return [
    {
      group: 'barriers',
      spec: {
        id: 'rail',
        type: 'line',
        source: 'barriers',
        filter: rail,
        paint: { 'line-color': p.rail, 'line-width': byZoom(11, 0.8, 16, 2) },
      },
    },
    {
      group: 'barriers',
      spec: {
        id: 'rail-sleepers',
        type: 'line',
        source: 'barriers',
        filter: rail,
        minzoom: 13,
        paint: { 'line-color': p.rail, 'line-width': byZoom(13, 3, 17, 8), 'line-dasharray': [0.25, 2.2] },
      },
    },
    {
      group: 'barriers',
      spec: {
        id: 'highway',
        type: 'line',
        source: 'barriers',
        filter: highway,
        paint: { 'line-color': p.rail, 'line-width': byZoom(11, 1, 16, 3), 'line-opacity': 0.6 },
      },
    },
  ];
}

/** Names of streets, water and neighbourhoods: over everything drawn, last to appear. */
export function basemapLabels(p: Palette): StyleLayer[] {
  const halo = { 'text-halo-color': p.ground, 'text-halo-width': 1.4 };
  return [
    {
      group: 'rights-of-way',
      spec: {
        id: 'street-names',
        type: 'symbol',
        source: 'rights-of-way',
        minzoom: 14.6,
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 320,
          'text-field': ['get', 'name'],
          'text-font': LABEL_FONT,
          'text-size': byZoom(14, 10, 17, 12.5),
          'text-max-angle': 30,
        },
        paint: { 'text-color': p.mapLabel, ...halo },
      },
    },
    {
      group: 'barriers',
      spec: {
        id: 'barrier-names',
        type: 'symbol',
        source: 'barriers',
        minzoom: 13,
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 500,
          'text-field': ['get', 'name'],
          'text-font': LABEL_FONT,
          'text-size': 11,
          'text-letter-spacing': 0.08,
        },
        paint: { 'text-color': p.mapLabel, ...halo },
      },
    },
    {
      group: 'neighbourhoods',
      spec: {
        id: 'neighbourhood-names',
        type: 'symbol',
        source: 'neighbourhoods',
        filter: ['has', 'label'],
        maxzoom: 16,
        layout: {
          'text-field': ['get', 'name'],
          'text-font': LABEL_FONT_BOLD,
          'text-size': byZoom(11, 11, 15, 14),
          'text-letter-spacing': 0.04,
          'text-max-width': 8,
        },
        paint: { 'text-color': p.neighbourhood, ...halo },
      },
    },
  ];
}
