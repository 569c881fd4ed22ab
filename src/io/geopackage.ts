import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { checkedFeatures, fieldsFrom } from './checked-features.ts';
import { statedCrs } from './stated-crs.ts';
import { ProblemList, type Problem, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { quoted, readSqlite, type Sqlite, type SqlRow, type SqlValue } from './sqlite.ts';
import { readWkb, type RawGeometry } from './wkb.ts';

/**
 * Reads the feature tables of a GeoPackage (OGC 12-128r19). Views are left out: what they ask may never end.
 * @throws AppError import/damaged, import/no-layers
 */
export async function readGeoPackage(name: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer[]> {
  return readSqlite(name, bytes, async (db) => {
    const layers: SourceLayer[] = [];
    for (const table of featureTables(db)) layers.push(await readTable(name, db, table, job));
    const views = viewsOf(db);
    const note = `Views are not read: ${views.join(', ')}. Save one as a table to import it.`;
    if (layers.length > 0)
      return views.length === 0 ? layers : layers.map((layer) => ({ ...layer, problems: [...layer.problems, viewNote(note)] }));
    throw new AppError('import/no-layers', {
      what: 'The database has no tables of features.',
      where: name,
      remedy: 'Choose a GeoPackage with vector layers: tiles, views and other databases, such as SpatiaLite, cannot be read.',
    });
  });
}

function viewNote(message: string): Problem {
  return { code: 'import/views', severity: 'note', where: '', message };
}

/** Names of the views of features. */
function viewsOf(db: Sqlite): string[] {
  const [found] = db.rows("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'gpkg_contents' AND type = 'table'");
  if (found?.['n'] !== 1) return [];
  const rows = db.rows(
    "SELECT m.name FROM gpkg_contents c JOIN sqlite_schema m ON lower(m.name) = lower(c.table_name) WHERE m.type = 'view' AND c.data_type = 'features' ORDER BY c.rowid",
  );
  return Array.from(rows, ({ name }) => String(name)).slice(0, 20);
}

interface FeatureTableInfo {
  readonly table: string;
  readonly geometryColumn: string;
  readonly organization: SqlValue;
  readonly code: SqlValue;
  readonly definition: SqlValue;
}

function featureTables(db: Sqlite): FeatureTableInfo[] {
  const [found] = db.rows("SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('gpkg_contents', 'gpkg_geometry_columns')");
  if (found?.['n'] !== 2) return [];
  const rows = db.rows(
    `SELECT m.name AS "table", g.column_name AS geometryColumn, s.organization, s.organization_coordsys_id AS code, s.definition
       FROM gpkg_contents c
       JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name)
       JOIN sqlite_schema m ON lower(m.name) = lower(c.table_name) AND m.type = 'table' AND m.rootpage > 0
       LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
      WHERE c.data_type = 'features' ORDER BY c.rowid`,
  );
  return Array.from(rows, (row) => ({
    table: String(row['table']),
    geometryColumn: String(row['geometryColumn']),
    organization: row['organization'] ?? null,
    code: row['code'] ?? null,
    definition: row['definition'] ?? null,
  }));
}

async function readTable(file: string, db: Sqlite, info: FeatureTableInfo, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const crs = await crsOf(info, problems);
  const [counted] = db.rows(`SELECT count(*) AS n FROM ${quoted(info.table)}`);
  const columns = [...db.rows('SELECT name, type, pk FROM pragma_table_info(?)', [info.table])];
  const key = columns.find(({ name, pk }) => pk === 1 && /^(ogc_)?fid$/i.test(String(name)))?.['name'];
  const booleans = new Set(columns.filter(({ type }) => /^bool/i.test(String(type))).map(({ name }) => String(name)));
  const features: SourceFeature[] = [];
  let total = 0;
  for (const row of db.rows(`SELECT * FROM ${quoted(info.table)}`)) {
    if (++total % 5000 === 0) await breathe(job);
    const where = `row ${key === undefined ? total : String(row[String(key)])}`;
    const rowId = key === undefined ? {} : { rowId: String(row[String(key)]) };
    const fields = fieldsFrom(valuesOf(row, [info.geometryColumn, String(key)], booleans, problems), where, problems);
    const geometry = geometryOf(row[info.geometryColumn] ?? null, where, problems);
    if (geometry !== undefined) features.push(...checkedFeatures({ id: null, ...rowId, where, geometry, fields }, problems));
  }
  if (total !== counted?.['n'])
    throw new AppError('import/damaged', {
      what: `The table ${info.table} gives ${total} rows where ${String(counted?.['n'])} were counted.`,
      where: file,
      remedy: 'Fetch or export it again.',
    });
  return { name: info.table, crs, unstated: 'question', total, features, problems: problems.list() };
}

function* valuesOf(
  row: SqlRow,
  leaveOut: readonly string[],
  booleans: ReadonlySet<string>,
  problems: ProblemList,
): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(row)) {
    if (leaveOut.includes(name)) continue;
    if (typeof value === 'object' && value !== null) {
      if (problems.count('import/binary') === 0)
        problems.add('note', 'import/binary', name, 'Columns of binary data were left out.');
    } else yield [name, booleans.has(name) && typeof value === 'number' ? value !== 0 : value];
  }
}

/** Bytes of the envelope by its kind (table 7 of the standard). */
const ENVELOPE_BYTES: readonly number[] = [0, 32, 48, 48, 64];

/** The geometry in a GeoPackage's own wrapping (section 2.1.3): null where it is empty, undefined where it is broken. */
function geometryOf(value: SqlValue, where: string, problems: ProblemList): RawGeometry | null | undefined {
  if (value === null) return null;
  try {
    if (!(value instanceof Uint8Array) || value[0] !== 0x47 || value[1] !== 0x50) throw new RangeError('no "GP"');
    const flags = value[3] ?? 0;
    const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
    if (envelope === undefined) throw new RangeError('unknown envelope');
    return (flags & 0x10) !== 0 ? null : readWkb(value.subarray(8 + envelope));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.add('row', 'import/geometry', where, 'The bytes of the geometry are broken.');
    return undefined;
  }
}

async function crsOf(info: FeatureTableInfo, problems: ProblemList): Promise<string | null> {
  const isEpsg = String(info.organization).toUpperCase() === 'EPSG' && Number(info.code) > 0;
  if (isEpsg) return `EPSG:${String(info.code)}`;
  const definition = String(info.definition ?? 'undefined');
  return definition === 'undefined' ? null : statedCrs(definition, info.table, problems);
}
