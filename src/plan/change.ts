import type { CostBook } from '../base/cost-book.ts';
import type { Equipment } from '../base/equipment.ts';
import type { Display } from './display.ts';
import type { Feature } from './feature-table.ts';
import type { FieldClasses } from './field-classes.ts';
import { emptyLayer, findFeature, withEdits, type Layer } from './layer.ts';
import type { FeatureLayerName, RasterLayerName } from './layers.ts';
import type { FiberNetwork } from './network.ts';
import type { Plan, RasterLayer } from './plan.ts';
import type { IgnoredIssue } from './rules/issue.ts';
import type { Settings } from './settings.ts';

/**
 * One step of editing as data. Everything that alters a plan is a change: an edited attribute, an import (whole
 * layers), a setting, a new cost book, a design that was computed.
 */
export interface Change {
  /** What the step is called: "Undo <note>". */
  readonly note: string;
  readonly name?: string;
  /** Features to put, or to remove (null), one by one. */
  readonly features?: readonly { readonly layer: FeatureLayerName; readonly id: string; readonly feature: Feature | null }[];
  /** Layers replaced as a whole; null empties one. Applied before `features`. */
  readonly layers?: readonly { readonly name: FeatureLayerName; readonly layer: Layer | null }[];
  readonly rasters?: readonly { readonly name: RasterLayerName; readonly raster: RasterLayer | null }[];
  readonly settings?: Settings;
  readonly costBook?: CostBook;
  /** The designed network, or null to drop it. */
  readonly fiber?: FiberNetwork | null;
  readonly display?: Display;
  /** Who may see which field. */
  readonly fieldClasses?: FieldClasses;
  readonly equipment?: readonly Equipment[];
  readonly ignored?: readonly IgnoredIssue[];
}

/** Alters the plan and returns the change that brings the former state back, exactly. */
export function apply(plan: Plan, change: Change): Change {
  const inverse: { -readonly [K in keyof Change]: Change[K] } = { note: change.note };
  if (change.name !== undefined) {
    inverse.name = plan.name;
    plan.name = change.name;
  }
  const layers = applyLayers(plan, change);
  if (layers.length > 0) inverse.layers = layers;
  if (change.rasters !== undefined) inverse.rasters = change.rasters.map(({ name, raster }) => applyRaster(plan, name, raster));
  if (change.settings !== undefined) {
    inverse.settings = plan.settings;
    plan.settings = change.settings;
  }
  if (change.costBook !== undefined) {
    inverse.costBook = plan.costBook;
    plan.costBook = change.costBook;
  }
  if (change.fiber !== undefined) {
    inverse.fiber = plan.fiber;
    plan.fiber = change.fiber;
  }
  if (change.display !== undefined) {
    inverse.display = plan.display;
    plan.display = change.display;
  }
  if (change.fieldClasses !== undefined) {
    inverse.fieldClasses = plan.fieldClasses;
    plan.fieldClasses = change.fieldClasses;
  }
  if (change.equipment !== undefined) {
    inverse.equipment = plan.equipment;
    plan.equipment = change.equipment;
  }
  if (change.ignored !== undefined) {
    inverse.ignored = plan.ignored;
    plan.ignored = change.ignored;
  }
  plan.revision++;
  return inverse;
}

/** Puts whole layers, then single features; the inverse names each touched layer once, as it was. Layers share tables. */
function applyLayers(plan: Plan, change: Change): { name: FeatureLayerName; layer: Layer | null }[] {
  const before = new Map<FeatureLayerName, Layer | null>();
  const remember = (name: FeatureLayerName): void => {
    if (!before.has(name)) before.set(name, plan.layers.get(name) ?? null);
  };
  for (const { name, layer } of change.layers ?? []) {
    remember(name);
    if (layer === null) plan.layers.delete(name);
    else plan.layers.set(name, layer);
  }
  const edits = new Map<FeatureLayerName, [string, Feature | null][]>();
  for (const { layer, id, feature } of change.features ?? []) {
    const list = edits.get(layer) ?? [];
    list.push([id, feature]);
    edits.set(layer, list);
  }
  for (const [name, list] of edits) {
    remember(name);
    plan.layers.set(name, withEdits(plan.layers.get(name) ?? emptyLayer, list));
  }
  return [...before].map(([name, layer]) => ({ name, layer }));
}

function applyRaster(
  plan: Plan,
  name: RasterLayerName,
  raster: RasterLayer | null,
): { name: RasterLayerName; raster: RasterLayer | null } {
  const before = plan.rasters.get(name) ?? null;
  if (raster === null) plan.rasters.delete(name);
  else plan.rasters.set(name, raster);
  return { name, raster: before };
}

/** The feature as the plan has it now, or undefined. */
export function planFeature(plan: Plan, layer: FeatureLayerName, id: string): Feature | undefined {
  return findFeature(plan.layers.get(layer) ?? emptyLayer, id);
}
