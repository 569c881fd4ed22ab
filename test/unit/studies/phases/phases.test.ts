import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { builtIn } from '../../../../src/studies/phases/built-order.ts';
import { PHASE_KINDS, phasesOf } from '../../../../src/studies/phases/run.ts';
import { aTown, type TownBuilder } from '../../../support/fiber-town.ts';

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);

/** A long street from the hut through a village to farms, in three neighbourhoods: the farms lie beyond the village. */
function street(): TownBuilder {
  const town = aTown()
    .hut('hut', -10, 5)
    .way('street', [
      [0, 0],
      [3000, 0],
    ])
    .area('farms', 1500, -100, 3100, 100)
    .area('near', -100, -100, 400, 100)
    .area('village', 400, -100, 1500, 100);
  for (let i = 0; i < 30; i++) town.premises(`V${i}`, 600 + i * 20, 15);
  for (let i = 0; i < 4; i++) town.premises(`N${i}`, 50 + i * 90, 15);
  for (let i = 0; i < 4; i++) town.premises(`F${i}`, 1700 + i * 400, 15);
  for (let i = 0; i < 30; i++)
    town.pole(`P${String(i).padStart(2, '0')}`, i * 50, 7, { substation: 'East', feeder: i < 10 ? '1' : '2' });
  return town;
}

const SUMS = [
  'premisesPassed',
  'unitsPassed',
  'routeLengthM',
  'polesUsed',
  'costLow',
  'costLikely',
  'costHigh',
  'connectionCostLikely',
] as const;

describe('phases', () => {
  it('add up to the whole design to the cent and the millimetre, however they are made', async () => {
    const plan = street().plan();
    const network = await design(plan);
    const { total } = totalsOf(plan, network);
    for (const by of PHASE_KINDS) {
      const { phases } = phasesOf(plan, network, by);
      for (const name of SUMS)
        expect([by, name, Math.round(phases.reduce((sum, phase) => sum + phase[name] * 1000, 0))]).toEqual([
          by,
          name,
          Math.round(total[name] * 1000),
        ]);
      expect(phases.at(-1)).toMatchObject({ premisesSoFar: total.premisesPassed, costLikelySoFar: total.costLikely });
    }
  });

  it('begin where most premises are passed for the money, and pay for the way there once', async () => {
    const plan = street().plan();
    const { phases } = phasesOf(plan, await design(plan), 'neighbourhood');
    // By hand: 30 homes for about 1,200 m, against 4 for 320 m; the near ones then lie on the way.
    expect(phases.map(({ name }) => name)).toEqual(['village', 'near', 'farms']);
    expect(phases[1]!.routeLengthM).toBeLessThan(1);
    const alone = phasesOf(plan, await design(plan), 'circuit').phases.map(({ name }) => name);
    expect(alone).toEqual(['East / 2', 'East / 1']);
  });

  it('by hand come in the order that their names say', async () => {
    const plan = street().plan();
    const network = await design(plan);
    const layer = plan.layers.get('neighbourhoods')!;
    const edit = (id: string, phase: string) => [id, { id, geometry: null, fields: { name: id, phase } }] as const;
    plan.layers.set('neighbourhoods', {
      ...layer,
      edits: new Map([edit('farms', 'Phase 2'), edit('village', 'Phase 10'), edit('near', 'Phase 10')]),
    });
    const { phases } = phasesOf(plan, network, 'hand');
    expect(phases.map(({ name, premisesPassed }) => [name, premisesPassed])).toEqual([
      ['Phase 2', 4],
      ['Phase 10', 34],
    ]);
    // The farms come first and bear the whole street.
    expect(phases[0]!.routeLengthM).toBeGreaterThan(phases[1]!.routeLengthM * 10);
  });

  it('each hang on what is built before them', async () => {
    const network = await design(street().plan());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 38, maxLength: 38 }), async (phases) => {
        const built = builtIn(network, new Map(network.drops.map(({ id }, i) => [id, phases[i] ?? 0])));
        const above = new Map(network.stretches.map((stretch) => [stretch.to, stretch]));
        for (const { id, from } of network.stretches) {
          const before = above.get(from);
          if (before !== undefined) expect(built.stretches.get(before.id)).toBeLessThanOrEqual(built.stretches.get(id)!);
        }
        for (const { id, terminalId } of network.drops)
          expect(built.terminals.get(terminalId)).toBeLessThanOrEqual(built.drops.get(id)!);
      }),
      { numRuns: 20 },
    );
  });
});
