import { AppError } from '../base/app-error.ts';
import { sha256HexOfFile } from '../base/hash.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { Change } from '../plan/change.ts';
import { TableBuilder, type Feature, type FieldValue } from '../plan/feature-table.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import { layerDefinition, type FeatureLayerName } from '../plan/layers.ts';
import type { HeldGeometry } from '../plan/geometry-columns.ts';
import type { Plan } from '../plan/plan.ts';
import { placedByLocation } from './bdc-places.ts';
import { IdMaker, idSource } from './feature-ids.ts';
import { fieldValue, mapFields, placesOf, type FieldSource, type MapEntry } from './field-mapping.ts';
import { shaped, staysAsItIs } from './layer-shape.ts';
import { hintAtFarPlaces, hintAtStrays } from './location-hints.ts';
import { withMeaning } from './meaning.ts';
import { meshFileKind } from './nyc-mesh.ts';
import { heldGeometryOf, ProblemList, type Problem, type SourceFeature, type TablePlaces } from './source-layer.ts';
import { readVectorFile, refusedFor, type VectorLayer } from './vector-file.ts';
import { hintAtUnits } from './unit-hints.ts';
import { lookupOf, parseWhere, type Where } from './where.ts';

/** A file to be imported. `companions`: the files beside a loose `.shp`, by their ending. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly companions?: ReadonlyMap<string, Uint8Array>;
}

/** What the user says about the files. */
export interface ImportOptions {
  readonly crs?: string;
  readonly sourceLayer?: string;
  /** The file has north before east, or latitude before longitude, where its format has it the other way round. */
  readonly swapAxes?: boolean;
  readonly map?: readonly MapEntry[];
  /** A condition on columns, fields, `areaM2` and `lengthM` (see where.ts). */
  readonly where?: string;
  readonly skipBadRows?: boolean;
  /** Licence and credit of the files; it stays with the layer and with all that is derived from it. */
  readonly licence?: string;
}

/** What became of one file. `skipped` = bad rows and features without geometry; `filtered` = left out by the condition. A collection may add several features. */
export interface FileReport {
  readonly file: string;
  readonly format: string;
  readonly crs: string;
  readonly total: number;
  readonly added: number;
  readonly skipped: number;
  readonly withoutGeometry: number;
  readonly filtered: number;
  /** The column that the ids come from; null for the format's own ids or counted ones. */
  readonly idColumn: string | null;
  readonly mapping: readonly FieldSource[];
  /** Columns of the file, as they are called in it. */
  readonly columns: readonly string[];
  /** Of a table: all its columns, and those that its positions come from. */
  readonly places?: TablePlaces;
  readonly problems: readonly Problem[];
}

/** What an import did. */
export interface ImportReport {
  readonly layer: FeatureLayerName;
  readonly added: number;
  readonly skipped: number;
  readonly files: readonly FileReport[];
}

/** An import that was refused because of single rows; the report lists them. */
export class BadRowsError extends AppError {
  readonly report: FileReport;

  constructor(report: FileReport, bad: readonly Problem[]) {
    const first = bad.slice(0, 3).map((problem) => `${problem.where}: ${problem.message}`);
    const count = report.skipped - report.withoutGeometry;
    const more = count > 3 ? ` … and ${count - 3} more.` : '';
    super('import/bad-rows', {
      what: `${count} of ${report.total} rows cannot be used. ${first.join(' ')}${more} Nothing has been added.`,
      where: report.file,
      remedy: 'Mend them, or leave them out with --skip-bad-rows.',
    });
    this.report = report;
  }
}

/**
 * Reads files and gives the change that appends their features to a layer, and what was found. The plan is not touched.
 * @throws AppError import/… when a file, or without `skipBadRows` a row, cannot be used
 */
export async function importFeatures(
  plan: Plan,
  layerName: FeatureLayerName,
  given: readonly InputFile[],
  options: ImportOptions,
  job: JobContext,
): Promise<{ change: Change; report: ImportReport }> {
  const layer = plan.layers.get(layerName) ?? emptyLayer;
  const files = withMeshNodes(given);
  const table = new TableBuilder();
  const taken: string[] = [];
  for (const feature of featuresOfLayer(layer)) {
    table.add(feature);
    taken.push(feature.id);
  }
  const ids = new IdMaker(layerName, taken);
  const target: ImportTarget = {
    add: (feature) => table.add(feature),
    addHeld: (id, geometry, fields) => table.addHeld(id, geometry, fields),
    ids,
  };
  const reports: FileReport[] = [];
  for (const [index, file] of files.entries()) {
    job.progress(`Importing ${file.name}`, index / files.length);
    reports.push(await importFile(plan, layerName, file, options, target, job));
  }
  job.progress('Importing', 1);
  const sources = await Promise.all(
    files.map(async (file) => ({
      name: file.name,
      sha256: await sha256HexOfFile(file.bytes),
      ...(options.licence === undefined ? {} : { licence: options.licence }),
    })),
  );
  const added = table.count - taken.length;
  return {
    change: {
      note: `Import ${files.map((file) => file.name).join(', ')}`,
      layers: [{ name: layerName, layer: { table: table.finish(), edits: new Map(), sources: [...layer.sources, ...sources] } }],
    },
    report: { layer: layerName, added, skipped: reports.reduce((sum, report) => sum + report.skipped, 0), files: reports },
  };
}

/** Links and sectors of NYC Mesh's map name nodes by number: the nodes that are given with them go along. */
function withMeshNodes(files: readonly InputFile[]): readonly InputFile[] {
  const kindOf = (file: InputFile) => meshFileKind(new TextDecoder().decode(file.bytes.subarray(0, 600)));
  const nodes = files.find((file) => kindOf(file) === 'nodes');
  if (nodes === undefined || files.length < 2) return files;
  return files.map((file) => {
    const kind = kindOf(file);
    return kind === 'links' || kind === 'sectors' ? { ...file, companions: new Map([['nodes', nodes.bytes]]) } : file;
  });
}

/** Where the features of a file go, and who gives them their ids. */
export interface ImportTarget {
  add(feature: Feature): void;
  /** As `add`, of a feature whose geometry need not be made; without it, it is. */
  addHeld?(id: string, geometry: HeldGeometry, fields: Feature['fields']): void;
  readonly ids: Pick<IdMaker, 'make' | 'repeated'>;
}

/** Reads one file into a target. @throws AppError as importFeatures */
export async function importFile(
  plan: Plan,
  layerName: FeatureLayerName,
  file: InputFile,
  options: ImportOptions,
  target: ImportTarget,
  job: JobContext,
): Promise<FileReport> {
  const map = options.map ?? [];
  const { placedBy, shape } = layerDefinition(layerName);
  const {
    format,
    layer: unjoined,
    places,
  } = await readVectorFile(
    file.name,
    file.bytes,
    {
      ...options,
      wantedFor: layerName,
      withoutPlaces: placedBy !== undefined,
      places: placesOf(map),
      ...(file.companions && { companions: file.companions }),
    },
    job,
  );
  const layer = placedByLocation(plan, file.name, unjoined, format);
  const columns = columnsOf(layer.features);
  const mapping = mapFields(layerName, columns, map, file.name);
  const unplaced = rowsPlacedLater(file.name, layer, placedBy, mapping, places);
  const problems = new ProblemList();
  problems.addAll(
    layer.problems.filter(({ code, where }) => !PLACE_PROBLEMS.includes(code) || (where !== '' && !unplaced.has(where))),
  );
  if (unplaced.size > 0)
    problems.add(
      'note',
      'import/by-address',
      '',
      `${unplaced.size} have an address and no position: the address layer says where they are.`,
    );
  await hintAtFarPlaces(plan, layer.features, problems);
  if (shape === 'point') hintAtStrays(layer.features, problems);
  hintAtUnits(layerName, layer.features, mapping, problems);
  const condition = conditionOf(options.where, layerName, columns);
  const source = idSource(layer.features, columns, mapping.find(({ field }) => field === 'id')?.column);
  const repeatedBefore = target.ids.repeated;
  const rows = await convertRows(
    layerName,
    layer.features,
    { mapping, condition, idColumn: source.column, isLater: ({ where }) => unplaced.has(where) },
    problems,
    (row, geometry, fields) => {
      const id = target.ids.make(source.of(row));
      if (geometry === 'as it is' && target.addHeld !== undefined) {
        const held = heldGeometryOf(row);
        if (held !== null) return target.addHeld(id, held, fields);
      }
      target.add({ id, geometry: geometry === 'as it is' ? row.geometry : geometry, fields });
    },
    job,
  );
  const repeated = target.ids.repeated - repeatedBefore;
  if (repeated > 0)
    problems.add(
      'warning',
      'import/repeated-id',
      '',
      `${repeated} ids were there already; those features got a number behind theirs.`,
    );
  const list = problems.list();
  const bad = list.filter((problem) => problem.severity === 'row');
  const badRows = new Set(bad.map(({ where }) => where));
  const withoutGeometry = rows.nowhere.filter((where) => !badRows.has(where)).length;
  if (withoutGeometry > 0)
    list.push({
      code: 'import/no-geometry',
      severity: 'note',
      where: '',
      message: `${withoutGeometry} features have no geometry that could be used and were left out.`,
    });
  const report: FileReport = {
    file: file.name,
    format,
    crs: layer.crs,
    total: layer.total,
    added: rows.added,
    // Not the list of problems, which is cut where there are thousands.
    skipped: layer.total - rows.taken - rows.filtered,
    withoutGeometry,
    filtered: rows.filtered,
    idColumn: source.column,
    mapping,
    columns,
    ...(places && { places }),
    problems: list,
  };
  if (bad.length > 0 && options.skipBadRows !== true) throw new BadRowsError(report, bad);
  if (rows.added === 0) throw nothingLeft(file.name, report, options.where);
  return report;
}

/** What is said of rows without a position; rows that are placed later need not hear it. */
const PLACE_PROBLEMS: readonly Problem['code'][] = ['import/no-coordinates', 'import/no-position'];

/**
 * The rows without a position that something else places: those that have the field `placedBy`.
 * @throws AppError import/no-coordinates when a table has neither positions nor that field
 */
function rowsPlacedLater(
  file: string,
  layer: VectorLayer,
  placedBy: string | undefined,
  mapping: readonly FieldSource[],
  places: TablePlaces | undefined,
): ReadonlySet<string> {
  const column = mapping.find(({ field }) => field === placedBy)?.column;
  const noPlaces = layer.problems.find(({ code }) => code === 'import/no-coordinates');
  if (column !== undefined)
    return new Set(
      layer.features.flatMap(({ geometry, where, fields }) =>
        geometry === null && Object.hasOwn(fields, column) ? [where] : [],
      ),
    );
  if (noPlaces !== undefined) throw refusedFor(file, noPlaces, places);
  return new Set();
}

/** What decides which rows are taken, and how. */
interface Conversion {
  readonly mapping: readonly FieldSource[];
  readonly condition: Where | null;
  /** Its values become the ids and are no field. */
  readonly idColumn: string | null;
  /** Whether a row without a position is placed by something else. */
  isLater(row: SourceFeature): boolean;
}

/** Converts rows one by one and hands over those that can be used, so that they need not all be there at once. `taken`: rows that were; `nowhere`: rows without a position. */
async function convertRows(
  layerName: FeatureLayerName,
  rows: readonly SourceFeature[],
  { mapping, condition, idColumn, isLater }: Conversion,
  problems: ProblemList,
  take: (row: SourceFeature, geometry: Geometry | null | 'as it is', fields: Feature['fields']) => void,
  job: JobContext,
): Promise<{ added: number; taken: number; filtered: number; nowhere: readonly string[] }> {
  const fieldsOf = fieldConverter(layerName, mapping, idColumn);
  const { shape: wanted } = layerDefinition(layerName);
  let [added, taken, filtered] = [0, 0, 0];
  const nowhere: string[] = [];
  for (const [index, source] of rows.entries()) {
    if (index % 2000 === 1999) {
      job.progress('Converting rows', index / rows.length);
      await breathe(job);
    }
    const isTaken = condition === null && staysAsItIs(heldGeometryOf(source)?.type, wanted);
    const geometry = isTaken ? null : source.geometry;
    if (!isTaken && geometry === null && !isLater(source)) {
      nowhere.push(source.where);
      continue;
    }
    const complaints: { severity: 'row' | 'warning'; message: string }[] = [];
    const fields = fieldsOf(source.fields, (severity, message) => complaints.push({ severity, message }));
    if (condition !== null && !condition.matches(lookupOf(geometry, { ...fields, ...source.fields }))) {
      filtered++;
      continue;
    }
    for (const { severity, message } of complaints)
      problems.add(
        severity,
        'import/value',
        source.where,
        `${message}; it was left out.`,
        undefined,
        rowFields(severity, source),
      );
    const shape = isTaken ? AS_IT_IS : shaped(geometry, wanted);
    if (shape.wrong !== undefined) problems.add('row', 'import/shape', source.where, shape.wrong, undefined, source.fields);
    if (shape.note !== undefined && problems.count('import/reshaped') === 0)
      problems.add('note', 'import/reshaped', '', shape.note);
    if (complaints.some(({ severity }) => severity === 'row')) continue;
    for (const one of shape.geometries) {
      take(source, one, fields);
      added++;
    }
    if (shape.geometries.length > 0) taken++;
  }
  return { added, taken, filtered, nowhere };
}

/** A row whose geometry need not be looked at any more. */
const AS_IT_IS: { readonly geometries: readonly ['as it is']; readonly wrong?: undefined; readonly note?: undefined } = {
  geometries: ['as it is'],
};

const rowFields = (severity: Problem['severity'], { fields }: SourceFeature): Problem['fields'] =>
  severity === 'row' ? fields : undefined;

/** Makes the columns of a row fields: mapped ones in their unit, all others under their own names. */
function fieldConverter(
  layerName: FeatureLayerName,
  mapping: readonly FieldSource[],
  idColumn: string | null,
): (raw: Feature['fields'], complain: (severity: 'row' | 'warning', message: string) => void) => Feature['fields'] {
  const mappedColumns = new Set(mapping.map(({ column }) => column));
  const { fields: known } = layerDefinition(layerName);
  const definitions = mapping.map((entry) => ({ ...entry, definition: known.find(({ name }) => name === entry.field) }));
  return (raw, complain) => {
    const fields: Record<string, FieldValue> = {};
    for (const column of Object.keys(raw))
      if (column !== idColumn && !mappedColumns.has(column)) putField(fields, column, raw[column] as FieldValue); // it is one of its keys
    for (const { field, column, constant, unit, automatic, definition } of definitions) {
      const value = column === undefined ? constant : Object.hasOwn(raw, column) ? raw[column] : undefined;
      if (definition === undefined) {
        // Positions and the like; the column of the ids is no field.
        if (column !== undefined && column !== idColumn && value !== undefined) putField(fields, column, value);
        continue;
      }
      const result = fieldValue(definition, value, unit);
      if (result.wrong !== undefined) complain(automatic ? 'warning' : 'row', result.wrong);
      if (result.value !== undefined) putField(fields, field, result.value);
    }
    return withMeaning(layerName, fields);
  };
}

/** Sets a field, even one whose name means something else to the language. */
function putField(fields: Record<string, FieldValue>, name: string, value: FieldValue): void {
  if (name === '__proto__') Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
  else fields[name] = value;
}

function conditionOf(text: string | undefined, layerName: FeatureLayerName, columns: readonly string[]): Where | null {
  if (text === undefined) return null;
  const condition = parseWhere(text);
  const known = [...columns, ...layerDefinition(layerName).fields.map(({ name }) => name), 'areaM2', 'lengthM'].map((name) =>
    name.toLowerCase(),
  );
  const strange = condition.fields.find((field) => !known.includes(field.toLowerCase()));
  if (strange === undefined) return condition;
  throw new AppError('import/where', {
    what: `The condition asks for "${strange}", which the file does not have.`,
    where: text,
    remedy: `Choose one of: areaM2, lengthM, ${columns.join(', ')}.`,
  });
}

function columnsOf(features: readonly SourceFeature[]): string[] {
  const names = new Set<string>();
  for (const feature of features) for (const name of Object.keys(feature.fields)) names.add(name);
  return [...names];
}

function nothingLeft(file: string, report: FileReport, where: string | undefined): AppError {
  if (report.filtered > 0)
    return new AppError('import/nothing', {
      what: `None of the ${report.total} features meets the condition ${where ?? ''}.`,
      where: file,
      remedy: 'Look at the values of the file with weft inspect, and alter the condition.',
    });
  const reasons = report.problems.filter(({ severity }) => severity === 'row' || severity === 'warning');
  const why = [...new Set(reasons.map(({ where, message }) => `${where}: ${message}`))].slice(0, 3).join(' ');
  const what =
    report.total === 0
      ? ['The file has no features.', ...new Set(report.problems.map(({ message }) => message))].slice(0, 4).join(' ')
      : `None of the ${report.total} features can be used.${why === '' ? '' : ` ${why}`}`;
  return new AppError('import/nothing', {
    what: `${what} Nothing has been added.`,
    where: file,
    remedy: 'Choose another file, or export it again.',
  });
}
