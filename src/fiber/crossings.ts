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
  /** Whether the path is the edge of an area. */
  readonly area: boolean;
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
      const all: (BarrierCrossing & { area: boolean })[] = [];
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
            area: piece.line.area,
          });
        }
        startM += pieceM;
      }
      return onceEach(all);
    },
  };
}

/** A crossing with its extent on the path: from bank to bank for areas. */
interface Extent extends BarrierCrossing {
  readonly endM: number;
}

/** Areas are crossed from edge to edge; what overlaps, or lies close together, and is of one kind is one crossing. */
function onceEach(met: readonly (BarrierCrossing & { readonly area: boolean })[]): BarrierCrossing[] {
  const kept: Extent[] = [];
  for (const extent of extentsOf(met)) {
    const water = extent.kind === 'water' || extent.kind === 'stream';
    const same = kept.findIndex(
      (one) =>
        extent.atM - one.endM <= SAME_CROSSING_M &&
        (one.kind === extent.kind || (water && (one.kind === 'water' || one.kind === 'stream') && extent.atM <= one.endM)),
    );
    const before = kept[same];
    if (before === undefined) kept.push(extent);
    else
      kept[same] = { ...(before.kind === 'stream' ? extent : before), atM: before.atM, endM: Math.max(before.endM, extent.endM) };
  }
  return kept.map(({ kind, barrier, position, atM }) => ({ kind, barrier, position, atM }));
}

/** An area's edge is met when the path enters it and again when it leaves. */
function extentsOf(met: readonly (BarrierCrossing & { readonly area: boolean })[]): Extent[] {
  const sorted = [...met].sort((a, b) => a.atM - b.atM || a.barrier - b.barrier);
  const entered = new Map<number, BarrierCrossing>();
  const extents: Extent[] = [];
  for (const { area, ...crossing } of sorted) {
    const entry = entered.get(crossing.barrier);
    if (!area) extents.push({ ...crossing, endM: crossing.atM });
    else if (entry === undefined) entered.set(crossing.barrier, crossing);
    else {
      extents.push({ ...entry, endM: crossing.atM });
      entered.delete(crossing.barrier);
    }
  }
  for (const entry of entered.values()) extents.push({ ...entry, endM: entry.atM });
  return extents.sort((a, b) => a.atM - b.atM || a.barrier - b.barrier);
}
