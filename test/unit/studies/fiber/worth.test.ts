import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { METRES_PER_FOOT } from '../../../../src/base/units.ts';
import { readCostBook } from '../../../../src/io/cost-book.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { withinBudget, worthCurve } from '../../../../src/studies/fiber/worth.ts';
import { aTown } from '../../../support/fiber-town.ts';

const FEET = METRES_PER_FOOT;
const SPAN_FT = 220;
const effort = { effort: 2, seed: 1 } as const;

/** Own poles along a road, the hut beside the first; farms at the poles of these numbers. */
function road(farms: readonly number[]) {
  const last = Math.max(...farms);
  const town = aTown().way('County Rd T', [
    [0, 0],
    [last * SPAN_FT * FEET, 0],
  ]);
  for (let i = 0; i <= last; i++) town.pole(`P${String(i).padStart(2, '0')}`, i * SPAN_FT * FEET, 20 * FEET, { owner: 'Co-op' });
  for (const i of farms) town.premises(`Farm ${i}`, i * SPAN_FT * FEET, 120 * FEET);
  town.hut('hut', -10 * FEET, 20 * FEET);
  const plan = town.plan({ ownPoleOwners: 'Co-op', newPoles: false, takeRate: 0.5, dropLimitM: 40 });
  const book = readFileSync(new URL('../../../../data/cost-books/us-2025.csv', import.meta.url), 'utf8');
  plan.costBook = readCostBook(book, { name: 'United States 2025', currency: 'USD' });
  return plan;
}

/**
 * A span of own strand at $4.90 a foot, with a pole's make-ready of 15 % transfers at $300 and 5 % replacements at $6,000,
 * and engineering at $1,900 a mile.
 */
const SPAN_DOLLARS = SPAN_FT * (4.9 + 1900 / 5280) + 0.15 * 300 + 0.05 * 6000;

describe('what serving more costs', () => {
  it('stops where a farm costs more than it is worth', async () => {
    // Two farms two spans apart, the third another twelve spans on.
    const plan = road([2, 4, 16]);
    const cheap = await worthCurve(
      plan,
      [1.1 * 12 * SPAN_DOLLARS * 100, 0.9 * 12 * SPAN_DOLLARS * 100, 10_000],
      effort,
      quietJob,
    );
    expect(cheap.premises).toBe(3);
    expect(cheap.points.map(({ served }) => served)).toEqual([0, 2, 3]);
    const [none, two, three] = cheap.points;
    expect([none, two, three].map((point) => point?.leftOut)).toEqual([['Farm 16', 'Farm 2', 'Farm 4'], ['Farm 16'], []]);
    expect(((three?.routeCostCents ?? 0) - (two?.routeCostCents ?? 0)) / 100 / (12 * SPAN_DOLLARS)).toBeCloseTo(1, 1);
  });

  it('ends at the design that serves all, and never lies below its own bound', async () => {
    const plan = road([3, 5, 6, 11, 20]);
    const { points } = await worthCurve(plan, [], effort, quietJob);
    const network = await designFiber(plan, effort, quietJob);
    expect(points.at(-1)).toMatchObject({ served: 5, routeCostCents: network.routeCostCents });
    points.forEach((point, i) => {
      expect(point.lowerBoundCents).toBeLessThanOrEqual(point.routeCostCents);
      expect(point.routeCostCents).toBeGreaterThan(points[i - 1]?.routeCostCents ?? -1);
      expect(point.served).toBeGreaterThan(points[i - 1]?.served ?? -1);
    });
  });

  it('serves a part of a village behind a long trunk, which no worth of a premises does', async () => {
    // Every farm of the village costs one span more, and the first of them eighteen: worth a share of that they are worth it all.
    const plan = road([1, 2, 20, 21, 22, 23, 24, 25]);
    const { points } = await worthCurve(plan, [3, 3.7, 4, 6].map((spans) => spans * SPAN_DOLLARS * 100), effort, quietJob); // prettier-ignore
    expect(points.map(({ served }) => served)).toEqual([2, 8]);
    const [two, all] = points.map(({ routeCostCents }) => routeCostCents) as [number, number];
    const spanCents = (all - two) / 23;
    // Money for three spans less than all take: the three farthest farms, a span each.
    const found = await withinBudget(plan, Math.round(all - 2.5 * spanCents), effort, quietJob);
    expect(found).toMatchObject({ served: 5, leftOut: ['Farm 23', 'Farm 24', 'Farm 25'] });
  });

  it('serves the most that a budget allows, and proves how many more it never could', async () => {
    const plan = road([3, 5, 6, 11, 20]);
    const { points } = await worthCurve(plan, [], effort, quietJob);
    for (const share of [0.3, 0.6, 0.9]) {
      const budgetCents = Math.round(share * points.at(-1)!.routeCostCents);
      const found = await withinBudget(plan, budgetCents, effort, quietJob);
      expect(found.routeCostCents).toBeLessThanOrEqual(budgetCents);
      expect(found.servedAtMost).toBeGreaterThanOrEqual(found.served);
      // A farm on the road costs what lies before it: the optimum serves the first ones, as many as the money reaches.
      const affordable = points.filter(({ routeCostCents }) => routeCostCents <= budgetCents).at(-1)!.served;
      expect(found.served).toBeGreaterThanOrEqual(affordable);
      // Along one road whoever is left out lives farther off than all who are served.
      expect(found.leftOut).toEqual(['Farm 11', 'Farm 20', 'Farm 3', 'Farm 5', 'Farm 6'].filter((farm) => Number(farm.slice(5)) > [0, 3, 5, 6, 11, 20][found.served]!)); // prettier-ignore
    }
    expect(await withinBudget(plan, 100, effort, quietJob)).toMatchObject({
      served: 0,
      routeCostCents: 0,
      leftOut: ['Farm 11', 'Farm 20', 'Farm 3', 'Farm 5', 'Farm 6'],
    });
    const all = await withinBudget(plan, points.at(-1)!.routeCostCents, effort, quietJob);
    expect(all).toMatchObject({ served: 5, servedAtMost: 5, leftOut: [] });
  });
});
