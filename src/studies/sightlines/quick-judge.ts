import { MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';
import { CLEAR_FRESNEL_FRACTION, earthBulgeM, fresnelRadiusM } from '../../radio/fresnel.ts';
import { errorAllowanceM, mostAllowanceM, type HeightError } from '../../radio/height-error.ts';
import { END_MARGIN_M, type Verdict } from '../../radio/sightline.ts';
import { bilinearM, cellPaths, topUnder, type CellPath, type QuickGround } from './quick-ground.ts';

/** Everything that the pairs of one list have in common. */
export interface QuickScene {
  /** Ground first, then, where there is one, the surface. */
  readonly grounds: readonly QuickGround[];
  /** Edge of the finest cell, metres. */
  readonly cellM: number;
  readonly frequencyGhz: number;
  readonly kFactor: number;
  readonly error: HeightError;
}

/** One end: altitude above the datum. */
export interface QuickEnd {
  readonly position: LngLat;
  readonly altitudeM: number;
}

/** What is told of a pair. */
export interface QuickAnswer {
  readonly verdict: Verdict;
  readonly confident: boolean;
  readonly clearanceM: number;
  readonly fresnelFraction: number;
}

/** Nearer than this to what turns an answer, the link study itself is asked. Fractions; metres. */
const CLOSE_FRACTION = 0.008;
const CLOSE_M = 0.012;
/** Shorter links are left to the link study: their ends are all there is of them. */
const LEAST_LENGTH_M = 20;

/** Least values along a path; `…Sure` have the heights' error taken off, `…Unsure` added. Metres but for the fraction. */
interface Least {
  clearanceM: number;
  fraction: number;
  /** Where that fraction is, from the first end. */
  fractionAtM: number;
  clearSureM: number;
  clearUnsureM: number;
  spareSureM: number;
  spareUnsureM: number;
}

/**
 * Judges a link by the rules of the link study from fewer samples: between two crossings of rows and columns of cell centres
 * the ground under the ray is a parabola, and its lowest clearance is read at its vertex instead of being searched.
 * @returns null where that could turn the verdict, where ground is unknown, and for very short links: ask the link study
 */
export function judgeQuickly(scene: QuickScene, lengthM: number, a: QuickEnd, b: QuickEnd): QuickAnswer | null {
  if (!(lengthM >= LEAST_LENGTH_M)) return null;
  const paths = cellPaths(scene.grounds, a.position, b.position, lengthM);
  const least = leastAlong(scene, paths, { lengthM, from: a.altitudeM, to: b.altitudeM });
  return least === null ? null : answerOf(least);
}

function answerOf(least: Least): QuickAnswer | null {
  const fresnelFraction = Math.round(least.fraction * 1e6) / 1e6 + 0;
  const isClose = [0, CLEAR_FRESNEL_FRACTION].some((limit) => Math.abs(least.fraction - limit) < CLOSE_FRACTION);
  const verdict = least.fraction >= CLEAR_FRESNEL_FRACTION ? 'clear' : least.fraction >= 0 ? 'marginal' : 'blocked';
  const margins = {
    clear: [least.spareSureM],
    blocked: [-least.clearUnsureM],
    marginal: [least.clearSureM, -least.spareUnsureM],
  }[verdict];
  if (isClose || margins.some((marginM) => Math.abs(marginM) < CLOSE_M)) return null;
  const clearanceM = Math.round(least.clearanceM * 1e3) / 1e3 + 0;
  return { verdict, confident: margins.every((marginM) => marginM >= 0), clearanceM, fresnelFraction };
}

interface Ray {
  readonly lengthM: number;
  /** Altitudes of the ends. */
  readonly from: number;
  readonly to: number;
}

/** Judges a path chord by chord, the tightest first, leaving out those that cannot change anything. @returns null where ground is unknown */
function leastAlong(scene: QuickScene, paths: readonly CellPath[], ray: Ray): Least | null {
  const least: Least = {
    clearanceM: Infinity,
    fraction: Infinity,
    fractionAtM: 0,
    clearSureM: Infinity,
    clearUnsureM: Infinity,
    spareSureM: Infinity,
    spareUnsureM: Infinity,
  };
  const { lengthM } = ray;
  const stepM = Math.min(scene.cellM / 2, lengthM / LEAST_STEPS);
  const ends = endSteps(lengthM, stepM);
  const chords = (paths[0]?.columns.length ?? 1) - 1;
  const path: Path = { scene, paths, ray, chordM: lengthM / chords, stepM, ends };
  const floors = Float64Array.from({ length: chords }, (_, chord) => leastClearanceM(path, chord));
  const tightest = floors.indexOf(Math.min(...floors));
  if (!judgeChord(path, tightest, least)) return null;
  for (let chord = 0; chord < chords; chord++) {
    if (chord === tightest || cannotMatter(path, chord, floors[chord] ?? NaN, least)) continue;
    if (!judgeChord(path, chord, least)) return null;
  }
  refineFraction(path, chords, least);
  return least;
}

/** A path and what its chords have in common. */
interface Path {
  readonly scene: QuickScene;
  readonly paths: readonly CellPath[];
  readonly ray: Ray;
  readonly chordM: number;
  readonly stepM: number;
  readonly ends: readonly number[];
}

/** A clearance that no place on a chord falls below, metres. */
function leastClearanceM({ scene, paths, ray, chordM }: Path, chord: number): number {
  const [d0, d1] = [chord * chordM, (chord + 1) * chordM];
  const slope = (ray.to - ray.from) / ray.lengthM;
  const lowestRayM = ray.from + slope * (slope > 0 ? d0 : d1);
  const middle = nearestTo(ray.lengthM / 2, d0, d1);
  let topM = -Infinity;
  scene.grounds.forEach((ground, index) => {
    const path = paths[index];
    if (path !== undefined) topM = Math.max(topM, topUnder(ground, path, chord));
  });
  return lowestRayM - earthBulgeM(middle, ray.lengthM - middle, MEAN_EARTH_RADIUS_M, scene.kFactor) - topM;
}

function nearestTo(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Whether a chord with this least clearance cannot lower any of the least values: its Fresnel radius is largest nearest to the middle. */
function cannotMatter({ scene, ray, chordM }: Path, chord: number, floorM: number, least: Least): boolean {
  const middle = nearestTo(ray.lengthM / 2, chord * chordM, (chord + 1) * chordM);
  const radiusM = fresnelRadiusM(scene.frequencyGhz, middle, ray.lengthM - middle);
  const allowanceM = mostAllowanceM(scene.error);
  const spareM = floorM - CLEAR_FRESNEL_FRACTION * radiusM;
  return (
    floorM > least.clearanceM &&
    floorM > 0 &&
    floorM / radiusM > least.fraction &&
    floorM - allowanceM > least.clearSureM &&
    floorM > least.clearUnsureM &&
    spareM - allowanceM > least.spareSureM &&
    spareM > least.spareUnsureM
  );
}

/** Walks along a chord from crossing to crossing. @returns false where ground under it is unknown */
function judgeChord(path: Path, chord: number, least: Least): boolean {
  const { scene, paths, ray, chordM, stepM, ends } = path;
  const walk = startWalk(paths, chord);
  const piece: Piece = { scene, paths, ray, chord, chordM };
  const endM = Math.min(ray.lengthM, (chord + 1) * chordM);
  let hereM = chord * chordM;
  let nextEnd = 0;
  noteAt(piece, hereM, least);
  while (hereM < endM) {
    while ((ends[nextEnd] ?? Infinity) <= hereM) nextEnd++;
    const crossingM = (chord + nextCrossing(walk, (hereM - chord * chordM) / chordM)) * chordM;
    const stepToM = (Math.floor(hereM / stepM + SAME_PLACE) + 1) * stepM;
    const untilM = Math.min(endM, ends[nextEnd] ?? Infinity, crossingM, stepToM);
    if (!judgePiece(piece, hereM, untilM, least)) return false;
    hereM = untilM;
  }
  return true;
}

const REFINING_SAMPLES = 32;

/** The fraction is least beside where the clearance is, because the Fresnel radius changes: its neighbourhood is searched. */
function refineFraction({ scene, paths, ray, chordM, stepM }: Path, chords: number, least: Least): void {
  const aroundM = least.fractionAtM;
  for (let i = -REFINING_SAMPLES; i <= REFINING_SAMPLES; i++) {
    const distanceM = aroundM + (i / REFINING_SAMPLES) * stepM;
    const chord = nearestTo(Math.floor(distanceM / chordM), 0, chords - 1);
    noteAt({ scene, paths, ray, chord, chordM }, distanceM, least);
  }
}

/** As the link study samples: this many steps at least, and towards the ends steps that grow by a quarter. */
const LEAST_STEPS = 100;
const END_STEP_GROWTH = 1.25;

function endSteps(lengthM: number, stepM: number): number[] {
  const steps: number[] = [];
  for (
    let fromEndM = END_MARGIN_M;
    fromEndM * (END_STEP_GROWTH - 1) < stepM && fromEndM < lengthM / 2;
    fromEndM *= END_STEP_GROWTH
  )
    steps.push(fromEndM);
  if (steps.length === 0) steps.push(END_MARGIN_M);
  return [...steps, ...steps.map((fromEndM) => lengthM - fromEndM).reverse()];
}

/** One chord in cells: for each grid and axis where it starts and how far it goes. */
interface Walk {
  readonly starts: readonly number[];
  readonly spans: readonly number[];
}

function startWalk(paths: readonly CellPath[], chord: number): Walk {
  const starts: number[] = [];
  const spans: number[] = [];
  for (const { columns, rows } of paths) {
    for (const axis of [columns, rows]) {
      const start = axis[chord] ?? NaN;
      starts.push(start);
      spans.push((axis[chord + 1] ?? NaN) - start);
    }
  }
  return { starts, spans };
}

/** Steps shorter than this share of a chord are rounding: the crossing just left. */
const SAME_PLACE = 1e-8;

/** Share of the chord, above `share`, at which the next row or column of cell centres is crossed; Infinity for none. */
function nextCrossing({ starts, spans }: Walk, share: number): number {
  let nearest = Infinity;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] ?? NaN;
    const span = spans[i] ?? NaN;
    if (span === 0) continue;
    const place = start + span * (share + SAME_PLACE);
    const whole = span > 0 ? Math.floor(place) + 1 : Math.ceil(place) - 1;
    nearest = Math.min(nearest, (whole - start) / span);
  }
  return nearest;
}

/** A chord of a path, and all that is needed to judge a place on it. */
interface Piece {
  readonly scene: QuickScene;
  readonly paths: readonly CellPath[];
  readonly ray: Ray;
  readonly chord: number;
  readonly chordM: number;
}

/** Takes the stretch between two crossings into account; its start was the end of the one before. @returns false where ground under it is unknown */
function judgePiece(piece: Piece, fromM: number, untilM: number, least: Least): boolean {
  for (let i = 0; i < piece.paths.length; i++) {
    const start = clearanceOver(piece, i, fromM);
    const middle = clearanceOver(piece, i, (fromM + untilM) / 2);
    const end = clearanceOver(piece, i, untilM);
    // Between crossings the clearance is a parabola; 4·sag·u·(1 − u) is what it hangs below its chord.
    const sag = middle - (start + end) / 2;
    if (Number.isNaN(sag)) return false;
    const u = 0.5 + (end - start) / (8 * sag);
    if (sag < 0 && u > 0 && u < 1) noteAt(piece, fromM + (untilM - fromM) * u, least);
  }
  noteAt(piece, untilM, least);
  return true;
}

/** Height of the ray over one of the grounds, curvature included, metres. */
function clearanceOver({ scene, paths, ray, chord, chordM }: Piece, index: number, distanceM: number): number {
  const ground = scene.grounds[index];
  const path = paths[index];
  if (ground === undefined || path === undefined) return NaN;
  const t = distanceM / chordM - chord;
  const column = (path.columns[chord] ?? NaN) * (1 - t) + (path.columns[chord + 1] ?? NaN) * t;
  const row = (path.rows[chord] ?? NaN) * (1 - t) + (path.rows[chord + 1] ?? NaN) * t;
  const share = distanceM / ray.lengthM;
  const bulgeM = earthBulgeM(distanceM, ray.lengthM - distanceM, MEAN_EARTH_RADIUS_M, scene.kFactor);
  return ray.from * (1 - share) + ray.to * share - bulgeM - bilinearM(ground, column, row);
}

function noteAt(piece: Piece, distanceM: number, least: Least): void {
  const { scene, ray } = piece;
  const restM = ray.lengthM - distanceM;
  // Distances come from sums: a sample on the margin counts.
  if (Math.min(distanceM, restM) < END_MARGIN_M - 1e-6) return;
  const overGroundM = clearanceOver(piece, 0, distanceM);
  const overSurfaceM = scene.grounds.length > 1 ? clearanceOver(piece, 1, distanceM) : Infinity;
  const clearanceM = Math.min(overGroundM, overSurfaceM);
  const radiusM = fresnelRadiusM(scene.frequencyGhz, distanceM, restM);
  const spareM = clearanceM - CLEAR_FRESNEL_FRACTION * radiusM;
  const allowanceM = errorAllowanceM(scene.error, overSurfaceM < overGroundM ? 'surface' : 'ground', distanceM, restM);
  if (clearanceM < least.clearanceM) least.clearanceM = clearanceM;
  if (clearanceM / radiusM < least.fraction) {
    least.fraction = clearanceM / radiusM;
    least.fractionAtM = distanceM;
  }
  if (clearanceM - allowanceM < least.clearSureM) least.clearSureM = clearanceM - allowanceM;
  if (clearanceM + allowanceM < least.clearUnsureM) least.clearUnsureM = clearanceM + allowanceM;
  if (spareM - allowanceM < least.spareSureM) least.spareSureM = spareM - allowanceM;
  if (spareM + allowanceM < least.spareUnsureM) least.spareUnsureM = spareM + allowanceM;
}
