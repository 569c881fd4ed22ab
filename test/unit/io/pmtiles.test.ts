import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { AppError } from '../../../src/base/app-error.ts';
import { sourceOfBytes } from '../../../src/io/byte-source.ts';
import { openPmtiles, tileId } from '../../../src/io/pmtiles.ts';
import { writePng } from '../../../src/io/png.ts';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { makeSqlite } from '../../../src/io/sqlite.ts';
import { readLosslessWebp } from '../../../src/io/webp-lossless.ts';
import { gdalWrites } from '../../support/files-by-gdal.ts';
import { terrariumTile } from '../../support/terrarium-tile.ts';
import { tinyMbtiles } from '../../support/tiny-mbtiles.ts';
import { tinyPmtiles } from '../../support/tiny-pmtiles.ts';
import { testData } from '../../support/test-data.ts';

const SIDE = 64;
/** A tile of heights in terrarium coding; `voidAt` is black. */
const tile = (heightAt: (x: number, y: number) => number, voidAt = -1): Uint8Array => terrariumTile(SIDE, heightAt, voidAt);

test('tiles are counted along the curve as the specification lists them', () => {
  // Spec v3, section 4.1: zoom 0 is 0, zoom 1 is 1 to 4, and (12, 3423, 1763) is 19078479.
  expect([tileId(0, 0, 0), tileId(1, 0, 0), tileId(1, 0, 1), tileId(1, 1, 1), tileId(1, 1, 0), tileId(2, 0, 0)]).toEqual([0, 1, 2, 3, 4, 5]); // prettier-ignore
  expect(tileId(12, 3423, 1763)).toBe(19078479);
});

describe('an archive of heights', () => {
  // Tiles 8/136..137/85..86 lie over Bavaria; one of the four is missing.
  const archive = tinyPmtiles('png', [
    [8, 136, 85, tile((x, y) => 300 + x + y / 2)],
    [8, 137, 85, tile((x, y) => 364 + x + y / 2, 5)],
    [8, 136, 86, tile((x, y) => 332 + x + y / 2)],
  ]);

  test('is a raster in web Mercator, without a seam, unknown where it has nothing', async () => {
    const { grids, info } = await readRasterFile('a.pmtiles', archive, {}, quietJob);
    expect(info[0]).toMatchObject({ format: 'PMTiles', width: 128, height: 128, crs: 'EPSG:3857', verticalUnit: 'm', numbers: 'terrarium' }); // prettier-ignore
    const { values, toModel } = grids[0]!;
    const cellM = 40075016.68557849 / (256 * SIDE);
    expect(toModel[1]).toBeCloseTo(cellM, 6);
    expect(toModel[0]).toBeCloseTo(136 * SIDE * cellM - 20037508.342789244 + cellM / 2, 6);
    expect(toModel[3]).toBeCloseTo(20037508.342789244 - 85 * SIDE * cellM - cellM / 2, 6);
    for (const [x, y] of [
      [0, 0],
      [63, 10],
      [64, 10],
      [100, 63],
      [10, 64],
      [63, 127],
    ] as const)
      // prettier-ignore
      expect(values[y * 128 + x], `${x}, ${y}`).toBeCloseTo(300 + x + y / 2, 2);
    expect([values[5 + 64], values[127 * 128 + 127]]).toEqual([NaN, NaN]);
  });

  test('is the same from the bytes that Node reads from a disk, whose slices are no copies', async () => {
    const { grids } = await readRasterFile('a.pmtiles', Buffer.from(archive));
    const [once] = (await readRasterFile('a.pmtiles', archive)).grids;
    expect(grids[0]?.values).toEqual(once?.values);
  });

  test('cut at any of nine points is refused, with a reason', async () => {
    for (let cut = 0; cut < 9; cut++) {
      const failure = await readRasterFile('a.pmtiles', archive.slice(0, Math.floor((archive.length * cut) / 9))).catch((error: unknown) => error); // prettier-ignore
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject({ where: 'a.pmtiles', remedy: expect.stringMatching(/\w/) as string });
    }
  });

  test('is taken for what it is where nearly all of its first tile is nothing', async () => {
    const data = new Uint8Array(3 * SIDE * SIDE);
    for (let i = SIDE * (SIDE - 4); i < SIDE * SIDE; i++) data.set([128, 20, 0], 3 * i);
    const shore = writePng({ width: SIDE, height: SIDE, rgb: data });
    const { grids, info } = await readRasterFile('a.pmtiles', tinyPmtiles('png', [[8, 136, 85, shore]]), {}, quietJob);
    expect(info[0]?.numbers).toBe('terrarium');
    expect([grids[0]?.values[0], grids[0]?.values.at(-1)]).toEqual([NaN, 20]);
  });

  test('is the same as MBTiles, of a table of tiles or of pictures that a view joins to their places', async () => {
    const places = [
      [136, 85, tile((x, y) => 300 + x + y / 2)],
      [137, 85, tile((x, y) => 364 + x + y / 2, 5)],
      [136, 86, tile((x, y) => 332 + x + y / 2)],
    ] as const;
    const expected = (await readRasterFile('a.pmtiles', archive, {}, quietJob)).grids[0]!;
    const plain = await tinyMbtiles(places.map(([x, y, data]) => [8, x, y, data]));
    const joined = await makeSqlite((db) => {
      db.run('CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT)');
      db.run('CREATE TABLE images (tile_data BLOB, tile_id TEXT)');
      db.run('CREATE VIEW tiles AS SELECT * FROM map JOIN images USING (tile_id)');
      db.runMany('INSERT INTO map VALUES (8, ?, ?, ?)', places.map(([x, y], i) => [x, 255 - y, `t${i}`])); // prettier-ignore
      db.runMany('INSERT INTO images VALUES (?, ?)', places.map(([, , data], i) => [data, `t${i}`])); // prettier-ignore
      return Promise.resolve();
    });
    for (const bytes of [plain, joined]) {
      const { grids, info } = await readRasterFile('a.mbtiles', bytes, {}, quietJob);
      expect(info[0]).toMatchObject({ format: 'MBTiles', width: 128, height: 128, numbers: 'terrarium' });
      expect(grids[0]?.toModel).toEqual(expected.toModel);
      expect(grids[0]?.values).toEqual(expected.values);
    }
    const cut = await readRasterFile('a.mbtiles', plain.slice(0, 5000)).catch((error: unknown) => error);
    expect(cut).toMatchObject({ code: 'import/damaged' });
  });

  test('of pictures packed with losses is refused by name: heights do not survive that', async () => {
    const lossy = new TextEncoder().encode('RIFF\x14\0\0\0WEBPVP8 \x08\0\0\0\0\0\0\0\0\0\0\0');
    await expect(readRasterFile('a.pmtiles', tinyPmtiles('webp', [[8, 136, 85, lossy]]))).rejects.toMatchObject({
      code: 'file/unsupported',
      what: expect.stringContaining('with losses') as unknown,
    });
  });

  test('of drawings instead of heights is refused by name', async () => {
    const drawings = tinyPmtiles('mvt', [[0, 0, 0, new Uint8Array([1])]]);
    await expect(readRasterFile('a.pmtiles', drawings)).rejects.toThrow(/vector tiles/);
  });
});

const REAL = testData('areas/terrain-rgb/near-badschandau-z10-11.pmtiles');

describe.skipIf(REAL === null)('an archive of another program, near Bad Schandau', () => {
  test('heights are those of the Elbe valley', async () => {
    const bytes = new Uint8Array(readFileSync(REAL!));
    const archive = await openPmtiles(sourceOfBytes('a', bytes));
    expect(archive).toMatchObject({ tileKind: 'webp', minZoom: 10, maxZoom: 11 });
    const { grids } = await readRasterFile('a.pmtiles', bytes);
    const { values, width } = grids[0]!;
    const known = values.filter((value) => !Number.isNaN(value)).sort();
    // The Elbe at Bad Schandau lies at 115 m; the Großer Winterberg is 556 m high.
    expect(known[0]).toBeGreaterThan(100);
    expect(known.at(-1)).toBeLessThan(570);
    let steepest = 0;
    for (let i = 1; i < width; i++) steepest = Math.max(steepest, Math.abs((values[i] ?? 0) - (values[i - 1] ?? 0)));
    expect(steepest).toBeLessThan(150);
  });

  test.skipIf(!gdalWrites() || !hasWebp())('GDAL unpacks the tile to the same colours', async () => {
    const archive = await openPmtiles(sourceOfBytes('a', new Uint8Array(readFileSync(REAL!))));
    const packed = await archive.tile(10, 552, 343);
    const { width, height, data } = readLosslessWebp(packed!);
    const folder = mkdtempSync(join(tmpdir(), 'weft-webp-'));
    try {
      writeFileSync(join(folder, 'a.webp'), packed!);
      execFileSync('gdal_translate', ['-q', '-of', 'ENVI', join(folder, 'a.webp'), join(folder, 'a.bin')]);
      const bands = readFileSync(join(folder, 'a.bin'));
      const cells = width * height;
      let other = 0;
      for (let i = 0; i < cells; i++)
        for (let band = 0; band < 3; band++) if (bands[band * cells + i] !== data[4 * i + band]) other++;
      expect(other).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function hasWebp(): boolean {
  return execFileSync('gdalinfo', ['--formats'], { encoding: 'utf8' }).includes('WEBP -raster-');
}
