import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workbench, type Workbench } from '../support/command-line.ts';
import { pathFaults, readNetwork, readSummary, sumFaults, treeOf } from '../support/read-build-plan.ts';
import { HOSTILE, makeProject, point, writeFeatures, writeSmallTown } from '../support/small-town.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = workbench();
  writeSmallTown(bench);
  await makeProject(
    bench,
    'town.weft',
    'streets.geojson=rights-of-way',
    'premises.geojson=premises',
    'two-huts.geojson=facilities',
    'poles.geojson=poles',
    'rail.geojson=barriers',
    'neighbourhoods.geojson=neighbourhoods',
  );
  await bench.json('plan', 'town.weft', '--out', 'town');
}, 120_000);
afterAll(() => bench.remove());

test('without neighbourhoods, poles and terrain there is one folder of the whole', async () => {
  await makeProject(
    bench,
    'bare.weft',
    ...['streets=rights-of-way', 'premises=premises', 'hut=facilities'].map((pair) => pair.replace('=', '.geojson=')),
  );
  const answer = await bench.json<{ designed: boolean; files: string[] }>('plan', 'bare.weft', '--out', 'bare');
  expect(answer).toMatchObject({ designed: true, files: expect.arrayContaining(['small-b-town-b/build-plan.pdf']) as unknown });
  const summary = readSummary(bench.path('bare'));
  expect(summary).toMatchObject({ total: { premisesPassed: 61, polesUsed: 0 }, premisesNotReached: [{ id: 'far' }] });
  expect(pathFaults(readNetwork(bench.path('bare')))).toEqual([]);
});

test('two huts, empty and equally named neighbourhoods: sums are exact, each premises has one path to one hut', () => {
  const summary = readSummary(bench.path('town'));
  expect(sumFaults(summary)).toEqual([]);
  expect(pathFaults(readNetwork(bench.path('town')))).toEqual([]);
  expect(summary.total.premisesPassed + summary.premisesNotReached.length).toBe(62);
  expect(summary.neighbourhoods).toHaveLength(6);
  expect(summary.neighbourhoods[2]).toMatchObject({ name: 'Empty 東京', premisesPassed: 0, costLikely: 0, routeLengthM: 0 });
});

test('a premises on the boundary belongs to the neighbourhood of the lower id', () => {
  const border = readNetwork(bench.path('town')).find(({ properties }) => properties['premisesId'] === 'border');
  expect(border?.properties['neighbourhood']).toBe(HOSTILE.west);
});

test('folders have plain names whatever the neighbourhoods are called', () => {
  const folders = readdirSync(bench.path('town'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([
    'empty',
    'etc-passwd',
    'kasdorf-west-script',
    'kasdorf-west-script-2',
    'neighbourhood',
    'neighbourhood-outside',
  ]);
});

test('text from data stays text in tables, sheets and drawings', () => {
  const [west, east] = ['etc-passwd', 'kasdorf-west-script'].map((name) => bench.path(`town/${name}`));
  expect(readFileSync(`${west}/poles.csv`, 'utf8')).toContain("'@Co-op");
  expect(readFileSync(`${west}/crossings.csv`, 'utf8')).toContain(`"'=HYPERLINK(""http`);
  const kml = readFileSync(`${east}/network.kml`, 'utf8');
  expect(kml).not.toContain('<script>');
  const sheets = unzipSync(readFileSync(`${east}/bill-of-materials.xlsx`));
  for (const [name, bytes] of Object.entries(sheets)) if (name.endsWith('.xml')) expect(strFromU8(bytes)).not.toContain('<f>');
  // A longitude is negative in half of the world, and stays a number.
  expect(readFileSync(`${west}/drops.csv`, 'utf8')).toMatch(/,11\.\d+,\d/);
});

test('--neighbourhood writes its folder only, and nothing of an earlier plan stays', async () => {
  const { files } = await bench.json<{ files: string[] }>('plan', 'town.weft', '--out', 'town-part', '--threads', '2');
  expect(files.length).toBe(3 + 6 * 17);
  expect(treeOf(bench.path('town-part'))).toEqual(treeOf(bench.path('town')));
  await bench.json('plan', 'town.weft', '--out', 'town-part', '--neighbourhood', 'Empty 東京', '--neighbourhood', 'outside');
  const left = [...treeOf(bench.path('town-part')).keys()];
  expect(left).toHaveLength(3 + 2 * 17);
  expect(left.every((path) => /^(empty\/|neighbourhood-outside\/|summary|manifest)/.test(path))).toBe(true);
  const unknown = await bench.weft('plan', 'town.weft', '--out', 'none', '--neighbourhood', 'Nowhere');
  expect(unknown.code).toBe(2);
  expect(unknown.err).toMatch(/Nowhere.*Empty/);
  expect(unknown.err).not.toMatch(/\u202e/);
});

test('a folder with other files in it is not written into', async () => {
  await bench.json('export', 'town.weft', '--layer', 'network', 'premises', '--format', 'kml', '--out', 'all.kml');
  const before = readdirSync(bench.folder);
  const { code, err } = await bench.weft('plan', 'town.weft', '--out', '.');
  expect(code).toBe(1);
  expect(err).toContain('other files');
  expect(readdirSync(bench.folder)).toEqual(before);
});

test('a thousand poles and premises at one place are planned like others', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => [`x${i}`, point(-50, i % 2 === 0 ? 6 : 12)] as const);
  writeFeatures(bench, 'many.geojson', many);
  await makeProject(
    bench,
    'many.weft',
    ...['streets=rights-of-way', 'many=premises', 'many=poles', 'hut=facilities'].map((pair) => pair.replace('=', '.geojson=')),
  );
  const total = await bench.json<Record<string, unknown>>('design', 'many.weft', 'fiber', '--effort', '1');
  expect(total).toMatchObject({ premisesPassed: 1000, premisesNotReached: [] });
  for (const value of Object.values(total)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
});

test('Ctrl-C during a design ends with 130 and leaves the project as it was', async () => {
  const big = Array.from({ length: 40 }, (_, i) => i * 100);
  writeFeatures(bench, 'grid.geojson', [
    ...big.map(
      (east) => [`v${east}`, { type: 'LineString', coordinates: big.map((north) => point(east, north).coordinates) }] as const,
    ),
    ...big.map(
      (north) => [`h${north}`, { type: 'LineString', coordinates: big.map((east) => point(east, north).coordinates) }] as const,
    ),
  ]);
  writeFeatures(
    bench,
    'homes.geojson',
    big.flatMap((east) => big.map((north) => [`p${east}-${north}`, point(east + 40, north + 12)] as const)),
  );
  await makeProject(
    bench,
    'big.weft',
    ...['grid=rights-of-way', 'homes=premises', 'hut=facilities'].map((pair) => pair.replace('=', '.geojson=')),
  );
  const before = readFileSync(bench.path('big.weft'));
  const files = readdirSync(bench.folder);
  const { child, answer } = bench.start('design', 'big.weft', 'fiber', '--effort', '5');
  setTimeout(() => child.kill('SIGINT'), 2500);
  const { code, out, err } = await answer;
  expect([code, out]).toEqual([130, '']);
  expect(err).toContain('cancelled');
  expect(readFileSync(bench.path('big.weft')).equals(before)).toBe(true);
  expect(readdirSync(bench.folder)).toEqual(files);
});

test('a project made by hand is refused where a byte of it is wrong', async () => {
  const bytes = readFileSync(bench.path('town.weft'));
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(bench.path('torn.weft'), bytes);
  const { code, err } = await bench.weft('check', 'torn.weft', '--json');
  expect(code).toBe(1);
  expect(err).toContain('torn.weft');
});
