import { sha256Hex } from '../../base/hash.ts';
import { stableJson } from '../../base/stable-json.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { tableHash } from './inputs-hash.ts';
import type { PreparedMap } from './prepare.ts';

/** The layers that a map is prepared from. */
const MAP_LAYERS: readonly FeatureLayerName[] = [
  'premises',
  'parcels',
  'buildings',
  'poles',
  'spans',
  'rights-of-way',
  'barriers',
  'facilities',
  'neighbourhoods',
  'existing-network',
];

/**
 * What a design found out about the map, for the next one: a stretch forbidden, a cabinet moved or a price altered does not change which lots a drop
 * would cross. Whoever designs again and again keeps one; it holds the last map only.
 */
export class DesignMemory {
  #key = '';
  #map: PreparedMap | undefined;

  /** The map of a plan, as it was prepared for the same layers and settings before, or made now. @param opened poles that count as open */
  mapOf(plan: Plan, opened: ReadonlySet<string>, make: () => PreparedMap): PreparedMap {
    const layers = MAP_LAYERS.map((name) => `${name} ${tableHash(layerTable(plan, name))}`);
    const key = sha256Hex([...layers, stableJson(plan.settings), stableJson([...opened].sort())].join('\n'));
    if (this.#map === undefined || this.#key !== key) {
      this.#map = make();
      this.#key = key;
    }
    return this.#map;
  }
}
