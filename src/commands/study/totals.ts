import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { exposuresOf, type CostRisk } from '../../studies/build-plan/cost-risk.ts';
import { phasesOf, usualPhaseKind, type PhasePlan } from '../../studies/phases/run.ts';
import type { Workbench } from '../workbench.ts';
import { totalsOf, type PlanTotals } from '../../studies/build-plan/totals.ts';

/** Totals of the designed network at the plan's present prices; null before the first design. Kept until one of both changes. */
export function designTotals(plan: Plan): PlanTotals | null {
  if (plan.fiber === null) return null;
  const known = kept.get(plan.fiber);
  const neighbourhoods = plan.layers.get('neighbourhoods');
  if (
    known !== undefined &&
    known.book === plan.costBook &&
    known.settings === plan.settings &&
    known.neighbourhoods === neighbourhoods
  ) {
    return known.totals;
  }
  const totals = totalsOf(plan, plan.fiber);
  kept.set(plan.fiber, { book: plan.costBook, settings: plan.settings, neighbourhoods, totals });
  return totals;
}

/** How sure the totals are, drawn in a worker; kept as long as they are. Null before the first design. */
export async function designRisk({ plan: { plan }, runJob }: Workbench): Promise<CostRisk | null> {
  const totals = designTotals(plan);
  if (totals === null || plan.fiber === null) return null;
  const risk = risks.get(totals) ?? runJob('cost-risk', exposuresOf(plan, plan.fiber), {});
  risks.set(totals, risk);
  return risk;
}

/** The phases that the plan suggests; kept as long as the totals are. */
export function designPhases(plan: Plan): PhasePlan | null {
  const totals = designTotals(plan);
  if (totals === null || plan.fiber === null) return null;
  const found = phases.get(totals) ?? phasesOf(plan, plan.fiber, usualPhaseKind(plan));
  phases.set(totals, found);
  return found;
}

const phases = new WeakMap<PlanTotals, PhasePlan>();

const risks = new WeakMap<PlanTotals, Promise<CostRisk>>();

const kept = new WeakMap<
  FiberNetwork,
  {
    readonly book: Plan['costBook'];
    readonly settings: Plan['settings'];
    readonly neighbourhoods: unknown;
    readonly totals: PlanTotals;
  }
>();
