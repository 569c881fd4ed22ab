import type { MapItem } from '../../state/map-item.ts';
import type { WorthPoint } from '../../studies/fiber/worth.ts';
import { wording } from '../../text/wording.ts';
import type { Command } from '../command.ts';
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
    Object.assign(bench.fiber, { worth: { curve, from: designInputs(plan) }, worthShown: null });
    bench.messages.announce(words.curveReady);
  },
};

export function isWorthRunning({ jobs }: Workbench): boolean {
  return jobs.running.some(({ title }) => title === words.whatFewerWouldCost);
}

/** What a point of the curve has more than the one before it. */
export interface WorthStep {
  readonly point: WorthPoint;
  readonly share: number;
  /** Premises that it serves more, and what each of these costs: from step to step no less. */
  readonly more: number;
  readonly eachCents: number;
}

/** The curve step by step, from the fewest to all; null where it was worked out from another plan or not at all. */
export function worthSteps({
  fiber: { worth },
  plan,
}: Workbench): { readonly steps: readonly WorthStep[]; readonly isStale: boolean } | null {
  if (worth === null) return null;
  const now = designInputs(plan.plan);
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
  return { steps, isStale: now.length !== worth.from.length || now.some((value, i) => value !== worth.from[i]) };
}

/** Selects on the map whom a point of the curve leaves out, and shows them all. */
export function showLeftOut(bench: Workbench, { served, leftOut }: WorthPoint): void {
  bench.fiber.worthShown = served;
  bench.selection.set(leftOut.map((id): MapItem => ({ kind: 'feature', layer: 'premises', id })));
}
