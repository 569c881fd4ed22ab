import type { Grid } from '../../geo/grid.ts';
import { obstacleGrid } from './obstacle-grid.ts';
import type { Obstacles } from './obstacles.ts';

/** The ground's own cells raised by buildings and trees, for studies that take a surface; null where nothing stands. @throws AppError crs/… */
export async function builtSurface(ground: readonly Grid[], obstacles: Obstacles): Promise<Grid[] | null> {
  const { buildings, buildingHeights, canopy } = obstacles;
  if (buildings === null && buildingHeights.length + canopy.length === 0) return null;
  return Promise.all(ground.map((grid) => obstacleGrid(grid, obstacles)));
}
