import { expect, test } from 'vitest';
import { lightPalette } from '../../../src/base/palette.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { layersInOrder, opacityPaint } from '../../../src/map/style/group-style.ts';
import { styleLayers } from '../../../src/map/style/style.ts';
import { isUsual, usualDisplay, withGroup } from '../../../src/plan/display.ts';
import { newPlan } from '../../../src/plan/plan.ts';
import { groupOrder, isGroupShown } from '../../../src/state/map-display.ts';
import { MAP_GROUPS } from '../../../src/state/map-groups.ts';
import { smallBook } from '../../support/plan-builder.ts';

test('what is shown as usual again leaves nothing behind in the plan', () => {
  const hidden = withGroup(usualDisplay, 'poles', { hidden: true });
  expect(isGroupShown(hidden, 'poles')).toBe(false);
  expect(isUsual(withGroup(hidden, 'poles', { hidden: false }))).toBe(true);
  expect(isUsual(withGroup(withGroup(usualDisplay, 'poles', { opacity: 0.5, title: 'Masts' }), 'poles', { opacity: 1, title: '' }))).toBe(true); // prettier-ignore
});

test('a display is in the project file, names of a later program with it', async () => {
  const plan = newPlan('p', smallBook);
  const plain = writeProject(plan);
  plan.display = {
    order: ['parcels', 'later-layer'],
    groups: { poles: { opacity: 0.4, title: 'Masts' }, 'later-layer': { hidden: true } },
  };
  const bytes = writeProject(plan);
  expect((await readProject(bytes)).display).toEqual(plan.display);
  plan.display = usualDisplay;
  expect(writeProject(plan)).toEqual(plain);
});

test('every group has one place in the order, those that were moved where they were put', () => {
  const order = groupOrder({ order: ['parcels', 'buildings', 'premises'], groups: {} });
  expect([...order].sort()).toEqual([...MAP_GROUPS].sort());
  expect(order.indexOf('parcels')).toBeLessThan(order.indexOf('buildings'));
  // The ground stays under what stands on it.
  expect(order.indexOf('premises')).toBeLessThan(order.indexOf('parcels'));
});

test('the style in another order has every layer once, names over lines, and the drawing on top', () => {
  const ids = layersInOrder(lightPalette, groupOrder({ order: ['parcels'], groups: {} })).map(({ spec }) => spec.id);
  expect([...ids].sort()).toEqual(styleLayers(lightPalette).map(({ spec }) => spec.id).sort()); // prettier-ignore
  expect(ids[0]).toBe('ground');
  expect(ids.indexOf('parcels-line')).toBeGreaterThan(ids.indexOf('buildings-fill'));
  expect(ids.indexOf('street-names')).toBeGreaterThan(ids.indexOf('routes-aerial'));
  expect(ids.at(-1)).toMatch(/^draft/);
});

test('a faded interpolation by zoom stays one', () => {
  const layer = styleLayers(lightPalette).find(({ spec }) => spec.id === 'parcels-line')!;
  expect(opacityPaint(layer, 0.5)).toEqual([['line-opacity', ['interpolate', ['linear'], ['zoom'], 11, 0.25, 14, 0.5]]]);
});
