import { breathe, type JobContext } from '../base/job.ts';
import { doubleRays, makeFan, sweepLine, type Fan } from './viewshed-fan.ts';
import type { FieldWindow, ViewshedInput } from './viewshed-field.ts';
import { octantsOf, placesWithin, type Octant } from './viewshed-octant.ts';
import { BLOCK, makeStrip, raiseTops, readStrip, STRIP_LINES, writeStrip, type Strip } from './viewshed-strip.ts';

/** Rays to a cell of the rim: one, in small fields up to four, where they cost little and come nearer to the exact answer. */
const MOST_RAYS_PER_CELL = 4;
const AFFORDABLE_RAYS = 1024;
/** Near the antenna fewer rays do, but not fewer than these. */
const LEAST_RAYS = 256;
/** Cells between two breaths, some 20 ms of work. */
const CELLS_PER_BREATH = 2e6;

/**
 * Which cells an antenna sees, quickly: octant by octant, line by line away from the antenna, rays keep the steepest slope so far.
 * Slopes are per line, which orders points on one ray like slopes per metre. From a line to one twice as far away the rays are doubled.
 * @returns row by row over the whole raster: 255 seen, 0 not seen, unknown or beyond the radius
 */
export async function fastCells(input: ViewshedInput, window: FieldWindow, phase: string, job: JobContext): Promise<Uint8Array> {
  const { width, height, column, row, targetBaseM } = input;
  const cells = new Uint8Array(width * height);
  const strip = makeStrip(input, Math.max(window.width, window.height) + 1);
  let cellsSinceBreath = 0;
  for (const [index, octant] of octantsOf(input, window).entries()) {
    job.progress(phase, index / 8);
    const fan = fanOf(octant);
    for (let line = 0; line < octant.lineCount; line += STRIP_LINES) {
      cellsSinceBreath += sweepStrip(input, octant, strip, fan, line, cells);
      if (cellsSinceBreath < CELLS_PER_BREATH) continue;
      cellsSinceBreath = 0;
      await breathe(job);
    }
  }
  const own = row * width + column;
  if (Number.isInteger(column) && Number.isInteger(row) && !Number.isNaN(targetBaseM[own] ?? NaN)) cells[own] = 255;
  return cells;
}

function fanOf({ firstAway, lineCount }: Octant): Fan & { readonly raysPerCell: number } {
  const reach = Math.max(1, firstAway + lineCount - 1);
  const raysPerCell = Math.min(MOST_RAYS_PER_CELL, Math.max(1, AFFORDABLE_RAYS / reach));
  const doublings = Math.max(0, Math.ceil(Math.log2((reach * raysPerCell) / LEAST_RAYS)));
  const rays = Math.ceil((reach * raysPerCell) / 2 ** doublings / BLOCK) * BLOCK;
  return Object.assign(makeFan(rays, rays * 2 ** doublings), { raysPerCell });
}

/** Sweeps some lines of an octant. @returns how many cells there are */
function sweepStrip(
  input: ViewshedInput,
  octant: Octant,
  strip: Strip,
  fan: Fan & { readonly raysPerCell: number },
  line: number,
  cells: Uint8Array,
): number {
  const lines = Math.min(STRIP_LINES, octant.lineCount - line);
  const firstAway = octant.firstAway + line;
  const places = placesWithin(octant, firstAway + lines - 1);
  if (line === 0) readStrip(input, octant, strip, { line: -1, slot: 0, lines: 1, places });
  else strip.obstacle.copyWithin(0, STRIP_LINES * strip.stride);
  readStrip(input, octant, strip, { line, slot: 1, lines, places });
  raiseTops(strip, lines, places, input.targetHeightM);
  strip.seen.fill(0);
  for (let slot = 1; slot <= lines; slot++) {
    const away = firstAway + slot - 1;
    while (fan.rays < away * fan.raysPerCell) doubleRays(fan);
    sweepLine(strip, octant, fan, { slot, away, targetHeightM: input.targetHeightM });
  }
  writeStrip(input, octant, strip, { line, slot: 1, lines, places }, cells);
  return lines * places;
}
