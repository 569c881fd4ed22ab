import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { inspectRasterFile, readRasterFile } from '../../../src/io/raster-file.ts';
import { assumeVerticalUnit, requireVerticalUnit } from '../../../src/io/vertical-unit.ts';
import { cells16, floatCells, placed, tinyTiff, type TiffTag } from '../../support/tiny-tiff.ts';

const utm32 = { projected: 25832 };
const heights = [1, 2, 3, 4, 5, 6];

/** Reads a raster of 3 × 2 cells. */
async function read(cells: Uint8Array, tags: readonly TiffTag[], littleEndian = true) {
  const file = await readRasterFile('a.tif', tinyTiff(3, 2, cells, tags, littleEndian));
  return { ...file, grid: file.grids[0]! };
}

describe('floats as they lie in the file', () => {
  /** What comes out, and whether the file is the same afterwards. */
  async function readFloats(values: readonly number[], more: readonly TiffTag[] = [], verticalUnit: 'm' | 'ft' = 'm') {
    const { cells, tags } = floatCells(values);
    const bytes = tinyTiff(3, 2, cells, [...tags, ...placed(500000, 5540000, utm32), ...more]);
    const before = bytes.slice();
    const { grids } = await readRasterFile('a.tif', bytes, { verticalUnit });
    return { cells: [...grids[0]!.values], isUntouched: Buffer.compare(bytes, before) === 0 };
  }

  test('are the heights', async () => {
    expect(await readFloats([0.5, -429.25, 8848.5, 4, 5, 6])).toEqual({
      cells: [0.5, -429.25, 8848.5, 4, 5, 6],
      isUntouched: true,
    });
  });

  test('what is unknown among them, and feet, leave the file as it is', async () => {
    const nodata: TiffTag[] = [[42113, 'text', '4']];
    expect(await readFloats(heights, nodata)).toEqual({ cells: [1, 2, 3, NaN, 5, 6], isUntouched: true });
    expect(await readFloats([1, NaN, 3, Infinity, -9999, 6])).toEqual({ cells: [1, NaN, 3, NaN, NaN, 6], isUntouched: true });
    expect(await readFloats([10, 20, 30, 40, 50, 60], [], 'ft')).toEqual({
      cells: [10, 20, 30, 40, 50, 60].map((feet) => Math.fround(feet * 0.3048)),
      isUntouched: true,
    });
  });
});

test('numbers of 8 bits are of either sign as the file says, nothing, scale and offset among them', async () => {
  const at = placed(500000, 5540000, utm32);
  const bits = (format: number): TiffTag[] => [[258, 'short', [8]], [339, 'short', [format]], ...at]; // prettier-ignore
  const bytes = Uint8Array.of(0, 1, 127, 128, 200, 255);
  expect([...(await read(bytes, bits(1))).grid.values]).toEqual([0, 1, 127, 128, 200, 255]);
  expect([...(await read(bytes, bits(2))).grid.values]).toEqual([0, 1, 127, -128, -56, -1]);
  expect([...(await read(bytes, [...bits(2), [42113, 'text', '-128']])).grid.values]).toEqual([0, 1, 127, NaN, -56, -1]);
  // With differences between neighbours (predictor 2): each row begins anew.
  const differences: TiffTag[] = [...bits(2), [317, 'short', [2]], [259, 'short', [8]]];
  expect([...(await read(zlibSync(bytes), differences)).grid.values]).toEqual([0, 1, -128, -128, 72, 71]);
});

describe('where cells lie', () => {
  test('an area’s value stands at its centre', async () => {
    const { grid } = await read(cells16(heights), placed(500000, 5540000, utm32));
    expect(grid).toMatchObject({ width: 3, height: 2, crs: 'EPSG:25832', toModel: [500000.5, 1, 0, 5539999.5, 0, -1] });
    expect([...grid.values]).toEqual(heights);
  });

  test('a point’s value stands at the tie point', async () => {
    const { grid } = await read(cells16(heights), placed(500000, 5540000, utm32, true));
    expect(grid.toModel).toEqual([500000, 1, 0, 5540000, 0, -1]);
  });

  test('a transformation may turn the raster', async () => {
    const tags: TiffTag[] = [
      ...placed(0, 0, utm32).slice(2),
      [34264, 'double', [0, 2, 0, 500000, 2, 0, 0, 5540000, 0, 0, 0, 0, 0, 0, 0, 1]],
    ];
    const { grid } = await read(cells16(heights), tags);
    expect(grid.toModel).toEqual([500001, 0, 2, 5540001, 2, 0]);
  });

  test('rows that run north are turned over', async () => {
    const tags: TiffTag[] = [
      ...placed(0, 0, utm32).slice(2),
      [34264, 'double', [1, 0, 0, 500000, 0, 1, 0, 5540000, 0, 0, 0, 0, 0, 0, 0, 1]],
    ];
    const { grid } = await read(cells16(heights), tags);
    expect(grid.toModel).toEqual([500000.5, 1, 0, 5540001.5, 0, -1]);
    expect([...grid.values]).toEqual([4, 5, 6, 1, 2, 3]);
  });

  test('tie points alone are taken where they lie on one transformation, and refused where they do not', async () => {
    const corners = [
      0, 0, 0, 500000, 5540000, 0, 3, 0, 0, 500006, 5540000, 0, 0, 2, 0, 500000, 5539996, 0, 3, 2, 0, 500006, 5539996, 0,
    ];
    const keys = placed(0, 0, utm32)[2]!;
    const { grid } = await read(cells16(heights), [keys, [33922, 'double', corners]]);
    [500001, 2, 0, 5539999, 0, -2].forEach((value, i) => expect(grid.toModel[i]).toBeCloseTo(value, 6));
    corners[9] = 500009;
    await expect(read(cells16(heights), [keys, [33922, 'double', corners]])).rejects.toMatchObject({ code: 'import/no-place' });
  });

  test('a file without a coordinate system asks for one', async () => {
    const bare = placed(0, 0, {}).slice(0, 2);
    await expect(read(cells16(heights), bare)).rejects.toMatchObject({ code: 'import/no-crs' });
    const file = await readRasterFile('a.tif', tinyTiff(3, 2, cells16(heights), bare), { crs: 'EPSG:2056' });
    expect(file.grids[0]!.crs).toBe('EPSG:2056');
    expect((await inspectRasterFile('a.tif', tinyTiff(3, 2, cells16(heights), bare)))[0]!.crs).toBeNull();
  });

  test('metres under the name of degrees are refused', async () => {
    await expect(read(cells16(heights), placed(500000, 5540000, { geographic: 4326 }))).rejects.toMatchObject({
      code: 'crs/out-of-range',
    });
  });

  test('UTM that the file defines itself is understood', async () => {
    const { grid } = await read(
      cells16(heights),
      placed(500000, 5540000, { projected: 32767 }, false, [2048, 4326, 3074, 16032, 3076, 9001]),
    );
    expect(grid.crs).toContain('+proj=utm +zone=32');
  });
});

describe('what heights are', () => {
  test('scale and offset of GDAL apply', async () => {
    const xml =
      '<GDALMetadata><Item name="OFFSET" sample="0" role="offset">100</Item><Item name="SCALE" sample="0" role="scale">0.5</Item></GDALMetadata>';
    const { grid } = await read(cells16(heights), [...placed(0, 0, utm32), [42112, 'text', xml]]);
    expect([...grid.values]).toEqual([100.5, 101, 101.5, 102, 102.5, 103]);
  });

  test.each([
    ['a key for the unit', [4099, 9003], 1200 / 3937],
    ['a vertical system', [4096, 6360], 1200 / 3937],
    ['a vertical system in metres', [4096, 5703], 1],
    ['international feet', [4099, 9002], 0.3048],
  ])('%s turns them into metres', async (_, keys, factor) => {
    const { grid, info } = await read(cells16([1000, 0, 0, 0, 0, 0]), placed(0, 0, utm32, false, keys));
    expect(grid.values[0]).toBeCloseTo(1000 * factor, 4);
    expect(info[0].verticalUnit).not.toBeNull();
  });

  test('the unit that GDAL notes counts', async () => {
    const xml = '<GDALMetadata><Item name="UNITTYPE" sample="0" role="unittype">US survey foot</Item></GDALMetadata>';
    expect((await read(cells16(heights), [...placed(0, 0, utm32), [42112, 'text', xml]])).info[0].verticalUnit).toBe('us-ft');
  });

  test('an unstated unit is refused for imports, assumed for a question where the map is in metres, refused where it is in feet', async () => {
    const metres = await read(cells16(heights), placed(0, 0, utm32));
    expect(() => requireVerticalUnit('a.tif', metres)).toThrow(AppError);
    expect(assumeVerticalUnit('a.tif', metres)).toHaveLength(1);
    const feet = await read(cells16(heights), placed(750000, 2950000, { projected: 2249 }));
    expect(() => assumeVerticalUnit('a.tif', feet)).toThrow(/metres or feet.*--vertical-unit/s);
    const said = await readRasterFile('a.tif', tinyTiff(3, 2, cells16(heights), placed(750000, 2950000, { projected: 2249 })), {
      verticalUnit: 'us-ft',
    });
    expect(assumeVerticalUnit('a.tif', said)).toEqual([]);
    expect(said.grids[0]!.values[0]).toBeCloseTo(1200 / 3937, 6);
  });

  test('what the user says wins over the file, with a word about it', async () => {
    const bytes = tinyTiff(3, 2, cells16(heights), placed(0, 0, utm32, false, [4099, 9001]));
    const file = await readRasterFile('a.tif', bytes, { verticalUnit: 'ft' });
    expect(file.grids[0]!.values[0]).toBeCloseTo(0.3048, 6);
    expect(file.warnings.join()).toContain('as asked');
  });
});

describe('cells that are nothing', () => {
  test.each([
    ['the declared value', [7, 2, 3, 4, 5, 6], '7', 0],
    ['NaN, declared', [NaN, 2, 3, 4, 5, 6], 'nan', 0],
    ['NaN, undeclared', [NaN, 2, 3, 4, 5, 6], null, 0],
    ['-9999, undeclared', [-9999, 2, 3, 4, 5, 6], null, 1],
    ['-32768 where -9999 is declared', [-32768, 2, 3, 4, 5, 6], '-9999', 1],
    ['the least float, undeclared', [-3.4028234663852886e38, 2, 3, 4, 5, 6], null, 1],
    ['the least float, declared with all digits', [-3.4028234663852886e38, 2, 3, 4, 5, 6], '-3.4028234663852886e+38', 0],
    ['a value that a 32-bit float rounds', [-9999.9, 2, 3, 4, 5, 6], '-9999.9', 0],
  ])('%s', async (_, values, nodata, warnings) => {
    const { cells, tags } = floatCells(values);
    const file = await read(cells, [
      ...tags,
      ...placed(0, 0, utm32),
      ...(nodata === null ? [] : ([[42113, 'text', nodata]] as TiffTag[])),
    ]);
    expect(file.grid.values[0]).toBeNaN();
    expect([...file.grid.values.subarray(1)]).toEqual([2, 3, 4, 5, 6]);
    expect(file.warnings).toHaveLength(warnings);
  });

  test('heights cut off at what a byte holds are noticed', async () => {
    const { warnings } = await read(Uint8Array.from([255, 255, 3, 4, 5, 6]), [
      [258, 'short', [8]],
      [339, 'short', [1]],
      ...placed(0, 0, utm32),
    ]);
    expect(warnings.join()).toContain('255');
  });
});

describe('how cells are stored', () => {
  test('most significant byte first', async () => {
    const { grid } = await read(cells16([-300, 2, 3, 4, 5, 600], false), placed(500000, 5540000, utm32), false);
    expect([...grid.values]).toEqual([-300, 2, 3, 4, 5, 600]);
    expect(grid.toModel[0]).toBe(500000.5);
  });

  test.each([true, false])('differences along a row (little-endian: %s)', async (littleEndian) => {
    const { grid } = await read(
      cells16([1000, -1, 5, -300, 1, 2], littleEndian),
      [...placed(0, 0, utm32), [317, 'short', [2]]],
      littleEndian,
    );
    expect([...grid.values]).toEqual([1000, 999, 1004, -300, -299, -297]);
  });

  test('the first of several bands is taken, with a word about it', async () => {
    const { grid, warnings } = await read(cells16([1, 9, 2, 9, 3, 9, 4, 9, 5, 9, 6, 9]), [
      ...placed(0, 0, utm32),
      [277, 'short', [2]],
      [258, 'short', [16, 16]],
    ]);
    expect([...grid.values]).toEqual(heights);
    expect(warnings.join()).toContain('2 bands');
  });

  test('a picture is refused', async () => {
    await expect(read(cells16(heights), [...placed(0, 0, utm32), [262, 'short', [2]]])).rejects.toMatchObject({
      code: 'file/unsupported',
    });
  });
});

test('a file cut anywhere is refused or, where only its end was padding, read as it was', async () => {
  const whole = tinyTiff(3, 2, cells16(heights), placed(500000, 5540000, utm32));
  for (let length = 0; length < whole.length - 2; length++)
    await expect(readRasterFile('a.tif', whole.subarray(0, length))).rejects.toBeInstanceOf(AppError);
});

test('a file that states fewer rows or columns than it holds is refused, packed or not; a last strip as long as the others is none', async () => {
  const cells = cells16(Array.from({ length: 64 }, (_, i) => i * 7));
  const place = placed(500000, 5540000, utm32);
  const packed = zlibSync(cells);
  const deflated: TiffTag[] = [...place, [259, 'short', [8]]];
  for (const [bytes, tags] of [
    [cells, place],
    [packed, deflated],
  ] as const) {
    const all: TiffTag[] = [...tags, [278, 'long', [8]]];
    expect((await readRasterFile('a.tif', tinyTiff(8, 8, bytes, all))).grids[0]!.values[63]).toBe(63 * 7);
    for (const [width, height] of [
      [1, 8],
      [7, 8],
      [8, 1],
      [8, 7],
    ] as const)
      await expect(readRasterFile('a.tif', tinyTiff(width, height, bytes, all)), `${width} × ${height}`).rejects.toMatchObject({ code: 'file/damaged' }); // prettier-ignore
  }
  const strips = (height: number): Uint8Array =>
    tinyTiff(8, height, cells, [...place, [278, 'long', [2]], [273, 'long', [8, 40, 72, 104]], [279, 'long', [32, 32, 32, 32]]]);
  expect((await readRasterFile('a.tif', strips(7))).grids[0]).toMatchObject({ width: 8, height: 7 });
  await expect(readRasterFile('a.tif', strips(6))).rejects.toMatchObject({ code: 'file/damaged' });
});

test('a file with bytes changed anywhere is read or refused in words, and takes little memory', async () => {
  const whole = tinyTiff(3, 2, cells16(heights), placed(500000, 5540000, utm32));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const file = await readRasterFile('a.tif', bytes);
          expect(file.grids[0]!.values.length).toBeLessThan(100_000);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
