import type { LngLat } from '../geo/position.ts';
import { EdgePricer } from './edge-prices.ts';
import { pricedDrops } from './graph-drops.ts';
import { GraphParts, type LaidEdge } from './graph-parts.ts';
import { isAlong, type RouteEdge, type RouteGraph, type RouteInput, type RouteNode } from './route-input.ts';
import { FIELD_LATERAL_M, layoutOf, type RouteLayout } from './route-layout.ts';
import { placeKey, WayMap } from './way-network.ts';

/** The end of a line drawn along a way lies this near to it; metres. */
const LINE_END_M = 1;

/**
 * Builds the graph on which routes are searched. The ground, new pole lines and existing poles are three levels of nodes, joined by
 * risers and taps; premises hang on them by drops; all facilities hang on one source. What the map alone decides is laid out once; ways are then cut where
 * conditions end and cabinets stand, and every edge gets its price.
 */
export function buildRouteGraph(input: RouteInput): RouteGraph {
  const layout = layoutOf(input);
  const { nodes, ways } = cutWays(input, layout);
  const pricer = new EdgePricer(input, nodes);
  const edges: RouteEdge[] = [];
  const add = (laid: readonly LaidEdge[]): void => {
    for (const one of laid) {
      const edge = pricer.priced(one);
      if (edge !== null) edges.push(edge);
    }
  };
  add(layout.spans);
  add(ways);
  add(layout.joints);
  const outOfReachM = new Map<number, number | null>();
  layout.drops.forEach((laid, premises) => {
    const drops = pricedDrops(input, nodes, pricer, laid, premises);
    edges.push(...drops);
    if (drops.length === 0) outOfReachM.set(premises, layout.nearestRouteM(premises));
  });
  add(layout.facilities);
  return { nodes, edges, root: layout.root, premisesNode: layout.premisesNode, outOfReachM };
}

/** The ways cut where conditions meet them and cabinets stand beside them: nodes that this adds come last, and so do the edges of the ways that it cuts. */
function cutWays(input: RouteInput, layout: RouteLayout): { nodes: readonly RouteNode[]; ways: readonly LaidEdge[] } {
  const wayMap = markedFor(input, layout.wayMap);
  if (wayMap.marked.size === 0) return { nodes: layout.parts.nodes, ways: layout.ways };
  const parts = new GraphParts(input, layout.parts);
  for (const way of [...wayMap.marked].sort((a, b) => a - b)) {
    const before = layout.pieces.get(way) ?? [];
    let at = 0;
    for (const path of wayMap.piecesOf(way, layout.isOnWay)) {
      const whole = before[at];
      parts.alongWay(way, path, whole?.builtUp ?? false);
      if (endKey(path) === endKey(whole?.path ?? [])) at++;
    }
  }
  parts.addRisers(layout.parts.lineAt);
  return {
    nodes: parts.nodes,
    ways: [...layout.ways.filter(({ about }) => !wayMap.marked.has(about.way ?? -1)), ...parts.edges],
  };
}

function endKey(path: readonly LngLat[]): string {
  const end = path.at(-1);
  return end === undefined ? '' : placeKey(end);
}

/** The ways with the places marked that conditions and cabinets ask for. */
function markedFor({ ways, frame, conditions, cabinets }: RouteInput, base: WayMap): WayMap {
  const wayMap = new WayMap([], frame, base);
  const diggable = (way: number): boolean => isAlong(ways[way]);
  for (const path of conditions.outlines) {
    const [first, last] = [path[0], path.at(-1)];
    if (first === undefined || last === undefined) continue;
    if (placeKey(first) === placeKey(last)) wayMap.markCrossings(path);
    else
      for (const end of [first, last]) for (const place of wayMap.nearestPlaces(end, LINE_END_M, 2, diggable)) wayMap.mark(place);
  }
  for (const position of cabinets)
    for (const place of wayMap.nearestPlaces(position, FIELD_LATERAL_M, 1, diggable)) wayMap.mark(place);
  return wayMap;
}
