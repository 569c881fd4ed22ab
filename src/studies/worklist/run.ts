import { compareText } from '../../base/compare.ts';
import type { JobContext } from '../../base/job.ts';
import type { Mount, ReachScene } from '../reach/mounts.ts';
import { doubtOf, rankNodes, shortestMast, type Reach } from '../reach/rank-nodes.ts';
import { roofGraph, type RoofGraph } from '../reach/rank-hubs.ts';

/** What the organiser does with a request. */
export type Outcome = 'viable' | 'needs a photo' | 'no';

/** One request, judged. */
export interface WorkItem {
  readonly id: string;
  readonly outcome: Outcome;
  /** The roof that it links to; null where there is none. */
  readonly via: string | null;
  /** From an installed node to this roof: the roofs that must be built first, in order. */
  readonly chain: readonly string[];
  /** How many other requests have a way only once this one stands. */
  readonly unlocks: number;
  readonly reason: string;
  readonly distanceM: number | null;
  readonly azimuthDeg: number | null;
  /** The usual mast that would open a link, metres; null where none is needed, or none helps. */
  readonly mastM: number | null;
}

/** Judges requests against the nodes that stand, then against each other: a roof may be reached by way of another request's. */
export async function studyWorklist(
  scene: ReachScene,
  nodes: readonly Mount[],
  requests: readonly Mount[],
  job: JobContext,
): Promise<WorkItem[]> {
  const direct = new Map<string, Reach[]>();
  for (const request of requests) direct.set(request.roof, await rankNodes(scene, [request], nodes, job));
  const graph = await roofGraph(scene, requests, job);
  const ways = waysIn(
    graph,
    [...direct].flatMap(([roof, reaches]) => (isSure(reaches[0]) ? [roof] : [])),
  );
  const unlocked = unlocksOf(ways);
  const byRoof = new Map(requests.map((request) => [request.roof, request]));
  const items: WorkItem[] = [];
  for (const request of requests) {
    const reaches = direct.get(request.roof) ?? [];
    const parent = ways.get(request.roof);
    const hub = parent === undefined || parent === null ? undefined : byRoof.get(parent);
    const link = hub === undefined ? reaches[0] : (await rankNodes(scene, [request], [hub], job))[0];
    items.push({
      ...itemOf(request.id, reaches, link, hub !== undefined),
      chain: chainOf(ways, request.roof),
      unlocks: unlocked.get(request.roof) ?? 0,
    });
  }
  return items.sort((a, b) => compareText(a.id, b.id));
}

/** Breadth first from the roofs that see an installed node: each roof and the roof that it hangs on, null for the first ones. */
export function waysIn(graph: RoofGraph, first: readonly string[]): Map<string, string | null> {
  const ways = new Map<string, string | null>([...first].sort(compareText).map((roof) => [roof, null]));
  for (const roof of ways.keys())
    for (const next of [...(graph.get(roof) ?? [])].sort(compareText)) if (!ways.has(next)) ways.set(next, roof);
  return ways;
}

/** For each roof how many others hang on it, directly or by way of others. */
function unlocksOf(ways: ReadonlyMap<string, string | null>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const roof of ways.keys()) for (const above of chainOf(ways, roof)) counts.set(above, (counts.get(above) ?? 0) + 1);
  return counts;
}

function chainOf(ways: ReadonlyMap<string, string | null>, roof: string): string[] {
  const chain: string[] = [];
  for (let above = ways.get(roof) ?? null; above !== null; above = ways.get(above) ?? null) chain.unshift(above);
  return chain;
}

function isSure(reach: Reach | undefined): boolean {
  return reach !== undefined && doubtOf(reach) === 0;
}

function itemOf(
  id: string,
  reaches: readonly Reach[],
  link: Reach | undefined,
  isUnlocked: boolean,
): Omit<WorkItem, 'chain' | 'unlocks'> {
  const nothing = { id, via: null, distanceM: null, azimuthDeg: null, mastM: null };
  if (link === undefined) return { ...nothing, outcome: 'no', reason: 'No installed node is in range.' };
  const found = { id, via: link.roof, distanceM: link.distanceM, azimuthDeg: link.azimuthDeg, mastM: null };
  if (isUnlocked) return { ...found, outcome: 'viable', reason: `Sees ${link.roof}, once that roof is installed.` };
  const doubt = doubtOf(link);
  if (doubt === 0) return { ...found, outcome: 'viable', reason: `Clear to ${link.roof}.` };
  const mast = shortestMast(reaches);
  const fix = mast === null ? '' : `; a mast ${mast.mastM} m taller would open ${mast.to.roof}`;
  const what = `${OBSTACLES[link.obstacle] ?? link.obstacle} at ${Math.round(link.tightestM)} m`;
  const mastM = mast?.mastM ?? null;
  if (doubt === 1) {
    const why = link.confident ? 'marginal' : 'too close to call';
    return { ...found, mastM, outcome: 'needs a photo', reason: `${why}: ${what}; needs a photo${fix}` };
  }
  return { ...found, via: mast?.to.roof ?? null, mastM, outcome: 'no', reason: `blocked by ${what}${fix}` };
}

const OBSTACLES: Readonly<Record<string, string>> = {
  ridge: 'the ridge',
  ground: 'the ground',
  earth: 'the curve of the Earth',
  surface: 'a building or trees',
  building: 'a building',
  trees: 'trees',
  'own-roof': 'the own roof',
};
