import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { readKml, readKmz } from '../../../src/io/kml.ts';
import type { SourceLayer } from '../../../src/io/source-layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { gdalReads, readByGdal } from '../../support/gdal.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { emptyPlan, imported } from './import-samples.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const kml = (inner: string): Promise<SourceLayer> =>
  readKml('a.kml', bytesOf(`<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`), quietJob);
const point = '<Point><coordinates>11.5,50</coordinates></Point>';

describe('KML', () => {
  test('folders are kept as a field, one inside the other; a single folder is the layer', async () => {
    const two = await kml(
      `<name>Town</name><Folder><name>Poles</name><Placemark>${point}</Placemark><Folder><name>Old</name><Placemark>${point}</Placemark></Folder></Folder>`,
    );
    expect(two.name).toBe('Town');
    expect(two.features.map(({ fields }) => fields['folder'])).toEqual(['Poles', 'Poles / Old']);
    const one = await kml(`<name>Town</name><Folder><name>Poles</name><Placemark>${point}</Placemark></Folder>`);
    expect(one).toMatchObject({ name: 'Poles', features: [{ fields: {} }] });
  });

  test('a document in a document, as GDAL and Weft write layers, is a folder', async () => {
    const layer = (name: string): string =>
      `<Document id="${name}"><name>${name}</name><Placemark>${point}</Placemark></Document>`;
    const layers = await kml(`<name>Town</name>${layer('poles')}${layer('huts')}`);
    expect(layers.features.map(({ fields }) => fields)).toMatchObject([{ folder: 'poles' }, { folder: 'huts' }]);
    expect(layers.features[0]?.fields['name']).toBeUndefined();
  });

  test('declared types hold; other data are read as the cells of a table; descriptions stay text', async () => {
    const { features } = await kml(
      `<Schema id="s"><SimpleField name="code" type="string"/><SimpleField name="ht" type="float"/></Schema>
      <Placemark id="p1"><name>A &amp; B</name><description><![CDATA[<b onclick="x()">hi</b>]]></description><ExtendedData>
      <SchemaData schemaUrl="#s"><SimpleData name="code">12</SimpleData><SimpleData name="ht">9.5</SimpleData></SchemaData>
      <Data name="n"><value>7</value></Data><Data name="zip"><value>02139</value></Data></ExtendedData>${point}</Placemark>`,
    );
    expect(features).toMatchObject([
      {
        id: 'p1',
        where: expect.stringContaining('placemark 1') as unknown,
        fields: { name: 'A & B', description: '<b onclick="x()">hi</b>', code: '12', ht: 9.5, n: 7, zip: '02139' },
      },
    ]);
  });

  test('a multi-geometry of one kind is one geometry, of several kinds one of each', async () => {
    const line = '<LineString><coordinates>11,50 12,50,3</coordinates></LineString>';
    const { features, problems } = await kml(
      `<Placemark><MultiGeometry>${line}<MultiGeometry>${line}</MultiGeometry></MultiGeometry></Placemark><Placemark><MultiGeometry>${line}${point}</MultiGeometry></Placemark>`,
    );
    expect(features.map(({ geometry }) => geometry?.type)).toEqual(['MultiLineString', 'LineString', 'Point']);
    expect(problems.map(({ code }) => code)).toEqual(['import/collection', 'import/height', 'import/height']);
  });

  test('outlines with holes, tracks, prefixed names; pictures are reported and placemarks without a place counted', async () => {
    const { features, problems, total } = await kml(
      `<k:Placemark><k:Polygon><k:innerBoundaryIs><k:LinearRing><k:coordinates>2,2 2,3 3,3 2,2</k:coordinates></k:LinearRing></k:innerBoundaryIs>
      <k:outerBoundaryIs><k:LinearRing><k:coordinates>0,0 9,0 9,9 0,0</k:coordinates></k:LinearRing></k:outerBoundaryIs></k:Polygon></k:Placemark>
      <Placemark><gx:Track><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track></Placemark><Placemark/><GroundOverlay/>`,
    );
    expect(total).toBe(3);
    expect(features.map(({ geometry }) => geometry?.coordinates)).toEqual([
      [
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 0],
        ],
        [
          [2, 2],
          [2, 3],
          [3, 3],
          [2, 2],
        ],
      ],
      [
        [1, 2],
        [4, 5],
      ],
      undefined,
    ]);
    expect(problems.map(({ code }) => code)).toContain('import/left-out');
  });

  test.each(['11,50 12', '11,50 12,x', '11,50, 12,50', '11,50 12,50,1,2'])('ragged positions are a bad row: %s', async (text) => {
    const { features, problems } = await kml(
      `<Placemark><LineString><coordinates>${text}</coordinates></LineString></Placemark>`,
    );
    expect(features).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'row', code: 'import/coordinates', where: 'placemark 1 (line 1)' }]);
  });

  test('what Weft writes comes back as it was, as KML and as KMZ, and the same features give the same bytes', async () => {
    const named: Feature[] = [
      { id: '7', geometry: { type: 'Point', coordinates: [11.5, 50] }, fields: { name: 'Ł & <Co>', mixed: '12' } },
      { id: '8', geometry: { type: 'Point', coordinates: [11.5, 51] }, fields: { name: '8', mixed: 'x', sum: 0.1 + 0.2 } },
      { id: '9', geometry: { type: 'Point', coordinates: [11.5, 52] }, fields: {} },
    ];
    for (const format of ['kml', 'kmz'] as const) {
      for (const features of [exchangeSample, named]) {
        const bytes = await written([{ name: 'poles', features }], format);
        const again = await imported(emptyPlan(), 'existing-network', { name: `a.${format}`, bytes });
        expect(again.features).toEqual(features);
        expect(again.report.files[0]?.problems).toEqual([]);
        expect(await written([{ name: 'poles', features }], format)).toEqual(bytes);
      }
    }
  });

  test.each([
    ['another XML', 'import/not-kml', '<gpx/>'],
    ['broken XML', 'import/damaged', '<kml><Placemark></kml>'],
    ['an unknown entity', 'import/damaged', '<kml>&undefined;</kml>'],
    ['endless nesting', 'import/damaged', `<kml>${'<Folder>'.repeat(200)}`],
  ])('%s is refused as %s', async (_, code, text) => {
    await expect(readKml('a.kml', bytesOf(text), quietJob)).rejects.toMatchObject({ code });
  });

  test.skipIf(!gdalReads('LIBKML'))('GDAL finds the ids and the fields of what Weft writes, as KML and as KMZ', async () => {
    const layers = [
      { name: 'poles', features: [{ id: '7', geometry: { type: 'Point', coordinates: [11.5, 50] }, fields: { heightM: 9.5 } }] },
      { name: 'huts', features: [{ id: 'h', geometry: { type: 'Point', coordinates: [11.6, 50] }, fields: { open: true } }] },
    ] as const;
    for (const format of ['kml', 'kmz'] as const) {
      const [pole] = readByGdal(`a.${format}`, await written(layers, format), 'poles');
      expect(pole?.properties).toMatchObject({ weft_id: '7', heightM: 9.5 });
    }
  });

  test('of several documents in an archive doc.kml is read, and the others are named', async () => {
    const zip = zipSync({ 'a.kml': bytesOf('<kml/>'), 'doc.kml': bytesOf(`<kml><Placemark>${point}</Placemark></kml>`) });
    const layers = await readKmz('a.kmz', zip, quietJob);
    expect(layers).toMatchObject([{ total: 1, problems: [{ code: 'import/several-kml', where: 'doc.kml' }] }]);
  });

  test('a document that links to others of the same archive, as GDAL writes it, gives a layer for each; other links are named', async () => {
    const link = (href: string): string => `<NetworkLink><Link><href>${href}</href></Link></NetworkLink>`;
    const zip = zipSync({
      'doc.kml': bytesOf(`<kml><Document>${link('layers/poles.kml')}${link('https://weft.example/x.kml')}</Document></kml>`),
      'layers/poles.kml': bytesOf(`<kml><Document>${link('doc.kml')}<Placemark>${point}</Placemark></Document></kml>`),
    });
    expect(await readKmz('a.kmz', zip, quietJob)).toMatchObject([
      { name: 'poles', total: 1, problems: [{ code: 'import/network-link' }] },
    ]);
    const far = zipSync({ 'doc.kml': bytesOf(`<kml>${link('https://weft.example/x.kml')}</kml>`) });
    expect(await readKmz('a.kmz', far, quietJob)).toMatchObject([{ total: 0, problems: [{ code: 'import/network-link' }] }]);
  });
});

describeWithData('the poles of Wellington-Harrington in several forms', () => {
  const real = (name: string) => ({
    name,
    bytes: readFileSync(testData(`areas/cambridge-ma/neighbourhood-wellington-harrington/${name}`)!),
  });

  test('GeoJSON, CSV, KML and KMZ give one and the same layer', async () => {
    const layers = await Promise.all(
      ['poles.geojson', 'poles_lonlat.csv', 'poles.kml', 'poles.kmz'].map(async (name) => {
        const { features } = await imported(emptyPlan(), 'poles', real(name));
        // GeoJSON has ids of its own and is ordered by them.
        return features
          .map(({ geometry, fields }) => JSON.stringify([geometry?.coordinates, fields['kind'], fields['ELEV'], fields]))
          .sort();
      }),
    );
    expect(layers[0]).toHaveLength(97);
    for (const layer of layers) expect(layer).toEqual(layers[0]);
  });

  test('cut at nine places, both are refused', async () => {
    expect(new Set(await cutNineTimes('poles.kml', real('poles.kml').bytes))).toEqual(new Set(['import/damaged']));
    expect(new Set(await cutNineTimes('poles.kmz', real('poles.kmz').bytes))).toEqual(new Set(['file/damaged']));
  });
});
