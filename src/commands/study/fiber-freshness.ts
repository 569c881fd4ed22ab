import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { designInputsHash, designSettings } from '../../studies/fiber/inputs-hash.ts';
import type { Workbench } from '../workbench.ts';

/** What a design is made from, as values that are replaced and never altered. */
function inputsOf(plan: Plan): readonly unknown[] {
  return [...plan.layers.values(), plan.rasters.get('terrain'), plan.costBook, ...designSettings(plan).flat()];
}

interface Comparison {
  readonly inputs: readonly unknown[];
  readonly isStale: boolean;
}

/** For each network the inputs that it was compared with last, and those that it was found to be made from. */
const last = new WeakMap<FiberNetwork, Comparison>();
const fresh = new WeakMap<FiberNetwork, Comparison>();

/** True when the plan's network was designed from something else than what the plan holds now. */
export function isDesignStale({ plan: { plan } }: Workbench): boolean {
  const { fiber } = plan;
  if (fiber === null) return false;
  const inputs = inputsOf(plan);
  const known = [last.get(fiber), fresh.get(fiber)].find(
    (comparison) => comparison !== undefined && isSame(comparison.inputs, inputs),
  );
  if (known !== undefined) return known.isStale;
  const comparison = { inputs, isStale: designInputsHash(plan) !== fiber.inputsHash };
  last.set(fiber, comparison);
  if (!comparison.isStale) fresh.set(fiber, comparison);
  return comparison.isStale;
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
