import { compareText } from '../../base/compare.ts';
import { BLOCKED, CLEAR, UNKNOWN, type Sightlines } from './site-pairs.ts';

/** What two roofs are to each other, by the best pair of their mounts: later is better. */
const OUT_OF_RANGE = 0;
const NOT_SEEN = 1;
const UNSURE = 2;
const SEEN = 3;

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

/** Who sees whom, roof by roof, those first that see most. Mounts of one roof count as one, and do not see each other. */
export function roofSights(sightlines: Sightlines): RoofSights[] {
  const { pairs } = sightlines;
  const { roofs, roofOfSite } = roofsOf(sightlines);
  const count = roofs.length;
  // What every two roofs are to each other, seen from both.
  const states = new Uint8Array(count * count);
  const best = roofs.map((): number[] => []);
  for (let pair = 0; pair < pairs.verdict.length; pair++) {
    const [one, other] = [roofOfSite[pairs.first[pair] ?? 0] ?? 0, roofOfSite[pairs.second[pair] ?? 0] ?? 0];
    if (one === other || pairs.verdict[pair] === UNKNOWN) continue;
    const state = stateOf(sightlines, pair);
    if (state > (states[one * count + other] ?? OUT_OF_RANGE)) states[one * count + other] = states[other * count + one] = state;
    if (state < UNSURE) continue;
    keepBest(sightlines, best[one] ?? [], pair);
    keepBest(sightlines, best[other] ?? [], pair);
  }
  const joined = sizesOfGroups(states, count);
  const list = roofs.map((roof, one): RoofSights => {
    const [, blocked = 0, unsure = 0, clear = 0] = countsOf(states.subarray(one * count, (one + 1) * count));
    return { roof, clear, unsure, blocked, joined: joined[one] ?? 1, best: best[one] ?? [] };
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
    if ((one === here) === (other === here) || pairs.verdict[pair] === UNKNOWN || stateOf(sightlines, pair) < UNSURE) continue;
    const there = one === here ? other : one;
    const known = best.get(there);
    if (known === undefined || comparePairs(sightlines, pair, known) < 0) best.set(there, pair);
  }
  return [...best.values()].sort((a, b) => comparePairs(sightlines, a, b));
}

function roofsOf({ sites }: Sightlines): { roofs: string[]; roofOfSite: Uint32Array } {
  const roofs = [...new Set(sites.map(({ id, roof }) => roof ?? id))];
  const places = new Map(roofs.map((roof, index) => [roof, index]));
  return { roofs, roofOfSite: Uint32Array.from(sites, ({ id, roof }) => places.get(roof ?? id) ?? 0) };
}

function keepBest(sightlines: Sightlines, best: number[], pair: number): void {
  let at = best.length;
  while (at > 0 && comparePairs(sightlines, pair, best[at - 1] ?? 0) < 0) at--;
  if (at >= BEST) return;
  best.splice(at, 0, pair);
  best.length = Math.min(best.length, BEST);
}

/** Negative where `a` is the better pair. */
function comparePairs(sightlines: Sightlines, a: number, b: number): number {
  const { distanceM } = sightlines.pairs;
  return stateOf(sightlines, b) - stateOf(sightlines, a) || (distanceM[a] ?? NaN) - (distanceM[b] ?? NaN) || a - b;
}

function countsOf(states: Uint8Array): number[] {
  const counts = [0, 0, 0, 0];
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function stateOf({ pairs }: Sightlines, pair: number): number {
  if (pairs.confident[pair] !== 1) return UNSURE;
  if (pairs.verdict[pair] === CLEAR) return SEEN;
  return pairs.verdict[pair] === BLOCKED ? NOT_SEEN : UNSURE;
}

/** For each roof the size of the group that is joined step by step over clear links. */
function sizesOfGroups(states: Uint8Array, count: number): Uint32Array {
  const sizes = new Uint32Array(count);
  const isIn = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if (isIn[start] === 1) continue;
    const group = [start];
    isIn[start] = 1;
    for (const one of group) {
      for (let other = 0; other < count; other++) {
        if (isIn[other] === 1 || states[one * count + other] !== SEEN) continue;
        isIn[other] = 1;
        group.push(other);
      }
    }
    for (const one of group) sizes[one] = group.length;
  }
  return sizes;
}
