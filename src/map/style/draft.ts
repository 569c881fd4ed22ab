import type { ExpressionSpecification } from 'maplibre-gl';
import type { Palette } from '../../base/palette.ts';
import { LABEL_FONT_BOLD, type StyleLayer } from './style-layer.ts';

const roleIs = (...roles: string[]): ExpressionSpecification => ['in', ['get', 'role'], ['literal', roles]];

/** What is being drawn or moved, its handles, and what it snaps to: over everything else. */
export function draftLayers(p: Palette): StyleLayer[] {
  const circle = (id: string, role: string, radius: number, fill: string, stroke: string, width: number): StyleLayer => ({
    group: null,
    spec: {
      id: `draft-${id}`,
      type: 'circle',
      source: 'draft',
      filter: roleIs(role),
      paint: { 'circle-radius': radius, 'circle-color': fill, 'circle-stroke-color': stroke, 'circle-stroke-width': width },
    },
  });
  const line = (id: string, colour: string, width: number): StyleLayer => ({
    group: null,
    spec: {
      id: `draft-${id}`,
      type: 'line',
      source: 'draft',
      filter: roleIs('line', 'area'),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': colour, 'line-width': width },
    },
  });
  return [
    {
      group: null,
      spec: {
        id: 'draft-area',
        type: 'fill',
        source: 'draft',
        filter: roleIs('area'),
        paint: { 'fill-color': p.accent, 'fill-opacity': 0.12 },
      },
    },
    line('halo', p.surface, 5),
    line('line', p.accent, 2.4),
    circle('middle', 'middle', 3.5, p.surface, p.accent, 1.2),
    circle('handle', 'handle', 5, p.surface, p.accent, 2),
    circle('chosen', 'chosen', 6, p.accent, p.surface, 2),
    circle('point', 'point', 3.5, p.accent, p.surface, 1.2),
    {
      group: null,
      spec: {
        id: 'draft-snap',
        type: 'circle',
        source: 'draft',
        filter: roleIs('snap'),
        paint: {
          'circle-radius': 10,
          'circle-color': p.accent,
          'circle-opacity': 0.18,
          'circle-stroke-color': p.accent,
          'circle-stroke-width': 2.4,
        },
      },
    },
    {
      group: null,
      spec: {
        id: 'draft-labels',
        type: 'symbol',
        source: 'draft',
        filter: roleIs('snap', 'label'),
        layout: {
          'text-field': ['get', 'label'],
          'text-font': LABEL_FONT_BOLD,
          'text-size': 12,
          'text-anchor': ['case', roleIs('snap'), 'bottom-left', 'top-left'],
          'text-offset': ['case', roleIs('snap'), ['literal', [1, -0.9]], ['literal', [1, 0.9]]],
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': p.ink, 'text-halo-color': p.ground, 'text-halo-width': 2 },
      },
    },
  ];
}
