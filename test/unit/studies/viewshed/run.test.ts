import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { geodesicDistanceM } from '../../../../src/geo/geodesy.ts';
import { toWgs84 } from '../../../../src/geo/crs.ts';
import { modelOfCell, type Grid } from '../../../../src/geo/grid.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { mergeTiles } from '../../../../src/io/mosaic.ts';
import { readRasterFile } from '../../../../src/io/raster-file.ts';
import { cellMetric } from '../../../../src/studies/viewshed/cell-metric.ts';
import { studyViewshed, type ViewshedResult, type ViewshedStudyInput } from '../../../../src/studies/viewshed/run.ts';
import { bytesOfBits } from '../../../support/bytes-of-bits.ts';
import { describeWithData, testData } from '../../../support/test-data.ts';

function flatGrid(over: Partial<Grid> = {}): Grid {
  const [width, height] = [200, 200];
  const values = new Float32Array(width * height).fill(100);
  return {
    width,
    height,
    values,
    toModel: [680005, 10, 0, 5539995, 0, -10],
    crs: 'EPSG:25832',
    verticalDatum: null,
    errorM: null,
    ...over,
  };
}

async function inputOver(
  grid: Grid,
  cell: readonly [number, number],
  over: Partial<ViewshedStudyInput> = {},
): Promise<ViewshedStudyInput> {
  const toLngLat = await toWgs84(grid.crs);
  const position = toLngLat(...modelOfCell(grid, ...cell));
  const heights = { heightM: 10, targetHeightM: 2, heightAbove: 'ground' as const };
  return { grids: [grid], surface: null, position, ...heights, radiusM: Infinity, kFactor: 4 / 3, method: 'exact', ...over };
}

describe('the distance between cells', () => {
  it('is the geodesic within a twenty-thousandth, in degrees, metres, feet, web Mercator and turned cells', async () => {
    const grids: Grid[] = [
      flatGrid({ crs: 'EPSG:4326', toModel: [11, 1 / 1200, 0, 50.2, 0, -1 / 1200] }),
      flatGrid(),
      flatGrid({ crs: 'EPSG:2249', toModel: [747610, 60, 0, 2972890, 0, -60] }),
      flatGrid({ crs: 'EPSG:3857', toModel: [1224514, 15, 0, 6446275, 0, -15] }),
      flatGrid({ toModel: [680005, 8, 3, 5539995, 3, -8] }),
    ];
    for (const grid of grids) {
      const [column, row] = [20.3, 30.7];
      const metric = await cellMetric(grid, column, row);
      const toLngLat = await toWgs84(grid.crs);
      const from = toLngLat(...modelOfCell(grid, column, row));
      for (const [c, r] of [
        [199, 199],
        [0, 199],
        [180, 31],
        [20, 199],
        [21, 31],
      ] as const) {
        const [dc, dr] = [c - column, r - row];
        const distanceM = Math.sqrt(metric.across[r]! * dc * dc + 2 * metric.skew[r]! * dc * dr + metric.down[r]! * dr * dr);
        expect(distanceM / geodesicDistanceM(from, toLngLat(...modelOfCell(grid, c, r)))).toBeCloseTo(1, 4);
      }
    }
  });
});

describe('a viewshed study', () => {
  it('sees a circle of a plain, as far as the radius', async () => {
    const grid = flatGrid();
    const result = await studyViewshed(await inputOver(grid, [100, 100], { radiusM: 500 }), quietJob);
    // The scale of the projection there is 0.99996 of true.
    const seen = bytesOfBits(result.cells);
    const expected = [...seen].map((_, i) => (Math.hypot((i % 200) - 100, Math.floor(i / 200) - 100) <= 50 ? 255 : 0));
    const wrong = expected.filter((value, i) => value !== seen[i]).length;
    expect(wrong).toBeLessThanOrEqual(12);
    expect(result).toMatchObject({ knownCells: 40_000, groundM: 100, antennaAltitudeM: 110, warnings: [] });
  });

  it('hides what lies behind a roof of the surface model, once, and counts heights from roofs where asked', async () => {
    const grid = flatGrid();
    const values = grid.values.slice();
    for (let r = 0; r < 200; r++) for (let c = 120; c < 125; c++) values[r * 200 + c] = 130;
    const roofs = [{ ...grid, values }];
    const surface = { grids: roofs, terrain: await makeTerrain(roofs) };
    const at = (result: ViewshedResult, column: number): number => bytesOfBits(result.cells)[100 * 200 + column]!;
    const ground = await studyViewshed(await inputOver(grid, [100, 100], { surface }), quietJob);
    expect([at(ground, 119), at(ground, 122), at(ground, 150)]).toEqual([255, 0, 0]);
    const above = await studyViewshed(await inputOver(grid, [122, 100], { surface, heightAbove: 'surface' }), quietJob);
    expect(above.antennaAltitudeM).toBe(140);
    expect([at(above, 120), at(above, 199)]).toEqual([255, 255]);
    const [roof, sea] = await Promise.all(
      (['roof', 'sea'] as const).map(async (heightAbove) =>
        studyViewshed(
          await inputOver(grid, [122, 100], { surface, heightAbove, heightM: heightAbove === 'sea' ? 140 : 10 }),
          quietJob,
        ),
      ),
    );
    expect(roof!.antennaAltitudeM).toBe(140);
    // What stands on the ground in the house is hidden by its roof; on the roof it is seen.
    expect([at(above, 124), at(roof!, 124), at(roof!, 150)]).toEqual([255, 0, 255]);
    expect(sea!.cells).toEqual(roof!.cells);
    const inside = await studyViewshed(await inputOver(grid, [122, 100], { surface }), quietJob);
    expect(inside.warnings.join()).toContain('20 m below the surface');
  });

  it('refuses a place without ground, and heights that cannot be meant', async () => {
    const grid = flatGrid();
    await expect(studyViewshed(await inputOver(grid, [300, 300]), quietJob)).rejects.toMatchObject({
      code: 'terrain/outside-coverage',
    });
    const refused: Partial<ViewshedStudyInput>[] = [
      { heightM: 2500 },
      { heightM: 99, heightAbove: 'sea' },
      { heightM: 10_001, heightAbove: 'sea' },
      { heightAbove: 'roof' },
      { targetHeightM: -1 },
    ];
    for (const over of refused)
      await expect(studyViewshed(await inputOver(grid, [100, 100], over), quietJob)).rejects.toMatchObject({
        code: 'study/viewshed-input',
      });
  });
});

describeWithData('fast and exact viewsheds over real terrain', () => {
  const areas = [
    { files: ['areas/north-bayreuth/terrain/N49E011.hgt.zip', 'areas/north-bayreuth/terrain/N50E011.hgt.zip'], radiusM: 20_000 },
    { files: ['areas/portland-or/portland-ned.tif'], radiusM: 3000 },
    { files: ['areas/bilbao-urban/bilbao_DEM.tif'], radiusM: 2000 },
  ];
  it('agree in 99 of 100 cells that either sees, from four places each', async () => {
    for (const { files, radiusM } of areas) {
      const read = await Promise.all(
        files.map((file) => readRasterFile(file, readFileSync(testData(file)!), { verticalUnit: 'm' })),
      );
      const [grid] = mergeTiles(read.flatMap((file) => [...file.grids]));
      for (const [x, y] of [
        [0.4, 0.45],
        [0.55, 0.5],
        [0.3, 0.6],
        [0.62, 0.35],
      ] as const) {
        const input = await inputOver(grid!, [Math.round(x * grid!.width), Math.round(y * grid!.height)], { radiusM });
        const exact = await studyViewshed(input, quietJob);
        const fast = await studyViewshed({ ...input, method: 'fast' }, quietJob);
        let [both, either] = [0, 0];
        const fastCells = bytesOfBits(fast.cells);
        bytesOfBits(exact.cells).forEach((value, i) => {
          if (value !== 0 && fastCells[i] !== 0) both++;
          if (value !== 0 || fastCells[i] !== 0) either++;
        });
        if (process.env['WEFT_PRINT'] !== undefined) console.log(files[0], x, y, either, (both / either).toFixed(4));
        expect(both / either, `${files[0]} from ${x}, ${y}`).toBeGreaterThan(0.99);
      }
    }
  });
});
