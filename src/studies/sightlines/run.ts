import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { isInShare, WHOLE, type Share } from '../../base/share.ts';
import { earthCentred, geodesicDistanceM, geodesicOfChordM } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import type { Terrain } from '../../geo/terrain.ts';
import { errorOf } from '../link/ends.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';
import { judgeLink } from '../link/run.ts';
import { placeInCells } from './cell-path.ts';
import { QuickJudge, type QuickEnd } from './quick-judge.ts';
import { quickGround, type QuickGround } from './quick-ground.ts';
import { emptyPairs, joinRows, PAIR_VERDICTS, type PairColumns, type Sightlines, type SightlineSite } from './site-pairs.ts';

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

/** Links are judged up to this length. */
export const MOST_DISTANCE_M = 300_000;
/** Work between two breaths (some 20 ms), in pairs that are judged quickly; asking the link study is worth many of them. */
const PAIRS_PER_BREATH = 2048;
const PAIRS_PER_LINK_STUDY = 64;
/** So many neighbours are taken with so many others at a time: their paths read the same heights, which then are in the processor's cache. */
const NEIGHBOURS = 16;

/**
 * Which sites see which: each pair once, by ids, with the answer that the link study gives. Most pairs are judged from a few
 * samples; the link study itself is asked where these could turn the verdict. What is told of a pair depends on nothing but the pair.
 * @param share its pieces are the places of the first sites in the list; shares take about the same time
 * @throws AppError study/sightlines-input, study/link-input
 */
export async function studySightlines(input: SightlinesInput, job: JobContext, share: Share = WHOLE): Promise<Sightlines> {
  const sites = [...input.sites].sort((one, other) => compareText(one.id, other.id));
  checkSites(input, sites);
  const grounds = await quickGrounds(input, job);
  await breathe(job);
  const judge = grounds === null ? null : quickJudge(input, grounds);
  const ends = sites.map((site, index) => endOf(input, grounds ?? [], site, index));
  await breathe(job);
  const near = [...ends].sort((one, other) => one.placeKey - other.placeKey);
  const mine = near.filter(({ index }) => isInShare(index, share));
  const rows: PairColumns[] = [];
  let work = 0;
  let done = 0;
  for (const group of groupsOf(mine)) {
    const open = group.map((a) => ({ a, row: rowInRange(ends, a.index, input.maxDistanceM) }));
    for (const { a, row } of open) rows[a.index] = row.pairs;
    for (const others of groupsOf(near)) {
      for (const { a, row } of open) {
        for (const b of others) {
          const at = row.places[b.index] ?? -1;
          if (at < 0) continue;
          const isSlow = !judgePair(judge, a, b, row.lengthsM[b.index] ?? NaN, row.pairs, at);
          if (isSlow) await askLinkStudy(input, a.site, b.site, job, row.pairs, at);
          work += isSlow ? PAIRS_PER_LINK_STUDY : 1;
          if (work < PAIRS_PER_BREATH) continue;
          work = 0;
          job.progress('Judging sightlines', done / mine.length);
          await breathe(job);
        }
      }
    }
    done += group.length;
  }
  job.progress('Judging sightlines', 1);
  return { sites, pairs: joinRows(Object.values(rows)) };
}

function checkSites({ surface, heightAbove }: SightlinesInput, sites: readonly SightlineSite[]): void {
  if (surface === null && (heightAbove === 'surface' || heightAbove === 'roof'))
    throw new AppError('study/sightlines-input', {
      what: `Heights above the ${heightAbove} need a surface model.`,
      remedy: 'Add one, or give heights above ground or sea.',
    });
  const [leastM, mostM] = heightAbove === 'sea' ? [-500, 9000] : [0, 2000];
  sites.forEach((site, index) => {
    const refuse = (what: string, remedy: string): AppError =>
      new AppError('study/sightlines-input', { what, where: site.id, remedy });
    if (sites[index + 1]?.id === site.id) throw refuse('Two sites have the same id.', 'Give each site an id of its own.');
    if (!(site.heightM >= leastM && site.heightM <= mostM))
      throw refuse(
        `An antenna height of ${site.heightM} m is not between ${leastM} and ${mostM} m.`,
        'Give the height above ground, roof or surface; those above sea level need --height-above sea.',
      );
  });
}

/** Two cells of a path count as straight up to this size of cell: it strays from the geodesic by 2 mm at 60° of latitude. */
const MOST_CELL_M = 100;

/** The grids made ready; null for coarse cells, and where a terrain is several grids, of which only the link study knows which one counts. */
async function quickGrounds({ ground, surface }: SightlinesInput, job: JobContext): Promise<readonly QuickGround[] | null> {
  const grids = [ground.grids, ...(surface === null ? [] : [surface.grids])];
  const isCoarse = Math.max(ground.terrain.cellM, surface?.terrain.cellM ?? 0) > MOST_CELL_M;
  return isCoarse || grids.some((list) => list.length !== 1)
    ? null
    : Promise.all(grids.flat().map((grid) => quickGround(grid, job)));
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
  /** Place in the list. */
  readonly index: number;
  /** Sorts ends so that neighbours in the order are mostly neighbours on the ground, and their paths read the same heights. */
  readonly placeKey: number;
}

function endOf(input: SightlinesInput, grounds: readonly QuickGround[], site: SightlineSite, index: number): End {
  const [x, y, z] = earthCentred(site.position);
  const altitudeM = baseM(input, site) + site.heightM;
  const places = grounds.map(({ toCells }) => placeInCells(toCells, site.position));
  const [place] = places;
  return { site, x, y, z, altitudeM, places, index, placeKey: place === undefined ? index : zOrder(place.column, place.row) };
}

/** Columns and rows in blocks of 32, interleaved bit by bit (Morton's order). */
function zOrder(column: number, row: number): number {
  let key = 0;
  for (let bit = 0; bit < 16; bit++) {
    const size = 32 * 2 ** bit;
    key += (Math.floor(column / size) % 2) * 4 ** bit + (Math.floor(row / size) % 2) * 2 * 4 ** bit;
  }
  return key;
}

/** Height that a site's antenna is counted from, metres; NaN where it, or the ground, is unknown. A roof is what the surface model knows there. */
function baseM({ ground, surface, heightAbove }: SightlinesInput, { position }: SightlineSite): number {
  const groundM = ground.terrain.elevationM(position);
  if (heightAbove === 'ground' || Number.isNaN(groundM)) return groundM;
  return heightAbove === 'sea' ? 0 : (surface?.terrain.elevationM(position) ?? NaN);
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

/** The pairs of one first site that are in range, unknown so far; by second site their place in the columns (−1: out of range) and length. */
interface Row {
  readonly pairs: PairColumns;
  readonly places: Int32Array;
  readonly lengthsM: Float64Array;
}

function groupsOf(ends: readonly End[]): (readonly End[])[] {
  const count = Math.ceil(ends.length / NEIGHBOURS);
  return Array.from({ length: count }, (_, group) => ends.slice(group * NEIGHBOURS, (group + 1) * NEIGHBOURS));
}

function rowInRange(ends: readonly End[], first: number, maxDistanceM: number): Row {
  const places = new Int32Array(ends.length).fill(-1);
  const lengthsM = new Float64Array(ends.length);
  let count = 0;
  for (let second = first + 1; second < ends.length; second++) {
    const [a, b] = [ends[first], ends[second]];
    const lengthM = a === undefined || b === undefined ? NaN : lengthOf(a, b, maxDistanceM);
    if (!(lengthM <= maxDistanceM)) continue;
    places[second] = count++;
    lengthsM[second] = lengthM;
  }
  const pairs = emptyPairs(count);
  pairs.first.fill(first);
  places.forEach((at, second) => {
    if (at < 0) return;
    pairs.second[at] = second;
    pairs.distanceM[at] = Math.round((lengthsM[second] ?? NaN) * 1e3) / 1e3;
  });
  return { pairs, places, lengthsM };
}

/** @returns false where the link study must be asked */
function judgePair(judge: QuickJudge | null, a: End, b: End, lengthM: number, pairs: PairColumns, at: number): boolean {
  // Two antennas at one place have no path between them that could be judged: the pair stays unknown.
  if (lengthM < 1 || Number.isNaN(a.altitudeM + b.altitudeM)) return true;
  if (judge === null) return false;
  const isInOrder = comesBefore(a.site, b.site);
  if (!judge.judge(lengthM, isInOrder ? a : b, isInOrder ? b : a)) return false;
  pairs.verdict[at] = judge.verdict;
  pairs.confident[at] = judge.confident ? 1 : 0;
  pairs.clearanceM[at] = judge.clearanceM;
  pairs.fresnelFraction[at] = judge.fresnelFraction;
  return true;
}

async function askLinkStudy(
  input: SightlinesInput,
  a: SightlineSite,
  b: SightlineSite,
  job: JobContext,
  pairs: PairColumns,
  at: number,
): Promise<void> {
  const [from, to] = comesBefore(a, b) ? [a, b] : [b, a];
  const quiet: JobContext = { signal: job.signal, progress: () => undefined };
  const { frequencyGhz, kFactor, heightAbove } = input;
  const terrains = { terrain: input.ground.terrain, surface: input.surface?.terrain ?? null };
  try {
    const result = await judgeLink({ ...terrains, from, to, heightAbove, frequencyGhz, kFactor }, quiet);
    pairs.verdict[at] = PAIR_VERDICTS.indexOf(result.verdict);
    pairs.confident[at] = result.confident ? 1 : 0;
    pairs.clearanceM[at] = result.minClearanceM;
    pairs.fresnelFraction[at] = result.fresnelFraction;
  } catch (error) {
    // Nothing is known between the ends: the pair stays unknown.
    if (!(error instanceof AppError && error.code === 'terrain/outside-coverage')) throw error;
  }
}

/** The order of ends in which the link study computes. */
function comesBefore(a: SightlineSite, b: SightlineSite): boolean {
  return (a.position[0] - b.position[0] || a.position[1] - b.position[1] || a.heightM - b.heightM) <= 0;
}
