/** Tiles of one raster become one grid, so that a height between two tiles is read across their seam. */
import type { Grid } from '../geo/grid.ts';
import { MAX_CELLS } from './tiff-image.ts';

/** Two grids are aligned where their centres coincide within this part of a cell. */
const ALIGNMENT = 1e-3;
/** Tiles that would leave more than half of their common rectangle empty stay apart. */
const MAX_EMPTY = 0.5;

/**
 * Merges grids of the same system, cells and datum that touch or overlap; the others stay as they are. Finest first,
 * otherwise in the given order. Where tiles overlap the first that knows a value gives it.
 */
export function mergeTiles(grids: readonly Grid[]): Grid[] {
  const groups: Grid[][] = [];
  for (const grid of grids) {
    // A tile may join groups that did not touch before.
    const near = groups.filter((group) => group.some((other) => touches(other, grid)));
    const [first] = near;
    if (first === undefined) groups.push([grid]);
    else {
      for (const other of near.slice(1)) {
        first.push(...other);
        groups.splice(groups.indexOf(other), 1);
      }
      first.push(grid);
    }
  }
  const order = new Map(grids.map((grid, index) => [grid, index]));
  return groups.flatMap((group) => mergeGroup(group.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))));
}

function isNorthUp({ toModel: [, , xr, , yc] }: Grid): boolean {
  return xr === 0 && yc === 0;
}

/** Column and row of `grid`'s first cell in `base`, or null where the two are not one raster. */
function offsetIn(base: Grid, grid: Grid): [column: number, row: number] | null {
  const [x0, xc, , y0, , yr] = base.toModel;
  const [x, xc2, , y, , yr2] = grid.toModel;
  const same = base.crs === grid.crs && base.verticalDatum === grid.verticalDatum && base.errorM === grid.errorM;
  if (!same || !isNorthUp(base) || !isNorthUp(grid)) return null;
  const drift = Math.max(base.width, base.height, grid.width, grid.height);
  if (Math.abs(xc2 / xc - 1) * drift > ALIGNMENT || Math.abs(yr2 / yr - 1) * drift > ALIGNMENT) return null;
  const [column, row] = [(x - x0) / xc, (y - y0) / yr];
  const off = Math.max(Math.abs(column - Math.round(column)), Math.abs(row - Math.round(row)));
  return off > ALIGNMENT ? null : [Math.round(column), Math.round(row)];
}

function touches(base: Grid, grid: Grid): boolean {
  const offset = offsetIn(base, grid);
  if (offset === null) return false;
  const [column, row] = offset;
  return column <= base.width && row <= base.height && column + grid.width >= 0 && row + grid.height >= 0;
}

function mergeGroup(group: readonly Grid[]): Grid[] {
  const [base] = group;
  if (base === undefined || group.length === 1) return [...group];
  const placed = group.map((grid) => ({ grid, at: offsetIn(base, grid) ?? [0, 0] }));
  const left = Math.min(...placed.map(({ at }) => at[0]));
  const top = Math.min(...placed.map(({ at }) => at[1]));
  const width = Math.max(...placed.map(({ grid, at }) => at[0] + grid.width)) - left;
  const height = Math.max(...placed.map(({ grid, at }) => at[1] + grid.height)) - top;
  const cells = group.reduce((sum, grid) => sum + grid.values.length, 0);
  if (width * height > MAX_CELLS || width * height * (1 - MAX_EMPTY) > cells) return [...group];
  const values = new Float32Array(width * height).fill(NaN);
  for (const { grid, at } of placed) copyInto(values, width, grid, at[0] - left, at[1] - top);
  const [x0, xc, , y0, , yr] = base.toModel;
  return [{ ...base, width, height, values, toModel: [x0 + left * xc, xc, 0, y0 + top * yr, 0, yr] }];
}

function copyInto(values: Float32Array, width: number, grid: Grid, left: number, top: number): void {
  for (let row = 0; row < grid.height; row++) {
    let to = (top + row) * width + left;
    let from = row * grid.width;
    for (let column = 0; column < grid.width; column++, to++, from++) {
      const known = values[to] ?? NaN;
      if (known !== known) values[to] = grid.values[from] ?? NaN;
    }
  }
}
