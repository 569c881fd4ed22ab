import { END_MARGIN_M } from '../../radio/sightline.ts';
import type { CellPath } from './cell-path.ts';
import { MARGIN, PLANE, SMALLEST_BLOCK, type PlaneLevel } from './ground-planes.ts';
import type { QuickGround } from './quick-ground.ts';

/** A ray between two antennas; metres, heights above the datum. Written over from pair to pair. */
export interface Ray {
  lengthM: number;
  fromM: number;
  /** Rise per metre. */
  slope: number;
  /** The ground bulges by this times the product of the distances to both ends, 1/m. */
  bulge: number;
  /** The first Fresnel radius squared is this times that product. */
  zone: number;
}

/** A path is first cut into no more stretches than this. */
const MOST_STEPS = 96;
/** Stretches that a chord over so many can have, begun and ended anywhere. */
export const MOST_STRETCHES = MOST_STEPS + 4;
/** A stretch counts as straight while it strays from its chord by no more than this, metres. */
const MOST_STRAY_M = 1.5e-3;
/** Crossings of rows, or of columns, on a chord over so many. */
export const MOST_CROSSINGS = MOST_STRETCHES * SMALLEST_BLOCK;

/** Numbers of a chord that is written down. */
export const CHORD = 4;

/**
 * A ray and its path over one ground: cut by its main axis, u, into stretches of whole blocks, and in a stretch, which counts as straight, at the cells.
 * Where the ray is along the path is told by u, in cells: `distance = originM + perU·u`, `v = originV + rise·u`.
 */
export class GroundPath {
  readonly ground: QuickGround;
  lengthM = 0;
  fromM = 0;
  slope = 0;
  bulge = 0;
  /** Whether the whole part counts as straight; else its stretches do that are no longer than `straightU` cells. */
  isStraight = true;
  straightU = Infinity;

  /** Whether the part goes over more columns than rows. */
  isOverColumns = true;
  /** For each level the stretch that it is asked of, low < high: the part itself at the level that `takePart` tells. */
  readonly lowU: Float64Array;
  readonly highU: Float64Array;
  /** The chord of the part or, while a stretch is walked, of the stretch. */
  originM = 0;
  perU = 0;
  originV = 0;
  rise = 0;

  /** For each level `MOST_STRETCHES` numbers: clearance that a stretch nowhere falls below, metres. */
  readonly floors: Float64Array;
  /** What `measure` has found: the first stretch, whose block starts at `firstBlock · block`, how many, and the tightest of them, from 0. */
  firstBlock = 0;
  count = 0;
  tightest = 0;

  /** What `cutAt` has found in a cell: where it starts, length, c0, c1, c2. The clearance is c0 + c1·s + c2·s², s metres from the start. */
  readonly cut = new Float64Array(5);

  #cubics: Float64Array = new Float64Array(8);
  #at = 0;
  /** Where the piece of the path starts, and its length, metres. */
  #startM = 0;
  #pieceM = 0;
  #strayColumns = 0;
  #strayRows = 0;
  // The chord of the part, also while stretches of it are walked.
  #partOriginM = 0;
  #partPerU = 0;
  #partOriginV = 0;
  #partRise = 0;

  constructor(ground: QuickGround) {
    this.ground = ground;
    const { length } = ground.planes.levels;
    this.floors = new Float64Array(MOST_STRETCHES * length);
    this.lowU = new Float64Array(length);
    this.highU = new Float64Array(length);
  }

  begin(path: CellPath, ray: Ray): void {
    this.lengthM = ray.lengthM;
    this.fromM = ray.fromM;
    this.slope = ray.slope;
    this.bulge = ray.bulge;
    this.#cubics = path.cubics;
    this.#pieceM = ray.lengthM / path.pieces;
  }

  /** Takes a piece of the path. @returns into how many equal parts it must be cut, each so near to its chord that the planes of the windows under the chord hold */
  takePiece(piece: number): number {
    this.#at = 8 * piece;
    this.#startM = piece * this.#pieceM;
    const strayColumns = this.#stray(0);
    const strayRows = this.#stray(4);
    const stray = strayColumns > strayRows ? strayColumns : strayRows;
    const parts = stray <= MARGIN ? 1 : Math.ceil(Math.sqrt(stray / MARGIN));
    this.#strayColumns = strayColumns / (parts * parts);
    this.#strayRows = strayRows / (parts * parts);
    return parts;
  }

  /** How far the piece strays from its chord at most, cells. */
  #stray(axis: number): number {
    const cubics = this.#cubics;
    const at = this.#at + axis;
    return Math.abs(cubics[at + 2] ?? NaN) / 4 + Math.abs(cubics[at + 3] ?? NaN) * 0.75;
  }

  /** Takes one of equal parts of the piece. @returns the level at which to cut it; −1 where it leaves the grid or runs along its border */
  takePart(part: number, parts: number): number {
    const from = part / parts;
    const until = (part + 1) / parts;
    const x0 = this.#place(0, from);
    const y0 = this.#place(4, from);
    const x1 = this.#place(0, until);
    const y1 = this.#place(4, until);
    const { width, height, planes } = this.ground;
    const left = x0 < x1 ? x0 : x1;
    const right = x0 < x1 ? x1 : x0;
    const upper = y0 < y1 ? y0 : y1;
    const lower = y0 < y1 ? y1 : y0;
    // Cells are looked at one further than asked.
    if (!(left >= 2 && upper >= 2 && right <= width - 3 && lower <= height - 3)) return -1;
    const isOverColumns = right - left >= lower - upper;
    this.isOverColumns = isOverColumns;
    const lowU = isOverColumns ? left : upper;
    const highU = isOverColumns ? right : lower;
    this.#takeChordBetween(from, until);
    this.#partOriginM = this.originM;
    this.#partPerU = this.perU;
    this.#partOriginV = this.originV;
    this.#partRise = this.rise;
    const stray = this.#strayColumns > this.#strayRows ? this.#strayColumns : this.#strayRows;
    const perCellM = Math.abs(this.perU) / Math.sqrt(1 + this.rise * this.rise);
    const span = highU - lowU;
    this.isStraight = stray * perCellM <= MOST_STRAY_M;
    this.straightU = this.isStraight ? Infinity : span * Math.sqrt(MOST_STRAY_M / (stray * perCellM));
    let level = 0;
    while (level + 1 < planes.levels.length && span > MOST_STEPS * (planes.levels[level]?.block ?? NaN)) level++;
    this.lowU[level] = lowU;
    this.highU[level] = highU;
    return level;
  }

  /** Takes the chord between two places of the piece, as shares of it. */
  #takeChordBetween(from: number, until: number): void {
    const u = this.isOverColumns ? 0 : 4;
    const u0 = this.#place(u, from);
    const v0 = this.#place(4 - u, from);
    const perU = 1 / (this.#place(u, until) - u0);
    const rise = (this.#place(4 - u, until) - v0) * perU;
    this.perU = (until - from) * this.#pieceM * perU;
    this.originM = this.#startM + from * this.#pieceM - this.perU * u0;
    this.rise = rise;
    this.originV = v0 - rise * u0;
  }

  /** Takes the chord of a stretch of the part, which strays from that of the part. */
  takeStretch(fromU: number, untilU: number): void {
    const fromM = this.#partOriginM + this.#partPerU * fromU - this.#startM;
    const untilM = this.#partOriginM + this.#partPerU * untilU - this.#startM;
    this.#takeChordBetween(fromM / this.#pieceM, untilM / this.#pieceM);
  }

  /** Writes the chord down as the n-th of some. */
  keepChord(chords: Float64Array, n: number): void {
    chords[CHORD * n] = this.originM;
    chords[CHORD * n + 1] = this.perU;
    chords[CHORD * n + 2] = this.originV;
    chords[CHORD * n + 3] = this.rise;
  }

  /** Takes a chord that was written down. */
  takeChord(chords: Float64Array, n: number): void {
    this.originM = chords[CHORD * n] ?? NaN;
    this.perU = chords[CHORD * n + 1] ?? NaN;
    this.originV = chords[CHORD * n + 2] ?? NaN;
    this.rise = chords[CHORD * n + 3] ?? NaN;
  }

  /** Takes the chord of the part again. */
  takeWhole(): void {
    this.originM = this.#partOriginM;
    this.perU = this.#partPerU;
    this.originV = this.#partOriginV;
    this.rise = this.#partRise;
  }

  #place(axis: number, share: number): number {
    const k = this.#cubics;
    const at = this.#at + axis;
    return (k[at] ?? NaN) + share * ((k[at + 1] ?? NaN) + share * ((k[at + 2] ?? NaN) + share * (k[at + 3] ?? NaN)));
  }

  /** Most twist under a stretch of a level that starts at a block, metres. */
  twistM(level: number, block: number): number {
    const found = this.ground.planes.levels[level];
    if (found === undefined) return NaN;
    const { along, twists } = this.isOverColumns ? found.overColumns : found.overRows;
    const lowV = this.#partOriginV + this.#partRise * (this.#partRise < 0 ? block + 1 : block) * found.block;
    const window = ((2 * lowV) / found.block) | 0;
    return twists[(window > 0 ? window : 0) * along + block] ?? NaN;
  }

  /** Cuts a stretch at the blocks of a level and writes how tight its parts are, from `floors[MOST_STRETCHES · level]` on. */
  measure(level: number): void {
    const found = this.ground.planes.levels[level];
    if (found !== undefined) this.#measure(found, level);
  }

  /** Nothing here hangs on a comparison of heights but the search for the least: such branches cannot be foretold, and cost more than the sums. */
  #measure({ block, overColumns, overRows }: PlaneLevel, level: number): void {
    const { floors, lengthM, fromM, slope, bulge, isOverColumns } = this;
    const { along, planes } = isOverColumns ? overColumns : overRows;
    const lowU = this.lowU[level] ?? NaN;
    const highU = this.highU[level] ?? NaN;
    const originM = this.#partOriginM;
    const perU = this.#partPerU;
    const originV = this.#partOriginV;
    const rise = this.#partRise;
    const strayColumns = this.#strayColumns;
    const strayRows = this.#strayRows;
    const stray = strayColumns > strayRows ? strayColumns : strayRows;
    const half = block / 2;
    const perHalf = 2 / block;
    // Whole numbers as such: as results of Math.floor they would be kept, and used as places in arrays, as fractions.
    const firstBlock = (lowU / block) | 0;
    const lastBlock = (Math.ceil(highU / block) - 1) | 0;
    // In a window the ray over the bulge sags below the straight line between its ends by no more than this.
    const sagM = (bulge * block * block * perU * perU) / 4;
    const halfBlockM = half * perU;
    // By how much the ray rises over half a block where it stands at the first end, and how much more with each metre further.
    const riseM = halfBlockM * (slope - bulge * lengthM);
    const bend = 2 * halfBlockM * bulge;
    const middleSagM = bulge * halfBlockM * halfBlockM;
    const acrossHalf = half * rise;
    const lowV = rise < 0 ? acrossHalf : -acrossHalf;
    let leastM = Infinity;
    let tightest = 0;
    const start = MOST_STRETCHES * level - firstBlock;
    for (let k = firstBlock; k <= lastBlock; k++) {
      const middleU = k * block + half;
      let v = originV + rise * middleU;
      const d = originM + perU * middleU;
      let j = ((v + lowV) * perHalf) | 0;
      // Before the path's end the line may leave the grid.
      if (j < 0) j = 0;
      const at = PLANE * (j * along + k);
      const planeU = planes[at + 1] ?? NaN;
      const planeV = planes[at + 2] ?? NaN;
      v -= j * half;
      const middleM = fromM + d * (slope - bulge * (lengthM - d)) + middleSagM - planeU * half - planeV * v;
      const turnM = riseM + bend * d - planeU * half - planeV * acrossHalf;
      const floorM = middleM - Math.abs(turnM) - (planes[at] ?? NaN) - (sagM + (planes[at + 3] ?? NaN) * stray);
      floors[start + k] = floorM;
      if (floorM < leastM) {
        leastM = floorM;
        tightest = k - firstBlock;
      }
    }
    this.firstBlock = firstBlock;
    this.count = lastBlock - firstBlock + 1;
    this.tightest = tightest;
  }

  /** Cuts the chord at a cell's border and at the ends' margins, and writes `cut`. @returns 1; 0 where nothing is left; −1 where a corner's height is unknown */
  cutAt(column: number, row: number): -1 | 0 | 1 {
    const { values, width } = this.ground;
    const { lengthM, slope, bulge, cut, originM, perU, originV, rise, isOverColumns } = this;
    const index = row * width + column;
    const a = values[index] ?? NaN;
    const nextColumn = (values[index + 1] ?? NaN) - a;
    const nextRow = (values[index + width] ?? NaN) - a;
    const twist = (values[index + width + 1] ?? NaN) - a - nextColumn - nextRow;
    if (Number.isNaN(twist)) return -1;
    const cellU = isOverColumns ? column : row;
    const cellV = isOverColumns ? row : column;
    const b = isOverColumns ? nextColumn : nextRow;
    const c = isOverColumns ? nextRow : nextColumn;
    const perM = 1 / perU;
    const uAtNear = (END_MARGIN_M - originM) * perM;
    const uAtFar = (lengthM - END_MARGIN_M - originM) * perM;
    let lowU = perU < 0 ? uAtFar : uAtNear;
    let highU = perU < 0 ? uAtNear : uAtFar;
    if (cellU > lowU) lowU = cellU;
    if (cellU + 1 < highU) highU = cellU + 1;
    if (rise !== 0) {
      const per = 1 / rise;
      const one = (cellV - originV) * per;
      const other = one + per;
      const low = one < other ? one : other;
      const high = one < other ? other : one;
      if (low > lowU) lowU = low;
      if (high < highU) highU = high;
    }
    if (!(lowU <= highU)) return 0;
    const startU = perU < 0 ? highU : lowU;
    const u = startU - cellU;
    const v = originV + rise * startU - cellV;
    const d = originM + perU * startU;
    const dv = rise * perM;
    cut[0] = d;
    cut[1] = (highU - lowU) * Math.abs(perU);
    cut[2] = this.fromM + d * (slope - bulge * (lengthM - d)) - (a + b * u + c * v + twist * u * v);
    cut[3] = slope - bulge * (lengthM - 2 * d) - (b * perM + c * dv + twist * (u * dv + v * perM));
    cut[4] = bulge - twist * perM * dv;
    return 1;
  }
}
