import type { Problem } from '../../io/source-layer.ts';
import { writeCsv } from '../../io/write/csv.ts';
import type { Change } from '../../plan/change.ts';
import { featureAt } from '../../plan/feature-table.ts';
import { unpackTexts } from '../../plan/packed-texts.ts';
import { countOf, emptyLayer, findFeature, layerOf, tableOfLayer, type Layer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';

/** What a change would bring to a layer, for the map: new features alone, or of a comparison each feature under what would become of it. */
export function previewOf(plan: Plan, name: FeatureLayerName, change: Change): Layer {
  const before = plan.layers.get(name) ?? emptyLayer;
  const whole = change.layers?.find((one) => one.name === name)?.layer;
  // What the layer has already is left out by edits that delete it from the picture.
  if (whole) return { ...whole, edits: new Map(unpackTexts(tableOfLayer(before).ids).map((id) => [id, null])) };
  const features = (change.features ?? []).flatMap(({ id, feature }) => {
    const old = findFeature(before, id);
    const kind = feature === null ? 'deleted' : old === undefined ? 'added' : 'changed';
    const geometry = (feature ?? old)?.geometry;
    return geometry ? [{ id, geometry, fields: { kind } }] : [];
  });
  return layerOf(features);
}

/** What stands in the first rows that an import adds to what a layer has, by field, each value once. */
export function firstValues(plan: Plan, name: FeatureLayerName, change: Change): ReadonlyMap<string, readonly string[]> {
  const table = change.layers?.find((one) => one.name === name)?.layer?.table;
  // What the layer had comes first.
  const before = countOf(plan.layers.get(name) ?? emptyLayer);
  const rows = Math.max(0, Math.min((table?.count ?? 0) - before, 50));
  const features =
    table === undefined
      ? (change.features ?? []).slice(0, 50).map(({ feature }) => feature)
      : Array.from({ length: rows }, (_, row) => featureAt(table, before + row));
  const found = new Map<string, string[]>();
  for (const [field, value] of features.flatMap((feature) => Object.entries(feature?.fields ?? {}))) {
    const text = String(value).trim();
    const values = found.get(field) ?? [];
    if (text !== '' && values.length < 3 && !values.includes(text)) values.push(text);
    found.set(field, values);
  }
  return found;
}

/** What an import reads of a plan: its layers, and where its rasters lie; their cells, and the design, are not copied to it. */
export function neededForImport(plan: Plan): Plan {
  const rasters = [...plan.rasters].map(([name, raster]) => {
    const grids = raster.grids.map((grid) => ({ ...grid, values: new Float32Array() }));
    return [name, { ...raster, grids }] as const;
  });
  return { ...plan, rasters: new Map(rasters), fiber: null };
}

/** Rows that cannot be used, as a table to be mended: where they stand, what is wrong, and what could be read of them. */
export function badRowsCsv(problems: readonly Problem[]): { count: number; bytes: Uint8Array } {
  const rows = problems.filter(({ severity }) => severity === 'row');
  const names = [...new Set(rows.flatMap(({ fields = {} }) => Object.keys(fields)))];
  const columns = ['row', 'problem', ...names].map((title) => ({ title }));
  return {
    count: new Set(rows.map(({ where }) => where)).size,
    bytes: writeCsv({
      columns,
      rows: rows.map(({ where, message, fields = {} }) => [where, message, ...names.map((name) => fields[name] ?? null)]),
    }),
  };
}
