import { Delaunay } from 'd3-delaunay';
import { signedArea } from './polygon.ts';
import type { LocalXY } from './position.ts';

/**
 * Divides the plane by nearest point and joins the cells of points with the same label. Cells of label −1 are left out; give such
 * points all around the others, for cells at the rim have no end.
 * @returns for each label from 0 the rings around its cells, counter-clockwise outside, clockwise holes, each closed
 */
export function dissolvedCells(points: readonly LocalXY[], labels: readonly number[]): LocalXY[][][] {
  const delaunay = Delaunay.from(
    points,
    ({ x }) => x,
    ({ y }) => y,
  );
  const { triangles, halfedges } = delaunay;
  const centres = delaunay.voronoi().circumcenters;
  const next = new Map<number, Map<number, number[]>>();
  for (let edge = 0; edge < triangles.length; edge++) {
    const twin = halfedges[edge] ?? -1;
    const here = labels[triangles[edge] ?? 0] ?? -1;
    const there = labels[triangles[edge % 3 === 2 ? edge - 2 : edge + 1] ?? 0] ?? -1;
    if (twin < 0 || here === there || here < 0) continue;
    // The cell of the edge's start lies on one side of the line from the twin's triangle to this one's: turn it into a ring.
    const from = Math.floor(edge / 3);
    const to = Math.floor(twin / 3);
    const steps = next.get(here) ?? new Map<number, number[]>();
    steps.set(from, [...(steps.get(from) ?? []), to]);
    next.set(here, steps);
  }
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  return Array.from({ length: count }, (_, label) => ringsOf(next.get(label) ?? new Map(), centres));
}

function ringsOf(steps: Map<number, number[]>, centres: ArrayLike<number>): LocalXY[][] {
  const rings: LocalXY[][] = [];
  for (const start of [...steps.keys()].sort((a, b) => a - b)) {
    while ((steps.get(start)?.length ?? 0) > 0) {
      const ring: LocalXY[] = [];
      let at = start;
      do {
        ring.push({ x: centres[2 * at] ?? 0, y: centres[2 * at + 1] ?? 0 });
        at = steps.get(at)?.pop() ?? start;
      } while (at !== start);
      const first = ring[0];
      if (first !== undefined) ring.push(first);
      if (ring.length > 3) rings.push(ring);
    }
  }
  // The orientation of a triangulation is the same everywhere: turn all rings when the largest runs clockwise.
  const largest = Math.max(0, ...rings.map((ring) => Math.abs(signedArea(ring))));
  const clockwise = rings.some((ring) => signedArea(ring) === -largest);
  return clockwise ? rings.map((ring) => ring.reverse()) : rings;
}
