import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { layerTable } from '../../plan/plan.ts';
import { serviceRows, type ServiceRow } from '../../studies/availability/service-rows.ts';

const kept = new WeakMap<object, { readonly grants: unknown; readonly rows: readonly ServiceRow[] | null }>();

/** Who is served today; kept until premises or the grant layers change. Null where nothing says it. */
export function serviceToday(plan: Plan): readonly ServiceRow[] | null {
  const table = layerTable(plan, 'premises');
  const grants = plan.layers.get('grants');
  const known = kept.get(table);
  if (known !== undefined && known.grants === grants) return known.rows;
  const rows = serviceRows(plan);
  kept.set(table, { grants, rows });
  return rows;
}

const passedSets = new WeakMap<FiberNetwork, ReadonlySet<string>>();
const nobody: ReadonlySet<string> = new Set();

/** The premises that the design passes. */
export function passedIds({ fiber }: Plan): ReadonlySet<string> {
  if (fiber === null) return nobody;
  const found = passedSets.get(fiber) ?? new Set(fiber.drops.map(({ premisesId }) => premisesId));
  passedSets.set(fiber, found);
  return found;
}
