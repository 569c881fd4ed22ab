import type { LngLat, LngLatBounds } from '../geo/position.ts';
import type { BasemapState } from '../state/basemap-state.svelte.ts';
import type { BasemapTiles } from '../store/basemap-tiles.ts';
import type { CheckState } from '../state/check-state.svelte.ts';
import type { DrawState } from '../state/draw-state.svelte.ts';
import type { FiberState } from '../state/fiber-state.svelte.ts';
import type { JobState } from '../state/job-state.svelte.ts';
import type { LinkState } from '../state/link-state.svelte.ts';
import type { MapItem } from '../state/map-item.ts';
import type { MessageState } from '../state/message-state.svelte.ts';
import type { PlanState } from '../state/plan-state.svelte.ts';
import type { PrintState } from '../state/print-state.svelte.ts';
import type { RadioState } from '../state/radio-state.svelte.ts';
import type { SceneState } from '../state/scene-state.svelte.ts';
import type { ScenarioState } from '../state/scenario-state.svelte.ts';
import type { SelectionState } from '../state/selection-state.svelte.ts';
import type { ViewState } from '../state/view-state.svelte.ts';
import type { WorkKeeper } from '../state/work-keeper.svelte.ts';
import type { FileAccess } from '../store/project-files.ts';
import type { RunJob } from '../workers/job-client.ts';
import type { AskStorage } from '../workers/storage-client.ts';
import type { TerrainService } from '../workers/terrain-service.ts';

/** What commands may ask of the map. */
export interface CameraPort {
  fit(bounds: LngLatBounds, options?: { readonly instant?: boolean; readonly maxZoom?: number }): void;
  moveTo(centre: LngLat, zoom?: number): void;
  zoomBy(levels: number): void;
  panBy(x: number, y: number): void;
  /** Turns the view in 3D and tilts it, degrees. */
  turnBy(bearing: number, tilt: number): void;
  /** What is seen, degrees. */
  bounds(): LngLatBounds;
  /** The middle of what is seen. */
  centre(): LngLat;
  /** Pixels on the page, from the map's corner. */
  project(position: LngLat): { readonly x: number; readonly y: number };
  unproject(pixel: { readonly x: number; readonly y: number }): LngLat;
  /** What is drawn at a place, topmost first. */
  itemsAt(position: LngLat, radiusPx?: number): readonly MapItem[];
  /** What can be pointed at in view: points, then lines, from the left to the right. */
  itemsInView(): readonly MapItem[];
  /** Gives the map the keys. */
  focus(): void;
}

/** Everything that commands and panels work with. Made once for a window; a test may have two. */
export interface Workbench {
  readonly plan: PlanState;
  readonly selection: SelectionState;
  readonly view: ViewState;
  readonly draw: DrawState;
  readonly jobs: JobState;
  readonly messages: MessageState;
  readonly link: LinkState;
  readonly radio: RadioState;
  readonly fiber: FiberState;
  readonly checks: CheckState;
  readonly scenarios: ScenarioState;
  readonly scene: SceneState;
  readonly print: PrintState;
  readonly basemap: BasemapState;
  readonly basemapTiles: BasemapTiles;
  readonly files: FileAccess;
  /** Keeps the plan in the browser. */
  readonly keeper: WorkKeeper;
  readonly storage: AskStorage;
  readonly terrain: TerrainService;
  readonly runJob: RunJob;
  /** The map, once it is there; calls before that are forgotten. */
  readonly camera: CameraPort;
  /** Puts a text on the clipboard. */
  copyText(text: string): Promise<void>;
  /** The browser's language, such as en-US. */
  readonly language: string;
  /** Opens the page again, with what was kept. */
  openAgain(): void;
  /** The clock, milliseconds since 1970. */
  now(): number;
}
