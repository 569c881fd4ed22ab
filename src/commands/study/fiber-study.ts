import { countOf } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';
import { withSetting } from '../../plan/settings.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';

const SEED = 1;

export const designFiber: Command = {
  id: 'fiber.design',
  alters: true,
  title: ({ plan }) => (plan.plan.fiber === null ? 'Design the fiber network' : 'Design the fiber network again'),
  keywords: 'run study compute route cost tree',
  can: (bench) => (bench.fiber.running ? 'A design is being computed already.' : (missingForDesign(bench.plan.plan) ?? true)),
  run: async (bench) => {
    const { fiber, plan } = bench;
    const snapshot = plan.plan;
    const generation = plan.generation;
    Object.assign(fiber, { running: true, phase: 'Starting', fraction: 0 });
    try {
      const network = await runWithProgress(
        bench,
        'Designing fiber',
        'design-fiber',
        { plan: snapshot, effort: fiber.effort, seed: SEED },
        {
          onProgress: (phase, fraction) => Object.assign(fiber, { phase, fraction }),
        },
      );
      // Another plan may have been opened meanwhile: the answer is not about it.
      if (plan.generation !== generation) return;
      plan.commit({ note: 'design fiber network', fiber: network });
      bench.view.showRight('fiber');
      bench.messages.announce(`The design is ready: ${network.drops.length} premises passed.`);
    } finally {
      fiber.running = false;
    }
  },
};

export const dropDesign: Command = {
  id: 'fiber.drop',
  alters: true,
  title: 'Remove the designed network',
  can: ({ plan }) => plan.plan.fiber !== null || 'There is no design.',
  run: (bench) => {
    bench.plan.commit({ note: 'remove the designed network', fiber: null });
    bench.selection.clear();
  },
};

/** Why no fiber network can be designed yet, or null when it can. */
export function missingForDesign(plan: Plan): string | null {
  const isEmpty = (name: FeatureLayerName): boolean => {
    const layer = plan.layers.get(name);
    return layer === undefined || countOf(layer) === 0;
  };
  if (isEmpty('premises')) return 'There are no premises to serve. Import them first.';
  if (isEmpty('facilities')) return 'There is no facility where the light comes from. Import or place one first.';
  if (isEmpty('poles') && isEmpty('rights-of-way'))
    return 'There are neither poles nor rights-of-way to build along. Import them first.';
  return null;
}

/** Changes one study setting from what was typed, as one step. @throws AppError naming the range */
export function setSetting(bench: Workbench, name: string, typed: string): void {
  const settings = withSetting(bench.plan.plan.settings, name, typed);
  bench.plan.commit({ note: `set ${name} to ${typed}`, settings });
}
