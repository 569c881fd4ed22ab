import { gzipSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
import { Geodesic } from 'geographiclib-geodesic';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workbench, type Workbench } from '../support/command-line.ts';
import { describeWithData, testData } from '../support/test-data.ts';

interface Link {
  readonly verdict: string;
  readonly confident: boolean;
  readonly distanceM: number;
  readonly azimuthDeg: number;
  readonly minClearanceM: number;
  readonly fresnelFraction: number;
  readonly limitingPoint: { lon: number; lat: number; distanceM: number; cause: string };
  readonly raiseAM: number | null;
  readonly raiseBM: number | null;
  readonly warnings: readonly string[];
}

interface Parcels {
  readonly features: { id: string; properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } }[];
}

describeWithData('answers on real input', () => {
  const area = 'areas/cambridge-ma/neighbourhood-wellington-harrington';
  const feet = testData('areas/cambridge-ma/derived/cambridge_ground_ft_epsg2249.tif') ?? '';
  const metres = testData('areas/cambridge-ma/derived/cambridge_ground_m_epsg4326.tif') ?? '';
  const tiles = ['N49E011', 'N50E011'].map((tile) => testData(`areas/north-bayreuth/terrain/${tile}.hgt.zip`) ?? '');
  const shapefile = testData(`${area}/parcels_2249_shp.zip`) ?? '';
  const geojson = testData(`${area}/parcels.geojson`) ?? '';
  let bench: Workbench;

  beforeAll(() => {
    bench = workbench();
  });
  afterAll(() => bench.remove());

  const link = (from: string, to: string, ...more: string[]): Promise<Link> =>
    bench.json('link', '--terrain', ...tiles, '--from', from, '--to', to, ...more);

  test('a link is the same from either end, and measured on the ellipsoid', async () => {
    const [there, back] = await Promise.all([link('11.5,49.99,20', '11.6,50.03,30'), link('11.6,50.03,30', '11.5,49.99,20')]);
    const truth = Geodesic.WGS84.Inverse(49.99, 11.5, 50.03, 11.6);
    expect(there.distanceM).toBeCloseTo(truth.s12 ?? NaN, 2);
    expect(there.azimuthDeg).toBeCloseTo(truth.azi1 ?? NaN, 5);
    expect(back.azimuthDeg).toBeCloseTo((truth.azi2 ?? NaN) + 180, 5);
    for (const name of ['verdict', 'confident', 'distanceM', 'minClearanceM', 'fresnelFraction'] as const)
      expect(back[name]).toEqual(there[name]);
    expect(back.limitingPoint).toMatchObject({ lon: there.limitingPoint.lon, lat: there.limitingPoint.lat });
    expect(back.limitingPoint.distanceM + there.limitingPoint.distanceM).toBeCloseTo(there.distanceM, 2);
    expect([back.raiseAM, back.raiseBM]).toEqual([there.raiseBM, there.raiseAM]);
    expect(there.verdict).toBe('blocked');
  });

  test('the mast that is asked for clears the link, half a metre less does not', async () => {
    const { raiseBM } = await link('11.5,49.99,20', '11.6,50.03,20');
    expect(raiseBM).toBeGreaterThan(1);
    const [raised, less] = await Promise.all([
      link('11.5,49.99,20', `11.6,50.03,${20 + (raiseBM ?? 0)}`),
      link('11.5,49.99,20', `11.6,50.03,${19.5 + (raiseBM ?? 0)}`),
    ]);
    expect(raised).toMatchObject({ verdict: 'clear', raiseAM: 0, raiseBM: 0 });
    expect(raised.fresnelFraction).toBeGreaterThanOrEqual(0.6);
    expect(less.verdict).not.toBe('clear');
  });

  test('over one tile, over two, and where they meet, the ground is one', async () => {
    const at = ['11.5,49.9995', '11.5,50', '11.5,50.0005', '11.5,60'];
    const { elevationsM } = await bench.json<{ elevationsM: (number | null)[] }>(
      'elevation',
      '--terrain',
      ...tiles,
      '--at',
      ...at,
    );
    const known = elevationsM.slice(0, 3).map(Number);
    for (const height of known) expect(height).toBeGreaterThan(300);
    expect(Math.max(...known) - Math.min(...known)).toBeLessThan(15);
    expect(elevationsM[3]).toBeNull();
  });

  test('both ground models ask for their unit on import, and leave the project alone', async () => {
    await bench.json('new', 'unit.weft', '--name', 'Unit');
    const before = readFileSync(bench.path('unit.weft'));
    for (const file of [feet, metres]) {
      const { code, err } = await bench.weft('import', 'unit.weft', file, '--as', 'terrain', '--json');
      expect(code).toBe(1);
      expect(err).toContain('--vertical-unit');
      expect(readFileSync(bench.path('unit.weft')).equals(before)).toBe(true);
    }
  });

  test('parcels from GeoJSON and Shapefile are the same places, and both ground models agree under them', async () => {
    const read = async (name: string, file: string): Promise<Parcels> => {
      await bench.json('new', `${name}.weft`, '--name', name);
      expect(await bench.json('import', `${name}.weft`, file, '--as', 'parcels')).toMatchObject({ added: 995 });
      await bench.json('export', `${name}.weft`, '--layer', 'parcels', '--format', 'geojson', '--out', `${name}.geojson`);
      return JSON.parse(readFileSync(bench.path(`${name}.geojson`), 'utf8')) as Parcels;
    };
    writeFileSync(bench.path('parcels.geojson.gz'), gzipSync(readFileSync(geojson)));
    const [a, b] = [await read('from-geojson', 'parcels.geojson.gz'), await read('from-shapefile', shapefile)];
    const twin = new Map(b.features.map((feature) => [feature.properties['ML'], feature]));
    let compared = 0;
    const corners: [number, number][] = [];
    for (const feature of a.features) {
      const other = twin.get(feature.properties['ML']);
      // A few lots share a number; those cannot be told apart by it.
      if (other === undefined || a.features.filter(({ properties: p }) => p['ML'] === feature.properties['ML']).length > 1)
        continue;
      const [one, two] = [ringsOf(feature.geometry), ringsOf(other.geometry)];
      expect(Math.abs(areaM2(one) - areaM2(two))).toBeLessThan(0.1);
      for (const point of one.flat()) expect(nearestM(point, two.flat())).toBeLessThan(0.01);
      const corner = one[0]?.[0];
      if (corner !== undefined && compared % 10 === 0) corners.push(corner);
      compared++;
    }
    expect(compared).toBeGreaterThan(900);
    const heights = async (file: string, unit: string): Promise<(number | null)[]> => {
      const at = corners.map((corner) => corner.join(','));
      const words = ['elevation', '--terrain', file, '--vertical-unit', unit, '--at', ...at];
      return (await bench.json<{ elevationsM: (number | null)[] }>(...words)).elevationsM;
    };
    const [inFeet, inMetres] = [await heights(feet, 'us-ft'), await heights(metres, 'm')];
    inFeet.forEach((height, i) => expect(Math.abs((height ?? NaN) - (inMetres[i] ?? NaN))).toBeLessThan(0.1));
  });

  test('a tree is written as PACE does, and its weight is the sum of its edges', async () => {
    const instance = testData('fiber/stp/I001.gr.gz') ?? '';
    const answer = await bench.json<{ weight: number; lowerBound: number; gap: number; seconds: number }>(
      ...['tree', instance, '--effort', '1', '--tree-out', 'tree.txt'],
    );
    const [value, ...edges] = readFileSync(bench.path('tree.txt'), 'utf8').trimEnd().split('\n');
    expect(value).toBe(`VALUE ${answer.weight}`);
    expect(answer.lowerBound).toBeLessThanOrEqual(answer.weight);
    expect(answer.gap).toBeCloseTo((answer.weight - answer.lowerBound) / answer.weight, 12);
    for (const edge of edges) expect(edge).toMatch(/^\d+ \d+$/);
  });
});

type Ring = [number, number][];

/** Outer and inner rings alike: parcels are compared ring by ring. */
function ringsOf({ type, coordinates }: { type: string; coordinates: unknown }): Ring[] {
  return type === 'MultiPolygon' ? (coordinates as Ring[][]).flat() : (coordinates as Ring[]);
}

/** Area on a plane that touches the ellipsoid at the lot; holes count less. */
function areaM2(rings: readonly Ring[]): number {
  const [lng0, lat0] = rings[0]?.[0] ?? [0, 0];
  const eastM = Geodesic.WGS84.Inverse(lat0, lng0, lat0, lng0 + 0.001).s12 ?? NaN;
  const northM = Geodesic.WGS84.Inverse(lat0, lng0, lat0 + 0.001, lng0).s12 ?? NaN;
  let sum = 0;
  for (const ring of rings) {
    ring.forEach(([lng, lat], i) => {
      const [lngB, latB] = ring[(i + 1) % ring.length] ?? [lng, lat];
      sum += ((lng - lng0) * (latB - lat0) - (lngB - lng0) * (lat - lat0)) * eastM * northM * 1e6;
    });
  }
  return Math.abs(sum) / 2;
}

function nearestM([lng, lat]: [number, number], others: Ring): number {
  let least = Infinity;
  for (const [lngB, latB] of others) least = Math.min(least, Math.hypot((lng - lngB) * 82_300, (lat - latB) * 111_100));
  return least;
}
