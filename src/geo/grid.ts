/**
 * A raster of heights: metres above `verticalDatum`, NaN where nothing is known. Values lie at cell centres, row by row;
 * the centre of column `c`, row `r` is x = toModel[0] + toModel[1]·c + toModel[2]·r, y = toModel[3] + toModel[4]·c + toModel[5]·r
 * in the coordinates of `crs`.
 */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly toModel: readonly [number, number, number, number, number, number];
  /** `EPSG:n`, or a PROJ definition for a system without a code. */
  readonly crs: string;
  /** Name of the vertical datum where the source states one. */
  readonly verticalDatum: string | null;
  /** One standard deviation of the heights, metres, where it is known; null is unknown. */
  readonly errorM: number | null;
}

/** The centre of a cell (or a point between centres, for fractions) in the coordinates of the grid's system. */
export function modelOfCell(grid: Grid, column: number, row: number): [x: number, y: number] {
  const [x0, xc, xr, y0, yc, yr] = grid.toModel;
  return [x0 + xc * column + xr * row, y0 + yc * column + yr * row];
}

/** Column and row, as fractions of a cell from the centre of the first one, of a point in the grid's system. */
export function cellOfModel(grid: Grid, x: number, y: number): [column: number, row: number] {
  const [x0, xc, xr, y0, yc, yr] = grid.toModel;
  const [dx, dy] = [x - x0, y - y0];
  const determinant = xc * yr - xr * yc;
  return [(dx * yr - dy * xr) / determinant, (dy * xc - dx * yc) / determinant];
}
