import { breathe, quietJob, type JobContext } from '../../base/job.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { qgisStyle } from './qgis-style.ts';
import { makeSqlite, quoted, type Sqlite, type SqlValue } from '../sqlite.ts';
import { writeWkb } from '../wkb.ts';
import { WGS84_SYSTEM, type WrittenSystem } from './plane.ts';
import { asType, commonType, distinctNames, envelopeOf, typedColumns, type TypedColumn } from './columns.ts';
import { columnLosses, groupLosses, type Loss } from './losses.ts';

/** A container carries no clock: the same layers give the same bytes. */
const FIXED_DATE = '1980-01-01T00:00:00.000Z';

/** The tables that every GeoPackage 1.2 has (OGC 12-128r14, annex C). */
const FRAME = `
  PRAGMA application_id = ${0x47504b47};
  PRAGMA user_version = 10200;
  CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
  CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
  CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
  CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
  INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, '${WGS84_SYSTEM.wkt}', 'longitude/latitude in decimal degrees, WGS 84');
`;

/** So many rows take some ten milliseconds. */
const ROWS_A_BREATH = 1000;

const SQL_KINDS: Readonly<Record<TypedColumn['kind'], string>> = {
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'BOOLEAN',
  text: 'TEXT',
};

/** Writes layers as the tables of a GeoPackage 1.2 in the system in which the positions are given, each with its spatial index and a style of QGIS. */
export async function writeGeoPackage(
  layers: readonly { readonly name: string; readonly features: readonly Feature[] }[],
  about = '',
  job = quietJob,
  system = WGS84_SYSTEM,
): Promise<{ bytes: Uint8Array; losses: Loss[] }> {
  const tables = distinctNames(
    layers.map(({ name }) => name),
    { taken: ['layer_styles'], shorten: sqlName },
  );
  const losses: Loss[] = [];
  const bytes = await makeSqlite(async (db) => {
    db.run(`BEGIN; ${FRAME}`);
    if (system !== WGS84_SYSTEM)
      db.runMany('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)', [
        [system.name, system.code, 'EPSG', system.code, system.wkt],
      ]);
    const styles: { table: string; style: string }[] = [];
    for (const [index, { name, features }] of layers.entries()) {
      const table = tables[index] ?? '';
      const { lost, style } = await writeTable(db, table, { name, features }, { about, system }, job);
      losses.push(...lost);
      if (features.length > 0) styles.push({ table, style });
    }
    writeStyles(db, styles);
    db.run('COMMIT');
  });
  return { bytes, losses };
}

/** SQL ends at a zero character, also within a quoted name. */
function sqlName(name: string, suffix: string): string {
  return name.replaceAll('\u0000', '') + suffix;
}

async function writeTable(
  db: Sqlite,
  table: string,
  layer: { readonly name: string; readonly features: readonly Feature[] },
  { about, system: { code } }: { readonly about: string; readonly system: WrittenSystem },
  job: JobContext,
): Promise<{ lost: Loss[]; style: string }> {
  const { features } = layer;
  const columns = typedColumns(features, { taken: ['fid', 'geom'], shorten: sqlName });
  const type = commonType(features);
  const name = quoted(table);
  const definitions = columns.map((column) => `, ${quoted(column.name)} ${SQL_KINDS[column.kind]}`).join('');
  const kind = (type ?? 'Geometry').toUpperCase();
  db.run(`CREATE TABLE ${name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom ${kind}${definitions})`);
  const [west, south, east, north] = envelopeOf(features.map(({ geometry }) => geometry)) ?? [null, null, null, null];
  db.runMany('INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    [table, 'features', table, about, FIXED_DATE, west, south, east, north, code],
  ]);
  db.runMany('INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)', [[table, 'geom', kind, code]]);
  const insert = `INSERT INTO ${name} VALUES (${['?', '?', ...columns.map(() => '?')].join(', ')})`;
  const rows = features.map(({ geometry }, row) => (): SqlValue[] => [
    row + 1,
    geometry === null ? null : wrapped(asType(geometry, type), code),
    ...columns.map(({ values }) => sqlValue(values[row] ?? null)),
  ]);
  await insertAll(db, insert, rows, job);
  await writeIndex(db, table, features, job);
  await breathe(job);
  const style = qgisStyle(layer.name, features, (wanted) => columns.find(({ field }) => field === wanted)?.name ?? wanted);
  await breathe(job);
  return {
    lost: [...columnLosses(layer.name, columns), ...groupLosses(layer, type)],
    style,
  };
}

/** Many rows, each made when it is written. */
async function insertAll(db: Sqlite, sql: string, rows: readonly (() => SqlValue[])[], job: JobContext): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_BREATH) {
    await breathe(job);
    db.runMany(
      sql,
      rows.slice(from, from + ROWS_A_BREATH).map((row) => row()),
    );
  }
}

/** The table in which QGIS looks for the style of a layer. */
function writeStyles(db: Sqlite, styles: readonly { readonly table: string; readonly style: string }[]): void {
  db.run(
    'CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), ' +
      'f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, ' +
      'description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)',
  );
  db.runMany('INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, 0)', [
    ['layer_styles', 'attributes', 'layer_styles', '', FIXED_DATE],
  ]);
  db.runMany(
    "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, '', 1, 'Weft', '', '', ?)",
    styles.map(({ table, style }) => [table, table.slice(0, 30), style, FIXED_DATE]),
  );
}

/** The spatial index, filled, and the triggers that keep it (annex F.3). */
async function writeIndex(db: Sqlite, table: string, features: readonly Feature[], job: JobContext): Promise<void> {
  const index = quoted(`rtree_${table}_geom`);
  const name = quoted(table);
  db.run(`CREATE VIRTUAL TABLE ${index} USING rtree(id, minx, maxx, miny, maxy)`);
  const boxes = [...indexRows(features)].map((row) => () => row);
  await insertAll(db, `INSERT INTO ${index} VALUES (?, ?, ?, ?, ?)`, boxes, job);
  db.runMany('INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)', [
    [table, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'],
  ]);
  const [has, none] = ['(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))', '(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))'];
  const bounds = 'NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)';
  const put = `INSERT OR REPLACE INTO ${index} VALUES (${bounds});`;
  const drop = `DELETE FROM ${index} WHERE id = OLD.fid;`;
  const triggers: readonly (readonly [string, string, string])[] = [
    ['insert', `AFTER INSERT ON ${name} WHEN ${has}`, put],
    ['update1', `AFTER UPDATE OF geom ON ${name} WHEN OLD.fid = NEW.fid AND ${has}`, put],
    ['update2', `AFTER UPDATE OF geom ON ${name} WHEN OLD.fid = NEW.fid AND ${none}`, drop],
    ['update3', `AFTER UPDATE ON ${name} WHEN OLD.fid != NEW.fid AND ${has}`, `${drop} ${put}`],
    [
      'update4',
      `AFTER UPDATE ON ${name} WHEN OLD.fid != NEW.fid AND ${none}`,
      `DELETE FROM ${index} WHERE id IN (OLD.fid, NEW.fid);`,
    ],
    ['delete', `AFTER DELETE ON ${name} WHEN OLD.geom NOTNULL`, drop],
  ];
  for (const [what, when, then] of triggers)
    db.run(`CREATE TRIGGER ${quoted(`rtree_${table}_geom_${what}`)} ${when} BEGIN ${then} END`);
}

function* indexRows(features: readonly Feature[]): Generator<number[]> {
  for (const [row, { geometry }] of features.entries()) {
    const envelope = envelopeOf([geometry]);
    if (envelope === null) continue;
    const [west, south, east, north] = envelope;
    yield [row + 1, west, east, south, north];
  }
}

/** A geometry in the format's own wrapping (section 2.1.3): "GP", version, flags, system, envelope except for points, WKB. */
function wrapped(geometry: Geometry, code: number): Uint8Array {
  const wkb = writeWkb(geometry);
  const envelope = geometry.type === 'Point' ? null : envelopeOf([geometry]);
  const start = envelope === null ? 8 : 40;
  const bytes = new Uint8Array(start + wkb.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x47, 0x50, 0, envelope === null ? 1 : 3]);
  view.setInt32(4, code, true);
  if (envelope !== null) {
    const [west, south, east, north] = envelope;
    [west, east, south, north].forEach((value, i) => {
      view.setFloat64(8 + i * 8, value, true);
    });
  }
  bytes.set(wkb, start);
  return bytes;
}

function sqlValue(value: TypedColumn['values'][number]): SqlValue {
  return typeof value === 'boolean' ? Number(value) : value;
}
