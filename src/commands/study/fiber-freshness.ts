import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { designInputsHash } from '../../studies/fiber/inputs-hash.ts';
import type { Workbench } from '../workbench.ts';

/** What a design is made from, as values that are replaced and never altered. */
function inputsOf(plan: Plan): readonly unknown[] {
  return [...plan.layers.values(), plan.rasters.get('terrain'), plan.settings, plan.costBook];
}

/** The answer for a network and what it was compared with last. */
const known = new WeakMap<FiberNetwork, { readonly inputs: readonly unknown[]; readonly stale: boolean }>();

/** True when the plan's network was designed from something else than what the plan holds now. */
export function isDesignStale({ plan: { plan } }: Workbench): boolean {
  const { fiber } = plan;
  if (fiber === null) return false;
  const inputs = inputsOf(plan);
  const last = known.get(fiber);
  if (last !== undefined && last.inputs.length === inputs.length && last.inputs.every((value, i) => value === inputs[i]))
    return last.stale;
  const stale = designInputsHash(plan) !== fiber.inputsHash;
  known.set(fiber, { inputs, stale });
  return stale;
}
