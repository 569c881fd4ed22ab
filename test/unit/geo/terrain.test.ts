import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geodesicPoints } from '../../../src/geo/geodesy.ts';
import type { Grid } from '../../../src/geo/grid.ts';
import { makeTerrain } from '../../../src/geo/terrain.ts';

/** A grid of degrees whose heights are a function of longitude and latitude. */
function gridOf(
  columns: number,
  rows: number,
  height: (lng: number, lat: number) => number,
  place = { west: 11, north: 50, step: 0.001 },
): Grid {
  const { west, north, step } = place;
  const values = Float32Array.from({ length: columns * rows }, (_, i) =>
    height(west + (i % columns) * step, north - Math.floor(i / columns) * step),
  );
  return {
    width: columns,
    height: rows,
    values,
    toModel: [west, step, 0, north, 0, -step],
    crs: 'EPSG:4326',
    verticalDatum: null,
    errorM: null,
  };
}

const plane = (lng: number, lat: number): number => (lng - 11) * 10000 + (lat - 50) * 20000;

test('a plane is read exactly between its cells', async () => {
  const terrain = await makeTerrain([gridOf(20, 30, plane)]);
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, (s, t) => {
      const [lng, lat] = [11 + s * 0.019, 50 - t * 0.029];
      expect(terrain.elevationM([lng, lat])).toBeCloseTo(plane(lng, lat), 3);
    }),
  );
});

describe('unknown cells', () => {
  const grid = gridOf(3, 3, () => 7);
  grid.values[4] = NaN;

  test('a height with weight from an unknown cell is unknown', async () => {
    const terrain = await makeTerrain([grid]);
    expect(terrain.elevationM([11.0005, 49.9995])).toBeNaN();
    expect(terrain.elevationM([11.001, 49.999])).toBeNaN();
  });

  test('an unknown neighbour without weight does not matter', async () => {
    const terrain = await makeTerrain([grid]);
    expect(terrain.elevationM([11.0005, 50])).toBe(7);
    expect(terrain.elevationM([11, 49.9995])).toBe(7);
  });

  test('a coarser grid fills what the finer one does not know', async () => {
    const coarse = gridOf(3, 3, () => 5, { west: 10.99, north: 50.01, step: 0.01 });
    const terrain = await makeTerrain([coarse, grid]);
    expect(terrain.elevationM([11.001, 49.999])).toBe(5);
    expect(terrain.elevationM([11, 50])).toBe(7);
    expect(terrain.cellM).toBeLessThan(120);
  });
});

test('outside of all cells nothing is known; in the outer half of a border cell its border is', async () => {
  const terrain = await makeTerrain([gridOf(3, 3, plane)]);
  expect(terrain.elevationM([11.0026, 50])).toBeNaN();
  expect(terrain.nearestM([11.0026, 50])).toBeNaN();
  expect(terrain.elevationM([11.0024, 50])).toBeCloseTo(20, 3);
  expect(terrain.nearestM([11.0024, 50])).toBeCloseTo(20, 3);
  expect(terrain.bounds[0]).toBeCloseTo(10.9995, 9);
  expect(terrain.bounds[3]).toBeCloseTo(50.0005, 9);
});

test('two grids that meet edge to edge leave no gap between them', async () => {
  const west = gridOf(4, 4, plane);
  const east = { ...gridOf(4, 4, plane, { west: 11.004, north: 50, step: 0.001 }), verticalDatum: 'other' };
  const terrain = await makeTerrain([west, east]);
  for (let lng = 11; lng <= 11.007; lng += 0.0001) expect(terrain.elevationM([lng, 49.9985])).not.toBeNaN();
});

describe('a line of heights', () => {
  const hills = (lng: number, lat: number): number => 300 + 50 * Math.sin(lng * 700) * Math.cos(lat * 500);
  const offset = fc.double({ min: 0.001, max: 0.18, noNaN: true });
  const end = fc.tuple(offset, offset).map(([x, y]): [number, number] => [11 + x, 50 - y]);

  test('is the same from both ends, to the last bit', async () => {
    const terrain = await makeTerrain([gridOf(200, 200, hills)]);
    fc.assert(
      fc.property(end, end, fc.integer({ min: 2, max: 300 }), (a, b, count) => {
        expect([...terrain.sampleLine(a, b, count)]).toEqual([...terrain.sampleLine(b, a, count)].reverse());
      }),
    );
  });

  test('holds the heights at evenly spaced points of the geodesic', async () => {
    const terrain = await makeTerrain([gridOf(200, 200, hills)]);
    fc.assert(
      fc.property(end, end, (a, b) => {
        const line = terrain.sampleLine(a, b, 50);
        geodesicPoints(a, b, 50).forEach((point, i) => expect(line[i]).toBeCloseTo(terrain.elevationM(point), 1));
      }),
      { numRuns: 30 },
    );
  });
});

test('the error is that of the worst grid, and unknown where one does not state it', async () => {
  const [a, b] = [
    { ...gridOf(2, 2, plane), errorM: 1 },
    { ...gridOf(2, 2, plane), errorM: 9 },
  ];
  expect((await makeTerrain([a, b])).errorM).toBe(9);
  expect((await makeTerrain([a, gridOf(2, 2, plane)])).errorM).toBeNull();
});

describe('the highest ground near a place', () => {
  // A cone of 100 m whose top is the cell 12, 7, and a lower top beyond it.
  const cone = (lng: number, lat: number): number =>
    Math.max(100 - 30_000 * Math.hypot(lng - 11.012, lat - 49.993), 160 - 30_000 * Math.hypot(lng - 11.03, lat - 49.99), 0);
  const grid = gridOf(40, 30, cone);

  test('is the summit cell of the circle, not a higher one outside', async () => {
    const terrain = await makeTerrain([grid]);
    const summit = terrain.highestWithin([11.01, 49.994], 300);
    expect(summit?.position[0]).toBeCloseTo(11.012, 9);
    expect(summit?.position[1]).toBeCloseTo(49.993, 9);
    expect(summit?.elevationM).toBeCloseTo(100, 3);
    // 0.002° of longitude at 50° N are 143.4 m, 0.001° of latitude 111.2 m.
    expect(summit?.distanceM).toBeCloseTo(Math.hypot(143.4, 111.2), 0);
    expect(terrain.highestWithin([11.01, 49.994], 2000)?.elevationM).toBeCloseTo(160, 3);
  });

  test('is that of the finer grid where two overlap, and none where nothing is known', async () => {
    const fine = gridOf(41, 41, () => 20, { west: 11.01, north: 49.995, step: 0.0001 });
    const terrain = await makeTerrain([grid, fine]);
    // The cone's top is covered by the finer grid; around it the cone goes on.
    const summit = terrain.highestWithin([11.012, 49.993], 120);
    expect(summit?.elevationM).toBe(20);
    expect(terrain.highestWithin([12, 50], 500)).toBeNull();
  });
});
