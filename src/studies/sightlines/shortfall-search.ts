import { errorAllowanceM, mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
import { END_MARGIN_M } from '../../radio/sightline.ts';
import type { CellPath } from './cell-path.ts';
import { GroundPath, MOST_STRETCHES, type Ray } from './ground-path.ts';
import type { QuickGround } from './quick-ground.ts';

/** What must not, or must, be undercut for an answer to be sure. */
export interface Condition {
  /** Share of the Fresnel radius that counts as an obstacle. */
  readonly share: number;
  /** −1: heights at their worst; 1: at their best. */
  readonly side: -1 | 1;
}

/** Samples of a stretch between two crossings, where allowance and radius bend; near an end, where the radius bends most, more of them. */
const PARTS = 4;
const PARTS_NEAR_END = 16;
/** Near: closer than so many stretches. */
const NEAR_END = 8;

/** Whether the ray falls short somewhere along a path, once the heights' error is taken from the clearance or added to it. */
export class ShortfallSearch {
  /** Least of clearance less share of the radius, less or plus the error, metres. */
  leastM = Infinity;
  readonly #path: GroundPath;
  readonly #error: HeightError;
  readonly #mostM: number;
  readonly #cause: 'ground' | 'surface';
  /** Nearer to zero than this nothing is decided. */
  readonly #closeM: number;
  #condition: Condition = { share: 0, side: -1 };
  #zone = 0;
  #isKnown = true;

  constructor(ground: QuickGround, error: HeightError, cause: 'ground' | 'surface', closeM: number) {
    this.#path = new GroundPath(ground);
    this.#error = error;
    this.#mostM = mostAllowanceM(error);
    this.#cause = cause;
    this.#closeM = closeM;
  }

  /** Ends where it surely falls short. @returns false where ground under the path is unknown */
  along(path: CellPath, ray: Ray, condition: Condition): boolean {
    this.#condition = condition;
    this.#zone = ray.zone;
    this.leastM = Infinity;
    this.#isKnown = true;
    this.#path.begin(path, ray);
    for (let piece = 0; piece < path.pieces; piece++) {
      const parts = this.#path.takePiece(piece);
      for (let part = 0; part < parts; part++) {
        const level = this.#path.takePart(part, parts);
        if (level < 0) return false;
        this.#descend(level);
      }
    }
    return this.#isKnown;
  }

  #descend(level: number): void {
    const path = this.#path;
    path.measure(level);
    const lowU = path.lowU[level] ?? NaN;
    const highU = path.highU[level] ?? NaN;
    const { floors, firstBlock, count } = path;
    const block = path.ground.planes.levels[level]?.block ?? NaN;
    for (let at = 0; at < count && this.#isKnown; at++) {
      const fromU = Math.max((firstBlock + at) * block, lowU);
      const untilU = Math.min((firstBlock + at + 1) * block, highU);
      if (!this.#mayMatter(floors[MOST_STRETCHES * level + at] ?? NaN, fromU, untilU)) continue;
      if (level === 0) {
        this.#walkAll(fromU, untilU);
        continue;
      }
      path.lowU[level - 1] = fromU;
      path.highU[level - 1] = untilU;
      this.#descend(level - 1);
    }
  }

  #mayMatter(floorM: number, fromU: number, untilU: number): boolean {
    if (this.leastM < -this.#closeM) return false;
    const { originM, perU } = this.#path;
    return !this.#isSpared(floorM, originM + perU * (perU < 0 ? untilU : fromU), Math.abs(perU) * (untilU - fromU));
  }

  #walkAll(fromU: number, untilU: number): void {
    const path = this.#path;
    if (path.isStraight) return this.#walk(fromU, untilU);
    const pieces = Math.ceil((untilU - fromU) / path.straightU);
    const pieceU = (untilU - fromU) / pieces;
    for (let piece = 0; piece < pieces; piece++) {
      path.takeStretch(fromU + piece * pieceU, fromU + (piece + 1) * pieceU);
      this.#walk(fromU + piece * pieceU, fromU + (piece + 1) * pieceU);
    }
    path.takeWhole();
  }

  /** Walks along a stretch, which counts as straight, from cell to cell: a cell is the most that it rises over the width of one. */
  #walk(fromU: number, untilU: number): void {
    const { originV, rise, isOverColumns } = this.#path;
    for (let u = fromU | 0; u < untilU; u++) {
      const [oneV, otherV] = [originV + rise * u, originV + rise * (u + 1)];
      const lastV = Math.max(oneV, otherV) | 0;
      for (let v = Math.min(oneV, otherV) | 0; v <= lastV; v++) {
        if (isOverColumns) this.#take(u, v);
        else this.#take(v, u);
      }
    }
  }

  /** Samples the piece of the path in a cell. */
  #take(column: number, row: number): void {
    const known = this.#path.cutAt(column, row);
    if (known < 0) this.#isKnown = false;
    if (known <= 0) return;
    const { cut } = this.#path;
    const startM = cut[0] ?? NaN;
    const lengthM = cut[1] ?? NaN;
    const c0 = cut[2] ?? NaN;
    const c1 = cut[3] ?? NaN;
    const c2 = cut[4] ?? NaN;
    const lastM = c0 + lengthM * (c1 + lengthM * c2);
    // Between its ends a parabola sags by no more than this.
    const sagM = (Math.abs(c2) * lengthM * lengthM) / 4;
    if (this.#isSpared((c0 < lastM ? c0 : lastM) - sagM, startM, lengthM)) return;
    const vertex = -c1 / (2 * c2);
    const fromEndM = Math.min(startM, this.#path.lengthM - startM - lengthM);
    const parts = fromEndM < NEAR_END * lengthM ? PARTS_NEAR_END : PARTS;
    for (let part = 0; part <= parts; part++) this.#note(startM, (part / parts) * lengthM, c0, c1, c2);
    if (c2 > 0 && vertex > 0 && vertex < lengthM) this.#note(startM, vertex, c0, c1, c2);
  }

  /** True for a piece whose clearance is so high that nothing follows from it. */
  #isSpared(floorM: number, startM: number, pieceM: number): boolean {
    const { lengthM } = this.#path;
    const d = Math.min(Math.max(lengthM / 2, startM), startM + pieceM);
    const { share, side } = this.#condition;
    const valueM = floorM - share * Math.sqrt(this.#zone * d * (lengthM - d)) - (side < 0 ? this.#mostM : 0);
    return valueM > this.#closeM || valueM > this.leastM;
  }

  #note(startM: number, s: number, c0: number, c1: number, c2: number): void {
    const { lengthM } = this.#path;
    const d = Math.min(Math.max(startM + s, END_MARGIN_M), lengthM - END_MARGIN_M);
    const clearanceM = c0 + (d - startM) * (c1 + (d - startM) * c2);
    const { share, side } = this.#condition;
    const allowanceM = errorAllowanceM(this.#error, this.#cause, d, lengthM - d);
    const valueM = clearanceM - share * Math.sqrt(this.#zone * d * (lengthM - d)) + side * allowanceM;
    if (valueM < this.leastM) this.leastM = valueM;
  }
}
