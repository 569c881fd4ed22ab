import { breathe, type JobContext } from '../../base/job.ts';

/**
 * Planes that lie on stretches of a grid: one read tells how high the ground may be under a stretch of a path, on steep ground as
 * closely as on flat. A path is cut by its main axis, u (columns where it goes over more columns than rows, else rows); v is the other.
 */
export interface GroundPlanes {
  /** Short stretches first. */
  readonly levels: readonly PlaneLevel[];
  /** The most twist of the cells of each square of 2 to the `TWIST_BITS` cells by so many and of one cell further around it, metres; NaN where a height is unknown; by rows. */
  readonly twists: Float32Array;
  /** Such squares side by side. */
  readonly twistsAcross: number;
}

export interface PlaneLevel {
  /** Length of a stretch along u, cells. */
  readonly block: number;
  /** For paths over columns, and for paths over rows. */
  readonly overColumns: PlaneWindows;
  readonly overRows: PlaneWindows;
}

/** Windows of `block` by 1.5 · `block` cells, each `block` further along u, half a `block` further along v: a path that nowhere is steeper than a cell a cell passes a stretch within one of them. */
export interface PlaneWindows {
  /** Windows side by side along u, and along v. */
  readonly along: number;
  readonly across: number;
  /**
   * For each window `PLANE` numbers: height at its lower corner, rise per cell along u and along v, metres; no bilinear height in the window or
   * within `MARGIN` cells of it is above that plane. Last the sum of both rises, each as if it were positive. Infinity where a height is unknown.
   */
  readonly planes: Float32Array;
  /** The most twist of a window's cells: how far one corner leaves the plane of the other three, metres. Infinity where a height is unknown. */
  readonly twists: Float32Array;
}

export const PLANE = 4;
/** Length of the shortest stretches, cells. */
export const SMALLEST_BLOCK = 8;
export const BLOCK_GROWTH = 4;
/** Size of a square whose most twist is known, cells: this power of two. */
export const TWIST_BITS = 2;
/** How far outside its window a plane still holds, cells. */
export const MARGIN = 0.5;

/** Heights are rounded to single precision: this share of a height, and this much at least, metres, makes up for it. */
const ROUNDING_SHARE = 1e-6;
const ROUNDING_M = 1e-4;

/** Windows between two breaths, some 5 ms of work. */
const WINDOWS_PER_BREATH = 2048;

async function bySlices(count: number, job: JobContext, work: (from: number, until: number) => void): Promise<void> {
  for (let from = 0; from < count; from += WINDOWS_PER_BREATH) {
    await breathe(job);
    work(from, Math.min(from + WINDOWS_PER_BREATH, count));
  }
}

/** Lays planes on stretches of 8, 32, 128 … cells, while the grid is longer than one of them. */
export async function groundPlanes(values: Float32Array, width: number, height: number, job: JobContext): Promise<GroundPlanes> {
  const twists = await halfBlockTwists(values, width, height, job);
  const levels: PlaneLevel[] = [
    {
      block: SMALLEST_BLOCK,
      overColumns: await smallestWindows(values, { sizeU: width, sizeV: height, strideU: 1, strideV: width }, twists, job),
      overRows: await smallestWindows(values, { sizeU: height, sizeV: width, strideU: width, strideV: 1 }, twists, job),
    },
  ];
  for (;;) {
    const last = levels.at(-1);
    if (last === undefined || last.block >= Math.max(width, height))
      return { levels, twists, twistsAcross: Math.ceil(width / HALF) };
    levels.push({
      block: last.block * BLOCK_GROWTH,
      overColumns: await largerWindows(last.overColumns, last.block, job),
      overRows: await largerWindows(last.overRows, last.block, job),
    });
  }
}

/** The grid as a path along one of its axes sees it. */
interface Axes {
  readonly sizeU: number;
  readonly sizeV: number;
  readonly strideU: number;
  readonly strideV: number;
}

const HALF = 1 << TWIST_BITS;

/** The most twist of the cells of each half block and of one further around it, NaN where a height is unknown; by rows. */
async function halfBlockTwists(values: Float32Array, width: number, height: number, job: JobContext): Promise<Float32Array> {
  const [across, down] = [Math.ceil(width / HALF), Math.ceil(height / HALF)];
  const twists = new Float32Array(across * down);
  await bySlices(twists.length, job, (from, until) => takeTwists(values, width, height, twists, from, until));
  return twists;
}

function takeTwists(
  values: Float32Array,
  width: number,
  height: number,
  twists: Float32Array,
  from: number,
  until: number,
): void {
  const across = Math.ceil(width / HALF);
  for (let index = from; index < until; index++) {
    const left = (index % across) * HALF;
    const upper = Math.floor(index / across) * HALF;
    const untilColumn = Math.min(left + HALF + 1, width - 1);
    const untilRow = Math.min(upper + HALF + 1, height - 1);
    let most = 0;
    for (let row = Math.max(upper - 1, 0); row < untilRow; row++) {
      for (let column = Math.max(left - 1, 0); column < untilColumn; column++) {
        const at = row * width + column;
        const twist = Math.abs(
          (values[at] ?? NaN) - (values[at + 1] ?? NaN) - ((values[at + width] ?? NaN) - (values[at + width + 1] ?? NaN)),
        );
        // Not less: an unknown height (NaN) stays.
        if (!(twist <= most)) most = twist;
      }
    }
    twists[index] = most;
  }
}

async function smallestWindows(
  values: Float32Array,
  axes: Axes,
  halfTwists: Float32Array,
  job: JobContext,
): Promise<PlaneWindows> {
  const windows = emptyWindows(Math.ceil(axes.sizeU / SMALLEST_BLOCK), Math.ceil(axes.sizeV / HALF));
  await bySlices(windows.twists.length, job, (from, until) => laySmallest(values, axes, halfTwists, windows, from, until));
  return windows;
}

function emptyWindows(along: number, across: number): PlaneWindows {
  return { along, across, planes: new Float32Array(PLANE * along * across), twists: new Float32Array(along * across) };
}

function laySmallest(
  values: Float32Array,
  axes: Axes,
  halfTwists: Float32Array,
  { along, planes, twists }: PlaneWindows,
  from: number,
  until: number,
): void {
  const { sizeU, sizeV, strideU, strideV } = axes;
  for (let index = from; index < until; index++) {
    const left = (index % along) * SMALLEST_BLOCK;
    const upper = Math.floor(index / along) * HALF;
    // The heights that bilinear ones within the margin need.
    const [fromU, fromV] = [Math.max(left - 1, 0), Math.max(upper - 1, 0)];
    const untilU = Math.min(left + SMALLEST_BLOCK + 1, sizeU - 1);
    const untilV = Math.min(upper + 3 * HALF + 1, sizeV - 1);
    // The slopes of the plane through the middles of the four sides' heights: any would do, these lie close.
    const [spanU, spanV] = [untilU - fromU, untilV - fromV];
    let [east, south] = [0, 0];
    for (let v = fromV; v <= untilV; v++) {
      const at = v * strideV;
      const inwards = Math.min(2, spanU);
      east += (values[at + untilU * strideU] ?? NaN) - (values[at + fromU * strideU] ?? NaN);
      east += (values[at + (untilU - inwards) * strideU] ?? NaN) - (values[at + (fromU + inwards) * strideU] ?? NaN);
    }
    for (let u = fromU; u <= untilU; u++) {
      const at = u * strideU;
      const inwards = Math.min(3, spanV);
      south += (values[at + untilV * strideV] ?? NaN) - (values[at + fromV * strideV] ?? NaN);
      south += (values[at + (untilV - inwards) * strideV] ?? NaN) - (values[at + (fromV + inwards) * strideV] ?? NaN);
    }
    const lengthU = (spanV + 1) * (2 * spanU - 2 * Math.min(2, spanU));
    const lengthV = (spanU + 1) * (2 * spanV - 2 * Math.min(3, spanV));
    const riseU = Math.fround(lengthU > 0 ? east / lengthU : 0);
    const riseV = Math.fround(lengthV > 0 ? south / lengthV : 0);
    const top =
      strideU === 1
        ? topAbove(values, sizeU, [fromU, untilU, left, riseU], [fromV, untilV, upper, riseV])
        : topAbove(values, sizeV, [fromV, untilV, upper, riseV], [fromU, untilU, left, riseU]);
    const at = PLANE * index;
    if (!Number.isFinite(top)) {
      planes[at] = twists[index] = Infinity;
      continue;
    }
    planes[at] = roundedUp(top);
    planes[at + 1] = riseU;
    planes[at + 2] = riseV;
    planes[at + 3] = roundedUp(Math.abs(riseU) + Math.abs(riseV));
    twists[index] = roundedUp(mostTwist(halfTwists, axes, left / HALF, upper / HALF));
  }
}

/** Of columns, or of rows: first, last, the one where a plane begins, and its rise. */
type Side = readonly [from: number, until: number, origin: number, rise: number];

/** How far the heights of a rectangle rise above a plane through zero at its origin; NaN where one is unknown. */
function topAbove(values: Float32Array, width: number, columns: Side, rows: Side): number {
  const [fromColumn, untilColumn, left, perColumn] = columns;
  const [fromRow, untilRow, upper, perRow] = rows;
  let top = -Infinity;
  let sum = 0;
  for (let row = fromRow; row <= untilRow; row++) {
    let planeM = perColumn * (fromColumn - left) + perRow * (row - upper);
    for (let at = row * width + fromColumn; at <= row * width + untilColumn; at++) {
      const above = (values[at] ?? NaN) - planeM;
      if (above > top) top = above;
      sum += above;
      planeM += perColumn;
    }
  }
  return Number.isNaN(sum) ? NaN : top;
}

/** Of a window's two by three half blocks. */
function mostTwist(twists: Float32Array, { sizeU, sizeV, strideU }: Axes, halfU: number, halfV: number): number {
  const isOverColumns = strideU === 1;
  const perRow = Math.ceil((isOverColumns ? sizeU : sizeV) / HALF);
  const [endU, endV] = [Math.ceil(sizeU / HALF), Math.ceil(sizeV / HALF)];
  let most = 0;
  for (let u = halfU; u < Math.min(halfU + 2, endU); u++) {
    for (let v = halfV; v < Math.min(halfV + 3, endV); v++) {
      const twist = twists[isOverColumns ? v * perRow + u : u * perRow + v] ?? NaN;
      if (twist > most) most = twist;
    }
  }
  return most;
}

/** Planes over four by four windows each, which together cover a window four times as large. */
async function largerWindows(small: PlaneWindows, block: number, job: JobContext): Promise<PlaneWindows> {
  const windows = emptyWindows(Math.ceil(small.along / BLOCK_GROWTH), Math.ceil(small.across / BLOCK_GROWTH));
  await bySlices(windows.twists.length, job, (from, until) => layLarger(small, block, windows, from, until));
  return windows;
}

function layLarger(
  small: PlaneWindows,
  block: number,
  { along, planes, twists }: PlaneWindows,
  from: number,
  until: number,
): void {
  for (let index = from; index < until; index++) {
    const parts = partsOf(small, index % along, Math.floor(index / along));
    const twistM = parts.reduce((most, part) => Math.max(most, small.twists[part] ?? NaN), 0);
    twists[index] = twistM;
    if (twistM === Infinity) planes[PLANE * index] = Infinity;
    else planes.set(planeOver(small, block, parts), PLANE * index);
  }
}

/** Windows lie half a block apart across, and are one and a half wide: every third of them touches the one before. */
const WINDOW_WIDTH = 3;

/** The windows that together cover a larger one. */
function partsOf({ along, across }: PlaneWindows, windowU: number, windowV: number): number[] {
  const parts: number[] = [];
  for (let j = 0; j < BLOCK_GROWTH; j++) {
    for (let i = 0; i < BLOCK_GROWTH; i++) {
      const [u, v] = [windowU * BLOCK_GROWTH + i, windowV * BLOCK_GROWTH + WINDOW_WIDTH * j];
      if (u < along && v < across) parts.push(v * along + u);
    }
  }
  return parts;
}

/** A plane as steep as its parts are on the whole, and above the corners of all of them. */
function planeOver({ along, planes }: PlaneWindows, block: number, parts: readonly number[]): number[] {
  const [first = 0] = parts;
  const last = parts.at(-1) ?? first;
  const width = (WINDOW_WIDTH * block) / 2;
  const placeU = (part: number): number => ((part % along) - (first % along)) * block;
  const placeV = (part: number): number => ((Math.floor(part / along) - Math.floor(first / along)) * block) / 2;
  const at = (part: number, u: number, v: number): number =>
    (planes[PLANE * part] ?? NaN) + (planes[PLANE * part + 1] ?? NaN) * u + (planes[PLANE * part + 2] ?? NaN) * v;
  const middle = (part: number): number => at(part, block / 2, width / 2);
  // From the sums of what lies before and after the middle, so that each part counts.
  let [east, south, lengthU, lengthV] = [0, 0, 0, 0];
  for (const part of parts) {
    const [u, v] = [placeU(part) - placeU(last) / 2, placeV(part) - placeV(last) / 2];
    east += u * middle(part);
    south += v * middle(part);
    lengthU += u * u;
    lengthV += v * v;
  }
  const riseU = Math.fround(lengthU > 0 ? east / lengthU : 0);
  const riseV = Math.fround(lengthV > 0 ? south / lengthV : 0);
  let top = -Infinity;
  for (const part of parts) {
    const [u, v] = [placeU(part), placeV(part)];
    for (let corner = 0; corner < 4; corner++) {
      const du = corner % 2 === 0 ? -MARGIN : block + MARGIN;
      const dv = corner < 2 ? -MARGIN : width + MARGIN;
      const above = at(part, du, dv) - riseU * (u + du) - riseV * (v + dv);
      if (above > top) top = above;
    }
  }
  return [roundedUp(top), riseU, riseV, roundedUp(Math.abs(riseU) + Math.abs(riseV))];
}

function roundedUp(value: number): number {
  return value + Math.abs(value) * ROUNDING_SHARE + ROUNDING_M;
}
