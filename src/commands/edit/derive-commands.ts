import { countOf, emptyLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { DerivedLayer } from '../../workers/jobs.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';

const has = ({ plan }: Workbench, layer: FeatureLayerName): boolean => countOf(plan.plan.layers.get(layer) ?? emptyLayer) > 0;

/** Makes a layer from others as one step. */
export async function deriveLayer(bench: Workbench, title: string, wanted: DerivedLayer): Promise<void> {
  const { plan, messages } = bench;
  const change = await runWithProgress(bench, title, 'derive', { plan: plan.plan, wanted });
  plan.commit(change);
  const count = countOf(plan.plan.layers.get(wanted.layer) ?? emptyLayer);
  messages.say(`${count} ${wanted.layer} were made. Undo takes them back.`);
}

/** Why neighbourhoods cannot be made, or null. */
export function whyNoNeighbourhoods(bench: Workbench): string | null {
  if (bench.plan.readOnly !== null) return bench.plan.readOnly;
  return has(bench, 'premises') ? null : 'There are no premises to group. Import or derive premises first.';
}

const derive = (id: string, title: string, needs: FeatureLayerName, wanted: DerivedLayer): Command => ({
  id: `derive.${id}`,
  title,
  keywords: 'derive layer',
  alters: true,
  can: (bench) => has(bench, needs) || `There are no ${needs} in this plan.`,
  run: (bench) => deriveLayer(bench, title, wanted),
});

export const deriveCommands: readonly Command[] = [
  derive('premises-parcels', 'Make premises from the parcels', 'parcels', { layer: 'premises', from: 'parcels' }),
  derive('premises-buildings', 'Make premises from the buildings', 'buildings', { layer: 'premises', from: 'buildings' }),
  derive('spans', 'Make spans between the poles', 'poles', { layer: 'spans' }),
];
