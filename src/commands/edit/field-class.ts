import { withClass, type FieldClass } from '../../plan/field-classes.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.fieldClass;

/** Says who may see a field, as one step. */
export function setFieldClass({ plan }: Workbench, layer: FeatureLayerName, field: string, of: FieldClass): void {
  const fieldClasses = withClass(plan.plan.fieldClasses, layer, field, of);
  plan.commit({ note: words.makeOf({ field, layer, of }), fieldClasses });
}
