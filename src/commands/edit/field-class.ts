import { withClass, type FieldClass } from '../../plan/field-classes.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Workbench } from '../workbench.ts';

/** Says who may see a field, as one step. */
export function setFieldClass({ plan }: Workbench, layer: FeatureLayerName, field: string, of: FieldClass): void {
  const fieldClasses = withClass(plan.plan.fieldClasses, layer, field, of);
  plan.commit({ note: `make ${field} of ${layer} ${of}`, fieldClasses });
}
