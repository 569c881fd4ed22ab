import { geometryAt, valueAt, type FeatureTable } from '../../plan/feature-table.ts';
import { polygonsOf } from '../../geo/polygon.ts';
import { LEAST_OBSTACLE_M } from './obstacles.ts';

type CellOf = (lng: number, lat: number) => [column: number, row: number];
type Ring = readonly (readonly [column: number, row: number])[];

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Raises heights above ground (metres) to those of the buildings on a raster: in each cell whose centre lies in an outline or that an outline
 * passes through; courtyards stay open where they are larger than a cell.
 */
export function raiseByBuildings(
  heightsM: Float32Array,
  cellOf: CellOf,
  size: Size,
  buildings: FeatureTable,
  clearanceM: number,
): void {
  const column = buildings.columns.get('heightM');
  for (let row = 0; row < buildings.count; row++) {
    const heightM = valueAt(column, row);
    if (typeof heightM !== 'number' || heightM < LEAST_OBSTACLE_M) continue;
    const topM = heightM + clearanceM;
    for (const rings of polygonsOf(geometryAt(buildings, row))) {
      const inCells = rings.map((ring) => ring.map(([lng, lat]) => cellOf(lng, lat)));
      fillInside(heightsM, size, inCells, topM);
      for (const ring of inCells) drawOutline(heightsM, size, ring, topM);
    }
  }
}

/** Even–odd, row by row of cell centres. */
function fillInside(heightsM: Float32Array, { width, height }: Size, rings: readonly Ring[], topM: number): void {
  const rows = rings.flat().map(([, row]) => row);
  const first = Math.max(0, Math.ceil(rows.reduce((least, row) => Math.min(least, row), Infinity)));
  const last = Math.min(height - 1, Math.floor(rows.reduce((most, row) => Math.max(most, row), -Infinity)));
  for (let row = first; row <= last; row++) {
    const crossings = rings.flatMap((ring) => crossingsOf(ring, row)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i] ?? 0));
      const to = Math.min(width - 1, Math.floor(crossings[i + 1] ?? -1));
      for (let column = from; column <= to; column++) raise(heightsM, row * width + column, topM);
    }
  }
}

function crossingsOf(ring: Ring, row: number): number[] {
  const columns: number[] = [];
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined && point[1] > row !== before[1] > row) {
      columns.push(point[0] + ((row - point[1]) / (before[1] - point[1])) * (before[0] - point[0]));
    }
    before = point;
  }
  return columns;
}

/** Steps along an outline, of a cell. */
const OUTLINE_STEP = 0.25;

function drawOutline(heightsM: Float32Array, { width, height }: Size, ring: Ring, topM: number): void {
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] ?? [NaN, NaN], ring[i] ?? [NaN, NaN]];
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / OUTLINE_STEP));
    if (!(steps < 1e6)) continue;
    for (let step = 0; step <= steps; step++) {
      const column = Math.floor(a[0] + ((b[0] - a[0]) * step) / steps + 0.5);
      const row = Math.floor(a[1] + ((b[1] - a[1]) * step) / steps + 0.5);
      if (column >= 0 && row >= 0 && column < width && row < height) raise(heightsM, row * width + column, topM);
    }
  }
}

function raise(heightsM: Float32Array, cell: number, topM: number): void {
  if (topM > (heightsM[cell] ?? NaN)) heightsM[cell] = topM;
}
