import type { CellPath } from './cell-path.ts';
import { BLOCK_GROWTH, SMALLEST_BLOCK, type MaxLevel } from './max-pyramid.ts';
import type { QuickGround } from './quick-ground.ts';

/** A ray between two antennas; metres, heights above the datum. */
export interface Ray {
  readonly lengthM: number;
  readonly fromM: number;
  /** Rise per metre. */
  readonly slope: number;
  /** The ground bulges by this times the product of the distances to both ends, 1/m. */
  readonly bulge: number;
  /** The first Fresnel radius squared is this times that product. */
  readonly zone: number;
}

/** What is looked for along a path. Numbers are handed over in arrays, which spares a box on the heap for each of them. */
export interface Quest {
  /** Whether a stretch can change what has been found: `stretches` holds at `at` where it starts, where it ends, and a clearance that it nowhere falls below, metres. */
  mayMatter(stretches: Float64Array, at: number): boolean;
  /**
   * Pieces of the path, five numbers each: start, length, and c0, c1, c2: the clearance is c0 + c1·s + c2·s², s metres from the start.
   * @param end how many numbers count
   */
  take(pieces: Float64Array, end: number): void;
}

/** Numbers of a stretch: those of `mayMatter`, the shares of the path's piece from which and to which it goes, column and row of both ends. */
const STRETCH = 9;
/** Numbers of a piece in `take`. */
export const PIECE_NUMBERS = 5;
/** Crossings of rows and columns on a chord through the smallest blocks, at most, with a few to spare. */
const MOST_PIECES = 2 * SMALLEST_BLOCK + 8;

/** Stretches that a path is cut into at first, at most. */
const MOST_STRETCHES = 16;
/** A stretch fills so much of a block, so that its bending never leads out of it. */
const FILLING = 0.95;
/** Looks along paths for the least of something, tightest stretch first, leaving out those that cannot matter. */
export class PathSearch {
  /** By level, those that a stretch of the level above was cut into. */
  readonly #stretches: Float64Array;
  readonly #pieces = new Float64Array(PIECE_NUMBERS * MOST_PIECES);
  readonly #ground: QuickGround;
  #cubics: Float64Array = new Float64Array(8);
  #at = 0;
  #startM = 0;
  #pieceM = 0;
  /** This times its share squared is how far a stretch strays from its chord at most, cells. */
  #bending = 0;
  #ray: Ray = { lengthM: 0, fromM: 0, slope: 0, bulge: 0, zone: 0 };
  readonly #quest: Quest;
  #isKnown = true;

  constructor(ground: QuickGround, quest: Quest) {
    this.#ground = ground;
    this.#quest = quest;
    this.#stretches = new Float64Array(STRETCH * MOST_STRETCHES * (ground.pyramid.levels.length + 1));
  }

  /** @returns false where ground under the path is unknown */
  along(path: CellPath, ray: Ray): boolean {
    this.#ray = ray;
    this.#cubics = path.cubics;
    this.#pieceM = ray.lengthM / path.pieces;
    this.#isKnown = true;
    const { levels } = this.#ground.pyramid;
    for (let piece = 0; piece < path.pieces; piece++) {
      this.#at = 8 * piece;
      this.#startM = piece * this.#pieceM;
      const span = Math.max(Math.abs(this.#span(0)), Math.abs(this.#span(4)));
      this.#bending = Math.max(this.#bend(0), this.#bend(4)) / 8;
      let level = 0;
      while (level + 1 < levels.length && span > MOST_STRETCHES * FILLING * (levels[level]?.block ?? NaN)) level++;
      const whole = STRETCH * MOST_STRETCHES * levels.length;
      this.#stretches[whole + 3] = 0;
      this.#stretches[whole + 4] = 1;
      const parts = Math.ceil(span / (FILLING * (levels[level]?.block ?? NaN)));
      this.#descend(level, whole, Math.max(1, Math.min(MOST_STRETCHES, parts)));
    }
    return this.#isKnown;
  }

  #span(axis: number): number {
    const [k, at] = [this.#cubics, this.#at + axis];
    return (k[at + 1] ?? NaN) + (k[at + 2] ?? NaN) + (k[at + 3] ?? NaN);
  }

  #bend(axis: number): number {
    const [k, at] = [this.#cubics, this.#at + axis];
    return 2 * Math.abs(k[at + 2] ?? NaN) + 6 * Math.abs(k[at + 3] ?? NaN);
  }

  /** Cuts a stretch into parts that fit blocks of this level, and looks at them, the tightest first. */
  #descend(level: number, slot: number, parts: number): void {
    const found = this.#ground.pyramid.levels[level];
    if (found === undefined) return;
    const first = STRETCH * MOST_STRETCHES * level;
    const tightest = this.#measure(found, first, slot, parts);
    this.#visit(level, first + STRETCH * tightest);
    for (let part = 0; part < parts && this.#isKnown; part++) {
      if (part !== tightest) this.#visit(level, first + STRETCH * part);
    }
  }

  /** Writes parts of a stretch from `first` on. @returns which one may have the least clearance */
  #measure({ block, across, tops }: MaxLevel, first: number, whole: number, parts: number): number {
    const stretches = this.#stretches;
    const from = stretches[whole + 3] ?? NaN;
    const to = stretches[whole + 4] ?? NaN;
    const { lastColumn, lastRow } = this.#ground.pyramid;
    const { lengthM, fromM, slope, bulge } = this.#ray;
    const share = (to - from) / parts;
    const stray = share * share * this.#bending;
    // The ray over the bulge is a parabola that opens upwards.
    const vertexM = (lengthM - slope / bulge) / 2;
    const k = this.#cubics;
    const at = this.#at;
    const a0 = k[at] ?? NaN;
    const a1 = k[at + 1] ?? NaN;
    const a2 = k[at + 2] ?? NaN;
    const a3 = k[at + 3] ?? NaN;
    const b0 = k[at + 4] ?? NaN;
    const b1 = k[at + 5] ?? NaN;
    const b2 = k[at + 6] ?? NaN;
    const b3 = k[at + 7] ?? NaN;
    let column = a0 + from * (a1 + from * (a2 + from * a3));
    let row = b0 + from * (b1 + from * (b2 + from * b3));
    let startM = this.#startM + from * this.#pieceM;
    let lowest = Infinity;
    let tightest = 0;
    for (let part = 0; part < parts; part++) {
      const end = from + (part + 1) * share;
      const nextColumn = a0 + end * (a1 + end * (a2 + end * a3));
      const nextRow = b0 + end * (b1 + end * (b2 + end * b3));
      const left = (column < nextColumn ? column : nextColumn) - stray;
      const right = (column < nextColumn ? nextColumn : column) + stray;
      const upper = (row < nextRow ? row : nextRow) - stray;
      const lower = (row < nextRow ? nextRow : row) + stray;
      const isInside =
        left >= 0 && upper >= 0 && right < lastColumn && lower < lastRow && right - left <= block && lower - upper <= block;
      const top = isInside ? (tops[((upper / block) | 0) * across + ((left / block) | 0)] ?? Infinity) : Infinity;
      const endM = this.#startM + end * this.#pieceM;
      const lowestAtM = vertexM < startM ? startM : vertexM > endM ? endM : vertexM;
      const floorM = fromM + lowestAtM * (slope - bulge * (lengthM - lowestAtM)) - top;
      const slot = first + STRETCH * part;
      stretches[slot] = startM;
      stretches[slot + 1] = endM;
      stretches[slot + 2] = floorM;
      stretches[slot + 3] = end - share;
      stretches[slot + 4] = end;
      stretches[slot + 5] = column;
      stretches[slot + 6] = row;
      stretches[slot + 7] = nextColumn;
      stretches[slot + 8] = nextRow;
      if (floorM < lowest) {
        lowest = floorM;
        tightest = part;
      }
      column = nextColumn;
      row = nextRow;
      startM = endM;
    }
    return tightest;
  }

  #visit(level: number, slot: number): void {
    const stretches = this.#stretches;
    if (!this.#quest.mayMatter(stretches, slot)) return;
    if (level > 0) return this.#descend(level - 1, slot, BLOCK_GROWTH);
    this.#walk(slot);
  }

  /** Walks along a stretch, which counts as straight, from crossing to crossing of rows and columns of cell centres. */
  #walk(slot: number): void {
    const stretches = this.#stretches;
    const { values, width, height } = this.#ground;
    const { lengthM, fromM, slope, bulge } = this.#ray;
    const pieces = this.#pieces;
    let end = 0;
    const startM = stretches[slot] ?? NaN;
    const chordM = (stretches[slot + 1] ?? NaN) - startM;
    const column = stretches[slot + 5] ?? NaN;
    const row = stretches[slot + 6] ?? NaN;
    const lastColumn = stretches[slot + 7] ?? NaN;
    const lastRow = stretches[slot + 8] ?? NaN;
    if (
      !(column >= 0 && lastColumn >= 0 && row >= 0 && lastRow >= 0) ||
      !(column < width - 1 && lastColumn < width - 1 && row < height - 1 && lastRow < height - 1)
    ) {
      this.#isKnown = false;
      return;
    }
    // Cells per metre.
    const across = (lastColumn - column) / chordM;
    const down = (lastRow - row) / chordM;
    const perColumn = across === 0 ? Infinity : 1 / Math.abs(across);
    const perRow = down === 0 ? Infinity : 1 / Math.abs(down);
    let left = across < 0 ? Math.ceil(column) - 1 : Math.floor(column);
    let upper = down < 0 ? Math.ceil(row) - 1 : Math.floor(row);
    let columnAtM = across === 0 ? Infinity : (across > 0 ? left + 1 - column : column - left) * perColumn;
    let rowAtM = down === 0 ? Infinity : (down > 0 ? upper + 1 - row : row - upper) * perRow;
    let hereM = 0;
    while (hereM < chordM) {
      let untilM = columnAtM < rowAtM ? columnAtM : rowAtM;
      if (chordM < untilM) untilM = chordM;
      if (untilM > hereM) {
        const index = upper * width + left;
        const a = values[index] ?? NaN;
        const b = (values[index + 1] ?? NaN) - a;
        const c = (values[index + width] ?? NaN) - a;
        const twist = (values[index + width + 1] ?? NaN) - a - b - c;
        const u = column + across * hereM - left;
        const v = row + down * hereM - upper;
        const d = startM + hereM;
        const c0 = fromM + d * (slope - bulge * (lengthM - d)) - (a + b * u + c * v + twist * u * v);
        const c1 = slope - bulge * (lengthM - 2 * d) - (b * across + c * down + twist * (u * down + v * across));
        const c2 = bulge - twist * across * down;
        if (Number.isNaN(c0 + c1 + c2) || end >= pieces.length) {
          this.#isKnown = false;
          return;
        }
        pieces[end] = d;
        pieces[end + 1] = untilM - hereM;
        pieces[end + 2] = c0;
        pieces[end + 3] = c1;
        pieces[end + 4] = c2;
        end += PIECE_NUMBERS;
        hereM = untilM;
      }
      if (columnAtM <= untilM) {
        left += across > 0 ? 1 : -1;
        columnAtM += perColumn;
      }
      if (rowAtM <= untilM) {
        upper += down > 0 ? 1 : -1;
        rowAtM += perRow;
      }
    }
    this.#quest.take(pieces, end);
  }
}
