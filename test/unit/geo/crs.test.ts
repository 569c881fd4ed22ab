import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { describeCrs, fromWgs84, systemsNear, systemsOver, toWgs84 } from '../../../src/geo/crs.ts';
import { geodesicDistanceM } from '../../../src/geo/geodesy.ts';

const golden = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../golden/crs-points.json'), 'utf8')) as {
  points: { crs: string; lngLat: [number, number]; xy: [number, number] }[];
};

describe('points that GDAL and PROJ convert as well', () => {
  test.each(golden.points)('$crs at $lngLat agrees within a centimetre both ways', async ({ crs, lngLat, xy }) => {
    const { unit } = await describeCrs(crs);
    const [x, y] = (await fromWgs84(crs))(...lngLat);
    expect(Math.hypot(x - xy[0], y - xy[1]) * (unit ?? 1)).toBeLessThan(0.01);
    expect(geodesicDistanceM((await toWgs84(crs))(...xy), lngLat)).toBeLessThan(0.01);
  });
});

test('of Lambert conics, north and south of the equator, in feet, from a sphere and over wide areas, there and back is the same place within 20 µm', async () => {
  const systems: [string, number, number, number][] = [
    ['EPSG:2249', -71.5, 42, 3],
    ['EPSG:2154', 3, 46.5, 8],
    ['EPSG:3347', -91, 60, 25],
    ['EPSG:3112', 134, -27, 20],
    ['+proj=lcc +lat_1=33 +lat_2=45 +lat_0=39 +lon_0=-96 +R=6370997 +units=m', -96, 39, 20],
    ['+proj=lcc +lat_1=-60 +lat_0=-60 +lon_0=179 +k_0=0.9996 +ellps=GRS80 +units=m', 179, -60, 20],
  ];
  for (const [crs, lng0, lat0, width] of systems) {
    const [to, from] = [await toWgs84(crs), await fromWgs84(crs)];
    for (const dx of [-1, -0.3, 0, 0.01, 0.9])
      for (const dy of [-1, -0.2, 0, 0.5, 1]) {
        const place: [number, number] = [lng0 + dx * width, lat0 + dy * width];
        const [lng, lat] = to(...from(...place));
        const lngOff = ((((lng - place[0] + 540) % 360) + 360) % 360) - 180;
        expect(Math.hypot(lngOff * Math.cos((lat * Math.PI) / 180), lat - place[1]) * 111_320).toBeLessThan(2e-5);
      }
  }
});

test('there and back is the same place, within 2 mm (seven-parameter shifts are turned round to first order)', async () => {
  const areas: [string, number, number][] = [
    ['EPSG:2249', -71.5, 42],
    ['EPSG:25832', 9, 50],
    ['EPSG:2056', 8, 47],
    ['EPSG:5070', -96, 40],
    ['EPSG:27700', -2, 53],
    ['EPSG:28992', 5.4, 52],
    ['EPSG:2048', 19, -32],
  ];
  for (const [crs, lng0, lat0] of areas) {
    const [to, from] = [await toWgs84(crs), await fromWgs84(crs)];
    const degree = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(degree, degree, (dx, dy) => {
        const place: [number, number] = [lng0 + dx, lat0 + dy];
        expect(geodesicDistanceM(to(...from(...place)), place)).toBeLessThan(0.002);
      }),
      { numRuns: 100 },
    );
  }
});

test('degrees of WGS 84, NAD83 and ETRS89 stay as they are', async () => {
  for (const crs of ['EPSG:4326', 'EPSG:4269', 'EPSG:4258', 'EPSG:6318', 'OGC:CRS84']) {
    expect((await toWgs84(crs))(-71.123456789, 42.1)).toEqual([-71.123456789, 42.1]);
  }
});

test('a place without numbers has no place elsewhere', async () => {
  expect((await toWgs84('EPSG:2249'))(NaN, 1)).toEqual([NaN, NaN]);
});

describe('which system a text means', () => {
  const esri =
    'PROJCS["NAD_1983_StatePlane_Massachusetts_Mainland_FIPS_2001_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",' +
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],' +
    'PARAMETER["False_Easting",656166.667],PARAMETER["False_Northing",2460625.0],PARAMETER["Central_Meridian",-71.5],PARAMETER["Standard_Parallel_1",42.6833333333333],' +
    'PARAMETER["Standard_Parallel_2",41.7166666666667],PARAMETER["Latitude_Of_Origin",41.0],UNIT["US survey foot",0.304800609601219]]';
  const utm = (datum: string): string =>
    `PROJCS["x",GEOGCS["y",DATUM["${datum}",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],` +
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],' +
    'PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

  test.each([
    ['a code', 'EPSG:2249', 'EPSG:2249'],
    ['a number', '25832', 'EPSG:25832'],
    ['a URN', 'urn:ogc:def:crs:EPSG::2056', 'EPSG:2056'],
    ['the GeoJSON system', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['an Esri .prj without a code', esri, 'EPSG:2249'],
    ['the same without the numbers’ last digits', esri.replace('0.304800609601219', '0.3048006096'), 'EPSG:2249'],
    ['UTM on ETRS89', utm('D_ETRS_1989'), 'EPSG:25832'],
    ['a code inside WKT', `${esri.slice(0, -1)},AUTHORITY["EPSG","2249"]]`, 'EPSG:2249'],
    [
      'web maps',
      'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]',
      'EPSG:3857',
    ],
  ])('%s', async (_, text, crs) => {
    expect((await describeCrs(text)).crs).toBe(crs);
  });

  test('international and US survey feet are told apart', async () => {
    expect((await describeCrs('EPSG:2249')).unit).toBe(1200 / 3937);
    const international = esri.replace('0.304800609601219', '0.3048').replace('US survey foot', 'Foot');
    expect((await describeCrs(international)).crs).not.toBe('EPSG:2249');
  });

  test('a system without a code becomes PROJ text that puts points in the same place', async () => {
    const own = esri.replace('-71.5', '-71.6');
    const { crs, name } = await describeCrs(own);
    expect(crs).toMatch(/^\+proj=lcc/);
    expect(name).toBe('NAD_1983_StatePlane_Massachusetts_Mainland_FIPS_2001_Feet');
    const [x, y] = (await fromWgs84(crs))(-71.6, 41);
    // The centre of the projection lies at the false easting and near the false northing.
    expect(x).toBeCloseTo(656166.667, 3);
    expect(y).toBeCloseTo(2460625, 3);
  });

  test('the unit of heights of a compound system is known', async () => {
    expect((await describeCrs('EPSG:5498')).verticalUnit).toBe('m');
  });

  test.each([
    ['EPSG:99999', 'crs/unknown'],
    ['somewhere', 'crs/unknown'],
    ['PROJCS["cut off', 'crs/unknown'],
    ['GEOGCS["x",DATUM["y",SPHEROID["z",6.257223563]],PRIMEM["Greenwich",0.0],UNIT["D)gree",0.0174532925199433]]', 'crs/unknown'],
    ['+proj=utm +zone=10 +a=3396190 +b=3376200', 'crs/unknown'],
    ['EPSG:4978', 'crs/unsupported'],
    ['EPSG:5703', 'crs/unsupported'],
    ['+proj=utm +zone=10 +nadgrids=local.gsb', 'crs/needs-grid'],
  ])('%s is refused with %s', async (text, code) => {
    await expect(describeCrs(text)).rejects.toMatchObject({ code });
  });
});

describe('systems for a place', () => {
  const of = (...codes: string[]) => golden.points.filter(({ crs }) => codes.includes(crs));

  test.each(of('EPSG:2249', 'EPSG:26986', 'EPSG:2193', 'EPSG:27700', 'EPSG:28992', 'EPSG:2263'))(
    'numbers in $crs are known as such where it is used',
    async ({ crs, lngLat, xy }) => {
      const [first] = await systemsNear(xy, lngLat, quietJob);
      expect(first?.crs).toBe(crs);
      expect(first?.distanceM).toBeLessThan(5);
    },
  );

  test('a system of another country is none, though the numbers would fit', async () => {
    const [point] = of('EPSG:2249');
    const names = (await systemsNear(point!.xy, point!.lngLat, quietJob)).map(({ name }) => name);
    expect(names.filter((name) => !/Massachusetts|UTM|NAD83|WGS 84/.test(name))).toEqual([]);
  });

  test('areas of use go on behind the date line', async () => {
    for (const lng of [179.9, -179.9, 177.4])
      expect((await systemsOver([lng, -17.8], quietJob)).map(({ crs }) => crs)).toContain('EPSG:3460');
    expect((await systemsOver([-71, 42.3], quietJob)).map(({ crs }) => crs)).not.toContain('EPSG:3460');
  });
});
