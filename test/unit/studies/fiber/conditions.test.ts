import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { FieldValue } from '../../../../src/plan/feature-table.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { ITEM } from '../../../../src/studies/fiber/prices.ts';
import { aTown, roundBook, type TownBuilder } from '../../../support/fiber-town.ts';

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);
const settings = { newPoles: false, dropLimitM: 40 };

/** A block: one house in the far corner, the way north about 400 m, the way south about 440 m; the hut in the west, far off. */
function block(north: Record<string, FieldValue> = {}): TownBuilder {
  return aTown()
    .hut('hut', -600, 0)
    .way('approach', [
      [-600, 0],
      [0, 0],
    ])
    .way(
      'north',
      [
        [0, 0],
        [0, 100],
        [200, 100],
        [200, 0],
      ],
      north,
    )
    .way('south', [
      [0, 0],
      [0, -120],
      [200, -120],
      [200, 0],
    ])
    .way('stub', [
      [200, 0],
      [300, 0],
    ])
    .premises('house', 300, 10);
}

const along = ({ stretches }: FiberNetwork): string[] => [...new Set(stretches.map((stretch) => stretch.along))].sort();

describe('wishes and conditions', () => {
  it('leave the cheaper way alone where nothing is said', async () => {
    expect(along(await design(block().plan(settings)))).toContain('north');
  });

  it('forbid a way, by its own field or by an area that touches it', async () => {
    const ways = [block({ routing: 'forbidden' }), block().condition('marsh', box(90, 90, 110, 110), { routing: 'forbidden' })];
    for (const town of ways) {
      const network = await design(town.plan(settings));
      expect(along(network)).toContain('south');
      expect(along(network)).not.toContain('north');
      expect(network.notReached).toEqual([]);
    }
  });

  it('forbid only what they apply to, and say who is not reached then', async () => {
    const free = await design(
      block()
        .condition('c', box(250, -20, 260, 20), { routing: 'forbidden', applies: 'aerial' })
        .plan(settings),
    );
    expect(free.notReached).toEqual([]);
    const shut = await design(
      block()
        .condition('c', box(250, -20, 260, 20), { routing: 'forbidden' })
        .plan(settings),
    );
    expect(shut.notReached).toMatchObject([{ id: 'house', cause: 'not-joined' }]);
  });

  it('cut a way at the edge of an area: a house before it is served still', async () => {
    const town = block()
      .premises('before', 230, 10)
      .condition('c', box(250, -20, 260, 20), { routing: 'forbidden' });
    expect((await design(town.plan(settings))).notReached.map(({ id }) => id)).toEqual(['house']);
  });

  it('price rock by its share of each stretch, on a bill line of its own', async () => {
    const town = block().condition('rock', box(-20, -300, 300, 300), { costFactor: 2, name: 'granite' });
    const plan = town.plan(settings);
    const network = await design(plan);
    const { bill } = totalsOf(plan, network);
    const lines = bill.filter(({ item }) => item === ITEM.buried.plow);
    expect(lines.map(({ description }) => description)).toEqual(['underground-plow', 'underground-plow, × 2']);
    // 580 m of the approach outside, 20 m and the way north (400 m) and the stub (100 m) inside.
    expect(lines.map(({ likelyCents }) => likelyCents / 100)).toEqual([
      expect.closeTo(580 * 40, -1) as number,
      expect.closeTo(520 * 80, -1) as number,
    ]);
    const hard = network.stretches.filter(({ because }) => because.length > 0);
    expect(hard.every(({ because, items }) => because.join() === 'granite' && items[0]!.priceFactor === 2)).toBe(true);
    expect(network.routeCostCents / 100).toBeCloseTo(580 * 41 + 520 * 81 + dropAndTerminal(network), -2);
  });

  it('prefer a way that costs a little more, and bill it at its price', async () => {
    const town = block().condition(
      'here',
      [
        [0, -120],
        [200, -120],
      ],
      { routing: 'preferred' },
    );
    const plan = town.plan(settings);
    const network = await design(plan);
    expect(along(network)).toContain('south');
    const sum = totalsOf(plan, network).bill.find(({ item }) => item === ITEM.buried.plow)!;
    expect(sum.likelyCents / 100).toBeCloseTo((600 + 440 + 100) * 40, -1);
  });

  it('keep a stretch that the cheapest design would not have, and count it', async () => {
    const plain = await design(block().plan(settings));
    const town = block().condition(
      'decided',
      [
        [0, -120],
        [200, -120],
      ],
      { routing: 'keep' },
    );
    const network = await design(town.plan(settings));
    expect(along(network)).toContain('south');
    expect(along(network)).not.toContain('north');
    expect(network.routeCostCents - plain.routeCostCents).toBeCloseTo(40 * 41 * 100, -3);
    expect(network.routeLowerBoundCents).toBeLessThanOrEqual(network.routeCostCents);
  });

  it('use a duct in service at its own price, entered by short trenches', async () => {
    const duct = [
      [-590, 12],
      [290, 12],
    ] as const;
    const town = block().existing('d1', duct, { kind: 'duct', name: 'old duct' });
    const book = { ...roundBook, items: [...roundBook.items, { ...roundBook.items[0]!, id: ITEM.duct, likely: 5 }] };
    const plan = town.plan(settings);
    const without = await design(plan);
    expect(without.assumptions.join(' ')).toMatch(/1 existing ducts? (is|are) not used/);
    plan.costBook = book;
    const network = await design(plan);
    const inDuct = network.stretches.filter(({ method }) => method === 'duct');
    expect(inDuct.reduce((sum, { lengthM }) => sum + lengthM, 0)).toBeCloseTo(880, 0);
    expect(inDuct[0]).toMatchObject({ along: 'old duct', source: { layer: 'existing-network', id: 'd1' } });
    const full = block().existing('d1', duct, { kind: 'duct', spareFibres: 0 }).plan(settings);
    full.costBook = book;
    expect((await design(full)).stretches.some(({ method }) => method === 'duct')).toBe(false);
  });

  it('never make the cheapest routes cheaper by a higher factor', { timeout: 30_000 }, async () => {
    const spot = fc.tuple(
      fc.integer({ min: -300, max: 200 }),
      fc.integer({ min: -150, max: 100 }),
      fc.integer({ min: 10, max: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(
        spot,
        fc.integer({ min: 5, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        async ([x, y, size], tenths, more) => {
          const at = async (factor: number): Promise<FiberNetwork> =>
            design(
              block()
                .condition('c', box(x, y, x + size, y + size), { costFactor: factor / 10 })
                .plan(settings),
            );
          const [low, high] = [await at(tenths), await at(tenths + more)];
          // A bound holds for every tree, so the dearer optimum is at least the cheaper bound; tiny graphs are solved to the end.
          expect(high.routeCostCents).toBeGreaterThanOrEqual(low.routeLowerBoundCents);
          expect(high.routeLowerBoundCents).toBe(high.routeCostCents);
          expect(low.routeLowerBoundCents).toBe(low.routeCostCents);
        },
      ),
      { numRuns: 20 },
    );
  });
});

function dropAndTerminal({ drops }: FiberNetwork): number {
  const metres = drops.reduce((sum, { lengthM }) => sum + lengthM, 0);
  // One terminal in a handhole with seven ports: opening 3/7, one port 1/7.
  return metres * 12 + (900 * 6) / 14 + 900 / 7;
}

function box(west: number, south: number, east: number, north: number): [number, number][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}
