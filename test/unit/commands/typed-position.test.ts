import { expect, test } from 'vitest';
import { parsePosition } from '../../../src/geo/position-text.ts';
import { examplePosition, positionDoubt, typedPosition } from '../../../src/commands/view/typed-position.ts';
import type { Workbench } from '../../../src/commands/workbench.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import { newPlan } from '../../../src/plan/plan.ts';
import { smallBook } from '../../support/plan-builder.ts';

/** A window with a plan of one premises in Cambridge, Massachusetts. */
function inCambridge(mapReady = true): Workbench {
  const plan = newPlan('p', smallBook);
  plan.layers.set('premises', layerOf([{ id: 'a', geometry: { type: 'Point', coordinates: [-71.09, 42.37] }, fields: {} }]));
  return { plan: { plan }, view: { mapReady, camera: { centre: [-71.1, 42.37], zoom: 14 } } } as unknown as Workbench;
}

test('a position that is in the plan only the other way round is asked about, never turned', () => {
  const bench = inCambridge();
  expect(typedPosition(bench, '42.37 -71.09')).toEqual([-71.09, 42.37]);
  expect(typedPosition(bench, '-71.09 42.37')).toMatch(/Latitude comes first.*42\.37000, −71\.09000/);
  expect(typedPosition(bench, '-91.2 43.9')).toMatch(/Latitude comes first.*43\.90000, −91\.20000/);
});

test('nothing is asked where the numbers are right as they stand, letters tell, or neither place is in the plan', () => {
  const bench = inCambridge();
  expect(positionDoubt(bench, '71.09W 42.37N')).toBeNull();
  expect(positionDoubt(bench, '12 50')).toBeNull();
  expect(typedPosition(bench, '12 50')).toEqual([50, 12]);
  expect(typedPosition(bench, 'the mill')).toBe('Type latitude and longitude, such as 42.37000, −71.10000.');
});

test('the example of a position is one that the map shows, and can be typed as it stands', () => {
  expect(examplePosition(inCambridge(), 2)).toBe('42.37, −71.10');
  expect(parsePosition(examplePosition(inCambridge()))).toEqual([-71.1, 42.37]);
});

test('without a map the example is of the middle of the plan', () => {
  expect(examplePosition(inCambridge(false), 2)).toBe('42.37, −71.09');
});
