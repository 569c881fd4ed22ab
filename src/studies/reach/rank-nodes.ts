import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import { breathe, quietJob, type JobContext } from '../../base/job.ts';
import { geodesicDistanceM } from '../../geo/geodesy.ts';
import type { Verdict } from '../../radio/sightline.ts';
import { linkLevel, type LinkLevel } from '../link/budget.ts';
import type { ObstacleKind } from '../link/result.ts';
import { studyLink } from '../link/run.ts';
import type { Mount, ReachScene } from './mounts.ts';

/** A link from one roof to another, by the best pair of their mounts. */
export interface Reach {
  readonly roof: string;
  readonly from: Mount;
  readonly to: Mount;
  readonly verdict: Verdict;
  readonly confident: boolean;
  readonly distanceM: number;
  /** True bearing at `from`, degrees. */
  readonly azimuthDeg: number;
  readonly clearanceM: number;
  /** Least of clearance over first Fresnel radius: what the ranking goes by. */
  readonly fresnelFraction: number;
  /** Where it is tightest, metres from `from`, and what stands there. */
  readonly tightestM: number;
  readonly obstacle: ObstacleKind;
  /** What `from` alone must gain to be clear, metres; 0 where clear, null above 60 m. */
  readonly raiseM: number | null;
  /** What arrives at the weaker end; null where no radios were chosen. */
  readonly level: LinkLevel | null;
}

/** Masts that are sold and put up by volunteers, metres. */
const MAST_HEIGHTS_M = [1, 1.5, 2, 3, 4.5, 6, 9, 12, 15, 18, 24, 30, 45, 60] as const;

/** The shortest usual mast that adds at least `raiseM`; null where none does. */
export function mastFor(raiseM: number): number | null {
  return MAST_HEIGHTS_M.find((heightM) => heightM >= raiseM) ?? null;
}

/**
 * The other roofs in range of one roof, best first: sure before too close to call, then by margin where radios are chosen, else by Fresnel clearance, then by id. For each roof the pair
 * of mounts that is best in that order.
 * @throws AppError study/link-input
 */
export async function rankNodes(
  scene: ReachScene,
  from: readonly Mount[],
  targets: readonly Mount[],
  job: JobContext,
): Promise<Reach[]> {
  const best = new Map<string, Reach>();
  for (const [index, to] of targets.entries()) {
    if (index % 4 === 0) {
      job.progress('Looking around', index / targets.length);
      await breathe(job);
    }
    for (const mount of from) {
      const reach = mount.roof === to.roof ? null : await reachOf(scene, mount, to);
      const known = best.get(to.roof);
      if (reach !== null && (known === undefined || compareReach(reach, known) < 0)) best.set(to.roof, reach);
    }
  }
  job.progress('Looking around', 1);
  return [...best.values()].sort(compareReach);
}

/** Of those who are not reached, the one that the least usual mast at this roof opens; null where none does. */
export function shortestMast(reaches: readonly Reach[]): { mastM: number; to: Reach } | null {
  const open = reaches.flatMap((to) => {
    const mastM = to.raiseM === null || to.raiseM === 0 ? null : mastFor(to.raiseM);
    return mastM === null ? [] : [{ mastM, raiseM: to.raiseM ?? 0, to }];
  });
  open.sort((a, b) => a.raiseM - b.raiseM || compareText(a.to.roof, b.to.roof));
  return open[0] ?? null;
}

async function reachOf(scene: ReachScene, from: Mount, to: Mount): Promise<Reach | null> {
  const distanceM = geodesicDistanceM(from.position, to.position);
  if (!(distanceM >= 1 && distanceM <= scene.maxDistanceM)) return null;
  try {
    const link = await studyLink(
      {
        terrain: scene.ground.terrain,
        surface: scene.surface?.terrain ?? null,
        from,
        to,
        heightAbove: 'ground',
        frequencyGhz: scene.frequencyGhz,
        kFactor: scene.kFactor,
        // A budget heeds what stands in the way; without one the geometry is enough.
        model: scene.radios === undefined ? 'sightline' : 'p526',
      },
      quietJob,
    );
    return {
      roof: to.roof,
      from,
      to,
      verdict: link.verdict,
      confident: link.confident,
      distanceM: link.distanceM,
      azimuthDeg: Math.round(link.azimuthDeg * 10) / 10,
      clearanceM: link.minClearanceM,
      fresnelFraction: link.fresnelFraction,
      tightestM: link.limitingPoint.distanceM,
      obstacle: link.limitingPoint.kind,
      raiseM: link.raiseAM,
      level: scene.radios === undefined ? null : linkLevel(link, scene.radios),
    };
  } catch (error) {
    // Nothing is known between the two: nothing is said about them.
    if (error instanceof AppError && error.code === 'terrain/outside-coverage') return null;
    throw error;
  }
}

/** 0 sure to work, 1 somebody must look, 2 sure not to. */
export function doubtOf({ verdict, confident }: Pick<Reach, 'verdict' | 'confident'>): 0 | 1 | 2 {
  if (verdict === 'clear' && confident) return 0;
  return verdict === 'blocked' && confident ? 2 : 1;
}

function compareReach(a: Reach, b: Reach): number {
  return (
    doubtOf(a) - doubtOf(b) ||
    (b.level?.marginDb ?? 0) - (a.level?.marginDb ?? 0) ||
    b.fresnelFraction - a.fresnelFraction ||
    compareText(a.roof, b.roof) ||
    compareText(a.from.id, b.from.id) ||
    compareText(a.to.id, b.to.id)
  );
}
