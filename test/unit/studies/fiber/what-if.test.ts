import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { apply, type Change } from '../../../../src/plan/change.ts';
import type { FieldValue } from '../../../../src/plan/feature-table.ts';
import type { FeatureLayerName } from '../../../../src/plan/layers.ts';
import type { FiberNetwork } from '../../../../src/plan/network.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { totalsOf } from '../../../../src/studies/build-plan/totals.ts';
import { DesignMemory } from '../../../../src/studies/fiber/design-memory.ts';
import { designFiber } from '../../../../src/studies/fiber/design.ts';
import { explainStretch } from '../../../../src/studies/fiber/explain.ts';
import { poleWorths } from '../../../../src/studies/fiber/pole-worth.ts';
import { steer, stretchesNamed } from '../../../../src/studies/fiber/steer.ts';
import { at, aTown, type TownBuilder } from '../../../support/fiber-town.ts';

const effort = { effort: 1, seed: 1 } as const;
const design = (plan: Plan): Promise<FiberNetwork> => designFiber(plan, effort, quietJob);
const settings = { newPoles: false, dropLimitM: 40, makeReadyTransferPercent: 0, makeReadyReplacementPercent: 0 };

/** Poles every 50 m along a street of 600 m, one of them bad; a house at every end. */
function poleLine(bad: Record<string, number | boolean>): TownBuilder {
  const town = aTown()
    .hut('hut', -5, 8)
    .way('street', [
      [0, 0],
      [600, 0],
    ])
    .premises('west', 0, 20)
    .premises('east', 600, 20);
  for (let i = 0; i <= 12; i++) town.pole(`P${i}`, i * 50, 7, i === 6 ? bad : {});
  return town;
}

const put = (
  layer: FeatureLayerName,
  id: string,
  fields: Record<string, FieldValue>,
  coordinates: LngLat,
): NonNullable<Change['features']>[number] => ({
  layer,
  id,
  feature: { id, fields, geometry: { type: 'Point', coordinates } },
});

describe('the value of a bad pole', () => {
  it('is what the detour costs more, as counted by hand', async () => {
    const [worth] = await poleWorths(
      poleLine({ attachable: false }).plan(settings),
      { poleIds: [], most: 1, aroundM: 10_000 },
      effort,
      quietJob,
    );
    // With it: two spans of 50 m at 10 and engineering at 1, and the replacement, 5000. Without: down at P5, up at P7, twice 7 m of lateral and
    // 100 m of bore or plow at 40 (and 1), two risers at 500.
    const detour = 2 * 500 + (100 + 14) * 41 - (2 * 50 * 11 + 5000);
    expect(worth).toMatchObject({ poleId: 'P6', closed: true, replacementCents: 500_000, onlyWayFor: 0 });
    expect(detour).toBeLessThan(0);
    expect(worth!.savesAtLeastCents).toBe(0);
    const bored = await poleWorths(
      poleLine({ attachable: false }).plan({ ...settings, unpavedMethod: 'trench' }),
      { poleIds: ['P6'], most: 1, aroundM: 10_000 },
      effort,
      quietJob,
    );
    const dearer = 2 * 500 + (100 + 14) * 81 - (2 * 50 * 11 + 5000);
    expect(bored[0]!.savesAtLeastCents / 100).toBeCloseTo(dearer, 0);
    expect(bored[0]!.detourCents).toBe(bored[0]!.savesAtLeastCents);
  });

  it('does not change where the rest of the design is left alone', async () => {
    const plan = poleLine({}).plan({ ...settings, unpavedMethod: 'trench' });
    const [near, far] = await Promise.all(
      [120, 10_000].map((aroundM) => poleWorths(plan, { poleIds: ['P6'], most: 1, aroundM }, effort, quietJob)),
    );
    expect(near![0]!.savesAtLeastCents).toBeGreaterThan(0);
    expect(near![0]).toEqual(far![0]);
  });

  it('says which premises hang on it alone', async () => {
    const town = aTown().hut('hut', -20, 8);
    for (let i = 0; i <= 3; i++) town.pole(`P${i}`, i * 50, 7);
    for (let i = 0; i < 3; i++) town.span(`S${i}`, `P${i}`, `P${i + 1}`);
    const plan = town.premises('east', 150, 20).premises('west', 0, 20).plan(settings);
    apply(plan, { note: 'design', fiber: await design(plan) });
    const worths = await poleWorths(plan, { poleIds: [], most: 2, aroundM: 500 }, effort, quietJob);
    expect(worths.map(({ poleId, onlyWayFor }) => [poleId, onlyWayFor]).sort()).toEqual([
      ['P0', 2],
      ['P1', 1],
    ]);
  });
});

describe('a way that no route runs along', () => {
  it('is in the next design where it is kept, at its price', async () => {
    const loop = [
      [0, 0],
      [0, 80],
      [300, 80],
      [300, 0],
    ] as const;
    const plan = aTown()
      .hut('hut', -5, 0)
      .way('direct', [
        [0, 0],
        [300, 0],
      ])
      .way('loop', loop)
      .premises('east', 310, -10)
      .plan(settings);
    apply(plan, { note: 'design', fiber: await design(plan) });
    expect(plan.fiber!.stretches.map(({ along }) => along)).not.toContain('loop');
    const path = loop.slice(1, 3).map(([x, y]) => at(x, y));
    apply(plan, steer(plan, 'keep', [{ id: 'loop', along: 'loop', path, kind: 'underground' }]));
    const kept = await design(plan);
    const lengthM = kept.stretches.filter(({ along }) => along === 'loop').reduce((sum, one) => sum + one.lengthM, 0);
    // 300 m of it are kept, and 80 m at either end lead there.
    expect(lengthM).toBeCloseTo(460, 0);
    expect(kept.stretches.some(({ along }) => along === 'direct')).toBe(false);
  });
});

describe('a stretch', () => {
  it('tells item by item what it costs; all stretches together tell the route, its poles and risers', async () => {
    const plan = poleLine({}).plan({ ...settings, makeReadyTransferPercent: 20 });
    const network = await design(plan);
    const told = network.stretches.flatMap((stretch) => explainStretch(network, stretch, plan.costBook));
    const parts = ['aerial-own-poles', 'underground-plow', 'make-ready-transfer', 'riser', 'engineering'];
    for (const item of parts) {
      const sum = told.filter(({ line }) => line.item === item).reduce((cents, { line }) => cents + line.likelyCents, 0);
      const billed = totalsOf(plan, network)
        .bill.filter((line) => line.item === item)
        .reduce((cents, line) => cents + line.likelyCents, 0);
      expect([item, Math.abs(sum - billed) <= network.stretches.length]).toEqual([item, true]);
    }
    expect(told.every(({ because }) => because !== '')).toBe(true);
  });

  it('that is forbidden is not built again, and kept ones are', async () => {
    const plan = poleLine({}).plan(settings);
    apply(plan, { note: 'design', fiber: await design(plan) });
    const { id, from, to } = plan.fiber!.stretches.find((stretch) => stretch.kind === 'aerial')!;
    const back = apply(plan, steer(plan, 'forbidden', stretchesNamed(plan, [id])));
    expect((await design(plan)).stretches.some((stretch) => stretch.from === from && stretch.to === to)).toBe(false);
    apply(plan, back);
    const kept = plan.fiber!.stretches.map((stretch) => stretch.id);
    apply(plan, steer(plan, 'keep', stretchesNamed(plan, kept)));
    const again = await design(plan);
    expect(again.routeCostCents).toBe(plan.fiber!.routeCostCents);
    expect(again.stretches.map((stretch) => [stretch.from, stretch.to])).toEqual(
      plan.fiber!.stretches.map((stretch) => [stretch.from, stretch.to]),
    );
    expect(() => stretchesNamed(plan, ['S-99999'])).toThrow(/no such stretch/);
    expect(stretchesNamed(plan, [`stretch:${id}`]).map((stretch) => stretch.id)).toEqual([id]);
  });
});

describe('a design that goes on from the one before', () => {
  /** Four blocks of streets a kilometre apart, joined by one street: what happens in one does not concern the others. */
  function blocks(): TownBuilder {
    const town = aTown()
      .hut('hut', -5, 8)
      .way('main', [
        [0, 0],
        [3300, 0],
      ]);
    for (let block = 0; block < 4; block++) {
      const x = block * 1000;
      for (const [i, dx] of [0, 100, 200].entries()) {
        town.way(`up-${block}-${i}`, [
          [x + dx, 0],
          [x + dx, 150],
        ]);
        for (let y = 20; y <= 140; y += 30) town.premises(`h-${block}-${i}-${y}`, x + dx + 15, y);
      }
      town.way(`cross-${block}`, [
        [x, 150],
        [x + 200, 150],
      ]);
    }
    return town;
  }
  /** What a network builds, without names that are numbered through. */
  const built = (network: FiberNetwork, west: number): string[] =>
    [
      ...network.stretches.map(({ kind, method, path, cables }) => JSON.stringify([kind, method, path, cables])),
      ...network.terminals.map(({ position, used, ports }) => JSON.stringify([position, used, ports])),
      ...network.drops.map(({ premisesId, kind, path, lengthM }) => JSON.stringify([premisesId, kind, path, lengthM])),
    ]
      .filter((text) => Math.max(...[...text.matchAll(/\[(-91\.\d+)/g)].map((found) => Number(found[1]))) < west)
      .sort();

  it('is the same where nothing changed, costs as much as one made anew, and says what it took', async () => {
    const plan = blocks().plan(settings);
    apply(plan, { note: 'design', fiber: await design(plan) });
    const before = plan.fiber!;
    const same = await designFiber(plan, effort, quietJob, true);
    expect(same.reuse).toMatchObject({ squaresChanged: 0, searched: 'nothing' });
    expect(same.reuse!.keptM).toBeCloseTo(same.reuse!.routeM, 3);
    expect({ ...same, reuse: null, routeLowerBoundCents: 0 }).toEqual({ ...before, reuse: null, routeLowerBoundCents: 0 });

    const last = before.stretches.filter(({ along }) => along.startsWith('up-3')).map(({ id }) => id);
    const back = apply(plan, steer(plan, 'forbidden', stretchesNamed(plan, last.slice(0, 1))));
    const quick = await designFiber(plan, effort, quietJob, true);
    const anew = await design(plan);
    expect(quick.reuse!.searched).toBe('around');
    expect(quick.reuse!.squaresChanged).toBeLessThanOrEqual(3);
    // Around one place a search goes deeper than over all: it may even find cheaper routes.
    expect(quick.routeCostCents).toBeLessThanOrEqual(1.001 * anew.routeCostCents);
    expect(quick.routeCostCents).toBeGreaterThanOrEqual(anew.routeLowerBoundCents);
    expect(quick.routeLowerBoundCents).toBeLessThanOrEqual(anew.routeCostCents);
    expect(quick.routeCostCents).toBeGreaterThan(before.routeCostCents);
    const west = at(2500, 0)[0];
    expect(built(quick, west).length).toBeGreaterThan(60);
    expect(built(quick, west)).toEqual(built(before, west));
    // With what an earlier design found out about the map, also about another map, it is the same.
    const memory = new DesignMemory();
    await designFiber(
      aTown()
        .hut('hut', 0, 5)
        .way('w', [
          [0, 0],
          [90, 0],
        ])
        .premises('p', 60, 15)
        .plan(settings),
      effort,
      quietJob,
      false,
      memory,
    );
    for (let round = 0; round < 2; round++) expect(await designFiber(plan, effort, quietJob, true, memory)).toEqual(quick);
    apply(plan, back);
  });

  it.each(
    Object.entries<(plan: Plan) => Omit<Change, 'note'>>({
      'a forbidden stretch': (plan) => steer(plan, 'forbidden', stretchesNamed(plan, [plan.fiber!.stretches[0]!.id])),
      'a price': ({ costBook }) => ({
        costBook: { ...costBook, items: costBook.items.map((item) => ({ ...item, likely: 1.5 * item.likely })) },
      }),
      'a setting': (plan) => ({ settings: { ...plan.settings, makeReadyReplacementPercent: 50 } }),
      'a cabinet site': () => ({ features: [put('cabinet-sites', 'here', { kind: 'fixed' }, at(300, 8))] }),
      'a closed pole': () => ({ features: [put('poles', 'P3', { attachable: false }, at(150, 7))] }),
      'another house': () => ({ features: [put('premises', 'new', {}, at(300, 20))] }),
    }),
  )('with a memory is the one made without, after %s', async (_, change) => {
    const plan = poleLine({}).plan(settings);
    const memory = new DesignMemory();
    apply(plan, { note: 'design', fiber: await designFiber(plan, effort, quietJob, false, memory) });
    apply(plan, { note: 'change', ...change(plan) });
    const anew = await design(plan);
    expect(await designFiber(plan, effort, quietJob, false, memory)).toEqual(anew);
    expect(anew).not.toEqual(plan.fiber);
  });

  it('with one memory over many changes is each time the one made without, and in the end the first one again', async () => {
    const plan = poleLine({}).plan({ ...settings, slopeCostPercent: 100 });
    const memory = new DesignMemory();
    apply(plan, { note: 'design', fiber: await designFiber(plan, effort, quietJob, false, memory) });
    const first = plan.fiber!;
    const area = [at(100, -5), at(180, -5), at(180, 25), at(100, 25), at(100, -5)];
    // Ever steeper to the east: a tenth is climbed where the houses are.
    const hill = Array.from({ length: 10_000 }, (_, i) => 150 * ((i % 100) / 100) ** 2);
    const [[west], [, north]] = [at(-100, 0), at(0, 300)];
    const grid: Grid = {
      width: 100,
      height: 100,
      values: Float32Array.from(hill),
      toModel: [west, 0.0001, 0, north, 0, -0.0001],
      crs: 'EPSG:4326',
      verticalDatum: null,
      errorM: null,
    };
    const raster = { sources: [{ name: 'hill', sha256: 'a' }], grids: [grid] };
    const changes: Omit<Change, 'note'>[] = [
      { features: [put('cabinet-sites', 'here', { kind: 'fixed' }, at(212, 8))] },
      steer(plan, 'forbidden', stretchesNamed(plan, [first.stretches[0]!.id])),
      { features: [{ layer: 'conditions', id: 'no', feature: { id: 'no', geometry: { type: 'Polygon', coordinates: [area] }, fields: { routing: 'forbidden' } } }] }, // prettier-ignore
      { rasters: [{ name: 'terrain', raster }] },
    ];
    const backs: Change[] = [];
    const answers = [first];
    for (const change of changes) {
      backs.unshift(apply(plan, { note: 'change', ...change }));
      const anew = await design(plan);
      expect(await designFiber(plan, effort, quietJob, false, memory)).toEqual(anew);
      expect(anew.inputsHash).not.toBe(answers.at(-1)!.inputsHash);
      answers.push(anew);
    }
    for (const back of backs) apply(plan, back);
    expect(await designFiber(plan, effort, quietJob, false, memory)).toEqual(first);
  });

  it('places equipment as one made anew does where its own rules or prices changed', async () => {
    const plan = blocks().plan({ ...settings, dropLimitM: 120, terminalReachM: 0 });
    apply(plan, { note: 'design', fiber: await design(plan) });
    const { terminals, cabinets } = plan.fiber!;
    apply(plan, { note: 'rules', settings: { ...plan.settings, terminalReachM: 100, splitRatio: 16 } });
    const quick = await designFiber(plan, effort, quietJob, true);
    expect(quick.reuse!.searched).toBe('nothing');
    expect(quick.terminals.map(({ used }) => used)).not.toEqual(terminals.map(({ used }) => used));
    expect(quick.cabinets).not.toEqual(cabinets);
    const anew = await design(plan);
    expect(quick.terminals).toEqual(anew.terminals);
    expect(quick.cabinets).toEqual(anew.cabinets);
    expect(quick.stretches).toEqual(anew.stretches);
  });

  it('improves all routes where a price changes them all', async () => {
    const plan = blocks().plan(settings);
    apply(plan, { note: 'design', fiber: await design(plan) });
    const { costBook } = plan;
    const items = costBook.items.map((item) => (item.id === 'underground-plow' ? { ...item, likely: 50 } : item));
    apply(plan, { note: 'price', costBook: { ...costBook, items } });
    const quick = await designFiber(plan, effort, quietJob, true);
    expect(quick.reuse!.searched).toBe('all');
    expect(quick.routeCostCents).toBe((await design(plan)).routeCostCents);
  });
});
