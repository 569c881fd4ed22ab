import { shapeOf, type Geometry } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import { geometryOfParts, partsOf } from '../geometry-columns.ts';

/** Where a vertex stands in a geometry: part, path, position in the path, the nesting of `partsOf`. */
export interface VertexPlace {
  readonly part: number;
  readonly path: number;
  readonly index: number;
}

/** A vertex with its place. */
export interface Vertex {
  readonly place: VertexPlace;
  readonly position: LngLat;
}

/** A straight piece of a geometry; `place` is that of a vertex put between its ends. */
export interface Segment {
  readonly place: VertexPlace;
  readonly a: LngLat;
  readonly b: LngLat;
}

/** All vertices; the closing one of a ring, which repeats the first, is left out. */
export function verticesOf(geometry: Geometry): Vertex[] {
  const isRing = shapeOf(geometry.type) === 'polygon';
  return partsOf(geometry).flatMap((part, partAt) =>
    part.flatMap((path, pathAt) =>
      path
        .slice(0, isRing ? -1 : undefined)
        .map((position, index) => ({ place: { part: partAt, path: pathAt, index }, position })),
    ),
  );
}

/** All straight pieces of a line or an outline; none of points. */
export function segmentsOf(geometry: Geometry): Segment[] {
  if (shapeOf(geometry.type) === 'point') return [];
  return partsOf(geometry).flatMap((part, partAt) =>
    part.flatMap((path, pathAt) =>
      path.slice(1).map((b, at) => ({ place: { part: partAt, path: pathAt, index: at + 1 }, a: path[at] ?? b, b })),
    ),
  );
}

export function samePlace(a: VertexPlace | null, b: VertexPlace | null): boolean {
  return a !== null && b !== null && a.part === b.part && a.path === b.path && a.index === b.index;
}

/** The geometry with some vertices moved; a ring stays closed. */
export function withVertices(geometry: Geometry, places: readonly VertexPlace[], position: LngLat): Geometry {
  return alterPath(geometry, (path, part, pathAt) => {
    const indices = places.filter((place) => place.part === part && place.path === pathAt).map(({ index }) => index);
    return indices.length === 0 ? path : path.map((old, index) => (indices.includes(index) ? position : old));
  });
}

/** The geometry with a vertex put before the place. */
export function withInserted(geometry: Geometry, place: VertexPlace, position: LngLat): Geometry {
  return alterPath(geometry, (path, part, pathAt) =>
    part === place.part && pathAt === place.path ? [...path.slice(0, place.index), position, ...path.slice(place.index)] : path,
  );
}

/** The geometry without a vertex, or why it needs it. */
export function withoutVertex(geometry: Geometry, place: VertexPlace): Geometry | string {
  const path = partsOf(geometry)[place.part]?.[place.path] ?? [];
  const isRing = shapeOf(geometry.type) === 'polygon';
  if (isRing && path.length <= 4) return 'An area needs three corners.';
  if (!isRing && path.length <= 2) return 'A line needs two points. Delete the line instead.';
  return alterPath(geometry, (old, part, pathAt) =>
    part === place.part && pathAt === place.path ? old.filter((_, index) => index !== place.index) : old,
  );
}

/** The geometry with every position mapped. */
export function mapPositions(geometry: Geometry, move: (position: LngLat) => LngLat): Geometry {
  return alterPath(geometry, (path) => path.map(move));
}

function alterPath(
  geometry: Geometry,
  alter: (path: readonly LngLat[], part: number, pathAt: number) => readonly LngLat[],
): Geometry {
  const isRing = shapeOf(geometry.type) === 'polygon';
  const parts = partsOf(geometry).map((part, partAt) =>
    part.map((path, pathAt) => {
      if (!isRing) return alter(path, partAt, pathAt);
      // Altered as an open ring and closed again; an insertion before the closing vertex lands at the end.
      const open = alter(path.slice(0, -1), partAt, pathAt);
      return open[0] === undefined ? open : [...open, open[0]];
    }),
  );
  return geometryOfParts(geometry.type, parts) ?? geometry;
}
