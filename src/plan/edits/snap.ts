import { shapeOf } from '../../geo/geometry.ts';
import { metresPerDegree } from '../../geo/geodesy.ts';
import { between } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import type { Feature } from '../feature-table.ts';
import type { FeatureLayerName } from '../layers.ts';
import { segmentsOf, verticesOf, type VertexPlace } from './shape.ts';

/** What a drawn point holds on to. */
export interface Snap {
  /** A vertex, a straight piece, or the edge of a right-of-way half its width from its middle line. */
  readonly kind: 'node' | 'line' | 'edge';
  readonly layer: FeatureLayerName;
  readonly id: string;
  /** The vertex, or the place that a vertex put there would have. */
  readonly place: VertexPlace;
  readonly position: LngLat;
  /** In words: "pole C-0001", "edge of Main St". */
  readonly name: string;
}

/** Pixels on the page. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

export interface SnapCandidate {
  readonly layer: FeatureLayerName;
  readonly feature: Feature;
}

/** How near the pointer must be, pixels: a finger covers more than a mouse. */
export const SNAP_PX = { mouse: 12, touch: 24 } as const;

const ONE: Partial<Record<FeatureLayerName, string>> = {
  poles: 'pole',
  premises: 'premises',
  sites: 'site',
  facilities: 'facility',
  spans: 'span',
};

/** Nodes first, then lines, then edges of rights-of-way; of each the nearest. */
export function findSnap(
  at: Pixel,
  candidates: readonly SnapCandidate[],
  project: (position: LngLat) => Pixel,
  radiusPx: number,
): Snap | null {
  const best: Record<Snap['kind'], { snap: Snap; px: number } | null> = { node: null, line: null, edge: null };
  const offer = (px: number, snap: Snap): void => {
    if (px <= radiusPx && px < (best[snap.kind]?.px ?? Infinity)) best[snap.kind] = { snap, px };
  };
  for (const { layer, feature } of candidates) {
    if (feature.geometry === null) continue;
    const target = { layer, id: feature.id };
    const name = nameOf(layer, feature);
    const isPoint = shapeOf(feature.geometry.type) === 'point';
    for (const { place, position } of verticesOf(feature.geometry)) {
      const { x, y } = project(position);
      offer(Math.hypot(x - at.x, y - at.y), {
        ...target,
        kind: 'node',
        place,
        position,
        name: isPoint ? name : `point of ${name}`, // prettier-ignore
      });
    }
    const halfWidthM = layer === 'rights-of-way' ? Number(feature.fields['widthM'] ?? 0) / 2 : 0;
    for (const { place, a, b } of segmentsOf(feature.geometry)) {
      const [pa, pb] = [project(a), project(b)];
      const { t, distance } = nearestOnSegment(at, pa, pb);
      const position = between(a, b, t);
      offer(distance, { ...target, kind: 'line', place, position, name });
      if (halfWidthM > 0) {
        const edge = edgePosition(a, b, position, halfWidthM, sideOf(at, pa, pb));
        const { x, y } = project(edge);
        offer(Math.hypot(x - at.x, y - at.y), { ...target, kind: 'edge', place, position: edge, name: `edge of ${name}` });
      }
    }
  }
  return (best.node ?? best.line ?? best.edge)?.snap ?? null;
}

/** 1 where the point lies left of a–b on the page (y down), −1 right of it. */
function sideOf(p: Pixel, a: Pixel, b: Pixel): 1 | -1 {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) < 0 ? 1 : -1;
}

function edgePosition(a: LngLat, b: LngLat, foot: LngLat, offsetM: number, side: 1 | -1): LngLat {
  const { east, north } = metresPerDegree(foot[1]);
  const [x, y] = [(b[0] - a[0]) * east, (b[1] - a[1]) * north];
  const length = Math.hypot(x, y) || 1;
  return [foot[0] + ((-y / length) * offsetM * side) / east, foot[1] + ((x / length) * offsetM * side) / north];
}

function nameOf(layer: FeatureLayerName, { id, fields }: Feature): string {
  const name = String(fields['name'] ?? id);
  return ONE[layer] === undefined ? name : `${ONE[layer]} ${name}`;
}
