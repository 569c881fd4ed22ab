import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { sha256Hex } from '../../../src/base/hash.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { makeTerrain, type Terrain } from '../../../src/geo/terrain.ts';
import { mergeTiles } from '../../../src/io/mosaic.ts';
import { inspectRasterFile, readRasterFile, type RasterOptions } from '../../../src/io/raster-file.ts';
import { requireVerticalUnit } from '../../../src/io/vertical-unit.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const fileOf = (path: string): Uint8Array => readFileSync(testData(path)!);

async function terrainOf(paths: readonly string[], options: RasterOptions = {}): Promise<Terrain> {
  const files = await Promise.all(paths.map((path) => readRasterFile(path, fileOf(path), options)));
  return makeTerrain(mergeTiles(files.flatMap((file) => file.grids)));
}

describe('SRTM tiles', () => {
  const tile = (height: number): Uint8Array => {
    const bytes = new Uint8Array(1201 * 1201 * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < 1201 * 1201; i++) view.setInt16(i * 2, height);
    return bytes;
  };

  test.each([
    ['N49E011.hgt', 11, 50],
    ['s34w071.hgt', -71, -33],
    ['srtm_N49E011.hgt', 11, 50],
  ])('%s lies where its name says', async (name, west, north) => {
    const { grids } = await readRasterFile(name, tile(3));
    expect(grids[0]).toMatchObject({
      width: 1201,
      height: 1201,
      crs: 'EPSG:4326',
      toModel: [west, 1 / 1200, 0, north, 0, -1 / 1200],
    });
  });

  test('zipped and gzipped tiles are the same', async () => {
    const plain = await readRasterFile('N49E011.hgt', tile(77));
    const zipped = await readRasterFile('any.zip', zipSync({ 'N49E011.hgt': tile(77) }));
    const gzipped = await readRasterFile('N49E011.hgt.gz', gzipSync(tile(77)));
    // Their sum, as comparing a million numbers one by one takes half a minute.
    const parts = ({ grids }: typeof plain): unknown =>
      grids.map(({ values, ...rest }) => [rest, sha256Hex(new Uint8Array(values.buffer))]);
    for (const packed of [zipped, gzipped]) expect(parts(packed)).toEqual(parts(plain));
    expect(plain.info[0]).toMatchObject({ verticalUnit: 'm', verticalDatum: 'EGM96 height' });
  });

  test('what the user says about other files does not alter them', async () => {
    const { grids } = await readRasterFile('N49E011.hgt', tile(77), { verticalUnit: 'ft', crs: 'EPSG:2249' });
    expect(grids[0]).toMatchObject({ crs: 'EPSG:4326' });
    expect(grids[0]!.values[0]).toBe(77);
  });

  test('a name without a place is refused', async () => {
    await expect(readRasterFile('tile.hgt', tile(1))).rejects.toMatchObject({ code: 'import/no-place' });
  });
});

describe('ASCII grids', () => {
  const text = (body: string): Uint8Array =>
    new TextEncoder().encode(`ncols 2\nnrows 2\nxllcorner 100\nyllcorner 200\ncellsize 10\nNODATA_value -9999\n${body}`);

  test('are read from the north', async () => {
    const { grids, info } = await readRasterFile('a.asc', text('1 2\n3.5 -9999\n'), { crs: 'EPSG:25832' });
    expect(grids[0]!.toModel).toEqual([105, 10, 0, 215, 0, -10]);
    expect([...grids[0]!.values]).toEqual([1, 2, 3.5, NaN]);
    expect(info[0].bounds).toEqual([100, 200, 120, 220]);
  });

  test.each(['1 2\n3', '1 2 3 4 5', '1 2 three 4'])('"%s" is refused', async (body) => {
    await expect(readRasterFile('a.asc', text(body), { crs: 'EPSG:25832' })).rejects.toMatchObject({ code: 'file/damaged' });
  });
});

describeWithData('real terrain', () => {
  const expected = testData('areas/encodings/expected.json');
  const { points_lonlat: points, files } = JSON.parse(expected === null ? '{"files":{}}' : readFileSync(expected, 'utf8')) as {
    points_lonlat: LngLat[];
    files: Record<string, { values_nearest: number[] }>;
  };

  test.each(Object.keys(files))('encodings/%s has the heights at 40 points that GDAL reads', async (name) => {
    const terrain = await terrainOf([`areas/encodings/${name}`], name.endsWith('.asc') ? { crs: 'EPSG:4326' } : {});
    points.forEach((point, i) => expect(Math.abs(terrain.nearestM(point) - files[name]!.values_nearest[i]!)).toBeLessThan(0.001));
  });

  const golden = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../golden/elevations.json'), 'utf8')) as {
    points: { file: string; at: [number, number]; nearest: number; bilinear: number }[];
  };
  test.each(golden.points)(
    '$file at $at is what GDAL reads, in the cell and between cells',
    async ({ file, at, nearest, bilinear }) => {
      const terrain = await terrainOf([file]);
      expect(Math.abs(terrain.nearestM(at) - nearest)).toBeLessThan(1e-4);
      expect(Math.abs(terrain.elevationM(at) - bilinear)).toBeLessThan(1e-3);
    },
  );

  const tiles = ['areas/north-bayreuth/terrain/N49E011.hgt.zip', 'areas/north-bayreuth/terrain/N50E011.hgt.zip'];

  test('two SRTM tiles agree on the row that they share and are one terrain across it', async () => {
    const [south, north] = [await terrainOf(tiles.slice(0, 1)), await terrainOf(tiles.slice(1))];
    const files = await Promise.all(tiles.map((path) => readRasterFile(path, fileOf(path))));
    const merged = mergeTiles(files.flatMap((file) => file.grids));
    expect(merged).toHaveLength(1);
    expect(merged[0]).toMatchObject({ width: 1201, height: 2401 });
    const both = await makeTerrain(merged);
    for (let lng = 11; lng <= 12; lng += 1 / 4800) {
      const height = south.elevationM([lng, 50]);
      if (Number.isNaN(height)) continue;
      expect(north.elevationM([lng, 50])).toBeCloseTo(height, 6);
      expect(both.elevationM([lng, 50])).toBeCloseTo(height, 6);
      expect(Math.abs(both.elevationM([lng, 50.00001]) - both.elevationM([lng, 49.99999]))).toBeLessThan(3);
    }
  });

  test('the two ground models of Cambridge agree within 0.1 m at every parcel of the neighbourhood', async () => {
    const metres = await terrainOf(['areas/cambridge-ma/derived/cambridge_ground_m_epsg4326.tif'], { verticalUnit: 'm' });
    const feet = await terrainOf(['areas/cambridge-ma/derived/cambridge_ground_ft_epsg2249.tif'], { verticalUnit: 'us-ft' });
    const parcels = JSON.parse(
      new TextDecoder().decode(fileOf('areas/cambridge-ma/neighbourhood-wellington-harrington/parcels.geojson')),
    ) as {
      features: { geometry: { coordinates: unknown } }[];
    };
    expect(parcels.features).toHaveLength(995);
    let worst = 0;
    for (const { geometry } of parcels.features) {
      const point = firstPoint(geometry.coordinates);
      worst = Math.max(worst, Math.abs(metres.elevationM(point) - feet.elevationM(point)));
    }
    expect(worst).toBeLessThan(0.1);
  });

  test.each(['ft_epsg2249', 'm_epsg4326'])('the ground model %s does not say its unit: importing it is refused', async (name) => {
    const path = `areas/cambridge-ma/derived/cambridge_ground_${name}.tif`;
    const file = await readRasterFile(path, fileOf(path));
    expect(file.info[0].verticalUnit).toBeNull();
    expect(() => requireVerticalUnit(path, file)).toThrow(/metres or feet/);
  });

  const georef = testData('areas/geotiff-georef');
  const austrian = georef === null ? [] : readdirSync(georef).filter((name) => name.startsWith('austrian'));
  test.each(austrian)('%s lies where GDAL puts it', async (name) => {
    const [info] = await inspectRasterFile(name, fileOf(`areas/geotiff-georef/${name}`));
    expect(info).toMatchObject({ crs: 'EPSG:3035', width: 507, height: 190 });
    // gdalinfo: upper left 4302000, 2811000 and cells of 1000 m as areas; half a cell further as points.
    const shift = name.includes('is_point') ? -500 : 0;
    [4302000 + shift, 2621000 - shift, 4809000 + shift, 2811000 - shift].forEach((edge, i) =>
      expect(info!.bounds![i]).toBeCloseTo(edge, 3),
    );
  });

  test('numbers of an old Swiss map without a system are asked about, and read when it is named', async () => {
    const path = 'areas/geotiff-georef/zuerich_dem25_lv03_noCRS.tif';
    await expect(readRasterFile(path, fileOf(path))).rejects.toMatchObject({ code: 'import/no-crs' });
    const terrain = await terrainOf([path], { crs: 'EPSG:21781' });
    expect(terrain.elevationM([8.55, 47.37])).toBeGreaterThan(390);
  });

  test('heights that were cut off at 255 are noticed', async () => {
    const path = 'areas/porto-alegre/poa_elevation.tif';
    expect((await readRasterFile(path, fileOf(path))).warnings.join()).toContain('cut off');
  });
});

function firstPoint(coordinates: unknown): [number, number] {
  const inner = (coordinates as unknown[])[0];
  return Array.isArray(inner) ? firstPoint(coordinates instanceof Array ? inner : []) : (coordinates as [number, number]);
}

describeWithData('damaged and hostile rasters', () => {
  test.each([
    ['made/truncated_25pct.tif', 'file/damaged', /cut short/],
    ['made/truncated_90pct.tif', 'file/damaged', /cut short/],
    ['made/zero_bytes.tif', 'file/damaged', /empty/],
    ['made/png_named_tif.tif', 'file/unsupported', /GeoTIFF/],
    ['made/header_says_4e9x4e9.tif', 'file/too-large', /4000000000 × 4000000000/],
    ['made/header_says_200kx200k.tif', 'file/too-large', /200000 × 200000/],
    ['made/N47E009_short.hgt.zip', 'file/damaged', /neither.*1201².*3601²/],
    ['made/badname.hgt.zip', 'import/no-place', /south-west corner/],
    ['made/bomb_700MB.hgt.zip', 'file/too-large', /times its size/],
    ['real/corrupt_jpeg_cog.tif', 'file/unsupported', /JPEG/],
    ['real/no_prj/grid_without_projection.asc', 'import/no-crs', /--crs/],
  ])('%s is refused with %s, quickly and naming the file', async (path, code, text) => {
    const start = performance.now();
    const error: unknown = await readRasterFile(path, fileOf(`malformed/${path}`)).catch((caught: unknown) => caught);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code });
    expect((error as AppError).message).toMatch(text);
    expect((error as AppError).where).toContain(path);
  });

  test('a tile of voids holds no elevation, and says so', async () => {
    const path = 'malformed/made/all_void_N47E009.hgt.zip';
    const { grids, warnings } = await readRasterFile(path, fileOf(path));
    expect(warnings.join()).toContain('no elevation here');
    expect((await makeTerrain(grids)).elevationM([9.5, 47.5])).toBeNaN();
  });

  const fuzz = testData('malformed/real/fuzz-tiff');
  test('130 TIFF files that a fuzzer found are each refused or read within 2 s and 500 MB', async () => {
    const names = fuzz === null ? [] : readdirSync(fuzz).filter((name) => name.endsWith('.tif'));
    expect(names.length).toBe(130);
    const before = process.memoryUsage().rss;
    for (const name of names) {
      const start = performance.now();
      const outcome: unknown = await readRasterFile(name, fileOf(`malformed/real/fuzz-tiff/${name}`), { crs: 'EPSG:4326' }).catch(
        (error: unknown) => error,
      );
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
      expect(performance.now() - start).toBeLessThan(2000);
      expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
    }
  });
});
