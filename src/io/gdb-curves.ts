import type { LngLat } from '../geo/position.ts';
import { arcAround, arcThrough } from './arcs.ts';
import type { GdbBytes } from './gdb-bytes.ts';

/** A curve in place of the straight line behind a corner: the points between its ends. */
export interface GdbCurve {
  /** The corner that it begins at, counted through all parts. */
  readonly from: number;
  between(start: LngLat, end: LngLat): LngLat[];
}

const BEZIER_STEPS = 16;
const [ARC, BEZIER, ELLIPSE] = [1, 4, 5];
/** Bits of an arc: it runs anticlockwise; it is a straight line; its point lies on it and is not its centre. */
const [ANTICLOCKWISE, STRAIGHT, POINT_ON_IT] = [0x08, 0x20, 0x80];

/** The curves behind the corners of a shape. @throws RangeError where they are broken, or are ellipses */
export function gdbCurves(bytes: GdbBytes, count: number): GdbCurve[] {
  return Array.from({ length: Math.min(count, bytes.end) }, () => {
    const from = bytes.varUint();
    const kind = bytes.varUint();
    if (kind === ARC) return arcOf(from, [bytes.float64(), bytes.float64()], bytes.uint32());
    if (kind === BEZIER) return bezierOf(from, [bytes.float64(), bytes.float64()], [bytes.float64(), bytes.float64()]);
    throw new RangeError(kind === ELLIPSE ? 'it has a piece of an ellipse' : `it has a curve of kind ${kind}`);
  });
}

function arcOf(from: number, point: LngLat, bits: number): GdbCurve {
  return {
    from,
    between(start, end) {
      if ((bits & STRAIGHT) !== 0) return [];
      if ((bits & POINT_ON_IT) !== 0) return arcThrough(start, point, end);
      return arcAround(point, start, end, (bits & ANTICLOCKWISE) !== 0);
    },
  };
}

function bezierOf(from: number, first: LngLat, second: LngLat): GdbCurve {
  return {
    from,
    between: (start, end) =>
      Array.from({ length: BEZIER_STEPS - 1 }, (_, i): LngLat => {
        const t = (i + 1) / BEZIER_STEPS;
        const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
        const along = (axis: 0 | 1): number => a * start[axis] + b * first[axis] + c * second[axis] + d * end[axis];
        return [along(0), along(1)];
      }),
  };
}
