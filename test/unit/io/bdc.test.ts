import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { exportLayers } from '../../../src/io/export-layers.ts';
import { importFeatures } from '../../../src/io/import-layer.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import { parseStatedService } from '../../../src/io/write/bdc.ts';
import { writeZip } from '../../../src/io/zip.ts';
import { apply } from '../../../src/plan/change.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { featuresOfLayer } from '../../../src/plan/layer.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { emptyPlan } from './import-samples.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** The header of 2022 and that of today. */
const OLD =
  'provider_id,frn,brand_name,location_id,block_fips,h3index_hex8,technology_code,max_advertised_download_speed,max_advertised_upload_speed,low_latency,business_residential_code';
const NEW =
  'frn,provider_id,brand_name,location_id,technology,max_advertised_download_speed,max_advertised_upload_speed,low_latency,business_residential_code,state_usps,block_geoid,h3_res8_id';
const old = (location: string, technology: number, down: number, up: number, latency = 1): string =>
  `"131310","0004948105",Acme,"${location}","230259662001023",882b1acb17fffff,${technology},"${down}","${up}","${latency}",X`;

test('each location once with its best offer, whatever the columns are called; the cells of the H3 grid count them', async () => {
  const text = [
    OLD,
    old('1010520921', 10, 50, 10),
    old('1010520921', 50, 1000, 500),
    old('1010520922', 60, 200, 30),
    old('1010520923', 50, 100, 20, 0),
    '',
  ].join('\n');
  for (const [name, file] of [
    ['a.csv', bytes(text)],
    ['a.zip', writeZip(new Map([['a.csv', bytes(text)]]))],
  ] as const) {
    const { format, layers } = await parseVectorFile(name, file, {}, quietJob);
    expect(format).toBe('FCC availability list');
    expect(
      layers[0]?.features.map(({ id, fields }) => [id, fields['serviceLevel'], fields['technology'], fields['offers']]),
    ).toEqual([
      ['1010520921', 'served', 50, 2],
      ['1010520922', 'unserved', 60, 1],
      ['1010520923', 'unserved', 50, 1],
    ]);
    expect(layers[1]?.features).toHaveLength(1);
    expect(layers[1]?.features[0]).toMatchObject({
      id: '882b1acb17fffff',
      geometry: { type: 'Polygon' },
      fields: { locations: 3, served: 1, underserved: 0, unserved: 2 },
    });
  }
});

test('a location in two cells is told: one of its numbers is wrong', async () => {
  const elsewhere = old('1010520921', 10, 50, 10).replace('882b1acb17fffff', '882b1a5a4dfffff');
  const text = [OLD, old('1010520921', 50, 1000, 500), elsewhere, ''].join('\n');
  const [locations] = (await parseVectorFile('a.csv', bytes(text), {}, quietJob)).layers;
  expect(locations?.problems.map(({ severity, where }) => [severity, where])).toEqual([['warning', 'row 2 (line 3)']]);
  expect(locations?.problems[0]?.message).toContain('882b1a5a4dfffff');
});

test('rows whose numbers are none are bad rows', async () => {
  const { layers } = await parseVectorFile(
    'a.csv',
    bytes(
      `${NEW}\n000,131310,A,999,50,1,1,1,R,MT,3,882b1acb17fffff\n000,131310,A,1010520921,50,fast,1,1,R,MT,3,882b1acb17fffff\n`,
    ),
    {},
    quietJob,
  );
  expect(layers[0]).toMatchObject({ total: 2, features: [] });
  expect(layers[0]?.problems.map(({ message }) => message)).toEqual([
    '"999" in location_id is not ten digits from 1000000000 on.',
    '"fast" in max_advertised_download_speed is not whole Mbps.',
  ]);
});

test('locations lie where premises of the same id do; without such premises the list is refused', async () => {
  const plan = emptyPlan();
  const list = { name: 'a.csv', bytes: bytes(`${OLD}\n${old('1010520921', 50, 1000, 500)}\n${old('1010520922', 10, 30, 5)}\n`) };
  const options = { sourceLayer: 'locations' };
  await expect(importFeatures(plan, 'grants', [list], options, quietJob)).rejects.toMatchObject({
    code: 'import/no-coordinates',
  });
  const premises = { name: 'p.csv', bytes: bytes('id,location_id,lon,lat\nh1,1010520921,-69.5,45.2\nh2,,-69.6,45.3\n') };
  apply(plan, (await importFeatures(plan, 'premises', [premises], {}, quietJob)).change);
  const { change, report } = await importFeatures(plan, 'grants', [list], options, quietJob);
  apply(plan, change);
  expect(report).toMatchObject({ added: 1 });
  expect(report.files[0]?.problems.map(({ message }) => message).join()).toMatch(/1 locations of the list are not among/);
  expect([...featuresOfLayer(plan.layers.get('grants')!)]).toMatchObject([
    { id: '1010520921', geometry: { type: 'Point', coordinates: [-69.5, 45.2] }, fields: { serviceLevel: 'served' } },
  ]);
});

const home = (id: string, fields: Feature['fields']): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: [-69.5, 45.2] },
  fields,
});
const written = async (features: Feature[], ...stated: string[]): Promise<{ text: string; notes: readonly string[] }> => {
  const file = await exportLayers('x', [{ name: 'premises', features }], 'bdc', { available: parseStatedService(stated) });
  return { text: new TextDecoder().decode(file.bytes), notes: file.notes };
};
const SERVICE = {
  provider_id: 131310,
  brand_name: 'Town Fiber, Inc.',
  technology: 50,
  max_advertised_download_speed: 1000,
  max_advertised_upload_speed: 1000,
  low_latency: true,
  business_residential_code: 'R',
};

test('a filing has eight columns in their order; what does not say that it is offered is left out and counted', async () => {
  const features = [
    home('a', { location_id: '1010520921', ...SERVICE }),
    home('1010520922', SERVICE),
    home('b', { location_id: 1010520923 }),
    home('c', {}),
  ];
  const { text, notes } = await written(features);
  expect(text).toBe(
    'provider_id,brand_name,location_id,technology,max_advertised_download_speed,max_advertised_upload_speed,low_latency,business_residential_code\r\n' +
      '131310,"Town Fiber, Inc.",1010520921,50,1000,1000,1,R\r\n131310,"Town Fiber, Inc.",1010520922,50,1000,1000,1,R\r\n',
  );
  expect(notes).toEqual([
    '1 features do not say what is offered there and were left out.',
    '1 features have no location_id and were left out.',
  ]);
  const again = await parseVectorFile('a.csv', bytes(text), {}, quietJob);
  expect(again.layers[0]?.features.map(({ id, fields }) => [id, fields['serviceLevel']])).toEqual([
    ['1010520921', 'served'],
    ['1010520922', 'served'],
  ]);
});

test('service goes into a list by the user’s word, never because it is planned; wrong values are refused', async () => {
  const premises = [home('1010520921', { units: 2 })];
  await expect(written(premises)).rejects.toMatchObject({
    code: 'export/bdc',
    what: expect.stringMatching(/planned/) as unknown,
  });
  const words = Object.entries(SERVICE).map(([column, value]) => `${column}=${value === true ? 1 : String(value)}`);
  expect((await written(premises, ...words)).text).toContain('1010520921,50,1000');
  await expect(written([home('1010520921', { ...SERVICE, provider_id: 7 })])).rejects.toMatchObject({
    what: expect.stringMatching(/provider_id "7" is not six digits/) as unknown,
  });
  await expect(
    written([home('x', { ...SERVICE, location_id: '1010520921' }), home('1010520921', SERVICE)]),
  ).rejects.toMatchObject({
    what: expect.stringMatching(/twice/) as unknown,
  });
  expect(() => parseStatedService(['technology=51'])).toThrow(/one of 0, 10/);
});

describeWithData('NTIA', () => {
  test('200 locations have the level of service that NTIA’s own function gives them', async () => {
    const file = (name: string): Uint8Array => readFileSync(testData(`fiber/bead_service_level/${name}`)!);
    const { layers } = await parseVectorFile('a.csv', file('bdc_availability.csv'), {}, quietJob);
    const levels = new Map(layers[0]?.features.map(({ id, fields }) => [id, String(fields['serviceLevel'])]));
    const expected = new TextDecoder().decode(file('expected_service_level.csv')).trim().split(/\r?\n/).slice(1);
    expect(expected).toHaveLength(200);
    for (const row of expected) {
      const [location = '', level = ''] = row.split(',');
      expect(`${location} ${levels.get(location) ?? 'unserved'}`).toBe(`${location} ${level.toLowerCase()}`);
    }
  });
});
