import { expect, test } from 'vitest';
import { freeId, movePoint, setField } from '../../../src/plan/edits/edit-feature.ts';
import { priceProblem, setPrice } from '../../../src/commands/edit/edit-cost-book.ts';
import { guessLayer } from '../../../src/commands/file/input-files.ts';
import { fileStem } from '../../../src/commands/file/project-commands.ts';
import type { CostBook } from '../../../src/base/cost-book.ts';
import { apply, planFeature } from '../../../src/plan/change.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import { newPlan } from '../../../src/plan/plan.ts';

const item = {
  id: 'a',
  description: 'A',
  unit: 'ft',
  low: 1,
  likely: 2,
  high: 3,
  includes: '',
  source: '',
  year: 2025,
  weak: false,
} as const;
const book: CostBook = { name: 'b', currency: 'USD', kind: 'all-in', items: [item] };

function onePole() {
  const plan = newPlan('p', book);
  plan.layers.set(
    'poles',
    layerOf([{ id: 'P1', geometry: { type: 'Point', coordinates: [1, 2] }, fields: { owner: 'co-op', heightM: 9 } }]),
  );
  return { plan, placed: { layer: 'poles' as const, feature: planFeature(plan, 'poles', 'P1')! } };
}

test('setting a field of several features is one change that names it, and its inverse brings the old values back', () => {
  const { plan, placed } = onePole();
  const inverse = apply(plan, setField([placed], 'heightM', 12));
  expect(planFeature(plan, 'poles', 'P1')?.fields).toEqual({ owner: 'co-op', heightM: 12 });
  apply(plan, inverse);
  expect(planFeature(plan, 'poles', 'P1')?.fields).toEqual({ owner: 'co-op', heightM: 9 });
  expect(setField([placed, placed], 'owner', 'x').note).toBe('set the owner of 2 features');
  expect(setField([placed, placed], 'heightAglM', undefined).note).toBe('clear the height above ground of 2 features');
});

test('an emptied field is absent, not empty', () => {
  const { plan, placed } = onePole();
  apply(plan, setField([placed], 'owner', undefined));
  expect(planFeature(plan, 'poles', 'P1')?.fields).toEqual({ heightM: 9 });
});

test('a moved point keeps its attributes', () => {
  const { plan, placed } = onePole();
  apply(plan, movePoint(placed, [3, 4]));
  expect(planFeature(plan, 'poles', 'P1')).toEqual({
    id: 'P1',
    geometry: { type: 'Point', coordinates: [3, 4] },
    fields: { owner: 'co-op', heightM: 9 },
  });
});

test('a new id is the first free number', () => {
  expect(freeId((id) => id === 'site-1', 'site')).toBe('site-2');
});

test('prices stay in order: the likely one carries the others along, low and high are refused beyond it', () => {
  expect(setPrice(book, item, 'likely', 5).costBook?.items[0]).toMatchObject({ low: 1, likely: 5, high: 5 });
  expect(setPrice(book, item, 'likely', 0.5).costBook?.items[0]).toMatchObject({ low: 0.5, likely: 0.5, high: 3 });
  expect(priceProblem(item, 'low', 2.5)).toContain('must not exceed');
  expect(priceProblem(item, 'high', 1)).toContain('must not be under');
  expect(priceProblem(item, 'likely', NaN)).not.toBeNull();
});

test.each([
  ['poles.geojson', 'poles'],
  ['rights-of-way.geojson', 'rights-of-way'],
  ['Street_Centerlines.zip', 'rights-of-way'],
  ['N50E011.hgt.zip', 'terrain'],
  ['town_dsm.tif', 'surface'],
  ['ASSESSING_ParcelsFY2024.zip', 'parcels'],
  ['export.csv', 'premises'],
])('%s is first taken for %s', (name, layer) => {
  expect(guessLayer([name])).toBe(layer);
});

test('names become file names that every system takes', () => {
  expect(fileStem('Millrace Bend')).toBe('Millrace-Bend');
  expect(fileStem('  Łódź: / north?  ')).toBe('Łódź-north');
  expect(fileStem('???')).toBe('plan');
});
