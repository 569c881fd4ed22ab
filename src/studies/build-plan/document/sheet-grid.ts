import type { UnitSystem } from '../../../base/quantity-text.ts';
import { localFrame, type LocalFrame } from '../../../geo/local-frame.ts';
import type { LngLat, LngLatBounds, LocalXY } from '../../../geo/position.ts';
import type { FiberNetwork } from '../../../plan/network.ts';
import type { PageBox } from '../../paper-map/clip.ts';
import { mapFrame, scalesOf, type MapFrame } from '../../paper-map/map-frame.ts';

/** The share of a sheet that its neighbour shows again. */
export const OVERLAP = 0.06;
/** A crew reads numbers of poles at these scales. Below `small` a few sheets must do; beyond `largest` more sheets are better. */
const SMALL = { scale: 2000, sheets: 4 } as const;
const MOST_SHEETS = 12;
const LARGEST = { scale: 10_000, sheets: 24 } as const;
const SMALLEST_SCALE = 1000;
/** The grid is tried in so many places in either direction: the one with fewest sheets is taken. */
const SHIFTS = 6;

/** The detail sheets of a neighbourhood: frames on one grid, in rows from the north-west; those without anything on them are left out. */
export function detailSheets(box: PageBox, bounds: LngLatBounds, network: FiberNetwork, units: UnitSystem): MapFrame[] {
  const local = localFrame([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]);
  const paths = [...network.stretches, ...network.drops].map(({ path }) => path.map(local.toLocal));
  const points = paths.flatMap(sampled);
  let sheets: MapFrame[] = [];
  for (const scale of scalesOf(units)) {
    if (scale < SMALLEST_SCALE) continue;
    sheets = sheetsAt(box, local, points, scale);
    const most = scale < SMALL.scale ? SMALL.sheets : scale >= LARGEST.scale ? LARGEST.sheets : MOST_SHEETS;
    if (sheets.length <= most) break;
  }
  return sheets;
}

/** Points at most some metres apart on a path: nothing longer than that escapes a sheet. */
function sampled(path: readonly LocalXY[]): LocalXY[] {
  const points: LocalXY[] = path.slice(0, 1);
  path.slice(1).forEach((b, i) => {
    const a = path[i] as LocalXY; // i lies inside
    const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 10));
    for (let s = 1; s <= steps; s++) points.push({ x: a.x + ((b.x - a.x) * s) / steps, y: a.y + ((b.y - a.y) * s) / steps });
  });
  return points;
}

function sheetsAt(box: PageBox, local: LocalFrame, points: readonly LocalXY[], scale: number): MapFrame[] {
  const stepX = (box.width * (1 - OVERLAP) * scale) / 1000;
  const stepY = (box.height * (1 - OVERLAP) * scale) / 1000;
  const west = Math.min(...minimum(points, ({ x }) => x));
  const north = -Math.min(...minimum(points, ({ y }) => -y));
  let best: { cells: [number, number][]; x: number; y: number } | null = null;
  for (let i = 0; i < SHIFTS * SHIFTS; i++) {
    const x = west - ((i % SHIFTS) / SHIFTS) * stepX - 1;
    const y = north + (Math.floor(i / SHIFTS) / SHIFTS) * stepY + 1;
    const cells = cellsOf(points, x, y, stepX, stepY);
    if (best === null || cells.length < best.cells.length) best = { cells, x, y };
  }
  if (best === null) return [];
  const grid = centred(best, points, stepX, stepY);
  return grid.cells.map(([row, column]) => {
    const centre: LngLat = local.toLngLat({ x: grid.x + (column + 0.5) * stepX, y: grid.y - (row + 0.5) * stepY });
    return mapFrame(box, centre, scale);
  });
}

function minimum(points: readonly LocalXY[], of: (point: LocalXY) => number): number[] {
  return [points.reduce((least, point) => Math.min(least, of(point)), Infinity)].filter(Number.isFinite);
}

/** The cells that hold a point, in rows from the north and from the west. */
function cellsOf(points: readonly LocalXY[], x: number, y: number, stepX: number, stepY: number): [number, number][] {
  const keys = new Set<number>();
  for (const point of points) keys.add(Math.floor((y - point.y) / stepY) * 10_000 + Math.floor((point.x - x) / stepX));
  return [...keys].sort((a, b) => a - b).map((key): [number, number] => [Math.floor(key / 10_000), key % 10_000]);
}

/** Moves the grid so that the network stands in the middle of its rows and columns, where that needs no further sheet. */
function centred(
  grid: { cells: [number, number][]; x: number; y: number },
  points: readonly LocalXY[],
  stepX: number,
  stepY: number,
): typeof grid {
  const columns = grid.cells.map(([, column]) => column);
  const rows = grid.cells.map(([row]) => row);
  const west = points.reduce((least, { x }) => Math.min(least, x), Infinity);
  const east = points.reduce((most, { x }) => Math.max(most, x), -Infinity);
  const south = points.reduce((least, { y }) => Math.min(least, y), Infinity);
  const north = points.reduce((most, { y }) => Math.max(most, y), -Infinity);
  const x = (west + east) / 2 - ((Math.min(...columns) + Math.max(...columns) + 1) / 2) * stepX;
  const y = (south + north) / 2 + ((Math.min(...rows) + Math.max(...rows) + 1) / 2) * stepY;
  for (const [nextX, nextY] of [
    [x, y],
    [x, grid.y],
    [grid.x, y],
  ] as const) {
    const cells = cellsOf(points, nextX, nextY, stepX, stepY);
    if (cells.length <= grid.cells.length && cells.every(([row, column]) => row >= 0 && column >= 0))
      return { cells, x: nextX, y: nextY };
  }
  return grid;
}
