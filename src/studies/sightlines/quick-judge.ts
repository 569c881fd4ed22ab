import { MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import { CLEAR_FRESNEL_FRACTION, wavelengthM } from '../../radio/fresnel.ts';
import { mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
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
/** Nearer than this to what turns an answer, the link study itself is asked: metres of clearance, and share of the fraction. */
const CLOSE_CLEARANCE_M = 0.003;
const CLOSE_SHARE = 0.004;
/** Nearer than this to what turns the confidence, metres. */
const CLOSE_M = 0.012;

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

  constructor(scene: QuickScene) {
    this.#scene = scene;
    const { grounds, kFactor, error } = scene;
    this.#ray = { lengthM: 0, fromM: 0, slope: 0, bulge: 1 / (2 * kFactor * MEAN_EARTH_RADIUS_M), zone: 0 };
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
    if (Math.abs(fraction - CLEAR_FRESNEL_FRACTION) < close + CLOSE_SHARE * CLEAR_FRESNEL_FRACTION) return false;
    const verdict = fraction >= CLEAR_FRESNEL_FRACTION ? CLEAR : fraction >= 0 ? MARGINAL : BLOCKED;
    const confident = this.#isSure(verdict, least.clearanceM, a, b);
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
    for (const [index, search] of this.#least.entries()) {
      const path = this.#pathOver(index, a, b);
      if (path === null || !search.along(path, this.#ray, found)) return null;
      found = search;
    }
    return found;
  }

  #pathOver(index: number, a: QuickEnd, b: QuickEnd): CellPath | null {
    const [ground, from, to] = [this.#scene.grounds[index], a.places[index], b.places[index]];
    if (ground === undefined || from === undefined || to === undefined) return null;
    return cellPath(ground, from, to, this.#ray.lengthM);
  }

  /** Whether the verdict stands even if each height is wrong by its error's allowance; null where that is too close to tell. */
  #isSure(verdict: number, leastM: number, a: QuickEnd, b: QuickEnd): boolean | null {
    if (verdict === BLOCKED) return this.#isShort({ share: 0, side: 1 }, leastM, a, b);
    const share = verdict === CLEAR ? CLEAR_FRESNEL_FRACTION : 0;
    const fallsShort = this.#isShort({ share, side: -1 }, leastM, a, b);
    if (fallsShort === null || fallsShort) return fallsShort === null ? null : false;
    return verdict === CLEAR ? true : this.#isShort({ share: CLEAR_FRESNEL_FRACTION, side: 1 }, leastM, a, b);
  }

  /** Whether the ray falls short of a condition somewhere. Which error counts is told only where it makes no difference. */
  #isShort(condition: Condition, leastM: number, a: QuickEnd, b: QuickEnd): boolean | null {
    const { lengthM, zone } = this.#ray;
    const mostM = mostAllowanceM(this.#scene.error);
    const widestM = condition.share * Math.sqrt((zone * lengthM * lengthM) / 4);
    if (condition.side < 0 && leastM - widestM - mostM > CLOSE_M) return false;
    if (condition.side > 0 && leastM + mostM < -CLOSE_M) return true;
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

  #leastShortfallM(searches: readonly ShortfallSearch[], condition: Condition, a: QuickEnd, b: QuickEnd): number | null {
    let leastM = Infinity;
    for (const [index, search] of searches.entries()) {
      const path = this.#pathOver(index, a, b);
      if (path === null || !search.along(path, this.#ray, condition)) return null;
      leastM = Math.min(leastM, search.leastM);
    }
    return leastM;
  }
}
