import { lengthM, pointAlong } from '../../geo/polyline.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';
import { planFeature, type Change } from '../change.ts';
import type { Feature, FieldValue } from '../feature-table.ts';
import type { FeatureLayerName } from '../layers.ts';
import type { Plan } from '../plan.ts';
import { freeId, nextId, type PlacedFeature } from './edit-feature.ts';
import type { VertexPlace } from './shape.ts';

type Edit = NonNullable<Change['features']>[number];

/** Columns that say how long the thing is: they are divided and added up, all others are kept. */
const LENGTH_COLUMN = /^(shape_?)?(length|leng|len)(m|ft|km|mi)?$/i;
const LEAST_M = 0.01;

/** Why a line cannot be split, or null. */
export function whyNotSplit({ feature }: PlacedFeature): string | null {
  if (feature.geometry?.type !== 'LineString') return 'Only a single line can be split.';
  return null;
}

/** Splits a line after a length from its start; a span gets a pole there. Returns the step, or why it cannot be. */
export function splitAfter(plan: Plan, placed: PlacedFeature, distanceM: number): Change | string {
  const { geometry } = placed.feature;
  const reason = whyNotSplit(placed);
  if (reason !== null || geometry?.type !== 'LineString') return reason ?? '';
  const whole = lengthM(geometry.coordinates);
  if (distanceM < LEAST_M || distanceM > whole - LEAST_M) return 'Split it between its ends.';
  const position = pointAlong(geometry.coordinates, distanceM);
  let sum = 0;
  const index = geometry.coordinates.findIndex((point, at) => {
    const before = geometry.coordinates[at - 1];
    if (before !== undefined) sum += shortDistanceM(before, point);
    return at > 0 && sum >= distanceM - 1e-9;
  });
  return splitAt(plan, placed, { part: 0, path: 0, index }, position);
}

/** Splits a line at one of its points. */
export function splitAtVertex(plan: Plan, placed: PlacedFeature, place: VertexPlace): Change | string {
  const { geometry } = placed.feature;
  const reason = whyNotSplit(placed);
  if (reason !== null || geometry?.type !== 'LineString') return reason ?? '';
  const position = geometry.coordinates[place.index];
  if (position === undefined || place.index === 0 || place.index === geometry.coordinates.length - 1) {
    return 'Split it between its ends: choose a point that is not an end.';
  }
  return splitAt(plan, placed, place, position);
}

function splitAt(plan: Plan, { layer, feature }: PlacedFeature, place: VertexPlace, position: LngLat): Change {
  const note = `split ${feature.id}`;
  if (layer !== 'spans') return { note, features: halves(plan, layer, feature, place, position, {}, {}) };
  const id = nextId(plan, 'poles');
  const pole: Edit = {
    layer: 'poles',
    id,
    feature: { id, geometry: { type: 'Point', coordinates: position }, fields: { kind: 'pole' } },
  };
  return { note, features: [pole, ...splitSpan(plan, feature, place, position, id)] };
}

/** The two halves of a span that a pole divides. */
export function splitSpan(plan: Plan, span: Feature, place: VertexPlace, position: LngLat, poleId: string): Edit[] {
  return halves(plan, 'spans', span, place, position, { to: poleId }, { from: poleId });
}

/** The first half keeps the id. `place` is where a point at `position` stands or would be put. */
function halves(
  plan: Plan,
  layer: FeatureLayerName,
  feature: Feature,
  place: VertexPlace,
  position: LngLat,
  ofFirst: Readonly<Record<string, FieldValue>>,
  ofSecond: Readonly<Record<string, FieldValue>>,
): Edit[] {
  const path = feature.geometry?.type === 'LineString' ? feature.geometry.coordinates : [];
  const first = [...path.slice(0, place.index), position];
  const second = [position, ...path.slice(place.index).filter((point, at) => at > 0 || !same(point, position))];
  const share = lengthM(first) / (lengthM(first) + lengthM(second));
  const id = freeId((one) => planFeature(plan, layer, one) !== undefined, feature.id);
  const half = (halfId: string, coordinates: readonly LngLat[], part: number, own: typeof ofFirst): Edit => ({
    layer,
    id: halfId,
    feature: { id: halfId, geometry: { type: 'LineString', coordinates }, fields: { ...divided(feature.fields, part), ...own } },
  });
  return [half(feature.id, first, share, ofFirst), half(id, second, 1 - share, ofSecond)];
}

const same = (a: LngLat, b: LngLat): boolean => a[0] === b[0] && a[1] === b[1];

function divided(fields: Feature['fields'], share: number): Feature['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isLength(name, value) ? Number(value) * share : value]),
  );
}

/** Whether a column holds the length of the thing itself. */
export function isLength(name: string, value: FieldValue | undefined): value is number {
  return typeof value === 'number' && LENGTH_COLUMN.test(name);
}
