import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { makeCellBits, setBit } from '../../../../src/geo/cell-bits.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import { exportRasterFile } from '../../../../src/io/export-raster.ts';
import { readRasterFile } from '../../../../src/io/raster-file.ts';
import { writeGeoTiff } from '../../../../src/io/write/geotiff.ts';

const PLACES: readonly { crs: string; toModel: Grid['toModel'] }[] = [
  { crs: 'EPSG:4326', toModel: [11.0004166, 1 / 1200, 0, 50.9, 0, -1 / 1200] },
  { crs: 'EPSG:25832', toModel: [680005, 10, 0, 5539995, 0, -10] },
  { crs: 'EPSG:2249', toModel: [747610, 20, 0, 2972890, 0, -20] },
  { crs: 'EPSG:25832', toModel: [680005, 8, 3, 5539995, 3, -8] },
];
const [width, height] = [300, 270];

/** The first cell in which two rasters differ, −1 for none; quicker than a comparison that would print both. */
function firstOther(one: ArrayLike<number>, other: ArrayLike<number>): number {
  for (let i = 0; i < Math.max(one.length, other.length); i++) if (!Object.is(one[i], other[i])) return i;
  return -1;
}

describe('a GeoTIFF that is written', () => {
  it('is read again with the same cells, place and system', async () => {
    for (const { crs, toModel } of PLACES) {
      const cells = Float32Array.from({ length: width * height }, (_, i) => (i % 17 === 0 ? -9999 : (i % 997) / 7));
      const bytes = await writeGeoTiff({ cells, width, height, toModel, crs, nodata: -9999 }, quietJob);
      const { grids, info } = await readRasterFile('a.tif', bytes, { verticalUnit: 'm' });
      expect(info[0]).toMatchObject({ crs, width, height, nodata: -9999, numbers: 'float32' });
      grids[0]!.toModel.forEach((value, index) => expect(value).toBeCloseTo(toModel[index]!, 8));
      expect(
        firstOther(
          grids[0]!.values,
          cells.map((value) => (value === -9999 ? NaN : value)),
        ),
      ).toBe(-1);
    }
  });

  it('is one of several in a zip where a layer is of several rasters, and all come back', async () => {
    const grids = PLACES.slice(1, 3).map(({ crs, toModel }, at): Grid => {
      const values = Float32Array.from({ length: 12 }, (_, i) => 100 * at + i);
      return { width: 4, height: 3, toModel, crs, values, verticalDatum: null, errorM: null };
    });
    const { bytes, ending, cells } = await exportRasterFile('terrain', { grids, sources: [] }, quietJob);
    expect([ending, cells]).toEqual(['.zip', 24]);
    const read = await readRasterFile('terrain.zip', bytes, { verticalUnit: 'm' });
    expect(read.grids.map(({ values }) => [...values])).toEqual(grids.map(({ values }) => [...values]));
    const one = await exportRasterFile('terrain', { grids: grids.slice(0, 1), sources: [] }, quietJob);
    expect([one.ending, one.cells]).toEqual(['.tif', 12]);
  });

  it('is the same of bits as of the bytes that stand for them', async () => {
    const bits = makeCellBits(width, height);
    const cells = Uint8Array.from({ length: width * height }, (_, i) => {
      const [column, row] = [i % width, Math.floor(i / width)];
      const isSet = row < 256 && column < 256 ? (column * 7 + row * row) % 11 < 4 : column > 280;
      if (isSet) setBit(bits, column, row);
      return isSet ? 255 : 0;
    });
    const raster = { width, height, ...PLACES[1]!, description: 'Seen' };
    expect(await writeGeoTiff({ ...raster, cells: bits }, quietJob)).toEqual(await writeGeoTiff({ ...raster, cells }, quietJob));
  });

  it('holds bytes as bytes and is the same every time', async () => {
    const cells = Uint8Array.from({ length: width * height }, (_, i) => (i % 3 === 0 ? 255 : 0));
    const raster = { cells, width, height, ...PLACES[0]! };
    const bytes = await writeGeoTiff(raster, quietJob);
    expect(await writeGeoTiff(raster, quietJob)).toEqual(bytes);
    const { grids, info } = await readRasterFile('a.tif', bytes, { verticalUnit: 'm' });
    expect(info[0]).toMatchObject({ numbers: 'uint8', nodata: null });
    expect(firstOther(grids[0]!.values, cells)).toBe(-1);
  });

  it.skipIf(spawnSync('gdalinfo', ['--version']).status !== 0)('is the same raster to GDAL', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-test-'));
    for (const { crs, toModel } of PLACES) {
      const cells = Float32Array.from({ length: width * height }, (_, i) => (i % 17 === 0 ? NaN : (i % 997) / 7 - 100));
      const about = { nodata: NaN, unit: 'dBm', description: 'Received level < best' };
      writeFileSync(join(folder, 'a.tif'), await writeGeoTiff({ cells, width, height, toModel, crs, ...about }, quietJob));
      const told = JSON.parse(spawnSync('gdalinfo', ['-json', '-mm', join(folder, 'a.tif')], { encoding: 'utf8' }).stdout) as {
        size: number[];
        geoTransform: number[];
        coordinateSystem: { wkt: string };
        metadata: { IMAGE_STRUCTURE: Record<string, string> };
        bands: Record<string, unknown>[];
      };
      const [x, xc, xr, y, yc, yr] = toModel;
      expect(told.size).toEqual([width, height]);
      [x - (xc + xr) / 2, xc, xr, y - (yc + yr) / 2, yc, yr].forEach((value, i) =>
        expect(told.geoTransform[i]).toBeCloseTo(value, 8),
      );
      expect(told.coordinateSystem.wkt).toMatch(new RegExp(`ID\\["EPSG",${crs.slice(5)}\\]\\]$`));
      expect(told.metadata.IMAGE_STRUCTURE).toMatchObject({ LAYOUT: 'COG', COMPRESSION: 'DEFLATE' });
      expect(told.bands).toMatchObject([
        { type: 'Float32', unit: 'dBm', description: about.description, noDataValue: 'NaN', block: [256, 256] },
      ]);
      expect(told.bands[0]).toMatchObject({ overviews: [{ size: [150, 135] }], computedMin: -100 });
      spawnSync('gdal_translate', ['-q', '-of', 'ENVI', join(folder, 'a.tif'), join(folder, 'a.raw')]);
      const raw = readFileSync(join(folder, 'a.raw'));
      expect(firstOther(new Float32Array(raw.buffer, raw.byteOffset, raw.length / 4), cells)).toBe(-1);
    }
    const cells = new Uint8Array(width * height).fill(255, 1);
    writeFileSync(join(folder, 'b.tif'), await writeGeoTiff({ cells, width, height, ...PLACES[0]! }, quietJob));
    const bytes = spawnSync('gdalinfo', ['-json', '-mm', join(folder, 'b.tif')], { encoding: 'utf8' }).stdout;
    const [band] = (JSON.parse(bytes) as { bands: Record<string, unknown>[] }).bands;
    expect(band).toMatchObject({ type: 'Byte', computedMin: 0, computedMax: 255 });
    expect(band).not.toHaveProperty('noDataValue');
    rmSync(folder, { recursive: true });
  });
});
