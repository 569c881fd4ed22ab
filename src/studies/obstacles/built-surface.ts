import type { Grid } from '../../geo/grid.ts';
import { makeTerrain } from '../../geo/terrain.ts';
import { ASSUMED_BUILDING_ERROR_M, ASSUMED_TREES_ERROR_M, assumedErrorM } from '../link/ends.ts';
import { obstacleGrid } from './obstacle-grid.ts';
import type { Obstacles } from './obstacles.ts';

/**
 * The ground's own cells raised by buildings and trees, for studies that take a surface; null where nothing stands. Its error is that of the
 * ground and of what stands there together, as the link study takes it. @throws AppError crs/…
 */
export async function builtSurface(ground: readonly Grid[], obstacles: Obstacles): Promise<Grid[] | null> {
  const { buildings, buildingHeights, canopy } = obstacles;
  if (buildings === null && buildingHeights.length + canopy.length === 0) return null;
  const standingErrorM = canopy.length > 0 ? ASSUMED_TREES_ERROR_M : ASSUMED_BUILDING_ERROR_M;
  return Promise.all(
    ground.map(async (grid) => {
      const groundErrorM = grid.errorM ?? assumedErrorM(await makeTerrain([grid]));
      return { ...(await obstacleGrid(grid, obstacles)), errorM: Math.hypot(groundErrorM, standingErrorM) };
    }),
  );
}
