import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { constructionOf, constructionTable } from '../../../../src/studies/build-plan/construction.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { aTown } from '../../../support/fiber-town.ts';

describe('the route by method and surface', () => {
  it('is what one walks by hand: strand, a paved street in town, a gravel road out of it', async () => {
    // 100 m of strand, then 200 m under asphalt between five houses, then 300 m beside gravel whose surface the kind tells.
    const town = aTown()
      .hut('hut', 0, 2)
      .pole('P0', 0, 8)
      .pole('P1', 50, 8)
      .pole('P2', 100, 8)
      .span('a', 'P0', 'P1')
      .span('b', 'P1', 'P2');
    town.way(
      'Main St',
      [
        [100, 0],
        [300, 0],
      ],
      { kind: 'residential', surface: 'asphalt' },
    );
    town.way(
      'Farm Rd',
      [
        [300, 0],
        [600, 0],
      ],
      { kind: 'track' },
    );
    for (let i = 0; i < 5; i++) town.premises(`H${i}`, 280 + 5 * i, i % 2 === 0 ? 20 : -20);
    town.premises('Farm', 600, 30);
    const plan = town.plan({ newPoles: false, terminalReachM: 0 });
    const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
    const rows = constructionOf(network, plan);
    const told = rows.map(({ kind, method, surface, lengthM, surfaceStatedM, likelyCents }) => [
      kind,
      method,
      surface,
      ...[lengthM, surfaceStatedM, likelyCents / 100].map(Math.round),
    ]);
    // The laterals: 6 m from the hut to its pole, 8 m from the last pole to the street.
    expect(told).toEqual([
      ['aerial', 'own-poles', null, 100, 0, 100 * 10],
      ['underground', 'plow', null, 14, 0, 14 * 40],
      ['underground', 'plow', 'paved', 200, 200, 200 * 40],
      ['underground', 'plow', 'unpaved', 300, 0, 300 * 40],
    ]);
    const { total, bill } = totalsOf(plan, network);
    expect(rows.reduce((sum, { lengthM }) => sum + lengthM, 0)).toBeCloseTo(total.routeLengthM, 6);
    const billed = bill
      .filter(({ item }) => /^(aerial|underground)-/.test(item))
      .reduce((sum, line) => sum + line.likelyCents, 0);
    expect(Math.abs(rows.reduce((sum, { likelyCents }) => sum + likelyCents, 0) - billed)).toBeLessThanOrEqual(rows.length);
    expect(constructionTable(rows, 'USD').rows).toHaveLength(rows.length);
  });
});
