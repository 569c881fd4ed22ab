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
  /** Rows or columns at whose crossings the ground beside may matter. */
  readonly #close = new Int32Array(MOST_CROSSINGS);

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
    const x0 = path.chordX + (nearM - startM) * dx;
    const x1 = path.chordX + (farM - startM) * dx;
    const y0 = path.chordY + (nearM - startM) * dy;
    const y1 = path.chordY + (farM - startM) * dy;
    this.#cellM = cellM;
    // In a cell the height is bilinear: between its crossings the clearance sags by no more than this …
    const dipM = isFirst ? 0 : ((twistM * ax * ay + path.bulge) * cellM * cellM) / 4;
    // … and d·(L − d) differs from that at a crossing by no more than this.
    const spread = cellM * (Math.max(Math.abs(lengthM - 2 * nearM), Math.abs(lengthM - 2 * farM)) + cellM);
    const slack = isFirst ? 0 : Math.abs(this.square) * spread;
    const { width } = path.ground;
    const close = this.#cross(x0, x1, path.chordX, path.chordY, dx, dy, 1, width, dipM, slack);
    if (!isFirst)
      for (let at = 0; at < close; at++) this.#lookBeside(this.#close[at] ?? NaN, path.chordX, path.chordY, dx, dy, 1, width);
    const closeRows = this.#cross(y0, y1, path.chordY, path.chordX, dy, dx, width, 1, dipM, slack);
    if (isFirst) return;
    for (let at = 0; at < closeRows; at++) this.#lookBeside(this.#close[at] ?? NaN, path.chordY, path.chordX, dy, dx, width, 1);
    if (startM <= END_MARGIN_M) this.#look(Math.floor(x0), Math.floor(y0));
    if (startM + walkM >= beyondM) this.#look(Math.floor(x1), Math.floor(y1));
  }

  /**
   * Reads the ground at the crossings of the chord with whole numbers of one axis, u: columns, or rows. The other axis is v.
   * @param fromU where the crossings start and, `untilU`, end, in either order
   * @param u0 start of the chord; @param du steps per metre; @param strideU from value to value along the axis
   * @returns how many are so low that the ground beside them may matter; `#close` holds these
   */
  #cross(
    fromU: number,
    untilU: number,
    u0: number,
    v0: number,
    du: number,
    dv: number,
    strideU: number,
    strideV: number,
    dipM: number,
    slack: number,
  ): number {
    const first = Math.ceil(fromU < untilU ? fromU : untilU) | 0;
    const last = Math.floor(fromU < untilU ? untilU : fromU) | 0;
    if (first > last) return 0;
    const path = this.#path;
    const values = path.ground.values;
    const lengthM = path.lengthM;
    const fromM = path.fromM;
    const slope = path.slope;
    const bulge = path.bulge;
    const startM = path.chordM;
    const perU = 1 / du;
    const rise = dv / du;
    const close = this.#close;
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
      close[end++] = whole;
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
  #lookBeside(whole: number, u0: number, v0: number, du: number, dv: number, strideU: number, strideV: number): void {
    const path = this.#path;
    const { values } = path.ground;
    const s = (whole - u0) / du;
    const v = v0 + s * dv;
    const below = Math.floor(v);
    const index = below * strideV + whole * strideU;
    const heightM = values[index] ?? NaN;
    const d = path.chordM + s;
    const groundM = heightM + ((values[index + strideV] ?? NaN) - heightM) * (v - below);
    const clearM = path.fromM + d * (path.slope - path.bulge * (path.lengthM - d)) - groundM;
    if (this.#cellMayMatter(index, clearM, d)) this.#lookAt(index);
    if (this.#cellMayMatter(index - strideU, clearM, d)) this.#lookAt(index - strideU);
  }

  #cellMayMatter(index: number, clearM: number, d: number): boolean {
    const path = this.#path;
    const { values, width } = path.ground;
    const [upperM, lowerM] = [values[index] ?? NaN, values[index + width] ?? NaN];
    const twist = upperM - (values[index + 1] ?? NaN) - lowerM + (values[index + width + 1] ?? NaN);
    const bend = path.bulge - twist * path.chordDx * path.chordDy;
    const cellM = this.#cellM;
    const lowM = bend <= 0 ? clearM : clearM - (bend * cellM * cellM) / 4;
    if (!(lowM >= this.clearanceM)) return true;
    const w = d * (path.lengthM - d);
    const spread = cellM * (Math.abs(path.lengthM - 2 * d) + cellM);
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
