import { shortDistanceM } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import { between } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import { makeTerrain } from '../../geo/terrain.ts';

const STEP_M = 25;

/** Length along the ground over horizontal length of a path, ≥ 1; 1 where the ground is not known. */
export type TerrainFactor = (path: readonly LngLat[]) => number;

/** Makes the factor from the plan's terrain; always 1 without one. */
export async function terrainFactor(grids: readonly Grid[]): Promise<TerrainFactor> {
  if (grids.length === 0) return () => 1;
  const terrain = await makeTerrain(grids);
  return (path) => {
    let flatM = 0;
    let slopedM = 0;
    for (let i = 1; i < path.length; i++) {
      const a = path[i - 1] as LngLat; // indices lie inside
      const b = path[i] as LngLat;
      const lengthM = shortDistanceM(a, b);
      const steps = Math.max(1, Math.ceil(lengthM / STEP_M));
      let before = terrain.elevationM(a);
      for (let step = 1; step <= steps; step++) {
        const after = terrain.elevationM(between(a, b, step / steps));
        const rise = Number.isNaN(after - before) ? 0 : after - before;
        slopedM += Math.hypot(lengthM / steps, rise);
        before = after;
      }
      flatM += lengthM;
    }
    return flatM === 0 ? 1 : slopedM / flatM;
  };
}
