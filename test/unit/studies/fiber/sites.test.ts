import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { shortDistanceM } from '../../../../src/geo/geodesy.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Settings } from '../../../../src/plan/settings.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { fibrePlanOf } from '../../../../src/studies/fiber/fibre-plan.ts';
import { opticalStudy } from '../../../../src/studies/fiber/optical-study.ts';
import { opticalFields, opticalSentences } from '../../../../src/studies/fiber/optical-words.ts';
import { at, aTown, type TownBuilder } from '../../../support/fiber-town.ts';

const design = (town: TownBuilder, settings: Partial<Settings>): Promise<FiberNetwork> =>
  designFiber(town.plan(settings), { effort: 1, seed: 1 }, quietJob);

/** Houses in pairs along a road to the east. */
function road(town: TownBuilder, fromM: number, toM: number): TownBuilder {
  for (let x = fromM; x <= toM; x += 50) town.premises(`N${x}`, x, 15).premises(`S${x}`, x, -15);
  return town;
}

describe('an offered hut', () => {
  // Two hamlets on a road, with nothing between them: the road costs 41 a metre, a hut 80,000.
  const hamlets = (apartM: number): TownBuilder => {
    const town = aTown().way('road', [[0, 0], [apartM + 200, 0]], { kind: 'track' }).hut('west', 0, 3); // prettier-ignore
    return road(road(town.hut('east', apartM + 200, 3, 'hut', { offered: true }), 50, 200), apartM, apartM + 150);
  };

  it('is built where it costs less than the road to it', async () => {
    const near = await design(hamlets(1200), { newPoles: false });
    expect(near.facilities.map(({ id }) => id)).toEqual(['west']);
    const far = await design(hamlets(2600), { newPoles: false });
    expect(far.facilities.map(({ id }) => id).sort()).toEqual(['east', 'west']);
    expect(far.routeLowerBoundCents).toBeLessThanOrEqual(far.routeCostCents);
  });

  it('is built where premises lie beyond reach of the others', async () => {
    const settings = { newPoles: false, reachLimitM: 1000 };
    const network = await design(hamlets(1200), settings);
    expect(network.facilities.map(({ id }) => id).sort()).toEqual(['east', 'west']);
    const study = opticalStudy(
      fibrePlanOf(network, hamlets(1200).plan(settings).settings),
      hamlets(1200).plan(settings).settings,
    );
    expect(study.premises.every(({ fibre }) => fibre.fibreM < 1000)).toBe(true);
  });

  it('would mend what lies beyond reach, where none is offered', async () => {
    const town = road(aTown().way('road', [[0, 0], [1400, 0]], { kind: 'track' }).hut('hut', 0, 3), 1300, 1400); // prettier-ignore
    const plan = town.plan({ newPoles: false, reachLimitM: 1000, slackPercent: 0 });
    const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
    const fibres = fibrePlanOf(network, plan.settings);
    const study = opticalStudy(fibres, plan.settings);
    expect(opticalFields(fibres, study, 'metric')).toMatchObject({ pathsBeyondReach: 6, reachLimitM: 1000 });
    expect(opticalSentences(study, 'metric').join(' ')).toMatch(/6 premises lie beyond .*facility that is .* nearer/);
  });
});

describe('a cabinet site', () => {
  const town = (): TownBuilder => {
    const main = aTown().way('main', [[0, 0], [1000, 0]], { kind: 'track' }).hut('hut', 0, 3); // prettier-ignore
    return road(main, 400, 1000);
  };
  const settings = { newPoles: false, cabinetPremises: 60, splitting: 'central' };

  it('that is fixed has the cabinet, and feeds all beyond it', async () => {
    const network = await design(town().cabinet('box', 395, 8), settings);
    const street = network.cabinets.filter(({ inFacility }) => !inFacility);
    expect(street).toHaveLength(1);
    expect(shortDistanceM(street[0]!.position, at(395, 0))).toBeLessThan(15);
    expect(street[0]!.premises).toBe(26);
    const moved = await design(town().cabinet('box', 700, 8), settings);
    const [far] = moved.cabinets.filter(({ inFacility }) => !inFacility);
    expect(shortDistanceM(far!.position, at(700, 0))).toBeLessThan(15);
    expect(far!.premises).toBeLessThan(26);
  });

  it('away from all routes is told', async () => {
    const network = await design(town().cabinet('field', 500, 900), settings);
    expect(network.assumptions.join(' ')).toContain('No route passes within');
  });

  it('that is possible is chosen where cabinets are needed, and no other place', async () => {
    const sites = town().cabinet('a', 420, 5, { kind: 'possible' }).cabinet('b', 760, 5, { kind: 'possible' });
    const network = await design(sites, { ...settings, cabinetPremises: 14 });
    const street = network.cabinets.filter(({ inFacility }) => !inFacility);
    expect(street.length).toBeGreaterThan(0);
    for (const { position, premises } of street) {
      expect(Math.min(shortDistanceM(position, at(420, 0)), shortDistanceM(position, at(760, 0)))).toBeLessThan(15);
      expect(premises).toBeLessThanOrEqual(14);
    }
  });
});

describe('strand on existing poles', () => {
  it('is used where it is dearer by less than half of its price, once it is preferred, and billed in full', async () => {
    const town = (): TownBuilder => {
      const built = aTown().way('road', [[0, 0], [820, 0]], { kind: 'track' }).hut('hut', 0, 3).premises('house', 800, 12); // prettier-ignore
      // Rented strand 20 a metre and make-ready 1,000 a pole, every 40 m: 45 a metre, against 40 in the ground.
      for (let x = 0; x <= 800; x += 40) built.pole(`P${x + 1000}`, x, 6, { owner: 'other', makeReadyCents: 100_000 });
      return built;
    };
    const settings = { newPoles: false, ownPoleOwners: 'us' };
    const usual = await design(town(), settings);
    expect(usual.stretches.every(({ kind }) => kind === 'underground')).toBe(true);
    const preferred = await design(town(), { ...settings, aerialPreferred: true });
    const strand = preferred.stretches.filter(({ kind }) => kind === 'aerial');
    expect(strand.reduce((sum, { lengthM }) => sum + lengthM, 0)).toBeGreaterThan(700);
    for (const { items, lengthM } of strand) expect(items).toEqual([{ item: 'aerial-rented-poles', quantity: lengthM }]);
  });
});
