import type { Palette } from '../base/palette.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { LngLat, LngLatBounds } from '../geo/position.ts';
import type { Camera } from '../state/view-state.svelte.ts';
import type { MapGroup } from '../state/map-groups.ts';
import type { MapItem } from '../state/map-item.ts';

/** A feature as the map draws it; `key` is its id on the map (`itemKey`). */
export interface DrawnFeature {
  readonly type: 'Feature';
  readonly geometry: Geometry;
  readonly properties: { readonly key: string } & Readonly<Record<string, string | number | boolean | null>>;
}

/** What a source gains and loses. */
export interface DrawnDiff {
  readonly remove: readonly string[];
  readonly add: readonly DrawnFeature[];
}

/** The sources that the writer fills: one for each group of layers, and those of the moment. */
export type SourceName = MapGroup | 'highlight' | 'hover' | 'marker';

/** What the map tells. */
export interface MapEvents {
  click(position: LngLat, items: readonly MapItem[], modifiers: { readonly shift: boolean }): void;
  hover(position: LngLat | null, item: MapItem | null): void;
  cameraMoved(camera: Camera): void;
  /** The graphics context is gone, or came back. */
  lost(isLost: boolean): void;
}

/** What the rest of the app may ask of a map. */
export interface MapView {
  put(source: SourceName, features: readonly DrawnFeature[]): void;
  patch(source: SourceName, diff: DrawnDiff): void;
  setVisible(group: MapGroup, visible: boolean): void;
  setPalette(palette: Palette): void;
  /** Shades the terrain inside bounds; a new `version` drops what was drawn. Null shows none. */
  setTerrain(terrain: { readonly bounds: LngLatBounds; readonly version: number; readonly maxZoom: number } | null): void;
  /** Lays a picture in web Mercator over the ground, under the network; null takes it away. */
  setCoverage(coverage: { readonly bounds: LngLatBounds; readonly canvas: HTMLCanvasElement } | null): void;
  setCoverageOpacity(opacity: number): void;
  setUnits(units: 'us' | 'metric'): void;
  setCursor(cursor: 'pointer' | 'crosshair' | 'grab'): void;
  fit(
    bounds: LngLatBounds,
    options?: { readonly instant?: boolean; readonly maxZoom?: number; readonly bottomPx?: number },
  ): void;
  moveTo(centre: LngLat, zoom?: number): void;
  zoomBy(levels: number): void;
  panBy(x: number, y: number): void;
  camera(): Camera;
  /** Position on the page of a place, pixels from the map's corner. */
  project(position: LngLat): { readonly x: number; readonly y: number };
  /** What is drawn at a place, topmost first. */
  itemsAt(position: LngLat): readonly MapItem[];
  resize(): void;
  destroy(): void;
}
