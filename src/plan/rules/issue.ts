import type { Plan } from '../plan.ts';

/** Something in a plan that a person should know. `error`: a study would fail or mislead; `warning`: look at it; `note`: good to know. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'note';
  /** Stable key, `layer/what`. */
  readonly code: string;
  /** Layer and ids, or the part of the plan. */
  readonly where: string;
  readonly message: string;
}

/** Looks at a plan and says what it found; never alters it. */
export type Rule = (plan: Plan) => Iterable<Issue>;

/** The first ids of a list and how many more there are. */
export function someIds(ids: readonly string[]): string {
  return ids.length <= 5 ? ids.join(', ') : `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more`;
}
