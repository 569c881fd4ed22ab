import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import type { FileReport } from '../../../src/io/import-layer.ts';
import { writeZip } from '../../../src/io/zip.ts';
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
