import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { sourceOfBytes } from '../../../src/io/byte-source.ts';
import { chosenWindow, farWindow, fetchWindow, openFarRaster } from '../../../src/io/far-raster.ts';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { openRemote } from '../../../src/io/remote-source.ts';
import type { Grid } from '../../../src/geo/grid.ts';
import type { LngLatBounds } from '../../../src/geo/position.ts';
import { gdalWrites, rasterByGdal } from '../../support/files-by-gdal.ts';
import { serveFile, type Behaviour, type RangeServer } from '../../support/range-server.ts';

const [WIDTH, HEIGHT, CELL] = [900, 700, 10];
/** A plane, so that the mean of four cells is the height in their middle. */
const heightAt = (x: number, y: number): number => 300 + (x - 680_000) * 0.01 + (5_540_000 - y) * 0.02;
const TEXT = `ncols ${WIDTH}\nnrows ${HEIGHT}\nxllcorner 680000\nyllcorner ${5_540_000 - HEIGHT * CELL}\ncellsize ${CELL}\nNODATA_value -9999\n${Array.from(
  { length: HEIGHT },
  (_, row) =>
    Array.from({ length: WIDTH }, (_, column) => heightAt(680_005 + CELL * column, 5_539_995 - CELL * row).toFixed(3)).join(' '),
).join('\n')}\n`;
/** Somewhere in the middle, a twelfth of the whole. */
const AREA: LngLatBounds = [11.56, 49.955, 11.585, 49.97];

const made = new Map<string, Uint8Array>();
function cog(...args: string[]): Uint8Array {
  const key = args.join(' ');
  const known = made.get(key);
  if (known !== undefined) return known;
  const bytes = rasterByGdal([{ name: 'a.asc', text: TEXT }], ['-a_srs', 'EPSG:25832', '-ot', 'Float32', ...args]).bytes;
  made.set(key, bytes);
  return bytes;
}
const COG = ['-of', 'COG', '-co', 'BLOCKSIZE=128', '-co', 'COMPRESS=DEFLATE', '-co', 'PREDICTOR=YES', '-co', 'OVERVIEW_RESAMPLING=AVERAGE']; // prettier-ignore

let server: RangeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function openServed(bytes: Uint8Array, behaviour?: Behaviour) {
  server = await serveFile(bytes, behaviour);
  return openFarRaster(await openRemote(server.address, fetch, quietJob));
}

/** The largest difference between a grid and the plane. */
function worst({ width, height, values, toModel }: Grid): number {
  const [x0, xc, xr, y0, yc, yr] = toModel;
  let most = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [x, y] = [x0 + xc * column + xr * row, y0 + yc * column + yr * row];
      most = Math.max(most, Math.abs((values[row * width + column] ?? NaN) - heightAt(x, y)));
    }
  return most;
}

describe.skipIf(!gdalWrites())('a raster at an address', { timeout: 120_000 }, () => {
  test.each([
    ['a COG', COG],
    [
      'tiles of a BigTIFF, big-endian',
      ['-co', 'TILED=YES', '-co', 'BIGTIFF=YES', '-co', 'ENDIANNESS=BIG', '-co', 'BLOCKXSIZE=128', '-co', 'BLOCKYSIZE=128'],
    ],
    ['strips packed with LZW, values of points', ['-co', 'COMPRESS=LZW', '-mo', 'AREA_OR_POINT=Point']],
  ])('%s: only the blocks of an area are fetched, and lie where they lay', async (_, args) => {
    // prettier-ignore
    const bytes = cog(...args);
    const raster = await openServed(bytes);
    const window = await farWindow(raster, raster.levels[0], AREA);
    const piece = await fetchWindow(raster, window!, quietJob);
    const { grids, info } = await readRasterFile('piece.tif', piece);
    expect(info[0]).toMatchObject({ crs: 'EPSG:25832', width: window!.width, height: window!.height });
    expect(worst(grids[0]!)).toBeLessThan(0.001);
    expect(window!.width * window!.height).toBeLessThan((WIDTH * HEIGHT) / 2);
    expect(server!.sent).toBeLessThan(bytes.length * 0.8);
    // All of the area is in it.
    const whole = await readRasterFile('whole.tif', bytes);
    expect(worst(whole.grids[0]!)).toBeLessThan(0.001);
  });

  test('coarser cells come from the smaller copies', async () => {
    const raster = await openServed(cog(...COG));
    expect(raster.levels.map(({ cellM }) => Math.round(cellM ?? 0))).toEqual([10, 20, 40, 80]);
    const window = await chosenWindow(raster, null, 45);
    expect(Math.round(window!.level.cellM!)).toBe(40);
    const { grids } = await readRasterFile('piece.tif', await fetchWindow(raster, window!, quietJob));
    const [, xc, , , , yr] = grids[0]!.toModel;
    expect([xc, yr]).toEqual([40, -40]);
    // The last column and row of an odd number are means of fewer cells, half a coarse cell off.
    expect(worst(grids[0]!)).toBeLessThan(40 * 0.03);
    const { width, values } = grids[0]!;
    const [x0, , , y0] = grids[0]!.toModel;
    expect(values[50 * width + 50]).toBeCloseTo(heightAt(x0 + 50 * 40, y0 - 50 * 40), 3);
  });

  test('an area beside the raster needs nothing', async () => {
    const raster = await openServed(cog(...COG));
    expect(await chosenWindow(raster, [-71, 42, -70, 43], 0)).toBeNull();
  });

  test.each([
    ['not found', 'remote/not-found', /404/],
    ['no ranges', 'remote/no-ranges', /as a whole/],
    ['changes', 'remote/changed', /changed/],
    ['shorter', 'remote/changed', /changed/],
  ] as const)('%s: told by name', async (behaviour, code, what) => {
    const failure = await openServed(cog(...COG), behaviour).then(
      async (raster) => fetchWindow(raster, (await chosenWindow(raster, AREA, 0))!, quietJob),
      (error: unknown) => Promise.reject(error as Error),
    ).catch((error: unknown) => error); // prettier-ignore
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code, what: expect.stringMatching(what) as string, where: server!.address });
  });

  test('nobody answers', async () => {
    server = await serveFile(new Uint8Array(1));
    const { address } = server;
    await server.close();
    server = undefined;
    await expect(openRemote(address, fetch, quietJob)).rejects.toMatchObject({ code: 'remote/no-answer', where: address });
  });

  test('a server that is busy is asked again, and one that hides the size tells it otherwise', async () => {
    for (const behaviour of ['busy at first', 'no size'] as const) {
      const raster = await openServed(cog(...COG), behaviour);
      expect(raster.source.size).toBe(cog(...COG).length);
      await server!.close();
    }
    server = undefined;
  });

  test('broken directories are refused, and never loop', async () => {
    const bytes = cog(...COG);
    const at = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    const circle = bytes.slice();
    const view = new DataView(circle.buffer);
    view.setUint32(at + 2 + 12 * view.getUint16(at, true), at, true);
    await expect(openFarRaster(sourceOfBytes('a', circle))).rejects.toThrow(/circles/);
    for (let cut = 0; cut < 9; cut++) {
      const part = bytes.slice(0, Math.floor((bytes.length * cut) / 9));
      const end = await openFarRaster(sourceOfBytes('a', part))
        .then(async (raster) => fetchWindow(raster, (await chosenWindow(raster, null, 0))!, quietJob))
        .catch((error: unknown) => error);
      expect(end).toMatchObject({ code: 'file/damaged' });
    }
  });
});
