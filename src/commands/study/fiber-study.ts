import { breathe, quietJob } from '../../base/job.ts';
import { countOf } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';
import { withSetting } from '../../plan/settings.ts';
import type { Command } from '../command.ts';
import { knownTableHashes } from '../../studies/fiber/inputs-hash.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';
import { planAsDesigned } from './fiber-freshness.ts';

const words = wording.fiberStudy;

const SEED = 1;

export const designFiber: Command = {
  id: 'fiber.design',
  alters: true,
  title: ({ plan }) => (plan.plan.fiber === null ? words.designFiberNetwork : words.designFiberNetworkAgain),
  keywords: words.runStudyComputeRouteCost,
  can: canDesign,
  run: (bench) => design(bench, false),
};

/** A what-if in seconds: routes are searched where something changed since the present design, elsewhere they stay. */
export const updateDesign: Command = {
  id: 'fiber.update',
  alters: true,
  title: words.updateDesign,
  keywords: words.updateDesignKeywords,
  can: (bench) => (bench.plan.plan.fiber === null ? words.thereNoDesign : canDesign(bench)),
  run: (bench) => design(bench, true),
};

function canDesign(bench: Workbench): true | string {
  return bench.fiber.running ? words.aDesignBeingComputedAlready : (missingForDesign(bench.plan.plan) ?? true);
}

async function design(bench: Workbench, goesOn: boolean): Promise<void> {
  const { fiber, plan } = bench;
  const snapshot = plan.plan;
  const generation = plan.generation;
  Object.assign(fiber, { running: true, phase: wording.everywhere.starting, fraction: 0 });
  try {
    const network = await runWithProgress(
      bench,
      wording.everywhere.designingFiber,
      'design-fiber',
      { plan: snapshot, effort: fiber.effort, seed: SEED, goesOn, tableHashes: knownTableHashes(snapshot) },
      {
        onProgress: (phase, fraction) => Object.assign(fiber, { phase, fraction }),
      },
    );
    // Reading a city's answer takes a moment; the page answers before it draws it.
    await breathe(quietJob);
    // Another plan may have been opened meanwhile: the answer is not about it.
    if (plan.generation !== generation) return;
    const before = snapshot.fiber === null ? null : planAsDesigned(snapshot.fiber);
    plan.commit({ note: words.designNote, fiber: network });
    fiber.before = before === null ? null : { plan: before, generation };
    bench.view.showRight('fiber');
    bench.messages.announce(words.theDesignReadyPremisesPassed({ count: network.drops.length }));
  } finally {
    fiber.running = false;
  }
}

export const dropDesign: Command = {
  id: 'fiber.drop',
  alters: true,
  title: words.removeDesignedNetwork,
  can: ({ plan }) => plan.plan.fiber !== null || words.thereNoDesign,
  run: (bench) => {
    bench.plan.commit({ note: words.removeDesignNote, fiber: null });
    bench.selection.clear();
  },
};

/** Why no fiber network can be designed yet, or null when it can. */
export function missingForDesign(plan: Plan): string | null {
  const isEmpty = (name: FeatureLayerName): boolean => {
    const layer = plan.layers.get(name);
    return layer === undefined || countOf(layer) === 0;
  };
  if (isEmpty('premises')) return words.thereNoPremisesToServe;
  if (isEmpty('facilities')) return words.thereNoFacilityWhereLight;
  if (isEmpty('poles') && isEmpty('rights-of-way')) return words.thereNeitherPolesNorRights;
  return null;
}

/** Changes one study setting from what was typed, as one step. @throws AppError naming the range */
export function setSetting(bench: Workbench, name: string, typed: string): void {
  const settings = withSetting(bench.plan.plan.settings, name, typed);
  bench.plan.commit({ note: words.setTo({ name, typed }), settings });
}
