import { compareText } from '../base/compare.ts';
import type { Equipment } from '../base/equipment.ts';
import { sameValue } from '../base/same-value.ts';
import { allSteps } from '../base/steps.ts';
import type { Change } from './change.ts';
import { idAt, type Feature } from './feature-table.ts';
import type { FieldClass } from './field-classes.ts';
import { emptyLayer, findFeature, tableOfLayer, type Layer, type Source } from './layer.ts';
import type { FeatureLayerName } from './layers.ts';
import type { Plan, RasterLayer } from './plan.ts';
import { sameRow } from './same-row.ts';
import type { Settings } from './settings.ts';

/** Whose value stands where both versions altered the same thing. */
export type Preference = 'ours' | 'theirs';

/** Something that both versions altered, each in its own way. What was not taken stands here, whole. */
export interface MergeConflict {
  /** The layer, or `settings`, `cost-book`, `name`, `fiber`, `display`, `field-classes`, `ignored`, `manifest`, or a raster's name. */
  readonly where: string;
  /** The feature, setting or item of the cost book; empty for a thing that there is once. */
  readonly id: string;
  /** The field, or `geometry`; null where one version deleted what the other altered (it stays, as altered, unless each conflict is decided). */
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
 * @param prefer whose value stands in every conflict, or a decision for each
 */
export function mergePlans(
  base: Plan,
  ours: Plan,
  theirs: Plan,
  prefer: Preference | ((conflict: MergeConflict) => Preference),
): Merge {
  return allSteps(mergeSteps(base, ours, theirs, prefer));
}

/** The same in steps of a few thousandths of a second, so that a page can answer and a cancel is heard between two of them. */
export function* mergeSteps(
  base: Plan,
  ours: Plan,
  theirs: Plan,
  prefer: Preference | ((conflict: MergeConflict) => Preference),
): Generator<undefined, Merge> {
  const conflicts: MergeConflict[] = [];
  const counts = { added: 0, altered: 0, deleted: 0 };
  const pick: Pick = (where, id, field, [b, o, t]) => {
    if (sameValue(o, t) || sameValue(t, b)) return o;
    if (sameValue(o, b)) return t;
    const conflict = { where, id, field, base: b, ours: o, theirs: t };
    conflicts.push(conflict);
    return (typeof prefer === 'string' ? prefer : prefer(conflict)) === 'ours' ? o : t;
  };
  const merging: Merging = { base, ours, theirs, pick, counts, keepsAltered: typeof prefer === 'string' };
  const parts = Object.assign({}, ...Object.values(PARTS).map((part) => part(merging))) as Omit<Change, 'note'>; // each gives some of its fields
  const layers = yield* mergeLayers(merging);
  return { change: { note: 'merge another version', ...parts, ...layers }, conflicts, counts };
}

type Pick = <T>(where: string, id: string, field: string | null, values: readonly [T, T, T]) => T;

interface Merging {
  readonly base: Plan;
  readonly ours: Plan;
  readonly theirs: Plan;
  readonly pick: Pick;
  readonly counts: { added: number; altered: number; deleted: number };
  /** A feature that one version altered and the other deleted stays, whoever is preferred. */
  readonly keepsAltered: boolean;
}

/** How each part of a plan beside its layers is joined; a part that is added to the plan has to be added here. */
const PARTS: Readonly<Record<Exclude<keyof Plan, 'layers'>, (merging: Merging) => Partial<Change>>> = {
  name: (merging) => once(merging, 'name', 'name'),
  fiber: (merging) => once(merging, 'fiber', 'fiber'),
  display: (merging) => once(merging, 'display', 'display'),
  ignored: (merging) => once(merging, 'ignored', 'ignored'),
  rasters: ({ base, ours, theirs, pick }) => {
    const rasters = unitedNames(ours.rasters, theirs.rasters).flatMap((name) => {
      const of = (plan: Plan): RasterLayer | null => plan.rasters.get(name) ?? null;
      const raster = pick(name, '', null, [of(base), of(ours), of(theirs)]);
      return raster === of(ours) ? [] : [{ name, raster }];
    });
    return rasters.length > 0 ? { rasters } : {};
  },
  settings: ({ base, ours, theirs, pick }) => {
    const settings = Object.fromEntries(
      [...new Set([...Object.keys(ours.settings), ...Object.keys(theirs.settings)])].map((name) => {
        const of = ({ settings }: Plan): unknown => (settings as unknown as Record<string, unknown>)[name]; // settings this version does not know are kept
        return [name, pick('settings', name, null, [of(base), of(ours), of(theirs)])];
      }),
    ) as unknown as Settings; // made of the names that ours and theirs have
    return sameValue(settings, ours.settings) ? {} : { settings };
  },
  costBook: (merging) => {
    const costBook = mergeBooks(merging);
    return sameValue(costBook, merging.ours.costBook) ? {} : { costBook };
  },
  fieldClasses: ({ base, ours, theirs, pick }) => {
    const classes: Record<string, Record<string, FieldClass>> = {};
    for (const layer of new Set([...Object.keys(ours.fieldClasses), ...Object.keys(theirs.fieldClasses)])) {
      const of = ({ fieldClasses }: Plan): Readonly<Record<string, FieldClass>> => fieldClasses[layer] ?? {};
      for (const field of new Set([...Object.keys(of(ours)), ...Object.keys(of(theirs))])) {
        const chosen = pick('field-classes', layer, field, [of(base)[field], of(ours)[field], of(theirs)[field]]);
        if (chosen !== undefined) (classes[layer] ??= {})[field] = chosen;
      }
    }
    return sameValue(classes, ours.fieldClasses) ? {} : { fieldClasses: classes };
  },
  equipment: ({ base, ours, theirs, pick }) => {
    const ids = [...new Set([...ours.equipment, ...theirs.equipment].map(({ id }) => id))].sort(compareText);
    const equipment = ids.flatMap((id) => {
      const of = (plan: Plan): Equipment | undefined => plan.equipment.find((one) => one.id === id);
      return pick('equipment', id, null, [of(base), of(ours), of(theirs)]) ?? [];
    });
    return sameValue(equipment, ours.equipment) ? {} : { equipment };
  },
  // What no version of the program at hand knows stays as ours has it; that theirs has something else is told.
  unknownFields: ({ base, ours, theirs, pick }) => {
    pick('manifest', '', null, [base.unknownFields, ours.unknownFields, theirs.unknownFields]);
    return {};
  },
  revision: () => ({}),
};

function once(
  { base, ours, theirs, pick }: Merging,
  part: 'name' | 'fiber' | 'display' | 'ignored',
  where: string,
): Partial<Change> {
  const value = pick<unknown>(where, '', null, [base[part], ours[part], theirs[part]]);
  return value === ours[part] ? {} : { [part]: value };
}

/** So many rows are compared in one step. */
const STEP_ROWS = 1000;

function* mergeLayers({ base, ours, theirs, pick, counts, keepsAltered }: Merging): Generator<undefined, Partial<Change>> {
  const layers: { name: FeatureLayerName; layer: Layer }[] = [];
  const features: { layer: FeatureLayerName; id: string; feature: Feature | null }[] = [];
  for (const name of unitedNames(ours.layers, theirs.layers)) {
    const [b, o, t] = [base, ours, theirs].map((plan) => plan.layers.get(name) ?? emptyLayer) as [Layer, Layer, Layer]; // three of three
    const sources = joinedSources(o.sources, t.sources);
    if (!sameValue(sources, o.sources)) layers.push({ name, layer: { ...o, sources } });
    for (const found of triplesOf(b, o, t)) {
      if (found === undefined) {
        yield;
        continue;
      }
      const [id, triple] = found;
      const feature = mergeFeature(triple, (field, values) => pick(name, id, field, values), keepsAltered);
      const [, own] = triple;
      if (sameValue(feature, own)) continue;
      counts[own === undefined ? 'added' : feature === undefined ? 'deleted' : 'altered']++;
      features.push({ layer: name, id, feature: feature ?? null });
    }
  }
  return { ...(layers.length > 0 ? { layers } : {}), ...(features.length > 0 ? { features } : {}) };
}

function unitedNames<N extends string>(ours: ReadonlyMap<N, unknown>, theirs: ReadonlyMap<N, unknown>): N[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort(compareText);
}

type Triple = readonly [base: Feature | undefined, ours: Feature | undefined, theirs: Feature | undefined];
type PickField = <T>(field: string | null, values: readonly [T, T, T]) => T;

/** The features that theirs has added, altered or deleted, by id; all others stay as ours has them; undefined where a step ends. */
function* triplesOf(base: Layer, ours: Layer, theirs: Layer): Generator<[string, Triple] | undefined> {
  const [before, after] = [tableOfLayer(base), tableOfLayer(theirs)];
  for (let i = 0, j = 0, row = 1; i < before.count || j < after.count; row++) {
    const a = i < before.count ? idAt(before, i) : undefined;
    const b = j < after.count ? idAt(after, j) : undefined;
    const order = a === undefined ? 1 : b === undefined ? -1 : compareText(a, b);
    const id = (order <= 0 ? a : b) ?? '';
    if (order !== 0 || !sameRow(before, i, after, j)) {
      yield [id, [findFeature(base, id), findFeature(ours, id), findFeature(theirs, id)]];
    }
    if (order <= 0) i++;
    if (order >= 0) j++;
    if (row % STEP_ROWS === 0) yield undefined;
  }
}

function mergeFeature([base, ours, theirs]: Triple, pick: PickField, keepsAltered: boolean): Feature | undefined {
  if (sameValue(ours, theirs) || sameValue(theirs, base)) return ours;
  if (sameValue(ours, base)) return theirs;
  if (ours === undefined || theirs === undefined) {
    // Deleted here, altered there.
    const chosen = pick<Feature | undefined>(null, [base, ours, theirs]);
    return keepsAltered ? (ours ?? theirs) : chosen;
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
function mergeBooks({ base, ours, theirs, pick }: Merging): Plan['costBook'] {
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
