import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Feature } from '../../../../src/plan/feature-table.ts';
import { writeCsv } from '../../../../src/io/write/csv.ts';
import { writeGeoJson } from '../../../../src/io/write/geojson.ts';
import { writeKml } from '../../../../src/io/write/kml.ts';
import { tableOfFeatures } from '../../../../src/io/write/table.ts';
import { writeXlsx } from '../../../../src/io/write/xlsx.ts';
import { readZip } from '../../../../src/io/zip.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const hostile: Feature[] = [
  {
    id: 'a&b',
    geometry: { type: 'Point', coordinates: [-71.0941591234567, 42.3733684] },
    fields: { name: '=HYPERLINK("http://x","y")', note: '<b>東京 & "עברית"</b>\u0007', height: -3.5, open: true },
  },
];

describe('CSV', () => {
  test('neutralises texts that a spreadsheet would run, and leaves numbers as they are', () => {
    const lines = text(writeCsv(tableOfFeatures('poles', hostile))).split('\r\n');
    expect(lines[0]).toBe('id,longitude,latitude,height,name,note,open');
    expect(lines[1]).toBe(
      'a&b,-71.0941591234567,42.3733684,-3.5,"\'=HYPERLINK(""http://x"",""y"")","<b>東京 & ""עברית""</b>\u0007",true',
    );
  });

  test.each(['=1', '+1', '-1', '@x', '\tx', '\rx'])('neutralises a text beginning with %j', (value) => {
    expect(text(writeCsv({ columns: [{ title: 'x' }], rows: [[value]] }))).toContain(`'${value}`);
  });

  test('writes shapes other than points as WKT', () => {
    const line: Feature = {
      id: 'l',
      geometry: {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4.5],
        ],
      },
      fields: {},
    };
    expect(text(writeCsv(tableOfFeatures('spans', [line])))).toBe('id,wkt\r\nl,"LINESTRING (1 2, 3 4.5)"\r\n');
  });
});

describe('GeoJSON', () => {
  test('writes one feature a line with sorted properties and full precision', () => {
    const lines = text(writeGeoJson(hostile)).split('\n');
    const feature = JSON.parse(lines[1]!) as { id: string; geometry: unknown; properties: object };
    expect(feature.geometry).toEqual(hostile[0]!.geometry);
    expect(Object.keys(feature.properties)).toEqual(['height', 'name', 'note', 'open']);
  });

  test('turns outer rings anticlockwise', () => {
    const clockwise: Feature = {
      id: 'p',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [0, 1],
            [1, 1],
            [0, 0],
          ],
        ],
      },
      fields: {},
    };
    expect(text(writeGeoJson([clockwise]))).toContain('[[[0,0],[1,1],[0,1],[0,0]]]');
  });
});

describe('KML', () => {
  test('escapes every text and leaves out what XML cannot hold', () => {
    const kml = text(
      writeKml({
        name: 'A & B',
        styles: [{ id: 's', color: '#112233' }],
        folders: [{ name: 'poles', features: hostile, styleOf: () => 's' }],
      }),
    );
    expect(kml).toContain('<name>A &amp; B</name>');
    expect(kml).toContain('<Placemark id="poles.a_26_b">');
    expect(kml).toContain('&lt;b&gt;東京 &amp; &quot;עברית&quot;&lt;/b&gt;</SimpleData>');
    expect(kml).toContain('<color>ff332211</color>');
    expect(kml).not.toContain('\u0007');
  });
});

describe('XLSX', () => {
  afterEach(() => vi.useRealTimers());

  test('gives the same bytes at any time, neutralised texts and numbers as numbers', async () => {
    const tables = [tableOfFeatures('poles/long:name that no sheet can have', hostile)];
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:06Z') });
    const bytes = await writeXlsx(tables);
    vi.setSystemTime(new Date('2031-05-06T07:08:10Z'));
    expect(await writeXlsx(tables)).toEqual(bytes);
    const parts = await readZip('x.xlsx', bytes);
    expect(text(parts.get('xl/sharedStrings.xml')!)).toContain("'=HYPERLINK(");
    expect(text(parts.get('xl/workbook.xml')!)).toContain('name="poles long name that no sheet c"');
    expect(text(parts.get('xl/worksheets/sheet1.xml')!)).toContain('<v>-71.0941591234567</v>');
  });
});
