import { compareText } from '../base/compare.ts';
import { sameValue } from '../base/same-value.ts';
import type { Change } from './change.ts';
import type { Feature } from './feature-table.ts';
import { emptyLayer, findFeature, tableOfLayer, type Layer, type Source } from './layer.ts';
import type { FeatureLayerName } from './layers.ts';
import type { Plan, RasterLayer } from './plan.ts';
import { sameRow } from './same-row.ts';
import type { Settings } from './settings.ts';

/** Whose value stands where both versions altered the same thing. */
export type Preference = 'ours' | 'theirs';

/** Something that both versions altered, each in its own way. What was not taken stands here, whole. */
export interface MergeConflict {
  /** The layer, or `settings`, `cost-book`, `name`, `fiber`, `display`, or a raster's name. */
  readonly where: string;
  /** The feature, setting or item of the cost book; empty for a thing that there is once. */
  readonly id: string;
  /** The field, or `geometry`; null where one version deleted what the other altered (it stays, as altered). */
  readonly field: string | null;
  /** Undefined where there was, or is, none. */
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** What makes the merged plan out of ours. */
export interface Merge {
  readonly change: Change;
  readonly conflicts: readonly MergeConflict[];
  /** How many features of theirs came in: added, altered, deleted. */
  readonly counts: { readonly added: number; readonly altered: number; readonly deleted: number };
}

/**
 * Joins two versions of a plan by what each did since their common ancestor: features by id and field by field, settings by name, prices by
 * item. What only one version altered is taken; what both did is a conflict, and nothing of either is dropped in silence.
 */
export function mergePlans(base: Plan, ours: Plan, theirs: Plan, prefer: Preference): Merge {
  const conflicts: MergeConflict[] = [];
  const counts = { added: 0, altered: 0, deleted: 0 };
  const pick = <T>(where: string, id: string, field: string | null, [b, o, t]: readonly [T, T, T]): T => {
    if (sameValue(o, t) || sameValue(t, b)) return o;
    if (sameValue(o, b)) return t;
    conflicts.push({ where, id, field, base: b, ours: o, theirs: t });
    return prefer === 'ours' ? o : t;
  };
  const once = <T>(where: string, values: readonly [T, T, T]): T => pick(where, '', null, values);

  const layers: { name: FeatureLayerName; layer: Layer }[] = [];
  const features: { layer: FeatureLayerName; id: string; feature: Feature | null }[] = [];
  const layerNames = new Set([...ours.layers.keys(), ...theirs.layers.keys()]);
  for (const name of [...layerNames].sort(compareText)) {
    const [b, o, t] = [base, ours, theirs].map((plan) => plan.layers.get(name) ?? emptyLayer) as [Layer, Layer, Layer]; // three of three
    const sources = joinedSources(o.sources, t.sources);
    if (!sameValue(sources, o.sources)) layers.push({ name, layer: { ...o, sources } });
    for (const [id, triple] of triplesOf(b, o, t)) {
      const feature = mergeFeature(triple, (field, values) => pick(name, id, field, values));
      const [, own] = triple;
      if (sameValue(feature, own)) continue;
      counts[own === undefined ? 'added' : feature === undefined ? 'deleted' : 'altered']++;
      features.push({ layer: name, id, feature: feature ?? null });
    }
  }
  const rasterNames = [...new Set([...ours.rasters.keys(), ...theirs.rasters.keys()])].sort(compareText);
  const rasters = rasterNames.flatMap((name) => {
    const of = (plan: Plan): RasterLayer | null => plan.rasters.get(name) ?? null;
    const raster = once(name, [of(base), of(ours), of(theirs)]);
    return raster === of(ours) ? [] : [{ name, raster }];
  });
  const settings = Object.fromEntries(
    [...new Set([...Object.keys(ours.settings), ...Object.keys(theirs.settings)])].map((name) => {
      const of = ({ settings }: Plan): unknown => (settings as unknown as Record<string, unknown>)[name]; // settings this version does not know are kept
      return [name, pick('settings', name, null, [of(base), of(ours), of(theirs)])];
    }),
  ) as unknown as Settings; // made of the names that ours and theirs have
  const costBook = mergeBooks(base, ours, theirs, pick);
  const name = once('name', [base.name, ours.name, theirs.name]);
  const fiber = once('fiber', [base.fiber, ours.fiber, theirs.fiber]);
  const display = once('display', [base.display, ours.display, theirs.display]);
  return {
    change: {
      note: 'merge another version',
      ...(layers.length > 0 ? { layers } : {}),
      ...(features.length > 0 ? { features } : {}),
      ...(rasters.length > 0 ? { rasters } : {}),
      ...(sameValue(settings, ours.settings) ? {} : { settings }),
      ...(sameValue(costBook, ours.costBook) ? {} : { costBook }),
      ...(name === ours.name ? {} : { name }),
      ...(fiber === ours.fiber ? {} : { fiber }),
      ...(display === ours.display ? {} : { display }),
    },
    conflicts,
    counts,
  };
}

type Triple = readonly [base: Feature | undefined, ours: Feature | undefined, theirs: Feature | undefined];
type Pick = <T>(field: string | null, values: readonly [T, T, T]) => T;

/** The features that theirs has added, altered or deleted, by id; all others stay as ours has them. */
function* triplesOf(base: Layer, ours: Layer, theirs: Layer): Generator<[string, Triple]> {
  const [before, after] = [tableOfLayer(base), tableOfLayer(theirs)];
  for (let i = 0, j = 0; i < before.count || j < after.count;) {
    const [a, b] = [before.ids[i], after.ids[j]];
    const order = a === undefined ? 1 : b === undefined ? -1 : compareText(a, b);
    const id = (order <= 0 ? a : b) ?? '';
    if (order !== 0 || !sameRow(before, i, after, j)) {
      yield [id, [findFeature(base, id), findFeature(ours, id), findFeature(theirs, id)]];
    }
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

function mergeFeature([base, ours, theirs]: Triple, pick: Pick): Feature | undefined {
  if (sameValue(ours, theirs) || sameValue(theirs, base)) return ours;
  if (sameValue(ours, base)) return theirs;
  if (ours === undefined || theirs === undefined) {
    // Deleted here, altered there: what was altered stays, and the conflict is told.
    pick<Feature | undefined>(null, [base, ours, theirs]);
    return ours ?? theirs;
  }
  const names = [...new Set([...Object.keys(ours.fields), ...Object.keys(theirs.fields)])];
  const fields = names.flatMap((name) => {
    const value = pick(name, [base?.fields[name], ours.fields[name], theirs.fields[name]]);
    return value === undefined ? [] : [[name, value] as const];
  });
  const geometry = pick('geometry', [base?.geometry ?? null, ours.geometry, theirs.geometry]);
  return { id: ours.id, geometry, fields: Object.fromEntries(fields) };
}

/** Prices by item; the book's other fields as one thing. */
function mergeBooks(
  base: Plan,
  ours: Plan,
  theirs: Plan,
  pick: <T>(where: string, id: string, field: string | null, values: readonly [T, T, T]) => T,
): Plan['costBook'] {
  const heads = [base, ours, theirs].map(({ costBook: { items: _, ...head } }) => head) as [Head, Head, Head]; // three of three
  const ids = [...new Set([...ours.costBook.items, ...theirs.costBook.items].map(({ id }) => id))];
  const items = ids.flatMap((id) => {
    const of = ({ costBook }: Plan) => costBook.items.find((item) => item.id === id);
    return pick('cost-book', id, null, [of(base), of(ours), of(theirs)]) ?? [];
  });
  return { ...pick('cost-book', '', null, heads), items };
}
type Head = Omit<Plan['costBook'], 'items'>;

function joinedSources(ours: readonly Source[], theirs: readonly Source[]): readonly Source[] {
  return [...ours, ...theirs.filter((source) => !ours.some((own) => sameValue(own, source)))];
}
