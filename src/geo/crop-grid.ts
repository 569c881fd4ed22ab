import { fromWgs84 } from './crs.ts';
import { cellOfModel, modelOfCell, type Grid } from './grid.ts';
import type { LngLatBounds } from './position.ts';

/** Cells around what was asked for, so that heights between centres and the blur of cells of another raster are there too. */
const MARGIN_CELLS = 4;
/** Points along each edge of the bounds: meridians and parallels are bent in a projection. */
const EDGE_POINTS = 8;

/** The part of a grid that lies within bounds, on its very cells, with a margin; null where it does not reach them. @throws AppError crs/… */
export async function cropGrid(grid: Grid, [west, south, east, north]: LngLatBounds): Promise<Grid | null> {
  const toModel = await fromWgs84(grid.crs);
  const shares = Array.from({ length: EDGE_POINTS + 1 }, (_, i) => i / EDGE_POINTS);
  const edges = shares.flatMap((share) => {
    const [lng, lat] = [west + share * (east - west), south + share * (north - south)];
    return [
      [lng, south],
      [lng, north],
      [west, lat],
      [east, lat],
    ] as const;
  });
  const places = edges.map(([lng, lat]) => cellOfModel(grid, ...toModel(lng, lat)));
  const [columns, rows] = [places.map(([column]) => column), places.map(([, row]) => row)];
  const left = Math.max(0, Math.floor(Math.min(...columns)) - MARGIN_CELLS);
  const top = Math.max(0, Math.floor(Math.min(...rows)) - MARGIN_CELLS);
  const right = Math.min(grid.width, Math.ceil(Math.max(...columns)) + MARGIN_CELLS + 1);
  const bottom = Math.min(grid.height, Math.ceil(Math.max(...rows)) + MARGIN_CELLS + 1);
  if (!(left < right && top < bottom)) return null;
  if (right - left === grid.width && bottom - top === grid.height) return grid;
  const [width, height] = [right - left, bottom - top];
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * grid.width + left;
    values.set(grid.values.subarray(from, from + width), row * width);
  }
  const [, xc, xr, , yc, yr] = grid.toModel;
  const [x, y] = modelOfCell(grid, left, top);
  return { ...grid, width, height, values, toModel: [x, xc, xr, y, yc, yr] };
}
