import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { geodesicDistanceM } from '../geo/geodesy.ts';
import type { Geometry } from '../geo/geometry.ts';
import { wound } from '../geo/winding.ts';
import type { Change } from '../plan/change.ts';
import { type Feature, type FieldValue } from '../plan/feature-table.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import { IdMaker } from './feature-ids.ts';
import { importFile, type FileReport, type ImportOptions, type InputFile } from './import-layer.ts';

/** What is different about one feature. */
export interface FeatureUpdate {
  readonly id: string;
  /** `moved`: the shape is another one; `changed`: fields are; `moved-and-changed`: both. */
  readonly kind: 'added' | 'moved' | 'changed' | 'moved-and-changed' | 'deleted';
  /** How far the first corner that is elsewhere was moved, metres; null where the shape has another number of corners. */
  readonly distanceM?: number | null;
  readonly fields?: readonly { readonly field: string; readonly from: FieldValue | null; readonly to: FieldValue | null }[];
}

/** A marked-up file compared with a layer: to be looked at before the change is applied. */
export interface UpdateReport {
  readonly layer: FeatureLayerName;
  readonly unchanged: number;
  readonly updates: readonly FeatureUpdate[];
  readonly file: FileReport;
}

/** Positions count as the same within this, degrees (about 1 cm): other programs write fewer digits. */
const SAME_DEG = 1e-7;

/** Features that are compared between two breaths. */
const FEATURES_PER_BREATH = 2000;

/**
 * Compares a file with a layer by the ids of the features and gives what was added, moved, changed and deleted in it, and the change
 * that does the same to the layer in one step. Columns that the file does not have at all stay as they are.
 * @throws AppError import/… as importFeatures; import/no-common-ids where no id is known
 */
export async function updateFeatures(
  plan: Plan,
  layer: FeatureLayerName,
  file: InputFile,
  options: ImportOptions,
  job: JobContext,
): Promise<{ change: Change; report: UpdateReport }> {
  const before = new Map(Array.from(featuresOfLayer(plan.layers.get(layer) ?? emptyLayer), (feature) => [feature.id, feature]));
  const features: Feature[] = [];
  const report = await importFile(
    plan,
    layer,
    file,
    options,
    { add: (feature) => void features.push(feature), ids: new KnownIds(layer, before.keys()) },
    job,
  );
  if (!features.some(({ id }) => before.has(id)))
    throw new AppError('import/no-common-ids', {
      what: `None of the ${features.length} features has an id of the layer ${layer}, so that they cannot be compared.`,
      where: file.name,
      remedy: 'Export the layer, mark that file up, and bring it back; or import the file without --update.',
    });
  const inFile = new Set(features.flatMap(({ fields }) => Object.keys(fields)));
  const updates: FeatureUpdate[] = [];
  const edits: { layer: FeatureLayerName; id: string; feature: Feature | null }[] = [];
  for (const [index, feature] of features.entries()) {
    if (index % FEATURES_PER_BREATH === 0) await breathe(job);
    const old = before.get(feature.id);
    const next = old === undefined ? feature : merged(old, feature, inFile);
    const update = old === undefined ? ({ id: feature.id, kind: 'added' } as const) : differenceOf(old, next);
    before.delete(feature.id);
    if (update === null) continue;
    updates.push(update);
    edits.push({ layer, id: feature.id, feature: next });
  }
  for (const id of before.keys()) {
    updates.push({ id, kind: 'deleted' });
    edits.push({ layer, id, feature: null });
  }
  return {
    change: { note: `Update ${layer} from ${file.name}`, features: edits },
    report: {
      layer,
      unchanged: features.length - updates.filter(({ kind }) => kind !== 'deleted').length,
      updates,
      file: report,
    },
  };
}

/** Gives each id of the layer to the first feature that has it; others get new ones. */
class KnownIds {
  readonly #known: Set<string>;
  readonly #maker: IdMaker;

  constructor(prefix: string, known: Iterable<string>) {
    this.#known = new Set(known);
    this.#maker = new IdMaker(prefix, this.#known);
  }

  get repeated(): number {
    return this.#maker.repeated;
  }

  make(wanted: string | null): string {
    return wanted !== null && this.#known.delete(wanted) ? wanted : this.#maker.make(wanted);
  }
}

/** The old feature with what the file says: values that are written otherwise but mean the same keep their kind, shapes their digits. */
function merged(old: Feature, found: Feature, inFile: ReadonlySet<string>): Feature {
  const kept = Object.entries(old.fields).filter(([field]) => !inFile.has(field));
  const said = Object.entries(found.fields)
    .filter(([field]) => field !== 'folder' || Object.hasOwn(old.fields, field))
    .map(([field, value]) => [field, sameKind(old.fields[field], value)] as const);
  const geometry = distanceM(old.geometry, found.geometry) === 0 ? old.geometry : found.geometry;
  return { id: old.id, geometry, fields: Object.fromEntries([...kept, ...said]) };
}

function sameKind(old: FieldValue | undefined, value: FieldValue): FieldValue {
  if (old === undefined) return value;
  if (String(old).trim() === String(value).trim()) return old;
  if (typeof old === typeof value) return value;
  if (typeof old === 'string') return String(value);
  const number = Number(value);
  return typeof old === 'number' && typeof value === 'string' && Number.isFinite(number) ? number : value;
}

function differenceOf(old: Feature, next: Feature): FeatureUpdate | null {
  const names = [...new Set([...Object.keys(old.fields), ...Object.keys(next.fields)])].sort();
  const fields = names.flatMap((field) => {
    const [from, to] = [old.fields[field] ?? null, next.fields[field] ?? null];
    return from === to ? [] : [{ field, from, to }];
  });
  const moved = distanceM(old.geometry, next.geometry);
  if (moved === 0) return fields.length === 0 ? null : { id: old.id, kind: 'changed', fields };
  if (fields.length === 0) return { id: old.id, kind: 'moved', distanceM: moved };
  return { id: old.id, kind: 'moved-and-changed', distanceM: moved, fields };
}

/** How far the first corner that differs has moved; 0 where none does, null where the corners do not correspond. */
function distanceM(a: Geometry | null, b: Geometry | null): number | null {
  if (a === null || b === null) return a === b ? 0 : null;
  const [left, right] = [partsOf(wound(a)).flat(2), partsOf(wound(b)).flat(2)];
  if (left.length !== right.length || partsOf(a).flat().length !== partsOf(b).flat().length) return null;
  for (const [i, from] of left.entries()) {
    const to = right[i] ?? from;
    if (Math.abs(from[0] - to[0]) > SAME_DEG || Math.abs(from[1] - to[1]) > SAME_DEG) return geodesicDistanceM(from, to);
  }
  return 0;
}
