import type { Geometry } from '../../geo/geometry.ts';
import { lengthM as lengthOf, between } from '../../geo/polyline.ts';
import type { LocalFrame } from '../../geo/local-frame.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import { crossingOf } from '../../geo/segment.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { distanceToEdge } from './obstacles.ts';

/** A neighbourhood's id and outline. */
export interface Area {
  readonly id: string;
  readonly geometry: Geometry;
}

/** A part of a path inside one neighbourhood; null outside all. Lengths in whole millimetres that add up to the whole path's. */
export interface Piece {
  readonly path: readonly LngLat[];
  readonly lengthMm: number;
  readonly neighbourhoodId: string | null;
}

/** What runs within half a metre of a boundary runs on it. */
const ON_BOUNDARY_M = 0.5;

export interface Boundaries {
  /** The neighbourhood at a position: the one with the lower id on a boundary, null outside all. */
  idAt(position: LngLat): string | null;
  /** Cuts a path at the boundaries. The last piece takes the remainder of `lengthMm`. */
  cut(path: readonly LngLat[], lengthMm: number): Piece[];
}

/** Prepares neighbourhoods for assignment and cutting. @param areas in order of id */
export function boundariesOf(areas: readonly Area[], frame: LocalFrame): Boundaries {
  const boxes = areas.map(({ geometry }) => {
    const [west, south, east, north] = boundsOf(polygonsOf(geometry).flat(2));
    const a = frame.toLocal([west, south]);
    const b = frame.toLocal([east, north]);
    return [a.x - ON_BOUNDARY_M, a.y - ON_BOUNDARY_M, b.x + ON_BOUNDARY_M, b.y + ON_BOUNDARY_M] as const;
  });
  const index = boxIndex(boxes);
  const edges = edgeIndex(areas, frame);
  /** Poles, terminals, closures and ends of stretches ask of one place again and again. */
  const known = new Map<string, string | null>();

  function idAt(position: LngLat): string | null {
    const key = `${position[0]},${position[1]}`;
    let id = known.get(key);
    if (id === undefined) known.set(key, (id = searchedAt(position)));
    return id;
  }

  function searchedAt(position: LngLat): string | null {
    const { x, y } = frame.toLocal(position);
    const area = index
      .search(x, y, x, y)
      .map((i) => areas[i])
      .find(
        (one) =>
          one !== undefined &&
          (contains(one.geometry, position) || distanceToEdge(one.geometry, position, frame) <= ON_BOUNDARY_M),
      );
    return area?.id ?? null;
  }

  function cut(path: readonly LngLat[], lengthMm: number): Piece[] {
    const parts: { path: LngLat[]; id: string | null }[] = [];
    for (let i = 1; i < path.length; i++) {
      const a = path[i - 1] as LngLat; // indices lie inside
      const b = path[i] as LngLat;
      const stops = [0, ...edges.crossings(a, b), 1];
      for (let s = 1; s < stops.length; s++) {
        const from = s === 1 ? a : quantise(between(a, b, stops[s - 1] ?? 0));
        const to = s === stops.length - 1 ? b : quantise(between(a, b, stops[s] ?? 1));
        if (from[0] === to[0] && from[1] === to[1]) continue;
        const id = idAt(between(from, to, 0.5));
        const last = parts.at(-1);
        if (last !== undefined && last.id === id) last.path.push(to);
        else parts.push({ path: [from, to], id });
      }
    }
    if (parts.length === 0) return [{ path, lengthMm, neighbourhoodId: path[0] === undefined ? null : idAt(path[0]) }];
    let leftMm = lengthMm;
    return parts.map((part, i) => {
      const pieceMm = i === parts.length - 1 ? leftMm : Math.min(leftMm, Math.round(lengthOf(part.path) * 1000));
      leftMm -= pieceMm;
      return { path: part.path, lengthMm: pieceMm, neighbourhoodId: part.id };
    });
  }
  return { idAt, cut };
}

/** Fractions of a straight piece at which it crosses any outline, ascending. */
function edgeIndex(areas: readonly Area[], frame: LocalFrame): { crossings(a: LngLat, b: LngLat): number[] } {
  const pieces: { a: LngLat; b: LngLat }[] = [];
  const boxes: [number, number, number, number][] = [];
  for (const ring of areas.flatMap(({ geometry }) => polygonsOf(geometry).flat())) {
    for (let i = 1; i < ring.length; i++) {
      const a = ring[i - 1] as LngLat; // indices lie inside
      const b = ring[i] as LngLat;
      const p = frame.toLocal(a);
      const q = frame.toLocal(b);
      boxes.push([Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y)]);
      pieces.push({ a, b });
    }
  }
  const index = boxIndex(boxes);
  return {
    crossings(a, b) {
      const p = frame.toLocal(a);
      const q = frame.toLocal(b);
      const found = index.search(Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y));
      const at = found.flatMap((i) => {
        const piece = pieces[i];
        return piece === undefined ? [] : (crossingOf(p, q, frame.toLocal(piece.a), frame.toLocal(piece.b))?.t ?? []);
      });
      return [...new Set(at)].filter((t) => t > 0 && t < 1).sort((x, y) => x - y);
    },
  };
}
