import { sha256Hex } from '../base/hash.ts';
import { runCommand } from '../commands/command.ts';
import { commandOf } from '../commands/registry.ts';
import type { LngLat } from '../geo/position.ts';
import type { Change } from '../plan/change.ts';
import { countOf } from '../plan/layer.ts';
import { itemKey } from '../state/map-item.ts';
import type { Camera } from '../state/view-state.svelte.ts';
import { linkCursor } from '../commands/study/link-study.ts';
import { selectedFeatures } from '../commands/draw/handles.ts';
import { verticesOf } from '../plan/edits/shape.ts';
import type { Wiring } from './wiring.ts';

/** What browser tests may ask beside roles and names. Only there when the address says `?test`. */
export interface WeftTest {
  readonly revision: () => number;
  /** Hash of the plan as it would be saved: equal plans, equal checksums. */
  readonly checksum: () => Promise<string>;
  readonly counts: () => Record<string, number>;
  readonly camera: () => Camera;
  /** Keys of what is drawn at a place, topmost first. */
  readonly renderedAt: (position: LngLat) => string[];
  /** Where a place is on the page, pixels. */
  readonly pixelOf: (position: LngLat) => { x: number; y: number };
  readonly runningJobs: () => string[];
  readonly runCommand: (id: string) => Promise<void>;
  readonly mapReady: () => boolean;
  /** True when everything that the map shows is drawn. */
  readonly mapIdle: () => boolean;
  /** True when the plan as it stands is kept in the browser. */
  readonly isKept: () => boolean;
  readonly planName: () => string;
  /** Does a change, as an edit or an import does. */
  readonly commit: (change: Change) => void;
  /** Where the profile's cursor stands on the map. */
  readonly marker: () => LngLat | null;
  /** Points of the selected features, one after the other. */
  readonly selectedPositions: () => LngLat[];
}

declare global {
  interface Window {
    weftTest?: WeftTest;
  }
}

/** Puts the test object on the window when it is asked for. */
export function offerTestWindow(wiring: Wiring): void {
  if (!new URLSearchParams(location.search).has('test')) return;
  const { bench } = wiring;
  window.weftTest = {
    revision: () => bench.plan.revision,
    checksum: async () => sha256Hex(await bench.runJob('write-project', { plan: bench.plan.plan })),
    counts: () => ({
      ...Object.fromEntries([...bench.plan.plan.layers].map(([name, layer]) => [name, countOf(layer)])),
      stretches: bench.plan.plan.fiber?.stretches.length ?? 0,
      drops: bench.plan.plan.fiber?.drops.length ?? 0,
    }),
    camera: () => wiring.map?.camera() ?? bench.view.camera,
    renderedAt: (position) => (wiring.map?.itemsAt(position) ?? []).map(itemKey),
    pixelOf: (position) => {
      const box = document.querySelector('.maplibregl-canvas')?.getBoundingClientRect();
      const point = wiring.map?.project(position) ?? { x: 0, y: 0 };
      return { x: point.x + (box?.x ?? 0), y: point.y + (box?.y ?? 0) };
    },
    runningJobs: () => bench.jobs.running.map(({ title }) => title),
    runCommand: (id) => runCommand(commandOf(id), bench),
    mapReady: () => bench.view.mapReady,
    mapIdle: () => wiring.map?.isAtRest() ?? false,
    isKept: () => bench.plan.isKept,
    planName: () => bench.plan.plan.name,
    commit: (change) => bench.plan.commit(change),
    marker: () => linkCursor(bench),
    selectedPositions: () =>
      selectedFeatures(bench).flatMap(({ feature }) =>
        feature.geometry === null ? [] : verticesOf(feature.geometry).map(({ position }) => position),
      ),
  };
}
