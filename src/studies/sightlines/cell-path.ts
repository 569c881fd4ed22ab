import { destination, geodesicPoints } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';

/** Up to this length one cubic, made from what is known of both ends, follows the geodesic within a millimetre up to 70° of latitude. */
const ONE_PIECE_M = 10_000;
/** Beyond it, a cubic through points of the geodesic follows it this far within a millimetre. */
const PIECE_M = 5000;
/** How far around a place the bending of geodesics is measured, metres. */
const PROBE_M = 2000;

/** A place on a grid. */
export interface PlaceInCells {
  readonly position: LngLat;
  readonly column: number;
  readonly row: number;
  /**
   * How geodesics bend there in cells: one whose steps are (c, r) cells turns by (b0·c² + b1·c·r + b2·r², b3·c² + b4·c·r + b5·r²)
   * cells from step to step.
   */
  readonly bend: Float64Array;
}

/** Cubics in the cells of a grid, evenly spaced by distance: eight numbers each, column then row, constant terms first. */
export interface CellPath {
  readonly pieces: number;
  readonly cubics: Float64Array;
}

export type ToCells = (position: LngLat) => readonly [column: number, row: number];

/** Measures a place, by geodesics that pass through it in three directions. */
export function placeInCells(toCells: ToCells, position: LngLat): PlaceInCells {
  const [column, row] = toCells(position);
  const turns = [0, 60, 120].map((bearingDeg) => {
    const [ahead, behind] = [0, 180].map((turnDeg) => toCells(destination(position, bearingDeg + turnDeg, PROBE_M)));
    const [c1 = NaN, r1 = NaN] = ahead ?? [];
    const [c0 = NaN, r0 = NaN] = behind ?? [];
    return { c: (c1 - c0) / 2, r: (r1 - r0) / 2, turnC: c1 + c0 - 2 * column, turnR: r1 + r0 - 2 * row };
  });
  const terms = turns.map(({ c, r }) => [c * c, c * r, r * r]);
  const bend = [
    ...solved(
      terms,
      turns.map(({ turnC }) => turnC),
    ),
    ...solved(
      terms,
      turns.map(({ turnR }) => turnR),
    ),
  ];
  return { position, column, row, bend: Float64Array.from(bend) };
}

/** Solves three equations by Cramer's rule. */
function solved(rows: readonly (readonly number[])[], right: readonly number[]): number[] {
  const whole = determinant(rows);
  return [0, 1, 2].map(
    (unknown) => determinant(rows.map((row, i) => row.map((value, j) => (j === unknown ? (right[i] ?? NaN) : value)))) / whole,
  );
}

function determinant(rows: readonly (readonly number[])[]): number {
  const [[a = NaN, b = NaN, c = NaN] = [], [d = NaN, e = NaN, f = NaN] = [], [g = NaN, h = NaN, i = NaN] = []] = rows;
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/** A grid that paths are asked of: each short path is written over the one before. */
export interface PathGround {
  readonly toCells: ToCells;
  readonly path: CellPath;
}

/** The geodesic between two places of a grid. */
export function cellPath({ toCells, path }: PathGround, from: PlaceInCells, to: PlaceInCells, lengthM: number): CellPath {
  if (lengthM > ONE_PIECE_M) return longPath(toCells, from.position, to.position, lengthM);
  shortPath(from, to, path.cubics);
  return path;
}

/** A path of one piece to be written over. */
export function blankPath(): CellPath {
  return { pieces: 1, cubics: new Float64Array(8) };
}

function shortPath(from: PlaceInCells, to: PlaceInCells, into: Float64Array): void {
  const dc = to.column - from.column;
  const dr = to.row - from.row;
  // The bending depends on the direction at either end, which depends on the bending: two rounds settle it.
  let [c0, r0, c1, r1] = [dc, dr, dc, dr];
  let [turnC0, turnR0, turnC1, turnR1] = [0, 0, 0, 0];
  const [a, b] = [from.bend, to.bend];
  for (let round = 0; round < 2; round++) {
    turnC0 = turnOf(a, 0, c0, r0);
    turnR0 = turnOf(a, 3, c0, r0);
    turnC1 = turnOf(b, 0, c1, r1);
    turnR1 = turnOf(b, 3, c1, r1);
    c0 = dc - (2 * turnC0 + turnC1) / 6;
    r0 = dr - (2 * turnR0 + turnR1) / 6;
    c1 = dc + (turnC0 + 2 * turnC1) / 6;
    r1 = dr + (turnR0 + 2 * turnR1) / 6;
  }
  into[0] = from.column;
  into[1] = dc - (2 * turnC0 + turnC1) / 6;
  into[2] = turnC0 / 2;
  into[3] = (turnC1 - turnC0) / 6;
  into[4] = from.row;
  into[5] = dr - (2 * turnR0 + turnR1) / 6;
  into[6] = turnR0 / 2;
  into[7] = (turnR1 - turnR0) / 6;
}

function turnOf(bend: Float64Array, at: number, c: number, r: number): number {
  return ((bend[at] ?? NaN) * c + (bend[at + 1] ?? NaN) * r) * c + (bend[at + 2] ?? NaN) * r * r;
}

/** For any length, through points of it a third of a piece apart. */
function longPath(toCells: ToCells, a: LngLat, b: LngLat, lengthM: number): CellPath {
  const pieces = Math.max(1, Math.ceil(lengthM / PIECE_M));
  const cells = geodesicPoints(a, b, 3 * pieces + 1).map(toCells);
  const cubics = new Float64Array(8 * pieces);
  for (let piece = 0; piece < pieces; piece++) {
    for (const axis of [0, 1] as const) {
      const [p0 = NaN, p1 = NaN, p2 = NaN, p3 = NaN] = [0, 1, 2, 3].map((node) => cells[3 * piece + node]?.[axis]);
      const terms = [
        p0,
        -5.5 * p0 + 9 * p1 - 4.5 * p2 + p3,
        9 * p0 - 22.5 * p1 + 18 * p2 - 4.5 * p3,
        4.5 * (p3 - p0) + 13.5 * (p1 - p2),
      ];
      cubics.set(terms, 8 * piece + 4 * axis);
    }
  }
  return { pieces, cubics };
}
