import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { toWgs84 } from '../../../../src/geo/crs.ts';
import { modelOfCell, type Grid } from '../../../../src/geo/grid.ts';
import { NO_OBSTACLES } from '../../../../src/studies/obstacles/obstacles.ts';
import { drawRoofSheet } from '../../../../src/studies/roof-sheet/draw.ts';
import { studyRoofSheet, type RoofSheet, type SheetSite } from '../../../../src/studies/roof-sheet/study.ts';
import { fractalTerrain } from '../../../support/fractal-terrain.ts';
import { pdfFonts } from '../../../support/pdf-fonts.ts';

const SIZE = 128;
const grid: Grid = {
  width: SIZE,
  height: SIZE,
  values: fractalTerrain(SIZE, 6, 60),
  toModel: [680005, 10, 0, 5539995, 0, -10],
  crs: 'EPSG:25832',
  verticalDatum: null,
  errorM: 1,
};

async function siteAt(id: string, column: number, row: number, heightM = 15): Promise<SheetSite> {
  const position = (await toWgs84(grid.crs))(...modelOfCell(grid, column, row));
  return { id, name: `Roof ${id}`, position, heightM, heightAbove: 'ground' };
}

async function sheetOf(maxDistanceM = 10_000): Promise<RoofSheet> {
  const roof = await siteAt('a', 60, 60);
  const others = [roof, await siteAt('b', 100, 20), await siteAt('c', 20, 110, 2), await siteAt('d', 70, 66, 30)];
  const input = { grids: [grid], obstacles: NO_OBSTACLES, roof, others, maxDistanceM, frequencyGhz: 5.5, kFactor: 4 / 3 };
  return studyRoofSheet({ ...input, equipment: null, date: new Date(Date.UTC(2026, 4, 31)) }, quietJob);
}

describe('a roof sheet', () => {
  it('lists the other sites in reach, the clear ones first, and sees in the skyline what the links say', async () => {
    const sheet = await sheetOf();
    expect(sheet.links.map(({ site }) => site.id).sort()).toEqual(['b', 'c', 'd']);
    const order = sheet.links.map(({ result }) => ['clear', 'marginal', 'blocked'].indexOf(result.verdict));
    expect(order).toEqual([...order].sort());
    for (const { site, result, aim } of sheet.links) {
      const seen = sheet.panorama.sites.find(({ id }) => id === site.id)!;
      expect(Math.abs(seen.azimuthDeg - aim.azimuthTrueDeg)).toBeLessThan(0.01);
      expect(Math.abs(seen.elevationDeg - aim.tiltDeg)).toBeLessThan(0.01);
      if (Math.abs(result.minClearanceM) > 1) expect(seen.isVisible).toBe(result.verdict !== 'blocked');
    }
  });

  it('is one PDF of the same bytes each time', async () => {
    const options = {
      fonts: pdfFonts(),
      format: 'a4',
      units: 'metric',
      date: '2026-05-31',
      sources: ['ground.tif'],
      equipmentName: null,
    } as const;
    const bytes = drawRoofSheet(await sheetOf(), options);
    expect(new TextDecoder('latin1').decode(bytes.subarray(0, 5))).toBe('%PDF-');
    expect(drawRoofSheet(await sheetOf(), options)).toEqual(bytes);
  });

  it('is refused where nobody is in reach', async () => {
    await expect(sheetOf(30)).rejects.toMatchObject({ code: 'study/roof-sheet-input' });
  });
});
