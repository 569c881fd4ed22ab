import { expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import {
  conflictKey,
  mergeChosen,
  nearestAncestor,
  noAncestor,
  usualChoice,
  type Ancestor,
} from '../../../src/commands/file/merge-versions.ts';
import { apply, type Change } from '../../../src/plan/change.ts';
import { findFeature } from '../../../src/plan/layer.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { conflictTitle, conflictValue, formerValue } from '../../../src/ui/merge-words.ts';
import { smallPlan } from '../../support/plan-builder.ts';

function after(plan: Plan, change: Omit<Change, 'note'>): Plan {
  const next = { ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) };
  apply(next, { note: '', ...change });
  return next;
}

const named = (id: string, name: string | null) => ({
  layer: 'barriers' as const,
  id,
  feature:
    name === null ? null : { ...findFeature(smallPlan().layers.get('barriers')!, 'b1')!, id, fields: { name, kind: 'rail' } },
});
const start = smallPlan();
const ours = after(start, { features: [named('b1', 'Hauptbahn')], name: 'Ours' });
const theirs = after(start, {
  features: [named('b1', 'Nebenbahn'), named('b2', 'Bach')],
  settings: { ...start.settings, takeRate: 0.4 },
});

const ancestor = (plan: Plan): Ancestor => ({ state: null, file: null, plan });
const barriers = (plan: Plan, id: string) => findFeature(plan.layers.get('barriers')!, id);

test('the state that both versions began from is found among those that are kept', async () => {
  const states = [ours, start, after(start, { name: 'Before', features: [named('b1', null)] })].map(ancestor);
  expect(await nearestAncestor(states, theirs, quietJob)).toBe(states[1]);
  // Both altered one thing, each in its own way: the file lies as far from the one as from the other.
  const equal = [after(start, { features: [named('b1', 'Hauptbahn')] }), start].map(ancestor);
  expect(await nearestAncestor(equal, theirs, quietJob)).toBe(equal[1]);
});

test('a plan that has nothing in common with any state is compared as such', async () => {
  const other = { ...smallPlan(), layers: new Map(), name: 'Elsewhere' };
  const features = Array.from({ length: 100 }, (_, i) => named(`x${i}`, 'Elsewhere'));
  const none = await nearestAncestor([ancestor(start)], after(other, { features }), quietJob);
  expect(none.plan.layers.size).toBe(0);
});

test('what is not decided stays as it is here, and each decision counts', async () => {
  const { conflicts } = await mergeChosen(start, ours, theirs, new Map(), quietJob);
  expect(conflicts.map(conflictTitle)).toEqual(['Barriers · b1 · Name']);
  const [conflict] = conflicts;
  expect(formerValue(conflict!, 'metric')).toBe('was Bahn');
  expect(conflictValue(conflict!, 'ours', 'metric')).toBe('Hauptbahn');
  expect(conflictValue(conflict!, 'theirs', 'metric')).toBe('Nebenbahn');
  const undecided = after(ours, (await mergeChosen(start, ours, theirs, new Map(), quietJob)).change);
  expect(barriers(undecided, 'b1')?.fields['name']).toBe('Hauptbahn');
  expect(barriers(undecided, 'b2')?.fields['name']).toBe('Bach');
  expect(undecided.settings.takeRate).toBe(0.4);
  expect(undecided.name).toBe('Ours');
  const decided = after(
    ours,
    (await mergeChosen(start, ours, theirs, new Map([[conflictKey(conflict!), 'theirs']]), quietJob)).change,
  );
  expect(barriers(decided, 'b1')?.fields['name']).toBe('Nebenbahn');
});

test('what one deleted and the other altered stays unless its deletion is chosen', async () => {
  const gone = after(start, { features: [named('b1', null)] });
  for (const [here, there, deletion] of [
    [gone, theirs, 'ours'],
    [theirs, gone, 'theirs'],
  ] as const) {
    const [conflict] = (await mergeChosen(start, here, there, new Map(), quietJob)).conflicts;
    expect(conflictValue(conflict!, deletion, 'metric')).toBe('deleted');
    expect(usualChoice(conflict!)).not.toBe(deletion);
    expect(barriers(after(here, (await mergeChosen(start, here, there, new Map(), quietJob)).change), 'b1')?.fields['name']).toBe(
      'Nebenbahn',
    );
    const chosen = new Map([[conflictKey(conflict!), deletion]]);
    expect(barriers(after(here, (await mergeChosen(start, here, there, chosen, quietJob)).change), 'b1')).toBeUndefined();
  }
});

test('without a common state whatever differs is asked, and nothing is deleted', async () => {
  const { conflicts, counts } = await mergeChosen(noAncestor().plan, ours, theirs, new Map(), quietJob);
  expect(conflicts.map(conflictTitle)).toEqual(['the name', 'Take rate', 'Barriers · b1 · Name']);
  expect(counts).toEqual({ added: 1, altered: 0, deleted: 0 });
});
