import { describe, expect, it } from 'vitest';
import { triangularPrice, uniformOfSum } from '../../../src/cost/price-distribution.ts';
import { priceRisk, type Exposure } from '../../../src/cost/price-risk.ts';

type Price = Exposure['price'];
const STRAND: Price = { low: 3.5, likely: 4.9, high: 8 };
const TRENCH: Price = { low: 16, likely: 26.5, high: 40 };

const buy = (price: Price, quantity: number, ...factors: string[]): Exposure => ({
  price,
  factors,
  quantities: new Map([['', quantity]]),
});
const risk = (...exposures: Exposure[]) => priceRisk(exposures, new Map());

/** Mean and variance of a triangular distribution, from any table of distributions. */
const meanOf = ({ low: a, likely: c, high: b }: Price): number => (a + b + c) / 3;
const varianceOf = ({ low: a, likely: c, high: b }: Price): number => (a * a + b * b + c * c - a * b - a * c - b * c) / 18;
/** Share of outcomes below x, the integral of the triangle's density. */
const below = (x: number, { low: a, likely: c, high: b }: Price): number =>
  x < c ? (x - a) ** 2 / ((b - a) * (c - a)) : 1 - (b - x) ** 2 / ((b - a) * (b - c));

describe('a price', () => {
  it('is triangular: its quantiles invert the integral of the density', () => {
    for (const price of [STRAND, TRENCH])
      for (const share of [0.001, 0.1, 0.25, 0.5, 0.9, 0.999])
        expect(below(triangularPrice(price, share), price)).toBeCloseTo(share, 12);
    expect(triangularPrice({ low: 5, likely: 5, high: 5 }, 0.3)).toBe(5);
    expect(triangularPrice({ low: 5, likely: 5, high: 9 }, 0)).toBe(5);
    expect(triangularPrice({ low: 5, likely: 9, high: 9 }, 1)).toBe(9);
  });

  it('keeps its distribution however many factors it hangs on: a grid over the factors finds the same shares', () => {
    const n = 50;
    const mid = Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    for (const threshold of [0.1, 0.3, 0.5, 0.8]) {
      const pairs = mid.flatMap((a) => mid.map((b) => uniformOfSum(a + b, 2)));
      const triples = mid.flatMap((a) => mid.flatMap((b) => mid.map((c) => uniformOfSum(a + b + c, 3))));
      for (const levels of [pairs, triples])
        expect(levels.filter((level) => level < threshold).length / levels.length).toBeCloseTo(threshold, 1.5);
    }
  });
});

describe('the cost of a network', () => {
  it('with one factor has the percentiles of the triangle, and no two items make it surer', () => {
    const { total, factors } = risk(buy(STRAND, 1000, 'labour'), buy(STRAND, 500, 'labour'));
    for (const [cents, share] of [
      [total.p10Cents, 0.1],
      [total.p50Cents, 0.5],
      [total.p90Cents, 0.9],
    ] as const)
      expect(below(cents / 150_000, STRAND)).toBeCloseTo(share, 3);
    expect(total.standardDeviationCents / 150_000).toBeCloseTo(Math.sqrt(varianceOf(STRAND)), 3);
    expect(factors).toEqual([{ factor: 'labour', share: expect.closeTo(1, 2) as number }]);
  });

  it('of independent factors has the mean and variance of the sum in closed form, and the shares follow', () => {
    const { total, factors } = risk(buy(STRAND, 4000, 'air'), buy(TRENCH, 1000, 'ground'));
    const [air, ground] = [4000 ** 2 * varianceOf(STRAND), 1000 ** 2 * varianceOf(TRENCH)];
    expect(total.meanCents / 100).toBeCloseTo(4000 * meanOf(STRAND) + 1000 * meanOf(TRENCH), -1);
    expect(total.standardDeviationCents / 100 / Math.sqrt(air + ground)).toBeCloseTo(1, 1.7);
    expect(factors.map(({ factor }) => factor)).toEqual(['ground', 'air']);
    expect(factors[0]?.share).toBeCloseTo(ground / (air + ground), 1.7);
    expect(factors[1]?.share).toBeCloseTo(air / (air + ground), 1.7);
  });

  it('of shared factors has the mean, deviation and shares that a grid over all factors gives', () => {
    const n = 50;
    const mid = Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    const cost = (labour: number, air: number, ground: number): number =>
      4000 * triangularPrice(STRAND, uniformOfSum(labour + air, 2)) +
      1000 * triangularPrice(TRENCH, uniformOfSum(labour + ground, 2));
    const average = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    const spread = (values: readonly number[]): number => average(values.map((one) => one * one)) - average(values) ** 2;
    const all = mid.flatMap((l) => mid.flatMap((a) => mid.map((g) => cost(l, a, g))));
    const givenLabour = mid.map((l) => average(mid.flatMap((a) => mid.map((g) => cost(l, a, g)))));
    const givenGround = mid.map((g) => average(mid.flatMap((l) => mid.map((a) => cost(l, a, g)))));
    const { total, factors } = risk(buy(STRAND, 4000, 'labour', 'air'), buy(TRENCH, 1000, 'labour', 'ground'));
    expect(total.meanCents / 100 / average(all)).toBeCloseTo(1, 3);
    expect(total.standardDeviationCents / 100 / Math.sqrt(spread(all))).toBeCloseTo(1, 1.7);
    const share = (name: string): number => factors.find(({ factor }) => factor === name)?.share ?? NaN;
    expect(share('labour')).toBeCloseTo(spread(givenLabour) / spread(all), 1.7);
    expect(share('ground')).toBeCloseTo(spread(givenGround) / spread(all), 1.7);
    const sorted = all.sort((a, b) => a - b);
    expect(total.p10Cents / 100 / (sorted[Math.floor(sorted.length * 0.1)] ?? NaN)).toBeCloseTo(1, 2);
    expect(total.p90Cents / 100 / (sorted[Math.floor(sorted.length * 0.9)] ?? NaN)).toBeCloseTo(1, 2);
  });

  it('does not get surer by having 200 poles', () => {
    const poles = Array.from({ length: 200 }, () => buy({ low: 150, likely: 300, high: 500 }, 1, 'make-ready'));
    const { total } = risk(...poles);
    expect(total.standardDeviationCents / 200 / 100).toBeCloseTo(Math.sqrt(varianceOf({ low: 150, likely: 300, high: 500 })), 0);
  });

  it('is shifted by what is known, splits by group, and is the same twice', () => {
    const exposures: Exposure[] = [
      { price: STRAND, factors: ['labour', 'air'], quantities: new Map([['a', 100], ['b', 300]]) }, // prettier-ignore
      { price: TRENCH, factors: ['labour', 'ground'], quantities: new Map([['b', 50]]) },
    ];
    const known = priceRisk(exposures, new Map([['a', 70_000]]));
    const plain = priceRisk(exposures, new Map());
    expect(known).toEqual(priceRisk(exposures, new Map([['a', 70_000]])));
    expect(known.total.p50Cents - plain.total.p50Cents).toBeCloseTo(70_000, -1);
    expect(known.groups.get('b')).toEqual(plain.groups.get('b'));
    const [a, b] = [plain.groups.get('a'), plain.groups.get('b')];
    expect(plain.total.meanCents).toBeCloseTo((a?.meanCents ?? 0) + (b?.meanCents ?? 0), -1);
    // Not all are dear at once.
    expect(plain.total.p90Cents).toBeLessThan((a?.p90Cents ?? 0) + (b?.p90Cents ?? 0));
    expect(priceRisk([], new Map()).total.p90Cents).toBe(0);
  });
});
