/** Highest heights of a grid's blocks: tells in one read how high the ground may be under a stretch of a path. */
export interface MaxPyramid {
  /** Small blocks first. */
  readonly levels: readonly MaxLevel[];
  /** Outermost cell centres. */
  readonly lastColumn: number;
  readonly lastRow: number;
}

export interface MaxLevel {
  /** Edge of a block, cells. */
  readonly block: number;
  readonly across: number;
  /**
   * The highest value of two by two blocks, with the cells that bilinear heights inside them need; Infinity where one is
   * unknown. So whatever is no larger than a block lies inside the entry of its upper left corner.
   */
  readonly tops: Float32Array;
}

/** Blocks of 4, 16, 64 … cells, while the grid has more than one of them. */
export const SMALLEST_BLOCK = 2;
export const BLOCK_GROWTH = 4;

/** Makes the pyramid of a grid. */
export function maxPyramid(values: Float32Array, width: number, height: number): MaxPyramid {
  const levels: MaxLevel[] = [];
  let single = smallestBlocks(values, width, height);
  for (let block = SMALLEST_BLOCK; ; block *= BLOCK_GROWTH) {
    levels.push({ block, across: single.across, tops: maxOf(single, 1, 2).tops });
    if (single.across * single.down === 1) break;
    single = maxOf(single, BLOCK_GROWTH, BLOCK_GROWTH);
  }
  return { levels, lastColumn: width - 1, lastRow: height - 1 };
}

interface Blocks {
  readonly across: number;
  readonly down: number;
  readonly tops: Float32Array;
}

function smallestBlocks(values: Float32Array, width: number, height: number): Blocks {
  const across = Math.ceil(width / SMALLEST_BLOCK);
  const down = Math.ceil(height / SMALLEST_BLOCK);
  const tops = new Float32Array(across * down);
  for (let index = 0; index < tops.length; index++) {
    const [left, upper] = [(index % across) * SMALLEST_BLOCK, Math.floor(index / across) * SMALLEST_BLOCK];
    const [right, lower] = [Math.min(left + SMALLEST_BLOCK, width - 1), Math.min(upper + SMALLEST_BLOCK, height - 1)];
    let highest = -Infinity;
    for (let row = upper; row <= lower; row++) {
      for (let column = left; column <= right; column++) {
        const value = values[row * width + column] ?? NaN;
        // NaN is not ≤ anything: unknown counts as endlessly high.
        if (!(value <= highest)) highest = Number.isNaN(value) ? Infinity : value;
      }
    }
    tops[index] = highest;
  }
  return { across, down, tops };
}

/** The highest of `size` by `size` neighbours, at every `stride`-th block. */
function maxOf({ across, down, tops }: Blocks, stride: number, size: number): Blocks {
  const [fewerAcross, fewerDown] = [Math.ceil(across / stride), Math.ceil(down / stride)];
  const highest = new Float32Array(fewerAcross * fewerDown);
  for (let index = 0; index < highest.length; index++) {
    const [left, upper] = [(index % fewerAcross) * stride, Math.floor(index / fewerAcross) * stride];
    let top = -Infinity;
    for (let row = upper; row < Math.min(upper + size, down); row++) {
      for (let column = left; column < Math.min(left + size, across); column++)
        top = Math.max(top, tops[row * across + column] ?? Infinity);
    }
    highest[index] = top;
  }
  return { across: fewerAcross, down: fewerDown, tops: highest };
}
