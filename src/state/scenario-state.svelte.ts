import type { Plan } from '../plan/plan.ts';

/** A plan that was set aside as it stood. */
export interface Scenario {
  readonly name: string;
  readonly plan: Plan;
  /** The opened plan that it belongs to (`PlanState.generation`): after another is opened it compares with nothing. */
  readonly generation: number;
}

/** Scenarios of the window's plan: the one in the window, and one set aside beside it. Not part of the plan. */
export class ScenarioState {
  /** Name of the one in the window. */
  name = $state('A');
  aside = $state.raw<Scenario | null>(null);
}
