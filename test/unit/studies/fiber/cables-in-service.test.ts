import { describe, expect, it } from 'vitest';
import type { CostBook } from '../../../../src/base/cost-book.ts';
import { quietJob } from '../../../../src/base/job.ts';
import { completeBook } from '../../../../src/cost/complete-book.ts';
import { apply } from '../../../../src/plan/change.ts';
import type { FieldValue } from '../../../../src/plan/feature-table.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { checkPlan } from '../../../../src/plan/rules/check-plan.ts';
import type { Settings } from '../../../../src/plan/settings.ts';
import { constructionOf } from '../../../../src/studies/build-plan/construction.ts';
import { cableTable, spliceTable } from '../../../../src/studies/build-plan/fibre-tables.ts';
import { premisesFibreTable, premisesWays } from '../../../../src/studies/build-plan/premises-fibres.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { explainStretch } from '../../../../src/studies/fiber/explain.ts';
import { fibrePlanOf } from '../../../../src/studies/fiber/fibre-plan.ts';
import { opticalStudy } from '../../../../src/studies/fiber/optical-study.ts';
import { ITEM } from '../../../../src/studies/fiber/prices.ts';
import { steer } from '../../../../src/studies/fiber/steer.ts';
import { aTown, type TownBuilder } from '../../../support/fiber-town.ts';

type Points = readonly (readonly [number, number])[];

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);
const settings: Partial<Settings> = { newPoles: false, dropLimitM: 60, splitting: 'central', slackPercent: 0 };
const costOf = (plan: Plan, network: FiberNetwork): number => totalsOf(plan, network).total.costLikely;
const lentOf = ({ stretches }: FiberNetwork): FiberNetwork['stretches'] => stretches.filter(({ kind }) => kind === 'in-service');
const billed = (plan: Plan, network: FiberNetwork, item: string): number =>
  totalsOf(plan, network).bill.reduce((sum, line) => sum + (line.item === item ? line.likelyCents / 100 : 0), 0);

/** Ten houses along 200 m of road, from a place on to the east or west. */
function street(town: TownBuilder, name: string, x: number, y: number, way: 1 | -1): TownBuilder {
  town.way(name, [[x, y], [x + way * 200, y]]); // prettier-ignore
  for (let i = 0; i < 10; i++) town.premises(`${name}-${i}`, x + way * (10 + 20 * i), y + 10);
  return town;
}

/** A hut, a village of ten houses 1,000 m east of it, a road between, and a cable beside it from the hut to the village. */
function village(fields: Record<string, FieldValue> | null): TownBuilder {
  const town = street(aTown().hut('hut', 0, 0).way('road', [[0, 0], [1000, 0]]), 'village', 1000, 0, 1); // prettier-ignore
  const beside: Points = [[5, 5], [1000, 5]]; // prettier-ignore
  return fields === null ? town : town.existing('old', beside, { kind: 'cable', name: 'Old', ...fields });
}

/** Two villages on one cable; a road of 150 m leads to the one, one of 1,000 m to the other. */
function twoVillages(cable: Points, east: Points, south: Points, spareFibres: number): Plan {
  const town = aTown().hut('hut', 0, 0).way('to east', east).way('to south', south);
  street(street(town, 'east', 400, 0, 1), 'south', 0, -150, -1);
  return town.existing('old', cable, { kind: 'cable', spareFibres }).plan(settings);
}

describe('cables in service', () => {
  it('lend fibres where they have enough: no trench, no new cable, two openings', async () => {
    const plain = village(null).plan(settings);
    const without = await design(plain);
    const plan = village({ spareFibres: 24, fibres: 96 }).plan(settings);
    const network = await design(plan);
    // Ten fibres and a quarter more, 1,000 m in the cable.
    expect(lentOf(network)).toMatchObject([
      { fibres: 13, cables: [], cableLengthM: 0, method: 'cable', along: 'cable Old', inService: { spareFibres: 24 } },
    ]);
    expect(totalsOf(plan, network).total.inServiceLengthM).toBeCloseTo(1000, 0);
    expect(totalsOf(plan, network).total.routeLengthM).toBeCloseTo(totalsOf(plain, without).total.routeLengthM - 1000 + 5, 0);
    expect(billed(plan, network, ITEM.cable)).toBeCloseTo(1000, 0);
    expect(billed(plan, network, ITEM.cableAccess)).toBe(2 * 600);
    // Saved: 1,000 m plowed at 41; paid: 1,000 m at 1, two openings, 5 m from the cable to the road.
    expect(costOf(plain, without) - costOf(plan, network)).toBeCloseTo(1000 * 41 - (1000 + 2 * 600 + 5 * 41), -1);
    // The search weighs the same, and proves it.
    expect(network.routeLowerBoundCents).toBeLessThanOrEqual(network.routeCostCents);
    expect((without.routeCostCents - network.routeCostCents) / 100).toBeCloseTo(1000 * 41 - (1000 + 2 * 600 + 5 * 41), -1);
    expect(explainStretch(network, lentOf(network)[0]!, plan.costBook).map(({ because, line }) => [because, line.likelyCents / 100])).toEqual([
      ['fibres of the cable Old, which is in service: nothing is built', expect.closeTo(1000, 0)],
      ['cable opened at CL-0001', 600],
      ['cable opened at hut, cable in service', 600],
    ]); // prettier-ignore
    expect(constructionOf(network, plan).find(({ kind }) => kind === 'in-service')).toMatchObject({
      method: 'cable',
      surface: null,
    });
  });

  it('are named with their last fibres in splice table, cable schedule and premises fibres, and have no reel', async () => {
    const plan = village({ spareFibres: 24, fibres: 96 }).plan(settings);
    const network = await design(plan);
    const fibres = fibrePlanOf(network, plan.settings);
    expect(fibres.lent).toMatchObject([
      { name: 'Old', numbering: 'numbered', fibres: [73, 74, 75, 76, 77, 78, 79, 80, 81, 82], openings: ['hut', 'CL-0001'] },
    ]);
    expect(fibres.reels.flatMap(({ pieces }) => pieces).length).toBe(fibres.cables.length);
    expect(fibres.cables.reduce((sum, { lengthM }) => sum + lengthM, 0)).toBeLessThan(250);
    const splices = spliceTable(fibres, '');
    const column = (name: string): number => splices.columns.findIndex(({ title }) => title === name);
    const out = splices.rows.filter((row) => row[0] === 'CL-0001');
    expect(out.length).toBe(10);
    // The 73rd fibre is the first of the seventh tube, red, and blue itself.
    const first = ['from', 'from_tube', 'from_tube_colour', 'from_fibre', 'from_fibre_colour', 'from_number', 'to', 'to_number'];
    expect(first.map((name) => out[0]![column(name)])).toEqual(['Old', 7, 'red', 1, 'blue', 73, 'CB-0001', 1]);
    expect(cableTable(fibres, '').rows.find((row) => row[0] === 'Old')?.slice(0, 6)).toEqual(['Old', 'in service', 24, 10, 'hut', 'CL-0001']); // prettier-ignore
    const ways = premisesFibreTable(premisesWays(plan, fibres, ''));
    expect(ways.rows.map((row) => row[8]).sort()[0]).toMatch(/^Old fibre 73 \(tube 7 red, fibre 1 blue\) > CB-0001 fibre 1 /);
    // 1,000 m of it, 5 m to the road, 190 m of it, drop and tail; spliced in the hut, where it is left, and at the terminal.
    const study = opticalStudy(fibres, plan.settings);
    expect(study.worst?.fibre.fibreM).toBeCloseTo(1000 + 5 + 190 + 10 + 15 + 5, -1);
    expect(study.worst?.fibre.splices).toBe(3);
  });

  it('count their free fibres where the data do not number them', async () => {
    const plan = village({ spareFibres: 24 }).plan(settings);
    const fibres = fibrePlanOf(await design(plan), plan.settings);
    const own = spliceTable(fibres, '').rows.find((row) => row[0] === 'CL-0001');
    expect(own?.slice(1, 7)).toEqual(['Old, free fibres', null, null, null, null, 1]);
  });

  it('carry a feeder where they have two fibres: a cabinet stands beyond', async () => {
    const many = village({ spareFibres: 24 }).plan(settings);
    const few = village({ spareFibres: 2 }).plan(settings);
    const network = await design(few);
    expect(lentOf(network)).toMatchObject([{ fibres: 2, feederFibres: 2 }]);
    expect(network.cabinets).toMatchObject([{ inFacility: false, premises: 10 }]);
    expect(costOf(few, network) - costOf(many, await design(many))).toBeCloseTo(9000, -2);
    expect(network.routeLowerBoundCents).toBeLessThanOrEqual(network.routeCostCents);
  });

  it('are left alone with one fibre, where a feeder and its spare one need two, and with none', async () => {
    const plain = village(null).plan(settings);
    const cost = costOf(plain, await design(plain));
    const ample = await design(village({ spareFibres: 24 }).plan(settings));
    for (const spareFibres of [1, 0]) {
      const plan = village({ spareFibres }).plan(settings);
      const network = await design(plan);
      expect(lentOf(network)).toEqual([]);
      expect(costOf(plan, network)).toBe(cost);
      // The bound is of the map with all its cables, as if they had no end.
      if (spareFibres > 0) expect(network.routeLowerBoundCents).toBeLessThanOrEqual(ample.routeCostCents);
    }
  });

  it('serve as many as fit, where the others have a cheaper way of their own', async () => {
    const long: Points = [[0, 0], [0, 300], [400, 300], [400, 0]]; // prettier-ignore
    const short: Points = [[0, 0], [0, -150]]; // prettier-ignore
    const ways = (network: FiberNetwork): string[] => network.stretches.map(({ along }) => along);
    // East first, then south: 13 fibres fit, 25 do not. South by a trench of 150 m costs less than a cabinet.
    const eastFirst: Points = [[5, 5], [400, 5], [400, -160], [5, -160]]; // prettier-ignore
    const tight = twoVillages(eastFirst, long, short, 15);
    const near = await design(tight);
    expect(lentOf(near)).toMatchObject([{ fibres: 13, lengthM: expect.closeTo(400, 0) as number }]);
    expect(near.cabinets.every(({ inFacility }) => inFacility)).toBe(true);
    // South first: the opening there stays shut.
    const far = await design(twoVillages([[5, -5], [5, -160], [400, -160], [400, 5]], long, short, 15)); // prettier-ignore
    expect(lentOf(far).map(({ fibres }) => fibres)).toEqual([13]);
    expect(ways(far).filter((along) => along === 'to east').length).toBeLessThan(2);
    // With room for all both come by cable; the trench costs more by 150 m at 41, less one opening, 560 m of cable and 11 m of trench from it.
    const roomy = twoVillages(eastFirst, long, short, 25);
    const ample = await design(roomy);
    expect(lentOf(ample).map(({ fibres }) => fibres)).toEqual([25, 13]);
    expect(costOf(tight, near) - costOf(roomy, ample)).toBeCloseTo(150 * 41 - (600 + 560 + 11 * 41), -2);
    expect(near.routeLowerBoundCents).toBeLessThanOrEqual(ample.routeCostCents);
  });

  it('are left where a stretch of them is forbidden, and keep what they lend where nothing changed', async () => {
    const plan = village({ spareFibres: 24 }).plan(settings);
    const first = await design(plan);
    apply(plan, { note: 'design', fiber: first });
    const again = await designFiber(plan, { effort: 1, seed: 1 }, quietJob, true);
    expect(again.reuse?.searched).toBe('nothing');
    expect(again.stretches).toEqual(first.stretches);
    // What is built along the road is not forbidden by it.
    apply(plan, steer(plan, 'forbidden', lentOf(first)));
    const without = await designFiber(plan, { effort: 1, seed: 1 }, quietJob, true);
    expect(lentOf(without)).toEqual([]);
    expect(without.notReached).toEqual([]);
  });

  it('are found wanting by the check: nothing said, more free than there are, off the network, over full', async () => {
    const plan = village({ spareFibres: 24 }).existing('dumb', [[0, 8], [100, 8]], { kind: 'cable' }).existing('odd', [[0, 9], [100, 9]], { kind: 'cable', spareFibres: 13, fibres: 12 }).existing('lost', [[0, 900], [100, 900]], { kind: 'cable', spareFibres: 12 }).plan(settings); // prettier-ignore
    const fiber = await design(plan);
    const found = (checked: Plan): [string, readonly string[]][] =>
      checkPlan(checked).flatMap(({ code, ids }) => (code.startsWith('existing-network') ? [[code, ids]] : []));
    expect(found({ ...plan, fiber })).toEqual([
      ['existing-network/spare', ['odd']],
      ['existing-network/off', ['lost']],
      ['existing-network/no-spare', ['dumb']],
    ]);
    const fewer = village({ spareFibres: 12 }).plan(settings);
    expect(found({ ...fewer, fiber })).toEqual([['existing-network/over-full', ['old']]]);
  });

  it('are not used without a price, and the check names what the book lacks until it is completed', async () => {
    const plan = village({ spareFibres: 24 }).existing('old duct', [[0, 8], [100, 8]], { kind: 'duct' }).plan(settings); // prettier-ignore
    const usual = { ...plan.costBook, items: [...plan.costBook.items, { ...plan.costBook.items[0]!, id: ITEM.duct, likely: 5 }] };
    const old = { ...usual, items: usual.items.filter(({ id }) => id !== ITEM.cableAccess && id !== ITEM.duct) };
    const lacking = (costBook: CostBook): [string, string][] =>
      checkPlan({ ...plan, costBook }).flatMap(({ code, where, message }) => (code === 'costs/standing' ? [[where, message.split(':')[1]!.split('.')[0]!]] : [])); // prettier-ignore
    expect(lacking(old)).toEqual([
      ['existing network: old', ' the cost book has no price for cable-access'],
      ['existing network: old duct', ' the cost book has no price for existing-duct'],
    ]);
    expect(lentOf(await design({ ...plan, costBook: old }))).toEqual([]);
    const whole = completeBook({ ...old, items: old.items.map((item) => (item.id === ITEM.cable ? { ...item, likely: 2 } : item)) }, usual); // prettier-ignore
    expect(lacking(whole)).toEqual([]);
    expect(whole.items.slice(-2).map(({ id }) => id)).toEqual([ITEM.cableAccess, ITEM.duct]);
    // Its own prices stay.
    expect(whole.items.find(({ id }) => id === ITEM.cable)?.likely).toBe(2);
  });
});
