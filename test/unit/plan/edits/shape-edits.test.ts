import { expect, test } from 'vitest';
import { geodesicDistanceM } from '../../../../src/geo/geodesy.ts';
import { areaM2 } from '../../../../src/geo/polygon.ts';
import { lengthM } from '../../../../src/geo/polyline.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { apply, planFeature, type Change } from '../../../../src/plan/change.ts';
import { deleteFeatures } from '../../../../src/plan/edits/delete-features.ts';
import { drawArea, drawLine, drawPoleLine } from '../../../../src/plan/edits/draw-shape.ts';
import { joinLines, reverseLine } from '../../../../src/plan/edits/join-lines.ts';
import { grabPoint, grabVertex, moveChange, removeVertex } from '../../../../src/plan/edits/move-shape.ts';
import { splitArea } from '../../../../src/plan/edits/area-edits.ts';
import { splitAfter } from '../../../../src/plan/edits/split-line.ts';
import type { Feature } from '../../../../src/plan/feature-table.ts';
import { countOf, layerOf } from '../../../../src/plan/layer.ts';
import type { FeatureLayerName } from '../../../../src/plan/layers.ts';
import { newPlan, type Plan } from '../../../../src/plan/plan.ts';
import { at, smallBook } from '../../../support/plan-builder.ts';

const free = (position: LngLat) => ({ position, snap: null });
const line = (id: string, path: LngLat[], fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'LineString', coordinates: path },
  fields,
});
const pole = (id: string, position: LngLat): Feature => ({ id, geometry: { type: 'Point', coordinates: position }, fields: {} });
const square = (id: string, west: number, east: number): Feature => ({
  id,
  geometry: {
    type: 'Polygon',
    coordinates: [[at(west, 0), at(east, 0), at(east, 100), at(west, 100), at(west, 0)]],
  },
  fields: { name: id },
});

/** Poles A–B–C 60 m apart with a span between each two. */
function poleLine(): Plan {
  const plan = newPlan('p', smallBook);
  plan.layers.set('poles', layerOf([pole('A', at(0, 0)), pole('B', at(60, 0)), pole('C', at(120, 0))]));
  plan.layers.set(
    'spans',
    layerOf([
      line('AB', [at(0, 0), at(60, 0)], { from: 'A', to: 'B', owner: 'co-op', lengthM: 60 }),
      line('BC', [at(60, 0), at(120, 0)], { from: 'B', to: 'C', lengthM: 60 }),
    ]),
  );
  return plan;
}

function placed(plan: Plan, layer: FeatureLayerName, id: string) {
  return { layer, feature: planFeature(plan, layer, id)! };
}

function path(plan: Plan, id: string, layer: FeatureLayerName = 'spans'): readonly LngLat[] {
  const { geometry } = planFeature(plan, layer, id)!;
  return geometry?.type === 'LineString' ? geometry.coordinates : [];
}

/** Applies a change and expects that its inverse brings everything back. */
function done(plan: Plan, change: Change | string): Change {
  if (typeof change === 'string') throw new Error(change);
  const before = new Map(plan.layers);
  const inverse = apply(plan, change);
  apply(plan, inverse);
  expect(new Map(plan.layers)).toEqual(before);
  return apply(plan, change);
}

test('a moved pole takes the ends of its spans along', () => {
  const plan = poleLine();
  done(plan, moveChange(grabPoint(plan, placed(plan, 'poles', 'B'), at(60, 0)), at(60, 20)));
  expect(path(plan, 'AB')).toEqual([at(0, 0), at(60, 20)]);
  expect(path(plan, 'BC')).toEqual([at(60, 20), at(120, 0)]);
});

test('the end of a span is its pole: moving one moves both', () => {
  const plan = poleLine();
  const grab = grabVertex(plan, placed(plan, 'spans', 'AB'), { part: 0, path: 0, index: 1 });
  done(plan, moveChange(grab!, at(60, 20)));
  expect(planFeature(plan, 'poles', 'B')?.geometry).toEqual({ type: 'Point', coordinates: at(60, 20) });
  expect(path(plan, 'BC')[0]).toEqual(at(60, 20));
});

test('a span that is split after 20 m becomes 20 m and 40 m, with a pole between and the same owner', () => {
  const plan = poleLine();
  const whole = lengthM(path(plan, 'AB'));
  done(plan, splitAfter(plan, placed(plan, 'spans', 'AB'), 20));
  const [first, second] = ['AB', 'AB-1'].map((id) => lengthM(path(plan, id)));
  expect(first).toBeCloseTo(20, 6);
  expect(first! + second!).toBeCloseTo(whole, 6);
  expect(planFeature(plan, 'spans', 'AB')?.fields).toMatchObject({ from: 'A', to: 'pole-1', owner: 'co-op' });
  expect(planFeature(plan, 'spans', 'AB-1')?.fields).toMatchObject({ from: 'pole-1', to: 'B', owner: 'co-op' });
  const lengths = ['AB', 'AB-1'].map((id) => Number(planFeature(plan, 'spans', id)?.fields['lengthM']));
  expect(lengths[0]! + lengths[1]!).toBeCloseTo(60, 9);
  expect(countOf(plan.layers.get('poles')!)).toBe(4);
  expect(splitAfter(plan, placed(plan, 'spans', 'BC'), 200)).toMatch(/between its ends/);
});

test('split spans join again to the span that they were; spans without a common pole do not', () => {
  const plan = poleLine();
  const before = planFeature(plan, 'spans', 'AB');
  done(plan, splitAfter(plan, placed(plan, 'spans', 'AB'), 20));
  done(plan, joinLines([placed(plan, 'spans', 'AB'), placed(plan, 'spans', 'AB-1')]));
  expect(lengthM(path(plan, 'AB'))).toBeCloseTo(lengthM([at(0, 0), at(60, 0)]), 6);
  expect(planFeature(plan, 'spans', 'AB')?.fields).toMatchObject({ from: 'A', to: 'B', owner: before?.fields['owner'] });
  const far = line('far', [at(500, 0), at(560, 0)]);
  expect(joinLines([placed(plan, 'spans', 'AB'), { layer: 'spans', feature: far }])).toMatch(/do not share a pole/);
});

test('a reversed span swaps its poles', () => {
  const plan = poleLine();
  done(plan, reverseLine(placed(plan, 'spans', 'AB')));
  expect(path(plan, 'AB')).toEqual([at(60, 0), at(0, 0)]);
  expect(planFeature(plan, 'spans', 'AB')?.fields).toMatchObject({ from: 'B', to: 'A' });
});

test('a drawn line of poles uses the pole that it snapped to and sets the others', () => {
  const plan = poleLine();
  const snap = { kind: 'node', layer: 'poles', id: 'C', place: { part: 0, path: 0, index: 0 }, position: at(120, 0), name: 'pole C' } as const; // prettier-ignore
  const drawn = drawPoleLine(plan, [{ position: at(120, 0), snap }, free(at(120, 50)), free(at(120, 100))]);
  done(plan, typeof drawn === 'string' ? drawn : drawn.change);
  expect(countOf(plan.layers.get('poles')!)).toBe(5);
  expect(planFeature(plan, 'spans', 'C:pole-1')?.fields).toEqual({ from: 'C', to: 'pole-1' });
  expect(planFeature(plan, 'spans', 'pole-1:pole-2')).toBeDefined();
});

test('a line that ends on another of its layer gives that one a point there', () => {
  const plan = newPlan('p', smallBook);
  plan.layers.set('rights-of-way', layerOf([line('main', [at(0, 0), at(100, 0)])]));
  const place = { part: 0, path: 0, index: 1 };
  const snap = { kind: 'line', layer: 'rights-of-way', id: 'main', place, position: at(40, 0), name: 'main' } as const;
  done(plan, drawLine(plan, 'rights-of-way', [{ position: at(40, 0), snap }, free(at(40, 80))]).change);
  expect(path(plan, 'main', 'rights-of-way')).toEqual([at(0, 0), at(40, 0), at(100, 0)]);
});

test('neighbours keep their common border: a moved or removed corner is that of both', () => {
  const plan = newPlan('p', smallBook);
  plan.layers.set('neighbourhoods', layerOf([square('west', 0, 100), square('east', 100, 200)]));
  const corner = { part: 0, path: 0, index: 1 };
  const grab = grabVertex(plan, placed(plan, 'neighbourhoods', 'west'), corner);
  done(plan, moveChange(grab!, at(110, -10)));
  for (const id of ['west', 'east']) {
    expect(JSON.stringify(planFeature(plan, 'neighbourhoods', id)?.geometry)).toContain(JSON.stringify(at(110, -10)));
  }
  done(plan, removeVertex(plan, placed(plan, 'neighbourhoods', 'west'), corner) as Change);
  expect(removeVertex(plan, placed(plan, 'neighbourhoods', 'west'), corner)).toMatch(/three corners/);
});

test('an area is cut in two that are together as large as it was; a line that ends inside cuts nothing', () => {
  const plan = newPlan('p', smallBook);
  plan.layers.set('neighbourhoods', layerOf([square('west', 0, 100)]));
  const before = areaM2(planFeature(plan, 'neighbourhoods', 'west')!.geometry);
  expect(splitArea(plan, placed(plan, 'neighbourhoods', 'west'), [at(50, 50), at(50, 300)])).toMatch(/right across/);
  done(plan, splitArea(plan, placed(plan, 'neighbourhoods', 'west'), [at(30, -20), at(40, 50), at(30, 130)]));
  const areas = ['west', 'neighbourhood-1'].map((id) => areaM2(planFeature(plan, 'neighbourhoods', id)!.geometry));
  expect(areas[0]! + areas[1]!).toBeCloseTo(before, 2);
  // West of the line lie two trapezoids, 50 m high each: 32.857 and 40 m wide, 40 and 33.75 m wide.
  expect(areas[1]).toBeCloseTo(25 * (32.857 + 40) + 25 * (40 + 33.75), 0);
});

test('what is split off has a name of its own, however often', () => {
  const plan = newPlan('p', smallBook);
  plan.layers.set('neighbourhoods', layerOf([square('Mill Hill', 0, 100), square('District 1', 100, 200)]));
  const nameOf = (id: string): unknown => planFeature(plan, 'neighbourhoods', id)?.fields['name'];
  for (const x of [20, 40]) done(plan, splitArea(plan, placed(plan, 'neighbourhoods', 'Mill Hill'), [at(x, -20), at(x, 130)]));
  done(plan, splitArea(plan, placed(plan, 'neighbourhoods', 'District 1'), [at(120, -20), at(120, 130)]));
  expect(['Mill Hill', 'neighbourhood-1', 'neighbourhood-2', 'neighbourhood-3'].map(nameOf)).toEqual([
    'Mill Hill',
    'Mill Hill b',
    'Mill Hill c',
    'District 1b',
  ]);
});

test('an outline that crosses itself is refused', () => {
  const plan = newPlan('p', smallBook);
  const bow = [at(0, 0), at(100, 100), at(100, 0), at(0, 100)].map(free);
  expect(drawArea(plan, 'neighbourhoods', bow)).toMatch(/crosses itself/);
});

test('a deleted pole takes the spans that hang on it along', () => {
  const plan = poleLine();
  done(plan, deleteFeatures(plan, [placed(plan, 'poles', 'B')]));
  expect(countOf(plan.layers.get('spans')!)).toBe(0);
  expect(geodesicDistanceM(at(0, 0), at(60, 0))).toBeCloseTo(60, 1);
});
