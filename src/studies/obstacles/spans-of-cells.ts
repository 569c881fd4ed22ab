import type { LngLat } from '../../geo/position.ts';
import { LEAST_OBSTACLE_M } from './obstacles.ts';
import { placeOf } from './spans-of-outline.ts';
import type { ChordPath, StandingSpan } from './standing.ts';

/** A raster of heights above ground, cell by cell; `Terrain` has it. */
export interface CellHeights {
  nearestM(position: LngLat): number;
  gridPosition(position: LngLat): readonly [column: number, row: number] | null;
  readonly cellM: number;
}

/** Where a path runs over cells that hold something, edge to edge of the cells; neighbours of one height are one span. */
export function spansOfCells({ anchors, lengthM }: ChordPath, cells: CellHeights, building: number): StandingSpan[] {
  const chords = anchors.length - 1;
  const shares: number[] = [];
  for (const share of stepsOf(chords, lengthM, cells.cellM)) shares.push(share);
  for (let i = shares.length - 1; i > 0; i--) addEdges(shares, shares[i - 1] ?? 0, shares[i] ?? 0, anchors, cells);
  const sorted = Float64Array.from(shares).sort();
  const spans: StandingSpan[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const [from, to] = [sorted[i - 1] ?? 0, sorted[i] ?? 0];
    if (!(to > from)) continue;
    const heightM = cells.nearestM(placeOf(anchors, (from + to) / 2));
    if (!(heightM >= LEAST_OBSTACLE_M)) continue;
    const span = { startM: (from / chords) * lengthM, endM: (to / chords) * lengthM, heightM, building };
    const before = spans.at(-1);
    if (before?.endM === span.startM && before.heightM === heightM) spans[spans.length - 1] = { ...before, endM: span.endM };
    else spans.push(span);
  }
  return spans;
}

/** Shares of chords, so close that a path is straight in cells and a raster's border is met within a cell. */
function stepsOf(chords: number, lengthM: number, cellM: number): number[] {
  const steps = Math.max(chords, Math.ceil(lengthM / Math.max(cellM, 0.1)));
  return Array.from({ length: steps + 1 }, (_, i) => (i / steps) * chords);
}

function addEdges(shares: number[], from: number, to: number, anchors: readonly LngLat[], cells: CellHeights): void {
  const a = cells.gridPosition(placeOf(anchors, from));
  const b = cells.gridPosition(placeOf(anchors, to));
  if (a === null || b === null) return;
  for (const axis of [0, 1] as const) {
    const [low, high] = [Math.min(a[axis], b[axis]), Math.max(a[axis], b[axis])];
    for (let edge = Math.ceil(low - 0.5) + 0.5; edge <= high; edge++) {
      if (b[axis] !== a[axis]) shares.push(from + ((edge - a[axis]) / (b[axis] - a[axis])) * (to - from));
    }
  }
}
