import type { UnitSystem } from '../base/quantity-text.ts';
import type { Palette } from '../base/palette.ts';
import type { LngLat } from '../geo/position.ts';
import { usualDisplay, type Display } from '../plan/display.ts';
import type { Layer } from '../plan/layer.ts';
import { emptyLayer } from '../plan/layer.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import type { FiberNetwork } from '../plan/network.ts';
import type { OpenTerrain } from '../workers/terrain-service.ts';
import type { BuiltInBasemap } from '../store/basemap.ts';
import type { OpenBasemap } from '../store/basemap-tiles.ts';
import { opacityOver } from '../state/basemap-state.svelte.ts';
import { groupOpacity, groupOrder, isGroupShown } from '../state/map-display.ts';
import { isLayerGroup, MAP_GROUPS, type MapGroup } from '../state/map-groups.ts';
import { drawnNetwork, NETWORK_GROUPS } from './drawn-features.ts';
import type { DrawnFeature, MapView } from './map-view.ts';

/** Everything that the map shows, as values that are replaced and never altered: compared by identity. */
export interface Picture {
  readonly layers: ReadonlyMap<FeatureLayerName, Layer>;
  readonly fiber: FiberNetwork | null;
  readonly terrain: OpenTerrain | null;
  readonly display: Display;
  /** What lies under the plan. */
  readonly basemap: BuiltInBasemap | OpenBasemap;
  readonly palette: Palette;
  readonly units: UnitSystem;
  readonly link: readonly DrawnFeature[];
  readonly highlight: readonly DrawnFeature[];
  readonly hover: readonly DrawnFeature[];
  readonly marker: LngLat | null;
  readonly draft: readonly DrawnFeature[];
  /** What an import would bring. */
  readonly preview: Layer | null;
}

const nobody: readonly string[] = [];
const nothing: readonly DrawnFeature[] = [];

/**
 * The single writer of the map's state. `show` may be called as often as one likes: pictures that arrive before the next
 * frame replace each other, and only what differs from the last written picture reaches the map.
 */
export class MapWriter {
  readonly #map: MapView;
  #written: Picture | null = null;
  #next: Picture | null = null;
  #frame = 0;

  constructor(map: MapView) {
    this.#map = map;
  }

  show(picture: Picture): void {
    this.#next = picture;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.flush();
    });
  }

  /** Writes what waits, at once. */
  flush(): void {
    const next = this.#next;
    if (next === null) return;
    this.#next = null;
    const last = this.#written;
    if (next.palette !== last?.palette) this.#map.setPalette(next.palette);
    if (next.units !== last?.units) this.#map.setUnits(next.units);
    if (next.terrain !== (last?.terrain ?? null)) this.#map.setTerrain(terrainSource(next.terrain));
    this.#writeLayers(next, last);
    if (next.preview !== (last?.preview ?? null)) this.#map.putLayer('preview', next.preview ?? emptyLayer, nobody);
    this.#writeNetwork(next.fiber, last?.fiber ?? null);
    if (next.link !== (last?.link ?? nothing)) this.#map.put('link', next.link);
    if (next.highlight !== (last?.highlight ?? nothing)) this.#map.put('highlight', next.highlight);
    if (next.hover !== (last?.hover ?? nothing)) this.#map.put('hover', next.hover);
    if (next.draft !== (last?.draft ?? nothing)) this.#map.put('draft', next.draft);
    if (next.marker !== (last?.marker ?? null)) this.#map.put('marker', next.marker === null ? [] : [pointAt(next.marker)]);
    if (next.basemap !== (last?.basemap ?? 'plain')) this.#map.setBasemap(typeof next.basemap === 'string' ? null : next.basemap);
    this.#writeDisplay(next, last ?? { display: usualDisplay, basemap: 'plain' });
    this.#written = next;
  }

  #writeLayers(next: Picture, last: Picture | null): void {
    const notReached = notReachedIds(next.fiber);
    const sameReach = next.fiber === (last?.fiber ?? null);
    for (const group of MAP_GROUPS) {
      if (!isLayerGroup(group)) continue;
      const layer = next.layers.get(group) ?? emptyLayer;
      const before = last?.layers.get(group) ?? emptyLayer;
      if (layer === before && (group !== 'premises' || sameReach)) continue;
      // Nothing is held of a layer that was empty: its first feature opens it.
      const isHeld = before.table.count > 0 || before.edits.size > 0;
      if (isHeld && layer.table === before.table && (group !== 'premises' || sameReach)) this.#edit(group, before, layer);
      else this.#map.putLayer(group, layer, group === 'premises' ? notReached : nobody);
    }
  }

  /** The same table with other edits over it: only what was edited goes to the map. */
  #edit(group: MapGroup & FeatureLayerName, before: Layer, after: Layer): void {
    const touched = [...new Set([...before.edits.keys(), ...after.edits.keys()])].filter(
      (id) => before.edits.get(id) !== after.edits.get(id),
    );
    this.#map.editLayer(group, touched.map((id) => [id, after.edits.get(id)] as const)); // prettier-ignore
  }

  #writeNetwork(next: FiberNetwork | null, last: FiberNetwork | null): void {
    if (next === last) return;
    for (const group of NETWORK_GROUPS) this.#map.put(group, next === null ? [] : drawnNetwork(next, group));
  }

  #writeDisplay(next: Shown, last: Shown): void {
    if (next.display === last.display && next.basemap === last.basemap) return;
    const { display } = next;
    if (display.order !== last.display.order) this.#map.setOrder(display.order.length === 0 ? null : groupOrder(display));
    for (const group of MAP_GROUPS) {
      const isShown = isGroupShown(display, group);
      if (isShown !== isGroupShown(last.display, group)) this.#map.setVisible(group, isShown);
      const opacity = opacityOf(next, group);
      if (opacity !== opacityOf(last, group)) this.#map.setOpacity(group, opacity);
    }
  }
}

type Shown = Pick<Picture, 'display' | 'basemap'>;

/** How much of a group is seen: as the plan has it, over this basemap. */
function opacityOf({ display, basemap }: Shown, group: MapGroup): number {
  return groupOpacity(display, group) * opacityOver(basemap, group);
}

function notReachedIds(network: FiberNetwork | null): readonly string[] {
  return network?.notReached.map(({ id }) => id) ?? nobody;
}

function pointAt(position: LngLat): DrawnFeature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: position }, properties: { key: 'marker' } };
}

/** Tiles as fine as the terrain's own cells, never finer. */
export function terrainSource(terrain: OpenTerrain | null): Parameters<MapView['setTerrain']>[0] {
  if (terrain === null) return null;
  const middle = (terrain.bounds[1] + terrain.bounds[3]) / 2;
  const metresPerPixelAt0 = (40075016 * Math.cos((middle * Math.PI) / 180)) / 256;
  const maxZoom = Math.max(8, Math.min(15, Math.ceil(Math.log2(metresPerPixelAt0 / terrain.cellM))));
  return { bounds: terrain.bounds, version: terrain.key, maxZoom };
}
