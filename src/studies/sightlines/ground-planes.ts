/** Planes that lie on a grid's blocks: two reads tell how high the ground may be under a stretch of a path, on steep ground as closely as on flat. */
export interface GroundPlanes {
  /** Small blocks first. */
  readonly levels: readonly PlaneLevel[];
}

export interface PlaneLevel {
  /** Edge of a block, cells. */
  readonly block: number;
  readonly across: number;
  readonly down: number;
  /**
   * For each block `PLANE` numbers: height at its upper left corner, rise per column, rise per row, metres; no bilinear height in the block or
   * within `MARGIN` cells of it is above that plane. Last the most twist of its cells (how far one corner leaves the plane of the
   * other three), metres. Where a height is unknown both height and twist are Infinity.
   */
  readonly planes: Float32Array;
}

export const PLANE = 4;
/** Edge of the smallest blocks, cells. */
export const SMALLEST_BLOCK = 16;
export const BLOCK_GROWTH = 4;
/** How far outside its block a plane still holds, cells. */
export const MARGIN = 0.5;

/** Heights are rounded to single precision: this share of a height, and this much at least, metres, makes up for it. */
const ROUNDING_SHARE = 1e-6;
const ROUNDING_M = 1e-4;

/** Lays planes on blocks of 8, 32, 128 … cells, while the grid has more than one of them. */
export function groundPlanes(values: Float32Array, width: number, height: number): GroundPlanes {
  const levels = [smallestBlocks(values, width, height)];
  for (;;) {
    const last = levels.at(-1);
    if (last === undefined || last.across * last.down === 1) return { levels };
    levels.push(largerBlocks(last));
  }
}

function smallestBlocks(values: Float32Array, width: number, height: number): PlaneLevel {
  const [across, down] = [Math.ceil(width / SMALLEST_BLOCK), Math.ceil(height / SMALLEST_BLOCK)];
  const planes = new Float32Array(PLANE * across * down);
  for (let index = 0; index < across * down; index++) {
    const left = (index % across) * SMALLEST_BLOCK;
    const upper = Math.floor(index / across) * SMALLEST_BLOCK;
    // The cells that bilinear heights within the margin need.
    const [fromColumn, fromRow] = [Math.max(left - 1, 0), Math.max(upper - 1, 0)];
    const untilColumn = Math.min(left + SMALLEST_BLOCK + 1, width - 1);
    const untilRow = Math.min(upper + SMALLEST_BLOCK + 1, height - 1);
    const [middleColumn, middleRow] = [(fromColumn + untilColumn) / 2, (fromRow + untilRow) / 2];
    let sum = 0;
    let east = 0;
    let south = 0;
    let twist = 0;
    for (let row = fromRow; row <= untilRow; row++) {
      for (let column = fromColumn; column <= untilColumn; column++) {
        const at = row * width + column;
        const value = values[at] ?? NaN;
        sum += value;
        east += (column - middleColumn) * value;
        south += (row - middleRow) * value;
        if (column === untilColumn || row === untilRow) continue;
        const turn = Math.abs(value - (values[at + 1] ?? NaN) - (values[at + width] ?? NaN) + (values[at + width + 1] ?? NaN));
        if (turn > twist) twist = turn;
      }
    }
    const [columns, rows] = [untilColumn - fromColumn + 1, untilRow - fromRow + 1];
    if (Number.isNaN(sum)) {
      planes.set([Infinity, 0, 0, Infinity], PLANE * index);
      continue;
    }
    // Least squares on a full grid: the two slopes do not depend on each other.
    const perColumn = Math.fround(columns > 1 ? (12 * east) / (rows * columns * (columns * columns - 1)) : 0);
    const perRow = Math.fround(rows > 1 ? (12 * south) / (columns * rows * (rows * rows - 1)) : 0);
    let top = -Infinity;
    for (let row = fromRow; row <= untilRow; row++) {
      for (let column = fromColumn; column <= untilColumn; column++) {
        const above = (values[row * width + column] ?? NaN) - perColumn * (column - left) - perRow * (row - upper);
        if (above > top) top = above;
      }
    }
    planes.set([roundedUp(top), perColumn, perRow, roundedUp(twist)], PLANE * index);
  }
  return { block: SMALLEST_BLOCK, across, down, planes };
}

/** Planes over four by four planes each. */
function largerBlocks(small: PlaneLevel): PlaneLevel {
  const block = small.block * BLOCK_GROWTH;
  const [across, down] = [Math.ceil(small.across / BLOCK_GROWTH), Math.ceil(small.down / BLOCK_GROWTH)];
  const planes = new Float32Array(PLANE * across * down);
  for (let index = 0; index < across * down; index++)
    planes.set(planeOver(small, index % across, Math.floor(index / across)), PLANE * index);
  return { block, across, down, planes };
}

function planeOver({ block, across, down, planes }: PlaneLevel, column: number, row: number): number[] {
  const parts: { x: number; y: number; topM: number; perColumn: number; perRow: number; twistM: number }[] = [];
  for (let y = row * BLOCK_GROWTH; y < Math.min((row + 1) * BLOCK_GROWTH, down); y++) {
    for (let x = column * BLOCK_GROWTH; x < Math.min((column + 1) * BLOCK_GROWTH, across); x++) {
      const [topM = NaN, perColumn = NaN, perRow = NaN, twistM = NaN] = planes.subarray(PLANE * (y * across + x));
      parts.push({ x: x - column * BLOCK_GROWTH, y: y - row * BLOCK_GROWTH, topM, perColumn, perRow, twistM });
    }
  }
  if (parts.some(({ topM }) => topM === Infinity)) return [Infinity, 0, 0, Infinity];
  const middle = (part: (typeof parts)[number]): number => part.topM + (block / 2) * (part.perColumn + part.perRow);
  const perColumn = Math.fround(slope(parts.map((part) => [part.x * block, middle(part)])));
  const perRow = Math.fround(slope(parts.map((part) => [part.y * block, middle(part)])));
  let top = -Infinity;
  for (const part of parts) {
    for (const dx of [-MARGIN, block + MARGIN]) {
      for (const dy of [-MARGIN, block + MARGIN]) {
        const heightM = part.topM + part.perColumn * dx + part.perRow * dy;
        top = Math.max(top, heightM - perColumn * (part.x * block + dx) - perRow * (part.y * block + dy));
      }
    }
  }
  return [roundedUp(top), perColumn, perRow, Math.max(...parts.map(({ twistM }) => twistM))];
}

/** The slope of the straight line nearest to some points; 0 where they have one place. */
function slope(points: readonly (readonly [at: number, value: number])[]): number {
  const mean = points.reduce((sum, [at]) => sum + at, 0) / points.length;
  const spread = points.reduce((sum, [at]) => sum + (at - mean) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [at, value]) => sum + (at - mean) * value, 0) / spread;
}

function roundedUp(value: number): number {
  return value + Math.abs(value) * ROUNDING_SHARE + ROUNDING_M;
}
