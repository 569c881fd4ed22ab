import type { PagePoint } from '../../io/drawing.ts';

/** A rectangle on the page, millimetres. */
export interface PageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The pieces of a line inside a box, ends cut at its edge (Liang and Barsky, piece by piece). */
export function clipLine(points: readonly PagePoint[], box: PageBox): PagePoint[][] {
  const pieces: PagePoint[][] = [];
  let open: PagePoint[] | null = null;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as PagePoint; // indices lie inside
    const b = points[i] as PagePoint;
    const kept = clipPiece(a, b, box);
    if (kept === null) {
      open = null;
      continue;
    }
    const [from, to] = kept;
    if (open === null || from !== a) {
      open = [from];
      pieces.push(open);
    }
    open.push(to);
    if (to !== b) open = null;
  }
  return pieces;
}

/** The part of a–b inside the box; the same objects where an end was not cut; null where nothing is inside. */
function clipPiece(a: PagePoint, b: PagePoint, box: PageBox): [PagePoint, PagePoint] | null {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  let enter = 0;
  let leave = 1;
  const sides = [
    [-dx, a[0] - box.x],
    [dx, box.x + box.width - a[0]],
    [-dy, a[1] - box.y],
    [dy, box.y + box.height - a[1]],
  ] as const;
  for (const [p, q] of sides) {
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    const t = q / p;
    if (p < 0) enter = Math.max(enter, t);
    else leave = Math.min(leave, t);
  }
  if (enter > leave) return null;
  const at = (t: number): PagePoint => [a[0] + dx * t, a[1] + dy * t];
  return [enter === 0 ? a : at(enter), leave === 1 ? b : at(leave)];
}

/** A ring cut to a box (Sutherland and Hodgman); empty where nothing is inside. */
export function clipRing(ring: readonly PagePoint[], box: PageBox): PagePoint[] {
  let points: readonly PagePoint[] = ring;
  points = cutRing(points, 0, 1, box.x);
  points = cutRing(points, 0, -1, -(box.x + box.width));
  points = cutRing(points, 1, 1, box.y);
  points = cutRing(points, 1, -1, -(box.y + box.height));
  return [...points];
}

/** Keeps where sign · coordinate ≥ limit. */
function cutRing(ring: readonly PagePoint[], axis: 0 | 1, sign: 1 | -1, limit: number): PagePoint[] {
  const kept: PagePoint[] = [];
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined) {
      const from = sign * before[axis] - limit;
      const to = sign * point[axis] - limit;
      if (from >= 0 !== to >= 0) {
        const t = from / (from - to);
        kept.push([before[0] + (point[0] - before[0]) * t, before[1] + (point[1] - before[1]) * t]);
      }
      if (to >= 0) kept.push(point);
    }
    before = point;
  }
  return kept;
}

/** Leaves out points that the eye cannot tell from the line, nearer than `toleranceMm` to the last one kept. */
export function thinned(points: readonly PagePoint[], toleranceMm: number): PagePoint[] {
  const kept: PagePoint[] = [];
  points.forEach((point, i) => {
    const last = kept.at(-1);
    const near = last !== undefined && Math.abs(point[0] - last[0]) < toleranceMm && Math.abs(point[1] - last[1]) < toleranceMm;
    if (!near) kept.push(point);
    else if (i === points.length - 1 && kept.length > 1) kept[kept.length - 1] = point;
  });
  return kept;
}
