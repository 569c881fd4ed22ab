import type { UnitSystem } from '../base/quantity-text.ts';
import type { Palette } from '../base/palette.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { LngLat, LngLatBounds } from '../geo/position.ts';
import type { PointerAt } from '../commands/draw/pointer-at.ts';
import type { Camera } from '../state/view-state.svelte.ts';
import type { Layer } from '../plan/layer.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import type { OpenBasemap } from '../store/basemap-tiles.ts';
import type { LayerEdits } from '../workers/layer-tiles.ts';
import type { MapGroup } from '../state/map-groups.ts';
import type { MapItem } from '../state/map-item.ts';
import type { AirLine, AirPoint } from './air-line.ts';

/** A feature as the map draws it; `key` is its id on the map (`itemKey`). */
export interface DrawnFeature {
  readonly type: 'Feature';
  readonly geometry: Geometry;
  readonly properties: { readonly key: string } & Readonly<Record<string, string | number | boolean | null>>;
}

/** The sources that hold plain features: those of the design and of the moment. Layers of the plan are drawn from tiles. */
export type SourceName = Exclude<MapGroup, FeatureLayerName> | 'highlight' | 'hover' | 'marker' | 'draft';

/** The sources that are drawn from tiles: layers of the plan, and what an import would bring. */
export type TiledSource = FeatureLayerName | 'preview';

/** What the map tells of the pointer. */
export interface MapEvents {
  /** `isRepeated`: the second click of a double-click. */
  click(at: PointerAt, items: readonly MapItem[], isRepeated: boolean): void;
  /** A right-click or a long press; `pixel` counts from the map's corner. */
  menu(at: PointerAt, pixel: { readonly x: number; readonly y: number }): void;
  hover(at: PointerAt | null, item: MapItem | null): void;
  /** A button or finger went down. True takes the gesture: the map stands still and tells where it goes. */
  press(at: PointerAt): boolean;
  drag(at: PointerAt): void;
  release(at: PointerAt, items: readonly MapItem[], isMoved: boolean): void;
  /** The gesture ended without a meaning: a second finger came. */
  abandon(): void;
  cameraMoved(camera: Camera): void;
  /** The graphics context is gone, or came back. */
  lost(isLost: boolean): void;
}

/** What the rest of the app may ask of a map. */
export interface MapView {
  put(source: SourceName, features: readonly DrawnFeature[]): void;
  /** Draws a layer of the plan in place of what its source showed. */
  putLayer(layer: TiledSource, value: Layer, notReached: readonly string[]): void;
  /** Draws some features of a layer anew. */
  editLayer(layer: TiledSource, edits: LayerEdits): void;
  setVisible(group: MapGroup, visible: boolean): void;
  /** How much of a group is seen, 0 … 1. */
  setOpacity(group: MapGroup, opacity: number): void;
  /** Groups from the top to the bottom; null for the usual order. */
  setOrder(order: readonly MapGroup[] | null): void;
  setPalette(palette: Palette): void;
  /** Shades the terrain inside bounds; a new `version` drops what was drawn. Null shows none. */
  setTerrain(terrain: { readonly bounds: LngLatBounds; readonly version: number; readonly maxZoom: number } | null): void;
  /** Makes the map a view in 3D: its terrain, heights raised by `exaggeration`. Null makes it flat again. */
  setScene(
    scene: {
      readonly terrain: { readonly bounds: LngLatBounds; readonly version: number; readonly maxZoom: number };
      readonly exaggeration: number;
    } | null,
  ): void;
  /** Draws lines through the air of the view in 3D. */
  setAirLines(lines: readonly AirLine[]): void;
  /** Puts the eye at a place of the view in 3D and lets it look at another. */
  lookFrom(eye: AirPoint, at: AirPoint): void;
  /** Turns the view in 3D around its middle and tilts it, degrees. */
  turnBy(bearing: number, tilt: number): void;
  /** Lays a picture in web Mercator over the ground, under the network; null takes it away. */
  setCoverage(coverage: { readonly bounds: LngLatBounds; readonly canvas: HTMLCanvasElement } | null): void;
  setCoverageOpacity(opacity: number): void;
  /** Lays a basemap from outside under the plan; null takes it away. */
  setBasemap(basemap: OpenBasemap | null): void;
  setUnits(units: UnitSystem): void;
  setCursor(cursor: 'pointer' | 'crosshair' | 'grab'): void;
  fit(
    bounds: LngLatBounds,
    options?: {
      readonly instant?: boolean;
      readonly maxZoom?: number;
      /** What covers the map at its edges, pixels; nothing unless given. */
      readonly topPx?: number;
      readonly rightPx?: number;
      readonly bottomPx?: number;
      readonly leftPx?: number;
    },
  ): void;
  moveTo(centre: LngLat, zoom?: number): void;
  zoomBy(levels: number): void;
  panBy(x: number, y: number): void;
  camera(): Camera;
  /** What is seen, degrees. */
  bounds(): LngLatBounds;
  /** Position on the page of a place, pixels from the map's corner. */
  project(position: LngLat): { readonly x: number; readonly y: number };
  /** What is drawn at a place, topmost first. */
  itemsAt(position: LngLat, radiusPx?: number): readonly MapItem[];
  /** What can be pointed at in view: points, then lines, each from the left to the right. */
  itemsInView(): readonly MapItem[];
  /** The place of a pixel, counted from the map's corner. */
  unproject(pixel: { readonly x: number; readonly y: number }): LngLat;
  /** Whether a double-click zooms. */
  setDoubleClickZoom(zooms: boolean): void;
  /** True when everything is loaded and drawn and the camera stands still. */
  isAtRest(): boolean;
  focus(): void;
  resize(): void;
  destroy(): void;
}
