import { breathe, type JobContext } from '../../base/job.ts';
import { planFor } from '../../plan/audience.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { planInputs } from '../build-plan/input-list.ts';
import { poleNumbers } from '../build-plan/pole-numbers.ts';
import { assumptionsOf } from '../build-plan/statements.ts';
import { designInputsHash } from '../fiber/inputs-hash.ts';
import { prepareMap, type MapData } from '../paper-map/map-data.ts';

/** What the sheets of a plan are drawn from, prepared once. */
export interface SheetContent {
  readonly plan: Plan;
  readonly data: MapData;
  readonly poleNumbers: ReadonlyMap<string, string>;
  readonly credits: string;
  /** What the drawing rests on, the weightiest first. */
  readonly notes: readonly string[];
}

const NO_NETWORK: FiberNetwork = {
  inputsHash: '',
  effort: 0,
  seed: 0,
  stretches: [],
  poles: [],
  terminals: [],
  cabinets: [],
  drops: [],
  crossings: [],
  risers: [],
  facilities: [],
  sharedCosts: [],
  notReached: [],
  islands: [],
  closures: [],
  handholes: [],
  assumptions: [],
  routeCostCents: 0,
  routeLowerBoundCents: 0,
  ground: null,
  reuse: null,
};

/**
 * Prepares what is shown on the map, as the layers of the plan are shown: what is hidden there is not printed. A sheet hangs on a wall: what
 * the public may not see is not on it.
 */
export async function sheetContent(whole: Plan, job: JobContext): Promise<SheetContent> {
  const { plan } = planFor(whole, 'public');
  const { groups } = plan.display;
  const hidden = new Set(Object.keys(groups).filter((name) => groups[name]?.hidden === true));
  const network = plan.fiber === null ? NO_NETWORK : shownNetwork(plan.fiber, hidden);
  const data = await prepareMap(plan, network, job, hidden);
  await breathe(job);
  return {
    plan,
    data,
    poleNumbers: plan.fiber === null ? new Map() : poleNumbers(plan.fiber),
    credits: creditsOf(plan),
    notes: notesOf(whole),
  };
}

/** The network without the groups of the map that are hidden. */
function shownNetwork(network: FiberNetwork, hidden: ReadonlySet<string>): FiberNetwork {
  const shown = <Part>(group: string, parts: readonly Part[]): readonly Part[] => (hidden.has(`network-${group}`) ? [] : parts);
  return {
    ...network,
    stretches: shown('routes', network.stretches),
    islands: shown('routes', network.islands),
    risers: shown('routes', network.risers),
    drops: shown('drops', network.drops),
    poles: shown('poles', network.poles),
    terminals: shown('terminals', network.terminals),
    crossings: shown('crossings', network.crossings),
    cabinets: shown('facilities', network.cabinets),
    facilities: hidden.has('facilities') ? [] : network.facilities,
  };
}

function creditsOf(plan: Plan): string {
  const licences = [...new Set(planInputs(plan).flatMap(({ licence }) => (licence === undefined ? [] : [licence])))];
  return licences.length === 0 ? 'Data: the project’s own.' : `Data: ${licences.join(' · ')}.`;
}

function notesOf(plan: Plan): string[] {
  if (plan.fiber === null) return [];
  const stale = designInputsHash(plan) !== plan.fiber.inputsHash;
  return [
    ...(stale ? ['The plan has changed since this network was designed.'] : []),
    'NESC clearance and loading not checked. Locate utilities before digging.',
    ...assumptionsOf(plan, plan.fiber),
  ];
}
