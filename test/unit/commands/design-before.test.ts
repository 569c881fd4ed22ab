import { describe, expect, it } from 'vitest';
import { designChange } from '../../../src/commands/study/design-before.ts';
import type { Workbench } from '../../../src/commands/workbench.ts';
import { quietJob } from '../../../src/base/job.ts';
import { apply } from '../../../src/plan/change.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { designFiber } from '../../../src/studies/fiber/design.ts';
import { ITEM } from '../../../src/studies/fiber/prices.ts';
import { aTown } from '../../support/fiber-town.ts';

const viewOf = (plan: Plan): Plan => ({ ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) });

describe('a design beside the one before it', () => {
  it('tells money with its parts first, then what else differs, and what was changed in between', async () => {
    const plan = aTown().hut('hut', 0, 0).way('road', [[0, 0], [200, 0]]).area('n', -50, -50, 300, 50).premises('a', 50, 10).premises('b', 150, 10).plan({ newPoles: false, terminalReachM: 0, splitting: 'central' }); // prettier-ignore
    apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quietJob) });
    const before = viewOf(plan);
    const bench = (): Workbench =>
      ({
        plan: { plan: viewOf(plan), generation: 1 },
        fiber: { before: { plan: before, generation: 1 }, looks: 0 },
      }) as unknown as Workbench; // all that is asked for
    expect(designChange(bench())).toBeNull();

    // The farther house goes, and with it 100 m of road at 41; digging stays at 40 for the rest.
    apply(plan, { note: 'gone', features: [{ layer: 'premises', id: 'b', feature: null }] });
    apply(plan, { note: 'price', costBook: { ...plan.costBook, items: plan.costBook.items.map((item) => (item.id === ITEM.ont ? { ...item, likely: 110 } : item)) } }); // prettier-ignore
    expect(designChange(bench())).toBeNull(); // out of date
    apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quietJob) });
    const change = designChange(bench());
    expect(change?.rows.map(({ label }) => label)).toEqual(['cost to pass, likely', 'for each passed', 'n', 'premises passed', 'route', 'underground, by plow', 'connections']); // prettier-ignore
    const cost = change?.rows[0];
    const number = (text: string | undefined): number => Number((text ?? '').replace(/[^0-9.]/g, ''));
    // 100 m of route and a terminal in its handhole less.
    expect(number(cost?.a) - number(cost?.b)).toBeCloseTo(100 * 41 + 900, -1);
    expect(change?.causes).toEqual(['Premises (1)', '1\u00a0price differs: ont 100 → 110']);
  });
});
