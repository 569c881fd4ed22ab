import type { Palette } from '../../base/palette.ts';
import type { MapGroup } from '../../state/map-groups.ts';
import type { StyleLayer } from './style-layer.ts';
import { styleLayers } from './style.ts';

/** Paint properties that say how much of a layer is seen through, by its type. */
const OPACITIES: Readonly<Record<string, readonly string[]>> = {
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  circle: ['circle-opacity', 'circle-stroke-opacity'],
  symbol: ['icon-opacity', 'text-opacity'],
  raster: ['raster-opacity'],
  background: ['background-opacity'],
  'fill-extrusion': ['fill-extrusion-opacity'],
};

/** The opacities of a layer's paint, each times a factor. */
export function opacityPaint({ spec }: StyleLayer, factor: number): [name: string, value: unknown][] {
  const paint = (spec.paint ?? {}) as Readonly<Record<string, unknown>>; // a record of properties by the specification
  return (OPACITIES[spec.type] ?? []).map((name) => [name, times(paint[name] ?? 1, factor)]);
}

/** An opacity, or an interpolation by zoom, times a factor: an expression of the zoom must stay the outermost. */
function times(value: unknown, factor: number): unknown {
  if (typeof value === 'number') return value * factor;
  if (!Array.isArray(value)) return value;
  if (value[0] !== 'interpolate') return ['*', value, factor];
  return value.map((part, at) => (at >= 4 && at % 2 === 0 ? times(part, factor) : (part as unknown)));
}

const isLabel = ({ spec }: StyleLayer): boolean => /-names$|-ports$/.test(spec.id);

/**
 * Layers of the style from the bottom to the top with the groups in an order of the user's; null for the usual one. Names stay over
 * all lines, and what is selected or drawn over everything.
 */
export function layersInOrder(palette: Palette, order: readonly MapGroup[] | null): StyleLayer[] {
  const layers = styleLayers(palette);
  if (order === null) return layers;
  const depth = ({ group }: StyleLayer): number => (group === null ? -1 : -order.indexOf(group));
  const [ground, ...rest] = layers;
  const isGrouped = (layer: StyleLayer): boolean => layer.group !== null && layer.group !== 'link';
  const sorted = (list: StyleLayer[]): StyleLayer[] => [...list].sort((a, b) => depth(a) - depth(b));
  return [
    ...(ground === undefined ? [] : [ground]),
    ...sorted(rest.filter((layer) => isGrouped(layer) && !isLabel(layer))),
    ...rest.filter((layer) => layer.group === 'link' && layer.spec.type === 'line'),
    ...sorted(rest.filter((layer) => isGrouped(layer) && isLabel(layer))),
    ...rest.filter((layer) => !isGrouped(layer) && !(layer.group === 'link' && layer.spec.type === 'line')),
  ];
}
