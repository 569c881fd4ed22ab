import type { Geometry } from './geometry.ts';
import type { LngLat } from './position.ts';

type Ring = readonly LngLat[];

/** Outer rings anticlockwise and holes clockwise (RFC 7946, 3.1.6), or, turned, the other way round, as shapefiles have them. */
export function wound(geometry: Geometry, turned = false): Geometry {
  if (geometry.type === 'Polygon') return { type: geometry.type, coordinates: woundRings(geometry.coordinates, turned) };
  if (geometry.type === 'MultiPolygon')
    return { type: geometry.type, coordinates: geometry.coordinates.map((rings) => woundRings(rings, turned)) };
  return geometry;
}

function woundRings(rings: readonly Ring[], turned: boolean): readonly Ring[] {
  return rings.map((ring, index) => (isAnticlockwise(ring) === ((index === 0) !== turned) ? ring : [...ring].reverse()));
}

/** Twice the signed area about the first corner, so that long coordinates lose no digits; zero counts as anticlockwise. */
function isAnticlockwise(ring: Ring): boolean {
  const [x0, y0] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    const [x1, y1] = ring[i] ?? [x0, y0];
    const [x2, y2] = ring[i + 1] ?? [x0, y0];
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return sum >= 0;
}

/** As `isAnticlockwise`, of a ring among coordinates x, y, x, … from one place to another. */
export function isAnticlockwiseIn(coordinates: Float64Array, from: number, to: number): boolean {
  return twiceAreaIn(coordinates, from, to) >= 0;
}

/** Twice the signed area of a ring among coordinates x, y, x, … from one place to another, in the square of their unit. */
export function twiceAreaIn(coordinates: Float64Array, from: number, to: number): number {
  const [x0 = 0, y0 = 0] = [coordinates[from], coordinates[from + 1]];
  let sum = 0;
  for (let at = from + 2; at + 2 < to; at += 2)
    sum +=
      ((coordinates[at] ?? x0) - x0) * ((coordinates[at + 3] ?? y0) - y0) -
      ((coordinates[at + 2] ?? x0) - x0) * ((coordinates[at + 1] ?? y0) - y0);
  return sum;
}
