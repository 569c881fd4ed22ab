import type { SitingProblem } from './problem.ts';

/** Whether a place is open: not decided, closed, open. */
export const FREE = 0;
export const CLOSED = 1;
export const OPEN = 2;

/** A bound: no siting that keeps to the decided places costs less. */
export interface LagrangianBound {
  readonly bound: number;
  /** What each customer pays at most, and what each place is then worth (below 0 it pays to open). */
  readonly prices: Float64Array;
  readonly worth: Float64Array;
  /** How often each place was open while prices were looked for, as a share. */
  readonly openShare: Float64Array;
}

/**
 * Lower bound by Lagrangian relaxation: customers no longer have to be served once, but each is paid a price for it; every place then takes
 * the customers that gain most, up to its capacity, and at least as many places open as all customers need. Shared costs are left out. Prices are looked
 * for by subgradient steps towards `upper`.
 */
export function lagrangianBound(
  problem: SitingProblem,
  decided: Uint8Array,
  upper: number,
  startPrices: Float64Array,
  steps: number,
): LagrangianBound {
  const { places, customers } = problem;
  const servedBy: { customer: number; cost: number }[][] = places.map(() => []);
  customers.forEach((options, customer) => {
    for (const { place, cost } of options) if (decided[place] !== CLOSED) servedBy[place]?.push({ customer, cost });
  });
  const fewest = fewestPlaces(problem, decided);
  let prices = Float64Array.from(startPrices);
  let best = { bound: -Infinity, prices, worth: new Float64Array(places.length) };
  const openCount = new Float64Array(places.length);
  let scale = 1.5;
  let idle = 0;
  const times = new Int32Array(customers.length);
  for (let step = 0; step < steps; step++) {
    const worth = new Float64Array(places.length);
    const taken = places.map(({ openingCost, capacity }, place) => {
      const gains = (servedBy[place] ?? [])
        .map(({ customer, cost }) => ({ customer, gain: cost - (prices[customer] ?? 0) }))
        .filter(({ gain }) => gain < 0)
        .sort((a, b) => a.gain - b.gain || a.customer - b.customer)
        .slice(0, capacity);
      worth[place] = openingCost + gains.reduce((sum, { gain }) => sum + gain, 0);
      return gains;
    });
    const open = chosen(worth, decided, fewest);
    let bound = 0;
    for (const price of prices) bound += price;
    times.fill(0);
    for (const place of open) {
      bound += worth[place] ?? 0;
      openCount[place] = (openCount[place] ?? 0) + 1;
      for (const { customer } of taken[place] ?? []) times[customer] = (times[customer] ?? 0) + 1;
    }
    if (bound > best.bound + 1e-9) {
      best = { bound, prices: Float64Array.from(prices), worth };
      idle = 0;
    } else if (++idle >= 12) {
      scale /= 2;
      idle = 0;
      prices = Float64Array.from(best.prices);
      if (scale < 1e-3) break;
      continue;
    }
    let norm = 0;
    for (const count of times) norm += (1 - count) ** 2;
    if (norm === 0 || best.bound >= upper) break;
    const length = (scale * Math.max(upper - bound, upper * 1e-4)) / norm;
    for (let customer = 0; customer < customers.length; customer++)
      prices[customer] = (prices[customer] ?? 0) + length * (1 - (times[customer] ?? 0));
  }
  return { ...best, openShare: openCount.map((count) => count / Math.max(1, steps)) };
}

/** The places that a relaxed solution opens: those decided, those that pay, and the next best until they could hold all. */
export function chosen(worth: Float64Array, decided: Uint8Array, fewest: number): number[] {
  const order = Array.from(worth.keys())
    .filter((place) => decided[place] !== CLOSED)
    .sort((a, b) => Number(decided[b] === OPEN) - Number(decided[a] === OPEN) || (worth[a] ?? 0) - (worth[b] ?? 0) || a - b);
  return order.filter((place, i) => decided[place] === OPEN || (worth[place] ?? 0) < 0 || i < fewest);
}

/** How many places must be open at least to hold all customers. */
export function fewestPlaces({ places, customers }: SitingProblem, decided: Uint8Array): number {
  const sizes = places.flatMap(({ capacity }, place) => (decided[place] === CLOSED ? [] : [capacity])).sort((a, b) => b - a);
  let held = 0;
  let count = 0;
  while (held < customers.length && count < sizes.length) held += sizes[count++] ?? 0;
  return count;
}
