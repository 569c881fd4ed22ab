import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { apply } from '../../../../src/plan/change.ts';
import { layerOf } from '../../../../src/plan/layer.ts';
import { layerTable, type Plan } from '../../../../src/plan/plan.ts';
import { featuresOf } from '../../../../src/plan/feature-table.ts';
import type { FiberNetwork, Island } from '../../../../src/plan/network.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { islandSentence } from '../../../../src/studies/fiber/not-reached.ts';
import { aTown, type TownBuilder } from '../../../support/fiber-town.ts';

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);

/** A street with the hut and a house, and two lanes north of it that meet neither it nor each other. */
function threeStreets(): TownBuilder {
  return aTown()
    .hut('hut', -500, 5)
    .way('street', [
      [-500, 0],
      [300, 0],
    ])
    .premises('near', 100, 15)
    .way('lane', [
      [250, 30],
      [250, 200],
    ])
    .premises('a', 260, 60)
    .premises('b', 260, 190)
    .way('field', [
      [100, 190],
      [200, 190],
    ])
    .premises('c', 150, 200);
}

describe('premises whose ways lead to no facility', () => {
  it('are joined by the cheapest straight stretch, the farther island over the nearer one', async () => {
    const { islands, notReached } = await design(threeStreets().plan({ newPoles: false, dropLimitM: 30 }));
    expect(notReached.map(({ id, cause }) => [id, cause])).toEqual(['a', 'b', 'c'].map((id) => [id, 'not-joined']));
    expect(islands.map(({ premises }) => premises)).toEqual([['a', 'b'], ['c']]);
    const [lane, field] = islands;
    // By hand: the lane begins 30 m north of the street; plow at 40 a metre, engineering at 1.
    expect(lane!.join).toMatchObject({ to: null, method: 'plow', between: ['lane', 'street'], crosses: [] });
    expect(lane!.join!.lengthM).toBeCloseTo(30, 1);
    expect(lane!.join!.costCents / 100).toBeCloseTo(30 * 41, 0);
    // The street is used up to 100 m east; from there to 250 m it costs as much a metre.
    expect(lane!.join!.approachCents / 100).toBeCloseTo(150 * 41, 0);
    expect(field!.join).toMatchObject({ to: 'I-001', approachCents: 0 });
    expect(field!.join!.lengthM).toBeCloseTo(50, 1);
  });

  it('are reached once the stretches are built', async () => {
    const plan = threeStreets().plan({ dropLimitM: 30 });
    const { islands } = await design(plan);
    const built = islands.map(({ id, join }) => ({
      id,
      geometry: { type: 'LineString' as const, coordinates: join!.path },
      fields: {},
    }));
    const ways = [...featuresOf(layerTable(plan, 'rights-of-way')), ...built];
    apply(plan, { note: 'join', layers: [{ name: 'rights-of-way', layer: layerOf(ways) }] });
    const joined = await design(plan);
    expect(joined.notReached).toEqual([]);
    expect(joined.islands).toEqual([]);
  });

  it('pay for the railway between', async () => {
    const town = threeStreets().barrier(
      'line',
      [
        [-600, 20],
        [500, 20],
      ],
      'rail',
    );
    const [lane] = (await design(town.plan({ newPoles: false, dropLimitM: 30 }))).islands;
    expect(lane!.join!.crosses).toEqual(['rail']);
    expect(lane!.join!.costCents / 100).toBeCloseTo(30 * 41 + 4000, 0);
  });

  it('cross without meeting where the map lacks a junction', async () => {
    const town = aTown()
      .hut('hut', -500, 5)
      .way('street', [
        [-500, 0],
        [300, 0],
      ])
      .premises('near', 100, 15)
      .way('lane', [
        [200, -50],
        [200, 90],
      ])
      .premises('far', 210, 80);
    const [island] = (await design(town.plan({ dropLimitM: 30 }))).islands;
    expect(island!.join).toMatchObject({ lengthM: 0, costCents: 0 });
    expect(islandSentence(island as Island, 'metric', 'USD')).toMatch(/cross without meeting/);
  });

  it('leave every design without them as it was', async () => {
    const town = aTown()
      .hut('hut', -500, 5)
      .way('street', [
        [-500, 0],
        [300, 0],
      ])
      .premises('near', 100, 15);
    expect((await design(town.plan())).islands).toEqual([]);
  });
});
