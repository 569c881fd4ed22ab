import type { LocalXY } from '../geo/position.ts';
import { nearestOnSegment } from '../geo/segment.ts';
import type { BoxIndex } from '../geo/spatial-index.ts';

/** A vertex of a line this near to a pole stands for it; metres. */
const VERTEX_SNAP_M = 6;
/** Between its vertices a line passes the poles that stand this near to it; metres. */
const PASSING_M = 3;

/** A pole that a line meets: at the whole number of a vertex, or so far on between it and the next. */
interface Stop {
  readonly pole: number;
  readonly at: number;
}

/**
 * The spans that a line drawn along poles stands for, in its order: it is cut at every pole that it meets. A vertex where no pole stands bends nothing as
 * long as it lies within 6 m of the straight wire, and that is no longer than `maxSpanM`; else the line has a gap there.
 * @param path the line, metres in a flat frame
 * @param poles where poles stand, in the same frame
 * @param index of the same poles
 */
export function spansOnLine(
  path: readonly LocalXY[],
  poles: readonly LocalXY[],
  index: BoxIndex,
  maxSpanM: number,
): { from: number; to: number }[] {
  const stops = stopsOn(path, poles, index);
  return stops.flatMap((to, i) => {
    const from = stops[i - 1];
    if (from === undefined || from.pole === to.pole) return [];
    const bends = path.slice(Math.floor(from.at) + 1, Math.ceil(to.at));
    return isOneWire(poles[from.pole], poles[to.pole], bends, maxSpanM) ? [{ from: from.pole, to: to.pole }] : [];
  });
}

function stopsOn(path: readonly LocalXY[], poles: readonly LocalXY[], index: BoxIndex): Stop[] {
  return path
    .flatMap((vertex, i): Stop[] => {
      const here = index.nearest(vertex.x, vertex.y, 1, VERTEX_SNAP_M).map((pole) => ({ pole, at: i }));
      const next = path[i + 1];
      return next === undefined
        ? here
        : [...here, ...passed(vertex, next, poles, index).map(({ pole, t }) => ({ pole, at: i + t }))];
    })
    .sort((a, b) => a.at - b.at);
}

/** Poles beside a straight piece that neither of its ends may stand for. */
function passed(a: LocalXY, b: LocalXY, poles: readonly LocalXY[], index: BoxIndex): { pole: number; t: number }[] {
  const box = index.search(
    Math.min(a.x, b.x) - PASSING_M,
    Math.min(a.y, b.y) - PASSING_M,
    Math.max(a.x, b.x) + PASSING_M,
    Math.max(a.y, b.y) + PASSING_M,
  );
  return box.flatMap((pole) => {
    const place = poles[pole];
    if (place === undefined || distance(place, a) <= VERTEX_SNAP_M || distance(place, b) <= VERTEX_SNAP_M) return [];
    const nearest = nearestOnSegment(place, a, b);
    return nearest.distance <= PASSING_M ? [{ pole, t: nearest.t }] : [];
  });
}

function isOneWire(a: LocalXY | undefined, b: LocalXY | undefined, bends: readonly LocalXY[], maxSpanM: number): boolean {
  if (a === undefined || b === undefined) return false;
  if (bends.length === 0) return true;
  return distance(a, b) <= maxSpanM && bends.every((bend) => nearestOnSegment(bend, a, b).distance <= VERTEX_SNAP_M);
}

function distance(a: LocalXY, b: LocalXY): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
