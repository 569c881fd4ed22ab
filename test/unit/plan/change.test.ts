import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, type Change } from '../../../src/plan/change.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { History } from '../../../src/plan/history.ts';
import { featuresOfLayer, layerOf } from '../../../src/plan/layer.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { defaultSettings } from '../../../src/plan/settings.ts';
import { aTown, at } from '../../support/fiber-town.ts';

const start = (): Plan => aTown().pole('A', 0, 0).pole('B', 40, 0, { owner: 'Co-op' }).pole('C', 80, 0).hut('H', 0, 10).plan();

const feature = fc.record({
  id: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  x: fc.integer({ min: -500, max: 500 }),
  heightM: fc.integer({ min: 5, max: 20 }),
});
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.array(feature, { minLength: 1, maxLength: 4 }).map((list): Change => ({
    note: 'move poles',
    features: list.map(({ id, x, heightM }) => ({ layer: 'poles', id, feature: pole(id, x, heightM) })),
  })),
  fc
    .constantFrom('A', 'B', 'C', 'D')
    .map((id): Change => ({ note: 'delete pole', features: [{ layer: 'poles', id, feature: null }] })),
  fc.array(feature, { maxLength: 3 }).map((list): Change => ({
    note: 'import poles',
    layers: [{ name: 'poles', layer: layerOf(new Map(list.map(({ id, x, heightM }) => [id, pole(id, x, heightM)])).values()) }],
  })),
  fc.constant<Change>({ note: 'drop poles', layers: [{ name: 'poles', layer: null }] }),
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((takeRate): Change => ({ note: 'take rate', settings: { ...defaultSettings, takeRate } })),
  fc.string().map((name): Change => ({ note: 'rename', name })),
);

function pole(id: string, x: number, heightM: number): Feature {
  return { id, geometry: { type: 'Point', coordinates: at(x, 0) }, fields: { heightM } };
}

/** Everything a person could see of a plan, as text. */
function state(plan: Plan): string {
  return JSON.stringify([
    plan.name,
    plan.settings,
    [...plan.layers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, layer]) => [name, [...featuresOfLayer(layer)]]),
  ]);
}

describe('changes', () => {
  it('are taken back exactly by the inverse that apply returns', () => {
    fc.assert(
      fc.property(change, (one) => {
        const plan = start();
        const before = state(plan);
        apply(plan, apply(plan, one));
        expect(state(plan)).toBe(before);
      }),
    );
  });

  it('are undone in any number back to the start, and redone to the end', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 25 }), (list) => {
        const plan = start();
        const before = state(plan);
        const history = new History(plan);
        for (const one of list) history.commit(one);
        const after = state(plan);
        while (history.undo());
        expect(state(plan)).toBe(before);
        while (history.redo());
        expect(state(plan)).toBe(after);
      }),
    );
  });

  it('made during one gesture become one step', () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (first, gesture) => {
          const plan = start();
          const history = new History(plan);
          for (const one of first) history.commit(one);
          const before = state(plan);
          const mark = history.mark();
          for (const one of gesture) history.commit(one);
          const after = state(plan);
          history.squash(mark, 'drag');
          expect(state(plan)).toBe(after);
          expect(history.undoNote).toBe('drag');
          history.undo();
          expect(state(plan)).toBe(before);
          history.redo();
          expect(state(plan)).toBe(after);
        },
      ),
    );
  });

  it('tell whether the saved state is the present one', () => {
    const history = new History(start());
    history.commit({ note: 'rename', name: 'One' });
    history.markSaved();
    history.commit({ note: 'rename', name: 'Two' });
    expect(history.isSaved).toBe(false);
    history.undo();
    expect(history.isSaved).toBe(true);
  });
});
