import type { Grid } from '../../geo/grid.ts';
import type { FeatureTable } from '../../plan/feature-table.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';

/** Whether deciduous trees carry leaves. */
export type Season = 'leaf-on' | 'leaf-off';

/** What antenna heights are counted from; roof is the building's top (or the surface model) under the antenna, sea the terrain's datum. */
export type HeightAbove = 'ground' | 'surface' | 'roof' | 'sea';

/**
 * What stands on the ground. With a surface model its altitudes alone obstruct, and buildings and canopy only name what it is:
 * nothing counts twice. Without one, buildings and canopy stand on the ground. Plain data: it may be sent to a worker.
 */
export interface Obstacles {
  /** Altitudes of roofs and trees above the terrain's datum; empty where there is no such model. */
  readonly surface: readonly Grid[];
  /** Outlines with `heightM`, the roof above the ground under it; those without it are not counted. */
  readonly buildings: FeatureTable | null;
  /** Buildings as a raster of heights above ground, each cell a box with vertical walls; empty where there is none. */
  readonly buildingHeights: readonly Grid[];
  /** Heights of trees above ground, each cell a box; empty where there is none. */
  readonly canopy: readonly Grid[];
  readonly season: Season;
  readonly clearances: Clearances;
  /** Height of the own roof's edge over the roof, metres, ≥ 0. */
  readonly parapetM: number;
}

/** How much higher than surveyed obstacles count, metres, ≥ 0. */
export interface Clearances {
  readonly buildingM: number;
  /** Growth since the survey, and sway. */
  readonly leafOnM: number;
  /** Not more than `leafOnM`. */
  readonly leafOffM: number;
}

export const DEFAULT_CLEARANCES: Clearances = { buildingM: 0, leafOnM: 1, leafOffM: 0 };

/** Nothing stands on the ground. */
export const NO_OBSTACLES: Obstacles = {
  surface: [],
  buildings: null,
  buildingHeights: [],
  canopy: [],
  season: 'leaf-on',
  clearances: DEFAULT_CLEARANCES,
  parapetM: 0,
};

/** The surface, buildings and canopy of a plan; `options` say the season, clearances and parapet. */
export function obstaclesOfPlan(
  plan: Plan,
  options: Partial<Pick<Obstacles, 'season' | 'clearances' | 'parapetM'>> = {},
): Obstacles {
  const buildings = layerTable(plan, 'buildings');
  return {
    ...NO_OBSTACLES,
    surface: plan.rasters.get('surface')?.grids ?? [],
    buildings: buildings.count === 0 ? null : buildings,
    buildingHeights: plan.rasters.get('building-heights')?.grids ?? [],
    canopy: plan.rasters.get('canopy')?.grids ?? [],
    ...options,
  };
}

/** How much higher than surveyed trees count in the season, metres; leaf-off never more than leaf-on. */
export function treeClearanceM({ season, clearances }: Obstacles): number {
  return season === 'leaf-on' ? clearances.leafOnM : Math.min(clearances.leafOffM, clearances.leafOnM);
}

/** Lower growth than this is grass, not a tree; lower steps are no building. Metres. */
export const LEAST_OBSTACLE_M = 0.5;
