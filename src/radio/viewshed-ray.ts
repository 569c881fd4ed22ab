import type { FieldLines } from './viewshed-field.ts';

/** A ray that touches the ground within this is not blocked: rounding, not ground. Metres. */
const TOUCH_M = 1e-6;
/** A ray this near to a cell's centre, in cells, passes through it. */
const CENTRE = 1e-9;

/**
 * Whether the straight ray from the antenna to the target over a cell's centre clears the ground, interpolated linearly
 * wherever the ray crosses a row or column of cell centres. The antenna's own place and the target's do not count.
 * @param field in rows
 */
export function seesCell(field: FieldLines, column: number, row: number): boolean {
  const { obstacle, target, lineLength, targetHeightM, line, place } = field;
  const riseM = (target[row * lineLength + column] ?? NaN) + targetHeightM;
  const across = column - place;
  const down = row - line;
  return (
    clearsLines(obstacle, { step: lineLength, from: line, to: row, beside: 1, place, drift: across / down }, riseM / down) &&
    clearsLines(
      obstacle,
      { step: 1, from: place, to: column, beside: lineLength, place: line, drift: down / across },
      riseM / across,
    )
  );
}

/** The lines that a ray crosses. */
interface Crossed {
  /** Distance in the array from one line to the next, and from one place on a line to the next. */
  readonly step: number;
  readonly beside: number;
  readonly from: number;
  readonly to: number;
  /** Where on the line the antenna is, and how far the ray moves along lines from one to the next. */
  readonly place: number;
  readonly drift: number;
}

/** @param rise of the ray per line, metres, negative where lines count down */
function clearsLines(obstacle: Float64Array, { step, beside, from, to, place, drift }: Crossed, rise: number): boolean {
  const forward = to > from;
  const first = forward ? Math.floor(from) + 1 : Math.ceil(from) - 1;
  const count = Math.abs(to - first);
  if (to === from) return true;
  for (let i = 0; i < count; i++) {
    const at = forward ? first + i : first - i;
    const y = place + drift * (at - from);
    const k = Math.floor(y + CENTRE);
    const index = at * step + k * beside;
    const f = y - k;
    const height = obstacle[index] ?? NaN;
    // A neighbour without weight is not asked: it may be unknown, or outside.
    const heightM = f < CENTRE ? height : height + ((obstacle[index + beside] ?? NaN) - height) * f;
    if (heightM > rise * (at - from) + TOUCH_M) return false;
  }
  return true;
}
