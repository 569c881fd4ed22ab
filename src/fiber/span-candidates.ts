import { shortDistanceM } from '../geo/geodesy.ts';
import type { LocalFrame } from '../geo/local-frame.ts';
import type { LngLat, LocalXY } from '../geo/position.ts';
import { crossingOf, nearestOnSegment } from '../geo/segment.ts';
import type { BoxIndex } from '../geo/spatial-index.ts';
import { placeKey, type WayMap, type WayNetwork, type WayPlace } from './way-network.ts';

/** Two poles that one could string between. */
export interface SpanCandidate {
  readonly from: number;
  readonly to: number;
  /** The right-of-way that it follows, by index; −1 for a line through back lots. */
  readonly way: number;
  /** Length, and what makes a crew think twice, in metres. */
  readonly weightM: number;
}

/** How far the wire may leave the way that it follows beyond where its poles stand; keeps spans from cutting corners over houses. */
const CORNER_ALLOWANCE_M = 6;
/** A way may be so much longer than the wire that follows it. */
const WAY_FACTOR = 1.3;
/** A pole this near to the centreline stands on no side. */
const MIDDLE_M = 1;
/** A right angle weighs like so much more length: it needs a guy or a stronger pole. */
const CORNER_WEIGHT_M = 30;
/** A span skips fewer places with poles than this: they would carry it. */
const MOST_PASSED = 8;
/** Directions are taken over at least this much of a path; metres. */
const DIRECTION_M = 0.3;

/** Streets that leave a junction so far apart (cosine; 45°) are one street that goes straight on. */
const STRAIGHT_COSINE = -Math.SQRT1_2;

const NEIGHBOURS = 8;
/** Poles of a row stand at least and at most so far apart, no neighbour more than so many times as far as the other, within so much of a straight line (cosine). */
const ROW_SPACING_M = 12;
const ROW_SPAN_M = 65;
const ROW_RATIO = 1.8;
const ROW_COSINE = -Math.cos((15 * Math.PI) / 180);

/**
 * Pairs of poles along ways: from each pole along the ways in every direction. A pair is offered where it is not too long and
 * the wire stays near the way. Changing the side of the way weighs a whole span more, so that lines keep to their side.
 * @param standing the places on ways that each pole stands at
 */
export function spansAlongWays(
  poles: readonly LngLat[],
  standing: readonly (readonly WayPlace[])[],
  ways: WayMap,
  frame: LocalFrame,
  maxSpanM: number,
  usable: (way: number) => boolean,
): SpanCandidate[] {
  const marked = standing.map((places) => places.map((place) => placeKey(ways.mark(place))));
  const map = walkMap(ways.network(), frame, usable);
  const standingAt = new Map<number, Standing[]>();
  standing.forEach((places, pole) => {
    places.forEach((place, i) => {
      const node = map.nodeAt.get(marked[pole]?.[i] ?? '');
      if (node === undefined) return;
      const there = standingAt.get(node);
      if (there === undefined) standingAt.set(node, [{ pole, place }]);
      else there.push({ pole, place });
    });
  });
  const best = new Map<string, SpanCandidate>();
  const offer = (a: Standing, b: Standing, way: number, path: readonly LocalXY[], bends: readonly Bend[]): void => {
    if (a.pole === b.pole) return;
    const from = Math.min(a.pole, b.pole);
    const to = Math.max(a.pole, b.pole);
    const weightM = weightOf(a, b, path, bends);
    const before = best.get(`${from}-${to}`);
    if (weightM !== null && (before === undefined || weightM < before.weightM))
      best.set(`${from}-${to}`, { from, to, way, weightM });
  };
  for (const [start, here] of standingAt) {
    here.forEach((a, i) => {
      // Poles that face each other have no way between them: the piece of the way that they stand at tells their sides.
      const piece = ways
        .verticesOf(a.place.way)
        .slice(a.place.segment, a.place.segment + 2)
        .map(frame.toLocal);
      for (const b of here.slice(i + 1)) offer(a, b, a.place.way, piece, []);
    });
    for (const { node, way, path, bends } of walks(map, start, maxSpanM * WAY_FACTOR, (node) => standingAt.has(node))) {
      for (const a of here) for (const b of standingAt.get(node) ?? []) offer(a, b, way, path, bends);
    }
  }
  return [...best.values()];

  function weightOf(a: Standing, b: Standing, path: readonly LocalXY[], bends: readonly Bend[]): number | null {
    const span = shortDistanceM(poles[a.pole] as LngLat, poles[b.pole] as LngLat); // indices of poles
    if (span > maxSpanM || span < 0.5) return null;
    const from = frame.toLocal(poles[a.pole] as LngLat);
    const to = frame.toLocal(poles[b.pole] as LngLat);
    const limit = Math.max(a.place.distanceM, b.place.distanceM) + CORNER_ALLOWANCE_M;
    const facing = placeKey(a.place.position) === placeKey(b.place.position);
    if (!facing && path.some((vertex) => nearestOnSegment(vertex, from, to).distance > limit)) return null;
    const first = direction(path);
    const last = direction([...path].reverse());
    if (first === null || last === null) return null;
    const sideA = sideOf(from, path[0] as LocalXY, first); // a path with directions has ends
    const sideB = -sideOf(to, path.at(-1) as LocalXY, last);
    const turn = facing ? 0 : 1 + (first.x * last.x + first.y * last.y);
    const changesSide = sideA * sideB < 0 && Math.min(Math.abs(sideA), Math.abs(sideB)) > MIDDLE_M;
    const crossings = goesOn(path, first) ? Number(changesSide) : crossingsAtCorner(path, bends, from, to);
    return span + crossings * maxSpanM + turn * CORNER_WEIGHT_M;
  }

  /** Around a corner sides do not tell: the way itself counts, and what goes on straight where it turns. */
  function crossingsAtCorner(path: readonly LocalXY[], bends: readonly Bend[], from: LocalXY, to: LocalXY): number {
    const others = new Set(bends.flatMap((bend) => continuations(map, bend)));
    return timesCrossed(path, from, to) + [...others].filter((edge) => timesCrossed(map.paths[edge] ?? [], from, to) > 0).length;
  }
}

/** A pole and a place where it stands beside a way. */
interface Standing {
  readonly pole: number;
  readonly place: WayPlace;
}

/** The network of ways in a flat frame, to walk on. */
interface WalkMap {
  readonly nodes: readonly LocalXY[];
  readonly edges: WayNetwork['edges'];
  readonly paths: readonly (readonly LocalXY[])[];
  readonly edgesAt: ReadonlyMap<number, readonly number[]>;
  readonly nodeAt: WayNetwork['nodeAt'];
}

function walkMap({ nodes, edges, nodeAt }: WayNetwork, frame: LocalFrame, usable: (way: number) => boolean): WalkMap {
  const edgesAt = new Map<number, number[]>();
  edges.forEach((edge, i) => {
    if (!usable(edge.way)) return;
    for (const node of [edge.from, edge.to]) {
      const list = edgesAt.get(node);
      if (list === undefined) edgesAt.set(node, [i]);
      else list.push(i);
    }
  });
  return {
    nodes: nodes.map((node) => frame.toLocal(node)),
    edges,
    paths: edges.map(({ path }) => path.map((position) => frame.toLocal(position))),
    edgesAt,
    nodeAt,
  };
}

/** A node that a walk passes, from one edge to the next. */
interface Bend {
  readonly node: number;
  readonly before: number;
  readonly after: number;
}

interface Walk {
  readonly node: number;
  readonly lengthM: number;
  readonly path: readonly LocalXY[];
  readonly way: number;
  readonly bends: readonly Bend[];
}

/** A node that a walk has come to. */
interface Step {
  readonly node: number;
  readonly lengthM: number;
  readonly edge: number;
  readonly before: Step | null;
  /** Places with poles on the way. */
  readonly passed: number;
}

/** The shortest ways from a node to all nodes with poles within a distance. */
function walks(map: WalkMap, start: number, limitM: number, hasPoles: (node: number) => boolean): Walk[] {
  const open: Step[] = [{ node: start, lengthM: 0, edge: -1, before: null, passed: 0 }];
  const done = new Set<number>();
  const found: Walk[] = [];
  while (open.length > 0) {
    const nearest = open.reduce((least, step, i) => (step.lengthM < (open[least]?.lengthM ?? Infinity) ? i : least), 0);
    const [at] = open.splice(nearest, 1);
    if (at === undefined || done.has(at.node)) continue;
    done.add(at.node);
    // Each pair is met from both its ends; once is enough.
    if (at.node > start && hasPoles(at.node)) found.push(walked(map, start, at));
    const passed = at.passed + (hasPoles(at.node) ? 1 : 0);
    if (passed > MOST_PASSED) continue;
    for (const i of map.edgesAt.get(at.node) ?? []) {
      const edge = map.edges[i];
      if (edge === undefined) continue;
      const node = edge.from === at.node ? edge.to : edge.from;
      const lengthM = at.lengthM + edge.lengthM;
      if (!done.has(node) && lengthM <= limitM) open.push({ node, lengthM, edge: i, before: at, passed });
    }
  }
  return found;
}

/** The path of a walk and the junctions that it passes. */
function walked(map: WalkMap, start: number, end: Step): Walk {
  const steps: Step[] = [];
  for (let step = end; step.before !== null; step = step.before) steps.push(step);
  steps.reverse();
  const path = [map.nodes[start] as LocalXY]; // start is a node
  const bends: Bend[] = [];
  steps.forEach(({ edge, before }, i) => {
    const node = before?.node ?? start;
    path.push(...leaving(map, edge, node).slice(1));
    if (i > 0 && (map.edgesAt.get(node)?.length ?? 0) > 2) bends.push({ node, before: before?.edge ?? -1, after: edge });
  });
  return { node: end.node, lengthM: end.lengthM, path, way: map.edges[end.edge]?.way ?? -1, bends };
}

/** The path of an edge as it leaves a node. */
function leaving(map: WalkMap, edge: number, node: number): readonly LocalXY[] {
  const path = map.paths[edge] ?? [];
  return map.edges[edge]?.from === node ? path : [...path].reverse();
}

/** Where a walk turns at a junction: the edges that go straight on from it, or lead straight to it. Whoever crosses them crosses a street that the line follows. */
function continuations(map: WalkMap, { node, before, after }: Bend): number[] {
  const into = direction(leaving(map, before, node));
  const out = direction(leaving(map, after, node));
  if (into === null || out === null || isStraight(into, out)) return [];
  return (map.edgesAt.get(node) ?? []).filter((edge) => {
    const other = edge === before || edge === after ? null : direction(leaving(map, edge, node));
    return other !== null && (isStraight(other, into) || isStraight(other, out));
  });
}

/** Whether two directions that leave a place are about opposite. */
function isStraight(a: LocalXY, b: LocalXY): boolean {
  return a.x * b.x + a.y * b.y < STRAIGHT_COSINE;
}

function timesCrossed(path: readonly LocalXY[], from: LocalXY, to: LocalXY): number {
  return path.filter((end, i) => i > 0 && crossingOf(path[i - 1] as LocalXY, end, from, to) !== null).length; // i > 0: there is one before
}

/** The unit vector in which a path begins; null where it has no length. */
function direction(path: readonly LocalXY[]): LocalXY | null {
  const start = path[0];
  if (start === undefined) return null;
  for (const { x, y } of path) {
    const length = Math.hypot(x - start.x, y - start.y);
    if (length > DIRECTION_M) return { x: (x - start.x) / length, y: (y - start.y) / length };
  }
  return null;
}

/** Whether no piece of a path turns far from a direction. */
function goesOn(path: readonly LocalXY[], along: LocalXY): boolean {
  return path.every((end, i) => {
    const piece = direction(path.slice(Math.max(0, i - 1), i + 1));
    return piece === null || piece.x * along.x + piece.y * along.y >= -STRAIGHT_COSINE || end === path[0];
  });
}

/** How far a point lies to the left of a line. */
function sideOf(point: LocalXY, start: LocalXY, along: LocalXY): number {
  return along.x * (point.y - start.y) - along.y * (point.x - start.x);
}

/**
 * Pairs of poles that stand in a row away from all ways: behind the houses, along a railway. A pole that stands along no way votes for the nearest two
 * between which it stands about straight, one of which at least stands alone as well; so a row has three poles, and may end at a pole of a street.
 */
export function spansInRows(
  poles: readonly LocalXY[],
  alone: readonly number[],
  index: BoxIndex,
  maxSpanM: number,
): SpanCandidate[] {
  const found = new Map<string, SpanCandidate>();
  const isAlone = new Set(alone);
  for (const pole of alone) {
    const here = poles[pole];
    if (here === undefined) continue;
    const near = index.nearest(here.x, here.y, NEIGHBOURS + 1, Math.min(ROW_SPAN_M, maxSpanM)).flatMap((other) => {
      const there = poles[other];
      const length = there === undefined ? 0 : Math.hypot(there.x - here.x, there.y - here.y);
      if (there === undefined || other === pole || length < ROW_SPACING_M) return [];
      return { other, length, x: (there.x - here.x) / length, y: (there.y - here.y) / length };
    });
    const pairs = near.flatMap((a, i) => near.slice(i + 1).map((b) => ({ a, b, length: a.length + b.length })));
    const row = pairs
      .filter(({ a, b }) => isAlone.has(a.other) || isAlone.has(b.other))
      .filter(({ a, b }) => a.x * b.x + a.y * b.y <= ROW_COSINE)
      .filter(({ a, b }) => Math.max(a.length, b.length) <= ROW_RATIO * Math.min(a.length, b.length))
      .reduce<(typeof pairs)[number] | null>(
        (least, pair) => (least === null || pair.length < least.length ? pair : least),
        null,
      );
    for (const { other, length } of row === null ? [] : [row.a, row.b]) {
      const from = Math.min(pole, other);
      const to = Math.max(pole, other);
      found.set(`${from}-${to}`, { from, to, way: -1, weightM: length });
    }
  }
  return [...found.values()];
}
