import type { FeatureLayerName } from '../plan/layers.ts';
import { itemKey, type MapItem } from './map-item.ts';

/** What is selected and what the pointer is over. */
export class SelectionState {
  items = $state.raw<readonly MapItem[]>([]);
  hovered = $state.raw<MapItem | null>(null);
  /** The one layer that boxes and outlines select from; null for all that are shown. */
  from = $state<FeatureLayerName | null>(null);

  set(items: readonly MapItem[]): void {
    this.items = items;
  }

  /** Adds an item, or takes it out when it is selected already. */
  toggle(item: MapItem): void {
    const key = itemKey(item);
    const without = this.items.filter((other) => itemKey(other) !== key);
    this.items = without.length < this.items.length ? without : [...this.items, item];
  }

  /** The selection with some items more, each once. */
  joined(items: readonly MapItem[]): readonly MapItem[] {
    const keys = new Set(this.items.map(itemKey));
    return [...this.items, ...items.filter((item) => !keys.has(itemKey(item)))];
  }

  clear(): void {
    this.items = [];
  }

  /** The only selected item, null when there is none or several. */
  get single(): MapItem | null {
    return this.items.length === 1 ? (this.items[0] ?? null) : null;
  }
}
