import { END_MARGIN_M } from '../../radio/sightline.ts';
import type { CellPath } from './cell-path.ts';
import { CHORD, GroundPath, MOST_CROSSINGS, MOST_STRETCHES, type Ray } from './ground-path.ts';
import { TWIST_BITS } from './ground-planes.ts';
import type { QuickGround } from './quick-ground.ts';

/** Crossings that are kept before the cells beside them are looked into, and the walks that met them: while half as many are kept there is room for those of one more walk. */
const MOST_CLOSE = 4 * MOST_CROSSINGS;
const MOST_WALKS = 8;

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
  /** Crossings beside which the ground may matter: the value on their upper or left side, the walk and whether their line lies across the main axis (2 · walk + 1), clearance, least clearance in the cells beside, and where they are. */
  readonly #closeValue = new Int32Array(MOST_CLOSE);
  readonly #closeWalk = new Uint8Array(MOST_CLOSE);
  readonly #closeClearM = new Float64Array(MOST_CLOSE);
  readonly #closeLowM = new Float64Array(MOST_CLOSE);
  readonly #closeShare = new Float64Array(MOST_CLOSE);
  readonly #closeAtM = new Float64Array(MOST_CLOSE);
  #close = 0;
  /** The chord of each walk. */
  readonly #chords = new Float64Array(CHORD * MOST_WALKS);
  #walks = 0;
  /** From this clearance on nothing can lower either, wherever it is, metres. */
  #spareM = Infinity;
  /** The stretch that is walked, and the most twist of the ground under it, metres. */
  #fromU = NaN;
  #untilU = NaN;
  #twistM = NaN;
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
    this.#settle();
    for (let piece = 0; piece < path.pieces; piece++) {
      const parts = this.#path.takePiece(piece);
      for (let part = 0; part < parts && this.#isKnown; part++) {
        const level = this.#path.takePart(part, parts);
        if (level < 0) return false;
        this.#descend(level);
        this.#lookBesideAll();
      }
    }
    return this.#isKnown;
  }

  /** Keeps `#spareM` by what has been found. */
  #settle(): void {
    const { square, clearanceM } = this;
    // d·(L − d) is nowhere more than in the middle.
    const spareM = square > 0 ? (Math.sqrt(square) * this.#path.lengthM) / 2 : 0;
    this.#spareM = spareM > clearanceM ? spareM : clearanceM;
  }

  /** Cuts a stretch at the blocks of this level, and looks at the tightest, then at the others that may matter. */
  #descend(level: number): void {
    const path = this.#path;
    path.measure(level);
    const { floors, firstBlock, count, tightest, lengthM, originM, perU } = path;
    const blockM = (path.ground.planes.levels[level]?.block ?? NaN) * perU;
    const halfM = blockM / 2;
    const first = MOST_STRETCHES * level;
    const isTaken = !((floors[first + tightest] ?? NaN) >= this.clearanceM);
    if (isTaken) this.#take(level, firstBlock + tightest, firstBlock + tightest);
    // d·(L − d) is nowhere less, as the ends' margins do not count.
    const leastW = END_MARGIN_M * (lengthM - END_MARGIN_M);
    let { clearanceM, square } = this;
    let spareM = this.#spareM;
    // The one that may hold the least fraction comes next: what is found there spares most others.
    let leastSquare = square;
    let next = -1;
    for (let at = 0; at < count; at++) {
      const floorM = floors[first + at] ?? NaN;
      if (floorM >= spareM || (isTaken && at === tightest)) continue;
      const d = originM + (firstBlock + at) * blockM + halfM;
      const w = d * (lengthM - d);
      const signed = floorM * Math.abs(floorM);
      if (signed < leastSquare * w && w > leastW) {
        leastSquare = signed / w;
        next = at;
      }
    }
    if (next >= 0) {
      this.#take(level, firstBlock + next, firstBlock + next);
      clearanceM = this.clearanceM;
      square = this.square;
      spareM = this.#spareM;
    }
    let run = -1;
    for (let at = 0; at < count && this.#isKnown; at++) {
      const floorM = floors[first + at] ?? NaN;
      let isIdle = floorM >= spareM || at === next || (isTaken && at === tightest);
      if (!isIdle && floorM >= clearanceM) {
        const d = originM + (firstBlock + at) * blockM + halfM;
        const middleW = d * (lengthM - d);
        const turnW = Math.abs(halfM * (lengthM - 2 * d));
        // The most, or the least, of d·(L − d) in this block.
        let w = square < 0 ? middleW - turnW - halfM * halfM : middleW + turnW;
        if (w < leastW) w = leastW;
        isIdle = floorM * Math.abs(floorM) >= square * w;
      }
      if (isIdle && run < 0) continue;
      if (!isIdle && run < 0) run = at;
      if (!isIdle && level === 0) continue;
      this.#take(level, firstBlock + run, firstBlock + (isIdle ? at - 1 : at));
      run = -1;
      clearanceM = this.clearanceM;
      square = this.square;
      spareM = this.#spareM;
    }
    if (run >= 0) this.#take(level, firstBlock + run, firstBlock + count - 1);
  }

  /** Goes down into a block, or walks along some. */
  #take(level: number, firstBlock: number, lastBlock: number): void {
    const path = this.#path;
    const { lowU, highU } = path;
    const block = path.ground.planes.levels[level]?.block ?? NaN;
    const low = lowU[level] ?? NaN;
    const high = highU[level] ?? NaN;
    const fromU = firstBlock * block > low ? firstBlock * block : low;
    const untilU = (lastBlock + 1) * block < high ? (lastBlock + 1) * block : high;
    if (level > 0) {
      lowU[level - 1] = fromU;
      highU[level - 1] = untilU;
      this.#descend(level - 1);
      return;
    }
    let twistM = 0;
    for (let at = firstBlock; at <= lastBlock; at++) {
      const here = path.twistM(0, at);
      if (here > twistM) twistM = here;
    }
    this.#twistM = twistM;
    if (path.isStraight) {
      this.#makeRoom();
      this.#fromU = fromU;
      this.#untilU = untilU;
      this.#walk(1e-6);
      return;
    }
    const pieces = Math.ceil((untilU - fromU) / path.straightU);
    const pieceU = (untilU - fromU) / pieces;
    for (let piece = 0; piece < pieces; piece++) {
      this.#fromU = fromU + piece * pieceU;
      this.#untilU = fromU + (piece + 1) * pieceU;
      this.#makeRoom();
      path.takeStretch(this.#fromU, this.#untilU);
      // A stretch and its chord do not meet the rows and columns at just the same places.
      this.#walk(1);
    }
    path.takeWhole();
  }

  /**
   * Reads the ground wherever a stretch, which counts as straight, crosses a row or column of cell centres, and looks into the cells that
   * may hold the least.
   * @param beyondU goes so much further than asked
   */
  #walk(beyondU: number): void {
    const { lengthM, originM, perU, rise } = this.#path;
    const perM = 1 / perU;
    const nearU = (END_MARGIN_M - originM) * perM;
    const farU = (lengthM - END_MARGIN_M - originM) * perM;
    const firstU = perU < 0 ? farU : nearU;
    const lastU = perU < 0 ? nearU : farU;
    const isFirst = this.#fromU - beyondU <= firstU;
    const isLast = this.#untilU + beyondU >= lastU;
    this.#fromU = isFirst ? firstU : this.#fromU - beyondU;
    this.#untilU = isLast ? lastU : this.#untilU + beyondU;
    if (!(this.#fromU <= this.#untilU)) return;
    this.#cross(true);
    if (rise !== 0) this.#cross(false);
    this.#path.keepChord(this.#chords, this.#walks++);
    if (isFirst) this.#lookUnder(this.#fromU);
    if (isLast) this.#lookUnder(this.#untilU);
  }

  /** Reads the ground where a stretch crosses the lines of one axis, and keeps the crossings beside which it may matter. */
  #cross(isMain: boolean): void {
    const { lengthM, fromM, slope, bulge, originM, perU, originV, rise, isOverColumns, ground } = this.#path;
    const { values, width, planes } = ground;
    const { twists, twistsAcross } = planes;
    const fromU = this.#fromU;
    const untilU = this.#untilU;
    const oneV = originV + rise * fromU;
    const otherV = originV + rise * untilU;
    const from = isMain ? fromU : rise < 0 ? otherV : oneV;
    const until = isMain ? untilU : rise < 0 ? oneV : otherV;
    // Line n is crossed at (n − shift) · per + offset along it.
    const shift = isMain ? 0 : originV;
    const per = isMain ? rise : 1 / rise;
    const offset = isMain ? originV : 0;
    const isColumn = isMain === isOverColumns;
    const stride = isColumn ? 1 : width;
    const strideAcross = isColumn ? width : 1;
    const cellM = Math.abs(perU);
    const offM = slope - bulge * lengthM;
    // In a cell the height is bilinear: between its crossings the clearance sags by no more than this …
    const sagPerTwist = Math.abs(rise) / 4;
    const bendM = (bulge * cellM * cellM) / 4;
    const dipM = this.#twistM * sagPerTwist + bendM;
    // … and d·(L − d) differs from that at a crossing by no more than this.
    const spread = cellM * (lengthM + cellM);
    const closeValue = this.#closeValue;
    const closeWalk = this.#closeWalk;
    const walk = 2 * this.#walks + (isMain ? 1 : 0);
    const closeClearM = this.#closeClearM;
    const closeLowM = this.#closeLowM;
    const closeShare = this.#closeShare;
    const closeAtM = this.#closeAtM;
    let close = this.#close;
    let spareM = this.#spareM + dipM;
    const last = until | 0;
    for (let line = Math.ceil(from) | 0; line <= last; line++) {
      const across = (line - shift) * per + offset;
      const below = across | 0;
      const index = below * strideAcross + line * stride;
      const heightM = values[index] ?? NaN;
      const d = originM + perU * (isMain ? line : across);
      const clearM =
        fromM + d * (offM + bulge * d) - heightM - ((values[index + strideAcross] ?? NaN) - heightM) * (across - below);
      if (clearM >= spareM) continue;
      const w = d * (lengthM - d);
      const twistM =
        twists[((isColumn ? below : line) >> TWIST_BITS) * twistsAcross + ((isColumn ? line : below) >> TWIST_BITS)] ?? NaN;
      const lowM = clearM - twistM * sagPerTwist - bendM;
      const { square } = this;
      // Unknown heights (NaN) are close, too.
      if (lowM >= this.clearanceM && lowM * Math.abs(lowM) >= square * w + Math.abs(square) * spread) continue;
      closeValue[close] = index;
      closeWalk[close] = walk;
      closeClearM[close] = clearM;
      closeLowM[close] = lowM;
      closeShare[close] = across - below;
      closeAtM[close] = d;
      close++;
      if (clearM < this.clearanceM) this.clearanceM = clearM;
      const signed = clearM * Math.abs(clearM);
      if (signed < square * w) {
        this.square = signed / w;
        this.squareAtM = d;
      }
      this.#settle();
      spareM = this.#spareM + dipM;
    }
    this.#close = close;
  }

  #makeRoom(): void {
    if (this.#walks === MOST_WALKS || this.#close > MOST_CLOSE / 2) this.#lookBesideAll();
  }

  /** Looks beside the crossings kept so far that may still matter: last of all, as what was found since spares most of them. */
  #lookBesideAll(): void {
    const path = this.#path;
    const { lengthM } = path;
    // Chords of one path are equally long in metres a cell, to less than a hundredth.
    const cellM = 1.01 * Math.abs(path.perU);
    const spread = cellM * (lengthM + cellM);
    let walk = -1;
    for (let close = 0; close < this.#close; close++) {
      const { clearanceM, square } = this;
      const lowM = this.#closeLowM[close] ?? NaN;
      const d = this.#closeAtM[close] ?? NaN;
      if (lowM >= clearanceM && lowM * Math.abs(lowM) >= square * d * (lengthM - d) + Math.abs(square) * spread) continue;
      const key = this.#closeWalk[close] ?? 0;
      if (key >> 1 !== walk) {
        walk = key >> 1;
        path.takeChord(this.#chords, walk);
        this.#lastLook = -1;
      }
      this.#lookBeside(close, (key & 1) === 1);
    }
    if (walk >= 0) path.takeWhole();
    this.#close = 0;
    this.#walks = 0;
  }

  /**
   * Looks into the cells on both sides of a crossing, if clearance or fraction may be least inside one of them. In most they rise or fall all the
   * way: the least is then at a crossing, and known.
   */
  #lookBeside(close: number, isMain: boolean): void {
    const { lengthM, slope, bulge, perU, rise, isOverColumns, ground } = this.#path;
    const { values, width } = ground;
    const { clearanceM, square } = this;
    const isColumn = isMain === isOverColumns;
    const stride = isColumn ? 1 : width;
    const strideAcross = isColumn ? width : 1;
    const index = this.#closeValue[close] ?? 0;
    const clearM = this.#closeClearM[close] ?? NaN;
    const d = this.#closeAtM[close] ?? NaN;
    const share = this.#closeShare[close] ?? NaN;
    // Along the line and, before and after it, across.
    const here = values[index] ?? NaN;
    const hereM = (values[index + strideAcross] ?? NaN) - here;
    const next = values[index + stride] ?? NaN;
    const nextM = (values[index + strideAcross + stride] ?? NaN) - next;
    const last = values[index - stride] ?? NaN;
    const lastM = (values[index + strideAcross - stride] ?? NaN) - last;
    const perLine = (isMain ? 1 : rise) / perU;
    const perAcross = (isMain ? rise : 1) / perU;
    const cellM = Math.abs(perU);
    const w = d * (lengthM - d);
    const turnW = lengthM - 2 * d;
    const spread = cellM * (Math.abs(turnW) + cellM);
    for (let side = 0; side < 2; side++) {
      const isAfter = side === 1;
      const riseM = isAfter ? next - here + (nextM - hereM) * share : here - last + (hereM - lastM) * share;
      const twistM = isAfter ? nextM - hereM : hereM - lastM;
      // The clearance is clearM + c1·s + c2·s², s metres from here.
      const c1 = slope - bulge * turnW - riseM * perLine - hereM * perAcross;
      const c2 = bulge - twistM * perLine * perAcross;
      const sagM = c2 > 0 ? (c2 * cellM * cellM) / 4 : 0;
      const lowM = clearM - sagM;
      if (lowM >= clearanceM && lowM * Math.abs(lowM) >= square * (lowM < 0 ? w - spread : w + spread)) continue;
      // Where it falls from here on, but not as far as the cell reaches.
      const inwards = isAfter === perLine > 0 ? 1 : -1;
      const mayDip = !(c2 <= 0 || c1 * inwards >= 0 || -c1 * inwards >= 2 * c2 * cellM);
      // The fraction's slope has the sign of 2·c′·w − c·w′, w = d·(L − d): turn0 + turn1·s + 3·c2·w′·s² − 2·c2·s³ from here inwards.
      const turn0 = (2 * c1 * w - clearM * turnW) * inwards;
      const turn1 = 4 * c2 * w + c1 * turnW + 2 * clearM;
      const bendM = Math.abs(c2) * (3 * Math.abs(turnW) + 2 * cellM) * cellM;
      const endM = turn0 + turn1 * cellM;
      const isRising = (turn0 < endM ? turn0 : endM) >= bendM * cellM;
      const isFalling = (turn0 < endM ? endM : turn0) <= -bendM * cellM;
      const mayTurn = !(isRising || isFalling || turn1 + 2 * bendM <= 0);
      if (mayDip || mayTurn) this.#lookAt(isAfter ? index : index - stride);
    }
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
