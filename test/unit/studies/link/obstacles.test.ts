import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { geodesicDistanceM } from '../../../../src/geo/geodesy.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import { localFrame } from '../../../../src/geo/local-frame.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { tableOf, type Feature } from '../../../../src/plan/feature-table.ts';
import type { LinkInput } from '../../../../src/studies/link/input.ts';
import type { LinkResult } from '../../../../src/studies/link/result.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';
import { NO_OBSTACLES, type Obstacles } from '../../../../src/studies/obstacles/obstacles.ts';
import { obstacleGrid } from '../../../../src/studies/obstacles/obstacle-grid.ts';
import { standingOf } from '../../../../src/studies/obstacles/standing.ts';

const frame = localFrame([11, 50]);
const at = (x: number, y: number): LngLat => frame.toLngLat({ x, y });

/** Cells of 0.0001° around 11° E 50° N. */
function gridOf(heightM: (x: number, y: number) => number): Grid {
  const size = 121;
  const toModel = [10.994, 0.0001, 0, 50.006, 0, -0.0001] as const;
  const values = Float32Array.from({ length: size * size }, (_, i) => {
    const here = frame.toLocal([10.994 + 0.0001 * (i % size), 50.006 - 0.0001 * Math.floor(i / size)]);
    return heightM(here.x, here.y);
  });
  return { width: size, height: size, values, toModel, crs: 'EPSG:4326', verticalDatum: null, errorM: 0 };
}

type Box = readonly [west: number, south: number, east: number, north: number];
const ring = ([w, s, e, n]: Box): LngLat[] => [at(w, s), at(e, s), at(e, n), at(w, n), at(w, s)];
const block = (id: string, heightM: number, box: Box, ...courts: Box[]): Feature => ({
  id,
  geometry: { type: 'Polygon', coordinates: [ring(box), ...courts.map(ring)] },
  fields: { heightM, street: 'Main Street', housenumber: id },
});

async function study(obstacles: Partial<Obstacles> | null, more: Partial<LinkInput> = {}): Promise<LinkResult> {
  const standing = obstacles === null ? null : await standingOf({ ...NO_OBSTACLES, ...obstacles });
  return studyLink(
    {
      terrain: await makeTerrain([gridOf(() => 100)]),
      standing,
      from: { position: at(-200, 0), heightM: 10 },
      to: { position: at(200, 0), heightM: 10 },
      heightAbove: 'ground',
      frequencyGhz: 5.5,
      kFactor: 4 / 3,
      ...more,
    },
    quietJob,
  );
}

describe('buildings on the way', () => {
  const tower = block('7', 30, [50, -20, 60, 20]);

  it('block with their walls, are named, and hide what is behind them', async () => {
    const result = await study({ buildings: tableOf([tower]) });
    expect(result.verdict).toBe('blocked');
    expect(result.limitingPoint).toMatchObject({ cause: 'building', building: { id: '7', name: 'Main Street 7' } });
    expect(result.minClearanceM).toBeCloseTo(-20, 1);
    // The wall nearer to the end has the smaller Fresnel zone, so the deeper fraction.
    expect(result.limitingPoint.distanceM).toBeCloseTo(geodesicDistanceM(at(-200, 0), at(60, 0)), 2);
  });

  it('leave a courtyard free, and a path beside the wall', async () => {
    const court = tableOf([block('1', 30, [-250, -50, 250, 50], [-240, -40, 240, 40])]);
    expect((await study({ buildings: court })).verdict).toBe('clear');
    expect((await study({ buildings: tableOf([block('1', 30, [-50, 0.01, 50, 20])]) })).verdict).toBe('clear');
    expect((await study({ buildings: tableOf([block('1', 30, [-50, -0.01, 50, 20])]) })).verdict).toBe('blocked');
  });

  it('carry antennas on their roofs, whose parapet hides what stands back from the edge', async () => {
    const own = tableOf([block('1', 20, [-220, -20, -180, 20]), block('2', 20, [180, -20, 220, 20])]);
    const roof = {
      heightAbove: 'roof' as const,
      from: { position: at(-200, 0), heightM: 2 },
      to: { position: at(200, 0), heightM: 2 },
    };
    expect((await study({ buildings: own }, roof)).verdict).toBe('clear');
    const behind = await study({ buildings: own, parapetM: 2.5 }, roof);
    expect(behind).toMatchObject({ verdict: 'blocked', limitingPoint: { cause: 'own-roof' } });
    const edges = { from: { position: at(-180.5, 0), heightM: 2 }, to: { position: at(180.5, 0), heightM: 2 } };
    expect((await study({ buildings: own, parapetM: 2.5 }, { ...roof, ...edges })).verdict).toBe('clear');
  });

  it('carry one end, while the other is counted from the sea or the ground', async () => {
    const own = { buildings: tableOf([block('1', 20, [-220, -20, -180, 20])]), parapetM: 2.5 };
    const from = { position: at(-200, 0), heightM: 2, heightAbove: 'roof' as const };
    const mixed = await study(own, { from, to: { position: at(200, 0), heightM: 122, heightAbove: 'sea' } });
    const plain = await study(own, {
      from: { ...from, heightM: 22, heightAbove: 'ground' },
      to: { position: at(200, 0), heightM: 22 },
    });
    expect(mixed.from.altitudeM).toBeCloseTo(122, 6);
    expect(mixed.minClearanceM).toBeCloseTo(plain.minClearanceM, 3);
    // Only an antenna that stands on the roof speaks of its edge.
    expect([mixed.limitingPoint.cause, plain.limitingPoint.cause]).toEqual(['own-roof', 'building']);
  });

  it('are no roof where none stands, and an antenna inside one or below ground is told', async () => {
    await expect(study({ buildings: tableOf([tower]) }, { heightAbove: 'roof' })).rejects.toMatchObject({
      code: 'study/link-input',
    });
    const inside = await study({ buildings: tableOf([block('1', 30, [-220, -20, -180, 20])]) });
    expect(inside.warnings).toEqual([{ code: 'antenna-in-building', end: 'A', depthM: 20 }]);
    const below = await study(null, { heightAbove: 'sea', to: { position: at(200, 0), heightM: 110 } });
    expect(below.warnings).toEqual([{ code: 'antenna-below-ground', end: 'A', depthM: 90 }]);
  });

  it('count once where a surface model holds them already, and are still named', async () => {
    const surface = gridOf((x, y) => (x > 45 && x < 65 && Math.abs(y) < 30 ? 112 : 100));
    const result = await study(
      { buildings: tableOf([block('7', 30, [40, -20, 72, 20])]), surface: [surface] },
      { surface: await makeTerrain([surface]) },
    );
    expect(result.minClearanceM).toBeCloseTo(-2, 1);
    expect(result.limitingPoint).toMatchObject({ cause: 'building', building: { id: '7' } });
    const grid = await obstacleGrid(
      gridOf(() => 100),
      { ...NO_OBSTACLES, buildings: tableOf([block('7', 30, [40, -20, 72, 20])]), surface: [surface] },
    );
    expect(Math.max(...grid.values)).toBe(112);
  });
});

describe('trees on the way', () => {
  const canopy = [gridOf((x) => (x > -30 && x < 30 ? 15 : 0))];

  it('block, with the loss in their leaves by the season', async () => {
    const on = await study({ canopy });
    expect(on).toMatchObject({ verdict: 'blocked', limitingPoint: { cause: 'trees' }, foliage: { season: 'leaf-on' } });
    const depthM = on.foliage!.depthM;
    expect(depthM).toBeGreaterThan(55);
    expect(depthM).toBeLessThan(65);
    // Weissberger, 14 m < d ≤ 400 m.
    expect(on.foliage!.lossDb).toBeCloseTo(1.33 * 5.5 ** 0.284 * depthM ** 0.588, 1);
    const off = await study({ canopy, season: 'leaf-off' });
    expect(off.foliage!.lossDb).toBeLessThan(on.foliage!.lossDb!);
    expect(off.minClearanceM - on.minClearanceM).toBeCloseTo(1, 3);
  });
});

describe('any obstacles', () => {
  const boxes = fc.array(
    fc.record({
      x: fc.integer({ min: -190, max: 170 }),
      y: fc.integer({ min: -30, max: 10 }),
      size: fc.integer({ min: 3, max: 40 }),
      heightM: fc.integer({ min: 2, max: 25 }),
    }),
    { maxLength: 6 },
  );
  const blocks = (list: readonly { x: number; y: number; size: number; heightM: number }[]): Feature[] =>
    list.map(({ x, y, size, heightM }, i) => block(String(i), heightM, [x, y, x + size, y + size]));
  const RANK = { blocked: 0, marginal: 1, clear: 2 };

  it('give the same link from both ends, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(boxes, fc.integer({ min: 0, max: 20 }), async (list, heightM) => {
        const buildings = tableOf(blocks(list));
        const [from, to] = [
          { position: at(-200, 3), heightM },
          { position: at(200, -7), heightM: 12 },
        ];
        const one = await study({ buildings, parapetM: 1 }, { from, to });
        const other = await study({ buildings, parapetM: 1 }, { from: to, to: from });
        const { verdict, confident, minClearanceM, fresnelFraction, raiseBothM } = one;
        expect(other).toMatchObject({ verdict, confident, minClearanceM, fresnelFraction, raiseBothM, raiseAM: one.raiseBM });
      }),
      { numRuns: 30 },
    );
  });

  it('never clear by one more building or by leaves, nor block by a higher antenna', async () => {
    await fc.assert(
      fc.asyncProperty(boxes, fc.integer({ min: 0, max: 20 }), async (list, heightM) => {
        const from = { position: at(-200, 3), heightM };
        const all = await study({ buildings: tableOf(blocks(list)), canopy: [gridOf((x, y) => (x + y > 90 ? 6 : 0))] }, { from });
        const fewer = await study(
          { buildings: tableOf(blocks(list.slice(1))), canopy: [gridOf((x, y) => (x + y > 90 ? 6 : 0))], season: 'leaf-off' },
          { from },
        );
        const higher = await study(
          { buildings: tableOf(blocks(list)), canopy: [gridOf((x, y) => (x + y > 90 ? 6 : 0))] },
          { from: { ...from, heightM: heightM + 5 } },
        );
        expect(fewer.fresnelFraction).toBeGreaterThanOrEqual(all.fresnelFraction);
        expect(RANK[higher.verdict]).toBeGreaterThanOrEqual(RANK[all.verdict]);
      }),
      { numRuns: 30 },
    );
  });
});
