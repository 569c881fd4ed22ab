import type { RootedTree } from '../../fiber/rooted-tree.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import type { Plan } from '../../plan/plan.ts';
import { isOffered, type PreparedRoutes } from './prepare.ts';

/**
 * The offered facility that should be opened next because premises lie beyond reach: of those that are not in use the nearest to the
 * farthest of these premises. Null where all are within reach, or none is left that lies nearer to them.
 * @returns its index
 */
export function hutNeeded(
  { settings }: Plan,
  { facilities, input }: PreparedRoutes,
  graph: RouteGraph,
  tree: RootedTree,
  opened: ReadonlySet<number>,
): number | null {
  if (!facilities.some(isOffered)) return null;
  const slack = 1 + (settings.slack === 'percent' ? settings.slackPercent : 0) / 100;
  const depthM = new Float64Array(tree.parent.length);
  const used = new Set<number>();
  const { reachLimitM, pathLimitM } = settings;
  let farthest = { node: -1, fibreM: pathLimitM > 0 ? Math.min(reachLimitM, pathLimitM) : reachLimitM };
  for (const node of tree.preorder) {
    const edge = graph.edges[tree.parentEdge[node] ?? -1];
    depthM[node] = (depthM[tree.parent[node] ?? -1] ?? 0) + (edge?.lengthM ?? 0) * slack;
    const at = graph.nodes[node];
    if (at?.kind === 'facility') used.add(at.facility);
    if (at?.kind === 'premises' && (depthM[node] ?? 0) > farthest.fibreM) farthest = { node, fibreM: depthM[node] ?? 0 };
  }
  const position = graph.nodes[farthest.node]?.position;
  if (position === undefined) return null;
  let best: { facility: number; distanceM: number } | null = null;
  for (const [facility, feature] of facilities.entries()) {
    if (!isOffered(feature) || opened.has(facility) || used.has(facility)) continue;
    const distanceM = shortDistanceM(input.facilities[facility] ?? position, position);
    if (distanceM < (best?.distanceM ?? farthest.fibreM)) best = { facility, distanceM };
  }
  return best?.facility ?? null;
}
