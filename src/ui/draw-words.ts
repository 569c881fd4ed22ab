import type { Workbench } from '../commands/workbench.ts';
import { FEATURE_LAYERS, type FeatureLayerName } from '../plan/layers.ts';
import type { DrawnShape } from '../state/draw-state.svelte.ts';

/** What one draws in a layer, where its title would mislead. */
export function drawnTitle(layer: FeatureLayerName): string {
  return layer === 'spans' ? 'Poles and spans' : FEATURE_LAYERS[layer].title;
}

/** The shape that the active tool draws into a layer, null for tools that draw nothing. */
export function drawnShape({ view }: Workbench): DrawnShape | null {
  return view.tool === 'point' || view.tool === 'line' || view.tool === 'area' ? view.tool : null;
}

/** What to do next with the active tool; null for the select tool. */
export function toolHint({ view, link, draw }: Workbench): string | null {
  const first = draw.points.length === 0;
  switch (view.tool) {
    case 'select':
      if (draw.grab === null) return null;
      return draw.byKeys ? 'Arrow keys move it, Enter puts it down' : draw.grabTo === null ? null : 'Let go to put it there';
    case 'link':
      return link.a === null || link.b !== null ? 'Click the first end of the link' : 'Click the other end';
    case 'point':
      return draw.layers.point === 'sites' ? 'Click where the radio site stands' : 'Click where it stands';
    case 'line':
      return first ? 'Click where the line begins' : 'Click the next point; double-click to finish';
    case 'area':
      return first ? 'Click the first corner' : 'Click the next corner; double-click to finish';
    case 'measure':
      return first ? 'Click where to measure from' : draw.isEnded ? 'Click to measure anew' : 'Click the next point';
    case 'lasso':
      return first ? 'Click around what to select' : 'Double-click to select what lies inside';
    case 'cut':
      return first ? 'Click outside the area, where the cut begins' : 'Draw across the area; double-click to split it';
  }
}
