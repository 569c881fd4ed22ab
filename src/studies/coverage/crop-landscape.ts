import { cropGrid } from '../../geo/crop-grid.ts';
import { destination } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import type { LngLat, LngLatBounds } from '../../geo/position.ts';
import type { Obstacles } from '../obstacles/obstacles.ts';

/** Bounds of all that lies within a radius of some places, metres. */
export function boundsAround(places: readonly { readonly position: LngLat }[], radiusM: number): LngLatBounds {
  const reach = (bearingDeg: number): readonly LngLat[] =>
    places.map(({ position }) => destination(position, bearingDeg, radiusM));
  return [
    Math.min(...reach(270).map(([lng]) => lng)),
    Math.min(...reach(180).map(([, lat]) => lat)),
    Math.max(...reach(90).map(([lng]) => lng)),
    Math.max(...reach(0).map(([, lat]) => lat)),
  ];
}

/** Ground, and what stands on it as rasters, as far as bounds reach: a coverage of a street does not go through a county. */
export async function cropLandscape(
  grids: readonly Grid[],
  obstacles: Obstacles,
  bounds: LngLatBounds,
): Promise<{ grids: Grid[]; obstacles: Obstacles }> {
  const crop = async (all: readonly Grid[]): Promise<Grid[]> =>
    (await Promise.all(all.map((grid) => cropGrid(grid, bounds)))).filter((grid) => grid !== null);
  const [surface, buildingHeights, canopy] = [obstacles.surface, obstacles.buildingHeights, obstacles.canopy];
  return {
    grids: await crop(grids),
    obstacles: {
      ...obstacles,
      surface: await crop(surface),
      buildingHeights: await crop(buildingHeights),
      canopy: await crop(canopy),
    },
  };
}
