import type { FeatureLayerName } from '../layers.ts';
import type { Plan } from '../plan.ts';

/** `error`: a study would fail or mislead; `warning`: look at it; `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** What a rule found: one kind of trouble in one part of the plan, whatever was ignored. */
export interface Finding {
  readonly severity: Severity;
  /** Stable key, `layer/what`. */
  readonly code: string;
  /** The layer, or the part of the plan, as people call it. */
  readonly part: string;
  /** What it is about: features of `layer`, or items of a part that is no layer. Empty where it is about the whole. */
  readonly ids: readonly string[];
  readonly layer: FeatureLayerName | null;
  /** The sentence about so many of `ids`. */
  tell(count: number): string;
}

/** Something in a plan that a person should know. */
export interface Issue {
  readonly severity: Severity;
  readonly code: string;
  /** Part and the first ids, as one text. */
  readonly where: string;
  readonly message: string;
  readonly part: string;
  readonly layer: FeatureLayerName | null;
  readonly ids: readonly string[];
}

/** Something that a person has looked at and said to ignore, with the reason why. Kept with the plan. */
export interface IgnoredIssue {
  readonly code: string;
  readonly part: string;
  /** What is ignored of it; empty for all of it, whatever it comes to be about. */
  readonly ids: readonly string[];
  readonly note: string;
}

/** Looks at a plan and says what it found; never alters it. */
export interface Rule {
  /** What it looks at, to be compared by identity: the same values, the same findings. */
  reads(plan: Plan): readonly unknown[];
  /** Findings, and undefined now and then, where a page may do other things in between. */
  find(plan: Plan): Iterable<Finding | undefined>;
}

/** A rule pauses after so many features: a few milliseconds. */
export const ROWS_A_STEP = 5000;

/** A rule that looks at some layers only. */
export function ruleOf(layers: readonly FeatureLayerName[], find: (plan: Plan) => Iterable<Finding | undefined>): Rule {
  return { reads: (plan) => layers.map((name) => plan.layers.get(name)), find };
}

/** The first ids of a list and how many more there are. */
export function someIds(ids: readonly string[]): string {
  return ids.length <= 5 ? ids.join(', ') : `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more`;
}
