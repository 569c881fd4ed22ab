import { expect, test } from 'vitest';
import type { Geometry } from '../../../../src/geo/geometry.ts';
import type { Feature } from '../../../../src/plan/feature-table.ts';
import { layerOf } from '../../../../src/plan/layer.ts';
import { newPlan } from '../../../../src/plan/plan.ts';
import { serviceCsv } from '../../../../src/studies/availability/service-csv.ts';
import { countByLevel, serviceRows } from '../../../../src/studies/availability/service-rows.ts';

const point = (lng: number): Geometry => ({ type: 'Point', coordinates: [lng, 5] });
const premises = (id: string, lng: number, fields: Feature['fields'] = {}): Feature => ({ id, geometry: point(lng), fields });
const record = (location: number, serviceLevel: string, fields: Feature['fields'] = {}): Feature => ({
  id: String(location),
  geometry: point(0),
  fields: { location_id: String(location), serviceLevel, offers: 2, ...fields },
});
const area = (id: string, west: number, east: number, fields: Feature['fields']): Feature => ({
  id,
  geometry: { type: 'Polygon', coordinates: [[[west, 0], [east, 0], [east, 10], [west, 10], [west, 0]]] }, // prettier-ignore
  fields,
});

function town() {
  const plan = newPlan('p', { name: 'b', currency: 'USD', kind: 'all-in', items: [] });
  plan.layers.set(
    'premises',
    layerOf([
      premises('a', 1, { location_id: '1000000001' }),
      premises('b', 2, { location_id: '1000000002', units: 4 }),
      // Joined as a number, under the field's other name.
      premises('c', 3, { locationId: 1000000003 }),
      premises('d', 4, { location_id: '1000000009' }),
      premises('e', 5, { location_id: '1000000001', serviceLevel: 'served' }),
      premises('f', 6),
    ]),
  );
  return plan;
}

const list = [
  record(1000000001, 'unserved', { technology: 10, max_advertised_download_speed: 10, max_advertised_upload_speed: 1 }),
  record(1000000002, 'underserved'),
  record(1000000003, 'served'),
];

test('nothing is said where the plan does not know who is served', () => {
  const plan = town();
  plan.layers.set('premises', layerOf([premises('a', 1, { location_id: '1000000001' })]));
  expect(serviceRows(plan)).toBeNull();
});

test('the list tells of the locations that it has; one that it has not is unserved; the word of the premises itself goes first', () => {
  const plan = town();
  plan.layers.set('grants', layerOf(list));
  expect(serviceRows(plan)?.map(({ premises: { id }, level, from }) => [id, level, from])).toEqual([
    ['a', 'unserved', 'list'],
    ['b', 'underserved', 'list'],
    ['c', 'served', 'list'],
    ['d', 'unserved', 'no-record'],
    ['e', 'served', 'own'],
    ['f', null, null],
  ]);
});

test('where there is no list, and for what it cannot be asked about, the area in which a place lies tells', () => {
  const plan = town();
  plan.layers.set('grants', layerOf([...list, area('x', 5.5, 7, { kind: 'underserved' })]));
  expect(serviceRows(plan)?.at(-1)).toMatchObject({ level: 'underserved', from: 'area' });
});

test('counts by level keep apart what is funded already, and count as newly passed only what is not', () => {
  const plan = town();
  plan.layers.set('grants', layerOf([...list, area('x', 3.5, 4.5, { kind: 'funded', name: 'RDOF' })]));
  const rows = serviceRows(plan) ?? [];
  expect(countByLevel(rows, new Set(['a', 'd', 'e']))).toEqual([
    { level: 'unserved', premises: 2, units: 2, funded: 1, passed: 1 },
    { level: 'underserved', premises: 1, units: 4, funded: 0, passed: 0 },
    { level: 'served', premises: 2, units: 2, funded: 0, passed: 1 },
    { level: null, premises: 1, units: 1, funded: 0, passed: 0 },
  ]);
  const csv = new TextDecoder().decode(serviceCsv(rows, new Set(['a']))).split(/\r?\n/);
  expect(csv[1]).toBe('a,1000000001,1,5,1,unserved,best offer in the availability list,10,10,1,,2,,1,NTIA BEAD NOFO 2022');
  expect(csv[4]).toBe('d,1000000009,4,5,1,unserved,no record in the availability list,,,,,,RDOF,0,NTIA BEAD NOFO 2022');
});
