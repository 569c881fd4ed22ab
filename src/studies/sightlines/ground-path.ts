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

/** A path is first cut at blocks of which it spans no more than this. */
const MOST_BLOCKS = 48;
/** Blocks that a chord over so many can pass through. */
export const MOST_STRETCHES = 2 * MOST_BLOCKS + 4;
/** A stretch counts as straight while it strays from its chord by no more than this, metres. */
const MOST_STRAY_M = 1.5e-3;
/** Crossings of rows, or of columns, on a chord over so many. */
export const MOST_CROSSINGS = (MOST_BLOCKS + 2) * SMALLEST_BLOCK;

/** Shorter stretches, cut off at the corners of blocks, have no direction, and nothing that their neighbours do not have, metres. */
export const LEAST_STRETCH_M = 1e-4;

/** A ray and its path over one ground: cut at blocks into stretches, and in a stretch, which counts as straight, at the cells. */
export class GroundPath {
  readonly ground: QuickGround;
  /** Where the piece of the path starts, and its length, metres. A stretch is told by its shares of the piece, 0 … 1. */
  startM = 0;
  pieceM = 0;
  /** The longest stretch that counts as straight, a share of the piece. */
  straight = 1;
  lengthM = 0;
  fromM = 0;
  slope = 0;
  bulge = 0;

  /** Of the stretches of each level, `MOST_STRETCHES` numbers: clearance that it nowhere falls below, metres … */
  readonly floors: Float64Array;
  /** … the share of the piece where it ends … */
  readonly ends: Float64Array;
  /** … and the most twist of a cell, metres. */
  readonly twists: Float64Array;

  /** The chord of a stretch: where it starts, metres from the first end, in cells, and cells per metre. */
  chordM = 0;
  chordX = 0;
  chordY = 0;
  chordDx = 0;
  chordDy = 0;

  /** What `cut` has found in a cell: where it starts, length, c0, c1, c2. The clearance is c0 + c1·s + c2·s², s metres from the start. */
  readonly cut = new Float64Array(5);

  #cubics: Float64Array = new Float64Array(8);
  #at = 0;
  // The chord of the piece, or of a part of it: column and row are `x + share·dx`, `y + share·dy`.
  #x = 0;
  #y = 0;
  #dx = 0;
  #dy = 0;
  #strayColumns = 0;
  #strayRows = 0;

  constructor(ground: QuickGround) {
    this.ground = ground;
    const most = MOST_STRETCHES * ground.planes.levels.length;
    this.floors = new Float64Array(most);
    this.ends = new Float64Array(most);
    this.twists = new Float64Array(most);
  }

  begin(path: CellPath, ray: Ray): void {
    this.lengthM = ray.lengthM;
    this.fromM = ray.fromM;
    this.slope = ray.slope;
    this.bulge = ray.bulge;
    this.#cubics = path.cubics;
    this.pieceM = ray.lengthM / path.pieces;
  }

  /** Takes a piece of the path. @returns into how many equal parts it must be cut, each so near to its chord that the planes of the blocks under the chord hold */
  takePiece(piece: number): number {
    this.#at = 8 * piece;
    this.startM = piece * this.pieceM;
    const strayColumns = this.#stray(0);
    const strayRows = this.#stray(4);
    const stray = strayColumns > strayRows ? strayColumns : strayRows;
    const cellM = this.pieceM / this.#span();
    this.straight = stray * cellM <= MOST_STRAY_M ? 1 : Math.sqrt(MOST_STRAY_M / (stray * cellM));
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

  /** Cells that the piece goes over. */
  #span(): number {
    const cubics = this.#cubics;
    const at = this.#at;
    const columns = (cubics[at + 1] ?? NaN) + (cubics[at + 2] ?? NaN) + (cubics[at + 3] ?? NaN);
    const rows = (cubics[at + 5] ?? NaN) + (cubics[at + 6] ?? NaN) + (cubics[at + 7] ?? NaN);
    return Math.sqrt(columns * columns + rows * rows);
  }

  /** Takes a part of the piece. @returns the level at which to cut it; −1 where it leaves the grid or runs along its border */
  takePart(from: number, until: number): number {
    this.takeChord(from, until);
    const partM = (until - from) * this.pieceM;
    const x0 = this.chordX;
    const y0 = this.chordY;
    const x1 = x0 + this.chordDx * partM;
    const y1 = y0 + this.chordDy * partM;
    const { width, height, planes } = this.ground;
    const left = x0 < x1 ? x0 : x1;
    const right = x0 < x1 ? x1 : x0;
    const upper = y0 < y1 ? y0 : y1;
    const lower = y0 < y1 ? y1 : y0;
    // Cells are looked at one further than asked.
    if (!(left >= 2 && upper >= 2 && right <= width - 3 && lower <= height - 3)) return -1;
    this.#dx = (x1 - x0) / (until - from);
    this.#dy = (y1 - y0) / (until - from);
    this.#x = x0 - from * this.#dx;
    this.#y = y0 - from * this.#dy;
    const span = right - left > lower - upper ? right - left : lower - upper;
    let level = 0;
    while (level + 1 < planes.levels.length && span > MOST_BLOCKS * (planes.levels[level]?.block ?? NaN)) level++;
    return level;
  }

  /** Cuts a stretch at the blocks of a level and writes its parts, from `MOST_STRETCHES · level` on. @returns where they end */
  measure(level: number, from: number, until: number): number {
    const found = this.ground.planes.levels[level];
    return found === undefined ? 0 : this.#measure(found, MOST_STRETCHES * level, from, until);
  }

  #measure({ block, across, planes }: PlaneLevel, first: number, from: number, until: number): number {
    const { floors, ends, twists, lengthM, fromM, slope, bulge, startM, pieceM } = this;
    const x0 = this.#x;
    const y0 = this.#y;
    const dx = this.#dx;
    const dy = this.#dy;
    const strayColumns = this.#strayColumns;
    const strayRows = this.#strayRows;
    let x = x0 + from * dx;
    let y = y0 + from * dy;
    let column = (dx < 0 ? Math.ceil(x / block) - 1 : Math.floor(x / block)) | 0;
    let row = (dy < 0 ? Math.ceil(y / block) - 1 : Math.floor(y / block)) | 0;
    const perColumn = dx === 0 ? Infinity : block / Math.abs(dx);
    const perRow = dy === 0 ? Infinity : block / Math.abs(dy);
    let columnAt = dx === 0 ? Infinity : ((dx < 0 ? column : column + 1) * block - x0) / dx;
    let rowAt = dy === 0 ? Infinity : ((dy < 0 ? row : row + 1) * block - y0) / dy;
    const stepColumn = dx < 0 ? -1 : 1;
    const stepRow = dy < 0 ? -1 : 1;
    const hereM = startM + from * pieceM;
    let rayM = fromM + hereM * (slope - bulge * (lengthM - hereM));
    // Inside a block the ray over the bulge sags below the straight line between its ends by no more than this.
    const longestM = 1.5 * block * (pieceM / Math.sqrt(dx * dx + dy * dy));
    const sagM = (bulge * longestM * longestM) / 4;
    for (let slot = first; ; slot++) {
      let next = columnAt < rowAt ? columnAt : rowAt;
      if (next > until) next = until;
      const nextM = startM + next * pieceM;
      const nextRayM = fromM + nextM * (slope - bulge * (lengthM - nextM));
      const nextX = x0 + next * dx;
      const nextY = y0 + next * dy;
      const at = PLANE * (row * across + column);
      const topM = planes[at] ?? NaN;
      const east = planes[at + 1] ?? NaN;
      const south = planes[at + 2] ?? NaN;
      const left = column * block;
      const upper = row * block;
      const firstM = rayM - east * (x - left) - south * (y - upper);
      const lastM = nextRayM - east * (nextX - left) - south * (nextY - upper);
      floors[slot] =
        (firstM < lastM ? firstM : lastM) - topM - sagM - Math.abs(east) * strayColumns - Math.abs(south) * strayRows;
      ends[slot] = next;
      twists[slot] = planes[at + 3] ?? NaN;
      if (next >= until) return slot + 1;
      if (columnAt <= next) {
        column += stepColumn;
        columnAt += perColumn;
      }
      if (rowAt <= next) {
        row += stepRow;
        rowAt += perRow;
      }
      rayM = nextRayM;
      x = nextX;
      y = nextY;
    }
  }

  /** Takes a stretch as straight. */
  takeChord(from: number, until: number): void {
    const k = this.#cubics;
    const at = this.#at;
    const [a0, a1, a2, a3] = [k[at] ?? NaN, k[at + 1] ?? NaN, k[at + 2] ?? NaN, k[at + 3] ?? NaN];
    const [b0, b1, b2, b3] = [k[at + 4] ?? NaN, k[at + 5] ?? NaN, k[at + 6] ?? NaN, k[at + 7] ?? NaN];
    const x0 = a0 + from * (a1 + from * (a2 + from * a3));
    const y0 = b0 + from * (b1 + from * (b2 + from * b3));
    const x1 = a0 + until * (a1 + until * (a2 + until * a3));
    const y1 = b0 + until * (b1 + until * (b2 + until * b3));
    const perM = 1 / ((until - from) * this.pieceM);
    this.chordX = x0;
    this.chordY = y0;
    this.chordDx = (x1 - x0) * perM;
    this.chordDy = (y1 - y0) * perM;
    this.chordM = this.startM + from * this.pieceM;
  }

  /** Cuts the chord at a cell's border and at the ends' margins, and writes `cut`. @returns 1; 0 where nothing is left; −1 where a corner's height is unknown */
  cutAt(column: number, row: number): -1 | 0 | 1 {
    const { values, width } = this.ground;
    const { lengthM, slope, bulge, chordX, chordY, chordM, cut } = this;
    const dx = this.chordDx;
    const dy = this.chordDy;
    const index = row * width + column;
    const a = values[index] ?? NaN;
    const b = (values[index + 1] ?? NaN) - a;
    const c = (values[index + width] ?? NaN) - a;
    const twist = (values[index + width + 1] ?? NaN) - a - b - c;
    if (Number.isNaN(twist)) return -1;
    let from = END_MARGIN_M - chordM;
    let until = lengthM - END_MARGIN_M - chordM;
    if (dx !== 0) {
      const per = 1 / dx;
      const one = (column - chordX) * per;
      const other = one + per;
      const low = one < other ? one : other;
      const high = one < other ? other : one;
      if (low > from) from = low;
      if (high < until) until = high;
    }
    if (dy !== 0) {
      const per = 1 / dy;
      const one = (row - chordY) * per;
      const other = one + per;
      const low = one < other ? one : other;
      const high = one < other ? other : one;
      if (low > from) from = low;
      if (high < until) until = high;
    }
    if (!(from <= until)) return 0;
    const u = chordX + dx * from - column;
    const v = chordY + dy * from - row;
    const d = chordM + from;
    cut[0] = d;
    cut[1] = until - from;
    cut[2] = this.fromM + d * (slope - bulge * (lengthM - d)) - (a + b * u + c * v + twist * u * v);
    cut[3] = slope - bulge * (lengthM - 2 * d) - (b * dx + c * dy + twist * (u * dy + v * dx));
    cut[4] = bulge - twist * dx * dy;
    return 1;
  }
}
