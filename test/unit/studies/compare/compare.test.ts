import { describe, expect, it } from 'vitest';
import { smallPlan } from '../../../support/plan-builder.ts';
import { compareDesigns } from '../../../../src/studies/compare/run.ts';

describe('a comparison of two designs', () => {
  it('finds nothing between a design and itself, and each difference between two', () => {
    const plan = smallPlan();
    const same = compareDesigns(plan, plan.fiber!, plan, plan.fiber!);
    expect(same.settings).toEqual([]);
    expect(same.prices).toEqual([]);
    expect(same.neighbourhoods.every(({ a, b }) => a!.costLikely === b!.costLikely)).toBe(true);
    const other = smallPlan({ takeRate: 0.8 });
    other.costBook = {
      ...other.costBook,
      items: other.costBook.items.map((item) =>
        item.id === 'buried' ? { ...item, likely: item.likely + 1, high: item.high + 1 } : item,
      ),
    };
    const { a, b, settings, prices, neighbourhoods } = compareDesigns(plan, plan.fiber!, other, other.fiber!);
    expect(settings).toEqual([{ name: 'takeRate', a: '0.5', b: '0.8' }]);
    expect(prices.map(({ item }) => item)).toEqual(['buried']);
    expect(b.total.costLikely).toBeGreaterThan(a.total.costLikely);
    // Underground begins in the middle of the second neighbourhood: it differs most, the first not at all.
    expect(neighbourhoods[0]!.b!.costLikely - neighbourhoods[0]!.a!.costLikely).toBeGreaterThan(0);
    expect(neighbourhoods.at(-1)!.a!.costLikely).toBe(neighbourhoods.at(-1)!.b!.costLikely);
    const metres = Object.values(a.methods).reduce((sum, length) => sum + length, 0);
    expect(metres).toBeCloseTo(a.total.routeLengthM, 6);
  });
});
