import type { CostBook } from '../base/cost-book.ts';
import type { Equipment } from '../base/equipment.ts';
import type { Grid } from '../geo/grid.ts';
import { usualDisplay, type Display } from './display.ts';
import type { Layer, Source } from './layer.ts';
import { emptyLayer, tableOfLayer } from './layer.ts';
import type { FeatureTable } from './feature-table.ts';
import type { FieldClasses } from './field-classes.ts';
import type { FeatureLayerName, RasterLayerName } from './layers.ts';
import type { FiberNetwork } from './network.ts';
import type { IgnoredIssue } from './rules/issue.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** A raster layer: one or several grids in metres; where they overlap the first that knows a value wins. */
export interface RasterLayer {
  readonly grids: readonly Grid[];
  readonly sources: readonly Source[];
}

/**
 * The plan: what is in a project file. Altered only by `apply(plan, change)`; everything inside its maps is a frozen
 * value, so a reference kept from before a change stays what it was.
 */
export interface Plan {
  name: string;
  /** Counts the changes since the plan was opened; results name the revision they were computed from. */
  revision: number;
  readonly layers: Map<FeatureLayerName, Layer>;
  readonly rasters: Map<RasterLayerName, RasterLayer>;
  settings: Settings;
  costBook: CostBook;
  /** The designed fiber network, null before the first design. */
  fiber: FiberNetwork | null;
  /** Which layers are shown and how. */
  display: Display;
  /** Who may see which field, where that differs from the usual. */
  fieldClasses: FieldClasses;
  /** Radios of the plan's own, by id; the program's catalogue stands beside them. */
  equipment: readonly Equipment[];
  /** What the checks found and a person said to ignore. */
  ignored: readonly IgnoredIssue[];
  /** What else stood in the project file's manifest, written by a version that knows more; kept as it was. */
  unknownFields?: Readonly<Record<string, unknown>>;
}

/** A plan with nothing in it. */
export function newPlan(name: string, costBook: CostBook, settings: Settings = defaultSettings): Plan {
  return {
    name,
    revision: 0,
    layers: new Map(),
    rasters: new Map(),
    settings,
    costBook,
    fiber: null,
    display: usualDisplay,
    fieldClasses: {},
    equipment: [],
    ignored: [],
  };
}

/** The features of a layer as one table, empty where the plan has no such layer. */
export function layerTable(plan: Plan, name: FeatureLayerName): FeatureTable {
  return tableOfLayer(plan.layers.get(name) ?? emptyLayer);
}
