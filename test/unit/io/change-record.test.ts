import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteOfChange, readChange, writeChange } from '../../../src/io/change-record.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { apply, type Change } from '../../../src/plan/change.ts';
import { changeBetween } from '../../../src/plan/difference.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { usualDisplay, withGroup } from '../../../src/plan/display.ts';
import { History } from '../../../src/plan/history.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { defaultSettings } from '../../../src/plan/settings.ts';
import { at, smallBook, smallPlan } from '../../support/plan-builder.ts';

const site = (id: string, x: number): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: at(x, 0) },
  fields: { name: `Süd ${id}`, heightM: x / 7, own: x > 0 },
});
const grid = (value: number) => ({
  width: 2,
  height: 1,
  values: Float32Array.of(value, NaN),
  toModel: [0, 1, 0, 0, 0, 1] as const,
  crs: 'EPSG:4326',
  verticalDatum: null,
  errorM: 1.5,
});

const step: fc.Arbitrary<Change> = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -500, max: 500 })), { minLength: 1, maxLength: 4 })
    .map((list): Change => ({ note: 'move', features: list.map(([id, x]) => ({ layer: 'sites', id, feature: site(id, x) })) })),
  fc.constantFrom('a', 'b', 'c').map((id): Change => ({ note: 'delete', features: [{ layer: 'sites', id, feature: null }] })),
  fc.uniqueArray(fc.constantFrom('a', 'b', 'e'), { maxLength: 3 }).map((ids): Change => ({
    note: 'import',
    layers: [
      {
        name: 'sites',
        layer: layerOf(
          ids.map((id) => site(id, 1)),
          [{ name: 'sites.csv', sha256: 'a'.repeat(64) }],
        ),
      },
    ],
  })),
  fc.constant<Change>({ note: 'drop', layers: [{ name: 'sites', layer: null }] }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 9000 }).map((height): Change => ({
    note: 'terrain',
    rasters: [{ name: 'terrain', raster: { grids: [grid(height)], sources: [{ name: 'dem.tif' }] } }],
  })),
  fc.constant<Change>({ note: 'no terrain', rasters: [{ name: 'terrain', raster: null }] }),
  fc.double({ min: 0, max: 1, noNaN: true }).map((takeRate): Change => ({
    note: 'take rate',
    settings: { ...defaultSettings, takeRate },
  })),
  fc.string().map((name): Change => ({ note: name, name })),
  fc.boolean().map((hidden): Change => ({ note: 'hide', display: withGroup(usualDisplay, 'poles', { hidden }) })),
  fc.constant<Change>({ note: 'prices', costBook: { ...smallBook, name: 'Other book' } }),
  fc.constantFrom<Change>({ note: 'no design', fiber: null }, { note: 'design', fiber: smallPlan().fiber }),
);

/** The plan at this moment, as the window holds it. */
const viewOf = (plan: Plan): Plan => ({ ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) });

describe('what is kept after each step', () => {
  test('makes the same plan again, whatever was done, undone and redone in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(step, fc.constantFrom('undo' as const, 'redo' as const, 'keep' as const)), {
          minLength: 1,
          maxLength: 20,
        }),
        async (list) => {
          const plan = smallPlan();
          const copy = await readProject(writeProject(plan));
          const history = new History(plan);
          let last = viewOf(plan);
          const keep = (): void => {
            const now = viewOf(plan);
            const change = changeBetween(last, now, 'kept');
            if (change !== null) apply(copy, readChange(writeChange(change), 'journal'));
            last = now;
          };
          for (const one of list) {
            if (one === 'undo') history.undo();
            else if (one === 'redo') history.redo();
            else if (one === 'keep') keep();
            else history.commit(one);
          }
          keep();
          expect(writeProject(copy)).toEqual(writeProject(plan));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('costs the edits alone, also when an edit of a large layer is taken back', () => {
    const plan = smallPlan();
    plan.layers.set('sites', layerOf(Array.from({ length: 5000 }, (_, i) => site(`s${i}`, i))));
    const history = new History(plan);
    const before = viewOf(plan);
    history.commit({ note: 'move', features: [{ layer: 'sites', id: 's7', feature: site('s7', -3) }] });
    const after = viewOf(plan);
    history.undo();
    const back = changeBetween(after, viewOf(plan), 'undo move');
    expect(back?.features).toEqual([{ layer: 'sites', id: 's7', feature: site('s7', 7) }]);
    expect(back?.layers).toBeUndefined();
    expect(changeBetween(before, viewOf(plan), '')).toBeNull();
  });
});

test('a kept change says what it is called, and one that is cut or altered is refused by name', () => {
  const bytes = writeChange({ note: 'move poles', layers: [{ name: 'sites', layer: layerOf([site('a', 1)]) }] });
  expect(noteOfChange(bytes)).toBe('move poles');
  for (let length = 0; length < bytes.length; length++)
    expect(() => readChange(bytes.subarray(0, length), 'change 3')).toThrow(/change 3/);
});
