import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costOfSiting, type SitingProblem } from '../../../../src/fiber/siting/problem.ts';
import { readSitingInstance } from '../../../../src/fiber/siting/read-instance.ts';
import { solveSiting } from '../../../../src/fiber/siting/solve.ts';
import { describeWithData, testDataFolder } from '../../../support/test-data.ts';

/** The least cost by trying every place for every customer. */
function leastByTrying(problem: SitingProblem): number {
  const placeOf: number[] = [];
  const next = (customer: number): number => {
    if (customer === problem.customers.length) return costOfSiting(problem, placeOf) ?? Infinity;
    let least = Infinity;
    for (const { place } of problem.customers[customer]!) {
      placeOf[customer] = place;
      least = Math.min(least, next(customer + 1));
    }
    return least;
  };
  return next(0);
}

const problems = fc
  .record({
    places: fc.array(
      fc.record({
        openingCost: fc.integer({ min: 0, max: 60 }),
        capacity: fc.integer({ min: 1, max: 3 }),
        needs: fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 2 }),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    customers: fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 5, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
    }),
    isAllowed: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
    sharedCosts: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ places, customers, isAllowed, sharedCosts }): SitingProblem => ({
    places,
    sharedCosts,
    customers: customers.map((costs, i) =>
      places.flatMap((_, place) =>
        place === i % places.length || isAllowed[5 * i + place] ? [{ place, cost: costs[place]! }] : [],
      ),
    ),
  }));

describe('siting', () => {
  it('finds the cheapest siting, bounds it from below and never fills a place over', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const least = leastByTrying(problem);
        const found = solveSiting(problem, { cases: 10_000, steps: 300 });
        expect(found === null).toBe(least === Infinity);
        if (found === null) return;
        expect(costOfSiting(problem, found.placeOf)).toBe(found.cost);
        expect(found.cost).toBe(least);
        expect(found.lowerBound).toBeLessThanOrEqual(least + 1e-6);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('refuses what is no instance', () => {
    expect(() => readSitingInstance('{', 'a.json')).toThrow('not JSON');
    expect(() => readSitingInstance('{"cabinets":[[0,0]]}', 'a.json')).toThrow('missing or no number');
  });
});

describeWithData('published cabinets with proven optima', () => {
  it.each(['cfl-a', 'cfl-c', 'cfl-e'])('%s is solved to its optimum, with proof', (name) => {
    const text = readFileSync(join(testDataFolder, `fiber/cfl/${name}.json`), 'utf8');
    const problem = readSitingInstance(text, name);
    const found = solveSiting(problem, { cases: 2000, steps: 300 });
    expect(costOfSiting(problem, found!.placeOf)).toBe((JSON.parse(text) as { optimum: number }).optimum);
    expect(found!.lowerBound).toBe(found!.cost);
  });
});
