import { AppError } from '../../base/app-error.ts';
import type { JobContext } from '../../base/job.ts';
import { compareText } from '../../base/compare.ts';
import { fromWgs84 } from '../../geo/crs.ts';
import { geodesicDistanceM } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { makeTerrain } from '../../geo/terrain.ts';
import type { Equipment } from '../../base/equipment.ts';
import { aimOf, studyBudget, type Aim, type StudiedBudget } from '../link/budget.ts';
import type { LinkEnd, LinkResult } from '../link/result.ts';
import { studyLink } from '../link/run.ts';
import type { HeightAbove, Obstacles } from '../obstacles/obstacles.ts';
import { standingOf } from '../obstacles/standing.ts';
import { studyPanorama, type Panorama } from '../panorama/run.ts';
import { sceneAt, type Scene } from '../panorama/standpoint.ts';

/** A roof or a node that it may be linked to. */
export interface SheetSite {
  readonly id: string;
  readonly name: string;
  readonly position: LngLat;
  readonly heightM: number;
  readonly heightAbove: HeightAbove;
}

/** What a roof sheet needs. */
export interface RoofSheetInput {
  readonly grids: readonly Grid[];
  readonly obstacles: Obstacles;
  readonly roof: SheetSite;
  /** Candidate links lead to these. */
  readonly others: readonly SheetSite[];
  readonly maxDistanceM: number;
  readonly frequencyGhz: number;
  readonly kFactor: number;
  /** At both ends; null: no levels. */
  readonly equipment: Equipment | null;
  readonly date: Date;
}

/** A candidate link of the sheet. */
export interface SheetLink {
  readonly site: SheetSite;
  readonly result: LinkResult;
  readonly aim: Aim;
  readonly budget: StudiedBudget | null;
}

/** Everything that is drawn. */
export interface RoofSheet {
  readonly roof: SheetSite;
  readonly links: readonly SheetLink[];
  /** Sites within reach that are not on the sheet. */
  readonly leftOut: number;
  readonly panorama: Panorama;
  readonly scene: Scene;
  /** Into the coordinates of the scene's grids. */
  readonly toModel: (lng: number, lat: number) => [x: number, y: number];
}

const MOST_LINKS = 10;
const ORDER = { clear: 0, marginal: 1, blocked: 2 } as const;

/** Studies the links and the skyline of a roof. @throws AppError study/roof-sheet-input, terrain/outside-coverage */
export async function studyRoofSheet(input: RoofSheetInput, job: JobContext): Promise<RoofSheet> {
  const { roof, obstacles } = input;
  const near = input.others
    .map((site) => ({ site, distanceM: geodesicDistanceM(roof.position, site.position) }))
    .filter(({ site, distanceM }) => site.id !== roof.id && distanceM >= 1 && distanceM <= input.maxDistanceM);
  const terrain = await makeTerrain(input.grids);
  const surface = obstacles.surface.length === 0 ? null : await makeTerrain(obstacles.surface);
  const standing = await standingOf(obstacles);
  /** Where no roof is known the ground stands in for it. */
  const endOf = ({ position, heightM, heightAbove }: SheetSite): LinkEnd => {
    const isBare = heightAbove === 'roof' && surface === null && standing.buildingAt(position) === null;
    return { position, heightM, heightAbove: isBare ? 'ground' : heightAbove };
  };
  const links: SheetLink[] = [];
  for (const { site } of near) {
    if (site.heightAbove === 'sea' && !(site.heightM >= terrain.elevationM(site.position))) continue;
    const link = { terrain, surface, standing, from: endOf(roof), to: endOf(site), heightAbove: 'ground' as const };
    const result = await studyLink({ ...link, frequencyGhz: input.frequencyGhz, kFactor: input.kFactor, model: 'p526' }, job);
    links.push({ site, result, aim: aimOf(result.from, result.to, result, input.date), budget: budgetOf(input, result) });
  }
  if (links.length === 0)
    throw new AppError('study/roof-sheet-input', {
      what: `No other site lies within ${Math.round(input.maxDistanceM)} m of ${roof.name} on the terrain.`,
      where: roof.id,
      remedy: 'Add sites, or raise the greatest distance.',
    });
  links.sort(
    (a, b) =>
      ORDER[a.result.verdict] - ORDER[b.result.verdict] ||
      a.result.distanceM - b.result.distanceM ||
      compareText(a.site.id, b.site.id),
  );
  const shown = links.slice(0, MOST_LINKS);
  const targets = shown.map(({ site }) => site);
  const way = { rangeM: 30_000, stepDeg: 0.25, kFactor: input.kFactor, declinationDeg: shown[0]?.aim.declinationDeg ?? null };
  const panorama = await studyPanorama({ ...input, ...roof, ...way, targets }, job);
  const scene = await sceneAt(input.grids, obstacles, roof.position);
  return {
    roof,
    links: shown,
    leftOut: links.length - shown.length,
    panorama,
    scene,
    toModel: await fromWgs84(scene.ground.crs),
  };
}

function budgetOf({ equipment, date }: RoofSheetInput, result: LinkResult): StudiedBudget | null {
  if (equipment === null) return null;
  const ends = { equipmentA: equipment, equipmentB: equipment, patternA: null, patternB: null };
  const rest = { cableLossDb: 0, foliageLossDb: null, rainRateMmPerH: null, region: null, isCapped: false };
  return studyBudget(result, { ...ends, ...rest, date });
}
