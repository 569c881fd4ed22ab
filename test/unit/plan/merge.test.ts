import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, type Change } from '../../../src/plan/change.ts';
import { withGroup } from '../../../src/plan/display.ts';
import type { Feature, FieldValue } from '../../../src/plan/feature-table.ts';
import { featuresOfLayer, layerOf, emptyLayer } from '../../../src/plan/layer.ts';
import { mergePlans, mergeSteps, type MergeConflict } from '../../../src/plan/merge.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { at, smallPlan } from '../../support/plan-builder.ts';

const pole = (id: string, x: number, fields: Record<string, FieldValue> = {}): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: at(x, 0) },
  fields,
});

function start(): Plan {
  const plan = smallPlan();
  plan.layers.set('poles', layerOf(['A', 'B', 'C', 'D'].map((id, i) => pole(id, i * 40, { owner: 'Town', heightM: 10 }))));
  return plan;
}
const put = (feature: Feature): Change => ({ note: 'put', features: [{ layer: 'poles', id: feature.id, feature }] });
const drop = (id: string): Change => ({ note: 'drop', features: [{ layer: 'poles', id, feature: null }] });

function after(...changes: Change[]): Plan {
  const plan = start();
  for (const change of changes) apply(plan, change);
  return plan;
}
function merged(ours: Plan, theirs: Plan, prefer: 'ours' | 'theirs' = 'ours') {
  const merge = mergePlans(start(), ours, theirs, prefer);
  const plan = { ...ours, layers: new Map(ours.layers), rasters: new Map(ours.rasters) };
  apply(plan, merge.change);
  return { plan, ...merge };
}
/** All that these versions may differ in. */
const textOf = (plan: Plan): string =>
  JSON.stringify([
    plan.name,
    [...polesOf(plan).values()].map(({ id, geometry, fields }) => [id, geometry, Object.entries(fields).sort()]),
  ]);
const polesOf = (plan: Plan): Map<string, Feature> =>
  new Map([...featuresOfLayer(plan.layers.get('poles') ?? emptyLayer)].map((one) => [one.id, one]));

describe('merging two versions', () => {
  test('takes what each altered, field by field', () => {
    const { plan, conflicts } = merged(
      after(put(pole('A', 0, { owner: 'Co-op', heightM: 10 })), drop('B')),
      after(put(pole('A', 5, { owner: 'Town', heightM: 12 })), put(pole('E', 200))),
    );
    expect(conflicts).toEqual([]);
    expect(polesOf(plan).get('A')).toEqual(pole('A', 5, { owner: 'Co-op', heightM: 12 }));
    expect([...polesOf(plan).keys()]).toEqual(['A', 'C', 'D', 'E']);
  });

  test('lists what both altered, with both values, and keeps what one deleted and the other altered', () => {
    const ours = after(put(pole('A', 0, { owner: 'Co-op', heightM: 10 })), drop('B'));
    const theirs = after(put(pole('A', 0, { owner: 'County', heightM: 10 })), put(pole('B', 41, { owner: 'Town', heightM: 10 })));
    const { plan, conflicts } = merged(ours, theirs);
    const expected: MergeConflict[] = [
      { where: 'poles', id: 'A', field: 'owner', base: 'Town', ours: 'Co-op', theirs: 'County' },
      {
        where: 'poles',
        id: 'B',
        field: null,
        base: polesOf(start()).get('B'),
        ours: undefined,
        theirs: pole('B', 41, { owner: 'Town', heightM: 10 }),
      },
    ];
    expect(conflicts).toEqual(expected);
    expect(polesOf(plan).get('A')?.fields['owner']).toBe('Co-op');
    expect(polesOf(plan).has('B')).toBe(true);
    expect(polesOf(merged(ours, theirs, 'theirs').plan).get('A')?.fields['owner']).toBe('County');
  });

  test('lets a page answer after every 1,000 rows, and comes to the same', () => {
    const many = (owner: string): Plan => {
      const plan = start();
      plan.layers.set('poles', layerOf(Array.from({ length: 5000 }, (_, i) => pole(`p${i}`, i, { owner }))));
      return plan;
    };
    const [base, theirs] = [many('Town'), many('Co-op')];
    const steps = mergeSteps(base, base, theirs, 'ours');
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    expect(count).toBe(5);
    expect(step.value.counts).toEqual({ added: 0, altered: 5000, deleted: 0 });
    expect(step.value).toEqual(mergePlans(base, base, theirs, 'ours'));
  });

  test('takes settings by name and prices by item', () => {
    const base = start();
    const price = (id: string, likely: number): Change => ({
      note: 'price',
      costBook: { ...base.costBook, items: base.costBook.items.map((item) => (item.id === id ? { ...item, likely } : item)) },
    });
    const display = withGroup(base.display, 'poles', { hidden: true });
    const { plan, conflicts } = merged(
      after(price('rail', 1), { note: 's', settings: { ...base.settings, takeRate: 0.3 } }),
      after(price('hut', 2), { note: 's', settings: { ...base.settings, units: 'us' }, display }),
    );
    expect(conflicts).toEqual([]);
    expect(plan.costBook.items.filter(({ id }) => id === 'rail' || id === 'hut').map(({ likely }) => likely)).toEqual([1, 2]);
    expect(plan.settings).toMatchObject({ takeRate: 0.3, units: 'us' });
    expect(plan.display).toEqual(display);
  });

  const step = fc.oneof(
    fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F').chain((id) =>
      fc
        .record({
          x: fc.integer({ min: 0, max: 3 }),
          owner: fc.constantFrom('Town', 'Co-op'),
          heightM: fc.constantFrom(10, 12),
        })
        .map(({ x, ...fields }) => put(pole(id, x, fields))),
    ),
    fc.constantFrom('A', 'B', 'C', 'D', 'E').map(drop),
    fc.constantFrom('One', 'Two').map((name): Change => ({ note: 'name', name })),
  );
  const version = fc.array(step, { maxLength: 8 });

  test('gives the other version where one did nothing, drops nothing, and does not depend on who is who', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [ours, theirs] = [after(...a), after(...b)];
        expect(textOf(merged(ours, start()).plan)).toEqual(textOf(ours));
        expect(textOf(merged(start(), theirs).plan)).toEqual(textOf(theirs));
        const one = merged(ours, theirs, 'ours');
        const other = merged(theirs, ours, 'theirs');
        expect(textOf(one.plan)).toEqual(textOf(other.plan));
        expect(one.conflicts).toHaveLength(other.conflicts.length);
        // What either side made stands in the result or in a conflict.
        const [base, result] = [polesOf(start()), polesOf(one.plan)];
        for (const side of [ours, theirs]) {
          for (const [id, feature] of polesOf(side)) {
            for (const [name, value] of Object.entries(feature.fields)) {
              if (base.get(id)?.fields[name] === value || result.get(id)?.fields[name] === value) continue;
              const told = one.conflicts.some((conflict) => conflict.id === id && (conflict.field ?? name) === name);
              expect(told, `${id}, ${name}`).toBe(true);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
