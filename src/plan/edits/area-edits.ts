import type { Geometry } from '../../geo/geometry.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { cutPolygon } from '../../geo/polygon-cut.ts';
import { polygonsOf, signedArea } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Change } from '../change.ts';
import { valueAt } from '../feature-table.ts';
import type { FeatureLayerName } from '../layers.ts';
import { layerTable, type Plan } from '../plan.ts';
import { nextId, type PlacedFeature } from './edit-feature.ts';

/** Cuts an area in two along a line; the larger half keeps the id. Returns the step, or why it cannot be. */
export function splitArea(plan: Plan, { layer, feature }: PlacedFeature, line: readonly LngLat[]): Change | string {
  const polygons = polygonsOf(feature.geometry);
  if (polygons.length > 1) return 'Can’t split: this area has several parts.';
  const halves = cutPolygon(polygons[0] ?? [], line);
  if (halves === null) return 'Can’t split: draw the line right across, in over one edge and out over another.';
  const [large, small] = [...halves].sort((a, b) => sizeOf(b) - sizeOf(a));
  const id = nextId(plan, layer);
  const name = feature.fields['name'];
  const part = (partId: string, coordinates: typeof large, fields: typeof feature.fields) => ({
    layer,
    id: partId,
    feature: { id: partId, geometry: { type: 'Polygon' as const, coordinates: coordinates ?? [] }, fields },
  });
  const fields = name === undefined ? feature.fields : { ...feature.fields, name: nameOfPart(plan, layer, String(name)) };
  return { note: `split ${feature.id}`, features: [part(feature.id, large, feature.fields), part(id, small, fields)] };
}

/** "Mill Hill b" for a part of "Mill Hill", "District 1c" where there is a "District 1b": areas of one name cannot be told apart. */
function nameOfPart(plan: Plan, layer: FeatureLayerName, name: string): string {
  const column = layerTable(plan, layer).columns.get('name');
  const taken = new Set(Array.from({ length: layerTable(plan, layer).count }, (_, row) => valueAt(column, row)));
  const join = /\d$/.test(name) ? '' : ' ';
  for (let letter = 'b'.charCodeAt(0); letter <= 'z'.charCodeAt(0); letter++) {
    const one = `${name}${join}${String.fromCharCode(letter)}`;
    if (!taken.has(one)) return one;
  }
  return `${name} (part)`;
}

/** Several areas become one; the first keeps its id and what it says. `union` is theirs. */
export function mergeAreas(features: readonly PlacedFeature[], union: Geometry | null): Change | string {
  const [first, ...rest] = features;
  if (first === undefined || union === null) return 'Can’t merge: these are no areas.';
  if (union.type !== 'Polygon') return 'Can’t merge: these areas do not touch.';
  const fields = Object.assign(
    {},
    ...[...features].reverse().map(({ feature }) => feature.fields),
  ) as typeof first.feature.fields;
  return {
    note: `merge ${features.length} areas`,
    features: [
      { layer: first.layer, id: first.feature.id, feature: { ...first.feature, geometry: union, fields } },
      ...rest.map(({ layer, feature }) => ({ layer, id: feature.id, feature: null })),
    ],
  };
}

function sizeOf([outer = []]: readonly (readonly LngLat[])[]): number {
  const [start] = outer;
  return start === undefined ? 0 : Math.abs(signedArea(outer.map(localFrame(start).toLocal)));
}
