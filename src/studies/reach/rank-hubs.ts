import { compareText } from '../../base/compare.ts';
import type { JobContext } from '../../base/job.ts';
import { studySightlines } from '../sightlines/run.ts';
import { CLEAR } from '../sightlines/site-pairs.ts';
import type { Mount, ReachScene } from './mounts.ts';

/** Which roofs surely see which, by id. */
export type RoofGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** A roof to win as a hub, after those before it in the list. */
export interface HubCandidate {
  readonly roof: string;
  /** Consenting roofs that see nothing that stands or was chosen before, and see this one. */
  readonly newlyReached: readonly string[];
  /** Consenting roofs that had one way and get a second one. */
  readonly secondPaths: readonly string[];
  /** Whether it has a way to the network: an installed node or a chosen hub that it sees. */
  readonly isConnected: boolean;
}

/** Roofs as they see each other, clear and sure; several mounts of a roof count as one. */
export async function roofGraph(scene: ReachScene, mounts: readonly Mount[], job: JobContext): Promise<RoofGraph> {
  const graph = new Map<string, Set<string>>(mounts.map(({ roof }) => [roof, new Set<string>()]));
  const roofs = new Map(mounts.map(({ id, roof }) => [id, roof]));
  const { sites, pairs } = await studySightlines({ ...scene, sites: mounts, heightAbove: 'ground' }, job);
  pairs.verdict.forEach((verdict, index) => {
    if (verdict !== CLEAR || pairs.confident[index] !== 1) return;
    const [a, b] = [sites[pairs.first[index] ?? NaN], sites[pairs.second[index] ?? NaN]];
    const [one, other] = [roofs.get(a?.id ?? ''), roofs.get(b?.id ?? '')];
    if (one === undefined || other === undefined || one === other) return;
    graph.get(one)?.add(other);
    graph.get(other)?.add(one);
  });
  return graph;
}

/**
 * Hubs in the order in which to win them: each is the one that reaches most consenting roofs not reached yet; then more second paths; then id.
 * Ends when no roof gains anything.
 */
export function rankHubs(graph: RoofGraph, mounts: readonly Mount[], most: number): HubCandidate[] {
  const installed = new Set(mounts.filter(({ status }) => status === 'installed').map(({ roof }) => roof));
  const refused = new Set(mounts.filter(({ consent }) => consent === 'no').map(({ roof }) => roof));
  const willing = new Set(mounts.filter(({ consent }) => consent === 'yes').map(({ roof }) => roof));
  const hubs = new Set(installed);
  const seen = (roof: string): number => [...(graph.get(roof) ?? [])].filter((other) => hubs.has(other)).length;
  const open = [...graph.keys()].filter((roof) => !installed.has(roof) && !refused.has(roof)).sort(compareText);
  const chosen: HubCandidate[] = [];
  while (chosen.length < most) {
    let best: HubCandidate | null = null;
    for (const roof of open) {
      if (hubs.has(roof)) continue;
      const others = [...(graph.get(roof) ?? [])].filter((other) => willing.has(other) && !hubs.has(other)).sort(compareText);
      const candidate = {
        roof,
        newlyReached: others.filter((other) => seen(other) === 0),
        secondPaths: others.filter((other) => seen(other) === 1),
        isConnected: seen(roof) > 0,
      };
      if (best === null || gainOf(candidate, best) > 0) best = candidate;
    }
    if (best === null || best.newlyReached.length + best.secondPaths.length === 0) break;
    hubs.add(best.roof);
    chosen.push(best);
  }
  return chosen;
}

function gainOf(one: HubCandidate, other: HubCandidate): number {
  return (
    one.newlyReached.length - other.newlyReached.length ||
    one.secondPaths.length - other.secondPaths.length ||
    Number(one.isConnected) - Number(other.isConnected)
  );
}
