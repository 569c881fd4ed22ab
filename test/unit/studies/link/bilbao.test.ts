import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { geodesicDistanceM, geodesicPoints } from '../../../../src/geo/geodesy.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { readRasterFile } from '../../../../src/io/raster-file.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';
import { NO_OBSTACLES } from '../../../../src/studies/obstacles/obstacles.ts';
import { standingOf } from '../../../../src/studies/obstacles/standing.ts';
import { testData } from '../../../support/test-data.ts';

const folder = testData('areas/bilbao-urban');

async function read(name: string): Promise<readonly Grid[]> {
  return (await readRasterFile(name, readFileSync(join(folder ?? '', name)))).grids;
}

it.skipIf(folder === null)('agrees over a real city with a plain sampler every decimetre', { timeout: 60_000 }, async () => {
  const [dem, blocks, canopy] = await Promise.all([read('bilbao_DEM.tif'), read('bilbao_BDSM.tif'), read('bilbao_CDSM.tif')]);
  const [ground, roofs, trees] = await Promise.all([makeTerrain(dem), makeTerrain(blocks), makeTerrain(canopy)]);
  const standing = await standingOf({ ...NO_OBSTACLES, buildingHeights: blocks, canopy });
  const verdicts = new Set<string>();
  for (let i = 0; i < 24; i++) {
    const from: LngLat = [-2.9985 + ((i * 37) % 24) * 0.0011, 43.3065 + ((i * 17) % 24) * 0.0004];
    const to: LngLat = [-2.9985 + ((i * 53 + 7) % 24) * 0.0011, 43.3065 + ((i * 29 + 11) % 24) * 0.0006];
    const lengthM = geodesicDistanceM(from, to);
    if (lengthM < 50) continue;
    const result = await studyLink(
      {
        terrain: ground,
        standing,
        from: { position: from, heightM: 25 },
        to: { position: to, heightM: 25 },
        heightAbove: 'ground',
        frequencyGhz: 5.5,
        kFactor: 4 / 3,
      },
      quietJob,
    );
    verdicts.add(result.verdict);
    const points = geodesicPoints(from, to, Math.ceil(lengthM / 0.1) + 1);
    let leastM = Infinity;
    points.forEach((point, at) => {
      const d = (at / (points.length - 1)) * lengthM;
      if (d < 1 || lengthM - d < 1) return;
      const roofM = roofs.nearestM(point);
      const treeM = trees.nearestM(point);
      const standM = Math.max(roofM, treeM > 0 ? treeM + 1 : 0);
      const rayM = result.from.altitudeM + ((result.to.altitudeM - result.from.altitudeM) * d) / lengthM;
      leastM = Math.min(leastM, rayM - ground.elevationM(point) - standM - (d * (lengthM - d)) / (2 * (4 / 3) * 6371008.8));
    });
    // A cell's corner cut by less than a decimetre is seen by the study alone.
    expect(result.minClearanceM).toBeLessThan(leastM + 0.02);
  }
  expect([...verdicts].sort()).toContain('blocked');
});
