import { expect, test } from 'vitest';
import { newPlan } from '../../../src/plan/plan.ts';
import { PlanState } from '../../../src/state/plan-state.svelte.ts';
import { itemKey, itemOfKey, type MapItem } from '../../../src/state/map-item.ts';
import { SelectionState } from '../../../src/state/selection-state.svelte.ts';
import { MessageState } from '../../../src/state/message-state.svelte.ts';

test('undoing back to the saved state takes the mark of unsaved changes away', () => {
  const state = new PlanState();
  expect(state.isDirty).toBe(false);
  state.commit({ note: 'rename', name: 'Town' });
  state.markSaved('Town.weft', 1);
  expect(state.isDirty).toBe(false);
  state.commit({ note: 'rename again', name: 'Village' });
  expect(state.isDirty).toBe(true);
  expect(state.undoNote).toBe('rename again');
  state.undo();
  expect(state.isDirty).toBe(false);
  expect(state.plan.name).toBe('Town');
  expect(state.redoNote).toBe('rename again');
});

test('each alteration gives a plan of its own, and one kept from before stays what it was', () => {
  const state = new PlanState();
  const before = state.plan;
  state.commit({ note: 'rename', name: 'Town' });
  expect(state.plan).not.toBe(before);
  expect(before.name).toBe('Untitled');
});

const kept = { name: 'Town.weft', handle: null, savedAtMs: 5 };

test('restored work keeps its steps, and knows which of its states is in the file', () => {
  const state = new PlanState();
  const steps = ['One', 'Two', 'Three'].map((name) => ({ note: `call it ${name}`, name }));
  const plan = () => newPlan('Zero', { name: 'none', currency: 'USD', kind: 'all-in', items: [] });
  state.restore(plan(), steps, { ...kept, savedAfter: 2 });
  expect(state.plan.name).toBe('Three');
  expect(state.isDirty).toBe(true);
  state.undo();
  expect(state.plan.name).toBe('Two');
  expect(state.isDirty).toBe(false);
  state.undo();
  state.undo();
  expect(state.plan.name).toBe('Zero');
  state.restore(plan(), steps, { ...kept, savedAfter: 3 });
  expect(state.isDirty).toBe(false);
  state.restore(plan(), [], { ...kept, savedAfter: null });
  expect(state.isDirty).toBe(true);
  state.markSaved('Town.weft', 1);
  expect(state.isDirty).toBe(false);
});

test('a plan that is read-only is not altered, and says why', () => {
  const state = new PlanState();
  state.commit({ note: 'rename', name: 'Town' });
  state.readOnly = 'This plan is open in another tab.';
  const said: string[] = [];
  state.onRefused = (reason) => said.push(reason);
  state.commit({ note: 'rename', name: 'Village' });
  state.undo();
  expect(state.plan.name).toBe('Town');
  expect(said).toEqual(['This plan is open in another tab.', 'This plan is open in another tab.']);
});

test('what is on the map has a key that says what it is, whatever its id holds', () => {
  const items: MapItem[] = [
    { kind: 'feature', layer: 'rights-of-way', id: 'a/b/c' },
    { kind: 'network', list: 'stretches', id: 'S-1' },
  ];
  for (const item of items) expect(itemOfKey(itemKey(item))).toEqual(item);
  expect(itemOfKey('label/feature/poles/1')).toBeNull();
});

test('a click with Shift adds to the selection and takes out again', () => {
  const selection = new SelectionState();
  const item: MapItem = { kind: 'feature', layer: 'poles', id: 'P1' };
  selection.toggle(item);
  expect(selection.single).toEqual(item);
  selection.toggle({ ...item });
  expect(selection.items).toEqual([]);
});

test('the same message is counted, not stacked', () => {
  const messages = new MessageState();
  messages.trouble('No room.', 'Save to a file.');
  messages.trouble('No room.', 'Save to a file.');
  expect(messages.shown).toHaveLength(1);
  expect(messages.shown[0]?.count).toBe(2);
});
