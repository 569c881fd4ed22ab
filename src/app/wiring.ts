import { tick } from 'svelte';
import { sameValue } from '../base/same-value.ts';
import type { Workbench } from '../commands/workbench.ts';
import type { MapView } from '../map/map-view.ts';
import { basemapReports } from '../commands/view/basemap-commands.ts';
import { BasemapState } from '../state/basemap-state.svelte.ts';
import { BasemapTiles } from '../store/basemap-tiles.ts';
import { CheckState } from '../state/check-state.svelte.ts';
import { DrawState } from '../state/draw-state.svelte.ts';
import { FiberState } from '../state/fiber-state.svelte.ts';
import { JobState } from '../state/job-state.svelte.ts';
import { LinkState } from '../state/link-state.svelte.ts';
import { MessageState } from '../state/message-state.svelte.ts';
import { PlanState } from '../state/plan-state.svelte.ts';
import { PrintState } from '../state/print-state.svelte.ts';
import { RadioState } from '../state/radio-state.svelte.ts';
import { SceneState } from '../state/scene-state.svelte.ts';
import { ScenarioState } from '../state/scenario-state.svelte.ts';
import { SelectionState } from '../state/selection-state.svelte.ts';
import { ViewState } from '../state/view-state.svelte.ts';
import { WorkKeeper } from '../state/work-keeper.svelte.ts';
import { browserFiles } from '../store/project-files.ts';
import { browserLocks } from '../store/project-lock.ts';
import { MOST_WORKERS, WorkerClient, WorkerPool } from '../workers/job-client.ts';
import { LayerTiles } from '../workers/layer-tiles.ts';
import { shareJobs } from '../workers/share-jobs.ts';
import { StorageClient } from '../workers/storage-client.ts';
import { TerrainService } from '../workers/terrain-service.ts';
import { coveredMap, measureFloor, type Covered } from './covered-map.ts';

/** The parts of one window, joined. */
export interface Wiring {
  readonly bench: Workbench;
  /** The map, once it is drawn. */
  map: MapView | null;
  /** The layers as the map draws them. */
  readonly layerTiles: LayerTiles;
}

/** Makes a window's parts. No part is a singleton of its module: a test may have two windows. */
export function wire(): Wiring {
  const pool = new WorkerPool();
  // The first thing to do is to read a plan.
  pool.warm();
  const storage = new StorageClient();
  const plan = new PlanState();
  const messages = new MessageState();
  const basemap = new BasemapState();
  plan.onRefused = (reason) => messages.trouble(reason, '');
  const now = (): number => Date.now();
  /** How often the camera was sent somewhere. */
  let moves = 0;
  const wiring: Wiring = {
    map: null,
    layerTiles: new LayerTiles(new WorkerClient()),
    bench: {
      plan,
      selection: new SelectionState(),
      view: new ViewState(),
      draw: new DrawState(),
      jobs: new JobState(),
      messages,
      link: new LinkState(),
      radio: new RadioState(),
      fiber: new FiberState(),
      checks: new CheckState(),
      scenarios: new ScenarioState(),
      scene: new SceneState(),
      print: new PrintState(),
      basemap,
      basemapTiles: new BasemapTiles(basemapReports(basemap)),
      files: browserFiles,
      storage: storage.ask,
      keeper: new WorkKeeper({
        plan,
        storage: storage.ask,
        endStorage: () => storage.end(),
        locks: browserLocks(),
        askPersistence: async () => (await navigator.storage?.persist?.().catch(() => false)) ?? false,
        newProject: () => crypto.randomUUID(),
        now,
      }),
      terrain: new TerrainService(new WorkerClient()),
      runJob: shareJobs(pool.run, Math.min(navigator.hardwareConcurrency, MOST_WORKERS)),
      camera: {
        fit: (bounds, options) => {
          const covered = (): Covered => coveredMap(bounds, wiring.bench.view, measureFloor());
          const before = covered();
          const move = ++moves;
          wiring.map?.fit(bounds, { ...options, ...before });
          // What was just done may bring a card over the map, or take one away.
          void tick().then(() => {
            const after = covered();
            if (move === moves && !sameValue(before, after)) wiring.map?.fit(bounds, { ...options, ...after });
          });
        },
        moveTo: (centre, zoom) => {
          moves++;
          wiring.map?.moveTo(centre, zoom);
        },
        zoomBy: (levels) => wiring.map?.zoomBy(levels),
        panBy: (x, y) => wiring.map?.panBy(x, y),
        turnBy: (bearing, tilt) => wiring.map?.turnBy(bearing, tilt),
        bounds: () => wiring.map?.bounds() ?? [-180, -85, 180, 85],
        centre: () => wiring.map?.camera().centre ?? wiring.bench.view.camera.centre,
        project: (position) => wiring.map?.project(position) ?? { x: 0, y: 0 },
        unproject: (pixel) => wiring.map?.unproject(pixel) ?? wiring.bench.view.camera.centre,
        itemsAt: (position, radiusPx) => wiring.map?.itemsAt(position, radiusPx) ?? [],
        itemsInView: () => wiring.map?.itemsInView() ?? [],
        focus: () => wiring.map?.focus(),
      },
      copyText: (text) => navigator.clipboard.writeText(text),
      language: navigator.language,
      openAgain: () => location.reload(),
      now,
    },
  };
  return wiring;
}
