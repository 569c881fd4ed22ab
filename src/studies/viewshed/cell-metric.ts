import { toWgs84 } from '../../geo/crs.ts';
import { metresPerDegree } from '../../geo/geodesy.ts';
import { modelOfCell, type Grid } from '../../geo/grid.ts';
import type { CellMetric } from '../../radio/viewshed-field.ts';

/**
 * How far apart cells of a grid are on the Earth: the squared distance from a cell at (column, row) to one in row `r`, by the
 * size and skew of a cell halfway between the two rows, in the antenna's column. So degrees narrow with latitude, and the
 * scale of a projection is taken out. Within 10⁻⁶ of the geodesic at 10 km, 10⁻⁵ at 30 km, in degrees at 50° of latitude.
 */
export async function cellMetric(grid: Grid, column: number, row: number): Promise<CellMetric> {
  const toLngLat = await toWgs84(grid.crs);
  const across = new Float64Array(grid.height);
  const skew = new Float64Array(grid.height);
  const down = new Float64Array(grid.height);
  const place = (c: number, r: number): [lng: number, lat: number] => toLngLat(...modelOfCell(grid, c, r));
  for (let r = 0; r < grid.height; r++) {
    const halfway = (r + row) / 2;
    const { east, north } = metresPerDegree(place(column, halfway)[1]);
    const [west, eastward] = [place(column - 0.5, halfway), place(column + 0.5, halfway)];
    const [above, below] = [place(column, halfway - 0.5), place(column, halfway + 0.5)];
    const [cx, cy] = [(eastward[0] - west[0]) * east, (eastward[1] - west[1]) * north];
    const [rx, ry] = [(below[0] - above[0]) * east, (below[1] - above[1]) * north];
    across[r] = cx * cx + cy * cy;
    skew[r] = cx * rx + cy * ry;
    down[r] = rx * rx + ry * ry;
  }
  return { across, skew, down };
}
