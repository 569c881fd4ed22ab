import type { JobContext } from '../../base/job.ts';
import { fromWgs84 } from '../../geo/crs.ts';
import { cellOfModel, type Grid } from '../../geo/grid.ts';
import { blankPath, type PathGround } from './cell-path.ts';
import { groundPlanes, type GroundPlanes } from './ground-planes.ts';

/** A grid as a long row of paths asks for it. */
export interface QuickGround extends PathGround {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly planes: GroundPlanes;
}

/** Makes a grid ready. */
export async function quickGround(grid: Grid, job: JobContext): Promise<QuickGround> {
  const toModel = await fromWgs84(grid.crs);
  return {
    values: grid.values,
    width: grid.width,
    height: grid.height,
    toCells: ([lng, lat]) => cellOfModel(grid, ...toModel(lng, lat)),
    planes: await groundPlanes(grid.values, grid.width, grid.height, job),
    path: blankPath(),
  };
}
