import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { apply } from '../../../../src/plan/change.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { fibrePlanOf } from '../../../../src/studies/fiber/fibre-plan.ts';
import { opticalStudy } from '../../../../src/studies/fiber/optical-study.ts';
import { assumptionsOf } from '../../../../src/studies/build-plan/statements.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { aTown } from '../../../support/fiber-town.ts';

const design = (plan: Plan, goesOn = false): Promise<FiberNetwork> => designFiber(plan, { effort: 1, seed: 1 }, quietJob, goesOn);

/** A street of 300 m: two houses of three flats and one of two near its beginning, a house of twenty at its end, a single home between. */
const town = () =>
  aTown()
    .hut('hut', -10, 5)
    .way('street', [
      [0, 0],
      [300, 0],
    ])
    .premises('three-a', 20, 15, { units: 3 })
    .premises('three-b', 40, 15, { units: 3 })
    .premises('two', 60, 15, { units: 2 })
    .premises('home', 160, 15)
    .premises('twenty', 290, 15, { units: 20 });
// Eight ports, one of them spare: seven may be used.
const settings = {
  fibresPer: 'unit',
  terminalPorts: 8,
  sparePorts: 1,
  terminalReachM: 80,
  newPoles: false,
  splitting: 'central',
} as const;

describe('premises that take several fibres', () => {
  it('take as many ports, and one that takes more than a terminal has gets several for itself', async () => {
    const plan = town().plan(settings);
    const network = await design(plan);
    const drops = new Map(network.drops.map((drop) => [drop.premisesId, drop]));
    expect([...drops].map(([id, { fibres }]) => [id, fibres]).sort()).toEqual([
      ['home', 1],
      ['three-a', 3],
      ['three-b', 3],
      ['twenty', 20],
      ['two', 2],
    ]);
    // 20 fibres need three terminals of seven usable ports.
    const big = network.terminals.find(({ id }) => id === drops.get('twenty')?.terminalId)!;
    expect(big).toMatchObject({ used: 20, ports: 24 });
    expect(big.items[0]?.quantity).toBe(3);
    expect(network.drops.filter(({ terminalId }) => terminalId === big.id)).toHaveLength(1);
    // 3 + 3 + 2 do not fit into seven ports: two terminals, whichever hold what.
    for (const terminal of network.terminals) {
      const own = network.drops.filter(({ terminalId }) => terminalId === terminal.id);
      expect(terminal.used).toBe(own.reduce((sum, { fibres }) => sum + fibres, 0));
      if (terminal !== big) expect(terminal.used).toBeLessThanOrEqual(7);
    }
    const street = new Set(['three-a', 'three-b', 'two'].map((id) => drops.get(id)?.terminalId));
    expect(street.size).toBe(2);
    // 29 fibres: one port of the OLT with a splitter 1:32; 29 and a quarter of them are 37 fibres, in the next larger cable.
    expect(network.cabinets.reduce((sum, { oltPorts }) => sum + oltPorts, 0)).toBe(1);
    expect(Math.max(...network.stretches.map(({ fibres }) => fibres))).toBe(37);
    expect(Math.max(...network.stretches.flatMap(({ cables }) => cables))).toBe(48);
    const { total } = totalsOf(plan, network);
    expect([total.premisesPassed, total.unitsPassed]).toEqual([5, 29]);
    const connect = network.drops.flatMap(({ items }) => items.filter(({ item }) => item === 'ont'));
    expect(connect.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(29);
  });

  it('have a fibre of their own for each port, from the splitter on', async () => {
    const plan = town().plan(settings);
    const network = await design(plan);
    const fibres = fibrePlanOf(network, plan.settings);
    expect(fibres.premises).toHaveLength(29);
    const ports = fibres.premises.map(({ terminal, terminalPort }) => `${terminal.id} ${terminalPort}`);
    expect(new Set(ports).size).toBe(29);
    for (const { terminal, terminalPort } of fibres.premises) expect(terminalPort).toBeLessThanOrEqual(terminal.ports);
    expect(new Set(fibres.premises.map(({ splitter, port }) => `${splitter} ${port}`)).size).toBe(29);
    const twenty = fibres.premises.filter(({ drop }) => drop.premisesId === 'twenty');
    const ends = twenty.flatMap(({ stages }) =>
      stages.flatMap((stage) => (stage.kind === 'line' ? (fibres.lines[stage.line] ?? []) : [])),
    );
    const used = ends.flatMap(({ splices }) =>
      splices.flatMap(({ to }) => (to.kind === 'cable' ? `${to.cableId} ${to.fibre}` : [])),
    );
    expect(new Set(used).size).toBe(used.length);
    const study = opticalStudy(fibres, plan.settings);
    expect(study.trees.map(({ premises }) => premises)).toEqual([29]);
  });

  it('are as before where each takes one, and follow what the premises themselves say', async () => {
    const plain = await design(town().plan({ ...settings, fibresPer: 'premises' }));
    expect(plain.drops.map(({ fibres }) => fibres)).toEqual([1, 1, 1, 1, 1]);
    const told = town().premises('shop', 100, 15, { units: 5, fibres: 2 }).plan(settings);
    expect((await design(told)).drops.find(({ premisesId }) => premisesId === 'shop')?.fibres).toBe(2);
  });

  it('stay where they were in a what-if, and move where they take more', async () => {
    const plan = town().plan(settings);
    apply(plan, { note: 'design', fiber: await design(plan) });
    const same = await design(plan, true);
    expect(same.terminals).toEqual(plan.fiber!.terminals);
    expect(same.drops).toEqual(plan.fiber!.drops);
    apply(plan, { note: 'rule', settings: { ...plan.settings, fibresPer: 'premises' } });
    const fewer = await design(plan, true);
    expect(fewer.drops.every(({ fibres }) => fibres === 1)).toBe(true);
    expect(fewer.terminals.every(({ ports }) => ports === 8)).toBe(true);
  });

  it('are told of where they share one: 3 + 3 + 2 + 1 + 20 units on five fibres', async () => {
    const shared = town().plan({ ...settings, fibresPer: 'premises' });
    expect(assumptionsOf(shared, await design(shared)).join()).toMatch(/5\spremises hold 29\sunits and take 5\sfibres/);
    const apart = town().plan(settings);
    expect(assumptionsOf(apart, await design(apart)).join()).not.toContain('share a fibre');
  });

  it('are of the smallest size that the book prices and that holds them with their spare port', async () => {
    const plan = town().plan(settings);
    const four = {
      ...plan.costBook.items.find(({ id }) => id === 'terminal-in-handhole')!,
      id: 'terminal-in-handhole-4',
      likely: 700,
    };
    const priced = { ...plan, costBook: { ...plan.costBook, items: [...plan.costBook.items, four] } };
    const [before, network] = [await design(plan), await design(priced)];
    expect(network.terminals.map(({ used, ports }) => [used, ports])).toEqual(
      before.terminals.map(({ used, ports }) => [used, used <= 3 ? 4 : ports]),
    );
    const small = network.terminals.filter(({ ports }) => ports === 4).length;
    expect(small).toBeGreaterThan(0);
    // Each saves 200 of the 900 that the usual one costs.
    const cost = (one: Plan, of: FiberNetwork): number => totalsOf(one, of).total.costLikely;
    expect(cost(plan, before) - cost(priced, network)).toBeCloseTo(200 * small, 0);
  });
});
