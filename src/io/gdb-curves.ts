import type { LngLat } from '../geo/position.ts';
import type { GdbBytes } from './gdb-bytes.ts';

/** A curve in place of the straight line behind a corner: the points between its ends. */
export interface GdbCurve {
  /** The corner that it begins at, counted through all parts. */
  readonly from: number;
  between(start: LngLat, end: LngLat): LngLat[];
}

/** Arcs become lines that turn by at most this much at each point: of a quarter of a circle they lose a 20,000th of the area. */
const STEP = Math.PI / 180;
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
      const isOnIt = (bits & POINT_ON_IT) !== 0;
      const centre = isOnIt ? centreOf(start, point, end) : point;
      if (centre === null) return [];
      const isAnticlockwise = isOnIt ? turn(start, point, end) > 0 : (bits & ANTICLOCKWISE) !== 0;
      const angle = ([x, y]: LngLat): number => Math.atan2(y - centre[1], x - centre[0]);
      const isWhole = start[0] === end[0] && start[1] === end[1];
      const difference = (angle(end) - angle(start) + 4 * Math.PI) % (2 * Math.PI);
      const sweep = isWhole ? 2 * Math.PI : isAnticlockwise ? difference : 2 * Math.PI - difference;
      const steps = Math.max(1, Math.ceil(sweep / STEP));
      const radius = Math.hypot(start[0] - centre[0], start[1] - centre[1]);
      return Array.from({ length: steps - 1 }, (_, i): LngLat => {
        const at = angle(start) + ((isAnticlockwise ? 1 : -1) * sweep * (i + 1)) / steps;
        return [centre[0] + radius * Math.cos(at), centre[1] + radius * Math.sin(at)];
      });
    },
  };
}

/** Twice the area of a triangle, positive where it runs anticlockwise. */
function turn(a: LngLat, b: LngLat, c: LngLat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The centre of the circle through three points, null where they lie on a line. */
function centreOf(a: LngLat, b: LngLat, c: LngLat): LngLat | null {
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  if (bx === cx && by === cy) return null;
  // A whole circle: its other point lies across from where it begins.
  if (cx === 0 && cy === 0) return [a[0] + bx / 2, a[1] + by / 2];
  const twice = 2 * (bx * cy - by * cx);
  if (Math.abs(twice) < 1e-12) return null;
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0] + (cy * b2 - by * c2) / twice, a[1] + (bx * c2 - cx * b2) / twice];
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
