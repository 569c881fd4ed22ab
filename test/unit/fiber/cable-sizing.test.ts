import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeCables, type SizingRules, type TaperRule } from '../../../src/fiber/cable-sizing.ts';
import { CABLE_SIZES } from '../../../src/fiber/cables.ts';
import { rootTree } from '../../../src/fiber/rooted-tree.ts';

const rules = (taper: TaperRule): SizingRules => ({
  taper,
  spare: { percent: 0, least: 0 },
  sizes: CABLE_SIZES,
  splicePrice: 25,
  fibreMetrePrice: 0.03,
});

/** A road from node 0 on: the fibres needed on each piece, all of one length. */
function road(fibres: readonly number[], lengthM: number, taper: TaperRule): number[] {
  const from = fibres.map((_, i) => i);
  const tree = rootTree(fibres.length + 1, from, from.map((i) => i + 1), from, 0); // prettier-ignore
  const load = {
    tree,
    fibres: Int32Array.from([0, ...fibres]),
    edgeLengthM: () => lengthM,
    endsCables: () => false,
    isInService: () => false,
    hasClosure: () => true,
  };
  return sizeCables(load, rules(taper)).flatMap((list) => list);
}

/** The cheapest sizes by trying every set of places to change the cable. */
function cheapestByTrying(fibres: readonly number[], lengthM: number): number {
  const sizeOf = (count: number): number => CABLE_SIZES.find((size) => size >= count) ?? 864;
  let best = Infinity;
  for (let set = 0; set < 2 ** (fibres.length - 1); set++) {
    let price = 0;
    let size = sizeOf(fibres[0]!);
    fibres.forEach((count, i) => {
      if (i > 0 && (set >> (i - 1)) & 1) {
        price += 25 * count;
        size = sizeOf(count);
      }
      price += 0.03 * lengthM * size;
    });
    best = Math.min(best, price);
  }
  return best;
}

describe('cable sizing', () => {
  it('runs on in one piece, gets thinner at every step, or where it pays', () => {
    const fibres = [100, 90, 40, 20, 10];
    expect(road(fibres, 100, 'never')).toEqual([144, 144, 144, 144, 144]);
    expect(road(fibres, 100, 'always')).toEqual([144, 96, 48, 24, 12]);
    // 40 splices cost 1,000, 96 fibres less over 300 m save 864; 20 cost 500, 120 fibres less over 200 m save 720; 10 cost 250, 12 less over 100 m save 36.
    expect(road(fibres, 100, 'economic')).toEqual([144, 144, 144, 24, 24]);
    expect(road(fibres, 1000, 'economic')).toEqual([144, 144, 48, 24, 12]);
  });

  it('finds the cheapest places of all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 10, max: 3000 }),
        (list, lengthM) => {
          const fibres = list.sort((a, b) => b - a);
          const sizes = road(fibres, lengthM, 'economic');
          const price = sizes.reduce(
            (sum, size, i) => sum + 0.03 * lengthM * size + (i > 0 && size !== sizes[i - 1] ? 25 * fibres[i]! : 0),
            0,
          );
          expect(price).toBeCloseTo(cheapestByTrying(fibres, lengthM), 6);
          sizes.forEach((size, i) => expect(size).toBeGreaterThanOrEqual(fibres[i]!));
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('follows the branch with most fibres', () => {
    //  0 – 1 with 30 fibres, then 1 – 2 with 20 and 1 – 3 with 10.
    const tree = rootTree(4, [0, 1, 1], [1, 2, 3], [0, 1, 2], 0);
    const load = {
      tree,
      fibres: Int32Array.from([0, 30, 20, 10]),
      edgeLengthM: () => 50,
      endsCables: () => false,
      isInService: () => false,
      hasClosure: () => true,
    };
    expect(sizeCables(load, rules('never'))).toEqual([[], [48], [48], [12]]);
    expect(sizeCables({ ...load, endsCables: (node: number) => node === 1 }, rules('never'))).toEqual([[], [48], [24], [12]]);
    // Where the larger branch goes on in a cable in service, the smaller one is followed; nothing new lies in the other.
    expect(sizeCables({ ...load, isInService: (node: number) => node === 2 }, rules('never'))).toEqual([[], [48], [], [48]]);
  });
});
