import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { toWgs84 } from '../../../../src/geo/crs.ts';
import { modelOfCell, type Grid } from '../../../../src/geo/grid.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { studySightlines, type SightlineGround } from '../../../../src/studies/sightlines/run.ts';
import { sitePairs, type SitePair, type SightlineSite } from '../../../../src/studies/sightlines/site-pairs.ts';
import { studyViewshed } from '../../../../src/studies/viewshed/run.ts';
import { bytesOfBits } from '../../../support/bytes-of-bits.ts';
import { fractalTerrain } from '../../../support/fractal-terrain.ts';

const SIZE = 64;
const place = { toModel: [680_005, 10, 0, 5_539_995, 0, -10], crs: 'EPSG:25832', verticalDatum: null, errorM: 0.5 } as const;
const heights = fractalTerrain(SIZE, 5, 60);

async function groundOf(values: Float32Array): Promise<SightlineGround> {
  const grids: Grid[] = [{ width: SIZE, height: SIZE, values, ...place }];
  return { grids, terrain: await makeTerrain(grids) };
}

/** Buildings of 12 m and trees of 9 m over the ground, some of them raised. */
function built(values: Float32Array, raisedM = 0): Float32Array {
  return values.map((height, i) => height + (i % 37 < 3 ? 12 + raisedM : i % 53 < 9 ? 9 : 0));
}

/** 0 blocked, 1 marginal, 2 clear. */
function rank({ verdict }: SitePair): number {
  return ['blocked', 'marginal', 'clear'].indexOf(verdict);
}

const aPlace = fc.record({
  column: fc.double({ min: 3, max: SIZE - 4, noNaN: true }),
  row: fc.double({ min: 3, max: SIZE - 4, noNaN: true }),
  heightM: fc.double({ min: 0, max: 25, noNaN: true }),
});

interface Scene {
  readonly values?: Float32Array;
  readonly surface?: Float32Array | null;
}

/** Each site is judged with each other, in an order of ids that is given. */
async function judge(places: readonly SightlineSite[], { values = heights, surface = null }: Scene = {}): Promise<SitePair[]> {
  const [ground, over] = [await groundOf(values), surface === null ? null : await groundOf(surface)];
  const asked = { maxDistanceM: 1e5, frequencyGhz: 5.5, kFactor: 4 / 3, heightAbove: 'ground' } as const;
  return sitePairs(await studySightlines({ ground, surface: over, sites: places, ...asked }, quietJob));
}

describe('who sees whom', async () => {
  const toLngLat = await toWgs84(place.crs);
  const grid: Grid = { width: SIZE, height: SIZE, values: heights, ...place };
  const siteAt = (id: string, { column, row, heightM }: { column: number; row: number; heightM: number }): SightlineSite => {
    const [lng, lat] = toLngLat(...modelOfCell(grid, column, row));
    return { id, position: [lng, lat], heightM };
  };
  const sites = fc.array(aPlace, { minLength: 6, maxLength: 6 }).map((list) => list.map((one, i) => siteAt(`${i}`, one)));
  const runs = { numRuns: 40, seed: 3 };

  it('is the same from both ends, to the last bit, also over roofs and trees', async () => {
    await fc.assert(
      fc.asyncProperty(sites, fc.boolean(), async (list, isBuilt) => {
        const scene = { surface: isBuilt ? built(heights) : null };
        const there = await judge(list, scene);
        const back = await judge(
          list.map((site) => ({ ...site, id: `${9 - Number(site.id)}` })),
          scene,
        );
        const told = ({ verdict, confident, clearanceM, fresnelFraction, distanceM }: SitePair): unknown[] => {
          return [verdict, confident, clearanceM, fresnelFraction, distanceM];
        };
        const byPair = new Map(back.map((pair) => [`${9 - Number(pair.b.id)} ${9 - Number(pair.a.id)}`, told(pair)]));
        for (const pair of there) expect(told(pair)).toEqual(byPair.get(`${pair.a.id} ${pair.b.id}`));
      }),
      runs,
    );
  });

  it('is never blocked by a higher antenna, and never cleared by a higher ground, roof or tree', async () => {
    await fc.assert(
      fc.asyncProperty(sites, fc.double({ min: 0.01, max: 8, noNaN: true }), async (list, byM) => {
        const before = await judge(list, { surface: built(heights) });
        const lifted = await judge(
          list.map((site, i) => (i === 0 ? { ...site, heightM: site.heightM + byM } : site)),
          { surface: built(heights) },
        );
        const roofs = await judge(list, { surface: built(heights, byM) });
        before.forEach((pair, index) => {
          expect(rank(lifted[index]!)).toBeGreaterThanOrEqual(rank(pair));
          expect(rank(roofs[index]!)).toBeLessThanOrEqual(rank(pair));
        });
      }),
      runs,
    );
  });

  it('is never cleared by a ridge that is put between, antennas staying where they are', async () => {
    await fc.assert(
      fc.asyncProperty(sites, fc.double({ min: 0.01, max: 30, noNaN: true }), async (list, byM) => {
        const ends = list.map((site, i) =>
          i < 3
            ? siteAt(site.id, { column: 4 + 7 * i, row: 8 + 15 * i, heightM: site.heightM })
            : siteAt(site.id, { column: 60 - 4 * i, row: 5 + 9 * i, heightM: site.heightM }),
        );
        const ridge = heights.map((height, i) => (Math.abs((i % SIZE) - 30) < 2 ? height + byM : height));
        const [before, after] = [await judge(ends), await judge(ends, { values: ridge })];
        before.forEach((pair, index) => expect(rank(after[index]!)).toBeLessThanOrEqual(rank(pair)));
      }),
      runs,
    );
  });

  it('is clear only where the ray is free, and agrees with the exact viewshed wherever half a metre cannot turn it', async () => {
    const ground = await groundOf(heights);
    let [compared, visible] = [0, 0];
    await fc.assert(
      fc.asyncProperty(aPlace, async ({ column, row, heightM }) => {
        const from = siteAt('a', { column: Math.round(column), row: Math.round(row), heightM: heightM + 1 });
        const seen = await studyViewshed(
          {
            ...{ grids: ground.grids, surface: null, kFactor: 4 / 3, heightAbove: 'ground', method: 'exact', radiusM: Infinity },
            position: from.position,
            heightM: from.heightM,
            targetHeightM: 2,
          },
          quietJob,
        );
        const visibleCells = bytesOfBits(seen.cells);
        const targets = Array.from({ length: 40 }, (_, i) => [3 + ((i * 17) % (SIZE - 6)), 3 + ((i * 29) % (SIZE - 6))] as const);
        const list = targets.map(([c, r], i) => siteAt(`t${String(i).padStart(2, '0')}`, { column: c, row: r, heightM: 2 }));
        const unlike = [...new Map(list.map((site) => [site.position.join(), site])).values()];
        for (const pair of await judge([from, ...unlike])) {
          if (pair.a.id !== 'a' || pair.clearanceM === null || pair.distanceM < 20) continue;
          if (pair.verdict === 'clear') expect(pair.clearanceM).toBeGreaterThan(0);
          if (Math.abs(pair.clearanceM) < 0.5) continue;
          const [c, r] = targets[Number(pair.b.id.slice(1))]!;
          expect(visibleCells[r * SIZE + c] === 255).toBe(pair.clearanceM > 0);
          compared++;
          if (pair.clearanceM > 0) visible++;
        }
      }),
      { numRuns: 12, seed: 3 },
    );
    expect(compared).toBeGreaterThan(200);
    expect(visible).toBeGreaterThan(20);
    expect(visible).toBeLessThan(compared - 20);
  });
});
