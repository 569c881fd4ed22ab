/** Plane geometry on ground metres, and a coarse grid for nearest-line questions. */

export const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
export const midpoint = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** Distance of a point from a segment. */
export function segmentDistance(p, a, b) {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const u = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2));
  return Math.hypot(p[0] - a[0] - u * dx, p[1] - a[1] - u * dy);
}

/** Whether a ring (first point not repeated) holds a point. */
export function isInside(ring, p) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > p[1] !== yj > p[1] && p[0] < ((xj - xi) * (p[1] - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Signed area, square metres: positive when the ring runs counter-clockwise. */
export function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return sum / 2;
}

/** Least distance of a point inside a ring from the ring's edge. */
export function edgeDistance(ring, p) {
  let best = Infinity;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) best = Math.min(best, segmentDistance(p, ring[j], ring[i]));
  return best;
}

/** Length along a line up to each of its points. */
export function arcLengths(line) {
  const arcs = [0];
  for (let i = 1; i < line.length; i++) arcs.push(arcs[i - 1] + distance(line[i - 1], line[i]));
  return arcs;
}

/** The point `offset` metres to the left of a line after `arc` metres. */
export function pointAlong(line, arcs, arc, offset) {
  let low = 0;
  let high = arcs.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (arcs[middle] <= arc) low = middle;
    else high = middle - 1;
  }
  const a = line[low];
  const b = line[low + 1];
  const length = arcs[low + 1] - arcs[low];
  const ux = (b[0] - a[0]) / length;
  const uy = (b[1] - a[1]) / length;
  const along = arc - arcs[low];
  return [a[0] + ux * along - uy * offset, a[1] + uy * along + ux * offset];
}

/** A grid of cells over tagged segments; `near` calls back with every segment that may lie within one cell of a point. */
export function makeSegmentGrid(cellM) {
  const cells = new Map();
  const key = (i, j) => i * 1e6 + j;
  const add = (a, b, tag) => {
    const steps = Math.ceil(distance(a, b) / (cellM / 2)) || 1;
    const seen = new Set();
    for (let k = 0; k <= steps; k++) {
      const at = key(
        Math.floor((a[0] + ((b[0] - a[0]) * k) / steps) / cellM),
        Math.floor((a[1] + ((b[1] - a[1]) * k) / steps) / cellM),
      );
      if (seen.has(at)) continue;
      seen.add(at);
      if (!cells.has(at)) cells.set(at, []);
      cells.get(at).push({ a, b, tag });
    }
  };
  const near = (p, visit) => {
    const ci = Math.floor(p[0] / cellM);
    const cj = Math.floor(p[1] / cellM);
    for (let i = ci - 1; i <= ci + 1; i++) {
      for (let j = cj - 1; j <= cj + 1; j++) for (const segment of cells.get(key(i, j)) ?? []) visit(segment);
    }
  };
  /** Distance to the nearest segment whose tag passes, or Infinity beyond one cell. */
  const nearestDistance = (p, accepts) => {
    let best = Infinity;
    near(p, ({ a, b, tag }) => {
      if (accepts(tag)) best = Math.min(best, segmentDistance(p, a, b));
    });
    return best;
  };
  return { add, near, nearestDistance };
}
