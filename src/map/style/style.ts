import type { Palette } from '../../base/palette.ts';
import { FEATURE_LAYER_NAMES } from '../../plan/layers.ts';
import { isLayerGroup, MAP_GROUPS } from '../../state/map-groups.ts';
import type { SourceName, TiledSource } from '../map-view.ts';
import { basemapLabels, basemapLayers } from './basemap.ts';
import { draftLayers } from './draft.ts';
import { linkLayers, momentLayers, previewLayers } from './moment.ts';
import { importedLayers, networkLabels, networkLayers } from './network.ts';
import type { StyleLayer } from './style-layer.ts';

/** All sources of plain features; the terrain is a raster source of its own, and layers of the plan come as tiles. */
export const SOURCE_NAMES: readonly SourceName[] = [
  ...MAP_GROUPS.filter((group) => group !== 'hillshade' && !isLayerGroup(group)),
  'highlight',
  'hover',
  'marker',
  'draft',
];

/** Sources whose features come as tiles. */
export const TILED_SOURCES: readonly TiledSource[] = [...FEATURE_LAYER_NAMES, 'preview'];

/** All layers but the shading, from the bottom to the top: ground, imported, plan, study, moment, with labels over lines. */
export function styleLayers(palette: Palette): StyleLayer[] {
  return [
    ...basemapLayers(palette),
    ...importedLayers(palette),
    ...networkLayers(palette),
    ...basemapLabels(palette),
    ...networkLabels(palette),
    ...previewLayers(palette),
    ...linkLayers(palette),
    ...momentLayers(palette),
    ...draftLayers(palette),
  ].map(fromTile);
}

/** A tile holds one layer, called as its source. */
function fromTile({ group, spec }: StyleLayer): StyleLayer {
  const isTiled = 'source' in spec && (TILED_SOURCES as readonly string[]).includes(spec.source);
  return { group, spec: isTiled ? ({ ...spec, 'source-layer': spec.source } as typeof spec) : spec };
}

/** Layers that are never what a click means. */
export const NOT_CLICKABLE =
  /^(highlight|hover|preview|marker|draft|ground|routes-halo|routes-join|link-|.*-names|hillshade|coverage)/;
