import { makeTerrain } from '../../geo/terrain.ts';
import type { LngLat } from '../../geo/position.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { geometryAt, valueAt, type FeatureTable } from '../../plan/feature-table.ts';
import { spansOfCells, type CellHeights } from './spans-of-cells.ts';
import { spansOfOutline } from './spans-of-outline.ts';
import { LEAST_OBSTACLE_M, treeClearanceM, type Obstacles } from './obstacles.ts';

/** A piece of a path under which something stands. Distances from the path's first end, metres. */
export interface StandingSpan {
  readonly startM: number;
  readonly endM: number;
  /** Above ground as surveyed, metres, > 0. */
  readonly heightM: number;
  /** Row of the building, −1 for a building of a raster, −2 for trees. */
  readonly building: number;
}

export const RASTER_BUILDING = -1;
export const TREES = -2;

/** A path: the ends of its chords, which are straight in degrees and evenly spaced. */
export interface ChordPath {
  readonly anchors: readonly LngLat[];
  readonly lengthM: number;
}

/** Buildings and trees, ready for many paths. */
export interface Standing {
  readonly obstacles: Obstacles;
  /** What stands under a path, walls to the exact place; in no order, overlapping where obstacles do. */
  spansUnder(path: ChordPath): StandingSpan[];
  /** The highest building at a position; null where none stands. */
  buildingAt(position: LngLat): { readonly building: number; readonly heightM: number } | null;
  /** How many outlines have no height and so do not count. */
  readonly withoutHeight: number;
}

/** Makes obstacles ready. @throws AppError crs/… where a raster's system is not known */
export async function standingOf(obstacles: Obstacles): Promise<Standing> {
  const outlines = obstacles.buildings === null ? [] : outlinesOf(obstacles.buildings);
  const index = boxIndex(outlines.map(({ bounds }) => bounds));
  const canopy = await Promise.all(obstacles.canopy.map((grid) => makeTerrain([grid])));
  const blocks = await Promise.all(obstacles.buildingHeights.map((grid) => makeTerrain([grid])));
  return {
    obstacles,
    withoutHeight: (obstacles.buildings?.count ?? 0) - outlines.length,
    spansUnder: (path) => [
      ...outlinesUnder(path, index).flatMap((at) => {
        const outline = outlines[at];
        return outline === undefined ? [] : spansOfOutline(path, outline.geometry, outline);
      }),
      ...blocks.flatMap((source) => spansOfCells(path, source, RASTER_BUILDING)),
      ...canopy.flatMap((source) => spansOfCells(path, source, TREES)),
    ],
    buildingAt: (position) => highestAt(position, outlines, index.search(...position, ...position), blocks),
  };
}

/** How much higher than surveyed a span counts, metres. */
export function spanClearanceM({ building }: StandingSpan, obstacles: Obstacles): number {
  return building === TREES ? treeClearanceM(obstacles) : obstacles.clearances.buildingM;
}

interface Outline {
  readonly building: number;
  readonly heightM: number;
  readonly geometry: NonNullable<ReturnType<typeof geometryAt>>;
  readonly bounds: readonly [number, number, number, number];
}

function outlinesOf(table: FeatureTable): Outline[] {
  const outlines: Outline[] = [];
  for (let building = 0; building < table.count; building++) {
    const heightM = valueAt(table.columns.get('heightM'), building);
    const geometry = geometryAt(table, building);
    if (typeof heightM !== 'number' || heightM < LEAST_OBSTACLE_M || geometry === null) continue;
    outlines.push({ building, heightM, geometry, bounds: boundsOf(polygonsOf(geometry).flat(2)) });
  }
  return outlines;
}

function outlinesUnder({ anchors }: ChordPath, index: ReturnType<typeof boxIndex>): number[] {
  const found = new Set<number>();
  for (let i = 1; i < anchors.length; i++) {
    const [west, south, east, north] = boundsOf(anchors.slice(i - 1, i + 1));
    for (const at of index.search(west, south, east, north)) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}

function highestAt(position: LngLat, outlines: readonly Outline[], near: readonly number[], blocks: readonly CellHeights[]) {
  let best: { building: number; heightM: number } | null = null;
  for (const at of near) {
    const outline = outlines[at];
    if (outline === undefined || outline.heightM <= (best?.heightM ?? 0) || !contains(outline.geometry, position)) continue;
    best = { building: outline.building, heightM: outline.heightM };
  }
  for (const block of blocks) {
    const heightM = block.nearestM(position);
    if (heightM >= LEAST_OBSTACLE_M && heightM > (best?.heightM ?? 0)) best = { building: RASTER_BUILDING, heightM };
  }
  return best;
}
