import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { mergeTiles } from '../../../../src/io/mosaic.ts';
import { readRasterFile } from '../../../../src/io/raster-file.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';
import { studySightlines, type SightlinesInput } from '../../../../src/studies/sightlines/run.ts';
import { sitePairs, type SightlineSite } from '../../../../src/studies/sightlines/site-pairs.ts';
import { fractalTerrain } from '../../../support/fractal-terrain.ts';
import { describeWithData, testData } from '../../../support/test-data.ts';

type Box = readonly [west: number, south: number, east: number, north: number];

function randomSites(count: number, [west, south, east, north]: Box, seed: number): SightlineSite[] {
  const random = seededRandom(seed);
  const heightsM = [10, 2, 25, 0.5];
  return Array.from({ length: count }, (_, i) => ({
    id: `site-${String(count - i).padStart(3, '0')}`,
    position: [west + random() * (east - west), south + random() * (north - south)] as const,
    heightM: heightsM[i % 4]!,
  }));
}

async function inputOver(
  ground: readonly Grid[],
  surface: readonly Grid[] | null,
  sites: readonly SightlineSite[],
): Promise<SightlinesInput> {
  return {
    ground: { grids: ground, terrain: await makeTerrain(ground) },
    surface: surface === null ? null : { grids: surface, terrain: await makeTerrain(surface) },
    sites,
    heightAbove: 'ground',
    maxDistanceM: 300_000,
    frequencyGhz: 5.5,
    kFactor: 4 / 3,
  };
}

/** Each pair has the verdict and confidence of the link study, its clearance within 5 mm and its fraction within half a hundredth. */
async function expectTheLinkStudy(input: SightlinesInput): Promise<Record<string, number>> {
  const pairs = sitePairs(await studySightlines(input, quietJob));
  const verdicts: Record<string, number> = {};
  for (const pair of pairs) {
    const terrains = { terrain: input.ground.terrain, surface: input.surface?.terrain ?? null };
    const { heightAbove, frequencyGhz, kFactor } = input;
    const link = await studyLink({ ...terrains, from: pair.a, to: pair.b, heightAbove, frequencyGhz, kFactor }, quietJob);
    const name = `${pair.a.id} ${pair.b.id}`;
    expect({ name, verdict: pair.verdict, confident: pair.confident }).toEqual({
      name,
      verdict: link.verdict,
      confident: link.confident,
    });
    expect(Math.abs(pair.clearanceM! - link.minClearanceM), name).toBeLessThan(0.005);
    expect(Math.abs(pair.fresnelFraction! - link.fresnelFraction), name).toBeLessThan(
      0.005 * Math.max(1, Math.abs(link.fresnelFraction)),
    );
    expect(Math.abs(pair.distanceM - link.distanceM), name).toBeLessThan(0.0011);
    verdicts[`${pair.verdict} ${pair.confident}`] = (verdicts[`${pair.verdict} ${pair.confident}`] ?? 0) + 1;
  }
  return verdicts;
}

function hills(seed: number, over: Partial<Grid> = {}): Grid {
  const values = fractalTerrain(256, seed, 150);
  const place = { toModel: [680005, 10, 0, 5539995, 0, -10] as const, crs: 'EPSG:25832' };
  return { width: 256, height: 256, values, ...place, verticalDatum: null, errorM: 0.5, ...over };
}

/** The middle of the hills, degrees. */
const HILLS: Box = [11.515, 49.963, 11.543, 49.979];

describe('the sightlines of a list', () => {
  it('have each pair once, in the order of ids, whatever the order of the list', async () => {
    const sites = randomSites(12, HILLS, 3);
    const pairs = sitePairs(await studySightlines(await inputOver([hills(1)], null, sites), quietJob));
    const names = pairs.map(({ a, b }) => `${a.id} ${b.id}`);
    expect(names).toHaveLength(66);
    expect(names).toEqual([...new Set(names)].sort());
    const turned = sitePairs(await studySightlines(await inputOver([hills(1)], null, [...sites].reverse()), quietJob));
    expect(turned).toEqual(pairs);
  });

  it('leave out what is further apart than asked', async () => {
    const input = await inputOver([hills(1)], null, randomSites(20, HILLS, 3));
    const all = sitePairs(await studySightlines(input, quietJob));
    const near = sitePairs(await studySightlines({ ...input, maxDistanceM: 700 }, quietJob));
    expect(near).toEqual(all.filter((pair) => pair.distanceM <= 700));
    expect(near.length).toBeGreaterThan(5);
  });

  it('are unknown for a site without ground, and are told over a gap', async () => {
    const values = fractalTerrain(256, 1, 150);
    for (let r = 0; r < 256; r++) for (let c = 120; c < 130; c++) values[r * 256 + c] = NaN;
    const outside: SightlineSite = { id: 'outside', position: [12, 50], heightM: 10 };
    const sites = [...randomSites(8, HILLS, 5), outside];
    const input = await inputOver([hills(1, { values })], null, sites);
    const pairs = sitePairs(await studySightlines(input, quietJob));
    const told = pairs.filter((pair) => pair.verdict !== 'unknown');
    for (const pair of pairs.filter((one) => one.b.id === 'outside' || one.a.id === 'outside'))
      expect(pair).toMatchObject({ verdict: 'unknown', confident: false, clearanceM: null, fresnelFraction: null });
    await expectTheLinkStudy({
      ...input,
      sites: sites.filter((site) => told.some((pair) => pair.a.id === site.id || pair.b.id === site.id)),
    });
    expect(told.length).toBeGreaterThan(5);
  });

  it('refuse an id that is there twice', async () => {
    const [site] = randomSites(1, HILLS, 3);
    await expect(studySightlines(await inputOver([hills(1)], null, [site!, site!]), quietJob)).rejects.toMatchObject({
      code: 'study/sightlines-input',
    });
  });

  it('count heights above sea, or above the roof, as the link study does', async () => {
    const sites = randomSites(4, HILLS, 9);
    const surface = hills(1, { values: fractalTerrain(256, 1, 150).map((height, i) => height + (i % 9 === 0 ? 9 : 3)) });
    const input = await inputOver([hills(1)], [surface], sites);
    const told = async (over: Partial<SightlinesInput>): Promise<unknown> =>
      (await studySightlines({ ...input, ...over }, quietJob)).pairs;
    const altitudes = sites.map((site) => ({
      ...site,
      heightM: input.ground.terrain.elevationM(site.position) + site.heightM,
    }));
    const aboveGround = await told({});
    expect(await told({ heightAbove: 'sea', sites: altitudes })).toEqual(aboveGround);
    expect(await told({ heightAbove: 'roof' })).not.toEqual(aboveGround);
    await expectTheLinkStudy({ ...input, heightAbove: 'roof' });
    await expect(told({ heightAbove: 'roof', surface: null })).rejects.toMatchObject({ code: 'study/sightlines-input' });
    const tooHigh = sites.map((site) => ({ ...site, heightM: 9001 }));
    await expect(told({ heightAbove: 'sea', sites: tooHigh })).rejects.toMatchObject({ code: 'study/sightlines-input' });
  });

  it('are those of the link study over rough ground, and under a surface of another cell size', async () => {
    const sites = randomSites(22, HILLS, 8);
    const verdicts = await expectTheLinkStudy(await inputOver([hills(2)], null, sites));
    expect(Object.keys(verdicts).length).toBeGreaterThan(3);
    const roofs = fractalTerrain(512, 2, 150).map((height, i) => height + (i % 37 < 4 ? 9 : 0));
    const surface = hills(2, { width: 512, height: 512, values: roofs, toModel: [680002.5, 5, 0, 5539997.5, 0, -5], errorM: 1 });
    await expectTheLinkStudy(await inputOver([hills(2)], [surface], sites.slice(0, 12)));
  });
});

describeWithData('sightlines over real terrain', () => {
  it('are those of the link study, pair by pair', { timeout: 120_000 }, async () => {
    const areas: readonly { readonly files: readonly string[]; readonly box: Box }[] = [
      {
        files: ['areas/north-bayreuth/terrain/N49E011.hgt.zip', 'areas/north-bayreuth/terrain/N50E011.hgt.zip'],
        box: [11.4, 49.97, 11.6, 50.03],
      },
      { files: ['areas/portland-or/portland-ned.tif'], box: [-122.705, 45.493, -122.635, 45.547] },
      { files: ['areas/bilbao-urban/bilbao_DEM.tif'], box: [-3.004, 43.298, -2.968, 43.325] },
    ];
    for (const { files, box } of areas) {
      const read = await Promise.all(
        files.map((file) => readRasterFile(file, readFileSync(testData(file)!), { verticalUnit: 'm' })),
      );
      const grids = mergeTiles(read.flatMap((file) => [...file.grids]));
      await expectTheLinkStudy(await inputOver(grids, null, randomSites(24, box, 7)));
    }
  });
});
