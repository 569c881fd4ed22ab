import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { groundPlanes, MARGIN, PLANE } from '../../../../src/studies/sightlines/ground-planes.ts';
import { fractalTerrain } from '../../../support/fractal-terrain.ts';

describe('planes over the blocks of a ground', () => {
  const [width, height] = [200, 131];
  const steep = fractalTerrain(256, 3, 400);
  const values = Float32Array.from(
    { length: width * height },
    (_, i) => steep[Math.floor(i / width) * 256 + (i % width)]! + (i % width) * 3,
  );

  /** A point of the grid by its place along u and along v. */
  const point = (isOverColumns: boolean, u: number, v: number): readonly [column: number, row: number] =>
    isOverColumns ? [u, v] : [v, u];
  const limit = (size: number, value: number): number => Math.min(Math.max(value, 0), size - 1.001);

  it('are nowhere lower than a bilinear height in the window or near it, and closer to it than the highest height of the window', async () => {
    const random = seededRandom(4);
    let [planeGap, flatGap, tooLow, tooTwisted] = [0, 0, 0, 0];
    for (const { block, overColumns, overRows } of (await groundPlanes(values, width, height, quietJob)).levels) {
      for (const { along, across, planes, twists } of [overColumns, overRows]) {
        for (let index = 0; index < along * across; index++) {
          const [fromU, fromV] = [(index % along) * block, (Math.floor(index / along) * block) / 2];
          const [top, perU, perV, rises] = planes.subarray(PLANE * index) as unknown as [number, number, number, number];
          expect(rises).toBeGreaterThanOrEqual(Math.abs(perU) + Math.abs(perV));
          let highest = -Infinity;
          for (let i = 0; i < 30; i++) {
            const isOverColumns = planes === overColumns.planes;
            const [column, row] = point(
              isOverColumns,
              limit(isOverColumns ? width : height, fromU - MARGIN + random() * (block + 2 * MARGIN)),
              limit(isOverColumns ? height : width, fromV - MARGIN + random() * (1.5 * block + 2 * MARGIN)),
            );
            const at = Math.floor(row) * width + Math.floor(column);
            const [u, v] = [column % 1, row % 1];
            const [a, b, c, d] = [values[at]!, values[at + 1]!, values[at + width]!, values[at + width + 1]!];
            const heightM = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v;
            const [alongU, alongV] = point(isOverColumns, column, row);
            const planeM = top + perU * (alongU - fromU) + perV * (alongV - fromV);
            highest = Math.max(highest, heightM);
            if (planeM < heightM) tooLow++;
            if (Math.abs(a - b - c + d) > twists[index]!) tooTwisted++;
            planeGap += planeM - heightM;
            flatGap += highest - heightM;
          }
        }
      }
    }
    expect([tooLow, tooTwisted]).toEqual([0, 0]);
    expect(planeGap).toBeLessThan(flatGap);
  });

  it('are endless where a height is unknown', async () => {
    const gap = values.slice();
    gap[70 * width + 90] = NaN;
    for (const { block, overColumns, overRows } of (await groundPlanes(gap, width, height, quietJob)).levels) {
      const column = Math.floor(70 / (block / 2)) * overColumns.along + Math.floor(90 / block);
      const row = Math.floor(90 / (block / 2)) * overRows.along + Math.floor(70 / block);
      expect([overColumns.planes[PLANE * column], overColumns.twists[column]]).toEqual([Infinity, Infinity]);
      expect([overRows.planes[PLANE * row], overRows.twists[row]]).toEqual([Infinity, Infinity]);
    }
  });
});
