import { withInserted, segmentsOf, type Segment } from '../../plan/edits/shape.ts';
import { featuresWithVertex } from '../../plan/edits/connected.ts';
import { joints } from '../../plan/edits/draw-shape.ts';
import { grabPoint, grabVertex, moveChange, type Grab } from '../../plan/edits/move-shape.ts';
import type { PlacedFeature } from '../../plan/edits/edit-feature.ts';
import { emptyLayer } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Workbench } from '../workbench.ts';
import { handlesOf, LEAST_MIDDLE_PX, selectedFeatures } from './handles.ts';
import { draftPoint, gapPx, reachPx, type PointerAt } from './pointer-at.ts';
import { wording } from '../../text/wording.ts';

const words = wording.hand;

/** Takes hold of what is under the pointer: a handle of the selected shape, or a selected point. False when there is nothing. */
export function takeHold(bench: Workbench, at: PointerAt): boolean {
  const { draw, plan } = bench;
  const grab = grabAt(bench, plan.plan, at);
  if (grab === null) return false;
  draw.grab = grab;
  draw.grabTo = null;
  return true;
}

function grabAt(bench: Workbench, plan: Plan, at: PointerAt): Grab | null {
  const isNear = (position: LngLat): boolean => gapPx(bench, at.position, position) <= reachPx(at);
  const handles = handlesOf(bench);
  if (handles !== null) {
    const vertex = handles.vertices.find(({ position }) => isNear(position));
    if (vertex !== undefined) {
      bench.draw.vertex = vertex.place;
      return grabVertex(plan, handles.placed, vertex.place);
    }
    const middle = handles.middles.find((one) => isNear(one.middle) && gapPx(bench, one.a, one.b) >= LEAST_MIDDLE_PX);
    return middle === undefined ? null : grabMiddle(bench, plan, handles.placed, middle, middle.middle);
  }
  const points = selectedFeatures(bench).filter(({ feature }) => feature.geometry?.type === 'Point');
  for (const placed of points) {
    if (placed.feature.geometry?.type === 'Point' && isNear(placed.feature.geometry.coordinates)) {
      return grabPoint(plan, placed, placed.feature.geometry.coordinates);
    }
  }
  return null;
}

/** A new point in the middle of a piece; areas that share the piece as a border get it too. */
function grabMiddle({ draw }: Workbench, plan: Plan, held: PlacedFeature, piece: Segment, middle: LngLat): Grab {
  const { layer, feature } = held;
  const sharing = featuresWithVertex(plan.layers.get(layer) ?? emptyLayer, piece.a).filter(({ id }) => id !== feature.id);
  const parts = [{ feature, place: piece.place }, ...sharing.flatMap((other) => shared(other, piece))].map(
    ({ feature: one, place }) => ({
      placed: { layer, feature: one.geometry === null ? one : { ...one, geometry: withInserted(one.geometry, place, middle) } },
      places: [place],
    }),
  );
  draw.vertex = piece.place;
  return { note: words.addPointTo({ id: feature.id }), held: parts[0]?.placed ?? held, from: middle, parts };
}

function shared(other: PlacedFeature['feature'], { a, b }: Segment) {
  const same = (p: LngLat, q: LngLat): boolean => p[0] === q[0] && p[1] === q[1];
  return (other.geometry === null ? [] : segmentsOf(other.geometry))
    .filter((piece) => (same(piece.a, a) && same(piece.b, b)) || (same(piece.a, b) && same(piece.b, a)))
    .map(({ place }) => ({ feature: other, place }));
}

/** The hand has gone to a place; what it holds is shown there. */
export function carryTo(bench: Workbench, at: PointerAt): void {
  bench.draw.grabTo = draftPoint(bench, at, bench.draw.grab?.from ?? null);
}

/** Lets go: the move becomes one step of the plan; without a move the handle is only chosen. */
export function letGo(bench: Workbench): void {
  const { draw, plan, messages } = bench;
  const { grab, grabTo } = draw;
  draw.grab = draw.grabTo = null;
  if (grab === null) return;
  const isNew = grab.note.startsWith('add ');
  if (grabTo === null && !isNew) return;
  const change = moveChange(grab, grabTo?.position ?? grab.from);
  // Put down on a line of its own layer it is joined to it.
  const joined = grabTo === null ? [] : joints(plan.plan, grab.held.layer, [grabTo]);
  plan.commit({ ...change, features: [...joined, ...(change.features ?? [])] });
  messages.announce(words.done({ note: grab.note, snap: !grabTo?.snap ? '' : words.onto({ name: grabTo.snap.name }) }));
}
