import { errorAllowanceM, mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
import { END_MARGIN_M } from '../../radio/sightline.ts';
import { PIECE_NUMBERS, type Quest, type Ray } from './path-search.ts';

/** The least clearance of a path, and the least of clearance over Fresnel radius. */
export class LeastClearance implements Quest {
  clearanceM = Infinity;
  /** The least fraction times its own size: the order of fractions without a root. */
  square = Infinity;
  /** Where it is, metres from the first end. */
  squareAtM = 0;
  #lengthM = 0;
  #zone = 0;

  begin({ lengthM, zone }: Ray): void {
    this.#lengthM = lengthM;
    this.#zone = zone;
    this.clearanceM = Infinity;
    this.square = Infinity;
  }

  mayMatter(stretches: Float64Array, at: number): boolean {
    const startM = stretches[at] ?? NaN;
    const endM = stretches[at + 1] ?? NaN;
    const floorM = stretches[at + 2] ?? NaN;
    return !(floorM >= this.clearanceM) || this.#leastSquare(floorM, startM, endM) < this.square;
  }

  /** A fraction's square that a stretch does not fall below: the radius is least at one of its ends, largest nearest to the middle. */
  #leastSquare(floorM: number, startM: number, endM: number): number {
    const lengthM = this.#lengthM;
    const from = startM < END_MARGIN_M ? END_MARGIN_M : startM;
    const until = endM > lengthM - END_MARGIN_M ? lengthM - END_MARGIN_M : endM;
    const atFrom = from * (lengthM - from);
    const atUntil = until * (lengthM - until);
    if (floorM < 0) return (-floorM * floorM) / (this.#zone * (atFrom < atUntil ? atFrom : atUntil));
    const half = lengthM / 2;
    const largest = from < half && until > half ? half * half : atFrom < atUntil ? atUntil : atFrom;
    return (floorM * floorM) / (this.#zone * largest);
  }

  take(pieces: Float64Array, end: number): void {
    const beyondM = this.#lengthM - END_MARGIN_M;
    for (let at = 0; at < end; at += PIECE_NUMBERS) {
      const startM = pieces[at] ?? NaN;
      const lengthM = pieces[at + 1] ?? NaN;
      const c0 = pieces[at + 2] ?? NaN;
      const c1 = pieces[at + 3] ?? NaN;
      const c2 = pieces[at + 4] ?? NaN;
      const first = startM < END_MARGIN_M ? END_MARGIN_M - startM : 0;
      const last = startM + lengthM > beyondM ? beyondM - startM : lengthM;
      if (!(first <= last)) continue;
      const firstM = c0 + first * (c1 + first * c2);
      const lastM = c0 + last * (c1 + last * c2);
      let lowestM = lastM < firstM ? lastM : firstM;
      // A parabola that opens upwards and is lowest between the two.
      if (c2 > 0 && c1 + 2 * c2 * first < 0 && c1 + 2 * c2 * last > 0) lowestM = c0 - (c1 * c1) / (4 * c2);
      if (lowestM < this.clearanceM) this.clearanceM = lowestM;
      if (this.#leastSquare(lowestM, startM, startM + lengthM) < this.square) this.#look(pieces, at, first, last);
    }
  }

  /** Looks for the least fraction of a piece: at its ends, and where its slope changes its sign. */
  #look(pieces: Float64Array, at: number, first: number, last: number): void {
    const startM = pieces[at] ?? NaN;
    const [c0, c1, c2] = [pieces[at + 2] ?? NaN, pieces[at + 3] ?? NaN, pieces[at + 4] ?? NaN];
    this.#note(startM + first, c0 + first * (c1 + first * c2));
    this.#note(startM + last, c0 + last * (c1 + last * c2));
    const falls = this.#turn(startM, first, c0, c1, c2) < 0;
    if (falls && this.#turn(startM, last, c0, c1, c2) > 0) this.#noteBetween(startM, first, last, c0, c1, c2);
  }

  #note(distanceM: number, clearanceM: number): void {
    const square = (clearanceM * Math.abs(clearanceM)) / (this.#zone * distanceM * (this.#lengthM - distanceM));
    if (square < this.square) {
      this.square = square;
      this.squareAtM = distanceM;
    }
  }

  /** Has the sign of the fraction's slope: 2·c′·w − c·w′ with w = d·(L − d). */
  #turn(startM: number, s: number, c0: number, c1: number, c2: number): number {
    const d = startM + s;
    const restM = this.#lengthM - d;
    return 2 * (c1 + 2 * c2 * s) * d * restM - (c0 + s * (c1 + s * c2)) * (restM - d);
  }

  /** Halves the stretch in which the slope of the fraction changes its sign; a thousandth of it is near enough to a flat minimum. */
  #noteBetween(startM: number, first: number, last: number, c0: number, c1: number, c2: number): void {
    let [low, high] = [first, last];
    for (let halving = 0; halving < 10; halving++) {
      const middle = (low + high) / 2;
      if (this.#turn(startM, middle, c0, c1, c2) < 0) low = middle;
      else high = middle;
    }
    const s = (low + high) / 2;
    this.#note(startM + s, c0 + s * (c1 + s * c2));
  }
}

/** What must not, or must, be undercut for an answer to be sure. */
export interface Condition {
  /** Share of the Fresnel radius that counts as an obstacle. */
  readonly share: number;
  /** −1: heights at their worst; 1: at their best. */
  readonly side: -1 | 1;
}

/** Samples of a stretch between two crossings, where allowance and radius bend. */
const PARTS = 4;

/** Whether the ray falls short somewhere, once the heights' error is taken from the clearance or added to it. */
export class Shortfall implements Quest {
  /** Least of clearance less share of the radius, less or plus the error, metres. */
  leastM = Infinity;
  #condition: Condition = { share: 0, side: -1 };
  #ray: Ray = { lengthM: 0, fromM: 0, slope: 0, bulge: 0, zone: 0 };
  readonly #error: HeightError;
  readonly #mostM: number;
  /** Nearer to zero than this nothing is decided. */
  readonly #closeM: number;
  readonly #cause: 'ground' | 'surface';

  constructor(error: HeightError, cause: 'ground' | 'surface', closeM: number) {
    this.#error = error;
    this.#mostM = mostAllowanceM(error);
    this.#cause = cause;
    this.#closeM = closeM;
  }

  begin(ray: Ray, condition: Condition): void {
    this.#ray = ray;
    this.#condition = condition;
    this.leastM = Infinity;
  }

  mayMatter(stretches: Float64Array, at: number): boolean {
    const startM = stretches[at] ?? NaN;
    const endM = stretches[at + 1] ?? NaN;
    const floorM = stretches[at + 2] ?? NaN;
    if (this.leastM < -this.#closeM) return false;
    const { lengthM, zone } = this.#ray;
    const d = Math.min(Math.max(lengthM / 2, startM), endM);
    const mostM = this.#condition.side < 0 ? this.#mostM : 0;
    return !(floorM - this.#condition.share * Math.sqrt(zone * d * (lengthM - d)) - mostM > this.#closeM);
  }

  take(pieces: Float64Array, end: number): void {
    for (let at = 0; at < end && this.leastM >= -this.#closeM; at += PIECE_NUMBERS) {
      const [startM, lengthM] = [pieces[at] ?? NaN, pieces[at + 1] ?? NaN];
      const [c0, c1, c2] = [pieces[at + 2] ?? NaN, pieces[at + 3] ?? NaN, pieces[at + 4] ?? NaN];
      const vertex = -c1 / (2 * c2);
      for (let part = 0; part <= PARTS; part++) this.#note(startM, (part / PARTS) * lengthM, c0, c1, c2);
      if (c2 > 0 && vertex > 0 && vertex < lengthM) this.#note(startM, vertex, c0, c1, c2);
    }
  }

  #note(startM: number, s: number, c0: number, c1: number, c2: number): void {
    const { lengthM, zone } = this.#ray;
    const d = Math.min(Math.max(startM + s, END_MARGIN_M), lengthM - END_MARGIN_M);
    const clearanceM = c0 + (d - startM) * (c1 + (d - startM) * c2);
    const { share, side } = this.#condition;
    const allowanceM = errorAllowanceM(this.#error, this.#cause, d, lengthM - d);
    const valueM = clearanceM - share * Math.sqrt(zone * d * (lengthM - d)) + side * allowanceM;
    if (valueM < this.leastM) this.leastM = valueM;
  }
}
