import { describe, expect, test } from 'vitest';
import { readRasterFile, type RasterFile, type RasterOptions } from '../../../src/io/raster-file.ts';
import { gdalWrites, rasterByGdal } from '../../support/files-by-gdal.ts';

const [WIDTH, HEIGHT] = [40, 30];
/** Whole numbers from 100 to 246, so that every kind of cell holds them. */
const heightAt = (column: number, row: number): number => 100 + 3 * column + row;
const [VOID_COLUMN, VOID_ROW] = [5, 7];

function grid({ step = 10, west = 680_000, south = 5_540_000, void: nothing = -9999 as number | null } = {}): string {
  const rows = Array.from({ length: HEIGHT }, (_, row) =>
    Array.from({ length: WIDTH }, (_, column) =>
      nothing !== null && column === VOID_COLUMN && row === VOID_ROW ? nothing : heightAt(column, row),
    ).join(' '),
  );
  const head = `ncols ${WIDTH}\nnrows ${HEIGHT}\nxllcorner ${west}\nyllcorner ${south}\ncellsize ${step}\n`;
  return `${head}${nothing === null ? '' : `NODATA_value ${nothing}\n`}${rows.join('\n')}\n`;
}

/** How far the heights are from those of the formula, the worst of them; and whether the void is one. */
function compared({ grids }: RasterFile, factor = 1): { worst: number; isVoid: boolean } {
  const { values, width } = grids[0]!;
  let worst = 0;
  for (let row = 0; row < HEIGHT; row++)
    for (let column = 0; column < WIDTH; column++)
      if (column !== VOID_COLUMN || row !== VOID_ROW)
        worst = Math.max(worst, Math.abs(values[row * width + column]! - heightAt(column, row) * factor));
  return { worst, isVoid: Number.isNaN(values[VOID_ROW * width + VOID_COLUMN]) };
}

async function made(
  args: readonly string[],
  source: Parameters<typeof rasterByGdal>[0] = [{ name: 'a.asc', text: grid() }],
  options: RasterOptions = {},
): Promise<RasterFile> {
  return readRasterFile('a.tif', rasterByGdal(source, args).bytes, { verticalUnit: 'm', ...options });
}

const UTM = ['-a_srs', 'EPSG:25832'];

describe.skipIf(!gdalWrites())('rasters that GDAL writes', () => {
  test.each(['Int16', 'Float32', 'Float64'])('cells of %s, tiled and in strips, packed in every way', async (type) => {
    const isFloat = type.startsWith('Float');
    const all = ['NONE', 'LZW', 'DEFLATE', 'PACKBITS', 'ZSTD', 'LERC', 'LERC_DEFLATE', 'LERC_ZSTD'];
    const packings = (type === 'Float64' ? ['ZSTD', 'LERC'] : all).filter((packing) => gdalWrites(packing));
    for (const packing of packings) {
      const canPredict = ['LZW', 'DEFLATE', 'ZSTD'].includes(packing);
      for (const predictor of canPredict ? [1, isFloat ? 3 : 2] : [0]) {
        const tiles = ['-co', 'TILED=YES', '-co', 'BLOCKXSIZE=16', '-co', 'BLOCKYSIZE=16'];
        const args = [...UTM, '-ot', type, '-co', `COMPRESS=${packing}`, ...(predictor === 1 ? [] : tiles)];
        const file = await made([...args, ...(predictor > 1 ? ['-co', `PREDICTOR=${predictor}`] : [])]);
        expect({ packing, predictor, ...compared(file) }).toEqual({ packing, predictor, worst: 0, isVoid: true });
        expect(file.info[0]).toMatchObject({ crs: 'EPSG:25832', bounds: [680_000, 5_540_000, 680_400, 5_540_300] });
      }
    }
  });

  test.each([
    ['bytes', ['-ot', 'Byte']],
    ['16 bits without sign', ['-ot', 'UInt16']],
    ['32 bits without sign', ['-ot', 'UInt32']],
    ['32 bits with a sign', ['-ot', 'Int32', '-co', 'COMPRESS=DEFLATE', '-co', 'PREDICTOR=2']],
    ['BigTIFF', ['-co', 'BIGTIFF=YES']],
    ['most significant byte first', ['-co', 'ENDIANNESS=BIG', '-ot', 'Float32']],
    [
      'BigTIFF, most significant byte first, predicted',
      ['-co', 'BIGTIFF=YES', '-co', 'ENDIANNESS=BIG', '-co', 'COMPRESS=LZW', '-co', 'PREDICTOR=2'],
    ],
    ['bands apart', ['-b', '1', '-b', '1', '-co', 'INTERLEAVE=BAND']],
    ['bands together', ['-b', '1', '-b', '1', '-co', 'INTERLEAVE=PIXEL', '-co', 'COMPRESS=DEFLATE']],
    ['a COG', ['-of', 'COG', '-co', 'BLOCKSIZE=128']],
    ['blocks that are not there', ['-co', 'SPARSE_OK=TRUE', '-co', 'TILED=YES']],
  ])('%s', async (_, args) => {
    expect(compared(await made([...UTM, ...args], [{ name: 'a.asc', text: grid({ void: null }) }])).worst).toBe(0);
  });

  test.skipIf(!gdalWrites('LERC'))('nothing is nothing where LERC marks it by its mask alone', async () => {
    for (const packing of ['LERC', 'LERC_ZSTD']) {
      const asNan = vrt('680000, 10, 0, 5540300, 0, -10', '<ComplexSource><NODATA>-9999</NODATA>', 'nan');
      const file = await made(['-co', `COMPRESS=${packing}`], asNan);
      expect(compared(file)).toEqual({ worst: 0, isVoid: true });
    }
  });

  test.skipIf(!gdalWrites('ZSTD'))(
    'strips that hold more than the width and height say are refused, however they are packed',
    async () => {
      for (const packing of ['NONE', 'LZW', 'DEFLATE', 'PACKBITS', 'ZSTD']) {
        const { bytes } = rasterByGdal([{ name: 'a.asc', text: grid() }], [...UTM, '-ot', 'Int16', '-co', `COMPRESS=${packing}`]);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        for (let at = view.getUint32(4, true) + 2; ; at += 12) {
          const tag = view.getUint16(at, true);
          if (tag > 257) break;
          if (tag !== 256 && tag !== 257) continue;
          const size = view.getUint16(at + 8, true);
          view.setUint16(at + 8, size - 3, true);
          await expect(readRasterFile('a.tif', bytes, { verticalUnit: 'm' }), `${packing}, tag ${tag}`).rejects.toMatchObject({ code: 'file/damaged' }); // prettier-ignore
          view.setUint16(at + 8, size, true);
        }
        expect(compared(await readRasterFile('a.tif', bytes, { verticalUnit: 'm' })).worst).toBe(0);
      }
    },
  );

  test('values that stand for points lie half a cell farther', async () => {
    const file = await made([...UTM, '-mo', 'AREA_OR_POINT=Point']);
    expect(file.grids[0]!.toModel).toEqual([680_005, 10, 0, 5_540_295, 0, -10]);
    expect(compared(file)).toEqual({ worst: 0, isVoid: true });
  });

  test('scale and offset, the unit that is noted', async () => {
    const scaled = await made([...UTM, '-a_scale', '0.5', '-a_offset', '20']);
    expect(scaled.grids[0]!.values[0]).toBe(100 * 0.5 + 20);
    expect(Number.isNaN(scaled.grids[0]!.values[VOID_ROW * WIDTH + VOID_COLUMN])).toBe(true);
  });

  const vrt = (geoTransform: string, source = '<SimpleSource>', nodata = '-9999'): { name: string; text: string }[] => [
    { name: 'a.asc', text: grid() },
    {
      name: 'a.vrt',
      text: `<VRTDataset rasterXSize="${WIDTH}" rasterYSize="${HEIGHT}"><SRS>EPSG:25832</SRS><GeoTransform>${geoTransform}</GeoTransform>
<VRTRasterBand dataType="Float32" band="1"><NoDataValue>${nodata}</NoDataValue>${source}<SourceFilename relativeToVRT="1">a.asc</SourceFilename>${source.replace(/<(\w+)>.*/, '</$1>')}</VRTRasterBand></VRTDataset>`,
    },
  ];

  test('a turned raster, and one whose first row lies in the south', async () => {
    const turned = await made([], vrt('680000, 6, 8, 5540000, 8, -6'));
    expect(turned.grids[0]!.toModel).toEqual([680_007, 6, 8, 5_540_001, 8, -6]);
    expect(compared(turned)).toEqual({ worst: 0, isVoid: true });
    const southUp = await made([], vrt('680000, 10, 0, 5540000, 0, 10'));
    expect(southUp.grids[0]!.toModel).toEqual([680_005, 10, 0, 5_540_295, 0, -10]);
    expect(southUp.grids[0]!.values[(HEIGHT - 1) * WIDTH]).toBe(heightAt(0, 0));
  });

  test('systems: feet, compound ones with the unit of heights, ones that the file defines itself', async () => {
    const feet = await made(['-a_srs', 'EPSG:2249'], undefined, {});
    expect(feet.info[0]).toMatchObject({ crs: 'EPSG:2249', horizontalUnitM: expect.closeTo(1200 / 3937, 9) as unknown });
    const compound = await readRasterFile(
      'a.tif',
      rasterByGdal([{ name: 'a.asc', text: grid() }], ['-a_srs', 'EPSG:2249+6360']).bytes,
    );
    expect(compound.info[0]).toMatchObject({ crs: 'EPSG:2249', verticalUnit: 'us-ft' });
    expect(compared(compound, 1200 / 3937).worst).toBeLessThan(1e-4);
    const own = await made([
      '-a_srs',
      '+proj=tmerc +lat_0=50 +lon_0=11.5 +k=0.9999 +x_0=680000 +y_0=5540000 +ellps=GRS80 +towgs84=0,0,0 +units=m +no_defs',
    ]);
    expect(own.info[0].crs).toMatch(/\+proj=tmerc .*lon_0=11\.5/);
  });

  test('without a place in it the world file beside it counts, for PNG too', async () => {
    const tif = rasterByGdal([{ name: 'a.asc', text: grid() }], ['-co', 'PROFILE=BASELINE', '-co', 'TFW=YES']);
    await expect(readRasterFile('a.tif', tif.bytes, { crs: 'EPSG:25832' })).rejects.toMatchObject({ code: 'import/no-place' });
    const { companions } = tif;
    const placed = await readRasterFile('a.tif', tif.bytes, { crs: 'EPSG:25832', companions });
    expect(placed.info[0].bounds).toEqual([680_000, 5_540_000, 680_400, 5_540_300]);
    expect(compared(placed)).toEqual({ worst: 0, isVoid: true });
    const png = rasterByGdal(
      [{ name: 'a.asc', text: grid({ void: null }) }],
      ['-of', 'PNG', '-ot', 'UInt16', '-co', 'WORLDFILE=YES'],
      'png',
    );
    const prj = new TextEncoder().encode('EPSG:25832');
    const picture = await readRasterFile('a.png', png.bytes, { companions: new Map([...png.companions, ['prj', prj]]) });
    expect(picture.info[0]).toMatchObject({ format: 'PNG', crs: 'EPSG:25832', bounds: [680_000, 5_540_000, 680_400, 5_540_300] });
    expect(compared(picture).worst).toBe(0);
    const odd = new Map([['tfw', new TextEncoder().encode('1\n2\n3\n')]]);
    await expect(readRasterFile('a.tif', tif.bytes, { companions: odd })).rejects.toMatchObject({ code: 'file/damaged' });
  });
});
