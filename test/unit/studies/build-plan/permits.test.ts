import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { takeOff } from '../../../../src/cost/take-off.ts';
import { readCostBook, writeCostBook } from '../../../../src/io/cost-book.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { poleApplications } from '../../../../src/studies/build-plan/applications.ts';
import { networkWithin } from '../../../../src/studies/build-plan/local-network.ts';
import { permitsOf } from '../../../../src/studies/build-plan/permits.ts';
import { poleGroupsOf } from '../../../../src/studies/build-plan/pole-owners.ts';
import { poleNumbers } from '../../../../src/studies/build-plan/pole-numbers.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { aTown, roundBook, type TownBuilder } from '../../../support/fiber-town.ts';

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);

/** Thirteen poles in a row, the first three ours, the others of two owners; then a street underground, and a railway. */
function street(): TownBuilder {
  const town = aTown()
    .hut('hut', -5, 8)
    .way(
      'w-1',
      [
        [0, 0],
        [600, 0],
      ],
      { name: 'Main Street' },
    ) // prettier-ignore
    .way(
      'Lane',
      [
        [600, 0],
        [1000, 0],
      ],
      { kind: 'easement' },
    )
    .barrier(
      'line',
      [
        [800, -50],
        [800, 50],
      ],
      'rail',
    )
    .premises('west', 0, 20)
    .premises('middle', 600, 20)
    .premises('east', 1000, 20);
  for (let i = 0; i <= 12; i++) {
    const owner = i < 3 ? 'Co-op' : i < 10 ? 'Verizon' : 'Eversource';
    town.pole(`P${String(i).padStart(2, '0')}`, i * 50, 7, {
      owner,
      zone: i < 5 ? 'supply' : 'communications',
      class: String(i % 5),
    });
  }
  return town;
}

const settings = { ownPoleOwners: 'Co-op', newPoles: false, dropLimitM: 40, poleApplications: 'verizon=4/2500; *=99/100' };

describe('applications and permits', () => {
  it('batch the poles of each owner to its limit; own poles need none', async () => {
    const plan = street().plan(settings);
    const network = await design(plan);
    const applications = poleApplications(network, plan.settings, poleNumbers(network));
    expect(applications.map(({ owner, poles, fee }) => [owner, poles.length, fee])).toEqual([
      ['Eversource', 3, 100],
      ['Verizon', 4, 2500],
      ['Verizon', 3, 2500],
    ]);
    const all = applications.flatMap(({ poles }) => poles.map(({ id }) => id));
    expect(new Set(all).size).toBe(all.length);
    expect(() => poleApplications(network, { ...plan.settings, poleApplications: 'Verizon' }, poleNumbers(network))).toThrow(
      /at once/,
    );
  });

  it('name the railway once, and streets and easements by length', async () => {
    const plan = street().plan(settings);
    const network = await design(plan);
    const permits = permitsOf(network, plan);
    expect(permits.map(({ authority, subject, count }) => [authority, subject, count])).toEqual([
      ['Railway', 'unnamed (railway, line)', 1],
      ['Landowner', 'unnamed (easement, Lane)', expect.any(Number)],
    ]);
    expect(permits[1]!.lengthM).toBeCloseTo(400, 0);
    expect(permits[0]!.ids).toEqual(network.crossings.map(({ id }) => id));
  });

  it('leave out what a border cuts off at a corner: a few centimetres are no permit of their own', async () => {
    const plan = aTown()
      .hut('hut', -5, 8)
      .way(
        'w-1',
        [
          [0, 0],
          [300, 0],
        ],
        { name: 'Main Street' },
      ) // prettier-ignore
      .way(
        'w-2',
        [
          [300, 0],
          [300, 150],
        ],
        { name: 'Side Street' },
      ) // prettier-ignore
      .premises('west', 100, 20)
      .premises('north', 315, 150)
      // The border crosses Main Street 5 cm before the corner.
      .area('east', 299.95, -50, 400, 200)
      .area('west', -50, -50, 299.95, 200)
      .plan({ newPoles: false });
    const network = await design(plan);
    const dug = (id: string): [string, number][] =>
      permitsOf(networkWithin(network, id), plan).map(({ subject, lengthM }) => [subject, Math.round(lengthM ?? 0)]);
    expect(dug('west')).toEqual([['Main Street', 300]]);
    expect(dug('east')).toEqual([['Side Street', 150]]);
  });

  it('count poles by owner, space and group; groups have their own make-ready', async () => {
    const plan = street().plan({ ...settings, makeReadyGroups: "owner='Verizon' and class>=3: 50/20" });
    const network = await design(plan);
    const groups = poleGroupsOf(network, plan);
    expect(groups.map(({ owner, ours, zone, group, poles }) => [owner, ours, zone, group, poles])).toEqual([
      ['Co-op', true, 'supply', '', 3],
      ['Eversource', false, 'communications', '', 3],
      ['Verizon', false, 'communications', '', 3],
      ['Verizon', false, 'communications', "owner='Verizon' and class>=3", 2],
      ['Verizon', false, 'supply', "owner='Verizon' and class>=3", 2],
    ]);
    const [special] = groups.filter(({ group }) => group !== '');
    expect(special!.makeReadyLikelyCents).toBe(2 * (0.5 * 300 + 0.2 * 5000) * 100);
    const { bill } = totalsOf(plan, network);
    const billed = bill.filter(({ item }) => item.startsWith('make-ready')).reduce((sum, line) => sum + line.likelyCents, 0);
    expect(groups.reduce((sum, group) => sum + group.makeReadyLikelyCents, 0)).toBe(billed);
    expect(groups.reduce((sum, { strandM }) => sum + strandM, 0)).toBeCloseTo(600, 1);
    await expect(design(street().plan({ makeReadyGroups: 'class>=3' }))).rejects.toThrow(/two shares/);
  });
});

describe('a book of construction units', () => {
  it('tells labour from material on every line, to the cent, and survives its CSV', () => {
    const csv = new TextDecoder().decode(
      writeCostBook({
        ...roundBook,
        items: roundBook.items.map((item, i) => (i < 5 ? { ...item, labour: item.likely * 0.37 } : item)),
      }),
    );
    const book = readCostBook(csv, { name: 'units', currency: 'USD' });
    expect(book.kind).toBe('construction-units');
    const items = book.items.map(({ id }) => ({ item: id, quantity: 12.345, priceFactor: 1.5 }));
    for (const line of takeOff([{ group: '', part: 'pass', items }], book)) {
      const item = book.items.find(({ id }) => id === line.item)!;
      if (item.labour === undefined) expect(line.labourCents).toBeNull();
      else expect(Math.abs((line.labourCents ?? 0) - line.likelyCents * 0.37)).toBeLessThan(1);
    }
    expect(() => readCostBook(csv.replace(/,3\.7\b/, ',999'), { name: 'units', currency: 'USD' })).toThrow(/Labour is more/);
  });
});
