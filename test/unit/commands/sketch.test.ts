import { expect, test } from 'vitest';
import { addPoint } from '../../../src/commands/draw/sketch.ts';
import type { Workbench } from '../../../src/commands/workbench.ts';
import { newPlan } from '../../../src/plan/plan.ts';
import { DrawState } from '../../../src/state/draw-state.svelte.ts';
import { MessageState } from '../../../src/state/message-state.svelte.ts';
import { smallBook } from '../../support/plan-builder.ts';

test('who hears the map is told how far it is to the point that was put', () => {
  const plan = newPlan('p', smallBook);
  plan.settings = { ...plan.settings, units: 'metric' };
  const messages = new MessageState();
  const bench = { plan: { plan }, draw: new DrawState(), messages, view: { tool: 'measure' } } as unknown as Workbench;
  addPoint(bench, { position: [-91.2, 43.9], snap: null });
  expect(messages.announced).toBe('Point 1.');
  // A degree of longitude at 43.9° is 80,341 m on WGS 84: πa·cos φ / (180·√(1 − e²·sin² φ)).
  addPoint(bench, { position: [-91.19, 43.9], snap: null });
  expect(messages.announced).toMatch(/^Point 2\. 803\sm at 090°\.$/);
});
