import { priceRisk, type CostSpread, type Exposure } from '../../cost/price-risk.ts';
import { metresPerCostUnit } from '../../cost/take-off.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { chargesOf } from './bill.ts';
import { adviceOn, factorsOf } from './price-factors.ts';

/** Amounts in the currency's main unit, to cents: one in ten outcomes is cheaper than P10, half are than P50, nine in ten than P90. */
export interface CostPercentiles {
  readonly costP10: number;
  readonly costP50: number;
  readonly costP90: number;
}

/** A common cause of uncertain prices, by how much of the total's variance it explains (0 to 1), and what would make it known. */
export interface SurveyAdvice {
  readonly factor: string;
  readonly shareOfVariance: number;
  readonly action: string;
}

/** How sure the cost to pass is. Percentiles of neighbourhoods do not add up to the total's. */
export interface CostRisk {
  readonly total: CostPercentiles;
  /** By id, empty for `outside`. */
  readonly neighbourhoods: ReadonlyMap<string, CostPercentiles>;
  /** What to find out first, first. */
  readonly surveyFirst: readonly SurveyAdvice[];
}

/** Prices with what is bought of each, and cents that surveys have fixed by neighbourhood. */
export interface CostExposures {
  readonly exposures: readonly Exposure[];
  readonly fixedCents: ReadonlyMap<string, number>;
}

/** Shares below are within the noise of the draws. */
const LEAST_SHARE = 0.005;

/** The distribution of the cost to pass when the book's prices vary between low and high by shared factors. Quantities stand as designed. */
export function costRiskOf(plan: Plan, network: FiberNetwork): CostRisk {
  return riskOfExposures(exposuresOf(plan, network));
}

/** The same from what the cost is exposed to: little to hand to a worker. */
export function riskOfExposures({ exposures, fixedCents }: CostExposures): CostRisk {
  const risk = priceRisk(exposures, fixedCents);
  return {
    total: percentiles(risk.total),
    neighbourhoods: new Map([...risk.groups].map(([id, spread]) => [id, percentiles(spread)])),
    surveyFirst: risk.factors
      .map(({ factor, share }) => ({ ...adviceOn(factor), shareOfVariance: Math.round(share * 1000) / 1000 }))
      .filter(({ shareOfVariance }) => shareOfVariance >= LEAST_SHARE)
      .map(({ factor, shareOfVariance, action }) => ({ factor, shareOfVariance, action })),
  };
}

/** What the cost to pass is exposed to: the network's items by the factors that they hang on, and what surveys have fixed. */
export function exposuresOf(plan: Plan, network: FiberNetwork): CostExposures {
  const book = new Map(plan.costBook.items.map((item) => [item.id, item]));
  const sums = new Map<string, Exposure & { readonly quantities: Map<string, number> }>();
  const fixedCents = new Map<string, number>();
  for (const { group, part, items, surveyedCents, owner } of chargesOf(network)) {
    if (part !== 'pass') continue;
    if (surveyedCents) fixedCents.set(group, (fixedCents.get(group) ?? 0) + surveyedCents);
    for (const { item, quantity, priceFactor = 1 } of items) {
      const price = book.get(item);
      if (price === undefined) continue;
      const factors = factorsOf(item, owner ?? null);
      const key = [item, ...factors].join('\n');
      const sum = sums.get(key) ?? { price, factors, quantities: new Map<string, number>() };
      const units = (quantity * priceFactor) / metresPerCostUnit(price.unit);
      sum.quantities.set(group, (sum.quantities.get(group) ?? 0) + units);
      sums.set(key, sum);
    }
  }
  return { exposures: [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum), fixedCents };
}

function percentiles({ p10Cents, p50Cents, p90Cents }: CostSpread): CostPercentiles {
  return { costP10: p10Cents / 100, costP50: p50Cents / 100, costP90: p90Cents / 100 };
}
