import { errorAllowanceM, mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
import { END_MARGIN_M } from '../../radio/sightline.ts';
import type { CellPath } from './cell-path.ts';
import { GroundPath, LEAST_STRETCH_M, MOST_STRETCHES, type Ray } from './ground-path.ts';
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
        const level = this.#path.takePart(part / parts, (part + 1) / parts);
        if (level < 0) return false;
        this.#descend(level, part / parts, (part + 1) / parts);
      }
    }
    return this.#isKnown;
  }

  #descend(level: number, from: number, until: number): void {
    const end = this.#path.measure(level, from, until);
    const { floors, ends } = this.#path;
    let here = from;
    for (let slot = MOST_STRETCHES * level; slot < end && this.#isKnown; slot++) {
      const next = ends[slot] ?? NaN;
      if (this.#mayMatter(floors[slot] ?? NaN, here, next)) {
        if (level > 0) this.#descend(level - 1, here, next);
        else this.#walkAll(here, next);
      }
      here = next;
    }
  }

  #mayMatter(floorM: number, from: number, until: number): boolean {
    if (this.leastM < -this.#closeM) return false;
    const { startM, pieceM } = this.#path;
    return !this.#isSpared(floorM, startM + from * pieceM, (until - from) * pieceM);
  }

  #walkAll(from: number, until: number): void {
    const parts = Math.max(1, Math.ceil((until - from) / this.#path.straight));
    const share = (until - from) / parts;
    for (let part = 0; part < parts; part++) this.#walk(from + part * share, from + (part + 1) * share);
  }

  /** Walks along a stretch, which counts as straight, from cell to cell. */
  #walk(from: number, until: number): void {
    const path = this.#path;
    const walkM = (until - from) * path.pieceM;
    if (walkM < LEAST_STRETCH_M) return;
    path.takeChord(from, until);
    const { chordX, chordY, chordDx, chordDy } = path;
    const [stepColumn, stepRow] = [chordDx < 0 ? -1 : 1, chordDy < 0 ? -1 : 1];
    const [lastColumn, lastRow] = [Math.floor(chordX + chordDx * walkM), Math.floor(chordY + chordDy * walkM)];
    let column = Math.floor(chordX);
    let row = Math.floor(chordY);
    this.#take(column, row);
    while ((lastColumn - column) * stepColumn > 0 || (lastRow - row) * stepRow > 0) {
      const columnM =
        (lastColumn - column) * stepColumn > 0 ? ((stepColumn > 0 ? column + 1 : column) - chordX) / chordDx : Infinity;
      const rowM = (lastRow - row) * stepRow > 0 ? ((stepRow > 0 ? row + 1 : row) - chordY) / chordDy : Infinity;
      if (columnM <= rowM) column += stepColumn;
      else row += stepRow;
      this.#take(column, row);
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
