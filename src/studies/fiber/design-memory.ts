import { crc32c } from '../../base/crc32.ts';
import { sha256Hex } from '../../base/hash.ts';
import { stableJson } from '../../base/stable-json.ts';
import { layerTable, newPlan, type Plan } from '../../plan/plan.ts';
import { READ_LAYERS, tableHash } from './inputs-hash.ts';
import type { PreparedMap } from './prepare.ts';

/** The layers that a map is prepared from. */
const MAP_LAYERS = [...READ_LAYERS, 'existing-network'] as const;

/**
 * What a design found out about the map, for the next one: a stretch forbidden, a cabinet moved or a price altered does not change which lots a drop
 * would cross. Whoever designs again and again keeps one; it holds the last map only.
 */
export class DesignMemory {
  #key = '';
  #map: PreparedMap | undefined;

  /**
   * The map of a plan, as it was prepared for the same layers and settings before, or made now.
   * @param opened poles that count as open
   * @param make is shown no more of the plan than tells one map from another
   */
  mapOf(plan: Plan, opened: ReadonlySet<string>, make: (seen: Plan) => PreparedMap): PreparedMap {
    const layers = MAP_LAYERS.map((name) => `${name} ${tableHash(layerTable(plan, name))}`);
    const key = sha256Hex([...layers, groundKey(plan), stableJson(plan.settings), stableJson([...opened].sort())].join('\n'));
    if (this.#map === undefined || this.#key !== key) {
      this.#map = make(seenOf(plan));
      this.#key = key;
    }
    return this.#map;
  }
}

/** Tells the terrain apart where slopes have a price. */
function groundKey({ settings, rasters }: Plan): string {
  if (settings.slopeCostPercent === 0) return '';
  return (rasters.get('terrain')?.grids ?? [])
    .map(({ width, height, toModel, crs, values }) => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      return `${width} ${height} ${toModel.join(' ')} ${crs} ${crc32c(bytes)}`;
    })
    .join('\n');
}

/** A plan that holds what maps are prepared from, and nothing else. */
function seenOf(plan: Plan): Plan {
  const layers = MAP_LAYERS.flatMap((name) => {
    const layer = plan.layers.get(name);
    return layer === undefined ? [] : [[name, layer] as const];
  });
  return { ...newPlan('', { ...plan.costBook, items: [] }, plan.settings), layers: new Map(layers) };
}
