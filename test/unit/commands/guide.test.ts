import { expect, test } from 'vitest';
import { guideSteps } from '../../../src/commands/guide/guide-steps.ts';
import type { FeatureLayerName } from '../../../src/plan/layers.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import { newPlan } from '../../../src/plan/plan.ts';

const planWith = (...layers: FeatureLayerName[]) => {
  const plan = newPlan('p', { name: 'b', currency: 'USD', kind: 'all-in', items: [] });
  for (const name of layers) plan.layers.set(name, layerOf([{ id: 'a', geometry: null, fields: {} }]));
  return plan;
};
const next = (...layers: FeatureLayerName[]) => guideSteps(planWith(...layers), false).find(({ isDone }) => !isDone)!;

test('the guide names the next step, and what is missing for it', () => {
  expect(next()).toMatchObject({ id: 'files', command: 'file.import' });
  expect(next().text).toContain('lots, buildings or premises; streets or poles; terrain');
  expect(next('parcels')).toMatchObject({ id: 'files', text: expect.stringContaining('streets or poles') as string });
  expect(next('parcels', 'rights-of-way')).toMatchObject({ id: 'premises', command: 'derive.premises-parcels' });
  expect(next('buildings', 'poles')).toMatchObject({ id: 'premises', command: 'derive.premises-buildings' });
  expect(next('premises', 'poles')).toMatchObject({ id: 'facility', command: 'draw.facility' });
  expect(next('premises', 'poles', 'facilities').id).toBe('neighbourhoods');
  expect(next('premises', 'poles', 'facilities', 'neighbourhoods')).toMatchObject({ id: 'design', label: 'Design' });
});

test('a design that is out of date is no step that is done', () => {
  const plan = planWith('premises', 'poles', 'facilities', 'neighbourhoods');
  plan.fiber = { drops: [] } as never; // of the network only this list is looked at
  expect(guideSteps(plan, false).find(({ isDone }) => !isDone)?.id).toBe('build-plan');
  expect(guideSteps(plan, true).find(({ isDone }) => !isDone)).toMatchObject({ id: 'design', label: 'Recompute' });
});
