import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import type { Settings } from '../../../../src/plan/settings.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { fibrePlanOf } from '../../../../src/studies/fiber/fibre-plan.ts';
import { opticalStudy } from '../../../../src/studies/fiber/optical-study.ts';
import { ITEM } from '../../../../src/studies/fiber/prices.ts';
import { aTown } from '../../../support/fiber-town.ts';

const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob);

/** Forty houses along a road, the first 1,000 m east of the hut and 20 m between; the last takes two fibres. */
function road(settings: Partial<Settings>): Plan {
  const town = aTown().hut('hut', 0, 0).way('road', [[0, 0], [1900, 0]]); // prettier-ignore
  for (let i = 0; i < 40; i++) town.premises(`h${String(i).padStart(2, '0')}`, 1000 + 20 * i, 10, i === 39 ? { fibres: 2 } : {});
  return town.plan({ newPoles: false, dropLimitM: 60, terminalReachM: 0, slackPercent: 0, ...settings });
}

const countOf = (plan: Plan, network: FiberNetwork, item: string): number =>
  totalsOf(plan, network).bill.reduce((sum, line) => sum + (line.item === item ? line.quantity : 0), 0);

describe('a fibre of its own for every premises', () => {
  it('comes from the facility, with a port for each and nothing that divides light', async () => {
    const plan = road({ splitting: 'none' });
    const network = await design(plan);
    expect(network.cabinets).toMatchObject([{ inFacility: true, splitRatio: 1, splitters: 0, oltPorts: 41, premises: 40 }]);
    const billed = [ITEM.ownPort, ITEM.oltPort, ITEM.splitter, ITEM.splitterSmall, ITEM.cabinet, ITEM.coupler];
    expect(billed.map((item) => countOf(plan, network, item))).toEqual([41, 0, 0, 0, 0, 0]);
    // 41 fibres and a quarter more leave the hut: the smallest cable that holds 52 has 72.
    const first = network.stretches.find(({ from }) => network.facilities.some(({ node }) => node === from));
    expect(first).toMatchObject({ fibres: 52, cables: [72] });
    expect(network.assumptions.join(' ')).toMatch(/Each premises has a fibre of its own from its facility/);
  });

  it('leads unbroken to its port, by ports and fibres that no other has', async () => {
    const plan = road({ splitting: 'none' });
    const network = await design(plan);
    const fibres = fibrePlanOf(network, plan.settings);
    expect(fibres.splitters).toEqual([]);
    expect(fibres.premises.length).toBe(41);
    expect(new Set(fibres.premises.map(({ feed }) => feed)).size).toBe(41);
    const ports = fibres.lines.map(({ upper }) => (upper.kind === 'cable' ? '' : upper.port));
    expect(new Set(ports)).toEqual(new Set(Array.from({ length: 41 }, (_, i) => `hut ${i + 1}`)));
    const cores = fibres.lines.flatMap(({ splices }) => splices.flatMap(({ to }) => (to.kind === 'cable' ? [`${to.cableId} ${to.fibre}`] : []))); // prettier-ignore
    expect(new Set(cores).size).toBe(cores.length);
  });

  it('loses what fibre, splices and four connectors lose, and is held against modules for one fibre', async () => {
    const plan = road({ splitting: 'none' });
    const study = opticalStudy(fibrePlanOf(await design(plan), plan.settings), plan.settings);
    expect(study.optics.name).toBe('10G BiDi 10 km');
    expect(study.premises.every(({ verdict }) => verdict === 'within')).toBe(true);
    const last = study.premises.find(({ fibre }) => fibre.drop.premisesId === 'h39')!;
    const km = last.fibre.fibreM / 1000;
    expect(km).toBeCloseTo(1.79, 2);
    expect(last.downDb).toBeCloseTo(0.35 * km + last.fibre.splices * 0.1 + 4 * 0.3, 3);
    expect(last.upDb).toBeCloseTo(0.45 * km + last.fibre.splices * 0.1 + 4 * 0.3, 3);
    // −5 dBm sent, −14 needed, 2 dB for dispersion, 3 dB of margin.
    expect(last.spareDb).toBeCloseTo(9 - 2 - 3 - last.upDb, 3);
    expect(study.byClass.map(({ optics }) => optics.id)).toEqual(['bidi-10', 'bidi-20', 'bidi-40']);
  });

  it('gets stronger modules where the way is long, and only there', async () => {
    const town = aTown().hut('hut', 0, 0).way('road', [[0, 0], [9000, 0]]).premises('far', 8990, 10).premises('near', 50, 10); // prettier-ignore
    const plan = town.plan({ newPoles: false, splitting: 'none', slackPercent: 0 });
    const network = await design(plan);
    // 9 km at 1270 nm lose 4.05 dB and four connectors 1.2: with 3 dB of margin more than 7, less than 10.
    expect(network.cabinets).toMatchObject([{ opticsClass: 'bidi-10' }, { opticsClass: 'bidi-20' }]);
    expect(countOf(plan, network, ITEM.strongerOptics)).toBe(1);
    // The near one stays on the usual module: the other would overload it.
    const study = opticalStudy(fibrePlanOf(network, plan.settings), plan.settings);
    expect(study.premises.map(({ verdict }) => verdict)).toEqual(['within', 'within']);
  });
});
