import { shapeOf } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import { planFeature, type Change } from '../change.ts';
import { emptyLayer } from '../layer.ts';
import type { Plan } from '../plan.ts';
import { featuresWithVertex, placesAt, poleAtVertex, spanEndsAt } from './connected.ts';
import type { PlacedFeature } from './edit-feature.ts';
import { mapPositions, samePlace, verticesOf, withoutVertex, withVertices, type VertexPlace } from './shape.ts';

/** What moves together: some vertices of some features, or whole features. */
export interface Grab {
  readonly note: string;
  /** The feature that was taken hold of. */
  readonly held: PlacedFeature;
  /** Where the hand took hold. */
  readonly from: LngLat;
  readonly parts: readonly { readonly placed: PlacedFeature; readonly places: readonly VertexPlace[] | 'all' }[];
}

/** Takes hold of a point feature; the ends of the spans that hang on a pole follow. */
export function grabPoint(plan: Plan, held: PlacedFeature, from: LngLat): Grab {
  const spans = held.layer === 'poles' ? spanEndsAt(plan, held.feature.id) : [];
  return { note: `move ${held.feature.id}`, held, from, parts: [{ placed: held, places: 'all' }, ...spans] };
}

/** Takes hold of a vertex; what shares the point in the same layer follows, as do pole and spans at the end of a span. */
export function grabVertex(plan: Plan, held: PlacedFeature, place: VertexPlace): Grab | null {
  const { layer, feature } = held;
  if (feature.geometry === null) return null;
  const from = verticesOf(feature.geometry).find((vertex) => samePlace(vertex.place, place))?.position;
  if (from === undefined) return null;
  const poleId = layer === 'spans' ? poleAtVertex(feature, place) : null;
  const pole = poleId === null ? undefined : planFeature(plan, 'poles', poleId);
  if (pole !== undefined) return { ...grabPoint(plan, { layer: 'poles', feature: pole }, from), held };
  const others = featuresWithVertex(plan.layers.get(layer) ?? emptyLayer, from).filter(({ id }) => id !== feature.id);
  return {
    note: `move a point of ${feature.id}`,
    held,
    from,
    parts: [
      { placed: held, places: placesAt(feature, from) },
      ...others.map((other) => ({ placed: { layer, feature: other }, places: placesAt(other, from) })),
    ],
  };
}

/** Takes hold of whole features: poles take the ends of their spans along. */
export function grabWhole(plan: Plan, features: readonly PlacedFeature[], from: LngLat): Grab | null {
  const [held] = features;
  if (held === undefined) return null;
  const whole = new Set(features.map(({ layer, feature }) => `${layer}/${feature.id}`));
  const parts = features.flatMap((placed) => [
    { placed, places: 'all' as const },
    ...(placed.layer === 'poles' ? spanEndsAt(plan, placed.feature.id) : []).filter(
      (end) => !whole.has(`spans/${end.placed.feature.id}`),
    ),
  ]);
  return { note: features.length === 1 ? `move ${held.feature.id}` : `move ${features.length} features`, held, from, parts };
}

/** The features as they are when the hand has gone to a position. */
export function movedFeatures({ from, parts }: Grab, to: LngLat): PlacedFeature[] {
  const moved = new Map<string, PlacedFeature>();
  for (const { placed, places } of parts) {
    const key = `${placed.layer}/${placed.feature.id}`;
    const { layer, feature } = moved.get(key) ?? placed;
    if (feature.geometry === null) continue;
    // A vertex goes where the hand is, exactly: what shared a point goes on sharing it.
    const geometry =
      places !== 'all'
        ? withVertices(feature.geometry, places, to)
        : shapeOf(feature.geometry.type) === 'point' && feature.geometry.type === 'Point' && parts.length === 1
          ? { ...feature.geometry, coordinates: to }
          : mapPositions(feature.geometry, ([lng, lat]) => shifted([lng, lat], from, to));
    moved.set(key, { layer, feature: { ...feature, geometry } });
  }
  return [...moved.values()];
}

/** The move as one step. */
export function moveChange(grab: Grab, to: LngLat): Change {
  return {
    note: grab.note,
    features: movedFeatures(grab, to).map(({ layer, feature }) => ({ layer, id: feature.id, feature })),
  };
}

/** Takes a point out of a shape, or says why it is needed; areas that share it as a corner lose it too. */
export function removeVertex(plan: Plan, { layer, feature }: PlacedFeature, place: VertexPlace): Change | string {
  const { geometry } = feature;
  if (geometry === null) return 'It has no shape.';
  const position = verticesOf(geometry).find((vertex) => samePlace(vertex.place, place))?.position;
  if (position === undefined) return 'The point is gone.';
  if (layer === 'spans' && poleAtVertex(feature, place) !== null)
    return 'A span ends at its poles. Delete the span, or the pole.';
  const isArea = shapeOf(geometry.type) === 'polygon';
  const sharing = isArea ? featuresWithVertex(plan.layers.get(layer) ?? emptyLayer, position) : [feature];
  const features: NonNullable<Change['features']>[number][] = [];
  for (const one of sharing) {
    const [at] = placesAt(one, position);
    const left =
      one.geometry === null || at === undefined
        ? 'The point is gone.'
        : withoutVertex(one.geometry, one.id === feature.id ? place : at);
    if (typeof left === 'string') return left;
    features.push({ layer, id: one.id, feature: { ...one, geometry: left } });
  }
  return { note: `remove a point of ${feature.id}`, features };
}

function shifted([lng, lat]: LngLat, from: LngLat, to: LngLat): LngLat {
  // What lay where the hand took hold lies where it let go, to the last digit.
  return [lng === from[0] ? to[0] : round(lng + to[0] - from[0]), lat === from[1] ? to[1] : round(lat + to[1] - from[1])];
}

const round = (degrees: number): number => Math.round(degrees * 1e9) / 1e9;
