import type { FieldValue } from '../../plan/feature-table.ts';
import { unpackTexts } from '../../plan/packed-texts.ts';
import { featuresOfLayer, tableOfLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { MapItem } from '../../state/map-item.ts';
import type { Command } from '../command.ts';
import { selectedFeatures } from '../draw/handles.ts';
import type { Workbench } from '../workbench.ts';
import { layerTitle } from '../../text/knowledge-words.ts';
import { wording } from '../../text/wording.ts';

const words = wording.selectCommands;

/** Selects features of a layer by their ids and says how many. */
export function selectIds({ selection, draw, view, messages }: Workbench, layer: FeatureLayerName, ids: readonly string[]): void {
  draw.vertex = null;
  selection.set(ids.map((id): MapItem => ({ kind: 'feature', layer, id })));
  if (!view.narrow) view.showRight('selection');
  messages.announce(words.selected({ count: ids.length }));
}

/** The layer that "all" means: that of the selection, or the one chosen for selecting. */
function layerInHand(bench: Workbench): FeatureLayerName | null {
  const layers = new Set(selectedFeatures(bench).map(({ layer }) => layer));
  return layers.size === 1 ? ([...layers][0] ?? null) : bench.selection.from;
}

export const selectAll: Command = {
  id: 'select.all',
  title: (bench) => {
    const layer = layerInHand(bench);
    return layer === null ? words.selectAllInLayer : words.selectAll({ title: layerTitle(layer).toLowerCase() });
  },
  shortcuts: ['mod+a'],
  can: (bench) => layerInHand(bench) !== null || words.selectOneThingLayerFirst,
  run: (bench) => {
    const layer = layerInHand(bench);
    const held = layer === null ? undefined : bench.plan.plan.layers.get(layer);
    if (layer !== null && held !== undefined) selectIds(bench, layer, unpackTexts(tableOfLayer(held).ids));
  },
};

/** Selects all features of a layer that have a value in a field, or all that have none. */
export function selectSame(bench: Workbench, layer: FeatureLayerName, field: string, value: FieldValue | undefined): void {
  const held = bench.plan.plan.layers.get(layer);
  if (held === undefined) return;
  const ids = [...featuresOfLayer(held)].filter(({ fields }) => fields[field] === value).map(({ id }) => id);
  selectIds(bench, layer, ids);
}

/** Leaves only what belongs to one layer selected. */
export function keepOnly({ selection }: Workbench, layer: FeatureLayerName): void {
  selection.set(selection.items.filter((item) => item.kind === 'feature' && item.layer === layer));
}
