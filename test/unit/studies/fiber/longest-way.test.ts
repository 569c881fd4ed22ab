import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { checkPlan } from '../../../../src/plan/rules/check-plan.ts';
import type { Settings } from '../../../../src/plan/settings.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { fibrePlanOf } from '../../../../src/studies/fiber/fibre-plan.ts';
import { aTown } from '../../../support/fiber-town.ts';

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);
const usual: Partial<Settings> = {
  units: 'metric',
  newPoles: false,
  dropLimitM: 60,
  terminalReachM: 0,
  splitting: 'central',
  slackPercent: 10,
};

/** A block of 400 m by 400 m with the hut at its south-western corner; ditches make the way along its west dear. Houses stand all along. */
function block(settings: Partial<Settings>): Plan {
  const town = aTown().hut('hut', 0, 0);
  town.way('south', [[0, 0], [400, 0]]).way('east', [[400, 0], [400, 400]]).way('north', [[400, 400], [0, 400]]).way('west', [[0, 400], [0, 0]]); // prettier-ignore
  for (let i = 1; i < 8; i++) town.premises(`s${i}`, 50 * i, -15).premises(`e${i}`, 415, 50 * i).premises(`n${i}`, 400 - 50 * i, 415); // prettier-ignore
  for (let i = 0; i < 4; i++) town.barrier(`ditch ${i}`, [[-30, 100 + 50 * i], [30, 100 + 50 * i]], 'water'); // prettier-ignore
  return town.plan({ ...usual, ...settings });
}

function fibreTo(plan: Plan, network: FiberNetwork): Map<string, number> {
  return new Map(fibrePlanOf(network, plan.settings).premises.map(({ drop, fibreM }) => [drop.premisesId, fibreM]));
}

describe('the longest way of light', () => {
  it('is kept to where the map has a shorter one, at what that costs', async () => {
    const free = block({});
    const round = await design(free);
    // Round by the south and east: 400 m + 400 m + 350 m and a tenth, and the drop of 15 m.
    expect(fibreTo(free, round).get('n7')).toBeCloseTo(1.1 * 1150 + 15, 0);
    expect(round.assumptions.join(' ')).not.toMatch(/longest way/);

    const plan = block({ pathLimitM: 1200 });
    const kept = await design(plan);
    const ways = fibreTo(plan, kept);
    expect(Math.max(...ways.values())).toBeLessThanOrEqual(1200);
    // Its last two houses come by the west, past the ditches, however dear: 400 m and 50 m or 100 m more.
    expect(ways.get('n7')).toBeCloseTo(1.1 * 450 + 15, 0);
    expect(kept.beyondLimit).toBeUndefined();
    expect(kept.assumptions.join(' ')).toMatch(/No premises lies beyond 1.2.km of fibre/);
    expect(kept.routeLowerBoundCents).toBe(round.routeLowerBoundCents);
    expect(kept.shorterPathsCents).toBe(kept.routeCostCents - round.routeCostCents);
    expect(kept.shorterPathsCents).toBeGreaterThan(0);
    expect(kept.notReached).toEqual([]);
    expect(checkPlan({ ...plan, fiber: kept }).map(({ code }) => code)).not.toContain('premises/beyond-limit');
  });

  it('names who lies beyond it in any case, with the shortest way there is, and keeps to it for the others', async () => {
    const plan = block({ pathLimitM: 800 });
    const network = await design(plan);
    const beyond = network.beyondLimit!;
    const ways = fibreTo(plan, network);
    expect(beyond.map(({ id }) => id).sort()).toEqual([...ways].filter(([, fibreM]) => fibreM > 800).map(([id]) => id).sort()); // prettier-ignore
    // The corner lies 800 m from the hut either way: e7 (750 m), n1 and e6 (each 50 m nearer by its own side) are the farthest.
    expect(beyond.map(({ id }) => id).sort()).toEqual(['e7', 'n1']);
    for (const one of beyond) expect(one.shortestM).toBeCloseTo(1.1 * 750 + 15, 0);
    expect(network.assumptions.join(' ')).toMatch(
      /2.premises lie beyond the 800.m of fibre that were asked for, because the map has no shorter way/,
    );
    const issue = checkPlan({ ...plan, fiber: network }).find(({ code }) => code === 'premises/beyond-limit');
    expect([...(issue?.ids ?? [])].sort()).toEqual(['e7', 'n1']);
  });

  it('counts the tail of a terminal, and what a second look finds too long', async () => {
    const plan = block({ pathLimitM: 1200, terminalTailM: 30, terminalReachM: 45, slack: 'loops' });
    const network = await design(plan);
    expect(Math.max(...fibreTo(plan, network).values())).toBeLessThanOrEqual(1200);
    expect(network.beyondLimit).toBeUndefined();
  });
});
