import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { readGeoPackage } from '../../../src/io/geopackage.ts';
import { lightPalette } from '../../../src/base/palette.ts';
import { ProblemList } from '../../../src/io/source-layer.ts';
import { makeSqlite, readSqlite, type Sqlite } from '../../../src/io/sqlite.ts';
import { readXml } from '../../../src/io/xml.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { emptyPlan, imported } from './import-samples.ts';
import { exchangeSample, written } from './exchange-sample.ts';

const file = (bytes: Uint8Array) => ({ name: 'a.gpkg', bytes });
const write = (features: readonly Feature[]): Promise<Uint8Array> => written([{ name: 'sample', features }], 'gpkg');

/** A GeoPackage with one table made by hand. */
const made = (statements: (db: Sqlite) => void): Promise<Uint8Array> =>
  makeSqlite(async (db) => {
    db.run(`
      CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition);
      CREATE TABLE gpkg_contents (table_name, data_type);
      CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);
      INSERT INTO gpkg_contents VALUES ('t', 'features');
      INSERT INTO gpkg_geometry_columns VALUES ('t', 'shape', 7);`);
    statements(db);
  });

describe('GeoPackage', () => {
  test('what was written is read again as it was, and the same features give the same bytes', async () => {
    const bytes = await write(exchangeSample);
    const again = await imported(emptyPlan(), 'existing-network', file(bytes));
    expect(again.features).toEqual(exchangeSample);
    expect(await write(exchangeSample)).toEqual(bytes);
  });

  test('a file that is cut at any of nine points is refused', async () => {
    const bytes = await write(exchangeSample);
    for (let tenth = 1; tenth <= 9; tenth++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
      const error: unknown = await imported(emptyPlan(), 'existing-network', file(cut)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'import/damaged' });
    }
  });

  test('flipped bytes give a refusal or all rows, never fewer in silence', async () => {
    const bytes = await write(exchangeSample);
    for (let at = 16; at < bytes.length; at += 997) {
      const broken = bytes.slice();
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      const result = await imported(emptyPlan(), 'existing-network', file(broken)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        return null;
      });
      if (result !== null) expect(result.report.files[0]!.total).toBe(exchangeSample.length);
    }
  });

  test('QGIS finds a style for each layer, with the colours of the map, a symbol for each class', async () => {
    const at = (id: string, kind: string): Feature => ({
      id,
      geometry: { type: 'Point', coordinates: [1, 2] },
      fields: { kind },
    });
    const along = (id: string, construction: string): Feature => ({
      id,
      geometry: exchangeSample[1]?.geometry ?? null,
      fields: { construction, kind: 'stretch' },
    });
    const layers = [
      { name: 'poles', features: [at('a', 'tower & mast'), at('b', 'pole')] },
      { name: 'routes', features: [along('a', 'underground'), along('b', 'aerial')] },
      { name: 'barriers', features: [along('a', ''), { ...at('b', "O'Neil's"), geometry: exchangeSample[3]?.geometry ?? null }] },
    ];
    const bytes = await written(layers, 'gpkg');
    const styles = await readSqlite('a.gpkg', bytes, (db) =>
      Promise.resolve([...db.rows('SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles')]),
    );
    expect(styles).toMatchObject(layers.map(({ name }) => ({ f_table_name: name, f_geometry_column: 'geom', useAsDefault: 1 })));
    const [poles, routes, barriers] = styles.map(({ styleQML }) => String(styleQML));
    expect(poles).toContain('type="categorizedSymbol" attr="&quot;kind&quot;"');
    expect(poles).toContain('value="tower &amp; mast"');
    const channels = (color: string): string => [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16)).join();
    expect(poles).toContain(`<prop k="color" v="${channels(lightPalette.pole)},255"/>`);
    // In order of the value: in the air, then under the ground, dashed.
    expect(routes).toMatch(
      new RegExp(`"${channels(lightPalette.aerial)},255".*v="solid".*"${channels(lightPalette.underground)},255".*v="dash"`),
    );
    // Lines and an area in one layer: QGIS shows two layers with one style, whose rules go by the shape.
    expect(barriers).toContain('type="RuleRenderer"');
    expect(barriers).toContain("geometry_type($geometry) = 'Polygon' AND coalesce(&quot;kind&quot;, '') = 'O''Neil''s'");
    expect(barriers?.match(/<symbol type="(line|fill)"/g)).toHaveLength(4);
    for (const qml of [poles, routes, barriers])
      await readXml('a.qml', new TextEncoder().encode(qml), new ProblemList(), { open: () => {}, close: () => {} }, quietJob);
  });

  test('several layers are asked for by name', async () => {
    const layers = ['a', 'b', 'A'].map((name) => ({ name, features: exchangeSample.slice(0, 2) }));
    const bytes = await written(layers, 'gpkg');
    const read = await readGeoPackage('a.gpkg', bytes, quietJob);
    expect(read.map(({ name, total }) => [name, total])).toEqual([
      ['a', 2],
      ['b', 2],
      ['A_2', 2],
    ]);
    await expect(imported(emptyPlan(), 'existing-network', file(bytes))).rejects.toThrow(/3 layers.*a, b, A_2/);
    const { features } = await imported(emptyPlan(), 'existing-network', file(bytes), { sourceLayer: 'b' });
    expect(features.length).toBe(2);
  });

  test('the system is that of the table: by its code, by its text, or asked for', async () => {
    // Bytes by hand: header (OGC 12-128, 2.1.3) without envelope, big-endian WKB point 500000, 5540000.
    const point = "x'475000000000000700000000014" + '11E848000000000' + "4155222800000000'";
    const table = `CREATE TABLE t (fid INTEGER PRIMARY KEY, shape BLOB); INSERT INTO t VALUES (41, ${point})`;
    const crsOf = async (row: string): Promise<string | null | undefined> => {
      const bytes = await made((db) => {
        db.run(`${table}; INSERT INTO gpkg_spatial_ref_sys VALUES ${row}`);
      });
      const [layer] = await readGeoPackage('a.gpkg', bytes, quietJob);
      expect(layer?.features).toMatchObject([{ rowId: '41', geometry: { type: 'Point', coordinates: [500_000, 5_540_000] } }]);
      return layer?.crs;
    };
    expect(await crsOf("('x', 7, 'epsg', 25832, 'undefined')")).toBe('EPSG:25832');
    expect(await crsOf("('x', 7, 'NONE', 0, '+proj=utm +zone=32 +ellps=GRS80 +units=m')")).toContain('utm');
    expect(await crsOf("('x', 7, 'NONE', 0, 'undefined')")).toBeNull();
    expect(await crsOf("('x', 9, 'EPSG', 25832, 'undefined')")).toBeNull();
  });

  test('broken geometries are bad rows, empty and missing ones are counted, binary columns are left out with a note', async () => {
    const bytes = await made((db) => {
      db.run(`CREATE TABLE t (fid INTEGER PRIMARY KEY, shape BLOB, photo BLOB, big INTEGER);
        INSERT INTO t VALUES (1, x'47500001', x'00', 1), (2, NULL, NULL, 9007199254740993), (3, x'4750001100000000', NULL, NULL),
          (4, x'475000010000000001020000000000FFFF', NULL, NULL)`);
    });
    const [layer] = await readGeoPackage('a.gpkg', bytes, quietJob);
    expect(layer?.total).toBe(4);
    expect(layer?.features.map(({ where, fields }) => [where, fields])).toEqual([
      ['row 2', { big: '9007199254740993' }],
      ['row 3', {}],
    ]);
    expect(layer?.problems.map(({ severity, where }) => [severity, where])).toEqual([
      ['note', 'photo'],
      ['row', 'row 1'],
      ['row', 'row 4'],
    ]);
  });

  test('a database that is no GeoPackage, and one of views alone, are refused with the reason', async () => {
    const plain = await makeSqlite(async (db) => {
      db.run('CREATE TABLE t (a)');
    });
    await expect(readGeoPackage('a.db', plain, quietJob)).rejects.toThrow(/no tables of features/);
    const endless = await made((db) => {
      db.run(
        'CREATE VIEW t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS shape FROM n',
      );
    });
    await expect(readGeoPackage('a.gpkg', endless, quietJob)).rejects.toThrow(/such as SpatiaLite, cannot be read/);
  });
});

const hasGdal = (() => {
  try {
    return execFileSync('ogrinfo', ['--formats'], { encoding: 'utf8' }).includes('GPKG');
  } catch {
    return false;
  }
})();

describe.skipIf(!hasGdal)('GDAL', () => {
  test('reads what was written: count, type, bounds, system; its deletions keep the spatial index', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-'));
    const path = join(folder, 'a.gpkg');
    const ogrinfo = (...args: string[]): string => execFileSync('ogrinfo', args, { encoding: 'utf8' });
    try {
      const lines = exchangeSample.filter(({ geometry }) => geometry?.type.endsWith('LineString'));
      writeFileSync(path, await written([{ name: 'lines', features: lines }], 'gpkg'));
      const text = ogrinfo('-so', '-al', path);
      expect(text).toContain('Geometry: Multi Line String');
      expect(text).toContain('Feature Count: 2');
      expect(text).toContain('Extent: (-71.100000, 42.360000) - (-71.050000, 42.400000)');
      expect(text).toMatch(/ID\["EPSG",4326\]\]\n/);
      ogrinfo(path, '-sql', 'DELETE FROM "lines" WHERE fid = 1');
      expect(ogrinfo(path, '-sql', 'SELECT count(*) AS n FROM "rtree_lines_geom"')).toContain('n (Integer) = 1');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
