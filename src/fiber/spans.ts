import { shortDistanceM } from '../geo/geodesy.ts';
import type { LocalFrame } from '../geo/local-frame.ts';
import type { LngLat } from '../geo/position.ts';
import { nearestOnSegment } from '../geo/segment.ts';
import { placeKey, type WayMap, type WayPlace } from './way-network.ts';

/** A gap between two poles that one may string along. `way` is the right-of-way that it follows, by index. */
export interface InferredSpan {
  readonly from: number;
  readonly to: number;
  readonly way: number;
}

export interface SpanRules {
  /** Longest straight span, metres. */
  readonly maxSpanM: number;
  /** Poles this near to a way stand along it, metres. */
  readonly poleOffsetM: number;
}

/** How far the wire may leave the way that it follows beyond where its poles stand; keeps spans from cutting corners over houses. */
const CORNER_ALLOWANCE_M = 6;

/**
 * Spans between poles along ways: from each pole along the ways in every direction to the next one. A span is kept where
 * it is not too long and stays near the way. Poles that stand along no way get none.
 * @param usable says which ways poles may follow
 */
export function inferSpans(
  poles: readonly LngLat[],
  ways: WayMap,
  frame: LocalFrame,
  rules: SpanRules,
  usable: (way: number) => boolean,
): InferredSpan[] {
  const places = poles.map((pole) => ways.nearestPlaces(pole, rules.poleOffsetM, 1, usable)[0]);
  const nodeKeys = places.map((place) => (place === undefined ? null : placeKey(ways.mark(place))));
  const network = ways.network();
  const polesAt = new Map<number, number[]>();
  nodeKeys.forEach((key, pole) => {
    const node = key === null ? undefined : network.nodeAt.get(key);
    if (node !== undefined) polesAt.set(node, [...(polesAt.get(node) ?? []), pole]);
  });
  const edgesAt = new Map<number, number[]>();
  network.edges.forEach((edge, i) => {
    for (const node of [edge.from, edge.to]) edgesAt.set(node, [...(edgesAt.get(node) ?? []), i]);
  });
  const spans = new Map<string, InferredSpan>();
  const keep = (a: number, b: number, way: number, path: readonly LngLat[]): void => {
    const from = Math.min(a, b);
    const to = Math.max(a, b);
    const key = `${from}-${to}`;
    if (a === b || spans.has(key)) return;
    if (staysNear(poles[a] as LngLat, poles[b] as LngLat, path, places[a], places[b], frame, rules))
      spans.set(key, { from, to, way });
  };
  for (const [start, here] of polesAt) {
    for (let i = 1; i < here.length; i++)
      keep(here[i - 1] ?? 0, here[i] ?? 0, places[here[i] ?? 0]?.way ?? 0, [network.nodes[start] as LngLat]);
    walkToNextPoles(start);
    function walkToNextPoles(node: number): void {
      const queue: { node: number; lengthM: number; path: LngLat[]; way: number }[] = [
        { node, lengthM: 0, path: [network.nodes[node] as LngLat], way: -1 },
      ];
      const seen = new Set([node]);
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        for (const i of edgesAt.get(at.node) ?? []) {
          const edge = network.edges[i];
          if (edge === undefined || !usable(edge.way)) continue;
          const next = edge.from === at.node ? edge.to : edge.from;
          const lengthM = at.lengthM + edge.lengthM;
          if (seen.has(next) || lengthM > rules.maxSpanM * 1.3) continue;
          seen.add(next);
          const piece = edge.from === at.node ? edge.path : [...edge.path].reverse();
          const path = [...at.path, ...piece.slice(1)];
          const there = polesAt.get(next);
          if (there === undefined) queue.push({ node: next, lengthM, path, way: edge.way });
          else for (const a of here) for (const b of there) keep(a, b, edge.way, path);
        }
        queue.sort((a, b) => a.lengthM - b.lengthM);
      }
    }
  }
  return [...spans.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The straight wire is short enough and nowhere farther from the way than its poles are, plus a little. */
function staysNear(
  a: LngLat,
  b: LngLat,
  path: readonly LngLat[],
  placeA: WayPlace | undefined,
  placeB: WayPlace | undefined,
  frame: LocalFrame,
  rules: SpanRules,
): boolean {
  const span = shortDistanceM(a, b);
  if (span > rules.maxSpanM || span < 0.5) return false;
  const limit = Math.max(placeA?.distanceM ?? 0, placeB?.distanceM ?? 0) + CORNER_ALLOWANCE_M;
  const from = frame.toLocal(a);
  const to = frame.toLocal(b);
  return path.every((vertex) => nearestOnSegment(frame.toLocal(vertex), from, to).distance <= limit);
}
