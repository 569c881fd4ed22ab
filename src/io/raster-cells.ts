import { boundOfPositive, floatRange } from '../base/float-range.ts';
import type { Grid } from '../geo/grid.ts';
import type { RasterContent, RasterHeader } from './raster-file.ts';

/** Values that programs write for nothing, and that no ground has: the deepest land lies 430 m under the sea. */
const USUAL_VOIDS: readonly number[] = [-32768, -32767, -9999, -99999, -999999];
/** Least heights of 32-bit floats are meant as nothing as well. */
const FLOAT_VOID = -3.4e38;
/** No void is higher than this. */
const MOST_VOID = -9000;

/** Cells of files in which nothing is unknown, and that nobody writes to. */
const known = new WeakSet<Float32Array>();

/**
 * True where every value is a height for sure: none unknown, none what a program writes for nothing, none as low or high as what the file does.
 * Nobody may write to them then: `areAllKnown` goes by this answer.
 */
export function areAllHeights(values: Float32Array, nodata: number): boolean {
  const areHeights = arePositive(values, nodata) || areInRange(values, nodata);
  if (areHeights) known.add(values);
  return areHeights;
}

/** The quicker test, which is enough for most land: by one bound for all. */
function arePositive(values: Float32Array, nodata: number): boolean {
  const bound = boundOfPositive(values);
  return bound < Infinity && !(nodata >= 0 && nodata <= bound);
}

function areInRange(values: Float32Array, nodata: number): boolean {
  const { low, high, areAllFinite } = floatRange(values);
  return areAllFinite && low > MOST_VOID && !(nodata >= low && nodata <= high);
}

/** True where every cell has a height. */
export function areAllKnown(values: Float32Array): boolean {
  return known.has(values) || floatRange(values).areAllFinite;
}

/** Turns undeclared voids into nothing, in place. @returns a warning where there were any, or where nothing at all is left */
export function takeVoids(name: string, header: RasterHeader, content: RasterContent): string[] {
  const { values } = content;
  if (content.areFileBytes === true) return [];
  const found = new Map<number, number>();
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (value < MOST_VOID && (value <= FLOAT_VOID || USUAL_VOIDS.includes(value))) {
      found.set(value, (found.get(value) ?? 0) + 1);
      values[i] = NaN;
    } else if (value === value) known++;
  }
  const warnings = [...found].map(
    ([value, count]) =>
      `${name}: ${count} cells hold ${value}, which the file does not declare as nothing; they are taken as unknown`,
  );
  if (known === 0) warnings.push(`${name}: no elevation here; all ${header.width} × ${header.height} cells are unknown`);
  return warnings;
}

/** Warns where heights were cut off at what a byte holds. */
export function noteClipped(name: string, header: RasterHeader, values: Float32Array): string[] {
  if (header.numbers !== 'uint8') return [];
  let clipped = 0;
  for (const value of values) if (value === 255) clipped++;
  if (clipped === 0) return [];
  return [`${name}: heights are stored as bytes and reach their limit, 255, in ${clipped} cells; higher ground is cut off`];
}

/** The grid with its first row in the north, where its rows only run the other way. */
export function northUp(grid: Grid): Grid {
  const [x0, xc, xr, y0, yc, yr] = grid.toModel;
  if (yr < 0 || xr !== 0 || yc !== 0) return grid;
  const { width, height } = grid;
  const values = new Float32Array(grid.values.length);
  for (let row = 0; row < height; row++)
    values.set(grid.values.subarray((height - 1 - row) * width, (height - row) * width), row * width);
  return { ...grid, values, toModel: [x0, xc, 0, y0 + yr * (height - 1), 0, -yr] };
}
