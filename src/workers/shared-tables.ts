/**
 * Large tables in memory that the page and all its workers share, where the browser allows it (the page is cross-origin isolated): handing one over
 * then takes no time, and there is one of each. Elsewhere everything stays as it is, and is copied. Tables are never altered, so that nobody
 * has to wait for anybody.
 */
import type { Change } from '../plan/change.ts';
import type { Column, FeatureTable } from '../plan/feature-table.ts';
import type { Layer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';

/** Smaller tables are copied in no time. */
const LEAST_BYTES = 2 ** 18;

type Values = Float64Array | Uint32Array | Uint8Array;

/** A change whose large layers are shared. */
export function sharedChange(change: Change): Change {
  const { layers } = change;
  if (!canShare() || layers === undefined) return change;
  return { ...change, layers: layers.map(({ name, layer }) => ({ name, layer: layer === null ? null : sharedLayer(layer) })) };
}

/** A plan whose large layers are shared. */
export function sharedPlan(plan: Plan): Plan {
  if (!canShare()) return plan;
  return { ...plan, layers: new Map([...plan.layers].map(([name, layer]) => [name, sharedLayer(layer)])) };
}

/** The buffers of a change's layers that are handed over instead of copied. */
export function ownBuffers({ layers = [] }: Change): ArrayBuffer[] {
  const arrays = layers.flatMap(({ layer }) => (layer === null ? [] : arraysOf(layer.table)));
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter(
    (buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer && buffer.byteLength > 0,
  );
}

function canShare(): boolean {
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;
}

function sharedLayer(layer: Layer): Layer {
  const { table } = layer;
  const bytes = arraysOf(table).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return bytes < LEAST_BYTES ? layer : { ...layer, table: sharedTable(table) };
}

/** A table of the same values whose arrays are shared. */
export function sharedTable(table: FeatureTable): FeatureTable {
  const { types, coordinates, featureParts, partPaths, pathPoints, ids, columns } = table;
  return {
    ...table,
    types: shared(types),
    coordinates: shared(coordinates),
    featureParts: shared(featureParts),
    partPaths: shared(partPaths),
    pathPoints: shared(pathPoints),
    ids: { ...ids, ends: shared(ids.ends) },
    columns: new Map([...columns].map(([name, column]) => [name, sharedColumn(column)])),
  };
}

function sharedColumn(column: Column): Column {
  switch (column.kind) {
    case 'text':
      return { ...column, texts: { ...column.texts, ends: shared(column.texts.ends) } };
    case 'number':
      return { ...column, values: shared(column.values) };
    case 'boolean':
      return { ...column, values: shared(column.values) };
  }
}

function shared<A extends Values>(values: A): A {
  if (!(values.buffer instanceof ArrayBuffer)) return values;
  const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => A)(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function arraysOf({ types, coordinates, featureParts, partPaths, pathPoints, ids, columns }: FeatureTable): Values[] {
  const values = [...columns.values()].map((column) => (column.kind === 'text' ? column.texts.ends : column.values));
  return [types, coordinates, featureParts, partPaths, pathPoints, ids.ends, ...values];
}
