import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { earthCentred, geodesicDistanceM, geodesicOfChordM } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Terrain } from '../../geo/terrain.ts';
import type { Verdict } from '../../radio/sightline.ts';
import { errorOf } from '../link/ends.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';
import { studyLink } from '../link/run.ts';
import { placeInCells } from './cell-path.ts';
import { QuickJudge, type QuickEnd } from './quick-judge.ts';
import { quickGround, type QuickGround } from './quick-ground.ts';

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
/** Work between two breaths (some 50 ms), in pairs that are judged quickly; asking the link study is worth many of them. */
const PAIRS_PER_BREATH = 4_096;
const PAIRS_PER_LINK_STUDY = 64;

/**
 * Which sites see which: each pair once, by ids, with the answer that the link study gives. Most pairs are judged from a few
 * samples; the link study itself is asked where these could turn the verdict.
 * @throws AppError study/sightlines-input, study/link-input
 */
export async function studySightlines(input: SightlinesInput, job: JobContext): Promise<SitePair[]> {
  const sites = [...input.sites].sort((one, other) => compareText(one.id, other.id));
  checkSites(sites);
  const grounds = await quickGrounds(input);
  const judge = grounds === null ? null : quickJudge(input, grounds);
  const ends = sites.map((site) => endOf(input, grounds ?? [], site));
  const pairs: SitePair[] = [];
  let work = 0;
  for (const [first, a] of ends.entries()) {
    for (let second = first + 1; second < ends.length; second++) {
      const b = ends[second];
      const lengthM = b === undefined ? NaN : lengthOf(a, b, input.maxDistanceM);
      if (b === undefined || !(lengthM <= input.maxDistanceM)) continue;
      const known = judgePair(judge, a, b, lengthM);
      if (known === null) work += PAIRS_PER_LINK_STUDY;
      pairs.push(known ?? { ...unknownPair(a.site, b.site, lengthM), ...(await slowAnswer(input, a.site, b.site, job)) });
      if (++work < PAIRS_PER_BREATH) continue;
      work = 0;
      job.progress('Judging sightlines', first / sites.length);
      await breathe(job);
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

/** Two cells of a path count as straight up to this size of cell: it strays from the geodesic by 2 mm at 60° of latitude. */
const MOST_CELL_M = 100;

/** The grids made ready; null for coarse cells, and where a terrain is several grids, of which only the link study knows which one counts. */
async function quickGrounds({ ground, surface }: SightlinesInput): Promise<readonly QuickGround[] | null> {
  const grids = [ground.grids, ...(surface === null ? [] : [surface.grids])];
  const isCoarse = Math.max(ground.terrain.cellM, surface?.terrain.cellM ?? 0) > MOST_CELL_M;
  return isCoarse || grids.some((list) => list.length !== 1) ? null : Promise.all(grids.flat().map(quickGround));
}

function quickJudge({ ground, surface, frequencyGhz, kFactor }: SightlinesInput, grounds: readonly QuickGround[]): QuickJudge {
  return new QuickJudge({
    grounds,
    frequencyGhz,
    kFactor,
    error: errorOf({ terrain: ground.terrain, surface: surface?.terrain ?? null }),
  });
}

/** A site, and what is computed of it once for all its pairs. */
interface End extends QuickEnd {
  readonly site: SightlineSite;
  /** Metres from the Earth's centre, on the ellipsoid. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

function endOf(input: SightlinesInput, grounds: readonly QuickGround[], site: SightlineSite): End {
  const [x, y, z] = earthCentred(site.position);
  const altitudeM = baseM(input, site) + site.heightM;
  return { site, x, y, z, altitudeM, places: grounds.map(({ toCells }) => placeInCells(toCells, site.position)) };
}

/** Height of what a site's antenna stands on, metres; NaN where it is unknown. */
function baseM({ ground, surface, heightAbove }: SightlinesInput, { position }: SightlineSite): number {
  const groundM = ground.terrain.elevationM(position);
  if (heightAbove === 'ground') return groundM;
  return Number.isNaN(groundM) ? NaN : (surface?.terrain.elevationM(position) ?? NaN);
}

/** Straight chords up to this length give the geodesic within 0.02 mm. */
const MOST_CHORD_M = 10_000;
/** Nearer than this to the greatest distance the geodesic itself decides. */
const CLOSE_M = 0.001;

/** Length of the geodesic, metres; NaN where it is surely longer than asked. */
function lengthOf(a: End, b: End, maxDistanceM: number): number {
  const [x, y, z] = [b.x - a.x, b.y - a.y, b.z - a.z];
  const chordM = Math.sqrt(x * x + y * y + z * z);
  if (chordM > maxDistanceM + CLOSE_M) return NaN;
  const lengthM = geodesicOfChordM(chordM);
  if (chordM < MOST_CHORD_M && Math.abs(lengthM - maxDistanceM) > CLOSE_M) return lengthM;
  const [first, second] = comesBefore(a.site, b.site) ? [a, b] : [b, a];
  return geodesicDistanceM(first.site.position, second.site.position);
}

function unknownPair(a: SightlineSite, b: SightlineSite, lengthM: number): SitePair {
  const distanceM = Math.round(lengthM * 1e3) / 1e3;
  return { a, b, distanceM, verdict: 'unknown', confident: false, clearanceM: null, fresnelFraction: null };
}

/** @returns null where the link study must be asked */
function judgePair(judge: QuickJudge | null, a: End, b: End, lengthM: number): SitePair | null {
  // Two antennas at one place have no path between them that could be judged.
  if (lengthM < 1 || Number.isNaN(a.altitudeM + b.altitudeM)) return unknownPair(a.site, b.site, lengthM);
  const isInOrder = comesBefore(a.site, b.site);
  const quick = judge?.judge(lengthM, isInOrder ? a : b, isInOrder ? b : a) ?? null;
  if (quick === null) return null;
  const { verdict, confident, clearanceM, fresnelFraction } = quick;
  return { a: a.site, b: b.site, distanceM: Math.round(lengthM * 1e3) / 1e3, verdict, confident, clearanceM, fresnelFraction };
}

async function slowAnswer(
  input: SightlinesInput,
  a: SightlineSite,
  b: SightlineSite,
  job: JobContext,
): Promise<Partial<SitePair>> {
  const [from, to] = comesBefore(a, b) ? [a, b] : [b, a];
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
