import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import type { OsmData, OsmWay } from './osm-data.ts';
import { nestedRings } from './ring-check.ts';

/** Whether a way ends where it begins and can be an outline. */
export function isClosed(refs: readonly number[]): boolean {
  return refs.length >= 4 && refs[0] === refs.at(-1);
}

/** The parts of a way whose nodes are in the file, and how many are not: extracts end in the middle of ways. */
export function linesOfWay(data: OsmData, refs: readonly number[]): { geometry: Geometry | null; missing: number } {
  const parts: LngLat[][] = [[]];
  let missing = 0;
  for (const ref of refs) {
    const position = data.positionOf(ref);
    if (position !== undefined) parts.at(-1)?.push(position);
    else {
      missing++;
      parts.push([]);
    }
  }
  const lines = parts.filter((part) => part.length > 1);
  const [first] = lines;
  if (first === undefined) return { geometry: null, missing };
  const geometry: Geometry =
    lines.length === 1 ? { type: 'LineString', coordinates: first } : { type: 'MultiLineString', coordinates: lines };
  return { geometry, missing };
}

/** A closed way as a polygon; null where a node of it is not in the file. */
export function areaOfWay(data: OsmData, refs: readonly number[]): Geometry | null {
  const ring = ringOf(data, refs);
  return ring === null ? null : { type: 'Polygon', coordinates: [ring] };
}

/**
 * The area of a multipolygon relation: its ways are joined into rings, and which ring is a hole follows from which lies in which
 * (roles in OSM are often wrong). Null where a way or node of it is not in the file, or its rings do not close.
 */
export function areaOfRelation(data: OsmData, wayIds: readonly number[], ways: ReadonlyMap<number, OsmWay>): Geometry | null {
  const members = wayIds.map((id) => ways.get(id)?.refs);
  const refs = members.every((one) => one !== undefined) ? joined(members) : null;
  const rings = refs?.map((ring) => ringOf(data, ring)) ?? [];
  if (rings.length === 0 || rings.some((ring) => ring === null)) return null;
  const polygons = nestedRings(rings.filter((ring) => ring !== null));
  const [first] = polygons;
  if (first === undefined) return null;
  return polygons.length === 1 ? { type: 'Polygon', coordinates: first } : { type: 'MultiPolygon', coordinates: polygons };
}

function ringOf(data: OsmData, refs: readonly number[]): LngLat[] | null {
  const ring = refs.map((ref) => data.positionOf(ref));
  return ring.every((position) => position !== undefined) ? ring : null;
}

/** Ways joined end to end into closed rings, each way used once; null where one stays open. */
function joined(ways: readonly (readonly number[])[]): number[][] | null {
  const rings: number[][] = [];
  const open = new Set(ways.filter((way) => way.length > 1));
  const endsAt = new Map<number, (readonly number[])[]>();
  for (const way of open)
    for (const end of [way[0], way.at(-1)]) if (end !== undefined) endsAt.set(end, [...(endsAt.get(end) ?? []), way]);
  for (const start of open) {
    open.delete(start);
    const ring = [...start];
    while (ring[0] !== ring.at(-1)) {
      const end = ring.at(-1);
      const next = endsAt.get(end ?? NaN)?.find((way) => open.has(way));
      if (next === undefined) return null;
      open.delete(next);
      const onward = next[0] === end ? next : [...next].reverse();
      for (const ref of onward.slice(1)) ring.push(ref);
    }
    rings.push(ring);
  }
  return rings;
}
