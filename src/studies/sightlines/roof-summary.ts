import { compareText } from '../../base/compare.ts';
import { BLOCKED, CLEAR, UNKNOWN, type PairColumns, type Sightlines } from './site-pairs.ts';

/** What two roofs are to each other, by the best pair of their mounts: later is better. */
const OUT_OF_RANGE = 0;
const NOT_SEEN = 1;
const UNSURE = 2;
const SEEN = 3;
const STATES = 4;

/** Whom one roof sees. */
export interface RoofSights {
  readonly roof: string;
  /** Other roofs that it sees clearly and surely; that somebody must look at (marginal, or too close to call); that it does not see. */
  readonly clear: number;
  readonly unsure: number;
  readonly blocked: number;
  /** Roofs that it reaches over clear links, by way of others, itself included. */
  readonly joined: number;
  /** Its best pairs, at most `BEST`, as places in the columns: clear and sure first, then the nearest. */
  readonly best: readonly number[];
}

/** Of each roof so many best pairs are kept. */
const BEST = 2;
const NONE = -1;
/** No two places on Earth are so far apart. */
const FARTHER_THAN_ANY_M = 1e8;

/** Who sees whom, roof by roof, those first that see most. Mounts of one roof count as one, and do not see each other. */
export function roofSights(sightlines: Sightlines): RoofSights[] {
  const { pairs } = sightlines;
  const { roofs, roofOfSite } = roofsOf(sightlines);
  const count = roofs.length;
  // What every two roofs are to each other, seen from both; and how many others are what to a roof.
  const states = new Uint8Array(count * count);
  const counts = new Int32Array(count * STATES);
  const [best, groups] = [new BestPairs(count), new Groups(count)];
  for (let pair = 0; pair < pairs.verdict.length; pair++) {
    const [one, other] = [roofOfSite[pairs.first[pair] ?? 0] ?? 0, roofOfSite[pairs.second[pair] ?? 0] ?? 0];
    if (one === other || pairs.verdict[pair] === UNKNOWN) continue;
    const state = stateOf(pairs, pair);
    const known = states[one * count + other] ?? OUT_OF_RANGE;
    if (state > known) {
      states[one * count + other] = states[other * count + one] = state;
      for (const roof of [one, other]) {
        add(counts, roof * STATES + known, -1);
        add(counts, roof * STATES + state, 1);
      }
      if (state === SEEN) groups.join(one, other);
    }
    if (state < UNSURE) continue;
    const worth = worthOf(pairs, pair);
    best.keep(one, pair, worth);
    best.keep(other, pair, worth);
  }
  const list = roofs.map((roof, one): RoofSights => {
    const [, blocked = 0, unsure = 0, clear = 0] = counts.subarray(one * STATES);
    return { roof, clear, unsure, blocked, joined: groups.sizeOf(one), best: best.of(one) };
  });
  return list.sort((a, b) => b.clear - a.clear || b.unsure - a.unsure || compareText(a.roof, b.roof));
}

/** The pairs by which a roof may link to others, one for each of these, as places in the columns: clear and sure first, then the nearest. */
export function pairsOfRoof(sightlines: Sightlines, roof: string): number[] {
  const { pairs } = sightlines;
  const { roofs, roofOfSite } = roofsOf(sightlines);
  const here = roofs.indexOf(roof);
  const best = new Map<number, number>();
  for (let pair = 0; pair < pairs.verdict.length; pair++) {
    const [one, other] = [roofOfSite[pairs.first[pair] ?? 0] ?? 0, roofOfSite[pairs.second[pair] ?? 0] ?? 0];
    if ((one === here) === (other === here) || pairs.verdict[pair] === UNKNOWN || stateOf(pairs, pair) < UNSURE) continue;
    const there = one === here ? other : one;
    const known = best.get(there);
    if (known === undefined || comparePairs(pairs, pair, known) < 0) best.set(there, pair);
  }
  return [...best.values()].sort((a, b) => comparePairs(pairs, a, b));
}

function roofsOf({ sites }: Sightlines): { roofs: string[]; roofOfSite: Uint32Array } {
  const roofs = [...new Set(sites.map(({ id, roof }) => roof ?? id))];
  const places = new Map(roofs.map((roof, index) => [roof, index]));
  return { roofs, roofOfSite: Uint32Array.from(sites, ({ id, roof }) => places.get(roof ?? id) ?? 0) };
}

/** The best pairs of each roof, at most `BEST`, as places in the columns. Pairs come in the order of the columns, the earlier of two alike stays before the later. */
class BestPairs {
  readonly #pairs: Int32Array;
  readonly #worths: Float64Array;

  constructor(roofs: number) {
    this.#pairs = new Int32Array(roofs * BEST).fill(NONE);
    this.#worths = new Float64Array(roofs * BEST).fill(-Infinity);
  }

  keep(roof: number, pair: number, worth: number): void {
    const start = roof * BEST;
    let at = start + BEST;
    while (at > start && worth > (this.#worths[at - 1] ?? 0)) at--;
    if (at === start + BEST) return;
    this.#pairs.copyWithin(at + 1, at, start + BEST - 1);
    this.#worths.copyWithin(at + 1, at, start + BEST - 1);
    this.#pairs[at] = pair;
    this.#worths[at] = worth;
  }

  of(roof: number): number[] {
    return [...this.#pairs.subarray(roof * BEST, (roof + 1) * BEST)].filter((pair) => pair !== NONE);
  }
}

/** Negative where `a` is the better pair. */
function comparePairs(pairs: PairColumns, a: number, b: number): number {
  return worthOf(pairs, b) - worthOf(pairs, a) || a - b;
}

/** Higher for the better pair: clear and sure first, then the nearest. */
function worthOf(pairs: PairColumns, pair: number): number {
  return stateOf(pairs, pair) * FARTHER_THAN_ANY_M - (pairs.distanceM[pair] ?? NaN);
}

function add(numbers: Int32Array, at: number, count: number): void {
  numbers[at] = (numbers[at] ?? 0) + count;
}

function stateOf(pairs: PairColumns, pair: number): number {
  if (pairs.confident[pair] !== 1) return UNSURE;
  if (pairs.verdict[pair] === CLEAR) return SEEN;
  return pairs.verdict[pair] === BLOCKED ? NOT_SEEN : UNSURE;
}

/** Roofs that are joined step by step over clear links. */
class Groups {
  readonly #upTo: Uint32Array;
  readonly #sizes: Uint32Array;

  constructor(roofs: number) {
    this.#upTo = Uint32Array.from({ length: roofs }, (_, roof) => roof);
    this.#sizes = new Uint32Array(roofs).fill(1);
  }

  join(a: number, b: number): void {
    const [one, other] = [this.#headOf(a), this.#headOf(b)];
    if (one === other) return;
    const [large, small] = this.#size(one) < this.#size(other) ? [other, one] : [one, other];
    this.#upTo[small] = large;
    this.#sizes[large] = this.#size(large) + this.#size(small);
  }

  /** How many roofs are in its group, itself included. */
  sizeOf(roof: number): number {
    return this.#size(this.#headOf(roof));
  }

  #size(head: number): number {
    return this.#sizes[head] ?? 1;
  }

  #headOf(roof: number): number {
    let head = roof;
    while (this.#upTo[head] !== head) head = this.#upTo[head] ?? head;
    return head;
  }
}
