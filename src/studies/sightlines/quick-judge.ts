import { MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import { CLEAR_FRESNEL_FRACTION, wavelengthM } from '../../radio/fresnel.ts';
import { errorAllowanceM, mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
import { cellPath, type CellPath, type PlaceInCells } from './cell-path.ts';
import type { Ray } from './ground-path.ts';
import { LeastSearch } from './least-search.ts';
import type { QuickGround } from './quick-ground.ts';
import { ShortfallSearch, type Condition } from './shortfall-search.ts';
import { BLOCKED, CLEAR, MARGINAL, UNKNOWN } from './site-pairs.ts';

/** Everything that the pairs of one list have in common. */
export interface QuickScene {
  /** Ground first, then, where there is one, the surface. */
  readonly grounds: readonly QuickGround[];
  readonly frequencyGhz: number;
  readonly kFactor: number;
  readonly error: HeightError;
}

/** One end: its place on each of the grounds, and its altitude above the datum. */
export interface QuickEnd {
  readonly places: readonly PlaceInCells[];
  readonly altitudeM: number;
}

/** Shorter links are left to the link study: their ends are all there is of them. */
const LEAST_LENGTH_M = 20;
/** Nearer than this to what turns an answer, metres of clearance, the link study itself is asked; both were never more than 1.4 mm apart. */
const CLOSE_CLEARANCE_M = 0.003;
/** Nearer than this to what turns the confidence, metres; both were never more than 2.1 mm apart. */
const CLOSE_M = 0.005;

/** Clear in any case: nowhere less than 60 % of the zone, heights at their worst. */
const WORST_CLEAR: Condition = { share: CLEAR_FRESNEL_FRACTION, side: -1 };
/** Free in any case. */
const WORST_FREE: Condition = { share: 0, side: -1 };
/** Not clear in any case: somewhere less than 60 % of the zone, heights at their best. */
const BEST_CLEAR: Condition = { share: CLEAR_FRESNEL_FRACTION, side: 1 };
/** Blocked in any case. */
const BEST_BLOCKED: Condition = { share: 0, side: 1 };

/** Judges links by the rules of the link study from the few stretches of their paths that can be the tightest. */
export class QuickJudge {
  /** The last link's answer; the verdict as a number of a column. */
  verdict = UNKNOWN;
  confident = false;
  clearanceM = NaN;
  fresnelFraction = NaN;
  readonly #scene: QuickScene;
  /** One for each ground. */
  readonly #least: readonly LeastSearch[];
  /** For each error that may count, that of the ground and, where there is a surface, the surface's: one for each ground. */
  readonly #shortfalls: readonly (readonly ShortfallSearch[])[];
  readonly #ray: Ray;
  /** No allowance for the heights' error is larger, metres. */
  readonly #mostM: number;
  // What the search has found: least clearance, least fraction, and the radius and place of the latter.
  #clearanceM = NaN;
  #fraction = NaN;
  #radiusM = NaN;
  #atM = NaN;

  constructor(scene: QuickScene) {
    this.#scene = scene;
    const { grounds, kFactor, error } = scene;
    this.#ray = { lengthM: 0, fromM: 0, slope: 0, bulge: 1 / (2 * kFactor * MEAN_EARTH_RADIUS_M), zone: 0 };
    this.#mostM = mostAllowanceM(error);
    this.#least = grounds.map((ground) => new LeastSearch(ground));
    const causes = grounds.length > 1 ? (['ground', 'surface'] as const) : (['ground'] as const);
    this.#shortfalls = causes.map((cause) => grounds.map((ground) => new ShortfallSearch(ground, error, cause, CLOSE_M)));
  }

  /** @returns false where rounding could turn the verdict, where ground is unknown, and for very short links: ask the link study */
  judge(lengthM: number, a: QuickEnd, b: QuickEnd): boolean {
    if (!(lengthM >= LEAST_LENGTH_M)) return false;
    const ray = this.#ray;
    ray.lengthM = lengthM;
    ray.fromM = a.altitudeM;
    ray.slope = (b.altitudeM - a.altitudeM) / lengthM;
    ray.zone = wavelengthM(this.#scene.frequencyGhz) / lengthM;
    const least = this.#search(a, b);
    if (least === null) return false;
    const fraction = Math.sign(least.square) * Math.sqrt(Math.abs(least.square) / ray.zone);
    const radiusM = Math.sqrt(ray.zone * least.squareAtM * (lengthM - least.squareAtM));
    const close = CLOSE_CLEARANCE_M / radiusM;
    if (Math.abs(fraction) < close) return false;
    if (Math.abs(fraction - CLEAR_FRESNEL_FRACTION) < close) return false;
    const verdict = fraction >= CLEAR_FRESNEL_FRACTION ? CLEAR : fraction >= 0 ? MARGINAL : BLOCKED;
    this.#clearanceM = least.clearanceM;
    this.#fraction = fraction;
    this.#radiusM = radiusM;
    this.#atM = least.squareAtM;
    const confident = this.#isSure(verdict, a, b);
    if (confident === null) return false;
    this.verdict = verdict;
    this.confident = confident;
    this.clearanceM = Math.round(least.clearanceM * 1e3) / 1e3 + 0;
    this.fresnelFraction = Math.round(fraction * 1e6) / 1e6 + 0;
    return true;
  }

  /** The least over all grounds; null where one is unknown. */
  #search(a: QuickEnd, b: QuickEnd): LeastSearch | null {
    let found: LeastSearch | null = null;
    for (let index = 0; index < this.#least.length; index++) {
      const search = this.#least[index];
      const path = this.#pathOver(index, a, b);
      if (path === null || search === undefined || !search.along(path, this.#ray, found)) return null;
      found = search;
    }
    return found;
  }

  #pathOver(index: number, a: QuickEnd, b: QuickEnd): CellPath | null {
    const ground = this.#scene.grounds[index];
    const from = a.places[index];
    const to = b.places[index];
    if (ground === undefined || from === undefined || to === undefined) return null;
    return cellPath(ground, from, to, this.#ray.lengthM);
  }

  /** Whether the verdict stands even if each height is wrong by its error's allowance; null where that is too close to tell. */
  #isSure(verdict: number, a: QuickEnd, b: QuickEnd): boolean | null {
    if (verdict === BLOCKED) return this.#isShort(BEST_BLOCKED, a, b);
    const fallsShort = this.#isShort(verdict === CLEAR ? WORST_CLEAR : WORST_FREE, a, b);
    if (fallsShort === null || fallsShort) return fallsShort === null ? null : false;
    return verdict === CLEAR ? true : this.#isShort(BEST_CLEAR, a, b);
  }

  /** Whether the ray falls short of a condition somewhere. Which error counts is told only where it makes no difference. */
  #isShort(condition: Condition, a: QuickEnd, b: QuickEnd): boolean | null {
    const known = this.#isShortAtOnce(condition);
    if (known !== null) return known;
    let answer: boolean | null = null;
    for (const searches of this.#shortfalls) {
      const shortM = this.#leastShortfallM(searches, condition, a, b);
      if (shortM === null || Math.abs(shortM) <= CLOSE_M) return null;
      const here = shortM < 0;
      if (answer !== null && answer !== here) return null;
      answer = here;
    }
    return answer;
  }

  /** What the least clearance and the least fraction alone tell; null where that is not enough. */
  #isShortAtOnce({ share, side }: Condition): boolean | null {
    const fraction = this.#fraction;
    // Everywhere the clearance is at least the least one, and at least the radius times the least fraction: less the share, that is least where both are the same.
    const leastM = fraction > share ? this.#clearanceM * (1 - share / fraction) : -Infinity;
    if (side < 0 && leastM - this.#mostM > CLOSE_M) return false;
    if (side > 0 && share === 0 && this.#clearanceM + this.#mostM < -CLOSE_M) return true;
    // Where the fraction is least.
    const hereM = (fraction - share) * this.#radiusM;
    if (side < 0) return hereM - this.#allowanceM('ground') < -CLOSE_M ? true : null;
    return hereM + this.#allowanceM('surface') < -CLOSE_M ? true : null;
  }

  #allowanceM(cause: 'ground' | 'surface'): number {
    return errorAllowanceM(this.#scene.error, cause, this.#atM, this.#ray.lengthM - this.#atM);
  }

  #leastShortfallM(searches: readonly ShortfallSearch[], condition: Condition, a: QuickEnd, b: QuickEnd): number | null {
    let leastM = Infinity;
    for (let index = 0; index < searches.length; index++) {
      const search = searches[index];
      const path = this.#pathOver(index, a, b);
      if (path === null || search === undefined || !search.along(path, this.#ray, condition)) return null;
      leastM = Math.min(leastM, search.leastM);
    }
    return leastM;
  }
}
