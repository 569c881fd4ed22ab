import { gzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { readGeoParquet } from '../../../src/io/geoparquet.ts';
import { writeWkb } from '../../../src/io/wkb.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { emptyPlan, imported } from './import-samples.ts';

const file = (bytes: Uint8Array) => ({ name: 'a.parquet', bytes });
const write = (features: readonly Feature[]): Promise<Uint8Array> => written([{ name: 'sample', features }], 'parquet');
const many: readonly Feature[] = Array.from({ length: 5000 }, (_, i) => ({
  id: String(i).padStart(4, '0'),
  geometry: { type: 'Point', coordinates: [-71 + i / 1e5, 42] },
  fields: { band: `Band ${i % 7}`, height: i / 8, open: i % 3 === 0, ...(i % 5 === 0 ? {} : { rank: i }) },
}));

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];

/** A file of another writer, with one point a row. */
function made(columnData: Columns, geo: unknown, options: Partial<Parameters<typeof parquetWriteBuffer>[0]> = {}): Uint8Array {
  const rows = columnData[0]?.data.length ?? 0;
  const geometry = Array.from({ length: rows }, (_, i) => writeWkb({ type: 'Point', coordinates: [i, 50] }));
  const kvMetadata = geo === undefined ? [] : [{ key: 'geo', value: typeof geo === 'string' ? geo : JSON.stringify(geo) }];
  const columns = [...columnData, { name: 'geom', type: 'BYTE_ARRAY' as const, data: geometry }];
  return new Uint8Array(parquetWriteBuffer({ columnData: columns, kvMetadata, ...options }));
}
const plainGeo = { version: '1.0.0', primary_column: 'geom', columns: { geom: { encoding: 'WKB', geometry_types: [] } } };

describe('GeoParquet', () => {
  test('what was written is read again as it was, and the same features give the same bytes', async () => {
    const bytes = await write(exchangeSample);
    expect((await imported(emptyPlan(), 'existing-network', file(bytes))).features).toEqual(exchangeSample);
    expect((await imported(emptyPlan(), 'premises', file(await write(many)))).features).toEqual(many);
    expect(await write(exchangeSample)).toEqual(bytes);
    const bare: Feature[] = [{ id: 'a', geometry: null, fields: { big: 2 ** 53 - 1, small: -0.1 } }];
    const layer = await readGeoParquet('a.parquet', await write(bare), quietJob);
    expect(layer.features).toMatchObject([{ geometry: null, fields: { id: 'a', big: 2 ** 53 - 1, small: -0.1 } }]);
  });

  test('another reader finds the same rows, and the note on the geometry is that of version 1.1', async () => {
    const bytes = await write(exchangeSample);
    const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer, geoparquet: true });
    expect(rows.map((row) => [row['id'], row['geometry']])).toEqual(exchangeSample.map(({ id, geometry }) => [id, geometry]));
    expect(rows[0]).toMatchObject({ note: 'Ångström "quoted", 東京', height: 12.5, owned: true, rank: 3n });
    const geo = parquetMetadata(bytes).key_value_metadata?.find(({ key }) => key === 'geo')?.value;
    expect(JSON.parse(geo ?? '')).toEqual({
      version: '1.1.0',
      primary_column: 'geometry',
      columns: {
        geometry: {
          encoding: 'WKB',
          geometry_types: ['LineString', 'MultiLineString', 'MultiPolygon', 'Point', 'Polygon'],
          orientation: 'counterclockwise',
          bbox: [-71.2, 42.36, -71.05, 42.4],
        },
      },
    });
  });

  test('a file that is cut at any of nine points is refused', async () => {
    expect(new Set(await cutNineTimes('a.parquet', await write(many)))).toEqual(new Set(['import/damaged']));
  });

  test('flipped bytes give a refusal, a bad row or all rows, never fewer in silence', async () => {
    const bytes = await write(exchangeSample);
    for (let at = 0; at < bytes.length; at += 5) {
      const broken = bytes.slice();
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      const layer = await readGeoParquet('a.parquet', broken, quietJob).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        return null;
      });
      const bad = layer?.problems.filter(({ severity }) => severity !== 'note').length ?? 0;
      if (layer !== null && bad === 0) expect(layer.features.length).toBeGreaterThanOrEqual(exchangeSample.length);
    }
  });

  test('columns of every kind, as other writers pack them', async () => {
    const columns: Columns = [
      { name: 'name', type: 'STRING', data: ['a', null, 'a', 'b'], nullable: true },
      { name: 'day', type: 'TIMESTAMP', data: [new Date(0), new Date(86_400_000), new Date(1), new Date(2)] },
      { name: 'half', type: 'FLOAT', data: [0.1, 0.5, -1, 3] },
      { name: 'count', type: 'INT32', data: [1, 2, 3, 4] },
      { name: 'json', type: 'JSON', data: [{ a: 1 }, [], 'x', 1] },
      { name: 'raw', type: 'BYTE_ARRAY', data: Array.from({ length: 4 }, () => new Uint8Array([255])) },
    ];
    // A frame of Zstandard (RFC 8878) that holds its content as it is.
    const zstd = (input: Uint8Array): Uint8Array => {
      const head = new DataView(new ArrayBuffer(12));
      head.setUint32(0, 0xfd2fb528, true);
      head.setUint8(4, 0xa0);
      head.setUint32(5, input.length, true);
      head.setUint16(9, ((input.length << 3) | 1) & 0xffff, true);
      head.setUint8(11, (input.length << 3) >> 16);
      return Uint8Array.from([...new Uint8Array(head.buffer), ...input]);
    };
    const packed = [
      {},
      { codec: 'UNCOMPRESSED' as const },
      { codec: 'GZIP' as const, compressors: { GZIP: (input: Uint8Array) => gzipSync(input) } },
      { codec: 'ZSTD' as const, compressors: { ZSTD: zstd } },
      { rowGroupSize: 2 },
    ];
    for (const options of packed) {
      const layer = await readGeoParquet('a.parquet', made(columns, plainGeo, options), quietJob);
      expect(layer.features.map(({ fields }) => fields)).toEqual([
        { name: 'a', day: '1970-01-01T00:00:00.000Z', half: 0.1, count: 1, json: '{"a":1}' },
        { day: '1970-01-02T00:00:00.000Z', half: 0.5, count: 2, json: '[]' },
        { name: 'a', day: '1970-01-01T00:00:00.001Z', half: -1, count: 3, json: '"x"' },
        { name: 'b', day: '1970-01-01T00:00:00.002Z', half: 3, count: 4, json: '1' },
      ]);
      expect(layer.problems.map(({ message }) => message)).toEqual([
        'Columns of lists, structures or binary data were left out: raw.',
      ]);
    }
  });

  test('the system is that of the column: longitude and latitude where nothing is said, asked for where nothing is known', async () => {
    const crsOf = async (crs: unknown): Promise<string | null> => {
      const geo = { ...plainGeo, columns: { geom: { encoding: 'WKB', crs } } };
      return (await readGeoParquet('a.parquet', made([{ name: 'n', type: 'INT32', data: [1] }], geo), quietJob)).crs;
    };
    expect(await crsOf(undefined)).toBe('EPSG:4326');
    expect(await crsOf(null)).toBeNull();
    expect(await crsOf({ id: { authority: 'OGC', code: 'CRS84' } })).toBe('EPSG:4326');
    expect(await crsOf({ id: { authority: 'EPSG', code: 25832 } })).toBe('EPSG:25832');
  });

  test.each([
    [undefined, {}, /does not say which column/],
    ['{', {}, /cannot be read/],
    [{ primary_column: 'geom', columns: { geom: { encoding: 'point' } } }, {}, /not written as WKB/],
    [plainGeo, { codec: 'BROTLI' as const, compressors: { BROTLI: (input: Uint8Array) => input } }, /codec 4/],
  ])('what cannot be read is refused with the reason: %j', async (geo, options, message) => {
    const bytes = made([{ name: 'n', type: 'INT32', data: [1] }], geo, options);
    await expect(readGeoParquet('a.parquet', bytes, quietJob)).rejects.toThrow(message);
  });
});
