import { describe, expect, test } from 'vitest';
import { newPlan, type Plan } from '../../../src/plan/plan.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import type { FeatureLayerName } from '../../../src/plan/layers.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { destination } from '../../../src/geo/geodesy.ts';
import { areaM2 } from '../../../src/geo/polygon.ts';
import { differenceOf } from '../../../src/geo/polygon-overlay.ts';
import type { Geometry } from '../../../src/geo/geometry.ts';
import { readChange, writeChange } from '../../../src/io/change-record.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { apply, planFeature } from '../../../src/plan/change.ts';
import { checkPlan, issuesOf, PlanRules } from '../../../src/plan/rules/check-plan.ts';
import { fixOf } from '../../../src/plan/rules/fixes.ts';

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
    [
      'a mesh of roofs alone',
      { facilities: [], premises: [], 'rights-of-way': [], neighbourhoods: [], sites: [point('s1', at(20, 10))] },
      [],
    ],
    [
      'nothing at all',
      { facilities: [], premises: [], 'rights-of-way': [], neighbourhoods: [] },
      ['facilities/none', 'premises/none', 'rights-of-way/none', 'neighbourhoods/none'],
    ],
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
    ['a site that its address places', { sites: [{ id: 's', geometry: null, fields: { address: '4 Elm St' } }] }, []],
    ['a site with neither place nor address', { sites: [{ id: 's', geometry: null, fields: {} }] }, ['sites/no-geometry']],
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

describe('what is ignored', () => {
  const three = ['x', 'y', 'z'].map((id) => point(id, at(10, 5), { heightM: 40 }));

  test('is left out for what it was about, and comes back for what is new', () => {
    const plan = planWith({ poles: three });
    plan.ignored = [{ code: 'poles/tall', part: 'poles', ids: ['x', 'y'], note: 'lattice poles' }];
    expect(checkPlan(plan).find(({ code }) => code === 'poles/tall')).toMatchObject({
      ids: ['z'],
      message: '1 pole is taller than 30 m. Were feet read as metres?',
    });
    plan.ignored = [{ code: 'poles/tall', part: 'poles', ids: ['x', 'y', 'z'], note: '' }];
    expect(codes(plan)).toEqual(['poles/duplicate']);
  });

  test('as a whole stays away whatever comes', () => {
    const plan = planWith({ neighbourhoods: [] });
    plan.ignored = [{ code: 'neighbourhoods/none', part: 'neighbourhoods', ids: [], note: 'one village' }];
    expect(codes(plan)).toEqual([]);
  });

  test('stands in the file and in the journal', async () => {
    const plan = planWith({ poles: three });
    const ignored = [{ code: 'poles/tall', part: 'poles', ids: ['x'], note: 'lattice' }];
    const change = { note: 'ignore', ignored };
    expect(readChange(writeChange(change), 'test')).toEqual(change);
    const inverse = apply(plan, change);
    expect((await readProject(writeProject(plan))).ignored).toEqual(ignored);
    apply(plan, inverse);
    expect(plan.ignored).toEqual([]);
  });
});

describe('a rule', () => {
  test('runs again only where what it looks at has changed', () => {
    const plan = planWith({});
    const rules = new PlanRules();
    rules.findings(plan);
    expect(rules.steps(plan).next().done).toBe(true);
    plan.layers.set('poles', layerOf([point('x', at(10, 5), { heightM: 40 })]));
    const steps = [...rules.steps(plan)];
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThan(8);
    expect(issuesOf(plan, rules.findings(plan)).map(({ code }) => code)).toEqual(['poles/tall']);
  });
});

describe('one-click fixes', () => {
  const cut = (area: Geometry): Geometry => area;
  /** Mends the only issue of a code and gives what is then found; undoing it finds the same issue again. */
  function mend(plan: Plan, code: string): string[] {
    const issue = checkPlan(plan).find((one) => one.code === code)!;
    const inverse = apply(plan, fixOf(issue)!.change(plan, issue, cut));
    const left = codes(plan);
    const mended = new Map(plan.layers);
    apply(plan, inverse);
    expect(checkPlan(plan)).toContainEqual(issue);
    for (const [name, layer] of mended) plan.layers.set(name, layer);
    return left;
  }

  test('poles at one place become one, and spans follow it', () => {
    const poles = [point('x', at(10, 5), { owner: 'co-op' }), point('y', at(10, 5), { heightM: 9 }), point('z', at(50, 5))];
    const span = { ...line('s', at(10, 5), at(50, 5)), fields: { from: 'y', to: 'z' } };
    const plan = planWith({ poles, spans: [span] });
    expect(mend(plan, 'poles/duplicate')).toEqual([]);
    expect(planFeature(plan, 'poles', 'x')?.fields).toEqual({ owner: 'co-op', heightM: 9 });
    expect(planFeature(plan, 'spans', 's')?.fields).toEqual({ from: 'x', to: 'z' });
  });

  test('premises at one place keep the sum of their units', () => {
    const premises = [point('a', at(20, 10), { units: 2 }), point('b', at(20, 10)), point('c', at(20, 10), { units: 3 })];
    const plan = planWith({ premises });
    expect(mend(plan, 'premises/duplicate')).toEqual([]);
    expect(planFeature(plan, 'premises', 'a')?.fields).toEqual({ units: 6 });
  });

  test('a span names the poles that stand at its ends, or none', () => {
    const spans = [{ ...line('s', at(10, 5), at(90, 5)), fields: { from: 'gone', to: 'lost' } }];
    const plan = planWith({ poles: [point('x', at(10, 5))], spans });
    expect(mend(plan, 'spans/unknown-pole')).toEqual([]);
    expect(planFeature(plan, 'spans', 's')?.fields).toEqual({ from: 'x' });
  });

  test('heights that were feet become metres', () => {
    const plan = planWith({ poles: [point('x', at(10, 5), { heightM: 40 })] });
    expect(mend(plan, 'poles/tall')).toEqual([]);
    expect(planFeature(plan, 'poles', 'x')?.fields['heightM']).toBe(12.192);
  });

  test('missing and wrong numbers of units', () => {
    const plan = planWith({ premises: [point('p', at(20, 10)), point('q', at(25, 10), { units: 0.5 })] });
    mend(plan, 'premises/units');
    expect(mend(plan, 'premises/no-units')).toEqual([]);
  });

  test('what two neighbourhoods share is left to the first', () => {
    const plan = planWith({ neighbourhoods: [box('a', -60, 60), box('b', 0, 120)] });
    const issue = checkPlan(plan).find(({ code }) => code === 'neighbourhoods/overlap')!;
    apply(plan, fixOf(issue)!.change(plan, issue, differenceOf));
    expect(codes(plan)).toEqual([]);
    expect(areaM2(planFeature(plan, 'neighbourhoods', 'b')!.geometry!)).toBeCloseTo(60 * 100, -2);
  });
});

test('sources without a licence are one finding, which comes back for another source once it was ignored', () => {
  const plan = planWith({});
  const source = (name: string) => ({ name, sha256: 'ab' });
  const facilities = plan.layers.get('facilities')!;
  plan.layers.set('facilities', { ...facilities, sources: [source('poles.csv'), { ...source('lots.shp'), licence: 'PDDL' }] });
  plan.layers.set('parcels', layerOf([box('b', 0, 1)], [source('roofs.gpkg'), source('poles.csv')]));
  const about = () => checkPlan(plan).filter(({ code }) => code === 'sources/no-licence');
  expect(about().map(({ ids, message }) => [ids, message])).toEqual([
    [['poles.csv', 'roofs.gpkg'], 'No licence is known for 2 sources of data.'],
  ]);
  plan.ignored = [{ code: 'sources/no-licence', part: 'sources', ids: ['poles.csv'], note: 'ours' }];
  expect(about().map(({ where, message }) => [where, message])).toEqual([
    ['sources: roofs.gpkg', 'No licence is known for one source of data.'],
  ]);
});
