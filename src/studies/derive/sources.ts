import { compareText } from '../../base/compare.ts';
import type { Change } from '../../plan/change.ts';
import { creditsOf } from '../../plan/credits.ts';
import { withInherited, type InheritedField } from '../../plan/field-classes.ts';
import { emptyLayer, type Source } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';

/** The source of a derived layer: it carries the licences of all that it was derived from. */
export function derivedSources(plan: Plan, from: readonly FeatureLayerName[], name: string): Source[] {
  const all = creditsOf(from.flatMap((layer) => (plan.layers.get(layer) ?? emptyLayer).sources)).sort(compareText);
  return [{ name, ...(all.length > 0 ? { licence: all.join('; ') } : {}) }];
}

/** What a change adds so that derived fields are no more public than what they were made from. */
export function inheritedClasses(plan: Plan, fields: readonly InheritedField[]): Pick<Change, 'fieldClasses'> {
  const fieldClasses = withInherited(plan.fieldClasses, fields);
  return fieldClasses === plan.fieldClasses ? {} : { fieldClasses };
}
