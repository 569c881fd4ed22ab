import { compareText } from '../../base/compare.ts';
import type { JobContext } from '../../base/job.ts';
import type { Mount, ReachScene } from '../reach/mounts.ts';
import { doubtOf, mastFor, rankNodes, shortestMast, type Reach } from '../reach/rank-nodes.ts';
import { roofGraph, type RoofGraph } from '../reach/rank-hubs.ts';

/** What the organiser does with a request. */
export type Outcome = 'viable' | 'needs a photo' | 'no';

/** One roof that asks to join, judged by the best of its mounts. */
export interface WorkItem {
  /** The best of the roof's mounts. */
  readonly mount: Mount;
  readonly outcome: Outcome;
  /** The best link that it has; null where nothing is in range. */
  readonly link: Reach | null;
  /** The link to build: `link`, or the one that a mast opens; null where there is none. */
  readonly goal: Reach | null;
  /** The usual mast that would open `goal`, metres; null where none is needed, or none helps. */
  readonly mastM: number | null;
  /** From an installed node to this roof: the roofs that must be built first, in order. */
  readonly chain: readonly string[];
  /** How many other requests have a way only once this one stands. */
  readonly unlocks: number;
}

/** Judges requests against the nodes that stand, then against each other: a roof may be reached by way of another request's. */
export async function studyWorklist(
  scene: ReachScene,
  nodes: readonly Mount[],
  requests: readonly Mount[],
  job: JobContext,
): Promise<WorkItem[]> {
  const roofs = new Map<string, Mount[]>();
  for (const request of requests) roofs.set(request.roof, [...(roofs.get(request.roof) ?? []), request]);
  const direct = new Map<string, Reach[]>();
  for (const [roof, mounts] of roofs) direct.set(roof, await rankNodes(scene, mounts, nodes, job));
  const graph = await roofGraph(scene, requests, job);
  const ways = waysIn(
    graph,
    [...direct].flatMap(([roof, reaches]) => (isSure(reaches[0]) ? [roof] : [])),
  );
  const unlocked = unlocksOf(ways);
  const items: WorkItem[] = [];
  for (const [roof, mounts] of roofs) {
    const [first] = mounts;
    if (first === undefined) continue;
    const reaches = direct.get(roof) ?? [];
    const hub = roofs.get(ways.get(roof) ?? '');
    const link = (hub === undefined ? reaches : await rankNodes(scene, mounts, hub, job))[0] ?? null;
    const found = outcomeOf(reaches, link);
    items.push({
      ...{ mount: found.goal?.from ?? first, link, ...found },
      ...{ chain: chainOf(ways, roof), unlocks: unlocked.get(roof) ?? 0 },
    });
  }
  return items.sort((a, b) => compareText(a.mount.id, b.mount.id));
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

function outcomeOf(reaches: readonly Reach[], link: Reach | null): Pick<WorkItem, 'outcome' | 'goal' | 'mastM'> {
  const doubt = link === null ? 2 : doubtOf(link);
  if (doubt === 0) return { outcome: 'viable', goal: link, mastM: null };
  if (doubt === 1 && link !== null) {
    const mastM = link.raiseM === null || link.raiseM === 0 ? null : mastFor(link.raiseM);
    return { outcome: 'needs a photo', goal: link, mastM };
  }
  // What is surely blocked has nothing to build but what a mast opens.
  const mast = shortestMast(reaches);
  return { outcome: 'no', goal: mast?.to ?? null, mastM: mast?.mastM ?? null };
}
