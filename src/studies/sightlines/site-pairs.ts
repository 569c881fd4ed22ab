import type { LngLat } from '../../geo/position.ts';
import type { Verdict } from '../../radio/sightline.ts';

/** A place with an antenna. */
export interface SightlineSite {
  readonly id: string;
  readonly position: LngLat;
  /** Antenna above ground or surface, metres, 0 … 2000. */
  readonly heightM: number;
  /** The roof that it is on, where several sites may share one. */
  readonly roof?: string;
}

/** What is told of a pair; `unknown` without ground under a site or under the path. */
export type PairVerdict = Verdict | 'unknown';

/** Verdicts by their number in a column. */
export const PAIR_VERDICTS: readonly PairVerdict[] = ['clear', 'marginal', 'blocked', 'unknown'];
export const CLEAR = 0;
export const MARGINAL = 1;
export const BLOCKED = 2;
export const UNKNOWN = 3;

/** Pairs as columns: half a million of them pass from a worker to the page as eight arrays. By first site, then by second. */
export interface PairColumns {
  /** Index of the first and of the second site, first < second. */
  readonly first: Uint32Array<ArrayBuffer>;
  readonly second: Uint32Array<ArrayBuffer>;
  readonly distanceM: Float64Array<ArrayBuffer>;
  /** Place in `PAIR_VERDICTS`. */
  readonly verdict: Uint8Array<ArrayBuffer>;
  /** 1 where the error of the heights cannot turn the verdict. */
  readonly confident: Uint8Array<ArrayBuffer>;
  /** Least clearance, metres, and least of clearance over first Fresnel radius; NaN where unknown. */
  readonly clearanceM: Float64Array<ArrayBuffer>;
  readonly fresnelFraction: Float64Array<ArrayBuffer>;
}

/** Who sees whom in a list. */
export interface Sightlines {
  /** In order of id. */
  readonly sites: readonly SightlineSite[];
  readonly pairs: PairColumns;
}

/** One pair; `a` sorts before `b`. */
export interface SitePair {
  readonly a: SightlineSite;
  readonly b: SightlineSite;
  readonly distanceM: number;
  readonly verdict: PairVerdict;
  readonly confident: boolean;
  readonly clearanceM: number | null;
  readonly fresnelFraction: number | null;
}

/** Empty columns for so many pairs. */
export function emptyPairs(count: number): PairColumns {
  return {
    first: new Uint32Array(count),
    second: new Uint32Array(count),
    distanceM: new Float64Array(count),
    verdict: new Uint8Array(count).fill(UNKNOWN),
    confident: new Uint8Array(count),
    clearanceM: new Float64Array(count).fill(NaN),
    fresnelFraction: new Float64Array(count).fill(NaN),
  };
}

/** A pair in words. */
export function pairAt({ sites, pairs }: Sightlines, index: number): SitePair {
  const [a, b] = [sites[pairs.first[index] ?? NaN], sites[pairs.second[index] ?? NaN]];
  if (a === undefined || b === undefined) throw new RangeError(`There is no pair ${index}.`);
  const [clearanceM, fresnelFraction] = [pairs.clearanceM[index] ?? NaN, pairs.fresnelFraction[index] ?? NaN];
  return {
    a,
    b,
    distanceM: pairs.distanceM[index] ?? NaN,
    verdict: PAIR_VERDICTS[pairs.verdict[index] ?? UNKNOWN] ?? 'unknown',
    confident: pairs.confident[index] === 1,
    clearanceM: Number.isNaN(clearanceM) ? null : clearanceM,
    fresnelFraction: Number.isNaN(fresnelFraction) ? null : fresnelFraction,
  };
}

/** All pairs in words: for lists that are written out. */
export function sitePairs(sightlines: Sightlines): SitePair[] {
  return Array.from(sightlines.pairs.first, (_, index) => pairAt(sightlines, index));
}

/** The buffers of columns, to be handed over to another thread. */
export function buffersOf(pairs: PairColumns): ArrayBuffer[] {
  return Object.values(pairs).map((column: Uint8Array<ArrayBuffer>) => column.buffer);
}

/** Columns one after the other. */
export function joinRows(rows: readonly PairColumns[]): PairColumns {
  const joined = emptyPairs(rows.reduce((sum, { first }) => sum + first.length, 0));
  let end = 0;
  for (const row of rows) {
    copyPairs(row, 0, row.first.length, joined, end);
    end += row.first.length;
  }
  return joined;
}

/** Puts the shares of a list's pairs together, each of which holds all pairs of some first sites: as if they had been judged in one go. */
export function joinShares(shares: readonly Sightlines[]): Sightlines {
  const [one] = shares;
  if (one === undefined) throw new RangeError('There is no share.');
  if (shares.length === 1) return one;
  const columns = shares.map(({ pairs }) => pairs);
  const joined = emptyPairs(columns.reduce((sum, { first }) => sum + first.length, 0));
  const at = columns.map(() => 0);
  let end = 0;
  one.sites.forEach((_, site) => {
    columns.forEach((share, index) => {
      const from = at[index] ?? 0;
      let until = from;
      while (share.first[until] === site) until++;
      if (until === from) return;
      copyPairs(share, from, until, joined, end);
      end += until - from;
      at[index] = until;
    });
  });
  return { sites: one.sites, pairs: joined };
}

function copyPairs(from: PairColumns, start: number, end: number, into: PairColumns, at: number): void {
  into.first.set(from.first.subarray(start, end), at);
  into.second.set(from.second.subarray(start, end), at);
  into.distanceM.set(from.distanceM.subarray(start, end), at);
  into.verdict.set(from.verdict.subarray(start, end), at);
  into.confident.set(from.confident.subarray(start, end), at);
  into.clearanceM.set(from.clearanceM.subarray(start, end), at);
  into.fresnelFraction.set(from.fresnelFraction.subarray(start, end), at);
}
