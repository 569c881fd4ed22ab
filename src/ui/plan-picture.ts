import { planBounds } from '../commands/view/view-commands.ts';
import { featureAt, type FieldValue } from '../plan/feature-table.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import { layerTable, type Plan } from '../plan/plan.ts';
import type { LngLat } from '../geo/position.ts';

/** What a small picture of a plan shows, as SVG path data in pixels, from the ground up. */
export interface PlanPicture {
  readonly water: string;
  readonly streets: string;
  readonly premises: string;
  readonly aerial: string;
  readonly underground: string;
}

const EDGE_PX = 6;
/** Of a layer with more features only so many are drawn: the picture is there to be recognised. */
const MOST_FEATURES = 4000;

/** A plan as a small picture, by which one knows it again; null where nothing of it has a place. */
export function planPicture(plan: Plan, { widthPx, heightPx }: { widthPx: number; heightPx: number }): PlanPicture | null {
  const bounds = planBounds(plan);
  if (bounds === null) return null;
  const [west, south, east, north] = bounds;
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(
    (widthPx - 2 * EDGE_PX) / Math.max((east - west) * shrink, 1e-6),
    (heightPx - 2 * EDGE_PX) / Math.max(north - south, 1e-6),
  );
  const spot = ([lng, lat]: LngLat): string =>
    `${tenth(widthPx / 2 + (lng - (west + east) / 2) * shrink * scale)},${tenth(heightPx / 2 - (lat - (south + north) / 2) * scale)}`;
  const line = (path: readonly LngLat[]): string => path.map((position, i) => `${i === 0 ? 'M' : 'L'}${spot(position)}`).join('');
  const layer = (name: FeatureLayerName, kinds: readonly FieldValue[] = []): string => {
    const table = layerTable(plan, name);
    const step = Math.max(1, Math.ceil(table.count / MOST_FEATURES));
    let drawn = '';
    for (let row = 0; row < table.count; row += step) {
      const { geometry, fields } = featureAt(table, row);
      if (geometry === null || (kinds.length > 0 && !kinds.includes(fields['kind'] ?? ''))) continue;
      // A point is a line without length, which its round ends make a dot.
      drawn +=
        geometry.type === 'Point'
          ? `M${spot(geometry.coordinates)}h0`
          : partsOf(geometry).flat().map((path) => line(path)).join(''); // prettier-ignore
    }
    return drawn;
  };
  const routes = (kind: 'aerial' | 'underground'): string =>
    (plan.fiber?.stretches ?? []).filter((stretch) => stretch.kind === kind).map(({ path }) => line(path)).join(''); // prettier-ignore
  return {
    water: layer('barriers', ['water', 'stream']),
    streets: layer('rights-of-way'),
    premises: layer('premises'),
    aerial: routes('aerial'),
    underground: routes('underground'),
  };
}

const tenth = (px: number): number => Math.round(px * 10) / 10;
