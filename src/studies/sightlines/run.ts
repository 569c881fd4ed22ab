import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { geodesicDistanceM } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Terrain } from '../../geo/terrain.ts';
import type { Verdict } from '../../radio/sightline.ts';
import { errorOf } from '../link/ends.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';
import { studyLink } from '../link/run.ts';
import { judgeQuickly, type QuickScene } from './quick-judge.ts';
import { quickGround } from './quick-ground.ts';

/** A place with an antenna. */
export interface SightlineSite {
  readonly id: string;
  readonly position: LngLat;
  /** Antenna above ground or surface, metres, 0 … 2000. */
  readonly heightM: number;
}

/** Grids and the terrain that is made of them. */
export interface SightlineGround {
  readonly grids: readonly Grid[];
  readonly terrain: Terrain;
}

/** What the sightlines of a list need. */
export interface SightlinesInput {
  readonly ground: SightlineGround;
  /** Roofs and trees above the same datum; the higher of the two obstructs. */
  readonly surface: SightlineGround | null;
  readonly sites: readonly SightlineSite[];
  readonly heightAbove: HeightAbove;
  /** Pairs further apart are left out, metres; at most 300 km. */
  readonly maxDistanceM: number;
  readonly frequencyGhz: number;
  readonly kFactor: number;
}

/** One pair; `a` sorts before `b`. Without ground under a site or under the path nothing is told: `unknown`, and null. */
export interface SitePair {
  readonly a: SightlineSite;
  readonly b: SightlineSite;
  readonly distanceM: number;
  readonly verdict: Verdict | 'unknown';
  readonly confident: boolean;
  readonly clearanceM: number | null;
  readonly fresnelFraction: number | null;
}

/** Links are judged up to this length. */
export const MOST_DISTANCE_M = 300_000;
const PAIRS_PER_BREATH = 256;

/**
 * Which sites see which: each pair once, by ids, with the answer that the link study gives. Most pairs are judged from a few
 * samples; the link study itself is asked where these could turn the verdict.
 * @throws AppError study/sightlines-input, study/link-input
 */
export async function studySightlines(input: SightlinesInput, job: JobContext): Promise<SitePair[]> {
  const sites = [...input.sites].sort((one, other) => compareText(one.id, other.id));
  checkSites(sites);
  const scene = await quickScene(input);
  const altitudes = sites.map((site) => baseM(input, site) + site.heightM);
  const pairs: SitePair[] = [];
  let judged = 0;
  for (const [first, a] of sites.entries()) {
    for (let second = first + 1; second < sites.length; second++) {
      const b = sites[second];
      if (b === undefined || isSurelyBeyond(a.position, b.position, input.maxDistanceM)) continue;
      if (++judged % PAIRS_PER_BREATH === 0) {
        job.progress('Judging sightlines', first / sites.length);
        await breathe(job);
      }
      const pair = await judgePair(
        input,
        scene,
        { a, b, altitudeAM: altitudes[first] ?? NaN, altitudeBM: altitudes[second] ?? NaN },
        job,
      );
      if (pair !== null) pairs.push(pair);
    }
  }
  job.progress('Judging sightlines', 1);
  return pairs;
}

function checkSites(sites: readonly SightlineSite[]): void {
  sites.forEach((site, index) => {
    const refuse = (what: string, remedy: string): AppError =>
      new AppError('study/sightlines-input', { what, where: site.id, remedy });
    if (sites[index + 1]?.id === site.id) throw refuse('Two sites have the same id.', 'Give each site an id of its own.');
    if (!(site.heightM >= 0 && site.heightM <= 2000))
      throw refuse(
        `An antenna height of ${site.heightM} m is not between 0 and 2000 m.`,
        'Give the height above ground, not above sea level.',
      );
  });
}

/** What the quick judgement needs; null where a terrain is several grids, of which only the link study knows which one counts. */
async function quickScene(input: SightlinesInput): Promise<QuickScene | null> {
  const grids = [input.ground.grids, ...(input.surface === null ? [] : [input.surface.grids])];
  if (grids.some((list) => list.length !== 1)) return null;
  const { terrain } = input.ground;
  return {
    grounds: await Promise.all(grids.flat().map(quickGround)),
    cellM: Math.min(terrain.cellM, input.surface?.terrain.cellM ?? Infinity),
    frequencyGhz: input.frequencyGhz,
    kFactor: input.kFactor,
    error: errorOf({ terrain, surface: input.surface?.terrain ?? null }),
  };
}

/** Height of what a site's antenna stands on, metres; NaN where it is unknown. */
function baseM({ ground, surface, heightAbove }: SightlinesInput, { position }: SightlineSite): number {
  const groundM = ground.terrain.elevationM(position);
  if (heightAbove === 'ground') return groundM;
  return Number.isNaN(groundM) ? NaN : (surface?.terrain.elevationM(position) ?? NaN);
}

const METRES_PER_DEGREE_AT_LEAST = 110_574;

/** A cheap test that never leaves out a pair within the distance: by latitude alone. */
function isSurelyBeyond(a: LngLat, b: LngLat, maxDistanceM: number): boolean {
  return Math.abs(a[1] - b[1]) * METRES_PER_DEGREE_AT_LEAST > maxDistanceM;
}

interface Pair {
  readonly a: SightlineSite;
  readonly b: SightlineSite;
  /** NaN where the ground under the site is unknown. */
  readonly altitudeAM: number;
  readonly altitudeBM: number;
}

async function judgePair(
  input: SightlinesInput,
  scene: QuickScene | null,
  pair: Pair,
  job: JobContext,
): Promise<SitePair | null> {
  const { a, b } = pair;
  const [first, second] = comesBefore(a, b) ? [a, b] : [b, a];
  const lengthM = geodesicDistanceM(first.position, second.position);
  if (!(lengthM <= input.maxDistanceM)) return null;
  const distanceM = Math.round(lengthM * 1e3) / 1e3;
  const unknown: SitePair = { a, b, distanceM, verdict: 'unknown', confident: false, clearanceM: null, fresnelFraction: null };
  // Two antennas at one place have no path between them that could be judged.
  if (lengthM < 1 || Number.isNaN(pair.altitudeAM + pair.altitudeBM)) return unknown;
  const ends = {
    a: { position: a.position, altitudeM: pair.altitudeAM },
    b: { position: b.position, altitudeM: pair.altitudeBM },
  };
  const quick =
    scene === null ? null : judgeQuickly(scene, lengthM, first === a ? ends.a : ends.b, first === a ? ends.b : ends.a);
  if (quick !== null) return { ...unknown, ...quick };
  return { ...unknown, ...(await slowAnswer(input, first, second, job)) };
}

async function slowAnswer(
  input: SightlinesInput,
  from: SightlineSite,
  to: SightlineSite,
  job: JobContext,
): Promise<Partial<SitePair>> {
  const quiet: JobContext = { signal: job.signal, progress: () => undefined };
  const { frequencyGhz, kFactor, heightAbove } = input;
  const terrains = { terrain: input.ground.terrain, surface: input.surface?.terrain ?? null };
  try {
    const result = await studyLink({ ...terrains, from, to, heightAbove, frequencyGhz, kFactor }, quiet);
    const { verdict, confident, minClearanceM: clearanceM, fresnelFraction } = result;
    return { verdict, confident, clearanceM, fresnelFraction };
  } catch (error) {
    // Nothing is known between the ends: the pair stays unknown.
    if (error instanceof AppError && error.code === 'terrain/outside-coverage') return {};
    throw error;
  }
}

/** The order of ends in which the link study computes. */
function comesBefore(a: SightlineSite, b: SightlineSite): boolean {
  return (a.position[0] - b.position[0] || a.position[1] - b.position[1] || a.heightM - b.heightM) <= 0;
}
