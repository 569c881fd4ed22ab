import { breathe, type JobContext } from '../base/job.ts';
import { OPEN_HORIZON, type FieldLines } from './viewshed-field.ts';

/** Rays to a side of the rim: one a cell, in small fields up to four, where they cost little and come nearer to the exact answer. */
const MOST_RAYS_PER_CELL = 4;
const AFFORDABLE_RAYS = 1024;
/** Ray steps between two breaths, some 20 ms of work. */
const STEPS_PER_BREATH = 4e6;

/**
 * Marks what an antenna sees in the quarter of a field whose lines lie before it, quickly: rays run to the rim, each keeping the
 * steepest slope so far where it crosses lines and places of cell centres; a cell is seen where its target rises to the
 * horizon between the two rays beside it. Slopes are per line, which orders points on one ray like slopes per metre.
 * @param direction 1: lines after the antenna's, −1: those before it
 * @param visible as the field's lines; 255 is written where the target is seen
 */
export async function sweepFast(
  field: FieldLines<Float32Array>,
  direction: 1 | -1,
  visible: Uint8Array,
  job: JobContext,
): Promise<void> {
  const { lineCount, lineLength, line, place } = field;
  const first = direction > 0 ? Math.floor(line) + 1 : Math.ceil(line) - 1;
  const reach = direction > 0 ? lineCount - 1 - line : line;
  const cells = Math.max(1, Math.ceil(reach));
  const perUnit = Math.max(cells, Math.min(MOST_RAYS_PER_CELL * cells, AFFORDABLE_RAYS));
  const horizon = new Float64Array(2 * perUnit + 2).fill(OPEN_HORIZON);
  let steps = 0;
  for (let at = first; at >= 0 && at < lineCount; at += direction) {
    const away = Math.abs(at - line);
    const fan = { at, away, place, perUnit, direction };
    seeLine(field, fan, horizon, visible);
    raiseHorizon(field, fan, horizon);
    steps += Math.min(2 * perUnit, (lineLength * perUnit) / away);
    if (steps > STEPS_PER_BREATH) {
      steps = 0;
      await breathe(job);
    }
  }
}

/** A line of the field and the rays that meet it: ray `j` leaves the antenna's place by j / perUnit − 1 per line. */
interface Fan {
  readonly at: number;
  /** Lines between the antenna and this line, > 0. */
  readonly away: number;
  readonly place: number;
  readonly perUnit: number;
  readonly direction: 1 | -1;
}

/** Which cells of a line are seen, by the horizon before it. */
function seeLine(
  field: FieldLines<Float32Array>,
  { at, away, place, perUnit }: Fan,
  horizon: Float64Array,
  visible: Uint8Array,
): void {
  const { target, lineLength, targetHeightM } = field;
  const from = Math.max(0, Math.ceil(place - away));
  const to = Math.min(lineLength - 1, Math.floor(place + away));
  const base = at * lineLength;
  const raysPerCell = perUnit / away;
  for (let k = from; k <= to; k++) {
    const ray = perUnit + (k - place) * raysPerCell;
    const j = ray | 0;
    const below = horizon[j] ?? NaN;
    const horizonHere = (below + ((horizon[j + 1] ?? NaN) - below) * (ray - j)) * away;
    if ((target[base + k] ?? NaN) + targetHeightM >= horizonHere) visible[base + k] = 255;
  }
}

/** Raises the horizon of every ray by what it meets on a line, and on the places of cell centres that it passes just before. */
function raiseHorizon(field: FieldLines<Float32Array>, fan: Fan, horizon: Float64Array): void {
  const { obstacle, lineLength } = field;
  const { at, away, place, perUnit, direction } = fan;
  const base = at * lineLength;
  const before = base - direction * lineLength;
  const perLine = 1 / away;
  const step = away / perUnit;
  const from = Math.max(0, Math.ceil(perUnit - place / step));
  const to = Math.min(2 * perUnit, Math.floor(perUnit + (lineLength - 1 - place) / step));
  for (let j = from; j <= to; j++) {
    const y = place + (j - perUnit) * step;
    const k = y | 0;
    const height = obstacle[base + k] ?? NaN;
    let slope = (height + ((obstacle[base + k + 1] ?? NaN) - height) * (y - k)) * perLine;
    const drift = (j - perUnit) / perUnit;
    const crossed = drift > 0 ? k : k + 1;
    // The ray was on the other side of this place one line ago.
    if (drift > 0 ? y - drift < crossed : y - drift > crossed) {
      const awayThere = (crossed - place) / drift;
      const there = obstacle[before + crossed] ?? NaN;
      const share = awayThere - away + 1;
      // Weighed so that an end without weight counts nothing, even where it stands for unknown ground.
      const slopeThere = (there * (1 - share) + (obstacle[base + crossed] ?? NaN) * share) / awayThere;
      // Behind the antenna there is nothing to cross.
      if (awayThere > 0 && slopeThere > slope) slope = slopeThere;
    }
    if (slope > (horizon[j] ?? NaN)) horizon[j] = slope;
  }
}
