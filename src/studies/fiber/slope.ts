import type { LngLat } from '../../geo/position.ts';
import { lengthM as lengthOf, pointAlong } from '../../geo/polyline.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import { makeTerrain } from '../../geo/terrain.ts';
import type { Plan } from '../../plan/plan.ts';

/** Slope is taken over this length about the middle of an edge: heights of single cells are too rough. */
const BASE_M = 60;
/** Factors come in steps, so that a slope that wavers does not cut a stretch at every pole. */
const STEPS_PER_UNIT = 10;

/** How many times digging a path costs for its slope, by the setting `slopeCostPercent`; 1 without terrain. */
export async function slopeFactor({ settings, rasters }: Plan): Promise<(path: readonly LngLat[]) => number> {
  const grids = rasters.get('terrain')?.grids ?? [];
  if (grids.length === 0 || settings.slopeCostPercent === 0) return () => 1;
  const terrain = await makeTerrain(grids);
  return (path) => {
    const lengthM = lengthOf(path);
    const [start, end] = [pointAlong(path, 0), pointAlong(path, lengthM)];
    const chordM = shortDistanceM(start, end);
    if (chordM === 0) return 1;
    // Short edges are judged by the ground before and behind them, in their own direction.
    const stretch = Math.max(1, BASE_M / chordM) / 2;
    const middle = [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2] as const;
    const at = (side: number): number =>
      terrain.elevationM([middle[0] + side * stretch * (end[0] - start[0]), middle[1] + side * stretch * (end[1] - start[1])]);
    const rise = Math.abs(at(1) - at(-1));
    if (Number.isNaN(rise)) return 1;
    const slope = rise / (2 * stretch * chordM);
    return Math.round((1 + slope * 10 * (settings.slopeCostPercent / 100)) * STEPS_PER_UNIT) / STEPS_PER_UNIT;
  };
}
