import { compareText } from '../../base/compare.ts';
import { emptyLayer, type Source } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';

/** The source of a derived layer: it carries the licences of all that it was derived from. */
export function derivedSources(plan: Plan, from: readonly FeatureLayerName[], name: string): Source[] {
  const licences = from.flatMap((layer) =>
    (plan.layers.get(layer) ?? emptyLayer).sources.flatMap(({ licence }) => licence ?? []),
  );
  const all = [...new Set(licences)].sort(compareText);
  return [{ name, ...(all.length > 0 ? { licence: all.join('; ') } : {}) }];
}
