import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { geodesicDistanceM } from '../../../../src/geo/geodesy.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { makeTerrain, type Terrain } from '../../../../src/geo/terrain.ts';
import type { LinkInput } from '../../../../src/studies/link/input.ts';
import type { LinkResult } from '../../../../src/studies/link/result.ts';
import { pathPosition } from '../../../../src/studies/link/path-position.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';

/** Cells of 0.0003° (about 33 m by 21 m) around 11° E 50° N, 61 × 61. */
function gridOf(heightM: (column: number, row: number) => number, errorM: number | null = 1): Grid {
  const size = 61;
  const values = Float32Array.from({ length: size * size }, (_, i) => heightM(i % size, Math.floor(i / size)));
  return {
    width: size,
    height: size,
    values,
    toModel: [11, 0.0003, 0, 50.018, 0, -0.0003],
    crs: 'EPSG:4326',
    verticalDatum: null,
    errorM,
  };
}

const centreOf = (column: number, row: number): LngLat => [11 + 0.0003 * column, 50.018 - 0.0003 * row];
const terrainOf = (heightM: (column: number, row: number) => number, errorM: number | null = 1): Promise<Terrain> =>
  makeTerrain([gridOf(heightM, errorM)]);

async function study(input: Partial<LinkInput> & Pick<LinkInput, 'terrain'>): Promise<LinkResult> {
  return studyLink(
    {
      from: { position: centreOf(5, 30), heightM: 20 },
      to: { position: centreOf(55, 30), heightM: 20 },
      heightAbove: 'ground',
      frequencyGhz: 5.5,
      kFactor: 4 / 3,
      ...input,
    },
    quietJob,
  );
}

describe('a link study', () => {
  it('finds a wall of one cell, whose crest lies exactly on a column of cell centres', async () => {
    const terrain = await terrainOf((column) => (column === 20 ? 30 : 0));
    const result = await study({ terrain });
    const wallM = geodesicDistanceM(centreOf(5, 30), centreOf(20, 30));
    expect(result.verdict).toBe('blocked');
    expect(result.limitingPoint.distanceM).toBeCloseTo(wallM, 1);
    expect(result.limitingPoint).toMatchObject({ cause: 'ground', kind: 'ridge' });
    // The Earth's bulge there, d1·d2/(2kR), comes on top of the ten metres.
    const restM = result.distanceM - wallM;
    expect(result.minClearanceM).toBeCloseTo(-10 - (wallM * restM) / (2 * (4 / 3) * 6371008.8), 2);
    expect(result.confident).toBe(true);
  });

  it('follows the bilinear ground between crossings within a millimetre', async () => {
    const terrain = await terrainOf((column, row) => 40 * Math.sin(column * 1.7 + row * 2.9) + 10 * Math.cos(row * column));
    const result = await study({
      terrain,
      from: { position: [11.0011, 50.0013], heightM: 5 },
      to: { position: [11.0167, 50.0162], heightM: 5 },
    });
    const { distanceM, groundM } = result.profile;
    const lineM = (atM: number): number => {
      const i = distanceM.findIndex((value) => value >= atM);
      const t = (atM - distanceM[i - 1]!) / (distanceM[i]! - distanceM[i - 1]!);
      return groundM[i - 1]! * (1 - t) + groundM[i]! * t;
    };
    const lengthM = distanceM.at(-1)!;
    const positionAt = pathPosition(result.from.position, result.to.position, lengthM);
    let worstM = 0;
    for (let atM = 0.07; atM < lengthM; atM += 0.11) {
      worstM = Math.max(worstM, Math.abs(lineM(atM) - terrain.elevationM(positionAt(atM))));
    }
    expect(worstM).toBeLessThan(0.0011);
  });

  it('says what is unknown on the way and is then never sure of a free path', async () => {
    const terrain = await terrainOf((column) => (column > 20 && column < 31 ? NaN : 0));
    const result = await study({ terrain });
    const gapM = geodesicDistanceM(centreOf(20, 30), centreOf(31, 30));
    expect(result.verdict).toBe('clear');
    expect(result.confident).toBe(false);
    const [warning] = result.warnings;
    expect(warning?.code).toBe('terrain-unknown');
    expect(Math.abs((warning as { lengthM: number }).lengthM - gapM)).toBeLessThan(15);
  });

  it('stays sure of a block beside unknown ground', async () => {
    const terrain = await terrainOf((column) => (column === 40 ? 90 : column > 20 && column < 31 ? NaN : 0));
    expect(await study({ terrain })).toMatchObject({ verdict: 'blocked', confident: true });
  });

  it('refuses an end where nothing is known', async () => {
    const terrain = await terrainOf(() => 0);
    const outside = { position: [12, 50] as LngLat, heightM: 10 };
    await expect(study({ terrain, to: outside })).rejects.toMatchObject({ code: 'terrain/outside-coverage' });
  });

  it.each([
    [{ kFactor: 0 }],
    [{ frequencyGhz: 0 }],
    [{ frequencyGhz: NaN }],
    [{ to: { position: centreOf(5, 30), heightM: 3 } }],
    [{ from: { position: centreOf(5, 30), heightM: -1 } }],
    [{ heightAbove: 'surface' as const }],
  ])('refuses %o', async (wrong) => {
    const terrain = await terrainOf(() => 0);
    await expect(study({ terrain, ...wrong })).rejects.toMatchObject({ code: 'study/link-input' });
  });

  it('counts roofs, and heights above them where asked', async () => {
    const terrain = await terrainOf(() => 100);
    const surface = await terrainOf((column) => (column === 5 || column === 30 ? 115 : 100));
    const fromGround = await study({ terrain, surface, from: { position: centreOf(5, 30), heightM: 12 } });
    expect(fromGround.verdict).toBe('blocked');
    expect(fromGround.warnings).toEqual([{ code: 'antenna-in-surface', end: 'A', depthM: 3 }]);
    const fromRoof = await study({ terrain, surface, from: { position: centreOf(5, 30), heightM: 8 }, heightAbove: 'surface' });
    expect(fromRoof.from).toMatchObject({ groundM: 100, altitudeM: 123 });
    expect(fromRoof.limitingPoint).toMatchObject({ cause: 'surface', kind: 'surface' });
    expect(fromRoof.warnings).toEqual([]);
  });

  it('gives the loss of an edge that touches the ray as 6 dB and the rest that Bullington adds, on top of free space', async () => {
    // The crest touches the ray: J(0) = 6.03 dB, and Bullington's (1 − e^(−J/6))·(10 + 0.02 d) = 6.34 dB on top.
    const terrain = await terrainOf((column) => (column === 30 ? 20 : 0));
    const result = await study({ terrain, model: 'p526', kFactor: 1e6 });
    expect(result.lossDb! - result.freeSpaceLossDb).toBeCloseTo(6.03 + (1 - Math.exp(-6.03 / 6)) * 10.02, 1);
  });

  it('tells no loss where some of the ground is unknown, and none that was not asked for', async () => {
    const terrain = await terrainOf((column) => (column > 20 && column < 31 ? NaN : 0));
    expect((await study({ terrain, model: 'p526' })).lossDb).toBeNull();
    expect((await study({ terrain: await terrainOf(() => 0) })).lossDb).toBeNull();
  });

  it('ends when it is cancelled', async () => {
    const terrain = { elevationM: () => 0, gridPosition: () => null, errorM: 1, cellM: 1 };
    const to = { position: [11.5, 50] as const, heightM: 100 };
    const cancelled = { signal: AbortSignal.abort(), progress: () => undefined };
    const from = { position: [11, 50] as const, heightM: 100 };
    const input = { terrain, from, to, heightAbove: 'ground' as const, frequencyGhz: 5.5, kFactor: 4 / 3 };
    await expect(studyLink(input, cancelled)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('assumes a tenth of a cell where the source states no error, and says so', async () => {
    const terrain = await terrainOf(() => 0, null);
    expect((await study({ terrain })).groundError).toEqual({ sigmaM: 2.7, isAssumed: true });
  });
});

const rough = gridOf((column, row) => 25 * Math.sin(column / 4 + row / 7) + ((column * 31 + row * 17) % 13));
const anyEnd = fc.record({
  position: fc.tuple(fc.double({ min: 11.001, max: 11.017, noNaN: true }), fc.double({ min: 50.001, max: 50.017, noNaN: true })),
  heightM: fc.double({ min: 0, max: 50, noNaN: true }),
});

describe('any link', () => {
  it('is the same from B to A as from A to B, to the last bit', async () => {
    const terrain = await makeTerrain([rough]);
    await fc.assert(
      fc.asyncProperty(anyEnd, anyEnd, async (from, to) => {
        fc.pre(geodesicDistanceM(from.position, to.position) >= 1);
        const [there, back] = [await study({ terrain, from, to }), await study({ terrain, from: to, to: from })];
        expect(back).toMatchObject({
          verdict: there.verdict,
          confident: there.confident,
          distanceM: there.distanceM,
          minClearanceM: there.minClearanceM,
          fresnelFraction: there.fresnelFraction,
          raiseAM: there.raiseBM,
          raiseBM: there.raiseAM,
        });
        expect([back.limitingPoint.lon, back.limitingPoint.lat]).toEqual([there.limitingPoint.lon, there.limitingPoint.lat]);
        expect(back.limitingPoint.distanceM + there.limitingPoint.distanceM).toBeCloseTo(there.distanceM, 2);
        expect(back.profile.groundM.slice().reverse()).toEqual(there.profile.groundM);
      }),
    );
  });

  it('is clear once one end is as much higher as the study said', async () => {
    const terrain = await makeTerrain([rough]);
    await fc.assert(
      fc.asyncProperty(anyEnd, anyEnd, async (from, to) => {
        fc.pre(geodesicDistanceM(from.position, to.position) >= 1);
        const { raiseAM, raiseBM } = await study({ terrain, from, to });
        const higher = (end: typeof from, raiseM: number): typeof from => ({ ...end, heightM: end.heightM + raiseM });
        if (raiseAM !== null) expect((await study({ terrain, from: higher(from, raiseAM), to })).verdict).toBe('clear');
        if (raiseBM !== null) expect((await study({ terrain, from, to: higher(to, raiseBM) })).verdict).toBe('clear');
      }),
    );
  });
});
