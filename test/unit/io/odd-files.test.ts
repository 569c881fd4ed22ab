import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import type { FileReport } from '../../../src/io/import-layer.ts';
import { inspectFile } from '../../../src/io/inspect-file.ts';
import { quietJob } from '../../../src/base/job.ts';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { readGzip, writeZip, zipNames } from '../../../src/io/zip.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { emptyPlan, imported, textFile } from './import-samples.ts';

async function read(name: string, text: string): Promise<{ features: Feature[]; report: FileReport | undefined }> {
  const { features, report } = await imported(emptyPlan(), 'premises', textFile(name, text), { skipBadRows: true });
  return { features, report: report.files[0] };
}

async function refusal(name: string, text: string): Promise<AppError> {
  const error: unknown = await read(name, text).catch((one: unknown) => one);
  if (!(error instanceof AppError)) throw new Error('it was not refused');
  return error;
}

const placesOf = (features: readonly Feature[]): unknown[] => features.map(({ geometry }) => geometry?.coordinates);

test('the line in which a spreadsheet says its separator is no header', async () => {
  const { features } = await read('a.csv', 'sep=;\r\nid;lat;lon\r\n1;42,5;-71,25\r\n');
  expect(placesOf(features)).toEqual([[-71.25, 42.5]]);
  const broken = await read('a.csv', 'sep=;\nid;lat;lon\n1;42,5;-71,25\n2;x;y\n');
  expect(broken.report?.problems.map(({ where }) => where)).toContain('row 2 (line 4)');
});

test('what stands above the titles of a report is left out and told, in the count of lines it counts', async () => {
  const { features, report } = await read('a.csv', 'Poles of the town,,\n,,\nid,lat,lon\n1,42,-71\n2,none,-71\n');
  expect(placesOf(features)).toEqual([[-71, 42]]);
  expect(report?.problems.map(({ where, message }) => `${where}: ${message}`)).toEqual(
    expect.arrayContaining([
      ': 2 lines above the titles of the columns were left out.',
      expect.stringMatching(/^row 2 \(line 5\)/),
    ]),
  );
});

test('geometry in hexadecimal digits, as PostGIS writes tables, in either order of bytes, with a system and heights', async () => {
  // POINT(-71 42) with SRID 4326; POINT(-71.25 42.5), the large byte first; POINT Z (-71 42 5) with SRID 4326; one that is cut.
  const rows = [
    '1,0101000020E61000000000000000C051C00000000000004540',
    '2,0000000001C051D000000000004045400000000000',
    '3,01010000A0E61000000000000000C051C000000000000045400000000000001440',
    '4,0101000020E61000000000000000C051C0',
  ];
  const { features, report } = await read('a.csv', `id,geom\n${rows.join('\n')}\n`);
  expect(placesOf(features)).toEqual([
    [-71, 42],
    [-71.25, 42.5],
    [-71, 42],
  ]);
  expect(report?.problems.filter(({ severity }) => severity === 'row').map(({ where }) => where)).toEqual(['row 4 (line 5)']);
});

test('numbers of 10 and more digits are no geometry', async () => {
  const { report } = await read('a.csv', 'id,meter,lat,lon\n1,0100000001,42,-71\n2,0012345678901234,42,-71\n');
  expect([report?.added, report?.columns]).toEqual([2, ['id', 'meter']]);
});

test('files of kinds that cannot be read are called by their names, and what is not in them is said', async () => {
  const esri = '{"geometryType":"esriGeometryPoint","features":[]}';
  const link =
    '<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink></kml>';
  expect((await refusal('a.json', esri)).what).toMatch(/Esri JSON/);
  expect((await refusal('a.gml', '<x/>')).what).toMatch(/GML/);
  expect((await refusal('a.mif', 'Version 300')).what).toMatch(/MapInfo/);
  expect((await refusal('a.kml', link)).what).toMatch(/network link to http:\/\/example.org\/a.kml was not followed/);
});

test('what devices add to GPX is left out by word', async () => {
  const { report } = await read(
    'a.gpx',
    '<gpx version="1.1"><wpt lat="42" lon="-71"><name>A</name><extensions><x>1</x></extensions></wpt><wpt lat="42" lon="-71.1"/></gpx>',
  );
  expect(report?.added).toBe(2);
  expect(report?.problems.map(({ message }) => message).join()).toMatch(/extensions/);
});

test('what is packed, or of a program whose files are not read, is refused by name with the way out', async () => {
  const tar = `${'a.geojson'.padEnd(257, '\0')}ustar`;
  const zipped = String.fromCharCode(...writeZip(new Map([['content.xml', new Uint8Array(9)]])));
  for (const [name, text] of [
    ['a.osm.bz2', 'BZh91AY&SY'],
    ['a.7z', '7z\u00bc\u00af\u0027\u001c'],
    ['a.geojson', 'Rar!\u001a\u0007'],
    ['a.tar', tar],
    ['a.opl', 'n1 v1 x11.5 y50'],
    ['a.ods', zipped],
    ['a.qgz', zipped],
    ['a.dgn', '\u0008\u0009\u00fe\u0002'],
    ['a.mdb', '\u0000\u0001\u0000\u0000Standard Jet DB'],
    ['a.o5m', '\u00ff\u00e0\u0004o5m2'],
  ] as const) {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    await expect(imported(emptyPlan(), 'premises', { name, bytes }, {})).rejects.toMatchObject({
      what: expect.stringMatching(/^This is an? (packed \(|OpenStreetMap OPL|OpenDocument|QGIS project|DGN|Access)/) as unknown,
      remedy: expect.stringMatching(/Unpack it|osmium cat|as \.xlsx|as GeoPackage|Convert it/) as unknown,
    });
  }
});

test('gzip files of several members are read to the end, each with its checksum; a bgzip file without its last block is cut', () => {
  const text = 'id,lat,lon\n1,42,-71\n';
  const [one, two] = [gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))];
  const both = Buffer.concat([one, two]);
  expect(new TextDecoder().decode(readGzip('a.csv.gz', both))).toBe(text);
  both[one.length - 8]! ^= 1;
  expect(() => readGzip('a.csv.gz', both)).toThrow(/gzip file is damaged.*checksum/);
  // The extra field "BC" tells a file of bgzip (SAM specification, 4.1); its last block is empty.
  const blocked = (content: string): Buffer => {
    const packed = gzipSync(content);
    const block = Buffer.concat([packed.subarray(0, 10), Buffer.from([6, 0, 0x42, 0x43, 2, 0, 0, 0]), packed.subarray(10)]);
    block[3] = 4;
    block.writeUInt16LE(block.length - 1, 16);
    return block;
  };
  const blocks = Buffer.concat([blocked(text), blocked('')]);
  expect(new TextDecoder().decode(readGzip('a.csv.gz', blocks))).toBe(text);
  expect(() => readGzip('a.csv.gz', blocked(text))).toThrow(/last block is missing/);
});

test('a zip archive whose comment looks like its end is read; one of nothing that is read is refused with what it holds', async () => {
  const plain = writeZip(new Map([['inner.zip', new Uint8Array(8)]]));
  const comment = Buffer.from('PK\x05\x06'.repeat(9), 'latin1');
  const commented = Buffer.concat([plain, comment]);
  commented.writeUInt16LE(comment.length, plain.length - 2);
  expect(zipNames(commented)).toEqual(['inner.zip']);
  await expect(inspectFile('a.zip', plain, {}, quietJob)).rejects.toMatchObject({
    code: 'import/unknown-format',
    what: expect.stringContaining('inner.zip') as string,
  });
});

test('layers of one name in two folders of an archive are called by their folders; surfaces in space are refused by name', async () => {
  const shp = (kind: number): Uint8Array => {
    const view = new DataView(new ArrayBuffer(128));
    view.setInt32(0, 9994);
    view.setInt32(24, 64);
    view.setInt32(28, 1000, true);
    view.setInt32(32, kind, true);
    view.setInt32(100, 1);
    view.setInt32(104, 10);
    view.setInt32(108, kind, true);
    view.setFloat64(112, -71, true);
    view.setFloat64(120, 42, true);
    return new Uint8Array(view.buffer);
  };
  const twice = writeZip(new Map([['a/poles.shp', shp(1)], ['b/poles.shp', shp(1)], ['b/huts.shp', shp(1)]])); // prettier-ignore
  const { layers } = await inspectFile('a.zip', twice, {}, quietJob);
  expect(layers?.map(({ name }) => name).sort()).toEqual(['a/poles', 'b/poles', 'huts']);
  await expect(inspectFile('a.zip', writeZip(new Map([['a.shp', shp(31)]])), {}, quietJob)).rejects.toMatchObject({
    what: expect.stringContaining('multipatches') as string,
  });
});

test('cells of an ASCII grid that are no number are unknown, as GDAL writes them', async () => {
  const grid = 'ncols 2\nnrows 2\nxllcorner 690000\nyllcorner 5540000\ncellsize 10\nNODATA_value nan\n1 nan\n3 4\n';
  const { grids } = await readRasterFile('a.asc', new TextEncoder().encode(grid), { crs: 'EPSG:25832', verticalUnit: 'm' });
  expect([...grids[0]!.values]).toEqual([1, NaN, 3, 4]);
});
