import type { Geometry, GeometryType } from '../geo/geometry.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { GeometryColumns, type HeldGeometry } from '../plan/geometry-columns.ts';
import type { FeatureLayerName } from '../plan/layers.ts';

/**
 * Something to know about a file. `file`: it cannot be imported as it is; `row`: one row cannot be used; `warning`: used, but
 * look at it; `note`: what was done with it.
 */
export interface Problem {
  readonly code: `import/${string}`;
  readonly severity: 'file' | 'row' | 'warning' | 'note';
  /** Row, feature or column; empty for the whole file. */
  readonly where: string;
  readonly message: string;
  /** What to do, for problems of the whole file. */
  readonly remedy?: string;
  /** What a row that cannot be used holds, as far as it could be read. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
}

/** A feature as a file has it: positions in the file's coordinate system until the layer is placed. */
export interface SourceFeature {
  /** The format's own id, not a column that happens to be called so. */
  readonly id: string | null;
  /** The number of the row in a database: the id where nothing better is there. */
  readonly rowId?: string;
  /** "feature 3", "row 2 (line 3)". */
  readonly where: string;
  readonly geometry: Geometry | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Set where one row states a system of its own (EWKT). */
  readonly crs?: string;
}

/** Alters one path of a geometry in place; `isRing`: of an outline, whose first path runs around the others. */
export type PathChange = (coordinates: Float64Array, from: number, to: number, isRing: boolean, isOuter: boolean) => void;

/** Features whose geometries are kept as columns until they are asked for. */
export class HeldFeatures {
  readonly #held = new GeometryColumns();
  readonly features: SourceFeature[] = [];

  add(feature: SourceFeature): void {
    this.features.push(
      feature.geometry === null ? feature : new HeldFeature(feature, this.#held, this.#held.add(feature.geometry)),
    );
  }

  /** Adds a feature whose geometry is one closed ring: x, y, x, … up to `length`. */
  addRing(feature: Omit<SourceFeature, 'geometry'>, ring: Float64Array, length: number): void {
    this.features.push(new HeldFeature(feature, this.#held, this.#held.addRing(ring, length)));
  }

  /**
   * Adds a feature that has a geometry with each of its paths changed, but for its own system, and leaves it out where `isWrong` says so afterwards.
   * @returns whether it was added
   */
  addChanged(feature: SourceFeature, change: PathChange, isWrong: () => boolean): boolean {
    const held = this.#held;
    const row = feature instanceof HeldFeature ? feature.copyInto(held) : held.add(feature.geometry);
    const isRing = held.typeOf(row)?.endsWith('Polygon') === true;
    held.eachPath(row, (coordinates, from, to, isOuter) => change(coordinates, from, to, isRing, isOuter));
    if (isWrong()) {
      held.dropLast();
      return false;
    }
    this.features.push(new HeldFeature(feature, held, row, false));
    return true;
  }
}

/** Each asking for its geometry makes it anew: ask once. */
class HeldFeature implements SourceFeature, HeldGeometry {
  readonly id: string | null;
  readonly rowId?: string;
  readonly where: string;
  readonly fields: SourceFeature['fields'];
  readonly crs?: string;
  readonly #held: GeometryColumns;
  readonly #row: number;

  constructor(
    { id, rowId, where, fields, crs }: Omit<SourceFeature, 'geometry'>,
    held: GeometryColumns,
    row: number,
    keepsCrs = true,
  ) {
    this.id = id;
    if (rowId !== undefined) this.rowId = rowId;
    this.where = where;
    this.fields = fields;
    if (crs !== undefined && keepsCrs) this.crs = crs;
    this.#held = held;
    this.#row = row;
  }

  get geometry(): Geometry | null {
    return this.#held.at(this.#row);
  }

  get type(): GeometryType | undefined {
    return this.#held.typeOf(this.#row);
  }

  /** @returns the row of the geometry's copy */
  copyInto(columns: GeometryColumns): number {
    return columns.copy(this.#held, this.#row);
  }
}

/** The geometry of a feature where it is kept as columns, without making it; null where it is not. */
export function heldGeometryOf(feature: SourceFeature): HeldGeometry | null {
  return feature instanceof HeldFeature ? feature : null;
}

/** Whether a feature has a geometry, without making it. */
export function hasGeometry(feature: SourceFeature): boolean {
  return feature instanceof HeldFeature || feature.geometry !== null;
}

/** A layer of a file, read and checked. */
export interface SourceLayer {
  readonly name: string;
  /** Our layer that it is meant for, where that is not called the same. */
  readonly meantFor?: FeatureLayerName;
  /** `EPSG:n` or a definition, as the file states it; null where it states none. */
  readonly crs: string | null;
  /** What positions without a stated system are: degrees by the format's rule, degrees as a guess, or a question to the user. */
  readonly unstated: 'degrees' | 'guess' | 'question';
  /** Rows or features in the file, the unusable ones too. */
  readonly total: number;
  readonly features: readonly SourceFeature[];
  readonly problems: readonly Problem[];
  /** Of a table: where its positions come from, so that another column can be named. */
  readonly places?: TablePlaces;
}

/** All columns of a table, and those that its positions were read from. */
export interface TablePlaces {
  readonly columns: readonly string[];
  readonly x?: string;
  readonly y?: string;
  readonly wkt?: string;
}

/** A vector file, read and checked, in its own coordinates. */
export interface SourceFile {
  readonly format: string;
  readonly layers: readonly SourceLayer[];
}

/** How many problems of one code are kept one by one: bad rows must all be found, warnings only understood. */
const MOST_ROWS = 1000;
const MOST_OTHERS = 20;

/** Collects problems; of the same kind only the first ones are kept, and the rest is counted. */
export class ProblemList {
  readonly #kept: Problem[] = [];
  readonly #counts = new Map<string, { count: number; left: number }>();

  add(
    severity: Problem['severity'],
    code: Problem['code'],
    where: string,
    message: string,
    remedy?: string,
    fields?: Problem['fields'],
  ): void {
    const seen = this.#counts.get(code) ?? { count: 0, left: 0 };
    this.#counts.set(code, seen);
    seen.count++;
    if (seen.count > (severity === 'row' ? MOST_ROWS : MOST_OTHERS)) seen.left++;
    else
      this.#kept.push({
        code,
        severity,
        where,
        message,
        ...(remedy === undefined ? {} : { remedy }),
        ...(fields === undefined ? {} : { fields }),
      });
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems)
      this.add(problem.severity, problem.code, problem.where, problem.message, problem.remedy, problem.fields);
  }

  /** How many problems of a code there were, those not kept included. */
  count(code: string): number {
    return this.#counts.get(code)?.count ?? 0;
  }

  /** All that were kept, and for each code how many more there are. */
  list(): Problem[] {
    const more = [...this.#counts]
      .filter(([, seen]) => seen.left > 0)
      .map(([code, seen]): Problem => ({
        code: code as Problem['code'],
        severity: 'note',
        where: '',
        message: `${seen.left} more of the same kind.`,
      })); // codes came in as such
    return [...this.#kept, ...more];
  }
}
