import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { tinyPmtiles } from '../../support/tiny-pmtiles.ts';

const WEFT = resolve(import.meta.dirname, '../../../src/cli/weft.mjs');
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weft-test-'));
  writeFileSync(join(folder, 'poles.csv'), 'id,lon,lat,HT,note\na,11.5,50,35,=1+1\nb,11.501,50,40,\n');
  writeFileSync(join(folder, 'bad.csv'), 'id,lon,lat\na,11.5,50\nb,,50\n');
  await weft('new', 'p.weft', '--name', 'Test');
});
afterAll(() => rmSync(folder, { recursive: true }));

function weft(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [WEFT, ...words], { cwd: folder }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

test('an import of bad rows lists them, exits with 1 and leaves every byte and no other file', async () => {
  const before = readFileSync(join(folder, 'p.weft'));
  const files = readdirSync(folder);
  const { code, out, err } = await weft('import', 'p.weft', 'bad.csv', '--as', 'poles', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    added: 0,
    files: [{ problems: expect.arrayContaining([expect.objectContaining({ where: 'row 2 (line 3)' })]) as unknown }],
  });
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toMatch(/bad\.csv.*1 of 2 rows.*--skip-bad-rows/);
  expect(readFileSync(join(folder, 'p.weft'))).toEqual(before);
  expect(readdirSync(folder)).toEqual(files);
});

test('import, export and inspect go round, with formulas neutralised', async () => {
  const imported = await weft('import', 'p.weft', 'poles.csv', '--as', 'poles', '--map', 'heightM=HT:ft', '--json');
  expect(imported.code).toBe(0);
  expect(JSON.parse(imported.out)).toMatchObject({ layer: 'poles', added: 2, skipped: 0 });
  expect((await weft('export', 'p.weft', '--layer', 'poles', '--format', 'csv', '--out', 'out.csv')).code).toBe(0);
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(
    "id,longitude,latitude,heightM,note\r\na,11.5,50,10.668,'=1+1\r\nb,11.501,50,12.192,\r\n",
  );
  const inspected = JSON.parse((await weft('inspect', 'out.csv', '--json')).out) as unknown;
  expect(inspected).toMatchObject({
    format: 'CSV',
    layers: [{ name: 'out', geometry: 'Point', count: 2, crs: 'EPSG:4326', bounds: [11.5, 50, 11.501, 50] }],
    problems: [],
  });
});

test('packages that are loaded when they are needed work in the compiled program: cells of an availability list, archives of tiles', async () => {
  const bdc = `frn,provider_id,brand_name,location_id,technology,max_advertised_download_speed,max_advertised_upload_speed,low_latency,business_residential_code,state_usps,block_geoid,h3_res8_id
1,131310,Acme,1010520920,50,1000,100,1,R,ME,230259662001023,882bad25d5fffff
`;
  writeFileSync(join(folder, 'bdc.csv'), bdc);
  const listed = await weft('inspect', 'bdc.csv', '--json');
  expect(JSON.parse(listed.out)).toMatchObject({
    layers: [{ name: 'locations' }, { name: 'cells', geometry: 'Polygon', count: 1 }],
  });
  const colours = new Uint8Array(64 * 64 * 3).map((_, i) => [129, 44, 0][i % 3] ?? 0);
  const tile = encode({ width: 64, height: 64, data: colours, channels: 3, depth: 8 });
  writeFileSync(join(folder, 'a.pmtiles'), tinyPmtiles('png', [[8, 136, 85, tile]]));
  const { out, err } = await weft('inspect', 'a.pmtiles', '--json');
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({ raster: { width: 64, height: 64, crs: 'EPSG:3857' } });
});

test('terrain goes out as a GeoTIFF that holds every cell as it came in', async () => {
  const rows = '1 2.5 3\n4 -9999 6.25\n';
  writeFileSync(
    join(folder, 'a.asc'),
    `ncols 3\nnrows 2\nxllcorner 11\nyllcorner 50\ncellsize 0.01\nNODATA_value -9999\n${rows}`,
  );
  expect((await weft('import', 'p.weft', 'a.asc', '--as', 'terrain', '--crs', 'EPSG:4326', '--vertical-unit', 'm')).code).toBe(0);
  const exported = await weft('export', 'p.weft', '--layer', 'terrain', '--format', 'tif', '--out', 'dem.tif', '--json');
  expect(JSON.parse(exported.out)).toMatchObject({
    layer: 'terrain',
    files: [{ out: 'dem.tif', width: 3, height: 2, crs: 'EPSG:4326' }],
  });
  const { grids, info } = await readRasterFile('dem.tif', readFileSync(join(folder, 'dem.tif')));
  expect(info[0]).toMatchObject({ verticalUnit: 'm', bounds: [11, 50, expect.closeTo(11.03, 12) as unknown, 50.02] });
  expect([...grids[0]!.values]).toEqual([1, 2.5, 3, 4, NaN, 6.25]);
  expect((await weft('export', 'p.weft', '--layer', 'canopy', '--format', 'tif', '--out', 'c.tif')).err).toMatch(
    /Choose one of: terrain/,
  );
});

test('a marked-up export is previewed without a change and then applied; a loose shapefile has all its parts', async () => {
  expect((await weft('export', 'p.weft', '--layer', 'poles', '--format', 'shp', '--out', 'poles.shp')).code).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith('poles.'))).toEqual(
    ['cpg', 'csv', 'dbf', 'prj', 'shp', 'shx'].map((ending) => `poles.${ending}`),
  );
  writeFileSync(join(folder, 'marked.csv'), 'id,lon,lat,note\na,11.5,50,leans\nc,11.502,50,\n');
  const before = readFileSync(join(folder, 'p.weft'));
  const preview = await weft('import', 'p.weft', 'marked.csv', '--as', 'poles', '--update', '--preview');
  expect(preview.out).toContain('1 added, 0 moved, 1 changed, 1 deleted, 0 as they were');
  expect(preview.out).toContain('changed: a, note: =1+1 → leans');
  expect(readFileSync(join(folder, 'p.weft'))).toEqual(before);
  const applied = await weft('import', 'p.weft', 'marked.csv', '--as', 'poles', '--update', '--json');
  expect(JSON.parse(applied.out)).toMatchObject({
    layer: 'poles',
    applied: true,
    updates: [{ id: 'a' }, { id: 'c' }, { id: 'b' }],
  });
  expect(JSON.parse((await weft('inspect', 'p.weft', '--json')).out)).toMatchObject({ layers: [{ name: 'poles', count: 2 }] });
});

test('wrong usage exits with 2 and says what is possible', async () => {
  const layer = await weft('import', 'p.weft', 'poles.csv', '--as', 'pole');
  expect(layer.code).toBe(2);
  expect(layer.err).toContain('rights-of-way');
  expect((await weft('import', 'p.weft', '--as', 'poles')).code).toBe(2);
  const format = await weft('export', 'p.weft', '--layer', 'poles', '--format', 'dwg', '--out', 'x.dwg');
  expect(format.err).toMatch(/geojson, gpkg.* kml.* csv, xlsx/);
  expect(format.code).toBe(2);
});

test('check exits with 0 whatever it finds, and with 1 when strict and there are errors', async () => {
  const found = await weft('check', 'p.weft', '--json');
  expect(found.code).toBe(0);
  expect(JSON.parse(found.out)).toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining({ code: 'facilities/none', severity: 'error' })]) as unknown,
  });
  expect((await weft('check', 'p.weft', '--strict')).code).toBe(1);
});
