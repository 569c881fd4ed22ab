import type { LngLat } from '../geo/position.ts';
import type { DraftPoint } from '../plan/edits/draw-shape.ts';
import type { Grab } from '../plan/edits/move-shape.ts';
import type { VertexPlace } from '../plan/edits/shape.ts';
import type { FeatureLayerName } from '../plan/layers.ts';

/** What a drawing tool makes. */
export type DrawnShape = 'point' | 'line' | 'area';

/** Where the hand took a route: a span, or the piece of a street between two corners. */
export interface RouteTarget {
  readonly id: string;
  readonly name: string;
  readonly path: readonly LngLat[];
  readonly kind: 'aerial' | 'underground';
}

/** What is being drawn or moved: a preview that is no part of the plan until it is finished. */
export class DrawState {
  /** Into which layer each tool draws. */
  layers = $state.raw<Readonly<Record<DrawnShape, FeatureLayerName>>>({
    point: 'poles',
    line: 'spans',
    area: 'neighbourhoods',
  });
  /** The points that stand. */
  points = $state.raw<readonly DraftPoint[]>([]);
  /** Where the next one would come. */
  pointer = $state.raw<DraftPoint | null>(null);
  /** A measurement that is ended and still shown. */
  isEnded = $state(false);
  /** What the hand holds, and where it has taken it; null as long as it has not moved. */
  grab = $state.raw<Grab | null>(null);
  grabTo = $state.raw<DraftPoint | null>(null);
  /** The stretch of the design that the hand holds, and what it was taken to; null where there is no way. */
  route = $state.raw<{ readonly id: string; readonly to: RouteTarget | null } | null>(null);
  /** Two corners of a box that is drawn to select. */
  box = $state.raw<readonly [LngLat, LngLat] | null>(null);
  /** The chosen point of the one selected feature. */
  vertex = $state.raw<VertexPlace | null>(null);
  snapping = $state(true);
  /** Layers that nothing snaps to. */
  notSnapped = $state.raw<ReadonlySet<FeatureLayerName>>(new Set());
  /** True while the hand works by keys: a crosshair stands in the middle of the map. */
  byKeys = $state(false);

  /** Drops everything that is half done; false when there was nothing. */
  drop(): boolean {
    const had = this.points.length > 0 || this.grab !== null || this.route !== null || this.box !== null;
    this.points = [];
    this.pointer = null;
    this.isEnded = false;
    this.grab = null;
    this.grabTo = null;
    this.route = null;
    this.box = null;
    return had;
  }
}
