import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Palette } from '../../base/palette.ts';
import type { OpenBasemap } from '../../store/basemap-tiles.ts';
import { basemapTilesUrl } from '../basemap-protocol.ts';
import { opacityPaint } from './group-style.ts';
import { byZoom, LABEL_FONT } from './style-layer.ts';

/** What names of sources and layers of a basemap begin with. */
export const BASEMAP = 'basemap-';

/** The sources of a basemap as the map asks for them, by name. */
export function basemapSources({ basemap, sources }: OpenBasemap): [string, SourceSpecification][] {
  return [...sources].map(([name, { type, tilePx, minZoom, maxZoom }]) => {
    const common = { tiles: [basemapTilesUrl(basemap.id, name)], minzoom: minZoom, maxzoom: maxZoom };
    return [BASEMAP + name, type === 'raster' ? { type, ...common, tileSize: tilePx } : { type, ...common }];
  });
}

/** The layers of a basemap from the bottom to the top: pictures, its own style, or a plain look of ours for vector tiles without one. */
export function addedBasemapLayers(open: OpenBasemap, palette: Palette): LayerSpecification[] {
  const { basemap, style } = open;
  const { opacity, vectorLayers } = basemap;
  if (style !== null) return style.layers.flatMap((layer) => styledLayer(layer, opacity));
  const source = `${BASEMAP}tiles`;
  if (vectorLayers === null)
    return [{ id: `${BASEMAP}picture`, type: 'raster', source, paint: { 'raster-opacity': opacity, 'raster-fade-duration': 0 } }];
  return plainLayers(source, vectorLayers, palette).map((spec) => faded(spec, opacity));
}

/** A layer of somebody's style under names of its own. The map's own letters are used: it asks nobody for fonts. */
function styledLayer(layer: unknown, opacity: number): LayerSpecification[] {
  const { id, source, ...rest } = layer as Record<string, unknown>; // an object with a source, as it was opened
  const named = { ...rest, id: BASEMAP + String(id), ...(typeof source === 'string' ? { source: BASEMAP + source } : {}) };
  return [faded(named as unknown as LayerSpecification, opacity)]; // the map checks it, and leaves out what it cannot draw
}

function faded(spec: LayerSpecification, opacity: number): LayerSpecification {
  if (opacity === 1) return spec;
  const paint = { ...spec.paint, ...Object.fromEntries(opacityPaint({ group: null, spec }, opacity)) };
  return { ...spec, paint } as LayerSpecification; // the same properties with other numbers
}

/** What the layers of common vector tiles are (OpenMapTiles, Protomaps, Shortbread), by their names. */
const ROLES: readonly (readonly [role: 'land' | 'water' | 'building' | 'road' | 'border' | 'place', names: RegExp])[] = [
  ['place', /^(places?|place_labels?|placenames?)$/i],
  ['building', /building/i],
  ['road', /^(roads?|transportation|streets?|street_polygons|bridges|highways?|transit|railways?)$/i],
  ['water', /^(water|waterway|water_polygons|water_lines|ocean|sea|lakes?|rivers?|dam_lines)$/i],
  ['border', /bound|border|admin/i],
  ['land', /^(earth|land|landuse|landcover|park|natural|sites|globallandcover)$/i],
];

function plainLayers(source: string, names: readonly string[], p: Palette): LayerSpecification[] {
  const roles = names.map((name) => ({ name, role: ROLES.find(([, pattern]) => pattern.test(name))?.[0] ?? null }));
  const of = (role: string): string[] => roles.filter((one) => one.role === role).map(({ name }) => name);
  const fill = (name: string, paint: object): LayerSpecification =>
    ({
      id: `${BASEMAP}${name}-fill`,
      type: 'fill',
      source,
      'source-layer': name,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint,
    }) as never; // Multi as well
  const line = (name: string, paint: object): LayerSpecification =>
    ({
      id: `${BASEMAP}${name}-line`,
      type: 'line',
      source,
      'source-layer': name,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint,
    }) as never; // literals that the specification's types widen
  return [
    ...of('land').map((name) => fill(name, { 'fill-color': p.parcelLine, 'fill-opacity': 0.16 })),
    ...of('water').flatMap((name) => [
      fill(name, { 'fill-color': p.water }),
      line(name, { 'line-color': p.water, 'line-width': byZoom(8, 0.6, 16, 3) }),
    ]),
    ...of('building').map((name) => fill(name, { 'fill-color': p.building, 'fill-opacity': byZoom(13, 0.4, 15, 0.9) })),
    ...of('road').map((name) => ({
      ...line(name, { 'line-color': p.streetEdge, 'line-width': byZoom(6, 0.5, 12, 1.4, 15, 5.5, 17, 14) }),
      id: `${BASEMAP}${name}-edge`,
    })),
    ...of('road').map((name) => line(name, { 'line-color': p.street, 'line-width': byZoom(6, 0.2, 12, 0.8, 15, 4.3, 17, 12) })),
    ...of('border').map((name) => line(name, { 'line-color': p.inkSoft, 'line-width': 0.8, 'line-opacity': 0.5 })),
    ...roles.filter(({ role }) => role === null).map(({ name }) => line(name, { 'line-color': p.parcelLine, 'line-width': 0.5 })),
    ...of('road').map((name) => label(source, name, p, { 'symbol-placement': 'line', 'text-size': 10.5 }, 14)),
    ...of('place').map((name) => label(source, name, p, { 'text-size': byZoom(5, 10, 14, 13) }, 0)),
  ] as LayerSpecification[]; // spreads of layers
}

function label(source: string, name: string, p: Palette, layout: object, minzoom: number): LayerSpecification {
  return {
    id: `${BASEMAP}${name}-names`,
    type: 'symbol',
    source,
    'source-layer': name,
    minzoom,
    layout: { 'text-field': ['get', 'name'], 'text-font': LABEL_FONT, ...layout },
    paint: { 'text-color': p.mapLabel, 'text-halo-color': p.ground, 'text-halo-width': 1.3 },
  } as never; // literals that the specification's types widen
}
