import { crossingOf } from '../../geo/segment.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { signedArea } from '../../geo/polygon.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import { planFeature, type Change } from '../change.ts';
import type { Feature } from '../feature-table.ts';
import type { FeatureLayerName } from '../layers.ts';
import type { Plan } from '../plan.ts';
import { nextId } from './edit-feature.ts';
import { withInserted } from './shape.ts';
import type { Snap } from './snap.ts';
import { splitSpan } from './split-line.ts';

/** A point of a shape that is being drawn, and what it holds on to. */
export interface DraftPoint {
  readonly position: LngLat;
  readonly snap: Snap | null;
}

/** A drawn thing as one step, with the features that are new. */
export interface Drawn {
  readonly change: Change;
  readonly added: readonly { readonly layer: FeatureLayerName; readonly id: string }[];
}

type Edit = NonNullable<Change['features']>[number];

/** A point of a layer. */
export function drawPoint(plan: Plan, layer: FeatureLayerName, position: LngLat): Drawn {
  const id = nextId(plan, layer);
  const fields = layer === 'poles' ? { kind: 'pole' } : {};
  return step(`add ${id}`, [{ layer, id, feature: { id, geometry: { type: 'Point', coordinates: position }, fields } }], layer);
}

/** A line of a layer; where it meets a line of that layer, that one gets a point there. Two points at least. */
export function drawLine(plan: Plan, layer: FeatureLayerName, points: readonly DraftPoint[]): Drawn {
  const id = nextId(plan, layer);
  const geometry: Geometry = { type: 'LineString', coordinates: points.map(({ position }) => position) };
  return step(`draw ${id}`, [...joints(plan, layer, points), { layer, id, feature: { id, geometry, fields: {} } }], layer);
}

/** An area of a layer, or why it is none. */
export function drawArea(plan: Plan, layer: FeatureLayerName, points: readonly DraftPoint[]): Drawn | string {
  const ring = points.map(({ position }) => position);
  if (crossesItself(ring)) return 'The outline crosses itself. Move or remove a point first.';
  const id = nextId(plan, layer);
  const geometry: Geometry = { type: 'Polygon', coordinates: [closedRing(ring)] };
  const fields = layer === 'neighbourhoods' ? { name: `District ${id.split('-').at(-1) ?? ''}` } : {};
  return step(`draw ${id}`, [...joints(plan, layer, points), { layer, id, feature: { id, geometry, fields } }], layer);
}

/** A line of poles: those that are there are used, others are set; a span hangs between each two. */
export function drawPoleLine(plan: Plan, points: readonly DraftPoint[]): Drawn | string {
  const edits = new Map<string, Edit>();
  const put = (edit: Edit): void => void edits.set(`${edit.layer}/${edit.id}`, edit);
  const newPoles = new Set<string>();
  const stops = points.map(({ position, snap }) => {
    if (snap?.layer === 'poles') return { id: snap.id, position };
    const id = nextId(plan, 'poles', newPoles);
    newPoles.add(id);
    put({ layer: 'poles', id, feature: { id, geometry: { type: 'Point', coordinates: position }, fields: { kind: 'pole' } } });
    const span = snap?.layer === 'spans' && snap.kind === 'line' ? planFeature(plan, 'spans', snap.id) : undefined;
    if (span !== undefined && snap !== null && !edits.has(`spans/${span.id}`)) {
      for (const half of splitSpan(plan, span, snap.place, position, id)) put(half);
    }
    return { id, position };
  });
  const spans = stops.slice(1).flatMap((to, at): Edit[] => {
    const from = stops[at];
    if (from === undefined || from.id === to.id) return [];
    const geometry: Geometry = { type: 'LineString', coordinates: [from.position, to.position] };
    const id = `${from.id}:${to.id}`;
    if ([id, `${to.id}:${from.id}`].some((one) => planFeature(plan, 'spans', one) !== undefined)) return [];
    return [{ layer: 'spans', id, feature: { id, geometry, fields: { from: from.id, to: to.id } } }];
  });
  if (spans.length === 0) return 'These poles have a span already.';
  spans.forEach(put);
  const name = spans.length === 1 ? `draw span ${spans[0]?.id ?? ''}` : `draw ${spans.length} spans`;
  return step(name, [...edits.values()], 'spans', new Set(spans.map(({ id }) => id)));
}

function step(note: string, features: readonly Edit[], layer: FeatureLayerName, ids?: ReadonlySet<string>): Drawn {
  const isNew = (edit: Edit): boolean =>
    edit.layer === layer && (ids === undefined ? edit === features.at(-1) : ids.has(edit.id));
  return { change: { note, features }, added: features.filter(isNew).map(({ id }) => ({ layer, id })) };
}

/** Vertices put into the lines and outlines of the same layer that the drawn points lie on. */
export function joints(plan: Plan, layer: FeatureLayerName, points: readonly DraftPoint[]): Edit[] {
  const edits = new Map<string, Feature>();
  // From the end to the start of each path, so that earlier places stay true.
  const snaps = points
    .flatMap(({ snap }) => (snap?.kind === 'line' && snap.layer === layer ? [snap] : []))
    .sort((a, b) => b.place.index - a.place.index);
  for (const { id, place, position } of snaps) {
    const feature = edits.get(id) ?? planFeature(plan, layer, id);
    if (!feature?.geometry) continue;
    edits.set(id, { ...feature, geometry: withInserted(feature.geometry, place, position) });
  }
  return [...edits].map(([id, feature]) => ({ layer, id, feature }));
}

/** Closed, and counter-clockwise as RFC 7946 wants outer rings. */
export function closedRing(ring: readonly LngLat[]): LngLat[] {
  const [first] = ring;
  if (first === undefined) return [];
  const frame = localFrame(first);
  const ordered = signedArea(ring.map(frame.toLocal)) < 0 ? [...ring].reverse() : [...ring];
  return [...ordered, ordered[0] ?? first];
}

/** Whether two pieces of a closed outline that do not follow each other meet. */
export function crossesItself(ring: readonly LngLat[]): boolean {
  const [first] = ring;
  if (first === undefined) return false;
  const frame = localFrame(first);
  const corners = ring.map(frame.toLocal);
  const at = (index: number) => corners[index % corners.length] ?? { x: 0, y: 0 };
  for (let i = 0; i < corners.length; i++) {
    for (let k = i + 2; k < corners.length; k++) {
      if (i === 0 && k === corners.length - 1) continue;
      if (crossingOf(at(i), at(i + 1), at(k), at(k + 1)) !== null) return true;
    }
  }
  return false;
}
