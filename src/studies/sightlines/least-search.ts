import { END_MARGIN_M } from '../../radio/sightline.ts';
import type { CellPath } from './cell-path.ts';
import { GroundPath, MOST_CROSSINGS, MOST_STRETCHES, type Ray } from './ground-path.ts';
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
  /** Crossings beside which the ground may matter: the value on their upper or left side, clearance, and where they are; of both axes, the main one first. */
  readonly #closeValue = new Int32Array(2 * MOST_CROSSINGS);
  readonly #closeClearM = new Float64Array(2 * MOST_CROSSINGS);
  readonly #closeAtM = new Float64Array(2 * MOST_CROSSINGS);
  /** The cell that was looked into last on this walk. */
  #lastLook = -1;

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
        this.#descend(level, this.#path.lowU, this.#path.highU);
      }
    }
    return this.#isKnown;
  }

  /** Cuts a stretch at the blocks of this level, and looks at the tightest, then at the others that may matter. */
  #descend(level: number, lowU: number, highU: number): void {
    const path = this.#path;
    path.measure(level, lowU, highU);
    const { floors, firstBlock, count, tightest, lengthM, originM, perU } = path;
    const blockM = (path.ground.planes.levels[level]?.block ?? NaN) * perU;
    const halfM = blockM / 2;
    const first = MOST_STRETCHES * level;
    const leastM = floors[first + tightest] ?? NaN;
    const isTaken = !(leastM >= this.clearanceM);
    if (isTaken) this.#take(level, firstBlock + tightest, firstBlock + tightest, lowU, highU);
    // d·(L − d) is nowhere less, as the ends' margins do not count.
    const leastW = END_MARGIN_M * (lengthM - END_MARGIN_M);
    let { clearanceM, square } = this;
    let d = originM + firstBlock * blockM + halfM;
    let run = -1;
    for (let at = 0; at < count && this.#isKnown; at++) {
      const floorM = floors[first + at] ?? NaN;
      const middleW = d * (lengthM - d);
      const turnW = Math.abs(halfM * (lengthM - 2 * d));
      d += blockM;
      // The most, or the least, of d·(L − d) in this block.
      let w = square < 0 ? middleW - turnW - halfM * halfM : middleW + turnW;
      if (w < leastW) w = leastW;
      const isIdle = (floorM >= clearanceM && floorM * Math.abs(floorM) >= square * w) || (isTaken && at === tightest);
      if (isIdle && run < 0) continue;
      if (!isIdle && run < 0) run = at;
      if (!isIdle && level === 0) continue;
      this.#take(level, firstBlock + run, firstBlock + (isIdle ? at - 1 : at), lowU, highU);
      run = -1;
      clearanceM = this.clearanceM;
      square = this.square;
    }
    if (run >= 0) this.#take(level, firstBlock + run, firstBlock + count - 1, lowU, highU);
  }

  /** Goes down into a block, or walks along some. */
  #take(level: number, firstBlock: number, lastBlock: number, lowU: number, highU: number): void {
    const path = this.#path;
    const block = path.ground.planes.levels[level]?.block ?? NaN;
    const fromU = firstBlock * block > lowU ? firstBlock * block : lowU;
    const untilU = (lastBlock + 1) * block < highU ? (lastBlock + 1) * block : highU;
    if (level > 0) return this.#descend(level - 1, fromU, untilU);
    let twistM = 0;
    for (let at = firstBlock; at <= lastBlock; at++) {
      const here = path.twistM(0, at);
      if (here > twistM) twistM = here;
    }
    if (path.isStraight) return this.#walk(fromU, untilU, 1e-6, twistM);
    const pieces = Math.ceil((untilU - fromU) / path.straightU);
    const pieceU = (untilU - fromU) / pieces;
    for (let piece = 0; piece < pieces; piece++) {
      path.takeStretch(fromU + piece * pieceU, fromU + (piece + 1) * pieceU);
      // A stretch and its chord do not meet the rows and columns at just the same places.
      this.#walk(fromU + piece * pieceU, fromU + (piece + 1) * pieceU, 1, twistM);
    }
    path.takeWhole();
  }

  /**
   * Reads the ground wherever a stretch, which counts as straight, crosses a row or column of cell centres, and looks into the cells that
   * may hold the least.
   * @param beyondU goes so much further than asked
   */
  #walk(askedFromU: number, askedUntilU: number, beyondU: number, twistM: number): void {
    const path = this.#path;
    const { lengthM, bulge, originM, perU, originV, rise, isOverColumns } = path;
    const { width } = path.ground;
    const perM = 1 / perU;
    const nearU = (END_MARGIN_M - originM) * perM;
    const farU = (lengthM - END_MARGIN_M - originM) * perM;
    let fromU = perU < 0 ? farU : nearU;
    let untilU = perU < 0 ? nearU : farU;
    const isFirst = askedFromU - beyondU <= fromU;
    const isLast = askedUntilU + beyondU >= untilU;
    if (!isFirst) fromU = askedFromU - beyondU;
    if (!isLast) untilU = askedUntilU + beyondU;
    if (!(fromU <= untilU)) return;
    const cellM = Math.abs(perU);
    // In a cell the height is bilinear: between its crossings the clearance sags by no more than this …
    const dipM = (twistM * Math.abs(rise) + bulge * cellM * cellM) / 4;
    const strideU = isOverColumns ? 1 : width;
    const strideV = isOverColumns ? width : 1;
    const main = this.#cross(fromU, untilU, 0, rise, originV, true, strideU, strideV, dipM, 0);
    let close = main;
    if (rise !== 0) {
      const [oneV, otherV] = [originV + rise * fromU, originV + rise * untilU];
      const [fromV, untilV] = rise < 0 ? [otherV, oneV] : [oneV, otherV];
      close = this.#cross(fromV, untilV, originV, 1 / rise, 0, false, strideV, strideU, dipM, main);
    }
    this.#lastLook = -1;
    for (let at = 0; at < main; at++) this.#lookBeside(at, strideU, strideV);
    for (let at = main; at < close; at++) this.#lookBeside(at, strideV, strideU);
    if (isFirst) this.#lookUnder(fromU);
    if (isLast) this.#lookUnder(untilU);
  }

  /**
   * Reads the ground where a stretch crosses the lines of one axis, at (line − `shift`) · `per` + `offset` along each of them.
   * @param dipM the clearance sags by no more between two crossings
   * @param close how many crossings are noted already @returns how many are now
   */
  #cross(
    from: number,
    until: number,
    shift: number,
    per: number,
    offset: number,
    isMain: boolean,
    stride: number,
    strideAcross: number,
    dipM: number,
    close: number,
  ): number {
    const { lengthM, fromM, slope, bulge, originM, perU, ground } = this.#path;
    const { values } = ground;
    const cellM = Math.abs(perU);
    const offM = slope - bulge * lengthM;
    let { clearanceM, square, squareAtM } = this;
    // … and d·(L − d) differs from that at a crossing by no more than this.
    const spread = cellM * (lengthM + cellM);
    let slack = Math.abs(square === Infinity ? 0 : square) * spread;
    const closeValue = this.#closeValue;
    const closeClearM = this.#closeClearM;
    const closeAtM = this.#closeAtM;
    const last = until | 0;
    for (let line = Math.ceil(from) | 0; line <= last; line++) {
      const across = (line - shift) * per + offset;
      const below = across | 0;
      const index = below * strideAcross + line * stride;
      const heightM = values[index] ?? NaN;
      const d = originM + perU * (isMain ? line : across);
      const clearM =
        fromM + d * (offM + bulge * d) - heightM - ((values[index + strideAcross] ?? NaN) - heightM) * (across - below);
      const lowM = clearM - dipM;
      const w = d * (lengthM - d);
      // Unknown heights (NaN) are close, too.
      if (lowM >= clearanceM && lowM * Math.abs(lowM) >= square * w + slack) continue;
      closeValue[close] = index;
      closeClearM[close] = clearM;
      closeAtM[close] = d;
      close++;
      if (clearM < clearanceM) clearanceM = clearM;
      const signed = clearM * Math.abs(clearM);
      if (signed < square * w) {
        square = signed / w;
        squareAtM = d;
        slack = Math.abs(square) * spread;
      }
    }
    this.clearanceM = clearanceM;
    this.square = square;
    this.squareAtM = squareAtM;
    return close;
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
    if (this.#cellMayMatter(lastM - hereM, clearM, d)) this.#lookAt(index - strideU);
    if (this.#cellMayMatter(hereM - nextM, clearM, d)) this.#lookAt(index);
  }

  /** Whether a cell of so much twist may hold less than what has been found, a crossing on its border being so high. */
  #cellMayMatter(twistM: number, clearM: number, d: number): boolean {
    const { lengthM, bulge, perU, rise } = this.#path;
    const cellM = Math.abs(perU);
    const bendM = bulge * cellM * cellM - twistM * rise;
    const lowM = bendM <= 0 ? clearM : clearM - bendM / 4;
    if (!(lowM >= this.clearanceM)) return true;
    const w = d * (lengthM - d);
    const spread = cellM * (Math.abs(lengthM - 2 * d) + cellM);
    return lowM * Math.abs(lowM) < this.square * (lowM < 0 ? w - spread : w + spread);
  }

  /** Looks into the cell under a place of the path. */
  #lookUnder(u: number): void {
    const { originV, rise, isOverColumns } = this.#path;
    const [atU, atV] = [u | 0, (originV + rise * u) | 0];
    if (isOverColumns) this.#look(atU, atV);
    else this.#look(atV, atU);
  }

  #lookAt(index: number): void {
    // The cell after one crossing is mostly that before the next.
    if (index === this.#lastLook) return;
    this.#lastLook = index;
    const { width } = this.#path.ground;
    const row = (index / width) | 0;
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
