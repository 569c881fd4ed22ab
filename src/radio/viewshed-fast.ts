import { keepBits, makeCellBits, setBit, type CellBits } from '../geo/cell-bits.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { doubleRays, makeFan, sweepPlaces, type Fan } from './viewshed-fan.ts';
import { squaredDistanceM2, type FieldWindow, type ViewshedInput } from './viewshed-field.ts';
import { octantsOf, placesWithin, type Octant } from './viewshed-octant.ts';
import { findRuns, makeRuns, type TileLines } from './viewshed-runs.ts';
import { markPart } from './viewshed-seen.ts';
import { makeStrip, readPart, type Strip, type StripPart } from './viewshed-strip.ts';
import { cellsToEdge, tilesOf, type Tiles } from './viewshed-tiles.ts';

/** Rays to a cell of the rim: one, in small fields up to four, where they cost little and come nearer to the exact answer. */
const MOST_RAYS_PER_CELL = 4;
const AFFORDABLE_RAYS = 1536;
/** Rays are doubled where they are fewer than this for each cell of a line. */
const LEAST_DENSITY = 0.85;
/** Near the antenna fewer rays do, but not fewer than these. */
const LEAST_RAYS = 256;
/** Cells between two breaths, some 20 ms of work. */
const CELLS_PER_BREATH = 2e6;

/**
 * Which cells an antenna sees, quickly: octant by octant, line by line away from the antenna, rays keep the steepest slope so far.
 * Slopes are per line, which orders points on one ray like slopes per metre. From a line to one twice as far away the rays are doubled.
 * Tiles that lie below the horizon of all rays through them are passed over, which alters nothing.
 */
export async function fastCells(
  input: ViewshedInput,
  window: FieldWindow,
  sweep: SweepOctants,
  phase: string,
  job: JobContext,
): Promise<CellBits> {
  const seen = await sweep({ input, window, tiles: tilesOf(input, window), taken: new Int32Array(1) }, phase, job);
  completeCells(input, window, seen);
  return seen;
}

/** What the threads that sweep a window's octants are given. */
export interface OctantSweep {
  readonly input: ViewshedInput;
  readonly window: FieldWindow;
  readonly tiles: Tiles;
  /** How many octants have been taken, in memory that the threads share: each takes the next one. */
  readonly taken: Int32Array;
}

/** How octants are swept: by `sweepOctants`, or by several threads that do. */
export type SweepOctants = (sweep: OctantSweep, phase: string, job: JobContext) => Promise<CellBits>;

/** What is seen in the octants that are still to be taken; beyond the radius, too. */
export async function sweepOctants(
  { input, window, tiles, taken }: OctantSweep,
  phase: string,
  job: JobContext,
): Promise<CellBits> {
  const sweep = {
    ...{ input, tiles },
    seen: makeCellBits(input.width, input.height),
    strip: makeStrip(input, Math.max(window.width, window.height) + 1),
    runs: makeRuns(tiles),
  };
  const octants = octantsOf(input, window);
  const take = (): Octant | undefined => octants[Atomics.add(taken, 0, 1)];
  let cellsSinceBreath = 0;
  for (let octant = take(); octant !== undefined; octant = take()) {
    job.progress(phase, Math.min(Atomics.load(taken, 0) - 1, octants.length) / octants.length);
    const fan = fanOf(octant);
    for (let line = 0; line < octant.lineCount;) {
      const untilTile = cellsToEdge(octant.firstLine + line * octant.lineDirection, octant.lineDirection);
      const lines = Math.min(untilTile, octant.lineCount - line);
      sweepLines(sweep, octant, fan, { line, lines });
      line += lines;
      cellsSinceBreath += lines * placesWithin(octant, octant.firstAway + line);
      if (cellsSinceBreath < CELLS_PER_BREATH) continue;
      cellsSinceBreath = 0;
      await breathe(job);
    }
  }
  return sweep.seen;
}

/** Leaves out what lies beyond the radius, and adds the antenna's own cell. */
export function completeCells(input: ViewshedInput, window: FieldWindow, seen: CellBits): void {
  const { width, column, row, targetBaseM } = input;
  const radiusM2 = input.radiusM * input.radiusM;
  if (radiusM2 !== Infinity)
    for (let r = window.top; r < window.top + window.height; r++)
      keepBits(seen, r, [window.left, window.left + window.width], (c) => squaredDistanceM2(input, c, r) <= radiusM2);
  if (!Number.isInteger(column) || !Number.isInteger(row)) return;
  if (!Number.isNaN(targetBaseM[row * width + column] ?? NaN)) setBit(seen, column, row);
}

interface Sweep {
  readonly input: ViewshedInput;
  readonly tiles: Tiles;
  readonly strip: Strip;
  readonly runs: Int32Array;
  readonly seen: CellBits;
}

type DenseFan = Fan & { readonly leastPerCell: number };

function fanOf({ firstAway, lineCount }: Octant): DenseFan {
  const reach = Math.max(1, firstAway + lineCount - 1);
  const raysPerCell = Math.min(MOST_RAYS_PER_CELL, Math.max(1, AFFORDABLE_RAYS / reach));
  const doublings = Math.max(0, Math.ceil(Math.log2((reach * raysPerCell) / LEAST_RAYS)));
  const rays = Math.ceil((reach * raysPerCell) / 2 ** doublings);
  return Object.assign(makeFan(rays, rays * 2 ** doublings), { leastPerCell: raysPerCell * LEAST_DENSITY });
}

/** Sweeps the lines of an octant that lie in one row or column of tiles. */
function sweepLines({ input, tiles, strip, runs, seen }: Sweep, octant: Octant, fan: DenseFan, { line, lines }: TileLines): void {
  const count = findRuns(input, tiles, octant, fan, { line, lines }, runs);
  const firstOf = (run: number): number => runs[2 * run] ?? 0;
  const lastOf = (run: number): number => runs[2 * run + 1] ?? 0;
  const partOf = (run: number): StripPart => {
    return { line, slot: 1, lines, firstPlace: firstOf(run), places: lastOf(run) - firstOf(run) + 1 };
  };
  for (let run = 0; run < count; run++) readPart(input, octant, strip, partOf(run));
  for (let slot = 1; slot <= lines; slot++) {
    const away = octant.firstAway + line + slot - 1;
    while (fan.rays < away * fan.leastPerCell) doubleRays(fan);
    const fanLine = { slot, away, targetHeightM: input.targetHeightM };
    for (let run = 0; run < count; run++) sweepPlaces(strip, octant, fan, fanLine, firstOf(run), lastOf(run));
  }
  for (let run = 0; run < count; run++) markPart(seen, octant, strip, partOf(run));
}
