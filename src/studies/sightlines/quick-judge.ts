import { MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import { CLEAR_FRESNEL_FRACTION, wavelengthM } from '../../radio/fresnel.ts';
import { mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
import type { Verdict } from '../../radio/sightline.ts';
import { cellPath, type PlaceInCells } from './cell-path.ts';
import { PathSearch, type Quest, type Ray } from './path-search.ts';
import { LeastClearance, Shortfall, type Condition } from './quests.ts';
import type { QuickGround } from './quick-ground.ts';

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

/** What is told of a pair. */
export interface QuickAnswer {
  readonly verdict: Verdict;
  readonly confident: boolean;
  readonly clearanceM: number;
  readonly fresnelFraction: number;
}

/** Shorter links are left to the link study: their ends are all there is of them. */
const LEAST_LENGTH_M = 20;
/** Nearer than this to what turns an answer, the link study itself is asked: metres of clearance, and share of the fraction. */
const CLOSE_CLEARANCE_M = 0.003;
const CLOSE_SHARE = 0.004;
/** Nearer than this to what turns the confidence, metres. */
const CLOSE_M = 0.012;

/** A question and its searches, one for each ground. */
interface Asked<Q> {
  readonly quest: Q;
  readonly searches: readonly PathSearch[];
}

/** Judges links by the rules of the link study from the few stretches of their paths that can be the tightest. */
export class QuickJudge {
  readonly #scene: QuickScene;
  readonly #least: Asked<LeastClearance>;
  /** With the error of the ground, and, where there is a surface, with the surface's. */
  readonly #shortfalls: readonly Asked<Shortfall>[];

  constructor(scene: QuickScene) {
    this.#scene = scene;
    const asked = <Q extends Quest>(quest: Q): Asked<Q> => ({
      quest,
      searches: scene.grounds.map((ground) => new PathSearch(ground, quest)),
    });
    this.#least = asked(new LeastClearance());
    const causes = scene.grounds.length > 1 ? (['ground', 'surface'] as const) : (['ground'] as const);
    this.#shortfalls = causes.map((cause) => asked(new Shortfall(scene.error, cause, CLOSE_M)));
  }

  /** @returns null where rounding could turn the verdict, where ground is unknown, and for very short links: ask the link study */
  judge(lengthM: number, a: QuickEnd, b: QuickEnd): QuickAnswer | null {
    if (!(lengthM >= LEAST_LENGTH_M)) return null;
    const ray = this.#rayOf(lengthM, a, b);
    const least = this.#least.quest;
    least.begin(ray);
    if (!this.#search(this.#least, ray, a, b)) return null;
    const fraction = Math.sign(least.square) * Math.sqrt(Math.abs(least.square));
    const radiusM = Math.sqrt(ray.zone * least.squareAtM * (lengthM - least.squareAtM));
    const close = CLOSE_CLEARANCE_M / radiusM;
    if (Math.abs(fraction) < close) return null;
    if (Math.abs(fraction - CLEAR_FRESNEL_FRACTION) < close + CLOSE_SHARE * CLEAR_FRESNEL_FRACTION) return null;
    const verdict = fraction >= CLEAR_FRESNEL_FRACTION ? 'clear' : fraction >= 0 ? 'marginal' : 'blocked';
    const confident = this.#isSure(verdict, ray, a, b);
    if (confident === null) return null;
    const clearanceM = Math.round(least.clearanceM * 1e3) / 1e3 + 0;
    return { verdict, confident, clearanceM, fresnelFraction: Math.round(fraction * 1e6) / 1e6 + 0 };
  }

  #rayOf(lengthM: number, a: QuickEnd, b: QuickEnd): Ray {
    const { kFactor, frequencyGhz } = this.#scene;
    return {
      lengthM,
      fromM: a.altitudeM,
      slope: (b.altitudeM - a.altitudeM) / lengthM,
      bulge: 1 / (2 * kFactor * MEAN_EARTH_RADIUS_M),
      zone: wavelengthM(frequencyGhz) / lengthM,
    };
  }

  /** @returns false where ground is unknown */
  #search({ searches }: Asked<Quest>, ray: Ray, a: QuickEnd, b: QuickEnd): boolean {
    for (let index = 0; index < searches.length; index++) {
      const [search, ground] = [searches[index], this.#scene.grounds[index]];
      const [from, to] = [a.places[index], b.places[index]];
      if (search === undefined || ground === undefined || from === undefined || to === undefined) return false;
      if (!search.along(cellPath(ground, from, to, ray.lengthM), ray)) return false;
    }
    return true;
  }

  /** Whether the verdict stands even if each height is wrong by its error's allowance; null where that is too close to tell. */
  #isSure(verdict: Verdict, ray: Ray, a: QuickEnd, b: QuickEnd): boolean | null {
    if (verdict === 'blocked') return this.#isShort({ share: 0, side: 1 }, ray, a, b);
    const fallsShort = this.#isShort({ share: verdict === 'clear' ? CLEAR_FRESNEL_FRACTION : 0, side: -1 }, ray, a, b);
    if (fallsShort === null || fallsShort) return fallsShort === null ? null : false;
    return verdict === 'clear' ? true : this.#isShort({ share: CLEAR_FRESNEL_FRACTION, side: 1 }, ray, a, b);
  }

  /** Whether the ray falls short of a condition somewhere. Which error counts is told only where it makes no difference. */
  #isShort(condition: Condition, ray: Ray, a: QuickEnd, b: QuickEnd): boolean | null {
    const leastM = this.#least.quest.clearanceM;
    const mostM = mostAllowanceM(this.#scene.error);
    const widestM = condition.share * Math.sqrt((ray.zone * ray.lengthM * ray.lengthM) / 4);
    if (condition.side < 0 && leastM - widestM - mostM > CLOSE_M) return false;
    if (condition.side > 0 && leastM + mostM < -CLOSE_M) return true;
    let answer: boolean | null = null;
    for (const shortfall of this.#shortfalls) {
      shortfall.quest.begin(ray, condition);
      if (!this.#search(shortfall, ray, a, b) || Math.abs(shortfall.quest.leastM) <= CLOSE_M) return null;
      const here = shortfall.quest.leastM < 0;
      if (answer !== null && answer !== here) return null;
      answer = here;
    }
    return answer;
  }
}
