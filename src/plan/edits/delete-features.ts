import type { Change } from '../change.ts';
import type { Plan } from '../plan.ts';
import { spanEndsAt } from './connected.ts';
import type { PlacedFeature } from './edit-feature.ts';

/** Takes features away; the spans that hang on a pole go with it. */
export function deleteFeatures(plan: Plan, features: readonly PlacedFeature[]): Change {
  const gone = new Map(
    features.map(({ layer, feature }) => [`${layer}/${feature.id}`, { layer, id: feature.id, feature: null }]),
  );
  for (const { layer, feature } of features) {
    if (layer !== 'poles') continue;
    for (const { placed } of spanEndsAt(plan, feature.id)) {
      const { id } = placed.feature;
      gone.set(`spans/${id}`, { layer: 'spans', id, feature: null });
    }
  }
  const [first] = features;
  const note = features.length === 1 && first !== undefined ? `delete ${first.feature.id}` : `delete ${features.length} features`;
  return { note, features: [...gone.values()] };
}
