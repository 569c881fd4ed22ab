import type { LngLat } from '../geo/position.ts';
import type { GdbBytes } from './gdb-bytes.ts';
import { gdbCurves, type GdbCurve } from './gdb-curves.ts';
import { nestedRings } from './ring-check.ts';

/** How whole numbers in a file become coordinates. */
export interface GdbGrid {
  readonly originX: number;
  readonly originY: number;
  readonly scale: number;
}

/** A geometry in GeoJSON's nesting. */
export interface GdbGeometry {
  readonly type: string;
  readonly coordinates: unknown;
}

/** Bits of a shape's number: it has curves, measures, heights. */
const [CURVES, MEASURES, HEIGHTS] = [0x2000_0000, 0x4000_0000, 0x8000_0000];
const WITH_HEIGHTS = [10, 13, 15, 19];
const WITH_MEASURES = [13, 15, 23, 25];
/** The first byte of measures that are all unknown. */
const NO_MEASURES = 0x42;
/** Kinds of shapes by their number; the same shape has several for heights and measures. */
const POINTS = [1, 9, 11, 21, 52];
const MULTIPOINTS = [8, 18, 20, 28, 53];
const LINES = [3, 10, 13, 23, 50];
const POLYGONS = [5, 15, 19, 25, 51];

/** A shape, without its heights and measures; null where it is empty. Curves become lines. @throws RangeError where it is broken or of another kind */
export function gdbGeometry(bytes: GdbBytes, grid: GdbGrid): GdbGeometry | null {
  const type = bytes.varUint();
  const kind = type % 256;
  if (POINTS.includes(kind)) return pointOf(bytes, grid);
  const isMultiPoint = MULTIPOINTS.includes(kind);
  if (!isMultiPoint && !LINES.includes(kind) && !POLYGONS.includes(kind))
    throw new RangeError(`shapes of kind ${kind} are not read`);
  const count = bytes.varUint();
  if (count === 0) return null;
  // Each position takes two bytes at least.
  if (count * 2 > bytes.end - bytes.at) throw new RangeError('it states more positions than it has bytes');
  if (isMultiPoint) {
    skipBox(bytes);
    return { type: 'MultiPoint', coordinates: positionsOf(bytes, grid, [count])[0] };
  }
  const parts = bytes.varUint();
  if (parts < 1 || parts > count) throw new RangeError('it states more parts than positions');
  const curveCount = (type & CURVES) === 0 ? 0 : bytes.varUint();
  skipBox(bytes);
  const sizes = Array.from({ length: parts - 1 }, () => bytes.varUint());
  const last = count - sizes.reduce((sum, size) => sum + size, 0);
  if (last < 0) throw new RangeError('its parts have more positions than it has');
  const corners = positionsOf(bytes, grid, [...sizes, last]);
  if (curveCount > 0) {
    if ((type & HEIGHTS) !== 0 || WITH_HEIGHTS.includes(kind)) skipNumbers(bytes, count);
    if ((type & MEASURES) !== 0 || WITH_MEASURES.includes(kind)) skipMeasures(bytes, count);
  }
  const paths = curved(corners, gdbCurves(bytes, curveCount)).filter((path) => path.length > 0);
  return LINES.includes(kind) ? lineOf(paths) : polygonOf(paths);
}

function pointOf(bytes: GdbBytes, { originX, originY, scale }: GdbGrid): GdbGeometry | null {
  const [x, y] = [bytes.varUint(), bytes.varUint()];
  if (x === 0 || y === 0) return null;
  return { type: 'Point', coordinates: [(x - 1) / scale + originX, (y - 1) / scale + originY] };
}

function skipBox(bytes: GdbBytes): void {
  for (let i = 0; i < 4; i++) bytes.varUint();
}

function positionsOf(bytes: GdbBytes, { originX, originY, scale }: GdbGrid, sizes: readonly number[]): LngLat[][] {
  let [x, y] = [0, 0];
  return sizes.map((size) =>
    Array.from({ length: size }, (): LngLat => {
      x += bytes.varInt();
      y += bytes.varInt();
      return [x / scale + originX, y / scale + originY];
    }),
  );
}

function skipNumbers(bytes: GdbBytes, count: number): void {
  for (let i = 0; i < count; i++) bytes.varInt();
}

function skipMeasures(bytes: GdbBytes, count: number): void {
  const from = bytes.at;
  if (bytes.uint8() === NO_MEASURES) return;
  bytes.at = from;
  skipNumbers(bytes, count);
}

/** The paths with the points of their curves between the corners. */
function curved(paths: readonly LngLat[][], curves: readonly GdbCurve[]): readonly LngLat[][] {
  if (curves.length === 0) return paths;
  const byCorner = new Map(curves.map((curve) => [curve.from, curve]));
  let first = 0;
  return paths.map((path) => {
    const from = first;
    first += path.length;
    return path.flatMap((corner, i) => {
      const [curve, next] = [byCorner.get(from + i), path[i + 1]];
      return curve === undefined || next === undefined ? [corner] : [corner, ...curve.between(corner, next)];
    });
  });
}

function lineOf(paths: readonly LngLat[][]): GdbGeometry | null {
  const [only] = paths;
  if (only === undefined) return null;
  return paths.length === 1 ? { type: 'LineString', coordinates: only } : { type: 'MultiLineString', coordinates: paths };
}

function polygonOf(rings: readonly LngLat[][]): GdbGeometry | null {
  const polygons = rings.length === 1 ? [rings] : nestedRings(rings);
  const [only] = polygons;
  if (only === undefined) return null;
  return polygons.length === 1 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: polygons };
}
