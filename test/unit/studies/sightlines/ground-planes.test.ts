import { describe, expect, it } from 'vitest';
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

  it('are nowhere lower than a bilinear height in the block or near it, and closer to it than the highest height of the block', () => {
    const random = seededRandom(4);
    let [planeGap, flatGap] = [0, 0];
    for (const { block, across, down, planes } of groundPlanes(values, width, height).levels) {
      for (let index = 0; index < across * down; index++) {
        const [left, upper] = [(index % across) * block, Math.floor(index / across) * block];
        const [top, perColumn, perRow, twist] = planes.subarray(PLANE * index) as unknown as [number, number, number, number];
        let highest = -Infinity;
        for (let i = 0; i < 60; i++) {
          const column = Math.min(Math.max(left - MARGIN + random() * (block + 2 * MARGIN), 0), width - 1.001);
          const row = Math.min(Math.max(upper - MARGIN + random() * (block + 2 * MARGIN), 0), height - 1.001);
          const at = Math.floor(row) * width + Math.floor(column);
          const [u, v] = [column % 1, row % 1];
          const [a, b, c, d] = [values[at]!, values[at + 1]!, values[at + width]!, values[at + width + 1]!];
          const heightM = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v;
          highest = Math.max(highest, heightM);
          expect(top + perColumn * (column - left) + perRow * (row - upper)).toBeGreaterThanOrEqual(heightM);
          expect(Math.abs(a - b - c + d)).toBeLessThanOrEqual(twist);
          planeGap += top + perColumn * (column - left) + perRow * (row - upper) - heightM;
          flatGap += highest - heightM;
        }
      }
    }
    expect(planeGap).toBeLessThan(flatGap);
  });

  it('are endless where a height is unknown', () => {
    const gap = values.slice();
    gap[70 * width + 90] = NaN;
    for (const { block, across, planes } of groundPlanes(gap, width, height).levels) {
      const at = PLANE * (Math.floor(70 / block) * across + Math.floor(90 / block));
      expect([planes[at], planes[at + PLANE - 1]]).toEqual([Infinity, Infinity]);
    }
  });
});
