import { geodesicDistanceM, geodesicPoints, shortDistanceM } from './geodesy.ts';
import { fromWgs84, toWgs84 } from './crs.ts';
import { cellOfModel, modelOfCell, type Grid } from './grid.ts';
import { highestWithin, type PlacedCells, type Summit } from './highest-within.ts';
import type { LngLat, LngLatBounds } from './position.ts';

/** Heights anywhere within some grids. Where grids overlap the finest that knows a value wins. */
export interface Terrain {
  /**
   * Metres above the grids' vertical datum, bilinear between the four nearest cell centres. NaN outside, and where any of
   * them that carries weight is unknown. In the outer half of a border cell the nearest centres on the border decide.
   */
  elevationM(position: LngLat): number;
  /** Metres, the value of the cell that the position lies in; NaN outside and where it is unknown. */
  nearestM(position: LngLat): number;
  /**
   * `count` ≥ 2 heights (as `elevationM`) evenly spaced on the geodesic, both ends included. The ends are taken in a fixed
   * order inside, so that the line from B to A holds exactly the values of that from A to B, reversed.
   */
  sampleLine(from: LngLat, to: LngLat, count: number): Float64Array;
  /**
   * Column and row, whole at cell centres, in the grid that `elevationM` reads at a position; null where nothing is known.
   * Where a line passes a whole number its ground bends.
   */
  gridPosition(position: LngLat): readonly [column: number, row: number] | null;
  /** The highest ground within metres of a place (see `highest-within.ts`); null where nothing is known. */
  highestWithin(centre: LngLat, radiusM: number): Summit | null;
  /** One standard deviation of the heights, metres: the worst of the grids; null where one does not state it. */
  readonly errorM: number | null;
  /** Box around all cells, degrees. */
  readonly bounds: LngLatBounds;
  /** Side of the finest grid's cells at its middle, metres (the root of the cell's area). */
  readonly cellM: number;
}

interface Placed extends PlacedCells {
  readonly bounds: LngLatBounds;
  readonly cellM: number;
}

/** Makes one terrain of some grids. @throws AppError crs/… where a grid's system is not known */
export async function makeTerrain(grids: readonly Grid[]): Promise<Terrain> {
  const placed = await Promise.all(grids.map(place));
  // Sorting keeps the given order among grids of the same cell size.
  placed.sort((a, b) => Math.round(a.cellM * 1000) - Math.round(b.cellM * 1000));
  const errors = grids.map((grid) => grid.errorM);
  const elevationM = ([lng, lat]: LngLat): number => firstKnown(placed, lng, lat, bilinear);
  return {
    elevationM,
    nearestM: ([lng, lat]) => firstKnown(placed, lng, lat, nearest),
    sampleLine: (from, to, count) => sampleLine(placed, from, to, count),
    gridPosition: ([lng, lat]) => gridPosition(placed, lng, lat),
    highestWithin: (centre, radiusM) => highestWithin(placed, elevationM, centre, radiusM),
    errorM: errors.includes(null) || errors.length === 0 ? null : Math.max(...errors.map((error) => error ?? 0)),
    bounds: unionOf(placed.map((one) => one.bounds)),
    cellM: placed[0]?.cellM ?? NaN,
  };
}

async function place(grid: Grid): Promise<Placed> {
  const toModel = await fromWgs84(grid.crs);
  const toLngLat = await toWgs84(grid.crs);
  const cellOf = (lng: number, lat: number): [number, number] => {
    const [x, y] = toModel(lng, lat);
    return cellOfModel(grid, x, y);
  };
  const positionOf = (column: number, row: number): LngLat => toLngLat(...modelOfCell(grid, column, row));
  const [column, row] = [(grid.width - 1) / 2, (grid.height - 1) / 2];
  const across = shortDistanceM(positionOf(column - 0.5, row), positionOf(column + 0.5, row));
  const down = shortDistanceM(positionOf(column, row - 0.5), positionOf(column, row + 0.5));
  return { grid, cellOf, positionOf, bounds: boundsOf(grid, positionOf), cellM: Math.sqrt(across * down) };
}

/** The box around the grid's outer edge, which a projection may bend: 17 points a side. */
function boundsOf(grid: Grid, at: (column: number, row: number) => LngLat): LngLatBounds {
  const steps = Array.from({ length: 17 }, (_, i) => i / 16);
  const edge = steps.flatMap((t): LngLat[] => {
    const [column, row] = [t * grid.width - 0.5, t * grid.height - 0.5];
    return [at(column, -0.5), at(column, grid.height - 0.5), at(-0.5, row), at(grid.width - 0.5, row)];
  });
  const known = edge.filter(([lng, lat]) => Number.isFinite(lng) && Number.isFinite(lat));
  return unionOf(known.map(([lng, lat]): LngLatBounds => [lng, lat, lng, lat]));
}

function unionOf(boxes: readonly LngLatBounds[]): LngLatBounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    west = Math.min(west, box[0]);
    south = Math.min(south, box[1]);
    east = Math.max(east, box[2]);
    north = Math.max(north, box[3]);
  }
  return [west, south, east, north];
}

type Read = (grid: Grid, column: number, row: number, rim: number) => number;

/** Between the centres of any grid first; then in the outer half of border cells, so that tiles that meet leave no gap. */
function firstKnown(placed: readonly Placed[], lng: number, lat: number, read: Read): number {
  for (const rim of RIMS) {
    for (const { grid, cellOf } of placed) {
      const [column, row] = cellOf(lng, lat);
      const value = read(grid, column, row, rim);
      if (value === value) return value;
    }
  }
  return NaN;
}

function gridPosition(placed: readonly Placed[], lng: number, lat: number): [column: number, row: number] | null {
  for (const rim of RIMS) {
    for (const { grid, cellOf } of placed) {
      const [column, row] = cellOf(lng, lat);
      if (!Number.isNaN(bilinear(grid, column, row, rim))) return [column, row];
    }
  }
  return null;
}

/** How far outside the outermost centres a position may lie, cells: first rounding errors only, then half a cell. */
const RIMS = [1e-6, 0.5 + 1e-6] as const;

function bilinear(grid: Grid, column: number, row: number, rim: number): number {
  const { width, height, values } = grid;
  if (!(column >= -rim && row >= -rim && column <= width - 1 + rim && row <= height - 1 + rim)) return NaN;
  const x = Math.min(Math.max(column, 0), width - 1);
  const y = Math.min(Math.max(row, 0), height - 1);
  const left = Math.min(Math.floor(x), Math.max(width - 2, 0));
  const top = Math.min(Math.floor(y), Math.max(height - 2, 0));
  const u = snapped(x - left);
  const v = snapped(y - top);
  const index = top * width + left;
  const upper = mixed(values, index, 1, u);
  // A neighbour without weight is not asked: it may be unknown.
  if (v === 0) return upper;
  const lower = mixed(values, index + width, 1, u);
  return v === 1 ? lower : upper + (lower - upper) * v;
}

function mixed(values: Float32Array, index: number, step: number, u: number): number {
  const first = values[index] ?? NaN;
  if (u === 0) return first;
  const second = values[index + step] ?? NaN;
  return u === 1 ? second : first + (second - first) * u;
}

/** A millionth of a cell is rounding, not weight. */
function snapped(fraction: number): number {
  if (fraction < 1e-6) return 0;
  return fraction > 1 - 1e-6 ? 1 : fraction;
}

function nearest(grid: Grid, column: number, row: number, rim: number): number {
  // A cell is asked once, whole: the first pass would leave out half of the border cells.
  if (rim < 0.5) return NaN;
  const c = Math.floor(column + 0.5 + 1e-9);
  const r = Math.floor(row + 0.5 + 1e-9);
  const inside = c >= 0 && r >= 0 && c < grid.width && r < grid.height;
  return inside ? (grid.values[r * grid.width + c] ?? NaN) : NaN;
}

/** Nodes on the geodesic this far apart; in between the line is straight in cells (under 3 cm off at 1 km). */
const NODE_DISTANCE_M = 1000;

function sampleLine(placed: readonly Placed[], from: LngLat, to: LngLat, count: number): Float64Array {
  if (from[0] > to[0] || (from[0] === to[0] && from[1] > to[1])) return sampleLine(placed, to, from, count).reverse();
  const pieces = Math.max(1, Math.ceil(geodesicDistanceM(from, to) / NODE_DISTANCE_M));
  const nodes = geodesicPoints(from, to, pieces + 1);
  const paths = placed.map(({ grid, cellOf }): Path => {
    const cells = nodes.map(([lng, lat]) => cellOf(lng, lat));
    return { grid, columns: Float64Array.from(cells, ([column]) => column), rows: Float64Array.from(cells, ([, row]) => row) };
  });
  const heights = new Float64Array(count).fill(NaN);
  for (let i = 0; i < count; i++) {
    const along = (i / (count - 1)) * pieces;
    const piece = Math.min(Math.floor(along), pieces - 1);
    heights[i] = readPaths(paths, piece, along - piece);
  }
  return heights;
}

/** The nodes of a line in a grid's cells. */
interface Path {
  readonly grid: Grid;
  readonly columns: Float64Array;
  readonly rows: Float64Array;
}

function readPaths(paths: readonly Path[], piece: number, t: number): number {
  for (const rim of RIMS) {
    for (const { grid, columns, rows } of paths) {
      const value = bilinear(grid, between(columns, piece, t), between(rows, piece, t), rim);
      if (value === value) return value;
    }
  }
  return NaN;
}

function between(values: Float64Array, index: number, t: number): number {
  const first = values[index] ?? NaN;
  return first + ((values[index + 1] ?? NaN) - first) * t;
}
