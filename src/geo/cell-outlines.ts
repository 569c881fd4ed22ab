/** The outlines of marked cells of a raster. */
import { modelOfCell, type Grid } from './grid.ts';

/** Rings of corners, each closed: the outer one first, then the holes. */
export type CellRings = (readonly (readonly [x: number, y: number])[])[];

/**
 * The outlines of all connected groups of marked cells, along the edges of the cells, in the coordinates of the grid's system. Cells that
 * touch at a corner alone are apart. Corners lie only where an outline turns; outer rings run anticlockwise where rows run
 * south. @param marked row by row, 0 for not marked
 */
export function outlinesOfCells(grid: Pick<Grid, 'width' | 'height' | 'toModel'>, marked: Uint8Array): CellRings[] {
  const { width, height } = grid;
  const groups = groupsOf(marked, width, height);
  const rings: { outer: CellRings[number] | null; holes: CellRings }[] = [];
  // The left edge of a marked cell beside one that is not, walked southwards: cells lie on the left.
  const walked = new Uint8Array(width * height);
  for (let cell = 0; cell < marked.length; cell++) {
    if (marked[cell] === 0 || walked[cell] !== 0 || (cell % width > 0 && marked[cell - 1] !== 0)) continue;
    const corners = walk(marked, width, height, cell, walked);
    const group = (rings[groups[cell] ?? 0] ??= { outer: null, holes: [] });
    const ring = corners.map(([c, r]) => modelOfCell(grid as Grid, c - 0.5, r - 0.5)); // only its place is asked for
    if (windsAnticlockwise(corners)) group.outer = ring;
    else group.holes.push(ring);
  }
  return rings.flatMap(({ outer, holes }) => (outer === null ? [] : [[outer, ...holes]]));
}

/** Numbers the groups of marked cells that touch along an edge, from 0; −1 elsewhere. */
function groupsOf(marked: Uint8Array, width: number, height: number): Int32Array {
  const groups = new Int32Array(marked.length).fill(-1);
  const waiting: number[] = [];
  let group = 0;
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] === 0 || groups[start] !== -1) continue;
    const reach = (cell: number): void => {
      if (marked[cell] === 0 || groups[cell] !== -1) return;
      groups[cell] = group;
      waiting.push(cell);
    };
    reach(start);
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const column = cell % width;
      if (column > 0) reach(cell - 1);
      if (column < width - 1) reach(cell + 1);
      if (cell >= width) reach(cell - width);
      if (cell < width * (height - 1)) reach(cell + width);
    }
    group++;
  }
  return groups;
}

const STEPS = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const;

/** Walks an outline with the cells on its left, from the upper left corner of a cell southwards; marks the left edges it takes. */
function walk(marked: Uint8Array, width: number, height: number, start: number, walked: Uint8Array): [number, number][] {
  const isMarked = (c: number, r: number): boolean => c >= 0 && r >= 0 && c < width && r < height && marked[r * width + c] !== 0;
  const first: [number, number] = [start % width, Math.floor(start / width)];
  const corners: [number, number][] = [[...first]];
  let [c, r] = first;
  let heading = 0;
  for (;;) {
    if (heading === 0) walked[r * width + c] = 1;
    const [dc, dr] = STEPS[heading] ?? STEPS[0];
    c += dc;
    r += dr;
    // The two cells ahead, on the left and on the right of the heading.
    const [leftC, leftR, rightC, rightR] = aheadOf(c, r, heading);
    const before = heading;
    if (!isMarked(leftC, leftR)) heading = (heading + 1) % 4;
    else if (isMarked(rightC, rightR)) heading = (heading + 3) % 4;
    if (c === first[0] && r === first[1] && heading === 0) break;
    if (heading !== before) corners.push([c, r]);
  }
  corners.push([...first]);
  return corners;
}

/** Cells around a corner as one comes to it: ahead on the left, ahead on the right. */
function aheadOf(c: number, r: number, heading: number): [number, number, number, number] {
  if (heading === 0) return [c, r, c - 1, r];
  if (heading === 1) return [c, r - 1, c, r];
  if (heading === 2) return [c - 1, r - 1, c, r - 1];
  return [c - 1, r, c - 1, r - 1];
}

function windsAnticlockwise(corners: readonly (readonly [number, number])[]): boolean {
  let twice = 0;
  corners.forEach(([c, r], i) => {
    const [nextC, nextR] = corners[i + 1] ?? [c, r];
    // Rows count southwards.
    twice += nextC * r - c * nextR;
  });
  return twice > 0;
}
