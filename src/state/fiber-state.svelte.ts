import type { FiberNetwork } from '../plan/network.ts';
import type { Plan } from '../plan/plan.ts';
import type { Settings } from '../plan/settings.ts';
import type { FibrePlan } from '../studies/fiber/fibre-plan.ts';
import type { OpticalStudy } from '../studies/fiber/optical-study.ts';
import type { BudgetAnswer, WorthCurve, WorthPoint } from '../studies/fiber/worth.ts';

/** What an answer was worked out from, and the opened plan that it belongs to (`PlanState.generation`). */
interface WorkedOut {
  readonly from: readonly unknown[];
  readonly generation: number;
}

/** The light of a design at some settings: its fibres and what is lost on them. */
export interface DesignLight {
  readonly network: FiberNetwork;
  readonly settings: Settings;
  readonly fibres: FibrePlan;
  readonly study: OpticalStudy;
}

/** The fiber study as the window sees it; the designed network itself is in the plan. */
export class FiberState {
  running = $state(false);
  phase = $state('');
  fraction = $state(0);
  /** How hard to search, 1 … 5. */
  effort = $state<1 | 2 | 3 | 4 | 5>(2);
  /** The premises whose path of light is shown, by id. */
  litPremises = $state<string | null>(null);
  /** Of the design that was worked out last; null before the first. */
  light = $state.raw<DesignLight | null>(null);
  /** The plan with the design that the last one replaced, and the opened plan that it belongs to (`PlanState.generation`). */
  before = $state.raw<{ readonly plan: Plan; readonly generation: number } | null>(null);
  /** What serving fewer would cost, and what a budget reaches; null before it is asked for. */
  worth = $state.raw<(WorkedOut & { readonly curve: WorthCurve }) | null>(null);
  budget = $state.raw<(WorkedOut & { readonly answer: BudgetAnswer }) | null>(null);
  /** Whose left-out premises are shown on the map. */
  worthShown = $state.raw<WorthPoint | BudgetAnswer | null>(null);
  /** Counts how often large layers were looked through, to tell whether the design is up to date. */
  looks = $state(0);
}
