import { breathe, type JobContext } from '../base/job.ts';
import { doubleRays, makeFan, sweepPlaces, type Fan } from './viewshed-fan.ts';
import type { FieldWindow, ViewshedInput } from './viewshed-field.ts';
import { octantsOf, placesWithin, type Octant } from './viewshed-octant.ts';
import { cellsToEdge, findRuns, makeRuns, type TileLines } from './viewshed-runs.ts';
import { clipToRadius, makeStrip, readPart, writePart, type Strip, type StripPart } from './viewshed-strip.ts';
import { tilesOf, type Tiles } from './viewshed-tiles.ts';

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
 * @returns row by row over the whole raster: 255 seen, 0 not seen, unknown or beyond the radius
 */
export async function fastCells(input: ViewshedInput, window: FieldWindow, phase: string, job: JobContext): Promise<Uint8Array> {
  const { width, height, column, row, targetBaseM } = input;
  const cells = new Uint8Array(width * height);
  const tiles = tilesOf(input, window);
  const sweep = {
    ...{ input, cells, tiles },
    strip: makeStrip(input, Math.max(window.width, window.height) + 1),
    runs: makeRuns(tiles),
  };
  let cellsSinceBreath = 0;
  for (const [index, octant] of octantsOf(input, window).entries()) {
    job.progress(phase, index / 8);
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
  clipToRadius(input, window, cells);
  const own = row * width + column;
  if (Number.isInteger(column) && Number.isInteger(row) && !Number.isNaN(targetBaseM[own] ?? NaN)) cells[own] = 255;
  return cells;
}

interface Sweep {
  readonly input: ViewshedInput;
  readonly tiles: Tiles;
  readonly strip: Strip;
  readonly runs: Int32Array;
  readonly cells: Uint8Array;
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
function sweepLines(
  { input, tiles, strip, runs, cells }: Sweep,
  octant: Octant,
  fan: DenseFan,
  { line, lines }: TileLines,
): void {
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
  for (let run = 0; run < count; run++) writePart(input, octant, strip, partOf(run), cells);
}
