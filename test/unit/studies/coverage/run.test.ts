import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { toWgs84 } from '../../../../src/geo/crs.ts';
import { modelOfCell, type Grid } from '../../../../src/geo/grid.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { beamPattern } from '../../../../src/radio/antenna-pattern.ts';
import { areaM2 } from '../../../../src/geo/polygon.ts';
import { coveragePolygons } from '../../../../src/studies/coverage/coverage-polygons.ts';
import type { CoverageResult } from '../../../../src/studies/coverage/result.ts';
import { premisesServed } from '../../../../src/studies/coverage/premises.ts';
import { factsOf, studyCoverage, type CoverageInput, type CoverageSite } from '../../../../src/studies/coverage/run.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';
import { NO_OBSTACLES, type Season } from '../../../../src/studies/obstacles/obstacles.ts';
import { drawCoverageSummary } from '../../../../src/studies/coverage/summary-page.ts';
import { fractalTerrain } from '../../../support/fractal-terrain.ts';
import { pdfFonts } from '../../../support/pdf-fonts.ts';
import { pdfTexts } from '../../../support/readable-text.ts';

const SIZE = 256;
const grid: Grid = {
  width: SIZE,
  height: SIZE,
  values: fractalTerrain(SIZE, 11, 120),
  toModel: [680005, 10, 0, 5539995, 0, -10],
  crs: 'EPSG:25832',
  verticalDatum: null,
  errorM: null,
};
const radio = {
  powerDbm: 24,
  pattern: beamPattern({ shape: 'sector', gainDbi: 16, azimuthBeamwidthDeg: 120, elevationBeamwidthDeg: 8 }),
  receiverGainDbi: 10,
  gasDbPerKm: 0.01,
  cableLossDb: 0,
};

async function siteAt(column: number, row: number, over: Partial<CoverageSite> = {}): Promise<CoverageSite> {
  const position = (await toWgs84(grid.crs))(...modelOfCell(grid, column, row));
  return { id: `${column},${row}`, position, heightM: 12, heightAbove: 'ground', azimuthDeg: null, tiltDeg: 0, ...over };
}

function inputOf(sites: readonly CoverageSite[], over: Partial<CoverageInput> = {}): CoverageInput {
  const target = { targetHeightM: 3, targetAbove: 'ground' as const, radiusM: Infinity };
  return {
    grids: [grid],
    obstacles: NO_OBSTACLES,
    sites,
    ...target,
    frequencyGhz: 5.5,
    kFactor: 4 / 3,
    radio,
    mostAcross: Infinity,
    ...over,
  };
}

describe('a coverage', () => {
  it('agrees with the link study in 500 cells, up to what the ground bulges between crossings of cell centres', async () => {
    const site = await siteAt(120.3, 140.6);
    const result = await studyCoverage(inputOf([site]), quietJob);
    const terrain = await makeTerrain([grid]);
    const toLngLat = await toWgs84(grid.crs);
    const random = seededRandom(4);
    let worst = 0;
    let worstHeightM = 0;
    let turned = 0;
    let near = 0;
    for (let i = 0; i < 500; i++) {
      const [column, row] = [Math.floor(random() * SIZE), Math.floor(random() * SIZE)];
      const position = toLngLat(...modelOfCell(grid, column, row));
      const cell = row * SIZE + column;
      const link = { terrain, from: site, heightAbove: 'ground' as const, frequencyGhz: 5.5, kFactor: 4 / 3 };
      const study = await studyLink({ ...link, to: { position, heightM: 3 } }, quietJob);
      const fraction = result.fresnelFraction[cell]!;
      if (Math.abs(study.fresnelFraction) < 1.5) worst = Math.max(worst, Math.abs(fraction - study.fresnelFraction));
      if (Math.abs(fraction - study.fresnelFraction) <= 0.05 || fraction === 100) near++;
      if (result.seenBy[cell]! > 0 !== (study.verdict !== 'blocked')) turned++;
      // Raised to the least height the clearance of the very tightest place is nought.
      const raised = await studyLink({ ...link, to: { position, heightM: result.minHeightM[cell]! } }, quietJob);
      if (result.minHeightM[cell]! > 0) worstHeightM = Math.max(worstHeightM, Math.abs(raised.minClearanceM));
    }
    expect(near).toBeGreaterThanOrEqual(470);
    expect(worst).toBeLessThan(0.25);
    expect(worstHeightM).toBeLessThan(0.6);
    expect(turned).toBeLessThanOrEqual(2);
  }, 60_000);

  it('needs no more height anywhere when its antenna is higher', async () => {
    const low = await studyCoverage(inputOf([await siteAt(60, 70)]), quietJob);
    const high = await studyCoverage(inputOf([await siteAt(60, 70, { heightM: 30 })]), quietJob);
    for (let i = 0; i < low.minHeightM.length; i++) {
      if (!(high.minHeightM[i]! <= low.minHeightM[i]! + 1e-3)) throw new Error(`cell ${i}`);
    }
    expect(high.visibleCells).toBeGreaterThan(low.visibleCells);
  });

  it('of two sites is the better one, cell by cell, and names it', async () => {
    const sites = [await siteAt(60, 70, { azimuthDeg: 90 }), await siteAt(200, 180, { azimuthDeg: 300, tiltDeg: -2 })];
    const both = await studyCoverage(inputOf(sites), quietJob);
    const alone = [await studyCoverage(inputOf([sites[0]!]), quietJob), await studyCoverage(inputOf([sites[1]!]), quietJob)];
    for (let i = 0; i < both.server.length; i++) {
      const levels = alone.map((one) => one.levelDbm![i]!);
      const best = Math.max(...levels);
      if (both.levelDbm![i] !== best || levels[both.server[i]!] !== best) throw new Error(`cell ${i}`);
    }
    expect(new Set(both.server)).toEqual(new Set([0, 1]));
  });

  it('is cut to the radius, on the very cells of the terrain, and there bit for bit what the whole is', async () => {
    const site = await siteAt(128, 128);
    const whole = await studyCoverage(inputOf([site]), quietJob);
    const near = await studyCoverage(inputOf([site], { radiusM: 500 }), quietJob);
    expect(near.width).toBeLessThan(110);
    const column = (near.toModel[0] - grid.toModel[0]) / 10;
    const row = (grid.toModel[3] - near.toModel[3]) / 10;
    for (let r = 0; r < near.height; r++) {
      for (let c = 0; c < near.width; c++) {
        const value = near.minHeightM[r * near.width + c]!;
        if (Math.hypot(column + c - 128, row + r - 128) > 49) continue;
        const there = (row + r) * SIZE + column + c;
        const here = r * near.width + c;
        if (value !== whole.minHeightM[there] || near.levelDbm![here] !== whole.levelDbm![there]) throw new Error(`${c}, ${r}`);
      }
    }
  });

  it('counts the premises whose cell is seen or reaches a level', async () => {
    const site = await siteAt(128, 128);
    const result = await studyCoverage(inputOf([site]), quietJob);
    const toLngLat = await toWgs84(grid.crs);
    const premises = Array.from({ length: 200 }, (_, i) => {
      const [column, row] = [(i * 37) % SIZE, (i * 91) % SIZE];
      return { id: `p${i}`, column, row, position: toLngLat(...modelOfCell(grid, column, row)) };
    });
    const seen = premises.filter(({ column, row }) => result.seenBy[row * SIZE + column]! > 0).map(({ id }) => id);
    expect(await premisesServed(result, premises, null)).toEqual(seen);
    const strong = premises.filter(({ column, row }) => result.levelDbm![row * SIZE + column]! >= -60).map(({ id }) => id);
    expect(await premisesServed(result, premises, -60)).toEqual(strong);
    expect(await premisesServed(result, [{ id: 'out', position: [0, 0] }], null)).toEqual([]);
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const job = { signal: stop.signal, progress: () => undefined };
    await expect(studyCoverage(inputOf([await siteAt(128, 128)]), job)).rejects.toThrow();
  });

  it('asked about every third cell, says of these what it says of all', async () => {
    const sites = [await siteAt(60, 70), await siteAt(200, 180)];
    const all = await studyCoverage(inputOf(sites, { radiusM: 700 }), quietJob);
    const some = await studyCoverage(inputOf(sites, { radiusM: 700, mostAcross: 86 }), quietJob);
    expect(some.toModel[1]).toBe(30);
    const [left, top] = [(some.toModel[0] - all.toModel[0]) / 10, (all.toModel[3] - some.toModel[3]) / 10];
    for (let r = 0; r < some.height; r++) {
      for (let c = 0; c < some.width; c++) {
        const [column, row] = [left + 3 * c, top + 3 * r];
        if (column < 0 || row < 0 || column >= all.width || row >= all.height) continue;
        const [here, there] = [r * some.width + c, row * all.width + column];
        expect([some.levelDbm![here], some.seenBy[here]]).toEqual([all.levelDbm![there], all.seenBy[there]]);
      }
    }
  });

  it('loses in the cables at both ends', async () => {
    const site = await siteAt(60, 70);
    const bare = await studyCoverage(inputOf([site], { radiusM: 300 }), quietJob);
    const cabled = await studyCoverage(inputOf([site], { radiusM: 300, radio: { ...radio, cableLossDb: 1.5 } }), quietJob);
    bare.levelDbm!.forEach((level, i) => expect(level - cabled.levelDbm![i]! || 3).toBeCloseTo(3, 3));
  });

  it('goes through crowns where that loses less than going over them, and better without leaves', async () => {
    const flat: Grid = { ...grid, values: new Float32Array(SIZE * SIZE).fill(100) };
    // A wood of 20 m, 50 m deep, a hundred metres east of the antenna.
    const wood = { ...flat, values: Float32Array.from(flat.values, (_, i) => (i % SIZE >= 140 && i % SIZE < 145 ? 20 : 0)) };
    const site = await siteAt(128, 128, { heightM: 8 });
    const among = (canopy: readonly Grid[], season: Season): Promise<CoverageResult> =>
      studyCoverage(
        inputOf([site], { grids: [flat], obstacles: { ...NO_OBSTACLES, canopy, season }, radiusM: 600, frequencyGhz: 5.5 }),
        quietJob,
      );
    const [open, inLeaf, bare] = [await among([], 'leaf-on'), await among([wood], 'leaf-on'), await among([wood], 'leaf-off')];
    const behind = inLeaf.seenBy.findIndex((_, i) => i % inLeaf.width === 100 && Math.floor(i / inLeaf.width) === 61);
    const lostDb = (result: CoverageResult): number => result.lossDb[behind]! - open.lossDb[behind]!;
    // Weissberger by hand: 1.33 · 5.5^0.284 · 50^0.588 = 21.5 dB; the ray is in the wood for five of its crossings.
    expect(lostDb(inLeaf)).toBeGreaterThan(19);
    expect(lostDb(inLeaf)).toBeLessThan(24);
    expect(lostDb(bare)).toBeCloseTo(lostDb(inLeaf) / 1.35, 0);
    expect(inLeaf.seenBy[behind]).toBe(0);
    // A receiver on the roof stands on the ground where there is only a tree.
    const left = Math.round((inLeaf.toModel[0] - flat.toModel[0]) / 10);
    const inTheWood = Math.floor(behind / inLeaf.width) * inLeaf.width + 143 - left;
    const onRoofs = await studyCoverage(
      inputOf([site], { grids: [flat], obstacles: { ...NO_OBSTACLES, canopy: [wood] }, radiusM: 600, targetAbove: 'roof' }),
      quietJob,
    );
    expect(onRoofs.minHeightM[inTheWood]).toBe(inLeaf.minHeightM[inTheWood]);
    expect(onRoofs.minHeightM[inTheWood]).toBeGreaterThan(3);
  });

  it('gives its area as polygons that say how it was found', async () => {
    const input = inputOf([await siteAt(60, 70)], { radiusM: 500 });
    const result = await studyCoverage(input, quietJob);
    const claim = { date: '2026-05-31', thresholdDbm: null, premises: { served: 3, of: 7 }, sources: ['a.tif'] };
    const area = (await coveragePolygons(factsOf(input), result, claim))!;
    const km2 = (result.visibleCells * result.cellAreaM2) / 1e6;
    expect(area.fields).toMatchObject({ date: '2026-05-31', premisesServed: 3, premisesCounted: 7, siteCount: 1 });
    expect(area.fields['areaKm2']).toBeCloseTo(km2, 5);
    expect(areaM2(area.geometry) / 1e6 / km2).toBeCloseTo(1, 3);
    expect(await coveragePolygons(factsOf(input), result, { ...claim, thresholdDbm: 40 })).toBeNull();
  });
});

describe('the page about a coverage', () => {
  it('tells what is served, how it was computed, from which data and on which day; the same coverage gives the same page', async () => {
    const input = inputOf([await siteAt(120, 140), await siteAt(40, 40)], { radio: null, radiusM: 900 });
    const result = await studyCoverage(input, quietJob);
    const claim = { date: '2026-05-31', thresholdDbm: null, premises: { served: 31, of: 124 }, sources: ['hills.tif'] };
    const page = (): Promise<Uint8Array> =>
      drawCoverageSummary(factsOf(input), result, claim, {
        fonts: pdfFonts(),
        format: 'a4',
        units: 'metric',
        title: 'Hill mesh',
      });
    const bytes = await page();
    expect(await page()).toEqual(bytes);
    expect(pdfTexts(bytes).join('\n')).toMatch(/^N$/m);
    const text = pdfTexts(bytes).join(' ');
    const areaKm2 = (cells: number): string => `${((cells * 100) / 1e6).toFixed(1)} km²`;
    for (const words of [
      'Hill mesh',
      '31 of 124 premises served (25 %)',
      areaKm2(result.visibleCells),
      areaKm2(result.knownCells),
      'line of sight over the terrain',
      'Bare ground',
      'hills.tif',
      '2026-05-31',
    ])
      expect(text.replaceAll(/[\s\u00a0\u202f]+/g, ' ')).toContain(words);
  });
});
