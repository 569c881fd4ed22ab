import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { quietJob } from '../../../src/base/job.ts';
import { readFlatGeobuf } from '../../../src/io/flatgeobuf.ts';
import { hilbertNumber } from '../../../src/io/flatgeobuf-index.ts';
import { flatMessage, type FlatFields } from '../../../src/io/write/flatbuffer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { expectSameShapes, gdalReads, readByGdal } from '../../support/gdal.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { emptyPlan, imported } from './import-samples.ts';

const PARCELS = 'areas/cambridge-ma/neighbourhood-wellington-harrington/parcels.fgb';
const file = (bytes: Uint8Array) => ({ name: 'a.fgb', bytes });
const write = (features: readonly Feature[]): Promise<Uint8Array> => written([{ name: 'sample', features }], 'fgb');

/** A row of points, enough for an index of several levels. */
const many: readonly Feature[] = Array.from({ length: 300 }, (_, i) => ({
  id: String(i).padStart(3, '0'),
  geometry: { type: 'Point', coordinates: [-71 + (i % 17) / 100, 42 + i / 1000] },
  fields: { rank: i },
}));

/** A file without an index, made by hand. */
function made(header: FlatFields, features: readonly FlatFields[]): Uint8Array {
  const pieces = [Uint8Array.from([0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 1]), flatMessage(header), ...features.map(flatMessage)];
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

describe('FlatGeobuf', () => {
  test('what was written is read again as it was, and the same features give the same bytes', async () => {
    const bytes = await write(exchangeSample);
    expect((await imported(emptyPlan(), 'existing-network', file(bytes))).features).toEqual(exchangeSample);
    expect((await imported(emptyPlan(), 'poles', file(await write(many)))).features).toEqual(many);
    expect(await write(exchangeSample)).toEqual(bytes);
  });

  test('a file that is cut at any of nine points is refused', async () => {
    expect(new Set(await cutNineTimes('a.fgb', await write(many)))).toEqual(new Set(['import/damaged']));
  });

  test('flipped bytes give a refusal, a bad row or all rows, never fewer in silence', async () => {
    const bytes = await write(exchangeSample);
    for (let at = 8; at < bytes.length; at += 3) {
      const broken = bytes.slice();
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      const layer = await readFlatGeobuf('a.fgb', broken, quietJob).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        return null;
      });
      const bad = layer?.problems.filter(({ severity }) => severity !== 'note').length ?? 0;
      if (layer !== null && bad === 0) expect(layer.features.length).toBeGreaterThanOrEqual(exchangeSample.length);
    }
  });

  test('a file that does not say how many features it has is read with a note', async () => {
    const point: FlatFields = [{ kind: 'table', value: [null, { kind: 'doubles', value: [1, 2] }] }];
    const layer = await readFlatGeobuf('a.fgb', made([null, null, { kind: 'uint8', value: 1 }], [point, point]), quietJob);
    expect(layer.total).toBe(2);
    expect(layer.problems.map(({ code }) => code)).toEqual(['import/no-count']);
  });

  test('a feature whose parts are the same bytes over and over is a bad row', async () => {
    const positions = Array.from({ length: 999 * 2 }, (_, i) => i / 100);
    const line: FlatFields = [null, { kind: 'doubles', value: positions }, null, null, null, null, { kind: 'uint8', value: 2 }];
    const parts: FlatFields[] = [line, ...Array.from({ length: 7 }, () => [])];
    const geometry: FlatFields = [
      null,
      null,
      null,
      null,
      null,
      null,
      { kind: 'uint8', value: 7 },
      { kind: 'tables', value: parts },
    ];
    const bytes = made([], [[{ kind: 'table', value: geometry }]]);
    const view = new DataView(bytes.buffer);
    let at = 12;
    // The list of parts: its length, then where each lies, the last one behind all positions of the first.
    while (view.getUint32(at, true) !== parts.length || view.getUint32(at + 32, true) < 8 * positions.length) at += 4;
    const first = view.getUint32(at + 4, true);
    for (let i = 1; i < parts.length; i++) view.setUint32(at + 4 + 4 * i, first - 4 * i, true);
    const layer = await readFlatGeobuf('a.fgb', bytes, quietJob);
    expect(layer.problems.map(({ code, severity }) => [code, severity])).toContainEqual(['import/feature', 'row']);
  });

  test('features without geometry stay in a file without an index', async () => {
    const bytes = await write([...many.slice(0, 2), { id: 'none', geometry: null, fields: { rank: 7 } }]);
    const layer = await readFlatGeobuf('a.fgb', bytes, quietJob);
    expect(layer.features.map(({ geometry, fields }) => [geometry?.type ?? null, fields['id']])).toEqual([
      ['Point', '000'],
      ['Point', '001'],
      [null, 'none'],
    ]);
  });

  test('neighbours along the curve are neighbours on the map', () => {
    const numbers = new Map<number, [number, number]>();
    const scale = 2 ** 13;
    for (let x = 0; x < 8; x++)
      for (let y = 0; y < 8; y++) numbers.set(Math.floor(hilbertNumber(x, y, [0, 0, 8, 8]) / scale ** 2), [x, y]);
    expect([...numbers.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i));
    for (let i = 1; i < 64; i++) {
      const [[a = 0, b = 0], [c = 0, d = 0]] = [numbers.get(i - 1) ?? [], numbers.get(i) ?? []];
      expect(Math.abs(a - c) + Math.abs(b - d)).toBe(1);
    }
  });
});

describeWithData('FlatGeobuf of another program', () => {
  test('GDAL’s file gives the parcels, the system and the name of the layer; its index is believed only where it agrees', async () => {
    const bytes = new Uint8Array(readFileSync(testData(PARCELS)!));
    const layer = await readFlatGeobuf('parcels.fgb', bytes, quietJob);
    expect([layer.name, layer.crs, layer.total]).toEqual(['parcels', 'EPSG:4326', 995]);
    const broken = bytes.slice();
    broken[8 + 4 + new DataView(bytes.buffer).getUint32(8, true) + 40 * 70 + 32]! ^= 1;
    await expect(readFlatGeobuf('parcels.fgb', broken, quietJob)).rejects.toThrow(/index does not agree/);
  });
});

describe.skipIf(!gdalReads('FlatGeobuf'))('GDAL', () => {
  test('reads the same shapes, and by the index those that lie in a box', async () => {
    expectSameShapes(readByGdal('a.fgb', await write(exchangeSample)), exchangeSample);
    const bytes = await write(many);
    expectSameShapes(readByGdal('a.fgb', bytes), many);
    const [west, south, east, north] = [-70.95, 42.1, -70.9, 42.2];
    const inside = many.filter(({ geometry }) => {
      const [x, y] = geometry?.type === 'Point' ? geometry.coordinates : [NaN, NaN];
      return x >= west && x <= east && y >= south && y <= north;
    });
    expectSameShapes(readByGdal('a.fgb', bytes, undefined, ['-spat', ...[west, south, east, north].map(String)]), inside);
    expect(inside.length).toBeGreaterThan(10);
  });
});
