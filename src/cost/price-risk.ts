import { seededRandom } from '../base/random.ts';
import type { CostItem } from '../base/cost-book.ts';
import { triangularPrice, uniformOfSum } from './price-distribution.ts';

/** One price of the book and what of it is bought. Exposures that name the same factors move together. */
export interface Exposure {
  readonly price: Pick<CostItem, 'low' | 'likely' | 'high'>;
  /** What the price hangs on, one to three factors of equal weight. */
  readonly factors: readonly string[];
  /** Units of the price by group; groups that are not named have none. */
  readonly quantities: ReadonlyMap<string, number>;
}

/** How a cost is distributed, in whole cents: one in ten outcomes lies below `p10Cents`, half below `p50Cents`, nine in ten below `p90Cents`. */
export interface CostSpread {
  readonly p10Cents: number;
  readonly p50Cents: number;
  readonly p90Cents: number;
  readonly meanCents: number;
  readonly standardDeviationCents: number;
}

/** The spread of each group and of the whole, and what share of the whole's variance goes away once a factor is known. */
export interface PriceRisk {
  readonly total: CostSpread;
  readonly groups: ReadonlyMap<string, CostSpread>;
  /** Largest first; each between 0 and 1, together about 1. */
  readonly factors: readonly { readonly factor: string; readonly share: number }[];
}

/** A multiple of the bins that shares of variance are taken in. */
export const DRAWS = 10_000;
const BINS = 50;

/**
 * Monte Carlo over price ranges with shared factors: in each draw a factor has one value, and every price that hangs on it moves.
 * Each price by itself is triangular between its low and high. Draws are stratified (Latin hypercube); only arithmetic and
 * square roots are used, so the same exposures give the same cents in every engine.
 * @param fixedCents what is known, by group; it only shifts the spread
 */
export function priceRisk(exposures: readonly Exposure[], fixedCents: ReadonlyMap<string, number>, seed = 1): PriceRisk {
  const factors = [...new Set(exposures.flatMap((one) => one.factors))].sort();
  const random = seededRandom(seed);
  const levels = new Map(factors.map((factor) => [factor, stratifiedLevels(random)]));
  const groups = new Map<string, Float64Array>();
  const costOf = (group: string): Float64Array => {
    const found = groups.get(group) ?? new Float64Array(DRAWS).fill(fixedCents.get(group) ?? 0);
    groups.set(group, found);
    return found;
  };
  for (const group of fixedCents.keys()) costOf(group);
  const total = new Float64Array(DRAWS);
  for (const { price, factors: own, quantities } of exposures) {
    const prices = drawPrices(
      price,
      own.map((factor) => levels.get(factor) ?? new Float64Array(DRAWS)),
    );
    for (const [group, quantity] of quantities) {
      const cost = costOf(group);
      for (let i = 0; i < DRAWS; i++) cost[i] = (cost[i] ?? 0) + (prices[i] ?? 0) * quantity * 100;
    }
  }
  for (const cost of groups.values()) for (let i = 0; i < DRAWS; i++) total[i] = (total[i] ?? 0) + (cost[i] ?? 0);
  return {
    total: spreadOf(total),
    groups: new Map([...groups].map(([group, cost]) => [group, spreadOf(cost)])),
    factors: factors
      .map((factor) => ({ factor, share: explainedShare(total, levels.get(factor) ?? total) }))
      .sort((a, b) => b.share - a.share || (a.factor < b.factor ? -1 : 1)),
  };
}

/** One value in each of `DRAWS` equal strata of [0, 1), in shuffled order. */
function stratifiedLevels(random: () => number): Float64Array {
  const levels = Float64Array.from({ length: DRAWS }, (_, i) => (i + random()) / DRAWS);
  for (let i = DRAWS - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = levels[i] ?? 0;
    levels[i] = levels[j] ?? 0;
    levels[j] = kept;
  }
  return levels;
}

function drawPrices(price: Exposure['price'], levels: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: DRAWS }, (_, i) => {
    let sum = 0;
    for (const level of levels) sum += level[i] ?? 0;
    return triangularPrice(price, uniformOfSum(sum, levels.length));
  });
}

function spreadOf(costs: Float64Array): CostSpread {
  const sorted = costs.toSorted();
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * DRAWS) - 1] ?? 0);
  const { mean, variance } = momentsOf(costs);
  return {
    p10Cents: at(0.1),
    p50Cents: at(0.5),
    p90Cents: at(0.9),
    meanCents: Math.round(mean),
    standardDeviationCents: Math.round(Math.sqrt(variance)),
  };
}

function momentsOf(values: Float64Array): { mean: number; variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, variance: squares / values.length };
}

/** Variance of the mean cost given the factor, over the variance: the correlation ratio, freed of the noise of its bins. */
function explainedShare(costs: Float64Array, levels: Float64Array): number {
  const { mean, variance } = momentsOf(costs);
  if (variance === 0) return 0;
  const perBin = DRAWS / BINS;
  const sums = new Float64Array(BINS);
  for (let i = 0; i < DRAWS; i++) {
    const bin = Math.floor((levels[i] ?? 0) * BINS);
    sums[bin] = (sums[bin] ?? 0) + (costs[i] ?? 0);
  }
  let between = 0;
  for (const sum of sums) between += (sum / perBin - mean) ** 2 / BINS;
  const within = Math.max(0, variance - between);
  return Math.max(0, between - within / perBin) / variance;
}
