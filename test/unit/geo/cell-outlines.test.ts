import { describe, expect, it } from 'vitest';
import { outlinesOfCells } from '../../../src/geo/cell-outlines.ts';
import { seededRandom } from '../../../src/base/random.ts';

const grid = (width: number, height: number): Parameters<typeof outlinesOfCells>[0] => ({
  width,
  height,
  toModel: [0.5, 1, 0, -0.5, 0, -1],
});

function signedArea(ring: readonly (readonly [number, number])[]): number {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i]![0] * y - x * ring[i]![1]) / 2, 0);
}

describe('outlines of cells', () => {
  it('run around a square with a hole, corners only where they turn', () => {
    const marked = Uint8Array.from([1, 1, 1, 1, 0, 1, 1, 1, 1]);
    const [rings, ...others] = outlinesOfCells(grid(3, 3), marked);
    expect(others).toEqual([]);
    expect(rings![0]).toEqual([
      [0, 0],
      [0, -3],
      [3, -3],
      [3, 0],
      [0, 0],
    ]);
    expect(rings!.map(signedArea)).toEqual([9, -1]);
  });

  it('part cells that touch at a corner', () => {
    expect(outlinesOfCells(grid(2, 2), Uint8Array.from([1, 0, 0, 1])).map((rings) => rings.length)).toEqual([1, 1]);
    expect(outlinesOfCells(grid(2, 2), Uint8Array.from([0, 1, 1, 0])).map((rings) => rings.length)).toEqual([1, 1]);
  });

  it('enclose as much as was marked, whatever is marked', () => {
    const random = seededRandom(5);
    for (const share of [0.2, 0.5, 0.6, 0.9, 1]) {
      const marked = Uint8Array.from({ length: 40 * 30 }, () => (random() < share ? 1 : 0));
      const rings = outlinesOfCells(grid(40, 30), marked).flat();
      expect(rings.reduce((sum, ring) => sum + signedArea(ring), 0)).toBe(marked.reduce((sum, one) => sum + one, 0));
      for (const ring of rings) expect(ring.at(-1)).toEqual(ring[0]);
    }
  });
});
