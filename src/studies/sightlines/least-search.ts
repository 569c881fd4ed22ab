import { END_MARGIN_M } from '../../radio/sightline.ts';
import type { CellPath } from './cell-path.ts';
import { GroundPath, LEAST_STRETCH_M, MOST_CROSSINGS, MOST_STRETCHES, type Ray } from './ground-path.ts';
import type { QuickGround } from './quick-ground.ts';

/** Looks along paths for the least clearance and the least fraction, tightest stretch first, leaving out what can lower neither. */
export class LeastSearch {
  /** Least clearance, metres. */
  clearanceM = Infinity;
  /** The least of c·|c| / (d·(L − d)), c the clearance: times 1/`zone` the fraction times its own size, which orders fractions without a root. */
  square = Infinity;
  /** Where it is, metres from the first end. */
  squareAtM = 0;
  readonly #path: GroundPath;
  #isKnown = true;
  /** The longest piece of the chord in a cell, metres. */
  #cellM = 0;
  // Of a walk: from where to where the ground is read, how far the clearance sags in a cell, and how far the radius is another there.
  #nearM = 0;
  #farM = 0;
  #dipM = 0;
  #slack = 0;
  /** Crossings beside which the ground may matter: the value on their upper or left side, clearance, and where they are. */
  readonly #closeValue = new Int32Array(MOST_CROSSINGS);
  readonly #closeClearM = new Float64Array(MOST_CROSSINGS);
  readonly #closeAtM = new Float64Array(MOST_CROSSINGS);

  constructor(ground: QuickGround) {
    this.#path = new GroundPath(ground);
  }

  /** Begins with what was found on another ground under the same ray, or with nothing. @returns false where ground under the path is unknown */
  along(path: CellPath, ray: Ray, found: LeastSearch | null): boolean {
    this.clearanceM = found?.clearanceM ?? Infinity;
    this.square = found?.square ?? Infinity;
    this.squareAtM = found?.squareAtM ?? 0;
    this.#isKnown = true;
    this.#path.begin(path, ray);
    for (let piece = 0; piece < path.pieces; piece++) {
      const parts = this.#path.takePiece(piece);
      for (let part = 0; part < parts && this.#isKnown; part++) {
        const level = this.#path.takePart(part / parts, (part + 1) / parts);
        if (level < 0) return false;
        this.#descend(level, part / parts, (part + 1) / parts);
      }
    }
    return this.#isKnown;
  }

  /** Cuts a stretch at the blocks of this level, and looks at the parts, the tightest first, then at runs of those that may matter. */
  #descend(level: number, from: number, until: number): void {
    const first = MOST_STRETCHES * level;
    const end = this.#path.measure(level, from, until);
    const { floors, ends, twists } = this.#path;
    let tightest = first;
    let least = Infinity;
    for (let slot = first; slot < end; slot++) {
      if ((floors[slot] ?? NaN) < least) {
        least = floors[slot] ?? NaN;
        tightest = slot;
      }
    }
    const tightestFrom = tightest === first ? from : (ends[tightest - 1] ?? NaN);
    if (this.#mayMatter(least, tightestFrom, ends[tightest] ?? NaN)) {
      if (level > 0) this.#descend(level - 1, tightestFrom, ends[tightest] ?? NaN);
      else this.#walkAll(tightestFrom, ends[tightest] ?? NaN, twists[tightest] ?? NaN, true);
    }
    let enoughM = this.#enoughM();
    let runFrom = -1;
    let runTwistM = 0;
    let here = from;
    for (let slot = first; slot < end && this.#isKnown; slot++) {
      const next = ends[slot] ?? NaN;
      if (
        !((floors[slot] ?? NaN) >= enoughM) &&
        (level === 0 || slot !== tightest) &&
        this.#mayMatter(floors[slot] ?? NaN, here, next)
      ) {
        if (level > 0) {
          this.#descend(level - 1, here, next);
          enoughM = this.#enoughM();
        } else {
          if (runFrom < 0) {
            runFrom = here;
            runTwistM = 0;
          }
          if ((twists[slot] ?? NaN) > runTwistM) runTwistM = twists[slot] ?? NaN;
        }
      } else if (runFrom >= 0) {
        this.#walkAll(runFrom, here, runTwistM, false);
        runFrom = -1;
        enoughM = this.#enoughM();
      }
      here = next;
    }
    if (runFrom >= 0) this.#walkAll(runFrom, until, runTwistM, false);
  }

  /** A stretch that nowhere falls below this clearance cannot matter, metres. */
  #enoughM(): number {
    const { clearanceM, square } = this;
    if (!(square > 0)) return 0;
    const widestM = (Math.sqrt(square) * this.#path.lengthM) / 2;
    return widestM > clearanceM ? widestM : clearanceM;
  }

  /** Whether a stretch that nowhere falls below a clearance can change what has been found. */
  #mayMatter(floorM: number, from: number, until: number): boolean {
    if (!(floorM >= this.clearanceM)) return true;
    const lengthM = this.#path.lengthM;
    let fromM = this.#path.startM + from * this.#path.pieceM;
    let untilM = this.#path.startM + until * this.#path.pieceM;
    if (fromM < END_MARGIN_M) fromM = END_MARGIN_M;
    if (untilM > lengthM - END_MARGIN_M) untilM = lengthM - END_MARGIN_M;
    const atFrom = fromM * (lengthM - fromM);
    const atUntil = untilM * (lengthM - untilM);
    // The radius is least at one of the ends, largest nearest to the middle.
    if (floorM < 0) return -floorM * floorM < this.square * (atFrom < atUntil ? atFrom : atUntil);
    const half = lengthM / 2;
    const largest = fromM < half && untilM > half ? half * half : atFrom < atUntil ? atUntil : atFrom;
    return floorM * floorM < this.square * largest;
  }

  #walkAll(from: number, until: number, twistM: number, isFirst: boolean): void {
    const { straight } = this.#path;
    const parts = until - from <= straight ? 1 : Math.ceil((until - from) / straight);
    const share = (until - from) / parts;
    for (let part = 0; part < parts; part++) this.#walk(from + part * share, from + (part + 1) * share, twistM, isFirst);
  }

  /**
   * Reads the ground wherever a stretch, which counts as straight, crosses a row or column of cell centres, and looks into the cells that
   * may hold the least. Goes a cell further than asked, so that both ends of each cell's piece are read.
   * @param isFirst only the crossings count, so that there is something to compare with
   */
  #walk(from: number, until: number, twistM: number, isFirst: boolean): void {
    const path = this.#path;
    const walkM = (until - from) * path.pieceM;
    if (walkM < LEAST_STRETCH_M) return;
    path.takeChord(from, until);
    const lengthM = path.lengthM;
    const startM = path.chordM;
    const beyondM = lengthM - END_MARGIN_M;
    const dx = path.chordDx;
    const dy = path.chordDy;
    const ax = dx < 0 ? -dx : dx;
    const ay = dy < 0 ? -dy : dy;
    const cellM = 1 / (ax > ay ? ax : ay);
    const nearM = startM - cellM < END_MARGIN_M ? END_MARGIN_M : startM - cellM;
    const farM = startM + walkM + cellM > beyondM ? beyondM : startM + walkM + cellM;
    this.#nearM = nearM;
    this.#farM = farM;
    this.#cellM = cellM;
    // In a cell the height is bilinear: between its crossings the clearance sags by no more than this …
    this.#dipM = isFirst ? 0 : ((twistM * ax * ay + path.bulge) * cellM * cellM) / 4;
    // … and d·(L − d) differs from that at a crossing by no more than this.
    const steepest = Math.max(Math.abs(lengthM - 2 * nearM), Math.abs(lengthM - 2 * farM));
    this.#slack = isFirst ? 0 : Math.abs(this.square) * cellM * (steepest + cellM);
    const { width } = path.ground;
    const columns = this.#cross(true);
    if (!isFirst) for (let at = 0; at < columns; at++) this.#lookBeside(at, 1, width);
    const rows = this.#cross(false);
    if (isFirst) return;
    for (let at = 0; at < rows; at++) this.#lookBeside(at, width, 1);
    const { chordX, chordY } = path;
    const [atNear, atFar] = [nearM - startM, farM - startM];
    if (startM <= END_MARGIN_M) this.#look(Math.floor(chordX + atNear * dx), Math.floor(chordY + atNear * dy));
    if (startM + walkM >= beyondM) this.#look(Math.floor(chordX + atFar * dx), Math.floor(chordY + atFar * dy));
  }

  /**
   * Reads the ground at the crossings of the chord with whole numbers of one axis, u: columns, or rows. The other axis is v.
   * What it needs stands in fields: numbers that are handed to a function are boxed on the heap.
   * @returns how many are so low that the ground beside them may matter
   */
  #cross(isColumns: boolean): number {
    const path = this.#path;
    const u0 = isColumns ? path.chordX : path.chordY;
    const v0 = isColumns ? path.chordY : path.chordX;
    const du = isColumns ? path.chordDx : path.chordDy;
    const dv = isColumns ? path.chordDy : path.chordDx;
    const startM = path.chordM;
    const fromU = u0 + (this.#nearM - startM) * du;
    const untilU = u0 + (this.#farM - startM) * du;
    const first = Math.ceil(fromU < untilU ? fromU : untilU) | 0;
    const last = Math.floor(fromU < untilU ? untilU : fromU) | 0;
    if (first > last) return 0;
    const { values, width } = path.ground;
    const strideU = isColumns ? 1 : width;
    const strideV = isColumns ? width : 1;
    const dipM = this.#dipM;
    const slack = this.#slack;
    const lengthM = path.lengthM;
    const fromM = path.fromM;
    const slope = path.slope;
    const bulge = path.bulge;
    const perU = 1 / du;
    const rise = dv / du;
    const closeValue = this.#closeValue;
    const closeClearM = this.#closeClearM;
    const closeAtM = this.#closeAtM;
    let end = 0;
    let lowestM = this.clearanceM;
    let square = this.square;
    let squareAtM = this.squareAtM;
    for (let whole = first; whole <= last; whole++) {
      const u = whole - u0;
      const v = v0 + u * rise;
      const below = v | 0;
      const index = below * strideV + whole * strideU;
      const heightM = values[index] ?? NaN;
      const d = startM + u * perU;
      const w = d * (lengthM - d);
      const clearM = fromM + d * slope - bulge * w - (heightM + ((values[index + strideV] ?? NaN) - heightM) * (v - below));
      const lowM = clearM - dipM;
      // Unknown heights (NaN) are close, too.
      if (lowM >= lowestM && lowM * Math.abs(lowM) >= square * w + slack) continue;
      closeValue[end] = index;
      closeClearM[end] = clearM;
      closeAtM[end] = d;
      end++;
      if (clearM < lowestM) lowestM = clearM;
      const signed = clearM * Math.abs(clearM);
      if (signed < square * w) {
        square = signed / w;
        squareAtM = d;
      }
    }
    this.clearanceM = lowestM;
    this.square = square;
    this.squareAtM = squareAtM;
    return end;
  }

  /** Looks into the cells on both sides of a crossing, if the ground in them may rise so far above that at the crossing that it matters. */
  #lookBeside(close: number, strideU: number, strideV: number): void {
    const { values } = this.#path.ground;
    const index = this.#closeValue[close] ?? 0;
    const hereM = (values[index] ?? NaN) - (values[index + strideV] ?? NaN);
    const nextM = (values[index + strideU] ?? NaN) - (values[index + strideU + strideV] ?? NaN);
    const lastM = (values[index - strideU] ?? NaN) - (values[index - strideU + strideV] ?? NaN);
    const clearM = this.#closeClearM[close] ?? NaN;
    const d = this.#closeAtM[close] ?? NaN;
    if (this.#cellMayMatter(hereM - nextM, clearM, d)) this.#lookAt(index);
    if (this.#cellMayMatter(lastM - hereM, clearM, d)) this.#lookAt(index - strideU);
  }

  /** Whether a cell of so much twist may hold less than what has been found, a crossing on its border being so high. */
  #cellMayMatter(twistM: number, clearM: number, d: number): boolean {
    const { lengthM, bulge, chordDx, chordDy } = this.#path;
    const bend = bulge - twistM * chordDx * chordDy;
    const cellM = this.#cellM;
    const lowM = bend <= 0 ? clearM : clearM - (bend * cellM * cellM) / 4;
    if (!(lowM >= this.clearanceM)) return true;
    const w = d * (lengthM - d);
    const spread = cellM * (Math.abs(lengthM - 2 * d) + cellM);
    return lowM * Math.abs(lowM) < this.square * (lowM < 0 ? w - spread : w + spread);
  }

  #lookAt(index: number): void {
    const { width } = this.#path.ground;
    const row = Math.floor(index / width);
    this.#look(index - row * width, row);
  }

  /** Looks at the piece of the path inside a cell, where the clearance is a parabola. */
  #look(column: number, row: number): void {
    const path = this.#path;
    const known = path.cutAt(column, row);
    if (known < 0) this.#isKnown = false;
    if (known <= 0) return;
    const { cut, lengthM } = path;
    const d = cut[0] ?? NaN;
    const cutM = cut[1] ?? NaN;
    const c0 = cut[2] ?? NaN;
    const c1 = cut[3] ?? NaN;
    const c2 = cut[4] ?? NaN;
    const lastM = c0 + cutM * (c1 + cutM * c2);
    let lowestM = lastM < c0 ? lastM : c0;
    // A parabola that opens upwards and is lowest between the two.
    if (c2 > 0 && c1 < 0 && c1 + 2 * c2 * cutM > 0) lowestM = c0 - (c1 * c1) / (4 * c2);
    if (lowestM < this.clearanceM) this.clearanceM = lowestM;
    const w = d * (lengthM - d);
    const lastW = (d + cutM) * (lengthM - d - cutM);
    const widest = lowestM < 0 ? (w < lastW ? w : lastW) : (w < lastW ? lastW : w) + (cutM * cutM) / 4;
    if (lowestM * Math.abs(lowestM) >= this.square * widest) return;
    // The least fraction is at one of the ends, or where its slope changes its sign.
    this.#note(d, c0);
    this.#note(d + cutM, lastM);
    if (this.#turn(d, 0, c0, c1, c2) < 0 && this.#turn(d, cutM, c0, c1, c2) > 0) this.#noteBetween(d, cutM, c0, c1, c2);
  }

  #note(distanceM: number, clearanceM: number): void {
    const w = distanceM * (this.#path.lengthM - distanceM);
    const signed = clearanceM * Math.abs(clearanceM);
    if (signed < this.square * w) {
      this.square = signed / w;
      this.squareAtM = distanceM;
    }
  }

  /** Has the sign of the fraction's slope: 2·c′·w − c·w′ with w = d·(L − d). */
  #turn(startM: number, s: number, c0: number, c1: number, c2: number): number {
    const d = startM + s;
    const restM = this.#path.lengthM - d;
    return 2 * (c1 + 2 * c2 * s) * d * restM - (c0 + s * (c1 + s * c2)) * (restM - d);
  }

  /** Halves the stretch in which the slope of the fraction changes its sign; a thousandth of it is near enough to a flat minimum. */
  #noteBetween(startM: number, pieceM: number, c0: number, c1: number, c2: number): void {
    let low = 0;
    let high = pieceM;
    for (let halving = 0; halving < 10; halving++) {
      const middle = (low + high) / 2;
      if (this.#turn(startM, middle, c0, c1, c2) < 0) low = middle;
      else high = middle;
    }
    const s = (low + high) / 2;
    this.#note(startM + s, c0 + s * (c1 + s * c2));
  }
}
