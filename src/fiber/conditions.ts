import type { LocalFrame } from '../geo/local-frame.ts';
import { contains } from '../geo/polygon.ts';
import { lengthM as lengthOf, pointAlong } from '../geo/polyline.ts';
import type { LngLat } from '../geo/position.ts';
import type { Geometry } from '../geo/geometry.ts';
import { nearestOnSegment } from '../geo/segment.ts';
import { boxIndex } from '../geo/spatial-index.ts';

/** What a person wants of a stretch: nothing is built there; it weighs less in the search; it is part of every design. */
export type Routing = 'forbidden' | 'preferred' | 'keep';

/** How a stretch is built; nothing is built where a cable in service lends its fibres. */
export type Built = 'aerial' | 'underground' | 'in-service';

/** What holds along a path: prices by length are multiplied, and what is wanted. */
export interface Terms {
  readonly priceFactor: number;
  readonly routing: Routing | null;
  /** What the factor and the wish come from, in words. */
  readonly because: readonly string[];
}

/** An area, or a line drawn along what it is about. */
export interface Condition extends Terms {
  readonly geometry: Geometry;
  /** Null: all that is built, in the air and in the ground. */
  readonly applies: Built | null;
}

export interface ConditionMap {
  termsOf(path: readonly LngLat[], built: Built): Terms;
  /** Outlines and lines: ways are cut where they meet them. */
  readonly outlines: readonly (readonly LngLat[])[];
}

/** Nothing special. */
export const PLAIN_TERMS: Terms = { priceFactor: 1, routing: null, because: [] };
const STEP_M = 2;
const MOST_STEPS = 400;
/** What runs so near to a line runs on it; metres. */
const ON_LINE_M = 1;
/** More than this inside a forbidden area is too much; metres. */
const TOUCH_M = 2;
/** A line is about a path that lies on it with this share of its length. */
const MOST = 0.9;
const ORDER: readonly Routing[] = ['forbidden', 'keep', 'preferred'];

/** Indexes conditions. Factors of overlapping ones multiply; forbidden goes before keep, keep before preferred. */
export function conditionMap(conditions: readonly Condition[], frame: LocalFrame): ConditionMap {
  const outlines = conditions.flatMap(({ geometry }) => pathsOf(geometry));
  if (conditions.length === 0) return { termsOf: () => PLAIN_TERMS, outlines };
  const index = boxIndex(conditions.map(({ geometry }) => boxOf(geometry, frame)));
  return {
    outlines,
    termsOf(path, built) {
      const [minX, minY, maxX, maxY] = boxOf({ type: 'LineString', coordinates: path }, frame);
      const near = index
        .search(minX, minY, maxX, maxY)
        .flatMap((i) => conditions[i] ?? [])
        .filter(({ applies }) => (applies ?? (built === 'in-service' ? null : built)) === built);
      if (near.length === 0) return PLAIN_TERMS;
      const lengthM = lengthOf(path);
      const points = pointsAlong(path, lengthM);
      const wanted = new Set<Routing>();
      let factors = points.map(() => 1);
      const because: string[] = [];
      for (const { geometry, priceFactor, routing, because: words } of near) {
        const covered = points.map((point) => isOn(point, geometry, frame));
        factors = factors.map((factor, i) => (covered[i] === true ? factor * priceFactor : factor));
        const share = covered.filter(Boolean).length / points.length;
        if (routing !== null && (share >= MOST || (routing === 'forbidden' && isArea(geometry) && share * lengthM > TOUCH_M)))
          wanted.add(routing);
        if ((share > 0 && priceFactor !== 1) || (routing !== null && wanted.has(routing))) because.push(...words);
      }
      const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
      return { priceFactor: rounded(mean), routing: ORDER.find((one) => wanted.has(one)) ?? null, because };
    },
  };
}

/** Both terms together. */
export function combined(a: Terms, b: Terms): Terms {
  const routing = ORDER.find((one) => one === a.routing || one === b.routing) ?? null;
  if (a === PLAIN_TERMS) return b;
  return { priceFactor: rounded(a.priceFactor * b.priceFactor), routing, because: [...a.because, ...b.because] };
}

/** Factors have three decimals: they are printed, and whoever multiplies by what is printed finds the same. */
function rounded(factor: number): number {
  return Math.round(factor * 1000) / 1000;
}

/** The middles of equal parts of a path, about 2 m each. */
function pointsAlong(path: readonly LngLat[], lengthM: number): LngLat[] {
  const count = Math.min(MOST_STEPS, Math.max(3, Math.ceil(lengthM / STEP_M)));
  return Array.from({ length: count }, (_, i) => pointAlong(path, (lengthM * (i + 0.5)) / count));
}

function isArea({ type }: Geometry): boolean {
  return type === 'Polygon' || type === 'MultiPolygon';
}

function isOn(point: LngLat, geometry: Geometry, frame: LocalFrame): boolean {
  if (isArea(geometry)) return contains(geometry, point);
  const p = frame.toLocal(point);
  return pathsOf(geometry).some((path) =>
    path.some((end, i) => {
      const start = path[i - 1];
      return start !== undefined && nearestOnSegment(p, frame.toLocal(start), frame.toLocal(end)).distance <= ON_LINE_M;
    }),
  );
}

function pathsOf(geometry: Geometry): readonly (readonly LngLat[])[] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    case 'Point':
    case 'MultiPoint':
      return [];
  }
}

function boxOf(geometry: Geometry, frame: LocalFrame): [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const position of pathsOf(geometry).flat()) {
    const { x, y } = frame.toLocal(position);
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return [minX - ON_LINE_M, minY - ON_LINE_M, maxX + ON_LINE_M, maxY + ON_LINE_M];
}
