import { shapeOf } from '../../geo/geometry.ts';
import { between } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import type { PlacedFeature } from '../../plan/edits/edit-feature.ts';
import { segmentsOf, verticesOf, type Segment, type Vertex } from '../../plan/edits/shape.ts';
import { itemFeature } from '../../state/map-item.ts';
import type { Workbench } from '../workbench.ts';

/** More than this and a shape shows no handles: they would hide it. */
const MOST_VERTICES = 2000;
/** Middle handles are left out where the piece is shorter than this on the page, pixels. */
export const LEAST_MIDDLE_PX = 28;

/** What can be taken hold of on the one selected line or area. */
export interface Handles {
  readonly placed: PlacedFeature;
  readonly vertices: readonly Vertex[];
  readonly middles: readonly (Segment & { readonly middle: LngLat })[];
}

/** Selected features of the plan, as they stand. */
export function selectedFeatures({ selection, plan }: Workbench): PlacedFeature[] {
  return selection.items.flatMap((item): PlacedFeature[] => {
    const feature = itemFeature(plan.plan, item);
    return item.kind === 'feature' && feature !== undefined ? [{ layer: item.layer, feature }] : [];
  });
}

/** Handles of the one selected line or area; null for points, for several, and while another tool works. */
export function handlesOf(bench: Workbench): Handles | null {
  if (bench.view.tool !== 'select' || bench.selection.single === null) return null;
  const [placed] = selectedFeatures(bench);
  if (!placed?.feature.geometry || shapeOf(placed.feature.geometry.type) === 'point') return null;
  const vertices = verticesOf(placed.feature.geometry);
  if (vertices.length > MOST_VERTICES) return null;
  const middles = segmentsOf(placed.feature.geometry).map((segment) => ({
    ...segment,
    middle: between(segment.a, segment.b, 0.5),
  }));
  return { placed, vertices, middles };
}
