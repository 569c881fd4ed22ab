import { AppError } from '../../base/app-error.ts';
import { breathe, quietJob, type JobContext } from '../../base/job.ts';
import { azimuthDeg } from '../../geo/geodesy.ts';
import { makeTerrain } from '../../geo/terrain.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Equipment } from '../../base/equipment.ts';
import type { Verdict } from '../../radio/sightline.ts';
import { linkLevel, type LinkLevel } from '../link/budget.ts';
import type { LinkEndResult, LinkResult, ObstacleKind } from '../link/result.ts';
import { studyLink } from '../link/run.ts';
import { obstaclesOfPlan, type Season } from '../obstacles/obstacles.ts';
import { standingOf } from '../obstacles/standing.ts';
import { planLinks, type PlanLink } from './ends.ts';

/** What the link study says of a link of the plan. Lengths in metres, angles in degrees from true north. */
export interface LinkFinding {
  readonly verdict: Verdict;
  readonly confident: boolean;
  readonly distanceM: number;
  readonly azimuthADeg: number;
  readonly azimuthBDeg: number;
  readonly clearanceM: number;
  readonly fresnelFraction: number;
  readonly obstacle: ObstacleKind;
  /** Where it is tightest, metres from A. */
  readonly tightestM: number;
  /** What arrives at the weaker end; null where a radio is not chosen or not known. */
  readonly level: LinkLevel | null;
  /** Both ends with the altitudes of their antennas. */
  readonly from: LinkEndResult;
  readonly to: LinkEndResult;
}

/** A link of the plan and what is said of it, or why nothing is. */
export interface JudgedLink {
  readonly link: PlanLink;
  readonly finding: LinkFinding | null;
  readonly reason: string | null;
}

/** What a plan's links are judged with. */
export interface LinkStudyOptions {
  /** The catalogue in which radios are looked up. */
  readonly equipment: readonly Equipment[];
  readonly season: Season;
}

/** Judges every link of the plan on its terrain and what stands there, as the link study judges single ones. In order of id. */
export async function judgePlanLinks(plan: Plan, options: LinkStudyOptions, job: JobContext): Promise<JudgedLink[]> {
  const links = planLinks(plan);
  const terrainLayer = plan.rasters.get('terrain');
  if (links.length === 0) return [];
  if (terrainLayer === undefined)
    return links.map((link) => ({
      link,
      finding: null,
      reason: 'The plan has no terrain: nobody can say what stands in the way.',
    }));
  const obstacles = obstaclesOfPlan(plan, { season: options.season });
  const scene = {
    terrain: await makeTerrain(terrainLayer.grids),
    surface: obstacles.surface.length === 0 ? null : await makeTerrain(obstacles.surface),
    standing: await standingOf(obstacles),
    kFactor: plan.settings.kFactor,
  };
  const judged: JudgedLink[] = [];
  for (const [index, link] of links.entries()) {
    job.progress('Judging links', index / links.length);
    await breathe(job);
    try {
      judged.push({ link, finding: await findingOf(link, scene, options.equipment), reason: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      judged.push({ link, finding: null, reason: error.what });
    }
  }
  job.progress('Judging links', 1);
  return judged;
}

async function findingOf(
  link: PlanLink,
  scene: Pick<Parameters<typeof studyLink>[0], 'terrain' | 'surface' | 'standing' | 'kFactor'>,
  catalogue: readonly Equipment[],
): Promise<LinkFinding> {
  const { a, b, frequencyGhz } = link;
  const [equipmentA, equipmentB] = [a, b].map(({ equipment }) => catalogue.find(({ id }) => id === equipment));
  const hasRadios = equipmentA !== undefined && equipmentB !== undefined;
  const question = { from: a, to: b, heightAbove: 'ground' as const, frequencyGhz };
  const result = await studyLink({ ...scene, ...question, model: hasRadios ? 'p526' : 'sightline' }, quietJob);
  return {
    verdict: result.verdict,
    confident: result.confident,
    distanceM: result.distanceM,
    azimuthADeg: result.azimuthDeg,
    azimuthBDeg: azimuthDeg(b.position, a.position),
    clearanceM: result.minClearanceM,
    fresnelFraction: result.fresnelFraction,
    obstacle: result.limitingPoint.kind,
    tightestM: result.limitingPoint.distanceM,
    level: hasRadios ? levelOf(result, equipmentA, equipmentB) : null,
    from: result.from,
    to: result.to,
  };
}

/** Without cable, rain and region: those are no part of the plan. Null where the two radios share no band. */
function levelOf(result: LinkResult, equipmentA: Equipment, equipmentB: Equipment): LinkLevel | null {
  const none = { patternA: null, patternB: null, cableLossDb: 0, foliageLossDb: null, rainRateMmPerH: null, region: null };
  try {
    return linkLevel(result, { equipmentA, equipmentB, ...none, isCapped: false });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
