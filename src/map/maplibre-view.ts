import type { UnitSystem } from '../base/quantity-text.ts';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { LngLat as MapPlace, Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import type { GeoJSONSource, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { AppError } from '../base/app-error.ts';
import type { Palette } from '../base/palette.ts';
import type { LngLat, LngLatBounds } from '../geo/position.ts';
import type { BasemapTiles, OpenBasemap } from '../store/basemap-tiles.ts';
import type { Layer } from '../plan/layer.ts';
import { isFeatureLayerName } from '../plan/layers.ts';
import { FINEST_TILE_ZOOM, type LayerEdits, type LayerTiles } from '../workers/layer-tiles.ts';
import { itemOfKey, type MapItem } from '../state/map-item.ts';
import type { MapGroup } from '../state/map-groups.ts';
import type { Camera } from '../state/view-state.svelte.ts';
import { layerTilesUrl, serveLayerTiles } from './layer-tile-protocol.ts';
import type { DrawnFeature, MapEvents, MapView, SourceName, TiledSource } from './map-view.ts';
import { serveBasemapTiles } from './basemap-protocol.ts';
import type { AirLine, AirPoint } from './air-line.ts';
import { GroundLayers } from './ground-layers.ts';
import { SceneLayers } from './scene-layers.ts';
import { listenToPointer } from './map-pointer-events.ts';
import { MapFrames } from './map-frames.ts';
import { layersInOrder, opacityPaint } from './style/group-style.ts';
import type { StyleLayer } from './style/style-layer.ts';
import {
  drawnBy,
  drawnFromZoom,
  NOT_CLICKABLE,
  SOURCE_NAMES,
  styleLayers,
  TILE_SETS,
  tileSetOf,
  type TileSet,
} from './style/style.ts';
import { symbolImage, SYMBOL_NAMES, SYMBOL_PIXEL_RATIO } from './style/symbols.ts';
import { serveTerrainTiles, type TileSampler } from './terrain-tiles.ts';
import { wording } from '../text/wording.ts';

const words = wording.maplibreView;

// Since version 6 the worker is a file of its own; without this line nothing but the background is ever drawn.
setWorkerUrl(workerUrl);

const HIT_RADIUS_PX = 6;
/** What is fitted into view stays this far from the edges, and this far from what covers the map there. */
const [EDGE_PX, CLEAR_PX] = [48, 28];
const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What the map draws tiles from. */
interface MapGround {
  readonly terrainTile: TileSampler;
  readonly layers: LayerTiles;
  readonly basemaps: BasemapTiles;
}

/** The map drawn by MapLibre. One for the life of the window. */
export class MapLibreView implements MapView {
  readonly #map: MapLibreMap;
  readonly #tiles: LayerTiles;
  readonly #scale = new ScaleControl({ maxWidth: 110, unit: 'imperial' });
  readonly #hidden = new Set<MapGroup>();
  /** Sources that hold something; the others cost nothing as long as their layers are not visible. */
  readonly #filled = new Set<string>();
  readonly #opacities = new Map<MapGroup, number>();
  /** Sets of tiles of which something changed while they were on their way. */
  readonly #overtaken = new Set<string>();
  /** Those that are about to be asked for anew. */
  readonly #stale = new Set<TileSet>();
  /** Layers were shown or hidden since the map was drawn last. */
  #isRestyled = false;
  /** Sources that held something when it was. */
  #drawn: ReadonlySet<string> = new Set();
  #palette: Palette;
  #order: readonly MapGroup[] | null = null;
  readonly #ground: GroundLayers;
  readonly #scene: SceneLayers;

  private constructor(map: MapLibreMap, frames: MapFrames, palette: Palette, tiles: LayerTiles) {
    this.#map = map;
    this.#tiles = tiles;
    this.#palette = palette;
    this.#ground = new GroundLayers(map, palette);
    this.#scene = new SceneLayers(map, frames, palette);
  }

  /** Makes the map and waits until it can be drawn on. @throws AppError where the browser has no WebGL 2 */
  static async create(
    container: HTMLElement,
    palette: Palette,
    ground: MapGround,
    events: MapEvents,
    bounds: LngLatBounds | null,
  ): Promise<MapLibreView> {
    serveLayerTiles(ground.layers);
    serveBasemapTiles(ground.basemaps);
    const map = startMap(container, palette, bounds);
    const frames = new MapFrames(map);
    frames.drawSeldomUntilRest();
    map.touchZoomRotate.disableRotation();
    // Two fingers move the map; going up and down side by side they would tilt it.
    map.touchPitch.disable();
    const view = new MapLibreView(map, frames, palette, ground.layers);
    serveTerrainTiles(ground.terrainTile, () => view.#palette);
    view.#listen(events);
    map.addControl(view.#scale, 'bottom-left');
    // Not 'load', which comes when the first picture is drawn: until now there is nothing to be seen.
    await new Promise<void>((resolve) => void map.once('style.load', () => resolve()));
    view.#addSymbols();
    return view;
  }

  put(source: SourceName, features: readonly DrawnFeature[]): void {
    this.#fill(source, features.length > 0);
    void this.#source(source)?.setData({ type: 'FeatureCollection', features: features as never[] }); // readonly GeoJSON of our own making
  }

  putLayer(layer: TiledSource, value: Layer, notReached: readonly string[]): void {
    const fromZoom = drawnFromZoom(layer, this.#palette);
    this.#tiles.open(layer, value, { notReached, isNamed: layer === 'neighbourhoods', fromZoom });
    this.#fill(layer, value.table.count > 0 || value.edits.size > 0);
    this.#refresh(layer);
  }

  editLayer(layer: TiledSource, edits: LayerEdits): void {
    this.#tiles.edit(layer, edits);
    this.#fill(layer, true);
    this.#refresh(layer);
  }

  /**
   * Asks for the tiles that hold a layer anew, once for all layers that change together. The map does not ask again for one that is on
   * its way, though it may be the old one: those follow when they are here.
   */
  #refresh(layer: TiledSource): void {
    const set = tileSetOf(layer);
    if (this.#stale.size === 0) queueMicrotask(() => this.#refreshStale());
    this.#stale.add(set);
  }

  /**
   * A layer that was just shown has the map hold its source back until it draws: what is asked for anew before that would be
   * forgotten. Of a set of which nothing was drawn yet there are no old tiles.
   */
  #refreshStale(): void {
    const sets = [...this.#stale].filter((set) => !this.#isRestyled || TILE_SETS[set].some((layer) => this.#drawn.has(layer)));
    this.#stale.clear();
    const refresh = (): void => {
      for (const set of sets) {
        if (!this.#map.isSourceLoaded(set)) this.#overtaken.add(set);
        this.#map.refreshTiles(set);
      }
    };
    if (this.#isRestyled) this.#map.once('render', refresh);
    else refresh();
  }

  setVisible(group: MapGroup, visible: boolean): void {
    if (visible) this.#hidden.delete(group);
    else this.#hidden.add(group);
    if (group === 'buildings') this.#scene.showBuildings(visible);
    if (group === 'hillshade') this.#ground.setShaded(visible);
    else this.#showLayers((layer) => layer.group === group);
  }

  #fill(source: SourceName | TiledSource, isFilled: boolean): void {
    if (isFilled === this.#filled.has(source)) return;
    if (isFilled) this.#filled.add(source);
    else this.#filled.delete(source);
    this.#showLayers(({ spec }) => drawnBy(spec) === source);
  }

  /** Visible is what is not hidden and has something to show: an empty source is neither asked for tiles nor drawn. */
  #showLayers(chosen: (layer: StyleLayer) => boolean): void {
    for (const layer of styleLayers(this.#palette).filter(chosen)) {
      const drawn = drawnBy(layer.spec);
      const isFilled = drawn === null || this.#filled.has(drawn);
      const isVisible = isFilled && (layer.group === null || !this.#hidden.has(layer.group));
      this.#map.setLayoutProperty(layer.spec.id, 'visibility', isVisible ? 'visible' : 'none');
    }
    if (this.#isRestyled) return;
    this.#isRestyled = true;
    this.#map.once('render', () => {
      this.#isRestyled = false;
      this.#drawn = new Set(this.#filled);
    });
  }

  setOpacity(group: MapGroup, opacity: number): void {
    this.#opacities.set(group, opacity);
    if (group === 'hillshade') {
      this.#ground.setShade(opacity);
      return;
    }
    for (const layer of styleLayers(this.#palette)) {
      if (layer.group !== group) continue;
      for (const [name, value] of opacityPaint(layer, opacity))
        this.#map.setPaintProperty(layer.spec.id, name as never, value as never);
    }
  }

  setOrder(order: readonly MapGroup[] | null): void {
    this.#order = order;
    this.#arrange();
  }

  #arrange(): void {
    this.#ground.arrange(layersInOrder(this.#palette, this.#order).map(({ spec }) => spec.id));
    this.#scene.raise();
  }

  setPalette(palette: Palette): void {
    if (palette === this.#palette) return;
    this.#palette = palette;
    for (const layer of styleLayers(palette)) {
      const opacity = layer.group === null ? undefined : this.#opacities.get(layer.group);
      const faded = opacity === undefined ? [] : opacityPaint(layer, opacity);
      for (const [name, value] of [...Object.entries(layer.spec.paint ?? {}), ...faded])
        this.#map.setPaintProperty(layer.spec.id, name as never, value as never);
    }
    this.#ground.setPalette(palette);
    this.#scene.setPalette(palette);
    for (const name of SYMBOL_NAMES) this.#map.updateImage(name, symbolImage(name, palette));
  }

  setTerrain(terrain: Parameters<MapView['setTerrain']>[0]): void {
    this.#ground.setTerrain(terrain);
  }

  setScene(scene: Parameters<MapView['setScene']>[0]): void {
    // In 3D what stands is above all that lies; afterwards it is in its own place again.
    if (this.#scene.set(scene)) this.#arrange();
  }

  setAirLines(lines: readonly AirLine[]): void {
    this.#scene.setLines(lines);
  }

  lookFrom(eye: AirPoint, at: AirPoint): void {
    this.#scene.standOnRoof(this.camera());
    const [from, to] = [new MapPlace(...eye.position), new MapPlace(...at.position)];
    this.#map.jumpTo(this.#map.calculateCameraOptionsFromTo(from, eye.zM, to, at.zM));
  }

  turnBy(bearing: number, tilt: number): void {
    const pitch = Math.max(0, Math.min(this.#map.getMaxPitch(), this.#map.getPitch() + tilt));
    const turned = { bearing: this.#map.getBearing() + bearing, pitch };
    if (reducedMotion()) this.#map.jumpTo(turned);
    else this.#map.easeTo({ ...turned, duration: 220 });
  }

  setCoverage(coverage: Parameters<MapView['setCoverage']>[0]): void {
    this.#ground.setCoverage(coverage);
  }

  setCoverageOpacity(opacity: number): void {
    this.#ground.setCoverageOpacity(opacity);
  }

  setBasemap(basemap: OpenBasemap | null): void {
    this.#ground.setBasemap(basemap);
  }

  setUnits(units: UnitSystem): void {
    this.#scale.setUnit(units === 'us' ? 'imperial' : 'metric');
  }

  setCursor(cursor: 'pointer' | 'crosshair' | 'grab'): void {
    this.#map.getCanvas().style.cursor = cursor;
  }

  fit(bounds: LngLatBounds, options: Parameters<MapView['fit']>[1] = {}): void {
    if (!bounds.every(Number.isFinite)) return;
    this.#scene.leaveRoof();
    const { maxZoom = 17, instant = false, topPx = 0, rightPx = 0, bottomPx = 0, leftPx = 0 } = options;
    const beside = (px: number): number => Math.max(EDGE_PX, px + CLEAR_PX);
    const padding = { top: beside(topPx), left: beside(leftPx), right: beside(rightPx), bottom: beside(bottomPx) };
    // A drawer may just have been opened under the map, of which it hears later.
    this.#resizeIfNeeded();
    this.#map.fitBounds([...bounds], { padding, maxZoom, animate: !(instant || reducedMotion()), duration: 220 });
  }

  moveTo(centre: LngLat, zoom = this.#map.getZoom()): void {
    this.#scene.leaveRoof();
    const camera = { center: [...centre] as [number, number], zoom };
    if (reducedMotion()) this.#map.jumpTo(camera);
    else this.#map.easeTo({ ...camera, duration: 220 });
  }

  zoomBy(levels: number): void {
    this.#map.zoomTo(this.#map.getZoom() + levels, { duration: reducedMotion() ? 0 : 180 });
  }

  panBy(x: number, y: number): void {
    this.#map.panBy([x, y], { duration: reducedMotion() ? 0 : 150 });
  }

  camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    return { centre: [lng, lat], zoom: this.#map.getZoom() };
  }

  bounds(): LngLatBounds {
    const [[west, south], [east, north]] = this.#map.getBounds().toArray();
    return [west, south, east, north];
  }

  project(position: LngLat): { readonly x: number; readonly y: number } {
    return this.#map.project([...position]);
  }

  itemsAt(position: LngLat, radiusPx = HIT_RADIUS_PX): readonly MapItem[] {
    return this.#itemsAround(this.#map.project([...position]), radiusPx);
  }

  itemsInView(): readonly MapItem[] {
    const { clientWidth, clientHeight } = this.#map.getCanvas();
    return this.#itemsIn([0, 0], [clientWidth, clientHeight], true);
  }

  unproject({ x, y }: { readonly x: number; readonly y: number }): LngLat {
    const { lng, lat } = this.#map.unproject([x, y]);
    return [lng, lat];
  }

  setDoubleClickZoom(zooms: boolean): void {
    if (zooms) this.#map.doubleClickZoom.enable();
    else this.#map.doubleClickZoom.disable();
  }

  isAtRest(): boolean {
    return this.#map.loaded() && !this.#map.isMoving();
  }

  focus(): void {
    this.#map.getCanvas().focus({ preventScroll: true });
  }

  resize(): void {
    this.#map.resize();
  }

  #resizeIfNeeded(): void {
    const [{ clientWidth, clientHeight }, canvas] = [this.#map.getContainer(), this.#map.getCanvas()];
    if (clientWidth !== canvas.clientWidth || clientHeight !== canvas.clientHeight) this.#map.resize();
  }

  destroy(): void {
    this.#map.remove();
  }

  #source(name: SourceName): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(name);
  }

  #addSymbols(): void {
    for (const name of SYMBOL_NAMES)
      this.#map.addImage(name, symbolImage(name, this.#palette), { pixelRatio: SYMBOL_PIXEL_RATIO });
  }

  #listen(events: MapEvents): void {
    const map = this.#map;
    listenToPointer(map, events, (point) => this.#itemsAround(point, HIT_RADIUS_PX));
    map.on('sourcedata', ({ sourceId, isSourceLoaded }) => {
      if (isSourceLoaded && this.#overtaken.delete(sourceId)) map.refreshTiles(sourceId);
    });
    map.on('moveend', () => events.cameraMoved(this.camera()));
    map.on('webglcontextlost', () => events.lost(true));
    map.on('webglcontextrestored', () => events.lost(false));
  }

  #itemsAround({ x, y }: { x: number; y: number }, radiusPx: number): MapItem[] {
    return this.#itemsIn([x - radiusPx, y - radiusPx], [x + radiusPx, y + radiusPx]);
  }

  /** Points before lines before areas, each in drawing order from the top, or without areas and from the left to the right. */
  #itemsIn(from: [number, number], to: [number, number], inReadingOrder = false): MapItem[] {
    const layers = this.#map.getLayersOrder().filter((id) => !NOT_CLICKABLE.test(id));
    const rank = (type: string): number => (type.endsWith('Point') ? 0 : type.endsWith('LineString') ? 1 : 2);
    const found = this.#map.queryRenderedFeatures([from, to], { layers }).map(({ sourceLayer, properties, geometry }) => ({
      key: isFeatureLayerName(sourceLayer ?? '') ? `feature/${sourceLayer}/${properties['id']}` : (properties['key'] as unknown),
      rank: rank(geometry.type),
      west: inReadingOrder && geometry.type === 'Point' ? (geometry.coordinates[0] ?? 0) : 0,
    }));
    const keys = (inReadingOrder ? found.filter((one) => one.rank < 2) : found)
      .sort((a, b) => a.rank - b.rank || a.west - b.west)
      .map(({ key }) => key);
    return [...new Set(keys)].map((key) => (typeof key === 'string' ? itemOfKey(key) : null)).filter((item) => item !== null);
  }
}

function startMap(container: HTMLElement, palette: Palette, bounds: LngLatBounds | null): MapLibreMap {
  try {
    return new MapLibreMap({
      container,
      style: firstStyle(palette),
      center: [0, 20],
      zoom: 1.5,
      ...(bounds?.every(Number.isFinite) ? { bounds: [...bounds], fitBoundsOptions: { padding: EDGE_PX, maxZoom: 17 } } : {}),
      minZoom: 1,
      maxZoom: 21,
      attributionControl: false,
      fadeDuration: reducedMotion() ? 0 : 200,
      dragRotate: false,
      // Shift + drag selects; the arrow keys are commands, so that they work wherever the focus is.
      boxZoom: false,
      keyboard: false,
      locale: { 'Map.Title': words.mapPlan },
    });
  } catch (error) {
    throw new AppError(
      'map/no-webgl',
      {
        what: words.thisBrowserCannotDrawMap,
        remedy: words.tablesStudiesAndFilesStill,
      },
      error,
    );
  }
}

function firstStyle(palette: Palette): StyleSpecification {
  const empty = { type: 'FeatureCollection' as const, features: [] };
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(
        SOURCE_NAMES.map((name) => [name, { type: 'geojson' as const, data: empty, maxzoom: 17, tolerance: 0.2 }]),
      ),
      ...Object.fromEntries(
        (Object.keys(TILE_SETS) as TileSet[]).map((set) => [
          set,
          { type: 'vector' as const, tiles: [layerTilesUrl(set)], maxzoom: FINEST_TILE_ZOOM },
        ]),
      ),
    },
    layers: styleLayers(palette).map(({ spec }) => ('source' in spec ? withoutSight(spec) : spec)),
  };
}

/** Nothing is seen of a layer before its source holds something. */
function withoutSight(spec: LayerSpecification): LayerSpecification {
  return { ...spec, layout: { ...spec.layout, visibility: 'none' } } as LayerSpecification; // layout and type belong together as before
}
