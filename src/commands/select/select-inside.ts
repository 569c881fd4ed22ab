import { boundsOf, contains } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import { featureAt, idAt, type Feature, type FeatureTable } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import type { Layer } from '../../plan/layer.ts';
import { isGroupShown } from '../../state/map-display.ts';
import { isLayerGroup } from '../../state/map-groups.ts';
import type { MapItem } from '../../state/map-item.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.selectInside;

/** Selects what lies wholly inside an outline: of the layer chosen for selecting, or of all that are shown. */
export function selectInside(bench: Workbench, ring: readonly LngLat[], isAdded = false): void {
  const { selection, view, messages, plan } = bench;
  const names = [...plan.plan.layers.keys()].filter(
    (name) => (selection.from === null || selection.from === name) && isLayerGroup(name) && isGroupShown(plan.plan.display, name),
  );
  const found = names.flatMap((layer) =>
    idsInside(plan.plan.layers.get(layer), ring).map((id): MapItem => ({ kind: 'feature', layer, id })),
  );
  selection.set(isAdded ? selection.joined(found) : found);
  if (found.length > 0) view.showRight('selection');
  messages.announce(words.selected({ count: selection.items.length }));
}

/** Ids of the features of a layer that lie wholly inside an outline. */
export function idsInside(layer: Layer | undefined, ring: readonly LngLat[]): string[] {
  if (layer === undefined || ring[0] === undefined) return [];
  const area = { type: 'Polygon', coordinates: [[...ring, ring[0]]] } as const;
  const [west, south, east, north] = boundsOf(ring);
  const inBox = ([lng, lat]: LngLat): boolean => lng >= west && lng <= east && lat >= south && lat <= north;
  const isInside = ({ geometry }: Feature): boolean =>
    geometry !== null && partsOf(geometry).every((part) => part.flat().every((at) => inBox(at) && contains(area, at)));
  const ids: string[] = [];
  const { table, edits } = layer;
  for (let row = 0; row < table.count; row++) {
    const id = idAt(table, row);
    if (!edits.has(id) && inBox(firstPosition(table, row)) && isInside(featureAt(table, row))) ids.push(id);
  }
  for (const feature of edits.values()) if (feature !== null && isInside(feature)) ids.push(feature.id);
  return ids;
}

/** The first point of a row: tells most features outside a box without building them. */
function firstPosition(table: FeatureTable, row: number): LngLat {
  const at = 2 * (table.pathPoints[table.partPaths[table.featureParts[row] ?? 0] ?? 0] ?? 0);
  return [table.coordinates[at] ?? NaN, table.coordinates[at + 1] ?? NaN];
}
