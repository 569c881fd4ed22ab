import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectRasterFile, readRasterFile, type RasterOptions } from '../../../src/io/raster-file.ts';
import { tinyLas, type TinyPoint } from '../../support/tiny-las.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const options: RasterOptions = { verticalUnit: 'm' };
/** Four points in each metre of a slope, ten metres square, a house on a part of it and a bird. */
const points = (pointFormat: 1 | 6): TinyPoint[] => {
  const list: TinyPoint[] = [];
  for (let y = 0.25; y < 10; y += 0.5)
    for (let x = 0.25; x < 10; x += 0.5) {
      const isHouse = x > 4 && x < 6 && y > 4 && y < 6;
      list.push({ x: 690_000 + x, y: 5_540_000 + y, z: isHouse ? 112 : 100 + x / 10, kind: isHouse ? 6 : 2 });
    }
  list.push({ x: 690_001, y: 5_540_001, z: 180, kind: 7 });
  list.push({ x: 690_002, y: 5_540_002, z: 90, kind: 2, isWithheld: true });
  list.push({ x: 690_009.3, y: 5_540_009.3, z: pointFormat === 1 ? 105 : 106, kind: 5 });
  return list;
};
const at = (grid: { values: Float32Array; width: number }, x: number, y: number): number =>
  grid.values[Math.floor(10 - y) * grid.width + Math.floor(x)]!;

describe.each([1, 6] as const)('points of format %i', (pointFormat) => {
  const file = tinyLas(points(pointFormat), pointFormat, 25832);

  test('the ground is the mean of its points, filled under the house; noise and withheld points do not count', async () => {
    const { grids, info } = await readRasterFile('a.las', file, options);
    expect(info[0]).toMatchObject({ crs: 'EPSG:25832', width: 10, height: 10, bounds: [690_000, 5_540_000, 690_010, 5_540_010] });
    const [grid] = grids;
    expect(at(grid!, 0.5, 9.5)).toBeCloseTo(100.05, 4);
    expect(at(grid!, 1.5, 1.5)).toBeCloseTo(100.15, 4);
    expect(at(grid!, 4.5, 4.5)).toBeGreaterThan(100.2);
    expect(at(grid!, 4.5, 4.5)).toBeLessThan(100.8);
  });

  test('the surface is the highest thing in each cell', async () => {
    const { grids } = await readRasterFile('a.las', file, { ...options, cloud: 'surface' });
    expect(at(grids[0]!, 5.5, 5.5)).toBe(112);
    expect(at(grids[0]!, 9.5, 9.5)).toBe(pointFormat === 1 ? 105 : 106);
    expect(at(grids[0]!, 1.5, 1.5)).toBeCloseTo(100.175, 3);
  });
});

test('clouds without ground, cut clouds and points outside their bounds are refused', async () => {
  const bare = tinyLas(
    points(1).map((point) => ({ ...point, kind: 1 })),
    1,
    25832,
  );
  await expect(readRasterFile('a.las', bare, options)).rejects.toMatchObject({ code: 'terrain/no-ground' });
  const whole = tinyLas(points(1), 1, 25832);
  for (let tenth = 1; tenth <= 9; tenth++)
    await expect(readRasterFile('a.las', whole.subarray(0, (whole.length * tenth) / 10), options)).rejects.toMatchObject({
      code: 'file/damaged',
    });
  const moved = tinyLas(points(1), 1, 25832);
  new DataView(moved.buffer).setInt32(moved.length - 28, 5, true);
  await expect(readRasterFile('a.las', moved, options)).rejects.toThrow(/outside the bounds/);
});

test.each([0, 2, 3, 4, 5, 7, 8, 9, 10])('points of format %i are read where they are not packed', async (pointFormat) => {
  // Bytes of a record in tables 7 to 16 of LAS 1.4-R15.
  const recordBytes = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67][pointFormat]!;
  const like = pointFormat < 6 ? 1 : 6;
  const file = withRecords(tinyLas(points(like), like, 25832), pointFormat, recordBytes);
  const { grids } = await readRasterFile('a.las', file, { ...options, cloud: 'surface' });
  expect(at(grids[0]!, 5.5, 5.5)).toBe(112);
});

/** The same cloud with records of another format, whose further values are zero. */
function withRecords(file: Uint8Array, pointFormat: number, recordBytes: number): Uint8Array {
  const [pointsAt, before] = [new DataView(file.buffer).getUint32(96, true), new DataView(file.buffer).getUint16(105, true)];
  const count = (file.length - pointsAt) / before;
  const bytes = new Uint8Array(pointsAt + count * recordBytes);
  bytes.set(file.subarray(0, pointsAt));
  for (let i = 0; i < count; i++)
    bytes.set(
      file.subarray(pointsAt + i * before, pointsAt + i * before + Math.min(before, recordBytes)),
      pointsAt + i * recordBytes,
    );
  bytes[104] = pointFormat;
  new DataView(bytes.buffer).setUint16(105, recordBytes, true);
  return bytes;
}

/** Where the record begins in which LASzip says how it packs. */
function packingAt(file: Uint8Array): number {
  return new TextDecoder('latin1').decode(file).indexOf('laszip encoded') - 2 + 54;
}

describeWithData('AHN3', () => {
  const bytes = (): Uint8Array => new Uint8Array(readFileSync(testData('areas/delft-lidar/ahn3_cropped_2.laz')!));
  const given: RasterOptions = { crs: 'EPSG:28992', verticalUnit: 'm' };

  test('every packed point lies within the bounds that its writer noted, and both ends of each are met', async () => {
    const [info] = await inspectRasterFile('a.laz', bytes(), given);
    expect(info).toMatchObject({ format: 'LAZ 1.2, 208432 points', crs: 'EPSG:28992' });
    const ground = await readRasterFile('a.laz', bytes(), given);
    const surface = await readRasterFile('a.laz', bytes(), { ...given, cloud: 'surface' });
    const [low, high] = [ground.grids[0]!.values, surface.grids[0]!.values];
    expect(Math.max(...high.filter((value) => !Number.isNaN(value)))).toBeCloseTo(26.329, 3); // max z of the header
    let [below, known] = [0, 0];
    low.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      known++;
      if (value > high[i]! + 0.5) below++;
    });
    expect(known / low.length).toBeGreaterThan(0.99);
    expect(below / known).toBeLessThan(0.01);
    // Delft's streets lie between one metre below and two above the sea.
    const sorted = [...low].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeGreaterThan(-1);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(2);
  });

  test.each([
    ['waveforms', (file: Uint8Array) => file.set([4 | 128, 57, 0], 104), /format 4, which hold waveforms/],
    ['a packing before LASzip 2', (file: Uint8Array) => file.set([1, 0], packingAt(file)), /LASzip compressor 1/],
    [
      'layers, which points of format 1 never have',
      (file: Uint8Array) => file.set([3, 0], packingAt(file)),
      /LASzip compressor 3/,
    ],
  ])('packed with %s it is refused by name', async (_, change, words) => {
    const file = bytes();
    change(file);
    await expect(readRasterFile('a.laz', file, given)).rejects.toMatchObject({
      code: 'file/unsupported',
      what: expect.stringMatching(words) as string,
    });
  });

  test('as it was written into a pipe, with the place of its table at the end, it is the same', async () => {
    const whole = bytes();
    const view = new DataView(whole.buffer);
    const pointsAt = view.getUint32(96, true);
    const piped = new Uint8Array(whole.length + 8);
    piped.set(whole);
    piped.set(whole.subarray(pointsAt, pointsAt + 8), whole.length);
    new DataView(piped.buffer).setBigInt64(pointsAt, -1n, true);
    const [before, after] = [await readRasterFile('a.laz', whole, given), await readRasterFile('a.laz', piped, given)];
    expect(after.grids[0]!.values).toEqual(before.grids[0]!.values);
  });

  test('cut at nine points it is always refused', async () => {
    const whole = bytes();
    for (let tenth = 1; tenth <= 9; tenth++)
      await expect(readRasterFile('a.laz', whole.slice(0, (whole.length * tenth) / 10), given)).rejects.toMatchObject({
        code: 'file/damaged',
      });
  });
});
