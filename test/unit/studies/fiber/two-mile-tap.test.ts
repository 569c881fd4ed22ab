import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { METRES_PER_FOOT } from '../../../../src/base/units.ts';
import { readCostBook } from '../../../../src/io/cost-book.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { aTown } from '../../../support/fiber-town.ts';

const FEET = METRES_PER_FOOT;
const SPAN_FT = 220;
const SPANS = 48; // 48 spans of 220 ft are 10,560 ft: two miles

/** A tap along a county road: 49 own poles, 20 ft off the road, a farm every eighth pole, the hut beside the first pole. */
function tap() {
  const town = aTown().way(
    'County Rd T',
    [
      [0, 0],
      [SPANS * SPAN_FT * FEET, 0],
    ],
    { kind: 'tertiary' },
  );
  for (let i = 0; i <= SPANS; i++) town.pole(`P${String(i).padStart(2, '0')}`, i * SPAN_FT * FEET, 20 * FEET, { owner: 'Co-op' });
  for (let i = 8; i <= SPANS; i += 8) town.premises(`Farm ${i}`, i * SPAN_FT * FEET, 120 * FEET);
  town.hut('hut', -10 * FEET, 20 * FEET);
  const plan = town.plan({ ownPoleOwners: 'Co-op', newPoles: false, takeRate: 0.5, dropLimitM: 40 });
  plan.costBook = readCostBook(readFileSync(new URL('../../../../data/cost-books/us-2025.csv', import.meta.url), 'utf8'), {
    name: 'United States 2025',
    currency: 'USD',
  });
  return plan;
}

describe('a two-mile tap', () => {
  it('matches the count by hand: poles, feet, dollars', async () => {
    const plan = tap();
    const network = await designFiber(plan, { effort: 2, seed: 1 }, quietJob);
    const { total, bill } = totalsOf(plan, network);
    const dollars = Object.fromEntries(bill.map((line) => [line.item, line.likelyCents / 100]));
    expect(total.polesUsed).toBe(49);
    expect(total.polesNew).toBe(0);
    expect(total.aerialLengthM / FEET).toBeCloseTo(10_560, 0);
    expect(total.undergroundLengthM / FEET).toBeCloseTo(10, 0);
    expect(total.premisesPassed).toBe(6);
    // Within a dollar: the test's flat frame and the ellipsoid differ by some parts in a million.
    expect(dollars['aerial-own-poles']).toBeCloseTo(10_560 * 4.9, -1); // 51,744
    expect(dollars['make-ready-transfer']).toBeCloseTo(49 * 0.15 * 300, 2); // 2,205
    expect(dollars['make-ready-replacement']).toBeCloseTo(49 * 0.05 * 6000, 2); // 14,700
    expect(dollars['engineering']).toBeCloseTo((10_570 / 5280) * 1900, 0); // 3,804
    expect(dollars['underground-plow']).toBeCloseTo(10 * 16.56, 0);
    expect(dollars['riser']).toBe(650);
    expect(dollars['terminal-on-pole']).toBe(6 * 450);
    expect(dollars['facility']).toBe(100_000);
    expect(dollars['olt-port']).toBe(2000);
    expect(dollars['splitter']).toBe(325);
    // Six drops of 100 ft: 1.40 a foot, 250 and 100 a piece, at a take rate of one half.
    expect(total.connectionCostLikely).toBeCloseTo((6 * (100 * 1.4 + 250 + 100)) / 2, 0);
    const passing = Object.entries(dollars).filter(([item]) => !['drop-aerial', 'installation', 'ont'].includes(item));
    expect(total.costLikely).toBeCloseTo(
      passing.reduce((sum, [, cost]) => sum + cost, 0),
      2,
    );
  });
});
