/** Heights as a ray from one antenna sees them: a window of the terrain, sunk by the curve of the Earth, counted from the antenna. */

/**
 * Squared distance from the antenna to a cell, m²: across[r]·dc² + 2·skew[r]·dc·dr + down[r]·dr², with dc and dr the columns and
 * rows between them (fractions of a cell count). Each row has its own numbers, because a cell of degrees is not as wide in the north as in the south.
 */
export interface CellMetric {
  readonly across: Float64Array;
  readonly skew: Float64Array;
  readonly down: Float64Array;
}

/** What is seen from an antenna over a raster; heights in metres above one datum, NaN where nothing is known. */
export interface ViewshedInput {
  readonly width: number;
  readonly height: number;
  /** What hides, row by row, at cell centres. */
  readonly obstacleM: Float32Array;
  /** What the target's height is counted from: often the same array. */
  readonly targetBaseM: Float32Array;
  readonly targetHeightM: number;
  /** The antenna's place, whole numbers at cell centres, inside the raster. */
  readonly column: number;
  readonly row: number;
  readonly antennaAltitudeM: number;
  readonly metric: CellMetric;
  /** How far the ground sinks below the antenna's horizon per squared metre of distance: 1 / (2·k·R); 0 for a flat Earth. */
  readonly dropPerM2: number;
  /** Cells with centres further away are not visible; Infinity for no limit. */
  readonly radiusM: number;
}

/** The part of the raster within the radius. */
export interface FieldWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Stands for unknown ground: it hides nothing, between cells neither, and is not seen. */
export const NOTHING = -1e37;
/** A horizon that nothing has raised yet: above `NOTHING` at any distance, below any ground. */
export const OPEN_HORIZON = -1e25;

/** A layout of the window's heights in lines: rows, or columns where the array is transposed; one spare cell at the end. */
export interface FieldLines {
  readonly obstacle: Float64Array;
  /** The target's base, likewise sunk and counted; `targetHeightM` is to be added. */
  readonly target: Float64Array;
  readonly lineCount: number;
  readonly lineLength: number;
  /** The antenna's place: which line (fractional), and where on it. */
  readonly line: number;
  readonly place: number;
  readonly targetHeightM: number;
}

/** The smallest window that holds every cell within the radius, and the four cells around the antenna. */
export function windowOf({ width, height, column, row, radiusM, metric }: ViewshedInput): FieldWindow {
  let [mostAcross, mostDown] = [0, 0];
  for (let r = 0; r < height; r++) {
    const [e, f, g] = [metric.across[r] ?? NaN, metric.skew[r] ?? NaN, metric.down[r] ?? NaN];
    // The ellipse of the radius reaches this far; a skewed raster's further than its cells are wide.
    const determinant = e * g - f * f;
    mostAcross = Math.max(mostAcross, radiusM * Math.sqrt(g / determinant));
    mostDown = Math.max(mostDown, radiusM * Math.sqrt(e / determinant));
  }
  const left = Math.max(0, Math.floor(column - mostAcross - 1));
  const top = Math.max(0, Math.floor(row - mostDown - 1));
  const right = Math.min(width - 1, Math.ceil(column + mostAcross + 1));
  const bottom = Math.min(height - 1, Math.ceil(row + mostDown + 1));
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Squared distance from the antenna to a cell centre, m². */
export function squaredDistanceM2({ metric, column, row }: ViewshedInput, c: number, r: number): number {
  const [dc, dr] = [c - column, r - row];
  return (metric.across[r] ?? NaN) * dc * dc + (2 * (metric.skew[r] ?? NaN) * dc + (metric.down[r] ?? NaN) * dr) * dr;
}

/** Lays the window out in rows. */
export function fieldRows(input: ViewshedInput, window: FieldWindow): FieldLines {
  const obstacle = sunk(input, window, input.obstacleM);
  return {
    obstacle,
    target: input.targetBaseM === input.obstacleM ? obstacle : sunk(input, window, input.targetBaseM),
    lineCount: window.height,
    lineLength: window.width,
    line: input.row - window.top,
    place: input.column - window.left,
    targetHeightM: input.targetHeightM,
  };
}

/** The same field in columns. */
export function fieldColumns(rows: FieldLines): FieldLines {
  const { lineCount, lineLength } = rows;
  const turn = (heights: Float64Array): Float64Array => {
    const turned = new Float64Array(heights.length);
    transpose(heights, lineLength, lineCount, turned);
    return turned;
  };
  const obstacle = turn(rows.obstacle);
  const target = rows.target === rows.obstacle ? obstacle : turn(rows.target);
  return { ...rows, obstacle, target, lineCount: lineLength, lineLength: lineCount, line: rows.place, place: rows.line };
}

function sunk(input: ViewshedInput, { left, top, width, height }: FieldWindow, heightsM: Float32Array): Float64Array {
  const into = new Float64Array(width * height + 1);
  const { metric, dropPerM2, antennaAltitudeM } = input;
  for (let r = 0; r < height; r++) {
    const dr = top + r - input.row;
    const e = (metric.across[top + r] ?? NaN) * dropPerM2;
    const f = 2 * (metric.skew[top + r] ?? NaN) * dropPerM2 * dr;
    const g = (metric.down[top + r] ?? NaN) * dropPerM2 * dr * dr + antennaAltitudeM;
    let from = (top + r) * input.width + left;
    let to = r * width;
    for (let c = 0; c < width; c++, from++, to++) {
      const dc = left + c - input.column;
      const value = (heightsM[from] ?? NaN) - ((e * dc + f) * dc + g);
      into[to] = value === value ? value : NOTHING;
    }
  }
  return into;
}

/** Cells on a side of the squares that are turned one by one, so that both sides stay in the processor's cache. */
const SQUARE = 32;

/** Turns rows into columns. @param width length of the lines of `from` */
export function transpose(from: Float64Array | Uint8Array, width: number, height: number, into: Float64Array | Uint8Array): void {
  for (let top = 0; top < height; top += SQUARE) {
    const bottom = Math.min(height, top + SQUARE);
    for (let left = 0; left < width; left += SQUARE) {
      const right = Math.min(width, left + SQUARE);
      for (let c = left; c < right; c++) {
        for (let r = top; r < bottom; r++) into[c * height + r] = from[r * width + c] ?? 0;
      }
    }
  }
}
