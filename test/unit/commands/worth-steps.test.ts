import { describe, expect, it } from 'vitest';
import { askBudget, worthSteps } from '../../../src/commands/study/worth-study.ts';
import { designInputs } from '../../../src/commands/study/fiber-freshness.ts';
import type { Workbench } from '../../../src/commands/workbench.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { aTown } from '../../support/fiber-town.ts';

const point = (served: number, dollars: number) => ({ worthCents: 0, served, routeCostCents: 100 * dollars, lowerBoundCents: 0, leftOut: [] }); // prettier-ignore

/** A bench with a curve that was worked out from a plan. */
function benchWith(plan: Plan, from: Plan, points: ReturnType<typeof point>[]): Workbench {
  const worth = { curve: { premises: 100, points }, from: designInputs(from), generation: 1 };
  return { fiber: { worth }, plan: { plan, generation: 1 } } as unknown as Workbench; // all that is asked for
}

describe('what serving fewer would cost', () => {
  const street = [[0, 0], [50, 0]] as const; // prettier-ignore
  const plan = aTown().hut('hut', 0, 0).way('w', street).premises('a', 10, 10).plan();

  it('is told step by step, each dearer than the one before', () => {
    // 10 at $10 each; 5 at $40 and 5 at $20 are one step of 10 at $30; 80 at $100.
    const found = worthSteps(benchWith(plan, plan, [point(0, 0), point(10, 100), point(15, 300), point(20, 400), point(100, 8400)])); // prettier-ignore
    expect(found?.steps.map(({ point: { served }, more, eachCents, share }) => [served, more, eachCents / 100, share])).toEqual([
      [10, 10, 10, 0.1],
      [20, 10, 30, 0.2],
      [100, 80, 100, 1],
    ]);
    expect(found?.isStale).toBe(false);
  });

  it('is of the plan before where prices or the map have changed since', () => {
    const dearer = { ...plan, costBook: { ...plan.costBook } };
    expect(worthSteps(benchWith(dearer, plan, [point(10, 100)]))?.isStale).toBe(true);
  });

  it('is asked for a budget that people type as they write money, and says what is none', async () => {
    const asked: number[] = [];
    const bench = {
      fiber: { effort: 2 },
      plan: { plan, generation: 1 },
      jobs: { running: [], start: () => ({ progress: () => undefined, end: () => undefined }) },
      messages: { announce: () => undefined, trouble: () => undefined },
      runJob: (_: string, { budgetCents }: { budgetCents: number }) => {
        asked.push(budgetCents);
        return Promise.resolve({ served: 1 });
      },
    } as unknown as Workbench; // all that is asked for
    for (const typed of ['300000', '300,000', '$300,000', '300,000 €', ' 300 000.00 ']) {
      expect(askBudget(bench, typed)).toBeNull();
      await Promise.resolve();
    }
    expect(asked).toEqual([30_000_000, 30_000_000, 30_000_000, 30_000_000, 30_000_000]);
    for (const typed of ['', 'much', '-5', '0', '2e12', '5,000,000,000'])
      expect(askBudget(bench, typed)).toMatch(/^Type an amount/);
  });
});
