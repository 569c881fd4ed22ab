import { assignToOpen } from './assign.ts';
import { chosen, CLOSED, fewestPlaces, FREE, lagrangianBound, OPEN } from './lagrangian.ts';
import { openingCosts, type Siting, type SitingProblem } from './problem.ts';

/** How much work a siting may take. Same problem, same number of nodes, same answer; with a clock it ends earlier. */
export interface SitingEffort {
  /** Cases that are looked into at most. */
  readonly cases: number;
  /** Steps of the first bound; later ones take a sixth of them. */
  readonly steps: number;
  /** Asked now and then; true ends the search. */
  readonly isOver?: () => boolean;
}

export interface SitingSolution extends Siting {
  /** No siting costs less; equal to the cost where it is proven the cheapest. */
  readonly lowerBound: number;
}

/**
 * Opens places and assigns customers to them at least cost, within capacities (single-source capacitated facility location, customers of
 * size one). Sets of open places come from the relaxation and from local search (close, open, swap), each is served exactly; branch and
 * bound over the places closes the gap as far as the effort goes.
 * @returns null where capacities do not suffice
 */
export function solveSiting(problem: SitingProblem, effort: SitingEffort, start: ArrayLike<number> = []): SitingSolution | null {
  return new SitingSearch(problem, effort).run(start);
}

interface Case {
  readonly decided: Uint8Array;
  readonly prices: Float64Array;
  readonly bound: number;
}

class SitingSearch {
  readonly #problem: SitingProblem;
  readonly #effort: SitingEffort;
  readonly #tried = new Map<string, number>();
  #best: Siting | null = null;

  constructor(problem: SitingProblem, effort: SitingEffort) {
    this.#problem = problem;
    this.#effort = effort;
  }

  run(start: ArrayLike<number>): SitingSolution | null {
    const { places, customers } = this.#problem;
    const first = new Uint8Array(places.length).fill(start.length > 0 ? 0 : 1);
    for (const place of Array.from(start)) first[place] = 1;
    this.#try(first);
    if (this.#best === null) return null;
    const none = new Uint8Array(places.length).fill(FREE);
    const cheapest = Float64Array.from(customers, (options) => Math.min(...options.map(({ cost }) => cost)));
    const root = lagrangianBound(this.#problem, none, this.#upper, cheapest, this.#effort.steps);
    this.#try(this.#repaired(chosen(root.worth, none, fewestPlaces(this.#problem, none))));
    this.#try(this.#repaired([...root.openShare.keys()].filter((place) => (root.openShare[place] ?? 0) >= 0.5)));
    this.#improve();
    // Depth first, so that good sitings are found early; what is left bounds the answer.
    const open: Case[] = [{ decided: none, prices: root.prices, bound: root.bound }];
    let cases = 0;
    while (open.length > 0) {
      const one = open.pop();
      if (one === undefined || this.#isBeaten(one.bound)) continue;
      if (++cases > this.#effort.cases || (this.#effort.isOver?.() ?? false)) {
        open.push(one);
        break;
      }
      this.#branch(one, open);
    }
    const left = open.reduce((least, { bound }) => Math.min(least, bound), Infinity);
    return this.#best === null ? null : { ...this.#best, lowerBound: Math.min(this.#best.cost, left) };
  }

  get #upper(): number {
    return this.#best?.cost ?? Infinity;
  }

  #isBeaten(bound: number): boolean {
    return bound >= this.#upper - 1e-6;
  }

  /** Bounds a case more tightly, decides what its bound decides, and splits it at the least certain place. */
  #branch(one: Case, open: Case[]): void {
    const { decided } = one;
    const found = lagrangianBound(this.#problem, decided, this.#upper, one.prices, Math.ceil(this.#effort.steps / 6));
    const bound = Math.max(one.bound, found.bound);
    if (this.#isBeaten(bound)) return;
    const fewest = fewestPlaces(this.#problem, decided);
    const isChosen = new Set(chosen(found.worth, decided, fewest));
    this.#try(this.#repaired([...isChosen]));
    const forced = Uint8Array.from(decided);
    for (const place of decided.keys()) {
      if (decided[place] !== FREE) continue;
      const other = Uint8Array.from(decided);
      other[place] = isChosen.has(place) ? CLOSED : OPEN;
      if (this.#isBeaten(this.#boundOf(found.prices, found.worth, other))) forced[place] = isChosen.has(place) ? OPEN : CLOSED;
    }
    const free = [...forced.keys()].filter((place) => forced[place] === FREE);
    if (free.length === 0) {
      this.#try(Uint8Array.from(forced, (state) => Number(state === OPEN)));
      return;
    }
    const doubt = (place: number): number => Math.abs((found.openShare[place] ?? 0) - 0.5);
    const split = free.reduce((a, b) => (doubt(b) < doubt(a) ? b : a));
    const child = (state: number): Case => {
      const next = Uint8Array.from(forced);
      next[split] = state;
      return { decided: next, prices: found.prices, bound };
    };
    const openFirst = isChosen.has(split);
    open.push(child(openFirst ? CLOSED : OPEN), child(openFirst ? OPEN : CLOSED));
  }

  /** The bound that prices give with other decisions. */
  #boundOf(prices: Float64Array, worth: Float64Array, decided: Uint8Array): number {
    let bound = 0;
    for (const price of prices) bound += price;
    for (const place of chosen(worth, decided, fewestPlaces(this.#problem, decided))) bound += worth[place] ?? 0;
    return bound;
  }

  /** A set of places with more of them opened until every customer has room: those that serve most that have none. */
  #repaired(places: readonly number[]): Uint8Array {
    const open = new Uint8Array(this.#problem.places.length);
    for (const place of places) open[place] = 1;
    while (this.#cost(open) === Infinity) {
      const lacking = new Float64Array(open.length);
      for (const options of this.#problem.customers) {
        const room = options.filter(({ place }) => open[place] === 1).length;
        for (const { place } of options) if (open[place] === 0) lacking[place] = (lacking[place] ?? 0) + 1 / (1 + room) ** 2;
      }
      const next = lacking.reduce((a, value, place) => (open[place] === 0 && value > (lacking[a] ?? -1) ? place : a), -1);
      if (next < 0) break;
      open[next] = 1;
    }
    return open;
  }

  /** Whether a set of open places is better than the best so far, which it then is. */
  #try(open: Uint8Array): boolean {
    const before = this.#upper;
    return this.#leastCost(open) < before - 1e-9 && this.#cost(open) < before;
  }

  /** No less does a set of open places cost if all of them are used: everybody served from the cheapest, however full. */
  #leastCost(open: Uint8Array): number {
    let least = openingCosts(this.#problem, open);
    for (const options of this.#problem.customers) {
      let cheapest = Infinity;
      for (const { place, cost } of options) if (open[place] === 1 && cost < cheapest) cheapest = cost;
      least += cheapest;
    }
    return least;
  }

  /** What a set of open places costs; it is remembered, and kept where it is the best so far. */
  #cost(open: Uint8Array): number {
    const key = open.join('');
    const known = this.#tried.get(key);
    if (known !== undefined) return known;
    const siting = assignToOpen(this.#problem, open);
    if (siting !== null && siting.cost < this.#upper - 1e-9) this.#best = siting;
    const cost = siting?.cost ?? Infinity;
    this.#tried.set(key, cost);
    return cost;
  }

  /** Closes, opens and swaps places as long as that is cheaper. */
  #improve(): void {
    const { places, customers } = this.#problem;
    const shared = places.map(() => new Set<number>());
    for (const options of customers) for (const a of options) for (const b of options) shared[a.place]?.add(b.place);
    for (let better = true; better;) {
      better = false;
      const open = new Uint8Array(places.length);
      for (const place of this.#best?.placeOf ?? []) open[place] = 1;
      const flips: number[][] = [...places.keys()].map((place) => [place]);
      for (const a of places.keys()) if (open[a] === 1) for (const b of shared[a] ?? []) if (open[b] === 0) flips.push([a, b]);
      for (const flip of flips) {
        if (this.#effort.isOver?.() ?? false) return;
        const next = Uint8Array.from(open);
        for (const place of flip) next[place] = 1 - (next[place] ?? 0);
        if (!this.#try(next)) continue;
        better = true;
        for (const place of flip) open[place] = next[place] ?? 0;
      }
    }
  }
}
