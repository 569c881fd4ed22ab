import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Grid } from '../../../src/geo/grid.ts';
import { makeTerrain } from '../../../src/geo/terrain.ts';
import { mergeTiles } from '../../../src/io/mosaic.ts';

function window(left: number, top: number, width: number, height: number, over: Partial<Grid> = {}): Grid {
  const values = Float32Array.from(
    { length: width * height },
    (_, i) => Math.sin((left + (i % width)) * 0.7) * 50 + (top + Math.floor(i / width)) ** 1.5,
  );
  return {
    width,
    height,
    values,
    toModel: [600000 + left * 10, 10, 0, 5540000 - top * 10, 0, -10],
    crs: 'EPSG:25832',
    verticalDatum: null,
    errorM: 1,
    ...over,
  };
}

test('a raster cut into tiles and merged is the raster again, in whatever order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 2, max: 30 }),
      fc.nat(28),
      fc.nat(28),
      fc.nat(1),
      fc.nat(7),
      (width, height, x, y, overlap, turn) => {
        const [cutX, cutY] = [1 + (x % (width - 1)), 1 + (y % (height - 1))];
        const right = Math.max(0, cutX - overlap);
        const lower = Math.max(0, cutY - overlap);
        const tiles = [
          window(0, 0, cutX, cutY),
          window(right, 0, width - right, cutY),
          window(0, lower, cutX, height - lower),
          window(right, lower, width - right, height - lower),
        ];
        const turned = [...tiles.slice(turn % 4), ...tiles.slice(0, turn % 4)];
        const merged = mergeTiles(turned);
        expect(merged).toHaveLength(1);
        expect(merged[0]!.toModel).toEqual(window(0, 0, width, height).toModel);
        expect([...merged[0]!.values]).toEqual([...window(0, 0, width, height).values]);
      },
    ),
  );
});

test('a cell that one tile does not know is taken from the tile over it', () => {
  const one = window(0, 0, 4, 4);
  one.values[3] = NaN;
  const [merged] = mergeTiles([one, window(3, 0, 4, 4)]);
  expect(merged!.values[3]).toBe(window(0, 0, 7, 4).values[3]);
});

test.each([
  ['another system', { crs: 'EPSG:25833' }],
  ['half a cell beside', { toModel: [600045, 10, 0, 5540000, 0, -10] as Grid['toModel'] }],
  ['other cells', { toModel: [600040, 5, 0, 5540000, 0, -5] as Grid['toModel'] }],
  ['another vertical datum', { verticalDatum: 'NAVD88 height' }],
])('%s: tiles stay apart', (_, over) => {
  expect(mergeTiles([window(0, 0, 4, 4), window(4, 0, 4, 4, over)])).toHaveLength(2);
});

test('tiles far apart are not laid into one large empty grid', () => {
  expect(mergeTiles([window(0, 0, 4, 4), window(100_000, 100_000, 4, 4)])).toHaveLength(2);
});

test('tile seams do not show: heights across the seam are those of the whole', async () => {
  const whole = await makeTerrain([window(0, 0, 40, 20)]);
  const tiles = await makeTerrain(mergeTiles([window(0, 0, 20, 20), window(20, 0, 20, 20)]));
  const [west, south, east, north] = whole.bounds;
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, (s, t) => {
      const at: [number, number] = [west + s * (east - west), south + t * (north - south)];
      expect(tiles.elevationM(at)).toBe(whole.elevationM(at));
    }),
  );
});
