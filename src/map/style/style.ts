import type { Palette } from '../../base/palette.ts';
import { FEATURE_LAYER_NAMES } from '../../plan/layers.ts';
import { isLayerGroup, MAP_GROUPS } from '../../state/map-groups.ts';
import type { SourceName, TiledSource } from '../map-view.ts';
import { basemapLabels, basemapLayers } from './basemap.ts';
import { draftLayers } from './draft.ts';
import { linkLines, linkPoints, momentLayers, previewLayers } from './moment.ts';
import { importedLayers, networkLabels, networkLayers, placedLayers } from './network.ts';
import type { StyleLayer } from './style-layer.ts';

/** All sources of plain features; the terrain is a raster source of its own, and layers of the plan come as tiles. */
export const SOURCE_NAMES: readonly SourceName[] = [
  ...MAP_GROUPS.filter((group) => group !== 'hillshade' && !isLayerGroup(group)),
  'highlight',
  'hover',
  'marker',
  'draft',
];

/**
 * The sources that come as tiles, with the layers that their tiles hold. All layers of the plan are one source: each change of
 * source from layer to layer makes the map draw a mask over the whole picture, twice a frame.
 */
export const TILE_SETS = { plan: FEATURE_LAYER_NAMES, preview: ['preview'] } as const satisfies Record<
  string,
  readonly TiledSource[]
>;
export type TileSet = keyof typeof TILE_SETS;

/** The set of tiles that holds a layer. */
export function tileSetOf(layer: TiledSource): TileSet {
  return layer === 'preview' ? 'preview' : 'plan';
}

/** The zoom from which something of a layer is drawn. */
export function drawnFromZoom(layer: TiledSource, palette: Palette): number {
  const zooms = styleLayers(palette).flatMap(({ spec }) => (drawnBy(spec) === layer ? [spec.minzoom ?? 0] : []));
  return Math.min(...zooms);
}

/** The layer of the plan, or the source of plain features, that a layer of the style draws; null for the ground. */
export function drawnBy(spec: StyleLayer['spec']): string | null {
  if (!('source' in spec)) return null;
  return 'source-layer' in spec && spec['source-layer'] !== undefined ? spec['source-layer'] : spec.source;
}

/** All layers but the shading, from the bottom to the top: ground, imported, plan, study, moment, with signs and labels over lines. */
export function styleLayers(palette: Palette): StyleLayer[] {
  return [
    ...basemapLayers(palette),
    ...importedLayers(palette),
    ...networkLayers(palette),
    ...basemapLabels(palette),
    ...linkLines(palette),
    ...placedLayers(),
    ...networkLabels(palette),
    ...previewLayers(palette),
    ...linkPoints(palette),
    ...momentLayers(palette),
    ...draftLayers(palette),
  ].map(fromTile);
}

/** Families name the layer that they draw; where it comes as a tile, that is a layer of a tile of its set. */
function fromTile({ group, spec }: StyleLayer): StyleLayer {
  const layer = 'source' in spec ? tiled.find((name) => name === spec.source) : undefined;
  if (layer === undefined) return { group, spec };
  return { group, spec: { ...spec, source: tileSetOf(layer), 'source-layer': layer } as typeof spec };
}

const tiled: readonly TiledSource[] = Object.values(TILE_SETS).flat();

/** Layers that are never what a click means. */
export const NOT_CLICKABLE =
  /^(highlight|hover|preview|marker|draft|ground|routes-halo|routes-join|link-|.*-names|hillshade|coverage|air-lines|parcels-far|parcels-shade)/;
