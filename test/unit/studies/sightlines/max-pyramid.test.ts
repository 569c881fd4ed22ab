import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/base/random.ts';
import { maxPyramid } from '../../../../src/studies/sightlines/max-pyramid.ts';

describe('a pyramid of heights', () => {
  it('is nowhere lower than the cells that a box of its block size needs, and endless where one is unknown', () => {
    const random = seededRandom(4);
    const [width, height] = [53, 31];
    const values = Float32Array.from({ length: width * height }, () => (random() < 0.002 ? NaN : random() * 100));
    for (const { block, across, tops } of maxPyramid(values, width, height).levels) {
      for (let i = 0; i < 300; i++) {
        const [left, upper] = [random() * (width - 1), random() * (height - 1)];
        const [right, lower] = [
          Math.min(left + random() * block, width - 1.001),
          Math.min(upper + random() * block, height - 1.001),
        ];
        let highest = -Infinity;
        for (let row = Math.floor(upper); row <= Math.floor(lower) + 1; row++) {
          for (let column = Math.floor(left); column <= Math.floor(right) + 1; column++) {
            const value = values[row * width + column]!;
            highest = Math.max(highest, Number.isNaN(value) ? Infinity : value);
          }
        }
        expect(tops[Math.floor(upper / block) * across + Math.floor(left / block)]).toBeGreaterThanOrEqual(highest);
      }
    }
  });
});
