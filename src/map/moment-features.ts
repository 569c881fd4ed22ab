import type { LngLat } from '../geo/position.ts';
import type { Plan } from '../plan/plan.ts';
import type { LinkPoint } from '../state/link-state.svelte.ts';
import { itemGeometry, itemKey, type MapItem } from '../state/map-item.ts';
import type { LinkResult } from '../studies/link/result.ts';
import type { DrawnFeature } from './map-view.ts';

const none: readonly DrawnFeature[] = [];

/** Items as features to draw around; those without a place are left out. */
export function itemFeatures(plan: Plan, items: readonly MapItem[]): readonly DrawnFeature[] {
  if (items.length === 0) return none;
  return items.flatMap((item): DrawnFeature[] => {
    const geometry = itemGeometry(plan, item);
    return geometry === null ? [] : [{ type: 'Feature', geometry, properties: { key: itemKey(item) } }];
  });
}

/** The link as drawn: its line by verdict, its ends, and the point that limits it. */
export function linkFeatures(a: LinkPoint | null, b: LinkPoint | null, result: LinkResult | null): readonly DrawnFeature[] {
  if (a === null && b === null) return none;
  const features: DrawnFeature[] = [];
  if (a !== null && b !== null) {
    const verdict = result === null ? 'open' : result.confident ? result.verdict : 'too-close';
    features.push({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [a.position, b.position] },
      properties: { key: 'link/line', role: 'line', verdict },
    });
  }
  for (const [name, point] of [
    ['A', a],
    ['B', b],
  ] as const) {
    if (point === null) continue;
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: point.position },
      properties: { key: `link/${name}`, role: 'end', name },
    });
  }
  if (result !== null && result.verdict !== 'clear') {
    const { lon, lat } = result.limitingPoint;
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { key: 'link/limit', role: 'limit' },
    });
  }
  return features;
}

/** One sightline among many. */
export interface DrawnSightline {
  readonly from: LngLat;
  readonly to: LngLat;
  readonly verdict: string;
}

/** Many sightlines by verdict: with the dash of their verdict, so that they are told apart without colour. */
export function sightlineFeatures(lines: readonly DrawnSightline[]): readonly DrawnFeature[] {
  if (lines.length === 0) return none;
  return lines.map(({ from, to, verdict }, index) => ({
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [from, to] },
    properties: { key: `reach/${index}`, role: 'line', verdict },
  }));
}
