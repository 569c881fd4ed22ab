import { compareText } from '../../base/compare.ts';
import type { Source } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';

/** A file that the plan was made from, and the layers that hold something of it. */
export interface PlanInput extends Source {
  readonly layers: readonly string[];
}

/** All sources of the plan's layers and rasters, each once, in order of name. Derived and drawn data have no hash. */
export function planInputs(plan: Plan): PlanInput[] {
  const inputs = new Map<string, { source: Source; layers: Set<string> }>();
  for (const [layer, { sources }] of [...plan.layers, ...plan.rasters]) {
    for (const source of sources) {
      const key = `${source.name}\n${source.sha256 ?? ''}`;
      const input = inputs.get(key) ?? { source, layers: new Set<string>() };
      input.layers.add(layer);
      inputs.set(key, input);
    }
  }
  return [...inputs]
    .sort((a, b) => compareText(a[0], b[0]))
    .map(([, { source, layers }]) => ({ ...source, layers: [...layers].sort(compareText) }));
}
