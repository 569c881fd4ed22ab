import { parseTypedNumber } from '../../base/typed-quantity.ts';
import type { MapItem } from '../../state/map-item.ts';
import type { BudgetAnswer, WorthPoint } from '../../studies/fiber/worth.ts';
import { wording } from '../../text/wording.ts';
import { attempt, type Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { designInputs } from './fiber-freshness.ts';
import { missingForDesign } from './fiber-study.ts';

const words = wording.worthStudy;

/** A look at many designs: each is searched with the least effort. */
const EFFORT = 1;
const SEED = 1;

export const studyWorth: Command = {
  id: 'fiber.worth',
  title: words.whatFewerWouldCost,
  keywords: words.worthKeywords,
  can: (bench) => missingForDesign(bench.plan.plan) ?? (isWorthRunning(bench) ? words.isRunning : true),
  run: async (bench) => {
    const { plan, generation } = bench.plan;
    bench.view.showRight('fiber');
    const curve = await runWithProgress(bench, words.whatFewerWouldCost, 'worth-curve', { plan, effort: EFFORT, seed: SEED });
    if (bench.plan.generation !== generation) return;
    Object.assign(bench.fiber, { worth: { curve, from: designInputs(plan), generation }, worthShown: null });
    bench.messages.announce(words.curveReady);
  },
};

export function isWorthRunning({ jobs }: Workbench): boolean {
  return jobs.running.some(({ title }) => title === words.whatFewerWouldCost || title === words.whatBudgetReaches);
}

/** No network costs more than this. */
const MOST_BUDGET = 1e9;

/**
 * Searches the most premises that routes for an amount serve, as `weft worth --budget` does with the effort of the fiber panel.
 * @param typed an amount in the currency of the cost book, as people write it: "300,000", "$300,000"
 * @returns what is wrong with it, or null
 */
export function askBudget(bench: Workbench, typed: string): string | null {
  const amount = parseTypedNumber(typed.replace(/^\s*\p{Sc}|\p{Sc}\s*$/u, ''));
  if (!(amount > 0 && amount <= MOST_BUDGET)) return words.typeBudget;
  if (isWorthRunning(bench)) return words.isRunning;
  const missing = missingForDesign(bench.plan.plan);
  if (missing !== null) return missing;
  void attempt(bench, () => studyBudget(bench, Math.round(100 * amount)));
  return null;
}

async function studyBudget(bench: Workbench, budgetCents: number): Promise<void> {
  const { plan, generation } = bench.plan;
  const { effort } = bench.fiber;
  const answer = await runWithProgress(bench, words.whatBudgetReaches, 'worth-budget', { plan, budgetCents, effort, seed: SEED });
  if (bench.plan.generation !== generation) return;
  Object.assign(bench.fiber, { budget: { answer, from: designInputs(plan), generation }, worthShown: null });
  bench.messages.announce(words.budgetReady({ served: answer.served }));
}

/** What a budget was found to reach; null where none was asked for, or for another plan. */
export function budgetFound({
  fiber: { budget },
  plan,
}: Workbench): { readonly answer: BudgetAnswer; readonly isStale: boolean } | null {
  if (budget === null || budget.generation !== plan.generation) return null;
  return { answer: budget.answer, isStale: differs(designInputs(plan.plan), budget.from) };
}

function differs(now: readonly unknown[], from: readonly unknown[]): boolean {
  return now.length !== from.length || now.some((value, i) => value !== from[i]);
}

/** What a point of the curve has more than the one before it. */
export interface WorthStep {
  readonly point: WorthPoint;
  readonly share: number;
  /** Premises that it serves more, and what each of these costs: from step to step no less. */
  readonly more: number;
  readonly eachCents: number;
}

/** The curve step by step, from the fewest to all; null where it was worked out for another plan or not at all. */
export function worthSteps({
  fiber: { worth },
  plan,
}: Workbench): { readonly steps: readonly WorthStep[]; readonly isStale: boolean } | null {
  if (worth === null || worth.generation !== plan.generation) return null;
  const { premises, points } = worth.curve;
  const kept: WorthPoint[] = [];
  const eachCents = (a: WorthPoint | undefined, b: WorthPoint): number =>
    (b.routeCostCents - (a?.routeCostCents ?? 0)) / Math.max(1, b.served - (a?.served ?? 0));
  for (const point of points) {
    if (point.served === 0) continue;
    // A step that costs more for each than the next one is part of that: whoever takes the one takes the other.
    for (let last = kept.at(-1); last !== undefined && eachCents(kept.at(-2), last) > eachCents(last, point); last = kept.at(-1))
      kept.pop();
    kept.push(point);
  }
  const steps = kept.map((point, i): WorthStep => {
    const before = kept[i - 1];
    const share = point.served / Math.max(1, premises);
    return { point, share, more: point.served - (before?.served ?? 0), eachCents: eachCents(before, point) };
  });
  return { steps, isStale: differs(designInputs(plan.plan), worth.from) };
}

/** Selects on the map whom a point of the curve, or a budget, leaves out, and shows them all. */
export function showLeftOut(bench: Workbench, shown: WorthPoint | BudgetAnswer): void {
  bench.fiber.worthShown = shown;
  bench.selection.set(shown.leftOut.map((id): MapItem => ({ kind: 'feature', layer: 'premises', id })));
}
