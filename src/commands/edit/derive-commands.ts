import { countOf, emptyLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { DerivedLayer } from '../../workers/jobs.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { layerTitle } from '../../text/knowledge-words.ts';
import { spelled, wording } from '../../text/wording.ts';

const words = wording.deriveCommands;

const has = ({ plan }: Workbench, layer: FeatureLayerName): boolean => countOf(plan.plan.layers.get(layer) ?? emptyLayer) > 0;

/** Makes a layer from others as one step. */
export async function deriveLayer(bench: Workbench, title: string, wanted: DerivedLayer): Promise<void> {
  const { plan, messages } = bench;
  const change = await runWithProgress(bench, title, 'derive', { plan: plan.plan, wanted });
  plan.commit({ ...change, note: spelled(change.note) });
  const count = countOf(plan.plan.layers.get(wanted.layer) ?? emptyLayer);
  messages.say(words.wereMadeUndoTakesThem({ count, layer: layerTitle(wanted.layer) }));
}

/** Why neighbourhoods cannot be made, or null. */
export function whyNoNeighbourhoods(bench: Workbench): string | null {
  if (bench.plan.readOnly !== null) return bench.plan.readOnly;
  return has(bench, 'premises') ? null : words.thereNoPremisesToGroup;
}

const derive = (id: string, title: string, needs: FeatureLayerName, wanted: DerivedLayer): Command => ({
  id: `derive.${id}`,
  title,
  keywords: words.deriveLayer,
  alters: true,
  can: (bench) => has(bench, needs) || words.thereNoInThisPlan({ needs: layerTitle(needs).toLowerCase() }),
  run: (bench) => deriveLayer(bench, title, wanted),
});

export const deriveCommands: readonly Command[] = [
  derive('premises-parcels', words.makePremisesFromParcels, 'parcels', { layer: 'premises', from: 'parcels' }),
  derive('premises-buildings', words.makePremisesFromBuildings, 'buildings', { layer: 'premises', from: 'buildings' }),
  derive('spans', words.makeSpansBetweenPoles, 'poles', { layer: 'spans' }),
];
