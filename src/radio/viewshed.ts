import { makeCellBits, setBit, type CellBits } from '../geo/cell-bits.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { HIDDEN, SEEN, sweepBracket, UNDECIDED } from './viewshed-bracket.ts';
import { fastCells, sweepOctants, type SweepOctants } from './viewshed-fast.ts';
import {
  fieldColumns,
  fieldRows,
  squaredDistanceM2,
  transpose,
  windowOf,
  type FieldLines,
  type FieldWindow,
  type ViewshedInput,
} from './viewshed-field.ts';
import { seesCell } from './viewshed-ray.ts';

/** `fast`: rays to the rim, in thousandths of cells not the exact answer; `exact`: a ray to every cell that simpler bounds do not decide. */
export type ViewshedMethod = 'fast' | 'exact';

/**
 * Which cells an antenna sees, on the raster's own cells: those where the straight ray to the target clears the ground.
 * Cells without a known height hide nothing and are not visible.
 * @param sweep how the fast method's octants are swept: one after the other, or on several threads, which gives the same
 */
export async function computeViewshed(
  input: ViewshedInput,
  method: ViewshedMethod,
  job: JobContext,
  sweep: SweepOctants = sweepOctants,
): Promise<CellBits> {
  const window = windowOf(input);
  if (method === 'fast') return fastCells(input, window, sweep, PHASE, job);
  return placed(input, window, await exactStates(input, window, job));
}

/** Angle of a target above the point under the antenna, degrees: 90 at the horizon, more above it. Curvature is included. */
export function targetAngleDeg(input: ViewshedInput, column: number, row: number): number {
  const d2 = squaredDistanceM2(input, column, row);
  const riseM = (input.targetBaseM[row * input.width + column] ?? NaN) + input.targetHeightM - input.antennaAltitudeM;
  return 90 + (Math.atan2(riseM - d2 * input.dropPerM2, Math.sqrt(d2)) * 180) / Math.PI;
}

/** Part of an exact viewshed's time that the sweeps take. */
const SWEEP_SHARE = 0.4;
const PHASE = 'Computing what is seen';

/** Sweeps the quarters before and behind the antenna in rows, those beside it in columns, joins them and casts rays to what is left. */
async function exactStates(input: ViewshedInput, window: FieldWindow, job: JobContext): Promise<Uint8Array> {
  const rows = fieldRows(input, window);
  const { lineCount, lineLength, line, place } = rows;
  const states = new Uint8Array(lineCount * lineLength);
  job.progress(PHASE, 0);
  await sweepBracket(rows, 1, states, job);
  await sweepBracket(rows, -1, states, job);
  job.progress(PHASE, SWEEP_SHARE / 2);
  await breathe(job);
  const columns = fieldColumns(rows);
  const turned = new Uint8Array(states.length);
  await sweepBracket(columns, 1, turned, job);
  await sweepBracket(columns, -1, turned, job);
  job.progress(PHASE, SWEEP_SHARE);
  await breathe(job);
  const beside = new Uint8Array(states.length);
  transpose(turned, lineCount, lineLength, beside);
  for (let r = 0; r < lineCount; r++) {
    const away = Math.abs(r - line);
    const from = Math.max(0, Math.ceil(place - away));
    const to = Math.min(lineLength - 1, Math.floor(place + away));
    const base = r * lineLength;
    // From `from` to `to` the rows decide, on both sides of it the columns.
    states.set(beside.subarray(base, base + Math.min(from, lineLength)), base);
    states.set(beside.subarray(base + Math.max(to + 1, 0), base + lineLength), base + Math.max(to + 1, 0));
  }
  if (Number.isInteger(line) && Number.isInteger(place)) states[line * lineLength + place] = SEEN;
  await castRays(rows, states, job);
  return states;
}

const RAYS_PER_BREATH = 1 << 14;

async function castRays(rows: FieldLines, states: Uint8Array, job: JobContext): Promise<void> {
  const { lineLength } = rows;
  let cast = 0;
  for (let i = 0; i < states.length; i++) {
    if (states[i] !== UNDECIDED) continue;
    states[i] = seesCell(rows, i % lineLength, Math.floor(i / lineLength)) ? SEEN : HIDDEN;
    if (++cast % RAYS_PER_BREATH !== 0) continue;
    job.progress(PHASE, SWEEP_SHARE + (1 - SWEEP_SHARE) * (i / states.length));
    await breathe(job);
  }
}

/** Puts the window back into the raster; unknown targets and those beyond the radius are not visible. */
function placed(input: ViewshedInput, window: FieldWindow, states: Uint8Array): CellBits {
  const cells = makeCellBits(input.width, input.height);
  const radiusM2 = input.radiusM * input.radiusM;
  for (let r = 0; r < window.height; r++) {
    for (let c = 0; c < window.width; c++) {
      if (states[r * window.width + c] !== SEEN) continue;
      const [column, row] = [window.left + c, window.top + r];
      if (Number.isNaN(input.targetBaseM[row * input.width + column] ?? NaN)) continue;
      if (radiusM2 === Infinity || squaredDistanceM2(input, column, row) <= radiusM2) setBit(cells, column, row);
    }
  }
  return cells;
}
