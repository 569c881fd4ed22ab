import type { Grid } from '../geo/grid.ts';
import { makeTerrain } from '../geo/terrain.ts';
import type { LngLat } from '../geo/position.ts';

/** So many places on each side are looked at. */
const SIDE = 40;

/** Further below the ground than models of one place differ, metres. */
const BELOW_M = 5;

/** A share of the places above which a surface cannot be one. */
const DOUBTFUL_SHARE = 0.2;

/**
 * Says where a surface model lies under the ground that it stands on, as a model of heights above the ground does: it would hide
 * nothing, and every link would look clear.
 * @returns the warning, or null where the two do not overlap or the surface lies on the ground
 */
export async function surfaceBelowGround(terrain: readonly Grid[], surface: readonly Grid[]): Promise<string | null> {
  if (terrain.length === 0 || surface.length === 0) return null;
  const [ground, top] = [await makeTerrain(terrain), await makeTerrain(surface)];
  const [west, south, east, north] = top.bounds;
  let [known, below] = [0, 0];
  for (let at = 0; at < SIDE * SIDE; at++) {
    const across = ((at % SIDE) + 0.5) / SIDE;
    const up = (Math.floor(at / SIDE) + 0.5) / SIDE;
    const place: LngLat = [west + (east - west) * across, south + (north - south) * up];
    const heightM = top.elevationM(place) - ground.elevationM(place);
    if (Number.isNaN(heightM)) continue;
    known++;
    if (heightM < -BELOW_M) below++;
  }
  if (below <= known * DOUBTFUL_SHARE) return null;
  return `At ${Math.round((100 * below) / known)} % of the places the surface lies more than ${BELOW_M} m below the ground. Its heights seem to be above the ground: import them as building heights or canopy, else nothing stands in the way of a link.`;
}
