import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { toWgs84 } from '../../../../src/geo/crs.ts';
import { destination, MEAN_EARTH_RADIUS_M } from '../../../../src/geo/geodesy.ts';
import { modelOfCell, type Grid } from '../../../../src/geo/grid.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { NO_OBSTACLES } from '../../../../src/studies/obstacles/obstacles.ts';
import { lookAlong } from '../../../../src/studies/panorama/look-ray.ts';
import { studyPanorama, type PanoramaInput } from '../../../../src/studies/panorama/run.ts';
import { panoramaSvg } from '../../../../src/studies/panorama/svg.ts';
import { fractalTerrain } from '../../../support/fractal-terrain.ts';
import { describeWithData, testData } from '../../../support/test-data.ts';

const SIZE = 256;

function gridOf(values: Float32Array, over: Partial<Grid> = {}): Grid {
  const toModel = [680005, 10, 0, 5539995, 0, -10] as const;
  return { width: SIZE, height: SIZE, values, toModel, crs: 'EPSG:25832', verticalDatum: null, errorM: null, ...over };
}

async function placeOf(grid: Grid, column: number, row: number): Promise<LngLat> {
  return (await toWgs84(grid.crs))(...modelOfCell(grid, column, row));
}

function inputOver(grid: Grid, position: LngLat, over: Partial<PanoramaInput> = {}): PanoramaInput {
  const place = { position, heightM: 8, heightAbove: 'ground' as const };
  const way = { rangeM: Infinity, stepDeg: 1, kFactor: 4 / 3, targets: [], declinationDeg: null };
  return { grids: [grid], obstacles: NO_OBSTACLES, ...place, ...way, ...over };
}

describe('a panorama', () => {
  it('has the horizon that samples every half metre along geodesics give, within 0.05°', async () => {
    const grid = gridOf(fractalTerrain(SIZE, 5, 200));
    const position = await placeOf(grid, 120.4, 130.7);
    const panorama = await studyPanorama(inputOver(grid, position), quietJob);
    const terrain = await makeTerrain([grid]);
    for (const bearing of [0, 37, 90, 133, 180, 222, 270, 301, 359]) {
      let highest = -Infinity;
      for (let distanceM = 5; distanceM < 1800; distanceM += 0.5) {
        const heightM = terrain.elevationM(destination(position, bearing, distanceM));
        const sunkM = distanceM ** 2 / (2 * (4 / 3) * MEAN_EARTH_RADIUS_M);
        const angle = (Math.atan2(heightM - sunkM - panorama.antennaAltitudeM, distanceM) * 180) / Math.PI;
        if (angle > highest) highest = angle;
      }
      expect(Math.abs(panorama.horizonDeg[bearing]! - highest), `towards ${bearing}`).toBeLessThan(0.05);
    }
  });

  it('says which places are seen, and what hides the others and by how much', async () => {
    const values = new Float32Array(SIZE * SIZE).fill(100);
    for (let row = 0; row < SIZE; row++) values[row * SIZE + 160] = 130;
    const grid = gridOf(values);
    const position = await placeOf(grid, 100, 128);
    const targets = [
      { id: 'near', name: 'Near', position: await placeOf(grid, 140, 128), heightM: 8 },
      { id: 'far', name: 'Far & away', position: await placeOf(grid, 220, 128), heightM: 8 },
      { id: 'tall', name: 'Tall', position: await placeOf(grid, 220, 128), heightM: 60 },
      { id: 'out', name: 'Out', position: [0, 0] as const, heightM: 8 },
    ];
    const { sites, bands } = await studyPanorama(inputOver(grid, position, { targets }), quietJob);
    expect(sites.map(({ isVisible }) => isVisible)).toEqual([true, false, true, null]);
    expect(sites[1]!.hiddenBy).toMatchObject({ cause: 'ground' });
    expect(Math.abs(sites[1]!.hiddenBy!.distanceM - 600)).toBeLessThan(1);
    // The wall stands in the middle: 22 m over the eye there are 44 m at the end, and the Earth's curve a hand's breadth.
    expect(Math.abs(sites[1]!.hiddenBy!.missingM - 44)).toBeLessThan(0.25);
    expect(Math.abs(sites[0]!.azimuthDeg - 90)).toBeLessThan(3);
    expect(bands.every((band, i) => i === 0 || band.fromM === bands[i - 1]!.toM)).toBe(true);
  });

  it('sinks below the horizontal on a round Earth as the dip of the horizon does', async () => {
    const grid = gridOf(new Float32Array(SIZE * SIZE).fill(0), { toModel: [300000, 200, 0, 5600000, 0, -200] });
    const position = await placeOf(grid, 128, 128);
    const panorama = await studyPanorama(inputOver(grid, position, { heightM: 20, stepDeg: 10 }), quietJob);
    // Dip of the horizon: the root of 2·h/(k·R).
    const dipDeg = (Math.sqrt(40 / ((4 / 3) * MEAN_EARTH_RADIUS_M)) * 180) / Math.PI;
    for (const angle of panorama.horizonDeg) expect(Math.abs(angle + dipDeg)).toBeLessThan(0.001);
  });

  it('is drawn with text as text, escaped, the same bytes each time', async () => {
    const grid = gridOf(fractalTerrain(SIZE, 3, 150));
    const position = await placeOf(grid, 100, 100);
    const here = { id: 'here', name: 'Where one stands', position, heightM: 8 };
    const targets = [here, { id: 'a', name: 'Roof <A> & B', position: await placeOf(grid, 90, 60), heightM: 40 }];
    const panorama = await studyPanorama(inputOver(grid, position, { targets, declinationDeg: 2.5 }), quietJob);
    expect(panorama.sites.map(({ id }) => id)).toEqual(['a']);
    const svg = panoramaSvg(panorama, { title: 'Two & three' });
    expect(svg).toContain('Roof &lt;A&gt; &amp; B');
    expect(svg).toContain('270° mag');
    // Without a row for labels the mark remains, and its tooltip.
    expect(panoramaSvg(panorama, { mostLabelRows: 0 }).match(/Roof &lt;A&gt;/g)?.length).toBeLessThan(
      svg.match(/Roof &lt;A&gt;/g)!.length,
    );
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(panoramaSvg(panorama, { title: 'Two & three' })).toBe(svg);
    expect(panoramaSvg(panorama, { theme: 'dark' })).not.toBe(svg);
  });

  it('refuses steps that do not fill a turn', async () => {
    const grid = gridOf(new Float32Array(SIZE * SIZE));
    await expect(studyPanorama(inputOver(grid, await placeOf(grid, 9, 9), { stepDeg: 0.7 }), quietJob)).rejects.toMatchObject({
      code: 'study/panorama-input',
    });
  });
});

describeWithData('the published angles of a sweep-line program', () => {
  it('give the same horizon in the eight directions of the raster, within 0.05°', () => {
    const numbers = (path: string): number[] =>
      readFileSync(path, 'latin1')
        .split('\n')
        .slice(6)
        .flatMap((line) => line.trim().split(/\s+/).filter(Boolean))
        .map((word) => (word === '*' ? NaN : Number(word)));
    const heights = Float32Array.from(numbers(testData('radio/viewshed/elevation.ascii')!));
    const published = numbers(testData('radio/viewshed/lake_viewshed.ascii')!);
    const [width, height, column, row] = [222, 147, 99, 81];
    const obstacle = gridOf(heights, { width, height });
    for (const [dc, dr] of [
      [0, -1],
      [1, -1],
      [1, 0],
      [1, 1],
      [0, 1],
      [-1, 1],
      [-1, 0],
      [-1, -1],
    ] as const) {
      let highest = -Infinity;
      let steps = 0;
      for (let i = 1; ; i++) {
        const [c, r] = [column + i * dc, row + i * dr];
        if (c < 0 || r < 0 || c >= width || r >= height) break;
        steps = i;
        const angle = published[r * width + c]! - 90;
        if (angle > highest) highest = angle;
      }
      const nodes = {
        columns: Float64Array.of(column, column + steps * dc),
        rows: Float64Array.of(row, row + steps * dr),
        distanceM: Float64Array.of(0, steps * 10 * Math.hypot(dc, dr)),
      };
      const eyeAltitudeM = heights[row * width + column]! + 1.72;
      const view = { obstacle, eyeAltitudeM, dropPerM2: 0, nearM: 1, farM: Infinity, bandLimitsM: Float64Array.of(Infinity) };
      const { tangent } = lookAlong(nodes, view, new Float64Array(1), 0);
      expect(Math.abs((Math.atan(tangent) * 180) / Math.PI - highest), `${dc} ${dr}`).toBeLessThan(0.05);
    }
  });
});
