import { featuresWithVertex } from '../../plan/edits/connected.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { emptyLayer } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import type { LngLat } from '../../geo/position.ts';
import { itemFeature, itemKey } from '../../state/map-item.ts';
import type { RouteTarget } from '../../state/draw-state.svelte.ts';
import { steer } from '../../studies/fiber/steer.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';
import { reachPx, type PointerAt } from './pointer-at.ts';

const words = wording.dragRoute;

/** Takes hold of the selected stretch of the design where the pointer is on it. False when it is not. */
export function takeRoute({ selection, camera, draw }: Workbench, at: PointerAt): boolean {
  const item = selection.single;
  if (item?.kind !== 'network' || item.list !== 'stretches') return false;
  if (!camera.itemsAt(at.position, reachPx(at)).some((one) => itemKey(one) === itemKey(item))) return false;
  draw.route = { id: item.id, to: null };
  return true;
}

/** The hand has gone to a place: the span or piece of street there is where the route would run. */
export function dragRoute(bench: Workbench, at: PointerAt): void {
  const { draw } = bench;
  if (draw.route !== null) draw.route = { ...draw.route, to: wayUnder(bench, at) };
}

/** Lets go: the next design runs along what lies under the pointer, which is one step of the plan. */
export function dropRoute({ draw, plan, selection, messages }: Workbench): void {
  const to = draw.route?.to ?? null;
  draw.route = null;
  if (to === null) {
    messages.say(words.nothingThere);
    return;
  }
  const change = steer(plan.plan, 'keep', [{ id: to.id, along: to.name, path: to.path, kind: to.kind }]);
  plan.commit(change);
  // Where the wish can be weakened to a preference, or taken back.
  selection.set((change.features ?? []).map(({ layer, id }) => ({ kind: 'feature', layer, id })));
  messages.say(words.kept({ name: to.name }));
}

function wayUnder({ camera, plan }: Workbench, at: PointerAt): RouteTarget | null {
  for (const item of camera.itemsAt(at.position, reachPx(at))) {
    if (item.kind !== 'feature' || (item.layer !== 'spans' && item.layer !== 'rights-of-way')) continue;
    const feature = itemFeature(plan.plan, item);
    const path = feature === undefined ? null : pieceAt(plan.plan, item.layer, feature, at.position);
    if (feature === undefined || path === null) continue;
    const name = String(feature.fields['name'] ?? feature.id);
    return { id: feature.id, name, path, kind: item.layer === 'spans' ? 'aerial' : 'underground' };
  }
  return null;
}

/** The piece of a way between the two corners with others that are next to a place; all of it where there are none. */
function pieceAt(plan: Plan, layer: 'spans' | 'rights-of-way', { geometry }: Feature, near: LngLat): readonly LngLat[] | null {
  const paths = geometry === null ? [] : partsOf(geometry).flat();
  const pieces = paths.flatMap((path) => path.slice(1).map((end, i) => ({ path, i, gap: gapTo(near, path[i] ?? end, end) })));
  const [nearest] = pieces.sort((a, b) => a.gap - b.gap);
  if (nearest === undefined) return null;
  const { path, i } = nearest;
  const isCorner = (at: number): boolean => {
    const position = path[at];
    return position === undefined || featuresWithVertex(plan.layers.get(layer) ?? emptyLayer, position).length > 1;
  };
  let [from, to] = [i, i + 1];
  while (from > 0 && !isCorner(from)) from--;
  while (to < path.length - 1 && !isCorner(to)) to++;
  return path.slice(from, to + 1);
}

/** How far a place is from a piece, degrees of latitude: only to compare. */
function gapTo(near: LngLat, a: LngLat, b: LngLat): number {
  const shrink = Math.cos((near[1] * Math.PI) / 180);
  const flat = ([lng, lat]: LngLat): { x: number; y: number } => ({ x: lng * shrink, y: lat });
  return nearestOnSegment(flat(near), flat(a), flat(b)).distance;
}
