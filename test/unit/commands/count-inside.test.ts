import { expect, test } from 'vitest';
import { countsInside, countWords } from '../../../src/commands/draw/count-inside.ts';
import { inOrder, type NeighbourhoodCard } from '../../../src/commands/study/neighbourhood-cards.ts';
import type { Geometry } from '../../../src/geo/geometry.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import { newPlan } from '../../../src/plan/plan.ts';

const box = (west: number, east: number): Geometry => ({
  type: 'Polygon',
  coordinates: [[[west, 0], [east, 0], [east, 10], [west, 10], [west, 0]]], // prettier-ignore
});
const area = (id: string, geometry: Geometry, kind: string): Feature => ({ id, geometry, fields: { kind } });
/** Ten premises in a row, one unit each but the first, which has four; and one without a place. */
function tenInARow() {
  const plan = newPlan('p', { name: 'b', currency: 'USD', kind: 'all-in', items: [] });
  const premises = Array.from({ length: 10 }, (_, i): Feature => ({
    id: `p${i}`,
    geometry: { type: 'Point', coordinates: [i + 0.5, 5] },
    fields: i === 0 ? { units: 4 } : {},
  }));
  plan.layers.set('premises', layerOf([{ id: 'nowhere', geometry: null, fields: {} }, ...premises]));
  return plan;
}

test('premises and units inside an area, and what has come since', () => {
  const plan = tenInARow();
  expect(countsInside(plan, box(0, 3))).toEqual({ premises: 3, units: 6, passed: null, unserved: null });
  expect(countWords(countsInside(plan, box(0, 5)), countsInside(plan, box(0, 3)))).toEqual([
    '5\u00a0premises (+2)',
    '8\u00a0units',
  ]);
});

test('an area that was counted before is counted anew once premises change', () => {
  const plan = tenInARow();
  const west = box(0, 3);
  expect(countsInside(plan, west).premises).toBe(3);
  expect(countsInside(plan, west).premises).toBe(3);
  plan.layers.set('premises', layerOf([{ id: 'new', geometry: { type: 'Point', coordinates: [1, 1] }, fields: { units: 2 } }]));
  expect(countsInside(plan, west)).toMatchObject({ premises: 1, units: 2 });
});

test('unserved are those in an unserved area, less those in one that is funded already', () => {
  const plan = tenInARow();
  expect(countsInside(plan, box(0, 10)).unserved).toBeNull();
  const grants = [area('a', box(0, 6), 'unserved'), area('b', box(4, 10), 'funded'), area('c', box(6, 8), 'served')];
  plan.layers.set('grants', layerOf(grants));
  expect(countsInside(plan, box(0, 10)).unserved).toBe(4);
  expect(countsInside(plan, box(3, 10)).unserved).toBe(1);
  // What is known of a place itself counts before its area.
  const own = (id: string, serviceLevel: string, lng: number): Feature => ({
    id,
    geometry: { type: 'Point', coordinates: [lng, 5] },
    fields: { serviceLevel },
  });
  plan.layers.set(
    'premises',
    layerOf([own('a', 'served', 1), own('b', 'unserved', 7), own('c', 'unserved', 9), own('d', 'unserved', 3)]),
  );
  plan.layers.set('grants', layerOf([area('a', box(0, 4), 'unserved'), area('b', box(8, 10), 'funded')]));
  expect(countsInside(plan, box(0, 10)).unserved).toBe(2);
});

test('cards in order: what is not known comes after what is, the outside last', () => {
  const card = (id: string, costLikely: number | null, phase: string | null): NeighbourhoodCard => ({
    ...{ id, name: id, inside: null, byRadio: null, phase, status: null },
    totals: costLikely === null ? null : ({ premisesPassed: 10, costLikely } as NeighbourhoodCard['totals']),
  });
  const cards = [card('', 1, null), card('a', 300, '2'), card('b', null, '1'), card('c', 200, null)];
  expect(inOrder(cards, 'perPassing').map(({ id }) => id)).toEqual(['c', 'a', 'b', '']);
  expect(inOrder(cards, 'phase').map(({ id }) => id)).toEqual(['b', 'a', 'c', '']);
});
