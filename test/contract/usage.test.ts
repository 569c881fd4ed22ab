import { gzipSync } from 'node:zlib';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workbench, type Answer, type Workbench } from '../support/command-line.ts';
import { makeProject, writeSmallTown } from '../support/small-town.ts';

let bench: Workbench;
const weft = (...words: string[]): Promise<Answer> => bench.weft(...words);

beforeAll(async () => {
  bench = workbench();
  writeSmallTown(bench);
  mkdirSync(bench.path('folder'));
  writeFileSync(bench.path('no-items.csv'), 'id,description,unit,low,likely,high,includes,source,year,weak\n');
  writeFileSync(bench.path('notes.txt'), 'only words here\n');
  writeFileSync(bench.path('not-a-project.weft'), 'not a project');
  await makeProject(bench, 'p.weft', 'poles.geojson=poles');
});
afterAll(() => bench.remove());

test('says which version it is', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await weft('--version')).toMatchObject({ code: 0, out: `weft ${version}\n` });
});

test.each([
  ['', 'Commands'],
  ['bogus', 'no command "bogus"'],
  ['new x.weft', '--name is missing'],
  ['new x.weft --name=', 'name'],
  ['new x.weft --name X --units furlong', 'furlong'],
  ['new x.weft --name X --bogus', '--bogus'],
  ['import p.weft', 'file'],
  ['import p.weft poles.geojson --as pole', 'rights-of-way'],
  ['import p.weft poles.geojson --as poles --map height', '--map'],
  ['import p.weft poles.geojson --as poles --map heightM=HT:ft owner=OWN', 'owner=OWN'],
  ['import p.weft poles.geojson --as poles --vertical-unit ft', '--map heightM=HT:ft'],
  ['derive p.weft wealth', 'wealth'],
  ['derive p.weft premises', '--from'],
  ['derive p.weft premises --from poles', 'poles'],
  ['plan p.weft extra --out x', 'extra'],
  ['costs p.weft --import a --export b', 'not both'],
  ['elevation --at -71.09,42.37', '--terrain'],
  ['elevation --terrain x.tif --at 1,91', '1,91'],
  ['link --terrain x.tif --from 1,2 --to 1,2,3', 'LON,LAT,HEIGHT_M'],
  ['link --terrain x.tif --from 1,2,3 --to 1,2,4 --frequency-ghz fast', 'fast'],
  ['link --terrain x.tif --from 1,2,3 --to 1,2,4 --frequency-ghz 0', '0.03 to 300'],
  ['link --terrain x.tif --from 1,2,3 --to 1,2,4 --height-above roof', '--surface or --buildings'],
  ['viewshed --terrain x.tif --at 1,2,3 --radius-m 0 --out x.tif', 'more than 0'],
  ['import p.weft poles.geojson --as poles --within 1,2,3,4', '--within'],
  ['tree x.gr --seconds 1 --effort 2', 'not both'],
  ['tree x.gr --seconds 0', 'more than 0'],
  ['design p.weft copper', 'copper'],
  ['design p.weft fiber --effort 0', '1 to 5'],
  ['plan p.weft', '--out'],
  ['export p.weft --format csv --out x.csv', '--layer'],
  ['export p.weft --layer poles --format bogus --out x', 'bogus'],
])('wrong usage, "weft %s", ends with 2 and one line that says what is possible', async (words, text) => {
  const { code, out, err } = await weft(...words.split(' ').filter(Boolean));
  expect(code).toBe(2);
  if (words === '') return;
  expect(out).toBe('');
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toContain(text);
});

test.each([
  ['set none.weft', 'none.weft'],
  ['inspect none.geojson', 'none.geojson'],
  ['inspect notes.txt.gz', 'notes.txt.gz'],
  ['import p.weft poles.geojson --as terrain', 'poles.geojson'],
  ['import p.weft poles.geojson none.geojson --as poles', 'none.geojson'],
  ['import p.weft poles.geojson --as poles --map heightM=NONE', 'NONE'],
  ['import p.weft poles.geojson --as poles --map heightM=height:furlong', 'us-ft'],
  ['steer p.weft free forbidden-1', 'forbidden-1'],
  ['import p.weft poles.geojson --as poles --where height>>3', 'height>>3'],
  ['import p.weft poles.geojson --as poles --crs EPSG:99999', '99999'],
  ['import p.weft poles.geojson --as parcels', 'poles.geojson'],
  ['costs p.weft --import notes.txt', 'notes.txt'],
  ['costs p.weft --import no-items.csv', 'no items'],
  ['derive p.weft premises --from parcels', 'parcels'],
  ['derive p.weft neighbourhoods --size 10', 'premises'],
  ['derive p.weft spans', 'rights-of-way'],
  ['elevation --terrain none.tif --at 1,2', 'none.tif'],
  ['tree notes.txt', 'notes.txt'],
  ['design p.weft fiber', 'premises'],
  ['plan p.weft --out out', 'premises'],
  ['export p.weft --layer parcels --format csv --out x.csv', 'parcels'],
  ['export p.weft --layer poles --format csv --out no/such/folder.csv', 'no/such/folder.csv'],
  ['set not-a-project.weft', 'not-a-project.weft'],
  ['set p.weft takeRate=2', 'takeRate'],
  ['new p.weft --name Again', 'p.weft'],
  ['new no/such/folder.weft --name X', 'no/such/folder.weft'],
])('refused input, "weft %s", ends with 1, one line that says where, and not a byte altered', async (words, where) => {
  const before = readFileSync(bench.path('p.weft'));
  const files = readdirSync(bench.folder);
  const { code, out, err } = await weft(...words.split(' '), '--json');
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toContain(where);
  expect(code).toBe(1);
  // Rows that cannot be used are listed where answers go.
  if (out !== '') expect(JSON.parse(out)).toMatchObject({ added: 0 });
  expect(readFileSync(bench.path('p.weft')).equals(before)).toBe(true);
  expect(readdirSync(bench.folder)).toEqual(files);
});

test('options may stand anywhere, with a space or an equals sign, and --json before the command', async () => {
  const calls = [
    ['--json', 'new', 'a1.weft', '--name', 'A'],
    ['new', '--name', 'A', 'a2.weft', '--json'],
    ['new', '--json', '--name=A', 'a3.weft', '--currency=eur'],
  ];
  for (const words of calls) {
    const { code, out, err } = await weft(...words);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ name: 'A' });
  }
});

test('files may be gzipped', async () => {
  writeFileSync(bench.path('poles.geojson.gz'), gzipSync(readFileSync(bench.path('poles.geojson'))));
  expect(await bench.json('inspect', 'poles.geojson.gz')).toMatchObject({ format: 'GeoJSON', layers: [{ count: 15 }] });
  await bench.json('new', 'gz.weft', '--name', 'Packed');
  expect(await bench.json('import', 'gz.weft', 'poles.geojson.gz', '--as', 'poles')).toMatchObject({ added: 15 });
  writeFileSync(bench.path('cut.geojson.gz'), readFileSync(bench.path('poles.geojson.gz')).subarray(0, 200));
  const cut = await weft('import', 'gz.weft', 'cut.geojson.gz', '--as', 'poles');
  expect(cut.code).toBe(1);
  expect(cut.err).toContain('cut.geojson.gz');
});

test('the same file twice appends, and ids stay unique', async () => {
  await bench.json('new', 'twice.weft', '--name', 'Twice');
  const report = await bench.json<{ added: number }>('import', 'twice.weft', 'poles.geojson', 'poles.geojson', '--as', 'poles');
  expect(report.added).toBe(30);
  expect(await bench.json('import', 'twice.weft', 'poles.geojson', '--as', 'poles')).toMatchObject({ added: 15 });
  await bench.json('export', 'twice.weft', '--layer', 'poles', '--format', 'geojson', '--out', 'twice.geojson');
  const { features } = JSON.parse(readFileSync(bench.path('twice.geojson'), 'utf8')) as { features: { id: string }[] };
  expect(new Set(features.map(({ id }) => id)).size).toBe(45);
});

test('tables with semicolons, decimal commas, quotes and feet are read as meant', async () => {
  writeFileSync(bench.path('table.csv'), 'id;HT;lon;lat;name\n1;35,5;-71,09;42,37;"a;b"\n2;40;-71,091;42,37;"O\'Neil ""X"""\n');
  await bench.json('new', 'table.weft', '--name', 'Table');
  await bench.json('import', '--as', 'poles', 'table.weft', '--map', 'heightM=HT:ft', 'table.csv', '--map=owner=name');
  await bench.json('export', 'table.weft', '--layer', 'poles', '--format', 'geojson', '--out', 'table.geojson');
  const { features } = JSON.parse(readFileSync(bench.path('table.geojson'), 'utf8')) as {
    features: { geometry: unknown; properties: unknown }[];
  };
  expect(features).toMatchObject([
    { geometry: { coordinates: [-71.09, 42.37] }, properties: { heightM: 10.8204, owner: 'a;b' } },
    { geometry: { coordinates: [-71.091, 42.37] }, properties: { heightM: 12.192, owner: 'O\'Neil "X"' } },
  ]);
  const chosen = ['import', 'table.weft', 'table.csv', '--as', 'sites', '--where', `name = 'O''Neil "X"' and HT >= 36`];
  expect(await bench.json(...chosen)).toMatchObject({ added: 1 });
});

test('settings and prices are listed, changed, written and read back', async () => {
  await bench.json('new', 'set.weft', '--name', 'Set');
  const settings = await bench.json<Record<string, unknown>>('set', 'set.weft');
  expect(settings).toMatchObject({ takeRate: expect.any(Number) as unknown, dropLimitM: expect.any(Number) as unknown });
  expect(await bench.json('set', 'set.weft', 'takeRate=0.62', 'aerial=false')).toMatchObject({ takeRate: 0.62, aerial: false });
  expect(await bench.json('set', 'set.weft')).toEqual({ ...settings, takeRate: 0.62, aerial: false });
  const book = await bench.json<{ items: unknown[] }>('costs', 'set.weft', '--export', 'book.csv');
  const again = await bench.json<{ items: unknown[] }>('costs', 'set.weft', '--import', 'book.csv');
  expect(again.items).toEqual(book.items);
});

test('inspect describes a project as it does a file', async () => {
  expect(await bench.json('inspect', 'p.weft')).toMatchObject({
    format: 'Weft project',
    layers: [
      {
        name: 'poles',
        geometry: 'Point',
        count: 15,
        crs: 'EPSG:4326',
        bounds: [expect.any(Number), 0, 0, 0].map(() => expect.any(Number) as unknown),
      },
    ],
    problems: [],
  });
});

test('check ends with 0 whatever it finds, and with 1 when strict', async () => {
  const found = await weft('check', 'p.weft', '--json');
  expect(found.code).toBe(0);
  const { problems } = JSON.parse(found.out) as {
    problems: { code: string; severity: string; where: string; message: string }[];
  };
  expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  for (const problem of problems) expect(problem).toMatchObject({ code: /\w/, message: /\w/ });
  const strict = await weft('check', 'p.weft', '--strict', '--json');
  expect(strict.code).toBe(1);
  expect(strict.out).toBe(found.out);
  expect(existsSync(bench.path('p.weft'))).toBe(true);
});
