import { compareText } from '../base/compare.ts';
import { emptyTable, featureAt, featuresOf, rowOf, tableOf, type Feature, type FeatureTable } from './feature-table.ts';
import { tableWithEdits } from './table-with-edits.ts';

/**
 * A layer of the plan: the table that was imported and the edits that lie over it. An edit is a whole feature (changed
 * or new), or null for one that was deleted. Layers are values: edits make a new one that shares the table.
 */
export interface Layer {
  readonly table: FeatureTable;
  readonly edits: ReadonlyMap<string, Feature | null>;
  /** The files, or derivations, that the table was made from. */
  readonly sources: readonly Source[];
}

/** Where data came from. `sha256` is that of the file's bytes; derived and drawn data have none. */
export interface Source {
  readonly name: string;
  readonly sha256?: string;
  readonly licence?: string;
}

export const emptyLayer: Layer = { table: emptyTable, edits: new Map(), sources: [] };

/** A layer of features without edits. */
export function layerOf(features: Iterable<Feature>, sources: readonly Source[] = []): Layer {
  return { table: tableOf(features), edits: new Map(), sources };
}

/** The feature with this id as it stands after the edits, or undefined. */
export function findFeature(layer: Layer, id: string): Feature | undefined {
  const edit = layer.edits.get(id);
  if (edit !== undefined) return edit ?? undefined;
  const row = rowOf(layer.table, id);
  return row < 0 ? undefined : featureAt(layer.table, row);
}

/** How many features the layer has after the edits. */
export function countOf(layer: Layer): number {
  let count = layer.table.count;
  for (const [id, edit] of layer.edits) {
    const known = rowOf(layer.table, id) >= 0;
    if (edit === null) count -= known ? 1 : 0;
    else count += known ? 0 : 1;
  }
  return count;
}

const merged = new WeakMap<Layer, FeatureTable>();

/** The layer as one table, edits applied: what studies and exports read. Kept until the layer is replaced. */
export function tableOfLayer(layer: Layer): FeatureTable {
  if (layer.edits.size === 0) return layer.table;
  let table = merged.get(layer);
  if (table === undefined) {
    table = tableWithEdits(layer.table, layer.edits) ?? tableOf(featuresOfLayer(layer));
    merged.set(layer, table);
  }
  return table;
}

/** All features after the edits, in order of id. */
export function* featuresOfLayer(layer: Layer): Generator<Feature> {
  const added = [...layer.edits.values()]
    .filter((edit): edit is Feature => edit !== null)
    .sort((a, b) => compareText(a.id, b.id));
  let next = 0;
  for (const feature of featuresOf(layer.table)) {
    for (let edit = added[next]; edit !== undefined && edit.id < feature.id; edit = added[++next]) yield edit;
    const edit = layer.edits.get(feature.id);
    if (edit === undefined) yield feature;
    else if (edit !== null) {
      yield edit;
      next++;
    }
  }
  for (; next < added.length; next++) yield added[next] as Feature; // next < length: there is one
}

/** The layer with some features put or removed (null). */
export function withEdits(layer: Layer, edits: Iterable<readonly [string, Feature | null]>): Layer {
  const next = new Map(layer.edits);
  for (const [id, feature] of edits) {
    if (feature === null && rowOf(layer.table, id) < 0) next.delete(id);
    else next.set(id, feature);
  }
  return { ...layer, edits: next };
}
