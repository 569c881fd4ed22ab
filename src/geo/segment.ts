import type { LocalXY } from './position.ts';

/** The nearest point of the straight piece a–b to p: its fraction 0 … 1 from a, and the distance in the frame's unit. */
export function nearestOnSegment(p: LocalXY, a: LocalXY, b: LocalXY): { t: number; distance: number } {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2));
  const x = a.x + t * dx - p.x;
  const y = a.y + t * dy - p.y;
  return { t, distance: Math.sqrt(x * x + y * y) };
}

/** Where a–b meets c–d, as fractions of both, or null. Parallel pieces never meet. */
export function crossingOf(a: LocalXY, b: LocalXY, c: LocalXY, d: LocalXY): { t: number; u: number } | null {
  const rx = b.x - a.x;
  const ry = b.y - a.y;
  const sx = d.x - c.x;
  const sy = d.y - c.y;
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / cross;
  const u = ((c.x - a.x) * ry - (c.y - a.y) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
}
