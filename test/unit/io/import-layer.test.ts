import { describe, expect, test } from 'vitest';
import { History } from '../../../src/plan/history.ts';
import { quietJob } from '../../../src/base/job.ts';
import { contains } from '../../../src/geo/polygon.ts';
import { parseMapEntry } from '../../../src/io/field-mapping.ts';
import { importFeatures } from '../../../src/io/import-layer.ts';
import { writeProject } from '../../../src/io/project-file.ts';
import { emptyPlan, geoJsonFile, imported, positionOf, textFile } from './import-samples.ts';

const square = [
  [
    [0, 0],
    [0.001, 0],
    [0.001, 0.001],
    [0, 0.001],
    [0, 0],
  ],
];
const pointAt = (
  lng: number,
  properties: object = {},
  id?: string | number,
): { type: string; coordinates: unknown; properties: object; id?: string | number } => ({
  type: 'Point',
  coordinates: [lng, 0],
  properties,
  ...(id === undefined ? {} : { id }),
});

describe('CSV', () => {
  test('a unit at the end of a column’s name is that of its values', async () => {
    const text = 'id,lon,lat,HT_FT,Height (m)\na,1,2,40,9\n';
    const { report, features } = await imported(emptyPlan(), 'poles', textFile('p.csv', text));
    expect(report.files[0]?.mapping.find(({ field }) => field === 'heightM')).toEqual({
      field: 'heightM',
      column: 'HT_FT',
      unit: 'ft',
      automatic: true,
    });
    // 40 international feet of 0.3048 m.
    expect(features[0]?.fields['heightM']).toBe(12.192);
  });

  test('columns of positions that no name tells are offered, and taken when they are named; a field may be left empty', async () => {
    const text = 'code,pos_n,pos_e,height\nq1,43.9,-91.2,12\n';
    await expect(imported(emptyPlan(), 'poles', textFile('p.csv', text))).rejects.toMatchObject({
      code: 'import/no-coordinates',
      choices: ['code', 'pos_n', 'pos_e', 'height'],
    });
    const map = [{ field: 'x', column: 'pos_e' }, { field: 'y', column: 'pos_n' }, { field: 'heightM' }];
    const { features, report } = await imported(emptyPlan(), 'poles', textFile('p.csv', text), { map });
    expect(report.files[0]?.places).toEqual({ columns: ['code', 'pos_n', 'pos_e', 'height'], x: 'pos_e', y: 'pos_n' });
    const [pole] = features;
    expect(pole?.geometry).toEqual({ type: 'Point', coordinates: [-91.2, 43.9] });
    expect(pole?.fields).toEqual({ code: 'q1', height: 12 });
  });

  test('a quoted cell that swallowed rows is told', async () => {
    const broken = 'id,lon,lat,note\na,1,2,"x\nb,3,4,y\nc,5,6,z"\n';
    const { report } = await imported(emptyPlan(), 'poles', textFile('p.csv', broken));
    expect(report.files[0]?.problems.map(({ code, where }) => [code, where])).toEqual([['import/quoted-rows', 'row 1 (line 2)']]);
    const whole = 'id,lon,lat,note\na,1,2,"two\nlines, both mine"\n';
    expect((await imported(emptyPlan(), 'poles', textFile('p.csv', whole))).report.files[0]?.problems).toEqual([]);
  });

  test('a line break that was overwritten is told: by what stands in its place, or by empty cells that other rows do not have', async () => {
    const problemsOf = async (text: string) =>
      (await imported(emptyPlan(), 'poles', textFile('p.csv', text))).report.files[0]?.problems.map(({ code, where }) => [
        code,
        where,
      ]);
    const rows = ['id,lon,lat,note,', 'a,1,2,x,', 'b,3,4,y,', 'c,5,6,,', 'd,7,8,z,', ''].join('\n');
    expect(await problemsOf(rows)).toEqual([]);
    const wide = ['id,lon,lat,note', 'a,1,2,x', 'b,3,4,y', 'c,5,6,;,,', 'd,7,8,z', ''].join('\n');
    expect(await problemsOf(wide)).toEqual([['import/row-width', 'row 3 (line 4)']]);
    expect(await problemsOf(rows.replace('y', 'y\u0000'))).toEqual([['import/control-characters', 'row 2 (line 3)']]);
    // Some programs put a separator at the end of each line but the first.
    expect(await problemsOf(['id,lon,lat', 'a,1,2,', 'b,3,4,', ''].join('\n'))).toEqual([]);
  });
});

describe('ids', () => {
  test('come from the format, and repeated ones get a number behind them', async () => {
    const { features } = await imported(
      emptyPlan(),
      'poles',
      geoJsonFile([pointAt(1, {}, 'a'), pointAt(2, {}, 'a'), pointAt(3, {}, 7)]),
    );
    expect(features.map(({ id }) => id)).toEqual(['7', 'a', 'a-2']);
  });

  test('come from a column called id where it is unique, and are counted where it is not', async () => {
    const unique = await imported(emptyPlan(), 'poles', textFile('p.csv', 'ID,lon,lat\nx,1,0\ny,2,0\n'));
    expect(unique.features.map(({ id, fields }) => [id, fields])).toEqual([
      ['x', {}],
      ['y', {}],
    ]);
    const repeated = await imported(emptyPlan(), 'poles', textFile('p.csv', 'ID,lon,lat\nx,1,0\nx,2,0\n'));
    expect(repeated.features.map(({ id, fields }) => [id, fields])).toEqual([
      ['poles-000001', { ID: 'x' }],
      ['poles-000002', { ID: 'x' }],
    ]);
  });

  test('of a second import never meet those of the first', async () => {
    const plan = emptyPlan();
    const file = geoJsonFile([pointAt(1, {}, 'a')]);
    await imported(plan, 'poles', file);
    const { features, report } = await imported(plan, 'poles', file);
    expect(features.map(({ id }) => id)).toEqual(['a', 'a-2']);
    expect(report.files[0]!.problems.map(({ code }) => code)).toContain('import/repeated-id');
  });
});

describe('fields', () => {
  test('are mapped by the user’s word with units, by aliases, or keep their own names', async () => {
    const file = textFile('p.csv', 'lon,lat,HT,Owner,Circuit,note\n1,0,35,REC,12-4,old\n2,0,,,,\n');
    const { features, report } = await imported(emptyPlan(), 'poles', file, { map: [parseMapEntry('heightM=HT:ft')] });
    // 35 ft × 0.3048 m/ft, exactly
    expect(features[0]!.fields).toEqual({ heightM: 10.668, owner: 'REC', feeder: '12-4', note: 'old' });
    expect(features[1]!.fields).toEqual({});
    expect(report.files[0]!.mapping).toEqual([
      { field: 'heightM', column: 'HT', unit: 'ft', automatic: false },
      { field: 'owner', column: 'Owner', automatic: true },
      { field: 'feeder', column: 'Circuit', automatic: true },
    ]);
  });

  test('may be given as one text for all, and prices in dollars become cents', async () => {
    const file = textFile('p.csv', 'lon,lat,cost\n1,0,120.5\n');
    const { features } = await imported(emptyPlan(), 'poles', file, {
      map: ["owner='Town'", 'makeReadyCents=cost:usd'].map(parseMapEntry),
    });
    expect(features[0]!.fields).toEqual({ owner: 'Town', makeReadyCents: 12050 });
  });

  test('read yes, no, 1 and culvert as flags', async () => {
    const ways = ['yes', 'no', '1', 'culvert', 'maybe'].map((tunnel, i) => ({
      type: 'LineString',
      coordinates: [
        [i, 0],
        [i, 1],
      ],
      properties: { tunnel },
    }));
    const { features, report } = await imported(emptyPlan(), 'rights-of-way', geoJsonFile(ways));
    expect(features.map(({ fields }) => fields['tunnel'])).toEqual([true, false, true, true, undefined]);
    expect(report.files[0]!.problems).toMatchObject([{ severity: 'warning', where: 'feature 5' }]);
  });

  test('named wrongly are refused with the names that there are', async () => {
    const file = textFile('p.csv', 'lon,lat,HT\n1,0,35\n');
    await expect(imported(emptyPlan(), 'poles', file, { map: [parseMapEntry('hieght=HT')] })).rejects.toMatchObject({
      code: 'import/no-such-field',
    });
    await expect(imported(emptyPlan(), 'poles', file, { map: [parseMapEntry('heightM=height')] })).rejects.toMatchObject({
      code: 'import/no-such-column',
    });
    await expect(imported(emptyPlan(), 'poles', file, { map: [parseMapEntry('owner=HT:ft')] })).rejects.toMatchObject({
      code: 'import/unit',
    });
  });

  test('a colon in a column’s name is not a unit', () => {
    expect(parseMapEntry('street=addr:street')).toEqual({ field: 'street', column: 'addr:street' });
    expect(parseMapEntry('heightM=h:FT')).toEqual({ field: 'heightM', column: 'h', unit: 'ft' });
  });

  test('postal codes keep their leading zeros', async () => {
    const { features } = await imported(emptyPlan(), 'premises', textFile('p.csv', 'lon,lat,zip,lot\n1,0,02139,12\n'));
    expect(features[0]!.fields).toEqual({ zip: '02139', lot: 12 });
  });

  test('heights like 35 and 40 without a unit get the question whether they are feet', async () => {
    const { report } = await imported(emptyPlan(), 'poles', textFile('p.csv', 'lon,lat,height\n1,0,35\n2,0,40\n3,0,45\n'));
    expect(report.files[0]!.problems).toMatchObject([{ code: 'import/feet', where: 'height' }]);
  });
});

describe('meaning', () => {
  test.each([
    [{ railway: 'rail' }, 'rail'],
    [{ railway: 'abandoned' }, 'other'],
    [{ waterway: 'river' }, 'water'],
    [{ waterway: 'stream' }, 'stream'],
    [{ natural: 'water' }, 'water'],
    [{ water: 'pond', man_made: 'wastewater_plant' }, 'other'],
    [{ highway: 'motorway' }, 'highway'],
    [{ landuse: 'forest' }, 'other'],
    [{ kind: 'rail' }, 'rail'],
  ])('a barrier with %o is %s', async (properties, kind) => {
    const { features } = await imported(
      emptyPlan(),
      'barriers',
      geoJsonFile([
        {
          type: 'LineString',
          coordinates: [
            [0, 0],
            [1, 1],
          ],
          properties,
        },
      ]),
    );
    expect(features[0]!.fields['kind']).toBe(kind);
  });

  test.each([
    ['UTILITY-POLE', 'pole'],
    ['Lattice tower', 'tower'],
    ['UNKNOWN', undefined],
    ['portal', 'portal'],
  ])('a pole of TYPE %s is of the kind %s', async (type, kind) => {
    const { features } = await imported(emptyPlan(), 'poles', geoJsonFile([pointAt(1, { TYPE: type })]));
    expect(features[0]!.fields['kind']).toBe(kind);
  });
});

describe('shapes', () => {
  test('outlines become a point inside where points are wanted', async () => {
    const { features, report } = await imported(
      emptyPlan(),
      'facilities',
      geoJsonFile([{ type: 'Polygon', coordinates: square }]),
    );
    const coordinates = positionOf(features[0]);
    expect(contains({ type: 'Polygon', coordinates: square as [number, number][][] }, coordinates)).toBe(true);
    expect(report.files[0]!.problems).toMatchObject([{ code: 'import/reshaped', severity: 'note' }]);
  });

  test('lines in a layer of polygons refuse the import, or are left out by the user’s word', async () => {
    const file = geoJsonFile([
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      { type: 'Polygon', coordinates: square },
    ]);
    await expect(imported(emptyPlan(), 'parcels', file)).rejects.toMatchObject({ code: 'import/bad-rows' });
    const { report } = await imported(emptyPlan(), 'parcels', file, { skipBadRows: true });
    expect(report).toMatchObject({ added: 1, skipped: 1 });
  });

  test('are counted to the last where there are more than are listed', async () => {
    const many = geoJsonFile([
      { type: 'Polygon', coordinates: square },
      ...Array.from({ length: 1500 }, (_, i) => pointAt(i / 100)),
    ]);
    await expect(imported(emptyPlan(), 'parcels', many)).rejects.toMatchObject({
      message: expect.stringMatching(/1500 of 1501 rows cannot be used\..* … and 1497 more\./) as unknown,
    });
    const { report } = await imported(emptyPlan(), 'parcels', many, { skipBadRows: true });
    expect(report).toMatchObject({ added: 1, skipped: 1500, files: [{ total: 1501, withoutGeometry: 0, filtered: 0 }] });
  });
});

describe('conditions', () => {
  test('look at columns, fields and areas; an unknown name is refused', async () => {
    const file = geoJsonFile([
      { type: 'Polygon', coordinates: square, properties: { building: 'house' } },
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [0.00001, 0],
            [0.00001, 0.00001],
            [0, 0],
          ],
        ],
        properties: { building: 'shed' },
      },
    ]);
    expect((await imported(emptyPlan(), 'buildings', file, { where: 'areaM2>=60' })).report).toMatchObject({
      added: 1,
      skipped: 0,
      files: [{ filtered: 1 }],
    });
    expect((await imported(emptyPlan(), 'buildings', file, { where: 'kind=shed' })).report.added).toBe(1);
    await expect(imported(emptyPlan(), 'buildings', file, { where: 'hight>3' })).rejects.toMatchObject({ code: 'import/where' });
    await expect(imported(emptyPlan(), 'buildings', file, { where: 'areaM2>1e9' })).rejects.toMatchObject({
      code: 'import/nothing',
    });
  });
});

describe('an import', () => {
  test('is one step that can be undone to the byte', async () => {
    const plan = emptyPlan();
    const history = new History(plan);
    const before = writeProject(plan);
    const { change } = await importFeatures(
      plan,
      'poles',
      [geoJsonFile([pointAt(1)]), geoJsonFile([pointAt(2)], 'b.geojson')],
      {},
      quietJob,
    );
    expect(writeProject(plan)).toEqual(before);
    history.commit(change);
    expect(plan.layers.get('poles')?.sources.map(({ name }) => name)).toEqual(['a.geojson', 'b.geojson']);
    history.undo();
    expect(writeProject(plan)).toEqual(before);
  });

  test('far from everything else is warned of', async () => {
    const plan = emptyPlan();
    await imported(plan, 'poles', geoJsonFile([pointAt(1)]));
    const { report } = await imported(plan, 'sites', geoJsonFile([pointAt(20)]));
    expect(report.files[0]!.problems).toMatchObject([{ code: 'import/far-away', severity: 'warning' }]);
  });

  test('names points that lie far from the others, as a misread address does', async () => {
    const here = Array.from({ length: 40 }, (_, i) => pointAt(1 + i / 1000));
    const { report } = await imported(emptyPlan(), 'sites', geoJsonFile([...here, pointAt(20)]));
    expect(report.files[0]!.problems).toMatchObject([
      { code: 'import/strays', severity: 'warning', message: expect.stringMatching(/^1 of 41 features/) as string },
    ]);
    const wide = await imported(emptyPlan(), 'sites', geoJsonFile([1, 10, 20, 30].map((lng) => pointAt(lng))));
    expect(wide.report.files[0]!.problems).toEqual([]);
  });

  test('of a co-op’s poles takes its own asset ids, and make-ready in dollars by the unit that its column names', async () => {
    const head = 'ASSET_ID,Y_COORD,X_COORD,HT_FT,YR_SET,MAKE_READY_USD';
    const { features } = await imported(
      emptyPlan(),
      'poles',
      textFile('p.csv', `${head}\nWH-1,2,1,40,1995,450\nWH-2,2,1.1,35,2001,\n`),
    );
    expect(features.map(({ id, fields }) => [id, fields['makeReadyCents'], fields['year']])).toEqual([
      ['WH-1', 45_000, 1995],
      ['WH-2', undefined, 2001],
    ]);
    const unsaid = await imported(emptyPlan(), 'poles', textFile('p.csv', 'id,lat,lon,make_ready\n1,2,1,450\n'));
    expect(unsaid.features[0]!.fields['makeReadyCents']).toBeUndefined();
  });

  test('of addresses keeps the street as street, not as name', async () => {
    const table = textFile('a.csv', 'lon,lat,street,housenumber\n1,2,Elm St,4\n');
    const { features } = await imported(emptyPlan(), 'addresses', table);
    expect(features[0]!.fields).toEqual({ street: 'Elm St', housenumber: '4' });
  });

  test('of requests takes rows in that have an address and no position; others need one', async () => {
    const plan = emptyPlan();
    const list = textFile('requests.csv', 'name,address,status\nAna,4 Elm St,request\nBo,,request\n');
    const { features, report } = await imported(plan, 'sites', list);
    expect(features).toMatchObject([{ geometry: null, fields: { name: 'Ana', address: '4 Elm St', status: 'request' } }]);
    expect(report).toMatchObject({ added: 1, skipped: 1, files: [{ total: 2, withoutGeometry: 1 }] });
    const mixed = textFile('mixed.csv', 'name,lon,lat,address\nCy,1,2,\nDi,,,6 Elm St\nEd,,,\n');
    await expect(imported(plan, 'sites', mixed)).rejects.toMatchObject({ code: 'import/bad-rows' });
    expect((await imported(plan, 'sites', mixed, { skipBadRows: true })).report).toMatchObject({ added: 2, skipped: 1 });
    await expect(imported(plan, 'poles', list)).rejects.toMatchObject({ code: 'import/no-coordinates' });
    await expect(imported(plan, 'sites', textFile('n.csv', 'name\nAna\n'))).rejects.toMatchObject({
      code: 'import/no-coordinates',
    });
  });

  test('of a table cut in its last line is refused', async () => {
    await expect(imported(emptyPlan(), 'poles', textFile('p.csv', 'lon,lat,name\n1,0,a\n2,0,b\n3,'))).rejects.toMatchObject({
      code: 'import/damaged',
    });
    await expect(imported(emptyPlan(), 'poles', textFile('p.csv', 'lon,lat,name\n1,0,a\n2,0,"b'))).rejects.toMatchObject({
      code: 'import/damaged',
    });
  });

  test('of GeoJSON line by line is possible', async () => {
    const line = (id: number): string =>
      JSON.stringify({ type: 'Feature', id, properties: {}, geometry: { type: 'Point', coordinates: [id, 0] } });
    const { features } = await imported(emptyPlan(), 'poles', textFile('p.geojsonl', `${line(1)}\n${line(2)}\n`));
    expect(features.length).toBe(2);
  });
});

test('archives of map tiles are refused by name', async () => {
  const archive = { name: 'a.pmtiles', bytes: new TextEncoder().encode(`PMTiles\u0003${' '.repeat(119)}`) };
  await expect(imported(emptyPlan(), 'poles', archive)).rejects.toMatchObject({
    code: 'import/unsupported-format',
    what: expect.stringMatching(/PMTiles/) as unknown,
  });
});
