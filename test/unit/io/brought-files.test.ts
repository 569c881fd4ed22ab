import { describe, expect, test } from 'vitest';
import { readWkb } from '../../../src/io/wkb.ts';
import { emptyPlan, geoJsonFile, imported, positionOf, textFile } from './import-samples.ts';

const overpass = (elements: object[], more: object = {}): string =>
  JSON.stringify({ version: 0.6, generator: 'Overpass API', osm3s: { copyright: 'ODbL' }, elements, ...more });
const node = (id: number, lon: number, lat: number, tags?: object): object => ({
  type: 'node',
  id,
  lon,
  lat,
  ...(tags && { tags }),
});

describe('the JSON of Overpass', () => {
  const corners = [node(1, 11.5, 50), node(2, 11.51, 50), node(3, 11.51, 50.01)];
  const road = { type: 'way', id: 9, nodes: [1, 2, 3], tags: { highway: 'residential', name: 'Weg' } };

  test('gives the layers of OpenStreetMap; what is there twice counts once', async () => {
    const text = overpass([road, ...corners, node(1, 11.5, 50), { type: 'way', id: 9, nodes: [1, 2, 3] }]);
    const { features, report } = await imported(emptyPlan(), 'rights-of-way', textFile('a.json', text));
    expect(report.files[0]).toMatchObject({ format: 'OpenStreetMap JSON (Overpass)', total: 1, added: 1 });
    expect(features).toMatchObject([
      {
        id: 'w9',
        fields: { name: 'Weg' },
        geometry: {
          coordinates: [
            [11.5, 50],
            [11.51, 50],
            [11.51, 50.01],
          ],
        },
      },
    ]);
  });

  test('with positions in the ways and members needs no nodes', async () => {
    const ring = [
      [11.5, 50],
      [11.51, 50],
      [11.51, 50.01],
      [11.5, 50],
    ].map(([lon, lat]) => ({ lon, lat }));
    const elements = [
      { type: 'way', id: 1, geometry: ring, tags: { building: 'yes' } },
      {
        type: 'relation',
        id: 2,
        members: [{ type: 'way', ref: 7, role: 'outer', geometry: ring }],
        tags: { type: 'multipolygon', building: 'yes' },
      },
    ];
    const { features } = await imported(emptyPlan(), 'buildings', textFile('a.json', overpass(elements)));
    expect(features.map(({ id, geometry }) => [id, geometry?.type])).toEqual([
      ['r2', 'Polygon'],
      ['w1', 'Polygon'],
    ]);
  });

  test('without positions is refused with what to ask for; where the server broke off it is said', async () => {
    const bare = overpass([{ type: 'way', id: 1, center: { lat: 50, lon: 11 }, tags: { building: 'yes' } }]);
    await expect(imported(emptyPlan(), 'buildings', textFile('a.json', bare))).rejects.toMatchObject({
      code: 'import/not-osm',
      remedy: expect.stringContaining('out geom;') as unknown,
    });
    const broken = overpass([road, ...corners], { remark: 'runtime error: Query timed out' });
    const { report } = await imported(emptyPlan(), 'rights-of-way', textFile('a.json', broken));
    expect(report.files[0]?.problems[0]).toMatchObject({ code: 'import/incomplete', severity: 'warning' });
  });
});

describe('tables with both numbers of a position in one column', () => {
  const placesOf = async (name: string, text: string) => {
    const { features, report } = await imported(emptyPlan(), 'premises', textFile(name, text));
    return { places: features.map(positionOf), codes: report.files[0]?.problems.map(({ code }) => code) };
  };
  const twice = [
    [11.5, 50.01],
    [11.6, 50.02],
  ];

  test.each([
    ['latlon', 'a,"50.01, 11.5"\nb,"50.02, 11.6"'],
    ['geo_point_2d', 'a,"50.01,11.5"\nb,"50.02,11.6"'],
    ['lon,lat', 'a,"(11.5 50.01)"\nb,"(11.6 50.02)"'],
  ])('in the order that "%s" says', async (title, rows) => {
    expect(await placesOf('a.csv', `name,"${title}"\n${rows}\n`)).toEqual({ places: twice, codes: [] });
  });

  test('latitude first where nothing says the order, with a warning; a number beyond 90 says it', async () => {
    const unsaid = await placesOf('a.csv', 'name;position\na;50,01 11,5\nb;50,02 11,6\n');
    expect(unsaid).toEqual({ places: twice, codes: ['import/order'] });
    const far = await placesOf('a.csv', 'name,location\na,"-71.1, 42.3"\nb,"-171.1, 42.3"\n');
    expect(far).toEqual({
      places: [
        [-71.1, 42.3],
        [-171.1, 42.3],
      ],
      codes: [],
    });
  });

  test('or the JSON of a shape', async () => {
    const { places } = await placesOf('a.csv', 'name,geo_shape\na,"{""type"":""Point"",""coordinates"":[11.5,50.01]}"\n');
    expect(places).toEqual([[11.5, 50.01]]);
  });
});

describe('a comma in a number', () => {
  const read = async (text: string) => {
    const options = { map: [{ field: 'makeReadyCents', column: 'cost', unit: 'usd' }], skipBadRows: true };
    const { features, report } = await imported(emptyPlan(), 'poles', textFile('a.csv', text), options);
    return { cents: features.map(({ fields }) => fields['makeReadyCents']), bad: report.files[0]?.skipped };
  };

  test('before three digits is never guessed: twelve thousand are not twelve', async () => {
    const table = 'id,lon,lat,cost\n1,11.5,50,"12,345"\n2,11.6,50,900\n';
    expect(await read(table)).toEqual({ cents: [90_000], bad: 1 });
    const { features } = await imported(emptyPlan(), 'premises', textFile('a.csv', table));
    expect(features.map(({ fields }) => fields['cost'])).toEqual(['12,345', '900']);
  });

  test('stands before decimals where another number of the table says so', async () => {
    const table = 'id;lon;lat;cost\n1;11,5;50,01;12,345\n2;11,6;50,02;900\n';
    expect(await read(table)).toEqual({ cents: [1234.5, 90_000], bad: 0 });
  });

  test('or with other signs can be nothing else', async () => {
    const rows = ['"1,234.50"', '"1.234,50"', '"1 234,5"', "1'234.50", '"1,234,567"', '"$5"'];
    const table = `id,lon,lat,cost\n${rows.map((cost, i) => `${i},11.5,5${i},${cost}`).join('\n')}\n`;
    expect(await read(table)).toEqual({ cents: [123_450, 123_450, 123_450, 123_450, 123_456_700], bad: 1 });
  });
});

test('whole numbers of more digits than a number holds are told', async () => {
  const text = '{"type":"Feature","properties":{"key":12345678901234567890},"geometry":{"type":"Point","coordinates":[1,2]}}';
  const { report } = await imported(emptyPlan(), 'premises', textFile('a.geojson', text));
  expect(report.files[0]?.problems).toMatchObject([{ code: 'import/number', severity: 'warning' }]);
  const fine = geoJsonFile([{ type: 'Point', coordinates: [1, 2], properties: { key: 9_007_199_254_740_991, big: 1e300 } }]);
  expect((await imported(emptyPlan(), 'premises', fine)).report.files[0]?.problems).toEqual([]);
});

describe('curves in well-known binary', () => {
  const doubles = (...values: number[]): number[] => [...new Uint8Array(Float64Array.of(...values).buffer)];
  const head = (kind: number, count: number): number[] => [1, kind, 0, 0, 0, count, 0, 0, 0];
  const bytes = (...parts: number[][]): Uint8Array => Uint8Array.from(parts.flat());

  test('half a circle becomes a line as long as it, but for a 50,000th', () => {
    const arc = readWkb(bytes(head(8, 3), doubles(0, 0, 1, 1, 2, 0)));
    const line = arc?.coordinates as [number, number][];
    expect(arc?.type).toBe('LineString');
    expect([line[0], line.at(-1)]).toEqual([
      [0, 0],
      [2, 0],
    ]);
    for (const [x, y] of line) expect(Math.hypot(x - 1, y)).toBeCloseTo(1, 12);
    const lengths = line.slice(1).map(([x, y], i) => Math.hypot(x - (line[i]?.[0] ?? 0), y - (line[i]?.[1] ?? 0)));
    const length = lengths.reduce((sum, one) => sum + one, 0);
    expect(Math.abs(length / Math.PI - 1)).toBeLessThan(2e-5);
  });

  test('lines and arcs that follow each other are one line, outlines of them polygons', () => {
    const joined = bytes(head(9, 2), head(2, 2), doubles(-1, 0, 0, 0), head(8, 3), doubles(0, 0, 1, 1, 2, 0));
    const line = readWkb(joined)?.coordinates as number[][];
    expect(line.slice(0, 2)).toEqual([
      [-1, 0],
      [0, 0],
    ]);
    expect(line.filter(([x, y]) => x === 0 && y === 0)).toHaveLength(1);
    const disc = readWkb(bytes(head(10, 1), head(8, 5), doubles(0, 0, 1, 1, 2, 0, 1, -1, 0, 0)));
    expect(disc).toMatchObject({ type: 'Polygon' });
    const ring = (disc?.coordinates as [number, number][][])[0] ?? [];
    const twice = ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i]?.[0] ?? 0) * y - x * (ring[i]?.[1] ?? 0), 0);
    expect(Math.abs(twice) / 2).toBeCloseTo(Math.PI, 3);
    expect(() => readWkb(bytes(head(8, 2), doubles(0, 0, 1, 1)))).toThrow(RangeError);
  });
});
