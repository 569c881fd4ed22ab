import { breathe, type JobContext } from '../../base/job.ts';
import type { LngLat } from '../../geo/position.ts';
import type { PathProfile } from '../../radio/path-profile.ts';
import { pathPosition, type PositionAt } from './path-position.ts';
import type { TerrainSource } from './terrain-source.ts';

/** Between the samples of a profile the ground is nowhere further than this from a straight line. */
const STRAIGHTNESS_M = 0.001;
/** Near an end the Fresnel radius grows like a root; steps that grow by this factor follow it within 0.2 %. */
const END_STEP_GROWTH = 1.25;
/** Least number of steps on any path. */
const LEAST_STEPS = 100;
const MOST_PARTS_OF_A_PIECE = 64;
const SAMPLES_PER_BREATH = 8192;

/**
 * Samples terrain and surface along the geodesic from `a` to `b`.
 *
 * Bilinear ground under a straight line is a chain of parabolas that meet where the line passes a row or column of cell
 * centres. So these crossings are found first; each piece between two of them is read at its ends and its middle, which
 * fixes its parabola, and cut so finely that straight lines follow it within a millimetre.
 * @param extraM distances to sample besides, 0 … length: walls
 */
export async function samplePath(
  ground: TerrainSource,
  surface: TerrainSource | null,
  ends: { readonly a: LngLat; readonly b: LngLat; readonly lengthM: number },
  job: JobContext,
  extraM: readonly number[] = [],
): Promise<PathProfile> {
  const positionAt = pathPosition(ends.a, ends.b, ends.lengthM);
  const steps = baseSteps(ends.lengthM, Math.min(ground.cellM, surface?.cellM ?? Infinity));
  const sources = surface === null ? [ground] : [ground, surface];
  const knots = await withCrossings(ascending([...steps, ...extraM]), sources, positionAt, job);
  const heights: Heights[] = [];
  for (const source of sources) heights.push(await readHeights(source, knots, positionAt, job));
  const { distanceM, heightsM } = cutPieces(knots, heights);
  return { lengthM: ends.lengthM, distanceM, groundM: heightsM[0] ?? new Float64Array(), surfaceM: heightsM[1] ?? null };
}

/** Distances that are sampled in any case: half a cell apart at most, closer and closer towards the ends. */
function baseSteps(lengthM: number, cellM: number): number[] {
  const stepM = Math.min(cellM / 2, lengthM / LEAST_STEPS);
  const count = Math.ceil(lengthM / stepM);
  const steps: number[] = [];
  for (let i = 0; i <= count; i++) steps.push((lengthM * i) / count);
  for (let fromEndM = 1; fromEndM * (END_STEP_GROWTH - 1) < stepM && fromEndM < lengthM / 2; fromEndM *= END_STEP_GROWTH) {
    steps.push(fromEndM, lengthM - fromEndM);
  }
  return steps;
}

/** Adds the places where the path passes a row or column of cell centres of a source. */
async function withCrossings(
  steps: readonly number[],
  sources: readonly TerrainSource[],
  positionAt: PositionAt,
  job: JobContext,
): Promise<number[]> {
  const crossings: number[] = [];
  for (const source of sources) {
    if (source.gridPosition === undefined) continue;
    let before: readonly [number, number] | null = null;
    for (let i = 0; i < steps.length; i++) {
      if (i % SAMPLES_PER_BREATH === SAMPLES_PER_BREATH - 1) await breathe(job);
      const here: readonly [number, number] | null = source.gridPosition(positionAt(steps[i] ?? NaN));
      if (before !== null && here !== null) {
        for (const axis of [0, 1] as const)
          addCrossings(before[axis], here[axis], steps[i - 1] ?? NaN, steps[i] ?? NaN, crossings);
      }
      before = here;
    }
  }
  return crossings.length === 0 ? [...steps] : ascending([...steps, ...crossings]);
}

/** Adds where between two distances a column or row passes whole numbers; nothing for a jump to another grid. */
function addCrossings(from: number, to: number, fromM: number, toM: number, crossings: number[]): void {
  if (Math.abs(to - from) > 4) return;
  const most = Math.max(from, to);
  for (let whole = Math.ceil(Math.min(from, to)); whole <= most; whole++) {
    if (whole === from || whole === to) continue;
    const share = (whole - from) / (to - from);
    crossings.push(fromM * (1 - share) + toM * share);
  }
}

/** Sorted, without repeats and without neighbours under a micrometre apart. */
function ascending(distances: readonly number[]): number[] {
  const sorted = Float64Array.from(distances).sort();
  const kept: number[] = [];
  let lastM = -1;
  for (let i = 0; i < sorted.length; i++) {
    const distanceM = sorted[i] ?? NaN;
    if (!(distanceM - lastM > 1e-6)) continue;
    kept.push(distanceM);
    lastM = distanceM;
  }
  // The far end itself stays, not its nearest neighbour.
  kept[kept.length - 1] = sorted.at(-1) ?? 0;
  return kept;
}

/** A source's heights at the knots and at the middles between them; the last middle is the last knot. */
interface Heights {
  readonly knotsM: Float64Array;
  readonly middlesM: Float64Array;
}

async function readHeights(
  source: TerrainSource,
  knots: readonly number[],
  positionAt: PositionAt,
  job: JobContext,
): Promise<Heights> {
  const knotsM = new Float64Array(knots.length);
  const middlesM = new Float64Array(knots.length);
  for (let i = 0; i < knots.length; i++) {
    if (i % SAMPLES_PER_BREATH === SAMPLES_PER_BREATH - 1) {
      job.progress('Reading the terrain under the link', i / knots.length);
      await breathe(job);
    }
    const hereM = knots[i] ?? NaN;
    knotsM[i] = source.elevationM(positionAt(hereM));
    middlesM[i] = source.elevationM(positionAt((hereM + (knots[i + 1] ?? hereM)) / 2));
  }
  return { knotsM, middlesM };
}

/** Cuts each piece between two knots so finely that every source is straight between samples. */
function cutPieces(knots: readonly number[], sources: readonly Heights[]): { distanceM: Float64Array; heightsM: Float64Array[] } {
  const parts = new Uint8Array(Math.max(0, knots.length - 1)).fill(1);
  for (const { knotsM, middlesM } of sources) {
    for (let i = 0; i < parts.length; i++)
      parts[i] = Math.max(parts[i] ?? 1, partsOf(knotsM[i] ?? NaN, middlesM[i] ?? NaN, knotsM[i + 1] ?? NaN));
  }
  const distanceM = cutAll(knots, parts, (startM, endM, u) => startM * (1 - u) + endM * u);
  const heightsM = sources.map(({ knotsM, middlesM }) =>
    cutAll(knotsM, parts, (start, end, u, piece) => heightOn(start, middlesM[piece] ?? NaN, end, u)),
  );
  return { distanceM, heightsM };
}

/** Values at all samples: those at the knots, and between them, in so many parts of each piece, what `between` says; u from 0 to 1. */
function cutAll(
  atKnots: ArrayLike<number>,
  parts: Uint8Array,
  between: (start: number, end: number, u: number, piece: number) => number,
): Float64Array {
  const values = new Float64Array(parts.reduce((sum, count) => sum + count, 1));
  values[0] = atKnots[0] ?? NaN;
  let at = 1;
  for (let piece = 0; piece < parts.length; piece++) {
    const [start, end, count] = [atKnots[piece] ?? NaN, atKnots[piece + 1] ?? NaN, parts[piece] ?? 1];
    for (let part = 1; part < count; part++) values[at++] = between(start, end, part / count, piece);
    values[at++] = end;
  }
  return values;
}

/** Into how many parts a piece must be cut; 2 beside unknown ground, so that a gap's edge is found within a quarter cell. */
function partsOf(start: number, middle: number, end: number): number {
  const sagM = Math.abs(start - 2 * middle + end) / 2;
  if (Number.isNaN(sagM)) return 2;
  return Math.min(MOST_PARTS_OF_A_PIECE, Math.max(1, Math.ceil(Math.sqrt(sagM / STRAIGHTNESS_M))));
}

/** Height of the parabola through start (u = 0), middle (½) and end (1); the known value itself at those three. */
function heightOn(start: number, middle: number, end: number, u: number): number {
  if (u === 0.5) return middle;
  return start * (1 - u) * (1 - 2 * u) + 4 * middle * u * (1 - u) + end * u * (2 * u - 1);
}
