import type { Change } from './change.ts';
import type { Feature } from './feature-table.ts';
import { findFeature, type Layer } from './layer.ts';
import type { FeatureLayerName, RasterLayerName } from './layers.ts';
import type { Plan, RasterLayer } from './plan.ts';

type Parts = { -readonly [K in keyof Change]: Change[K] };

/**
 * The change that makes one state of a plan out of another, or null where they are the same. Parts are compared by identity: a layer that
 * shares its table costs its edits alone. Works for steps forward and back alike, and for several at once.
 */
export function changeBetween(from: Plan, to: Plan, note: string): Change | null {
  const change: Parts = { note };
  for (const part of Object.values(PARTS)) part(from, to, change);
  return Object.keys(change).length > 1 ? change : null;
}

/** How each part of a plan is compared; a part that is added to the plan has to be added here. */
const PARTS: Readonly<Record<keyof Plan, (from: Plan, to: Plan, change: Parts) => void>> = {
  name: (from, to, change) => {
    if (from.name !== to.name) change.name = to.name;
  },
  layers: (from, to, change) => {
    const whole: { name: FeatureLayerName; layer: Layer | null }[] = [];
    const single: { layer: FeatureLayerName; id: string; feature: Feature | null }[] = [];
    for (const name of new Set([...from.layers.keys(), ...to.layers.keys()])) {
      const [before, after] = [from.layers.get(name), to.layers.get(name)];
      if (before === after) continue;
      if (before === undefined || after === undefined) whole.push({ name, layer: after ?? null });
      else if (before.table !== after.table || before.sources !== after.sources) whole.push({ name, layer: after });
      else single.push(...editsBetween(before, after).map(([id, feature]) => ({ layer: name, id, feature })));
    }
    if (whole.length > 0) change.layers = whole;
    if (single.length > 0) change.features = single;
  },
  rasters: (from, to, change) => {
    const rasters: { name: RasterLayerName; raster: RasterLayer | null }[] = [];
    for (const name of new Set([...from.rasters.keys(), ...to.rasters.keys()])) {
      const raster = to.rasters.get(name) ?? null;
      if (raster !== (from.rasters.get(name) ?? null)) rasters.push({ name, raster });
    }
    if (rasters.length > 0) change.rasters = rasters;
  },
  settings: (from, to, change) => {
    if (from.settings !== to.settings) change.settings = to.settings;
  },
  costBook: (from, to, change) => {
    if (from.costBook !== to.costBook) change.costBook = to.costBook;
  },
  fiber: (from, to, change) => {
    if (from.fiber !== to.fiber) change.fiber = to.fiber;
  },
  display: (from, to, change) => {
    if (from.display !== to.display) change.display = to.display;
  },
  fieldClasses: (from, to, change) => {
    if (from.fieldClasses !== to.fieldClasses) change.fieldClasses = to.fieldClasses;
  },
  equipment: (from, to, change) => {
    if (from.equipment !== to.equipment) change.equipment = to.equipment;
  },
  ignored: (from, to, change) => {
    if (from.ignored !== to.ignored) change.ignored = to.ignored;
  },
  // Not the plan's own: a counter, and what came with the file and no change touches.
  revision: () => undefined,
  unknownFields: () => undefined,
};

function editsBetween(from: Layer, to: Layer): [string, Feature | null][] {
  const edits: [string, Feature | null][] = [];
  for (const [id, edit] of to.edits) if (from.edits.get(id) !== edit) edits.push([id, edit]);
  // An edit that is gone: the feature is what the table says again.
  for (const id of from.edits.keys()) if (!to.edits.has(id)) edits.push([id, findFeature(to, id) ?? null]);
  return edits;
}
