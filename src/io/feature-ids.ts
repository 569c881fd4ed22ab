import type { FieldValue } from '../plan/feature-table.ts';
import type { SourceFeature } from './source-layer.ts';

/** Columns that are taken for ids where every row has one and none is there twice, in order of preference. */
const ID_COLUMNS = [
  'id',
  'osm_id',
  'objectid',
  'objectid_1',
  'globalid',
  'fid',
  'gid',
  'loc_id',
  'uuid',
  'pole_id',
  'asset_id',
  'assetid',
  'pole_no',
  'pole_number',
  'pole_tag',
  'key',
];

/** Where ids come from: the format, a column, or nowhere. */
export interface IdSource {
  readonly column: string | null;
  of(feature: SourceFeature): string | null;
}

/** Chooses where the ids of a layer come from. @param mapped the column that the user named, if any */
export function idSource(features: readonly SourceFeature[], columns: readonly string[], mapped: string | undefined): IdSource {
  if (mapped !== undefined) return byColumn(mapped);
  if (features.some((feature) => feature.id !== null)) return { column: null, of: (feature) => feature.id };
  for (const name of ID_COLUMNS) {
    const column = columns.find((one) => one.toLowerCase() === name);
    if (column !== undefined && isUnique(features, column)) return byColumn(column);
  }
  return { column: null, of: (feature) => feature.rowId ?? null };
}

/** Gives out ids that no other feature has: a wanted one as it is, or with a number behind it, or a counted one. */
export class IdMaker {
  readonly #taken: Set<string>;
  readonly #prefix: string;
  #next = 1;
  /** How many wanted ids were taken already. */
  repeated = 0;

  constructor(prefix: string, taken: Iterable<string>) {
    this.#prefix = prefix;
    this.#taken = new Set(taken);
  }

  make(wanted: string | null): string {
    let id = wanted ?? this.#counted();
    if (this.#takes(id)) return id;
    if (wanted !== null) this.repeated++;
    for (let n = 2; !this.#takes(id); n++) id = wanted === null ? this.#counted() : `${wanted}-${n}`;
    return id;
  }

  /** One look into the set tells both: it has grown, or the id was there. */
  #takes(id: string): boolean {
    const before = this.#taken.size;
    return this.#taken.add(id).size > before;
  }

  #counted(): string {
    return `${this.#prefix}-${String(this.#next++).padStart(6, '0')}`;
  }
}

function byColumn(column: string): IdSource {
  return { column, of: (feature) => textOf(feature.fields[column]) };
}

function isUnique(features: readonly SourceFeature[], column: string): boolean {
  // Numbers differ as their texts do; a number and a text may not.
  const areNumbers = features.every(({ fields }) => typeof fields[column] === 'number');
  const seen = new Set<FieldValue>();
  for (const [index, { fields }] of features.entries()) {
    const id = areNumbers ? (fields[column] ?? null) : textOf(fields[column]);
    if (id === null || seen.add(id).size === index) return false;
  }
  return true;
}

function textOf(value: FieldValue | undefined): string | null {
  const text = value === undefined ? '' : String(value).trim();
  return text === '' ? null : text;
}
