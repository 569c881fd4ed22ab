/**
 * Which places to open and who is served from which: places cost what opening them costs and hold so many customers, each customer is
 * served whole from one of the places that it may be served from. All costs are whole numbers.
 */
export interface SitingProblem {
  readonly places: readonly SitingPlace[];
  /** For each customer the places that may serve it, each with its cost. */
  readonly customers: readonly (readonly { readonly place: number; readonly cost: number }[])[];
  /** What places share (a piece of route that leads to several): its cost counts once where any of them is open. */
  readonly sharedCosts?: readonly number[];
}

export interface SitingPlace {
  readonly openingCost: number;
  readonly capacity: number;
  /** Indices of the shared costs that opening it brings along. */
  readonly needs?: readonly number[];
}

export interface Siting {
  /** The place of each customer. */
  readonly placeOf: Int32Array;
  readonly cost: number;
}

/** What a siting costs, from the problem alone; null where it is none: a place over full, or a customer where it may not be. */
export function costOfSiting(problem: SitingProblem, placeOf: ArrayLike<number>): number | null {
  const { places, customers } = problem;
  const load = new Int32Array(places.length);
  let cost = 0;
  for (const [customer, options] of customers.entries()) {
    const option = options.find(({ place }) => place === placeOf[customer]);
    if (option === undefined) return null;
    load[option.place] = (load[option.place] ?? 0) + 1;
    cost += option.cost;
  }
  if (places.some(({ capacity }, i) => (load[i] ?? 0) > capacity)) return null;
  return cost + openingCosts(problem, load);
}

/** What the places that serve anybody cost together. */
export function openingCosts({ places, sharedCosts = [] }: SitingProblem, load: ArrayLike<number>): number {
  const needed = new Set<number>();
  let cost = 0;
  places.forEach(({ openingCost, needs = [] }, place) => {
    if ((load[place] ?? 0) === 0) return;
    cost += openingCost;
    for (const need of needs) needed.add(need);
  });
  for (const need of needed) cost += sharedCosts[need] ?? 0;
  return cost;
}
