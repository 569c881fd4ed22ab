import type { LocalFrame } from '../geo/local-frame.ts';
import { shortDistanceM } from '../geo/geodesy.ts';
import { between } from '../geo/polyline.ts';
import { quantise, type LngLat } from '../geo/position.ts';
import { crossingOf } from '../geo/segment.ts';
import { boxIndex } from '../geo/spatial-index.ts';

/** A `stream` is water that a drop may cross and that a road crosses in a culvert. */
export type BarrierKind = 'rail' | 'water' | 'stream' | 'highway';

/** A line, or one ring of a polygon, that costs something to cross. */
export interface BarrierLine {
  readonly kind: BarrierKind;
  /** Which barrier of the caller's list it belongs to. */
  readonly barrier: number;
  readonly path: readonly LngLat[];
}

/** A place where a path crosses a barrier, `atM` metres from the path's start. */
export interface BarrierCrossing {
  readonly kind: BarrierKind;
  readonly barrier: number;
  readonly position: LngLat;
  readonly atM: number;
}

/** Both banks of a river, both tracks of a line, and a stream with its water surface are one crossing within this length; metres. */
const SAME_CROSSING_M = 40;

export interface BarrierMap {
  /** The crossings of a path in order, each obstacle once. */
  crossingsOf(path: readonly LngLat[]): BarrierCrossing[];
}

/** Indexes barriers for crossing tests. */
export function barrierMap(lines: readonly BarrierLine[], frame: LocalFrame): BarrierMap {
  const pieces: { line: BarrierLine; a: LngLat; b: LngLat }[] = [];
  const boxes: [number, number, number, number][] = [];
  for (const line of lines) {
    for (let i = 1; i < line.path.length; i++) {
      const a = line.path[i - 1] as LngLat; // indices lie inside
      const b = line.path[i] as LngLat;
      const p = frame.toLocal(a);
      const q = frame.toLocal(b);
      boxes.push([Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y)]);
      pieces.push({ line, a, b });
    }
  }
  const index = boxIndex(boxes);
  return {
    crossingsOf(path) {
      const all: BarrierCrossing[] = [];
      let startM = 0;
      for (let i = 1; i < path.length; i++) {
        const a = path[i - 1] as LngLat; // indices lie inside
        const b = path[i] as LngLat;
        const p = frame.toLocal(a);
        const q = frame.toLocal(b);
        const pieceM = shortDistanceM(a, b);
        for (const at of index.search(Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y))) {
          const piece = pieces[at];
          if (piece === undefined) continue;
          const met = crossingOf(p, q, frame.toLocal(piece.a), frame.toLocal(piece.b));
          if (met === null) continue;
          all.push({
            kind: piece.line.kind,
            barrier: piece.line.barrier,
            position: quantise(between(a, b, met.t)),
            atM: startM + met.t * pieceM,
          });
        }
        startM += pieceM;
      }
      return onceEach(all);
    },
  };
}

function onceEach(crossings: readonly BarrierCrossing[]): BarrierCrossing[] {
  const sorted = [...crossings].sort((a, b) => a.atM - b.atM || a.barrier - b.barrier);
  const lastAt = new Map<BarrierKind, number>();
  const kept: BarrierCrossing[] = [];
  for (const crossing of sorted) {
    const last = lastAt.get(crossing.kind);
    lastAt.set(crossing.kind, crossing.atM);
    if (last === undefined || crossing.atM - last > SAME_CROSSING_M) kept.push(crossing);
  }
  return kept;
}
