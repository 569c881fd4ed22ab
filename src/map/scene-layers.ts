import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Palette } from '../base/palette.ts';
import type { Camera } from '../state/view-state.svelte.ts';
import { AirLayer } from './air-layer.ts';
import type { AirLine } from './air-line.ts';
import type { MapFrames } from './map-frames.ts';
import type { MapView } from './map-view.ts';
import { tileSetOf } from './style/style.ts';
import { heightTilesUrl } from './terrain-tiles.ts';

const HEIGHTS = 'heights';
const BUILDINGS = 'buildings-3d';
const BUILDINGS_FROM_ZOOM = 13;
/** How far the map is tilted when it becomes a view in 3D, and how far it can be, degrees from looking straight down. */
const [FIRST_TILT, MOST_TILT] = [55, 100];
const NO_TILT = 60;
/** Kinds of layers that are not laid onto the terrain. */
const STANDS: ReadonlySet<string | undefined> = new Set(['circle', 'symbol']);
/** Where the processor draws: pieces of the ground along a side of a tile, and pixels of what is laid onto it; a graphics card is given 128 and 1024. */
const [COARSE_MESH, COARSE_PX] = [32, 512];

/** What makes the map a view in 3D: the terrain, buildings that stand on it, sky, and lines through the air. */
export class SceneLayers {
  readonly #map: MapLibreMap;
  readonly #frames: MapFrames;
  #palette: Palette;
  #scene: Parameters<MapView['setScene']>[0] = null;
  #air: AirLayer | null = null;
  #lines: readonly AirLine[] = [];
  #hasBuildings = true;
  #cameFrom: Camera | null = null;

  constructor(map: MapLibreMap, frames: MapFrames, palette: Palette) {
    this.#map = map;
    this.#frames = frames;
    this.#palette = palette;
  }

  /** @returns whether the map became a view in 3D, or a flat one again */
  set(scene: Parameters<MapView['setScene']>[0]): boolean {
    const before = this.#scene;
    this.#scene = scene;
    if (scene === null) {
      if (before !== null) this.#end();
      return before !== null;
    }
    const map = this.#map;
    if (before === null) this.#begin();
    if (before?.terrain.version !== scene.terrain.version) {
      map.setTerrain(null);
      if (map.getSource(HEIGHTS)) map.removeSource(HEIGHTS);
      const { version, bounds, maxZoom } = scene.terrain;
      map.addSource(HEIGHTS, {
        type: 'raster-dem',
        encoding: 'terrarium',
        tiles: [heightTilesUrl(version)],
        tileSize: 256,
        bounds: [...bounds],
        maxzoom: maxZoom,
      });
    }
    map.setTerrain({ source: HEIGHTS, exaggeration: scene.exaggeration });
    if (this.#frames.isCardImitated) coarsen(map);
    map.setPaintProperty(BUILDINGS, 'fill-extrusion-height', raised(scene.exaggeration));
    return before === null;
  }

  setLines(lines: readonly AirLine[]): void {
    this.#lines = lines;
    this.#air?.setLines(lines);
  }

  /** From here on the eye is where it is put. @param cameFrom where the map comes back to when it is flat again */
  standOnRoof(cameFrom: Camera): void {
    // From one roof to the next: the place before the first.
    if (this.#map.getCenterClampedToGround()) this.#cameFrom = cameFrom;
    // Else the map would lift the eye over the ground in the middle of the picture.
    this.#map.setCenterClampedToGround(false);
  }

  /** Whoever stood on a roof and goes elsewhere looks down at the ground again. */
  leaveRoof(): void {
    if (this.#map.getCenterClampedToGround()) return;
    this.#map.setCenterClampedToGround(true);
    this.#map.jumpTo({ pitch: FIRST_TILT });
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    if (this.#scene === null) return;
    this.#map.setPaintProperty(BUILDINGS, 'fill-extrusion-color', palette.building);
    this.#setSky();
  }

  showBuildings(isShown: boolean): void {
    this.#hasBuildings = isShown;
    if (this.#map.getLayer(BUILDINGS)) this.#map.setLayoutProperty(BUILDINGS, 'visibility', isShown ? 'visible' : 'none');
  }

  /**
   * Puts what stands and hangs above what lies, after the plan's layers were put in order. The ground is drawn once for each run of layers that
   * lie on it: they must follow one another.
   */
  raise(): void {
    if (this.#scene === null) return;
    for (const id of this.#map.getLayersOrder()) if (STANDS.has(this.#map.getLayer(id)?.type)) this.#map.moveLayer(id);
    this.#map.moveLayer(BUILDINGS, this.#firstName());
    this.#map.moveLayer('air-lines');
  }

  #begin(): void {
    const map = this.#map;
    map.addLayer(
      {
        id: BUILDINGS,
        type: 'fill-extrusion',
        source: tileSetOf('buildings'),
        'source-layer': 'buildings',
        minzoom: BUILDINGS_FROM_ZOOM,
        filter: ['has', 'heightM'],
        layout: { visibility: this.#hasBuildings ? 'visible' : 'none' },
        paint: { 'fill-extrusion-color': this.#palette.building, 'fill-extrusion-height': raised(1) },
      },
      this.#firstName(),
    );
    this.#air = new AirLayer();
    this.#air.setLines(this.#lines);
    map.addLayer(this.#air);
    // Fixed to the ground, from where the shading has it, and soft: houses stay paler than the network.
    map.setLight({ anchor: 'map', position: [1.3, 335, 35], intensity: 0.22 });
    this.#setSky();
    map.setMaxPitch(MOST_TILT);
    map.dragRotate.enable();
    map.touchZoomRotate.enableRotation();
    map.touchPitch.enable();
    map.jumpTo({ pitch: FIRST_TILT });
    this.#frames.drawSeldomUntilRest();
  }

  #end(): void {
    const map = this.#map;
    map.dragRotate.disable();
    map.touchZoomRotate.disableRotation();
    map.touchPitch.disable();
    // Whoever looked along a link from a roof was not asked where the map should be: it is where it was.
    const from = map.getCenterClampedToGround() ? null : this.#cameFrom;
    map.setCenterClampedToGround(true);
    map.setTerrain(null);
    map.removeLayer('air-lines');
    map.removeLayer(BUILDINGS);
    map.removeSource(HEIGHTS);
    this.#air = null;
    map.jumpTo({ pitch: 0, bearing: 0, ...(from && { center: [...from.centre] as [number, number], zoom: from.zoom }) });
    map.setMaxPitch(NO_TILT);
  }

  #setSky(): void {
    const { water, ground } = this.#palette;
    this.#map.setSky({
      'sky-color': water,
      'horizon-color': ground,
      'fog-color': ground,
      'sky-horizon-blend': 0.6,
      'horizon-fog-blend': 0.6,
      'fog-ground-blend': 0.85,
      'atmosphere-blend': 0,
    });
  }

  /** The lowest layer that writes: what stands is drawn under all names. */
  #firstName(): string | undefined {
    return this.#map.getLayersOrder().find((id) => this.#map.getLayer(id)?.type === 'symbol');
  }
}

/** Takes from the ground what an eye hardly sees and a processor needs seconds for. */
function coarsen({ terrain, painter }: MapLibreMap): void {
  if (terrain) terrain.meshSize = COARSE_MESH;
  // A number that the engine's types leave out.
  Object.assign(painter.renderToTexture ?? {}, { rttSize: COARSE_PX });
}

/** The height of a building, raised as the terrain is; one expression for all. */
function raised(exaggeration: number): never {
  // An expression is a plain array; the specification's type for it cannot be written by hand.
  return ['*', exaggeration, ['get', 'heightM']] as never;
}
