import { describe, expect, test } from 'vitest';
import { newPlan, type Plan } from '../../../src/plan/plan.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import type { FeatureLayerName } from '../../../src/plan/layers.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { destination } from '../../../src/geo/geodesy.ts';
import { checkPlan } from '../../../src/plan/rules/check-plan.ts';

const CENTRE: LngLat = [11.5, 50];
/** A position so many metres east and north of the centre. */
const at = (eastM: number, northM: number): LngLat => destination(destination(CENTRE, 90, eastM), 0, northM);
const point = (id: string, position: LngLat, fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: position },
  fields,
});
const line = (id: string, ...coordinates: LngLat[]): Feature => ({
  id,
  geometry: { type: 'LineString', coordinates },
  fields: {},
});
const box = (id: string, west: number, east: number): Feature => ({
  id,
  geometry: { type: 'Polygon', coordinates: [[at(west, -50), at(east, -50), at(east, 50), at(west, 50), at(west, -50)]] },
  fields: { name: id },
});

/** A plan that no rule has anything to say about, with some layers replaced. */
function planWith(layers: Partial<Record<FeatureLayerName, Feature[]>>): Plan {
  const plan = newPlan('Test', { name: 'Test', currency: 'USD', kind: 'all-in', items: [] });
  const usual: Partial<Record<FeatureLayerName, Feature[]>> = {
    facilities: [point('hut', at(0, 0))],
    premises: [point('p1', at(20, 10), { units: 1 })],
    'rights-of-way': [line('a', at(0, 0), at(100, 0)), line('b', at(100, 0), at(100, 200))],
    neighbourhoods: [box('west', -60, 60)],
  };
  for (const [name, features] of Object.entries({ ...usual, ...layers }))
    plan.layers.set(name as FeatureLayerName, layerOf(features));
  const grid = {
    width: 1,
    height: 1,
    values: Float32Array.of(300),
    toModel: [11.5, 0.01, 0, 50, 0, -0.01] as const,
    crs: 'EPSG:4326',
    verticalDatum: null,
    errorM: null,
  };
  plan.rasters.set('terrain', { grids: [grid], sources: [] });
  return plan;
}

const codes = (plan: Plan): string[] => checkPlan(plan).map(({ code }) => code);

describe('the check of a plan', () => {
  test('has nothing to say about a plan that is whole', () => {
    expect(checkPlan(planWith({}))).toEqual([]);
  });

  test.each<[string, Partial<Record<FeatureLayerName, Feature[]>>, string[]]>([
    ['no facility', { facilities: [] }, ['facilities/none']],
    ['no premises', { premises: [] }, ['premises/none']],
    ['nothing to build along', { 'rights-of-way': [] }, ['rights-of-way/none']],
    ['premises without units', { premises: [point('p1', at(20, 10))] }, ['premises/no-units']],
    ['half a unit', { premises: [point('p1', at(20, 10), { units: 0.5 })] }, ['premises/units']],
    ['two poles at one place', { poles: [point('x', at(10, 5)), point('y', at(10, 5))] }, ['poles/duplicate']],
    ['a pole far from every street', { poles: [point('x', at(10, 5)), point('y', at(10, 900))] }, ['poles/far']],
    ['a pole of 40 m', { poles: [point('x', at(10, 5), { heightM: 40 })] }, ['poles/tall']],
    ['a tower of 40 m', { poles: [point('x', at(10, 5), { heightM: 40, kind: 'tower' })] }, []],
    [
      'a street that meets no other',
      { 'rights-of-way': [line('a', at(0, 0), at(100, 0)), line('c', at(300, 0), at(400, 0))] },
      ['rights-of-way/not-connected'],
    ],
    [
      'premises in two neighbourhoods',
      { neighbourhoods: [box('west', -60, 60), box('middle', 0, 80)] },
      ['neighbourhoods/overlap'],
    ],
    ['premises in none', { neighbourhoods: [box('east', 500, 600)] }, ['premises/outside']],
    [
      'a span to a pole that is not there',
      { spans: [{ ...line('s', at(0, 0), at(40, 0)), fields: { from: 'x' } }] },
      ['spans/unknown-pole'],
    ],
    ['a feature without geometry', { barriers: [{ id: 'b', geometry: null, fields: {} }] }, ['barriers/no-geometry']],
  ])('finds %s', (_, layers, expected) => {
    expect(codes(planWith(layers))).toEqual(expected);
  });

  test('puts errors first and names the first few ids', () => {
    const poles = Array.from({ length: 7 }, (_, i) => point(`p${i}`, at(10, 5)));
    const issues = checkPlan(planWith({ poles, facilities: [] }));
    expect(issues.map(({ severity }) => severity)).toEqual(['error', 'warning']);
    expect(issues[1]!.where).toBe('poles: p1, p2, p3, p4, p5 and 1 more');
  });
});
