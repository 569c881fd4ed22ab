import { azimuthDeg, destination, geodesicDistanceM } from '../../geo/geodesy.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import type { DraftPoint } from '../../plan/edits/draw-shape.ts';
import { findSnap, SNAP_PX, type Snap, type SnapCandidate } from '../../plan/edits/snap.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { isGroupShown } from '../../state/map-display.ts';
import { isLayerGroup } from '../../state/map-groups.ts';
import { itemFeature } from '../../state/map-item.ts';
import type { Workbench } from '../workbench.ts';

/** Where a pointer is, and what the other hand holds. */
export interface PointerAt {
  readonly position: LngLat;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly touch: boolean;
}

const STEP_DEG = 45;

/** Reach of the pointer on the page, pixels. */
export const reachPx = ({ touch }: PointerAt): number => (touch ? SNAP_PX.touch : SNAP_PX.mouse);

/** How far two places are from each other on the page, pixels. */
export function gapPx({ camera }: Workbench, a: LngLat, b: LngLat): number {
  const [p, q] = [camera.project(a), camera.project(b)];
  return Math.hypot(p.x - q.x, p.y - q.y);
}

/** The pointer as a point to draw: on what it snaps to, in steps of 45° from the last point, or where it is. */
export function draftPoint(bench: Workbench, at: PointerAt, last: LngLat | null = null): DraftPoint {
  const snap = snapAt(bench, at);
  if (snap !== null) return { position: snap.position, snap };
  return { position: quantise(at.shift && last !== null ? inSteps(last, at.position) : at.position), snap: null };
}

function inSteps(from: LngLat, to: LngLat): LngLat {
  const bearing = Math.round(azimuthDeg(from, to) / STEP_DEG) * STEP_DEG;
  return destination(from, bearing, geodesicDistanceM(from, to));
}

/** What the pointer snaps to; nothing that the hand holds. Alt switches it off. */
export function snapAt(bench: Workbench, at: PointerAt): Snap | null {
  const { draw, plan, camera } = bench;
  if (!draw.snapping || at.alt) return null;
  const held = new Set(draw.grab?.parts.map(({ placed }) => `${placed.layer}/${placed.feature.id}`));
  const radius = reachPx(at);
  const drawn = camera.itemsAt(at.position, radius).flatMap((item): SnapCandidate[] => {
    const feature = itemFeature(plan.plan, item);
    return item.kind === 'feature' && feature !== undefined ? [{ layer: item.layer, feature }] : [];
  });
  const candidates = [...drawn, ...freshNodes(bench, at, radius)].filter(
    ({ layer, feature }) => !draw.notSnapped.has(layer) && !held.has(`${layer}/${feature.id}`),
  );
  return findSnap(camera.project(at.position), candidates, (position) => camera.project(position), radius);
}

/** Features that were just put there: the map draws them a moment later. */
function freshNodes({ plan, camera }: Workbench, at: PointerAt, radiusPx: number): SnapCandidate[] {
  const { x, y } = camera.project(at.position);
  const [west, south] = camera.unproject({ x: x - radiusPx, y: y + radiusPx });
  const [east, north] = camera.unproject({ x: x + radiusPx, y: y - radiusPx });
  const isNear = ([lng, lat]: LngLat): boolean => lng >= west && lng <= east && lat >= south && lat <= north;
  return [...plan.plan.layers].flatMap(([layer, { edits }]) => {
    if (!isLayerGroup(layer) || !isGroupShown(plan.plan.display, layer)) return [];
    return [...edits.values()]
      .filter((feature) => feature !== null)
      .filter(({ geometry }) => geometry !== null && partsOf(geometry).some((part) => part.some((path) => path.some(isNear))))
      .map((feature) => ({ layer, feature }));
  });
}
