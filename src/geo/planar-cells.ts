import { signedArea } from './polygon.ts';
import type { LocalXY } from './position.ts';

/** A piece of line between two nodes of a network; its path begins at `from` and ends at `to`. */
export interface CellEdge {
  readonly from: number;
  readonly to: number;
  readonly path: readonly LocalXY[];
}

/** The cells that the lines of a network enclose. */
export interface PlanarCells {
  /** Outline of each cell, counter-clockwise and closed; what lies in it may be another cell. */
  readonly outlines: readonly (readonly LocalXY[])[];
  /** Metres of border that two cells share, as [cell, cell, length], each pair once. */
  readonly borders: readonly (readonly [number, number, number])[];
  /**
   * Joins cells that have the same label; −1 leaves one out.
   * @returns for each label from 0 its rings: counter-clockwise outside, clockwise holes, each closed
   */
  joined(labels: readonly number[]): LocalXY[][][];
}

/**
 * Finds the cells of a network whose edges meet at nodes only. What leads nowhere bounds nothing and is left aside; a network that lies
 * inside a cell of another one is a hole in it. Half-edge 2e runs along edge e, 2e + 1 back.
 */
export function planarCells(edges: readonly CellEdge[]): PlanarCells {
  const kept = withoutDeadEnds(edges);
  const paths = kept.flatMap(({ path }) => [path, [...path].reverse()]);
  const starts = kept.flatMap(({ from, to }) => [from, to]);
  const next = nextHalfEdges(paths, starts);
  const face = new Int32Array(paths.length).fill(-1);
  const walks: number[][] = [];
  for (let start = 0; start < paths.length; start++) {
    if (face[start] !== -1) continue;
    const walk: number[] = [];
    for (let at = start; face[at] === -1; at = next[at] ?? start) {
      face[at] = walks.length;
      walk.push(at);
    }
    walks.push(walk);
  }
  const rings = walks.map((walk) => closed(walk.flatMap((half) => (paths[half] ?? []).slice(0, -1))));
  const areas = rings.map((ring) => signedArea(ring));
  const cells = rings.flatMap((_, i) => ((areas[i] ?? 0) > 0 ? [i] : []));
  const cellOfFace = new Int32Array(rings.length).fill(-1);
  cells.forEach((of, cell) => (cellOfFace[of] = cell));
  const outlines = cells.map((of) => rings[of] ?? []);
  // The outer walk of a network inside a cell is that cell's inner border.
  rings.forEach((ring, i) => {
    const [first] = ring;
    if ((areas[i] ?? 0) > 0 || first === undefined) return;
    const around = outlines
      .map((outline, cell) => ({ cell, outline, area: areas[cells[cell] ?? 0] ?? 0 }))
      .filter(({ outline, area }) => area > -(areas[i] ?? 0) && isInside(first, outline))
      .sort((a, b) => a.area - b.area)[0];
    if (around !== undefined) cellOfFace[i] = around.cell;
  });
  const cellOf = (half: number): number => cellOfFace[face[half] ?? 0] ?? -1;
  return {
    outlines,
    borders: bordersOf(kept, cellOf),
    joined: (labels) => {
      const labelOf = (half: number): number => {
        const cell = cellOf(half);
        return cell < 0 ? -1 : (labels[cell] ?? -1);
      };
      const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
      const byLabel: number[][] = Array.from({ length: count }, () => []);
      for (let half = 0; half < paths.length; half++) {
        const label = labelOf(half);
        if (label >= 0 && labelOf(half ^ 1) !== label) byLabel[label]?.push(half);
      }
      return byLabel.map((halves) => ringsOf(halves, next, paths));
    },
  };
}

/** Edges that lie between two others at both ends, all the way round. */
function withoutDeadEnds(edges: readonly CellEdge[]): CellEdge[] {
  let kept = edges.filter(({ from, to, path }) => path.length > 1 && (from !== to || path.length > 3));
  for (;;) {
    const degree = new Map<number, number>();
    for (const { from, to } of kept) for (const node of [from, to]) degree.set(node, (degree.get(node) ?? 0) + 1);
    const left = kept.filter(({ from, to }) => (degree.get(from) ?? 0) > 1 && (degree.get(to) ?? 0) > 1);
    if (left.length === kept.length) return kept;
    kept = left;
  }
}

/** For each half-edge the one that follows it around the face on its left. */
function nextHalfEdges(paths: readonly (readonly LocalXY[])[], starts: readonly number[]): Int32Array {
  const leaving = new Map<number, { half: number; angle: number }[]>();
  paths.forEach(([a, b], half) => {
    if (a === undefined || b === undefined) return;
    const node = starts[half] ?? 0;
    leaving.set(node, [...(leaving.get(node) ?? []), { half, angle: Math.atan2(b.y - a.y, b.x - a.x) }]);
  });
  const next = new Int32Array(paths.length);
  for (const around of leaving.values()) {
    around.sort((a, b) => a.angle - b.angle || a.half - b.half);
    around.forEach(({ half }, i) => {
      // Arriving along the twin of `half`, the face on the left goes on with the leaving edge before it.
      next[half ^ 1] = around[(i - 1 + around.length) % around.length]?.half ?? half;
    });
  }
  return next;
}

function bordersOf(edges: readonly CellEdge[], cellOf: (half: number) => number): [number, number, number][] {
  const shared = new Map<string, [number, number, number]>();
  edges.forEach(({ path }, edge) => {
    const [a, b] = [cellOf(2 * edge), cellOf(2 * edge + 1)].sort((p, q) => p - q) as [number, number]; // two of two
    if (a < 0 || a === b) return;
    const entry = shared.get(`${a} ${b}`) ?? [a, b, 0];
    entry[2] += lengthOf(path);
    shared.set(`${a} ${b}`, entry);
  });
  return [...shared.values()];
}

/** Walks around joined cells: at each node on to the next half-edge of the border, past those inside. */
function ringsOf(halves: readonly number[], next: Int32Array, paths: readonly (readonly LocalXY[])[]): LocalXY[][] {
  const border = new Set(halves);
  const rings: LocalXY[][] = [];
  for (const start of halves) {
    if (!border.has(start)) continue;
    const ring: LocalXY[] = [];
    let at = start;
    do {
      border.delete(at);
      ring.push(...(paths[at] ?? []).slice(0, -1));
      let on = next[at] ?? start;
      while (!border.has(on) && on !== start) on = next[on ^ 1] ?? start;
      at = on;
    } while (at !== start);
    if (ring.length > 2) rings.push(closed(ring));
  }
  return rings;
}

function closed(ring: LocalXY[]): LocalXY[] {
  const [first] = ring;
  return first === undefined ? ring : [...ring, first];
}

function lengthOf(path: readonly LocalXY[]): number {
  return path.slice(1).reduce((sum, b, i) => sum + Math.hypot(b.x - (path[i]?.x ?? 0), b.y - (path[i]?.y ?? 0)), 0);
}

/** Even–odd rule. */
export function isInside({ x, y }: LocalXY, ring: readonly LocalXY[]): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (a === undefined || b === undefined || a.y > y === b.y > y) continue;
    if (x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
  }
  return inside;
}
