import type { LayerSpecification } from 'maplibre-gl';
import type { MapGroup } from '../../state/map-groups.ts';

/** A layer of the style with the group it is shown and hidden with; null for layers that are always there. */
export interface StyleLayer {
  readonly group: MapGroup | null;
  readonly spec: LayerSpecification;
}

/** Interpolates by zoom: pairs of zoom and value. */
export function byZoom(...stops: readonly number[]): never {
  // An expression is a plain array; the specification's type for it cannot be written by hand.
  return ['interpolate', ['linear'], ['zoom'], ...stops] as never;
}

/** The family that maps label with; without a glyph server MapLibre draws it from the page's own fonts. */
export const LABEL_FONT: string[] = ['Inter Variable', 'Inter', 'sans-serif'];
export const LABEL_FONT_BOLD: string[] = ['Inter Variable Semibold', 'Inter Variable', 'sans-serif'];
