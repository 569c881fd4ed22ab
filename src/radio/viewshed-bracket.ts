import { breathe, type JobContext } from '../base/job.ts';
import { OPEN_HORIZON, type FieldLines } from './viewshed-field.ts';

/** What a sweep says of a cell; the values stand in an array of bytes. */
export const SEEN = 255;
export const HIDDEN = 0;
export const UNDECIDED = 1;

/** Wedges for each cell of the rim: more decide more cells and take longer. */
const WEDGES_PER_RIM_CELL = 1;
const STEPS_PER_BREATH = 4e6;
/** Slopes this near to a bound, relative, are left undecided: no rounding can decide a cell wrongly. */
const ROUNDING = 1e-12;

/**
 * Brackets what an antenna sees in the quarter of a field whose lines lie before it. The quarter is cut into wedges; for each are
 * kept the steepest slope that any ray within it can have met so far, and the steepest that all rays within it have met.
 * A target above the first is seen, below the second hidden; between them `UNDECIDED` is written.
 * @param direction 1: lines after the antenna's, −1: those before it
 */
export async function sweepBracket(field: FieldLines, direction: 1 | -1, states: Uint8Array, job: JobContext): Promise<void> {
  const { lineCount, lineLength, line, place } = field;
  const first = direction > 0 ? Math.floor(line) + 1 : Math.ceil(line) - 1;
  const reach = direction > 0 ? lineCount - 1 - line : line;
  const perUnit = Math.max(1, Math.ceil(reach)) * WEDGES_PER_RIM_CELL;
  const most = new Float64Array(2 * perUnit + 2).fill(OPEN_HORIZON);
  const least = most.slice();
  let steps = 0;
  for (let at = first; at >= 0 && at < lineCount; at += direction) {
    const away = Math.abs(at - line);
    const fan = { at, away, place, perUnit, direction };
    judgeLine(field, fan, { most, least }, states);
    raiseBounds(field, fan, { most, least });
    steps += Math.min(2 * perUnit, (lineLength * perUnit) / away);
    if (steps > STEPS_PER_BREATH) {
      steps = 0;
      await breathe(job);
    }
  }
}

/** A line and the wedges that meet it: wedge `j` lies between the rays that leave by j / perUnit − 1 and (j + 1) / perUnit − 1 per line. */
interface Fan {
  readonly at: number;
  readonly away: number;
  readonly place: number;
  readonly perUnit: number;
  readonly direction: 1 | -1;
}

interface Bounds {
  readonly most: Float64Array;
  readonly least: Float64Array;
}

function judgeLine(field: FieldLines, { at, away, place, perUnit }: Fan, { most, least }: Bounds, states: Uint8Array): void {
  const { target, lineLength, targetHeightM } = field;
  const from = Math.max(0, Math.ceil(place - away));
  const to = Math.min(lineLength - 1, Math.floor(place + away));
  const base = at * lineLength;
  for (let k = from; k <= to; k++) {
    // The last ray is the edge of the last wedge.
    const wedge = Math.min(Math.floor(perUnit + ((k - place) * perUnit) / away), 2 * perUnit - 1);
    const slope = ((target[base + k] ?? NaN) + targetHeightM) / away;
    const doubt = Math.abs(slope) * ROUNDING;
    if (slope > (most[wedge] ?? NaN) + doubt) states[base + k] = SEEN;
    else if (slope >= (least[wedge] ?? NaN) - doubt) states[base + k] = UNDECIDED;
  }
}

/**
 * Between two rays a line of ground is a chain of straight pieces that bend at cell centres, so its extremes lie at the rays or
 * at the centres between them. Along a place of cell centres slopes per line are monotonic, so the steepest lies at a
 * ray's crossing or at a centre; leaving these crossings out of the lower bound keeps it a lower bound.
 */
function raiseBounds(field: FieldLines, fan: Fan, { most, least }: Bounds): void {
  const { lineLength, obstacle } = field;
  const { at, away, place, perUnit } = fan;
  const base = at * lineLength;
  const step = away / perUnit;
  // One ray beyond each end of the line is taken along, held at the end: its wedge still has cells on the line.
  const from = Math.max(0, Math.ceil(perUnit - place / step) - 1);
  const to = Math.min(2 * perUnit, Math.floor(perUnit + (lineLength - 1 - place) / step) + 1);
  let slopeBefore = NaN;
  let crossingBefore = NaN;
  let cellBefore = 0;
  for (let j = from; j <= to; j++) {
    const y = Math.min(Math.max(place + (j - perUnit) * step, 0), lineLength - 1);
    const k = y | 0;
    const height = obstacle[base + k] ?? NaN;
    const slope = (height + ((obstacle[base + k + 1] ?? NaN) - height) * (y - k)) / away;
    const crossing = crossingSlope(field, fan, j);
    if (j > from) {
      let [up, low] = slope > slopeBefore ? [slope, slopeBefore] : [slopeBefore, slope];
      for (let centre = cellBefore + 1; centre <= k; centre++) {
        const slopeThere = (obstacle[base + centre] ?? NaN) / away;
        up = Math.max(up, slopeThere);
        low = Math.min(low, slopeThere);
      }
      up = Math.max(up, crossing, crossingBefore);
      if (up > (most[j - 1] ?? NaN)) most[j - 1] = up;
      if (low > (least[j - 1] ?? NaN)) least[j - 1] = low;
    }
    slopeBefore = slope;
    crossingBefore = crossing;
    cellBefore = k;
  }
}

/** Slope where ray `j` crosses a place of cell centres between the line before and this one; an open horizon where it does not. */
function crossingSlope({ obstacle, lineLength }: FieldLines, fan: Fan, j: number): number {
  const { at, away, place, perUnit, direction } = fan;
  const drift = (j - perUnit) / perUnit;
  const y = place + drift * away;
  const crossed = drift > 0 ? Math.floor(y) : Math.floor(y) + 1;
  const isCrossed = drift > 0 ? y - drift < crossed : y - drift > crossed;
  if (!isCrossed || crossed < 0 || crossed >= lineLength) return OPEN_HORIZON;
  const awayThere = (crossed - place) / drift;
  // Beside the antenna itself there is nothing to cross.
  if (!(awayThere > 0)) return OPEN_HORIZON;
  const there = obstacle[(at - direction) * lineLength + crossed] ?? NaN;
  const share = awayThere - away + 1;
  return (there * (1 - share) + (obstacle[at * lineLength + crossed] ?? NaN) * share) / awayThere;
}
