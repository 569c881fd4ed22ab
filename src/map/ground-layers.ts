import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Palette } from '../base/palette.ts';
import type { OpenBasemap } from '../store/basemap-tiles.ts';
import { basemapSpriteUrl } from './basemap-protocol.ts';
import type { MapView } from './map-view.ts';
import { addedBasemapLayers, BASEMAP, basemapSources } from './style/added-basemap.ts';
import { networkLayers } from './style/network.ts';
import { terrainTilesUrl } from './terrain-tiles.ts';

const HILLSHADE = 'hillshade';
const COVERAGE = 'coverage';
const isOurs = (id: string): boolean => id === 'ground' || id === HILLSHADE || id.startsWith(BASEMAP) || id === COVERAGE;

/** What lies under the plan: shading, a basemap from outside, and the picture of a coverage. They come and go; the plan's layers stay. */
export class GroundLayers {
  readonly #map: MapLibreMap;
  #palette: Palette;
  #basemap: OpenBasemap | null = null;
  #terrain: Parameters<MapView['setTerrain']>[0] = null;
  #isShaded = true;
  #shade = 1;
  #coverageOpacity = 0.6;

  constructor(map: MapLibreMap, palette: Palette) {
    this.#map = map;
    this.#palette = palette;
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.setTerrain(this.#terrain);
    if (this.#basemap !== null && this.#basemap.basemap.vectorLayers !== null) this.setBasemap(this.#basemap);
  }

  setTerrain(terrain: Parameters<MapView['setTerrain']>[0]): void {
    const map = this.#map;
    this.#terrain = terrain;
    this.#remove((id) => id === HILLSHADE);
    if (terrain === null) return;
    map.addSource(HILLSHADE, {
      type: 'raster',
      tiles: [terrainTilesUrl(terrain.version, this.#palette, this.#shade > 1)],
      tileSize: 256,
      bounds: [...terrain.bounds],
      maxzoom: terrain.maxZoom,
    });
    map.addLayer(
      {
        id: HILLSHADE,
        type: 'raster',
        source: HILLSHADE,
        paint: { 'raster-opacity': Math.min(1, this.#shade), 'raster-fade-duration': 0 },
        layout: { visibility: this.#isShaded ? 'visible' : 'none' },
      },
      // Right above the ground, whatever the order of the layers.
      this.#lowest((id) => id === 'ground'),
    );
  }

  setShaded(isShaded: boolean): void {
    this.#isShaded = isShaded;
    if (this.#map.getLayer(HILLSHADE)) this.#map.setLayoutProperty(HILLSHADE, 'visibility', isShaded ? 'visible' : 'none');
  }

  /** How much of the shading is seen; above 1 its slopes are strong. */
  setShade(strength: number): void {
    const isOther = strength > 1 !== this.#shade > 1;
    this.#shade = strength;
    if (isOther) this.setTerrain(this.#terrain);
    else if (this.#map.getLayer(HILLSHADE)) this.#map.setPaintProperty(HILLSHADE, 'raster-opacity', Math.min(1, strength));
  }

  setBasemap(open: OpenBasemap | null): void {
    const map = this.#map;
    const before = this.#basemap;
    this.#basemap = open;
    this.#remove((id) => id.startsWith(BASEMAP));
    if (before?.style?.hasSprite === true) map.removeSprite('default');
    if (open === null) return;
    if (open.style?.hasSprite === true) map.setSprite(basemapSpriteUrl(open.basemap.id), { validate: false });
    const layers = addedBasemapLayers(open, this.#palette);
    const isUsed = (name: string): boolean => layers.some((layer) => 'source' in layer && layer.source === name);
    for (const [name, source] of basemapSources(open)) if (isUsed(name)) map.addSource(name, source);
    const above = this.#lowest((id) => id === 'ground' || id === HILLSHADE);
    for (const layer of layers) map.addLayer(layer, above);
  }

  setCoverage(coverage: Parameters<MapView['setCoverage']>[0]): void {
    const map = this.#map;
    this.#remove((id) => id === COVERAGE);
    if (coverage === null) return;
    const [west, south, east, north] = coverage.bounds;
    const corners = [[west, north], [east, north], [east, south], [west, south]] as const; // prettier-ignore
    map.addSource(COVERAGE, {
      type: 'canvas',
      canvas: coverage.canvas,
      animate: false,
      coordinates: corners.map((corner) => [...corner]) as never, // four corners, as the map wants them
    });
    const paint = { 'raster-opacity': this.#coverageOpacity, 'raster-fade-duration': 0, 'raster-resampling': 'nearest' as const };
    map.addLayer({ id: COVERAGE, type: 'raster', source: COVERAGE, paint }, networkLayers(this.#palette)[0]?.spec.id);
  }

  setCoverageOpacity(opacity: number): void {
    this.#coverageOpacity = opacity;
    if (this.#map.getLayer(COVERAGE)) this.#map.setPaintProperty(COVERAGE, 'raster-opacity', opacity);
  }

  /** Puts the plan's layers into an order, from the bottom to the top: what lies under them stays there. */
  arrange(ids: readonly string[]): void {
    for (const id of ids) if (!isOurs(id)) this.#map.moveLayer(id);
    if (this.#map.getLayer(COVERAGE)) this.#map.moveLayer(COVERAGE, networkLayers(this.#palette)[0]?.spec.id);
  }

  /** The lowest layer that is none of those. */
  #lowest(isBelow: (id: string) => boolean): string | undefined {
    return this.#map.getLayersOrder().find((id) => !isBelow(id));
  }

  #remove(isMeant: (id: string) => boolean): void {
    const map = this.#map;
    const layers = map.getLayersOrder().filter(isMeant);
    const sources = new Set(layers.map((id) => map.getLayer(id)?.source).filter((id) => id !== undefined));
    for (const id of layers) map.removeLayer(id);
    for (const id of sources) map.removeSource(id);
  }
}
