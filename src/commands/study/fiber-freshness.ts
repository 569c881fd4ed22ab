import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FeatureTable } from '../../plan/feature-table.ts';
import { designInputsHash, designSettings, rememberTableHash, tablesToHash } from '../../studies/fiber/inputs-hash.ts';
import type { Workbench } from '../workbench.ts';

/** What a design is made from, as values that are replaced and never altered. */
export function designInputs(plan: Plan): readonly unknown[] {
  return [...plan.layers.values(), plan.rasters.get('terrain'), plan.costBook, ...designSettings(plan).flat()];
}

interface Comparison {
  readonly plan: Plan;
  readonly inputs: readonly unknown[];
  readonly isStale: boolean;
}

/** For each network the inputs that it was compared with last, and those that it was found to be made from. */
const last = new WeakMap<FiberNetwork, Comparison>();
const fresh = new WeakMap<FiberNetwork, Comparison>();
/** Tables that a worker looks through. */
const underway = new WeakMap<FeatureTable, Promise<void>>();

/** So many features are looked through at once; more by a worker, so that the page stays free. */
const MOST_AT_ONCE = 1000;

/**
 * True when the plan's network was designed from something else than what the plan holds now. While a worker looks through a large layer, what was
 * known last is said.
 */
export function isDesignStale(bench: Workbench): boolean {
  const { fiber } = bench.plan.plan;
  void bench.fiber.looks;
  if (fiber === null) return false;
  const known = comparisonOf(bench.plan.plan, fiber);
  if (known !== null) return known.isStale;
  queueMicrotask(() => void lookThrough(bench));
  return last.get(fiber)?.isStale ?? false;
}

/** The plan that a network was designed from, as it was last seen; null where it was not. */
export function planAsDesigned(fiber: FiberNetwork): Plan | null {
  return fresh.get(fiber)?.plan ?? null;
}

/** As `isDesignStale`, once it is certain. */
export async function designIsStale(bench: Workbench): Promise<boolean> {
  for (;;) {
    const { plan } = bench.plan;
    if (plan.fiber === null) return false;
    const known = comparisonOf(plan, plan.fiber);
    if (known !== null) return known.isStale;
    await lookThrough(bench);
  }
}

/** Null where large layers have to be looked through first. */
function comparisonOf(plan: Plan, fiber: FiberNetwork): Comparison | null {
  const inputs = designInputs(plan);
  const known = [last.get(fiber), fresh.get(fiber)].find(
    (comparison) => comparison !== undefined && isSame(comparison.inputs, inputs),
  );
  if (known !== undefined) return known;
  if (tablesToHash(plan).reduce((sum, { count }) => sum + count, 0) > MOST_AT_ONCE) return null;
  const comparison = { plan, inputs, isStale: designInputsHash(plan) !== fiber.inputsHash };
  last.set(fiber, comparison);
  if (!comparison.isStale) fresh.set(fiber, comparison);
  return comparison;
}

async function lookThrough({ plan: { plan }, fiber, runJob }: Workbench): Promise<void> {
  const hash = async (table: FeatureTable): Promise<void> => rememberTableHash(table, await runJob('table-hash', { table }));
  await Promise.all(
    tablesToHash(plan).map((table) => {
      const running = underway.get(table) ?? hash(table).finally(() => underway.delete(table));
      underway.set(table, running);
      return running;
    }),
  );
  fiber.looks++;
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
