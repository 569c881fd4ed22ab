import type { LocalFrame } from '../geo/local-frame.ts';
import { quantise, type LngLat, type LocalXY } from '../geo/position.ts';
import { crossingOf } from '../geo/segment.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import { placeKey, WayMap } from './way-network.ts';

/** A piece of a way by index: as it is, one side of a wide street, or a way across it. */
export interface StreetPiece {
  readonly way: number;
  readonly part: 'whole' | 'side' | 'across';
  readonly path: readonly LngLat[];
}

/** A wide street is crossed at its ends and about once in so many metres between them. */
const ACROSS_EVERY_M = 60;
/** The direction of a way at a junction is taken over so much of it; metres. */
const DIRECTION_M = 15;
/** Ways within 15° of a straight line, or of each other, meet in no corner. */
const SHARP_SINE = Math.sin((15 * Math.PI) / 180);
/** Nearer than this two places of a junction are one; metres. */
const SAME_M = 0.5;

/**
 * Ways with the wide streets among them as two lines, one along each side, joined by ways across at junctions and in between. At a junction sides meet in
 * corners as kerbs do; narrow ways end where they meet the side of a wide one.
 * @param widthsM of each way; 0 for one that stays a single line
 */
export function sidesOfStreets(
  paths: readonly (readonly LngLat[])[],
  widthsM: readonly number[],
  frame: LocalFrame,
): StreetPiece[] {
  if (!widthsM.some((width) => width > 0)) return paths.map((path, way) => ({ way, part: 'whole', path }));
  return new Sides(paths, widthsM, frame).pieces();
}

/** Tells whether a straight line crosses a side of a wide street beyond its own start. */
export function streetCheck(pieces: readonly StreetPiece[], frame: LocalFrame): (from: LngLat, to: LngLat) => boolean {
  const sides = pieces.flatMap(({ part, path }) => {
    const local = part === 'side' ? path.map((position) => frame.toLocal(position)) : [];
    return local.slice(1).map((end, i) => [local[i] as LocalXY, end] as const); // there is one before
  });
  if (sides.length === 0) return () => false;
  const index = boxIndex(sides.map(([a, b]) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]));
  return (from, to) => {
    const [a, b] = [frame.toLocal(from), frame.toLocal(to)];
    const lengthM = Math.hypot(b.x - a.x, b.y - a.y);
    return index.search(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)).some((i) => {
      const side = sides[i];
      const met = side === undefined ? null : crossingOf(a, b, side[0], side[1]);
      return met !== null && met.t * lengthM > SAME_M;
    });
  };
}

/** A stretch of a way between two junctions, in the flat frame. */
interface Edge {
  readonly way: number;
  readonly from: number;
  readonly to: number;
  readonly line: Line;
  readonly halfM: number;
}

/** An end of an edge at a junction: where its two sides begin, seen by who leaves the junction. */
interface End {
  readonly edge: number;
  readonly reversed: boolean;
  readonly direction: LocalXY;
  readonly halfM: number;
  readonly roomM: number;
  left: LocalXY;
  right: LocalXY;
}

class Sides {
  readonly #frame: LocalFrame;
  readonly #nodes: readonly LocalXY[];
  readonly #edges: readonly Edge[];
  readonly #starts: End[] = [];
  readonly #finishes: End[] = [];

  constructor(paths: readonly (readonly LngLat[])[], widthsM: readonly number[], frame: LocalFrame) {
    const { nodes, edges } = new WayMap(paths, frame).network();
    this.#frame = frame;
    this.#nodes = nodes.map((node) => frame.toLocal(node));
    this.#edges = edges.map(({ from, to, way, path }) => ({
      way,
      from,
      to,
      line: new Line(path.map((position) => frame.toLocal(position))),
      halfM: (widthsM[way] ?? 0) / 2,
    }));
    this.#findCorners();
  }

  pieces(): StreetPiece[] {
    const found: StreetPiece[] = [];
    const crossed = new Set<string>();
    const add = (way: number, part: StreetPiece['part'], line: readonly LocalXY[]): void => {
      const path = line
        .map((xy) => quantise(this.#frame.toLngLat(xy)))
        .filter((position, i, all) => i === 0 || placeKey(position) !== placeKey(all[i - 1] as LngLat)); // i > 0: there is one before
      if (path.length > 1) found.push({ way, part, path });
    };
    const addAcross = (way: number, a: LocalXY, b: LocalXY): void => {
      const key = [a, b]
        .map((xy) => placeKey(this.#frame.toLngLat(xy)))
        .sort()
        .join(' ');
      if (distance(a, b) < SAME_M || crossed.has(key)) return;
      crossed.add(key);
      add(way, 'across', [a, b]);
    };
    this.#edges.forEach((edge, i) => {
      const [start, finish] = [this.#starts[i] as End, this.#finishes[i] as End]; // one of each for every edge
      if (edge.halfM === 0) {
        add(edge.way, 'whole', trimmed(edge.line, start, finish));
        return;
      }
      const stopsM = stopsOn(edge, start, finish);
      const left = sideOf(edge, start.left, finish.right, 1, stopsM);
      const right = sideOf(edge, start.right, finish.left, -1, stopsM);
      add(edge.way, 'side', left);
      add(edge.way, 'side', right);
      addAcross(edge.way, start.left, start.right);
      addAcross(edge.way, finish.left, finish.right);
      stopsM.inner.forEach((atM) => addAcross(edge.way, beside(edge, atM, 1), beside(edge, atM, -1)));
    });
    return found;
  }

  #findCorners(): void {
    const at = new Map<number, End[]>();
    const put = (node: number, end: End): End => {
      const list = at.get(node);
      if (list === undefined) at.set(node, [end]);
      else list.push(end);
      return end;
    };
    this.#edges.forEach(({ line, halfM, from, to }, edge) => {
      for (const [node, reversed, list] of [
        [from, false, this.#starts],
        [to, true, this.#finishes],
      ] as const) {
        const here = this.#nodes[node] as LocalXY; // edges name nodes
        const direction = unit(here, line.at(Math.min(DIRECTION_M, line.lengthM / 2), reversed));
        list.push(put(node, { edge, reversed, direction, halfM, roomM: line.lengthM / 2, left: here, right: here }));
      }
    });
    for (const [node, ends] of at) {
      if (!ends.some(({ halfM }) => halfM > 0)) continue;
      const here = this.#nodes[node] as LocalXY; // as above
      ends.sort(
        (a, b) => angleOf(a.direction) - angleOf(b.direction) || a.edge - b.edge || Number(a.reversed) - Number(b.reversed),
      );
      ends.forEach((one, i) => {
        const next = ends[(i + 1) % ends.length] as End; // modulo their number
        if (next === one) {
          one.left = moved(here, leftOf(one.direction), one.halfM);
          one.right = moved(here, leftOf(one.direction), -one.halfM);
        } else one.left = next.right = this.#corner(here, one, next);
      });
    }
  }

  /** Where the left side of one end meets the right side of the next one. */
  #corner(here: LocalXY, one: End, next: End): LocalXY {
    const a = moved({ x: 0, y: 0 }, leftOf(one.direction), one.halfM);
    const b = moved({ x: 0, y: 0 }, leftOf(next.direction), -next.halfM);
    const isNarrow = one.halfM === 0 || next.halfM === 0;
    if (one.halfM === 0 && next.halfM === 0) return here;
    const cross = crossOf(one.direction, next.direction);
    const middle = isNarrow ? here : { x: here.x + (a.x + b.x) / 2, y: here.y + (a.y + b.y) / 2 };
    if (Math.abs(cross) < SHARP_SINE) return middle;
    const between = { x: b.x - a.x, y: b.y - a.y };
    const [t, s] = [crossOf(between, next.direction) / cross, crossOf(between, one.direction) / cross];
    if (isNarrow) {
      // On the narrow way itself; around the outside of a bend there is no such place.
      const [narrow, alongM] = one.halfM === 0 ? [one, t] : [next, s];
      const line = this.#edges[narrow.edge]?.line;
      return alongM <= 0 || line === undefined ? here : line.at(Math.min(alongM, narrow.roomM), narrow.reversed);
    }
    if (t > one.roomM || s > next.roomM) return middle;
    return moved({ x: here.x + a.x, y: here.y + a.y }, one.direction, t);
  }
}

/** Between its corners: where a street is crossed, and from where to where its sides keep their distance. */
interface Stops {
  readonly fromM: number;
  readonly toM: number;
  readonly inner: readonly number[];
}

function stopsOn({ line, halfM }: Edge, start: End, finish: End): Stops {
  const fromM = Math.max(...[start.left, start.right].map((corner) => line.distanceTo(corner))) + halfM;
  const toM = Math.min(...[finish.left, finish.right].map((corner) => line.distanceTo(corner))) - halfM;
  const count = Math.max(0, Math.floor((toM - fromM) / ACROSS_EVERY_M));
  return { fromM, toM, inner: Array.from({ length: count }, (_, k) => fromM + ((toM - fromM) * (k + 1)) / (count + 1)) };
}

/** A side of a street between two corners. @param side 1 left of its direction, −1 right */
function sideOf(edge: Edge, from: LocalXY, to: LocalXY, side: 1 | -1, { fromM, toM, inner }: Stops): LocalXY[] {
  const bends = edge.line.bendsM.filter((atM) => atM > fromM && atM < toM);
  return [from, ...[...bends, ...inner].sort((x, y) => x - y).map((atM) => beside(edge, atM, side)), to];
}

function beside({ line, halfM }: Edge, atM: number, side: 1 | -1): LocalXY {
  return moved(line.at(atM), line.leftAt(atM), side * halfM);
}

/** A narrow way with the ends that lie inside wide streets cut off. */
function trimmed(line: Line, start: End, finish: End): LocalXY[] {
  const cutsM = [start.left, start.right, finish.left, finish.right].map((corner) => line.distanceTo(corner));
  const [a = 0, b = 0, c = 0, d = 0] = cutsM;
  const inner = [...new Set([...cutsM, ...line.bendsM])].filter((atM) => atM >= Math.min(a, b) && atM <= Math.max(c, d));
  const corners = new Map([start.left, start.right, finish.left, finish.right].map((corner, i) => [cutsM[i] ?? 0, corner]));
  return inner.sort((x, y) => x - y).map((atM) => corners.get(atM) ?? line.at(atM));
}

/** A path in the flat frame, measured along. */
class Line {
  readonly lengthM: number;
  /** Where its inner vertices lie. */
  readonly bendsM: readonly number[];
  readonly #points: readonly LocalXY[];
  readonly #starts: readonly number[];

  constructor(points: readonly LocalXY[]) {
    this.#points = points;
    const starts = [0];
    points.slice(1).forEach((point, i) => starts.push((starts[i] ?? 0) + distance(points[i] ?? point, point)));
    this.#starts = starts;
    this.lengthM = starts.at(-1) ?? 0;
    this.bendsM = starts.slice(1, -1);
  }

  /** The place so many metres from its start, or from its end. */
  at(metres: number, fromEnd = false): LocalXY {
    const atM = fromEnd ? this.lengthM - metres : metres;
    const i = this.#pieceAt(atM);
    const [a, b] = this.#piece(i);
    const pieceM = (this.#starts[i + 1] ?? 0) - (this.#starts[i] ?? 0);
    const t = pieceM === 0 ? 0 : Math.min(1, Math.max(0, (atM - (this.#starts[i] ?? 0)) / pieceM));
    return { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
  }

  /** The way to the left at a place; at a bend so long that both pieces beside it keep their distance. */
  leftAt(atM: number): LocalXY {
    const i = this.#pieceAt(atM);
    const here = leftOf(unit(...this.#piece(i)));
    if (i + 2 >= this.#points.length || atM !== this.#starts[i + 1]) return here;
    const next = leftOf(unit(...this.#piece(i + 1)));
    const sum = { x: here.x + next.x, y: here.y + next.y };
    const scale = 2 / Math.max(1, sum.x * sum.x + sum.y * sum.y);
    return { x: sum.x * scale, y: sum.y * scale };
  }

  /** How far along it the place nearest to a point lies. */
  distanceTo(point: LocalXY): number {
    let [best, least] = [0, Infinity];
    for (let i = 0; i + 1 < this.#points.length; i++) {
      const [a, b] = this.#piece(i);
      const pieceM = distance(a, b);
      const along = pieceM === 0 ? 0 : ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / pieceM;
      const onM = Math.min(pieceM, Math.max(0, along));
      const t = pieceM === 0 ? 0 : onM / pieceM;
      const off = distance(point, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) });
      if (off < least) [best, least] = [(this.#starts[i] ?? 0) + onM, off];
    }
    return best;
  }

  /** The piece that ends at a place or holds it. */
  #pieceAt(atM: number): number {
    let i = 0;
    while (i + 2 < this.#points.length && (this.#starts[i + 1] ?? Infinity) < atM) i++;
    return i;
  }

  #piece(i: number): [LocalXY, LocalXY] {
    return [this.#points[i] as LocalXY, this.#points[i + 1] as LocalXY]; // a path has two points or more
  }
}

function distance(a: LocalXY, b: LocalXY): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function unit(a: LocalXY, b: LocalXY): LocalXY {
  const length = distance(a, b) || 1;
  return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}

function leftOf({ x, y }: LocalXY): LocalXY {
  return { x: -y, y: x };
}

function moved({ x, y }: LocalXY, direction: LocalXY, metres: number): LocalXY {
  return { x: x + metres * direction.x, y: y + metres * direction.y };
}

function crossOf(a: LocalXY, b: LocalXY): number {
  return a.x * b.y - a.y * b.x;
}

function angleOf({ x, y }: LocalXY): number {
  return Math.atan2(y, x);
}
