import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import { makeTerrain, type Terrain } from '../../../../src/geo/terrain.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';
import { describeWithData, testDataFolder } from '../../../support/test-data.ts';
import golden from '../../../golden/radio/bayreuth-links.json' with { type: 'json' };

/** An SRTM tile read by the plainest means: 1201 × 1201 big-endian metres, north row first. */
function tile(name: string, north: number): Grid {
  const archive = unzipSync(readFileSync(join(testDataFolder, `areas/north-bayreuth/terrain/${name}.hgt.zip`)));
  const bytes = Object.values(archive)[0]!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float32Array.from({ length: 1201 * 1201 }, (_, i) => {
    const heightM = view.getInt16(i * 2);
    return heightM === -32768 ? NaN : heightM;
  });
  const step = 1 / 1200;
  return {
    width: 1201,
    height: 1201,
    values,
    toModel: [11, step, 0, north, 0, -step],
    crs: 'EPSG:4326',
    verticalDatum: 'EGM96',
    errorM: 3,
  };
}

const bothTiles = (): Promise<Terrain> => makeTerrain([tile('N49E011', 50), tile('N50E011', 51)]);

describeWithData('links over real SRTM tiles that meet at 50° N', () => {
  it('agree with a second, plain computation in steps of 0.25 m', async () => {
    const terrain = await bothTiles();
    for (const link of golden.links) {
      const [from, to] = [link.a, link.b].map(([lng, lat, heightM]) => ({ position: [lng!, lat!] as const, heightM: heightM! }));
      const result = await studyLink(
        { terrain, from: from!, to: to!, heightAbove: 'ground', frequencyGhz: link.frequencyGhz, kFactor: 4 / 3 },
        quietJob,
      );
      const near = (actual: number, expected: number, tolerance: number): void =>
        expect(Math.abs(actual - expected), `${actual} for ${expected} on ${link.a} → ${link.b}`).toBeLessThan(tolerance);
      near(result.distanceM, link.distanceM, 0.002);
      near(result.azimuthDeg, link.azimuthDeg, 1e-5);
      near(result.minClearanceM, link.minClearanceM, 0.02);
      near(result.fresnelFraction, link.fresnelFraction, Math.max(0.002, 0.005 * Math.abs(link.fresnelFraction)));
      for (const [raiseM, expectedM] of [
        [result.raiseAM, link.raiseAM],
        [result.raiseBM, link.raiseBM],
      ] as const) {
        if (expectedM > 60) expect(raiseM).toBeNull();
        else near(raiseM ?? NaN, expectedM, 0.02 + 0.001 * expectedM);
      }
    }
  });

  it('have the ground that gdallocationinfo reads along the row at 50° N', async () => {
    // gdallocationinfo -valonly -wgs84 srtm3_north-bayreuth_epsg4326_int16.tif (11.55 + i/1200) 50.0, i = 0 … 12 (GDAL 3.6.2)
    const gdalM = [411, 409, 407, 402, 396, 393, 391, 392, 394, 392, 393, 397, 400];
    const ends = { from: { position: [11.55, 50] as const, heightM: 5 }, to: { position: [11.56, 50] as const, heightM: 5 } };
    const input = { terrain: await bothTiles(), ...ends, heightAbove: 'ground' as const, frequencyGhz: 5.5, kFactor: 4 / 3 };
    const { profile, distanceM } = await studyLink(input, quietJob);
    for (const [i, expectedM] of gdalM.entries()) {
      const atM = (distanceM * i) / 12;
      const nearest = profile.distanceM.reduce(
        (best, value, at) => (Math.abs(value - atM) < Math.abs(profile.distanceM[best]! - atM) ? at : best),
        0,
      );
      expect(Math.abs(profile.groundM[nearest]! - expectedM)).toBeLessThan(0.05);
    }
  });
});
