import type { ExpressionSpecification } from 'maplibre-gl';
import type { Palette } from '../../base/palette.ts';
import { byZoom, LABEL_FONT_BOLD, type StyleLayer } from './style-layer.ts';

const isPoint: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]];
const notPoint: ExpressionSpecification = ['!', isPoint];

/** Colour and dash of each verdict: told apart without colour too. */
const VERDICTS = [
  { verdict: 'clear', colour: 'clear', dash: null },
  { verdict: 'marginal', colour: 'marginal', dash: [2.2, 1.4] },
  { verdict: 'blocked', colour: 'blocked', dash: [0.2, 1.8] },
  { verdict: 'too-close', colour: 'tooClose', dash: [3.5, 1.5, 0.5, 1.5] },
  { verdict: 'open', colour: 'inkSoft', dash: [1, 1.5] },
] as const;

/** The lines of the radio studies, by verdict: under signs and names. */
export function linkLines(p: Palette): StyleLayer[] {
  const lines = VERDICTS.map(({ verdict, colour, dash }): StyleLayer => ({
    group: 'link',
    spec: {
      id: `link-${verdict}`,
      type: 'line',
      source: 'link',
      filter: ['==', ['get', 'verdict'], verdict],
      layout: { 'line-cap': verdict === 'blocked' ? 'round' : 'butt' },
      paint: { 'line-color': p[colour], 'line-width': 3.2, ...(dash === null ? {} : { 'line-dasharray': [...dash] }) },
    },
  }));
  return [
    {
      group: 'link',
      spec: {
        id: 'link-halo',
        type: 'line',
        source: 'link',
        filter: notPoint,
        paint: { 'line-color': p.ground, 'line-width': 6.5, 'line-opacity': 0.85 },
      },
    },
    ...lines,
  ];
}

/** The ends of the studied link and the point that limits it. */
export function linkPoints(p: Palette): StyleLayer[] {
  return [
    {
      group: 'link',
      spec: {
        id: 'link-ends',
        type: 'circle',
        source: 'link',
        filter: ['==', ['get', 'role'], 'end'],
        paint: { 'circle-radius': 5, 'circle-color': p.surface, 'circle-stroke-color': p.ink, 'circle-stroke-width': 2 },
      },
    },
    {
      group: 'link',
      spec: {
        id: 'link-limit',
        type: 'symbol',
        source: 'link',
        filter: ['==', ['get', 'role'], 'limit'],
        layout: { 'icon-image': 'cross', 'icon-allow-overlap': true, 'icon-ignore-placement': true },
      },
    },
    {
      group: 'link',
      spec: {
        id: 'link-names',
        type: 'symbol',
        source: 'link',
        filter: ['==', ['get', 'role'], 'end'],
        layout: {
          'text-field': ['get', 'name'],
          'text-font': LABEL_FONT_BOLD,
          'text-size': 12,
          'text-anchor': 'bottom',
          'text-offset': [0, -0.8],
          'text-allow-overlap': true,
        },
        paint: { 'text-color': p.ink, 'text-halo-color': p.ground, 'text-halo-width': 1.8 },
      },
    },
  ];
}

/** What is selected, what the pointer is over, and where the profile's cursor stands. */
export function momentLayers(p: Palette): StyleLayer[] {
  const ring = (source: 'highlight' | 'hover', radius: number | ExpressionSpecification, opacity: number): StyleLayer[] => [
    {
      group: null,
      spec: {
        id: `${source}-line-halo`,
        type: 'line',
        source,
        filter: notPoint,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': p.ink, 'line-width': byZoom(12, 6, 17, 12), 'line-opacity': 0.16 * opacity },
      },
    },
    {
      group: null,
      spec: {
        id: `${source}-line`,
        type: 'line',
        source,
        filter: notPoint,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': p.ink, 'line-width': 1.6, 'line-opacity': opacity },
      },
    },
    {
      group: null,
      spec: {
        id: `${source}-point`,
        type: 'circle',
        source,
        filter: isPoint,
        paint: {
          'circle-radius': radius,
          'circle-opacity': 0,
          'circle-color': p.ink,
          'circle-stroke-color': p.ink,
          'circle-stroke-width': 2.2,
          'circle-stroke-opacity': opacity,
        },
      },
    },
  ];
  return [
    ...ring('hover', 8, 0.55),
    ...ring('highlight', byZoom(11, 4, 15, 7, 17, 10), 1),
    {
      group: null,
      spec: {
        id: 'marker',
        type: 'circle',
        source: 'marker',
        paint: { 'circle-radius': 6, 'circle-color': p.accent, 'circle-stroke-color': p.surface, 'circle-stroke-width': 2.5 },
      },
    },
  ];
}

/** What an import would bring; of a compared file what is new, what is otherwise and what would go. */
export function previewLayers(p: Palette): StyleLayer[] {
  const color: ExpressionSpecification = ['match', ['get', 'kind'], 'deleted', p.blocked, 'changed', p.tooClose, p.focus];
  const source = 'preview';
  return [
    {
      group: null,
      spec: {
        id: 'preview-area',
        type: 'fill',
        source,
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': color, 'fill-opacity': 0.12 },
      },
    },
    {
      group: null,
      spec: {
        id: 'preview-line',
        type: 'line',
        source,
        filter: notPoint,
        paint: { 'line-color': color, 'line-width': byZoom(10, 0.8, 15, 2) },
      },
    },
    {
      group: null,
      spec: {
        id: 'preview-point',
        type: 'circle',
        source,
        filter: isPoint,
        paint: {
          'circle-color': color,
          'circle-radius': byZoom(10, 1.6, 16, 5),
          'circle-stroke-color': p.surface,
          'circle-stroke-width': byZoom(10, 0, 14, 1),
        },
      },
    },
  ];
}
