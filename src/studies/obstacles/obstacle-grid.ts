import { fromWgs84, toWgs84 } from '../../geo/crs.ts';
import { cellOfModel, modelOfCell, type Grid } from '../../geo/grid.ts';
import { LEAST_OBSTACLE_M, treeClearanceM, type Obstacles } from './obstacles.ts';
import { raiseByBuildings } from './raise-by-buildings.ts';

/**
 * The altitude of what obstructs on the ground's own cells, for studies of whole rasters: the highest surface in the cell, or,
 * without a surface model, the ground raised by the highest building and tree that touch the cell. Unknown ground stays unknown;
 * nothing comes out below the ground. The given grid is not altered.
 */
export async function obstacleGrid(ground: Grid, obstacles: Obstacles): Promise<Grid> {
  const values = Float32Array.from(ground.values);
  if (obstacles.surface.length > 0) {
    for (const grid of obstacles.surface) await forHighest(ground, grid, (cell, altitudeM) => raiseTo(values, cell, altitudeM));
    return { ...ground, values };
  }
  const heightsM = new Float32Array(values.length);
  for (const grid of obstacles.buildingHeights) {
    await forHighest(ground, grid, (cell, heightM) => {
      if (heightM >= LEAST_OBSTACLE_M) raiseTo(heightsM, cell, heightM + obstacles.clearances.buildingM);
    });
  }
  for (const grid of obstacles.canopy) {
    const clearanceM = treeClearanceM(obstacles);
    await forHighest(ground, grid, (cell, heightM) => {
      if (heightM >= LEAST_OBSTACLE_M) raiseTo(heightsM, cell, heightM + clearanceM);
    });
  }
  if (obstacles.buildings !== null) {
    raiseByBuildings(heightsM, await toCellOf(ground), ground, obstacles.buildings, obstacles.clearances.buildingM);
  }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? NaN) + (heightsM[i] ?? 0);
  return { ...ground, values };
}

function raiseTo(values: Float32Array, cell: number, value: number): void {
  if (value > (values[cell] ?? NaN)) values[cell] = value;
}

async function toCellOf(grid: Grid): Promise<(lng: number, lat: number) => [column: number, row: number]> {
  const toModel = await fromWgs84(grid.crs);
  return (lng, lat) => cellOfModel(grid, ...toModel(lng, lat));
}

/** Tells of each cell of `other` in which cell of `ground` its centre lies, and of each cell of `ground` what `other` holds at its centre. */
async function forHighest(ground: Grid, other: Grid, tell: (cell: number, value: number) => void): Promise<void> {
  const there = await converter(other.crs, ground.crs);
  eachPlace(other, ground, there, (from, to) => tell(to, other.values[from] ?? NaN));
  const back = await converter(ground.crs, other.crs);
  eachPlace(ground, other, back, (from, to) => tell(from, other.values[to] ?? NaN));
}

type Convert = (x: number, y: number) => readonly [number, number];

async function converter(from: string, to: string): Promise<Convert> {
  if (from === to) return (x, y) => [x, y];
  const toLngLat = await toWgs84(from);
  const toModel = await fromWgs84(to);
  return (x, y) => toModel(...toLngLat(x, y));
}

/** Calls with each cell of `from` and the cell of `to` in which its centre lies. */
function eachPlace(from: Grid, to: Grid, convert: Convert, call: (from: number, to: number) => void): void {
  for (let row = 0; row < from.height; row++) {
    for (let column = 0; column < from.width; column++) {
      const [x, y] = convert(...modelOfCell(from, column, row));
      const [c, r] = cellOfModel(to, x, y);
      const [there, down] = [Math.floor(c + 0.5), Math.floor(r + 0.5)];
      if (there >= 0 && down >= 0 && there < to.width && down < to.height)
        call(row * from.width + column, down * to.width + there);
    }
  }
}
