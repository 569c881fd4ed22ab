import { openingCosts, type Siting, type SitingProblem } from './problem.ts';

/**
 * The cheapest way to serve all customers from the open places; null where they have not room enough. Customers come in one by one; each
 * may push others from place to place along the cheapest chain that ends where there is room (successive shortest paths), so
 * that after each step no exchange could be cheaper.
 */
export function assignToOpen(problem: SitingProblem, open: Uint8Array): Siting | null {
  const used = [...open.keys()].filter((place) => open[place] === 1);
  const indexOf = new Map(used.map((place, i) => [place, i]));
  const places = used.map((place) => problem.places[place]);
  const n = places.length;
  const { customers } = problem;
  const placeOf = new Int32Array(customers.length).fill(-1);
  const load = new Int32Array(n);
  const members: number[][] = places.map(() => []);
  const usable = customers.map((options) =>
    options.flatMap(({ place, cost }) => {
      const index = indexOf.get(place);
      return index === undefined ? [] : [{ place: index, cost }];
    }),
  );
  const costAt = new Float64Array(customers.length);
  // The cheapest move of one customer between two places, and who would move.
  const gain = new Float64Array(n * n).fill(Infinity);
  const mover = new Int32Array(n * n).fill(-1);
  const refresh = (place: number): void => {
    gain.fill(Infinity, place * n, (place + 1) * n);
    for (const customer of members[place] ?? [])
      for (const option of usable[customer] ?? []) {
        const at = place * n + option.place;
        const difference = option.cost - (costAt[customer] ?? 0);
        if (option.place !== place && difference < (gain[at] ?? Infinity)) {
          gain[at] = difference;
          mover[at] = customer;
        }
      }
  };
  const distance = new Float64Array(n);
  const before = new Int32Array(n);
  // Customers whose choice matters most come first: fewer chains.
  const order = usable.map((_, i) => i).sort((a, b) => regret(usable[b]) - regret(usable[a]) || a - b);
  for (const customer of order) {
    distance.fill(Infinity);
    before.fill(-1);
    const queue: number[] = [];
    for (const { place, cost } of usable[customer] ?? [])
      if (cost < (distance[place] ?? Infinity)) {
        distance[place] = cost;
        queue.push(place);
      }
    for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
      if ((load[place] ?? 0) >= (places[place]?.capacity ?? 0))
        for (let next = 0; next < n; next++) {
          const through = (distance[place] ?? 0) + (gain[place * n + next] ?? Infinity);
          if (through < (distance[next] ?? Infinity) - 1e-9) {
            distance[next] = through;
            before[next] = place;
            if (!queue.includes(next)) queue.push(next);
          }
        }
    }
    let end = -1;
    for (let place = 0; place < n; place++)
      if (
        (load[place] ?? 0) < (places[place]?.capacity ?? 0) &&
        (distance[place] ?? Infinity) < (end < 0 ? Infinity : (distance[end] ?? 0))
      )
        end = place;
    if (end < 0) return null;
    load[end] = (load[end] ?? 0) + 1;
    const touched = [end];
    for (let place = end; ;) {
      const from = before[place] ?? -1;
      const moved = from < 0 ? customer : (mover[from * n + place] ?? -1);
      if (from >= 0) members[from] = (members[from] ?? []).filter((one) => one !== moved);
      placeOf[moved] = place;
      costAt[moved] = usable[moved]?.find((option) => option.place === place)?.cost ?? 0;
      members[place]?.push(moved);
      touched.push(place);
      if (from < 0) break;
      place = from;
    }
    for (const place of new Set(touched)) refresh(place);
  }
  const loads = new Int32Array(problem.places.length);
  used.forEach((place, i) => (loads[place] = load[i] ?? 0));
  let cost = openingCosts(problem, loads);
  for (const one of costAt) cost += one;
  return { placeOf: placeOf.map((index) => used[index] ?? -1), cost };
}

/** What a customer loses without its cheapest place. */
function regret(options: SitingProblem['customers'][number] | undefined): number {
  const costs = (options ?? []).map(({ cost }) => cost).sort((a, b) => a - b);
  return (costs[1] ?? 1e12) - (costs[0] ?? 0);
}
