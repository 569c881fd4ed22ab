import type { JobContext } from '../base/job.ts';
import { exportLayers, type ExportedFile } from '../io/export-layers.ts';
import { aboutText, planFor } from '../plan/audience.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import { FEATURE_LAYERS } from '../plan/layers.ts';
import type { JobInputs } from './jobs.ts';

/** One layer of the plan as a file of an exchange format, for an audience. */
export async function exportLayer(input: JobInputs['export-layer'], job: JobContext): Promise<ExportedFile> {
  const { layer, format, audience } = input;
  const { plan, withheld } = planFor(input.plan, audience);
  const { title } = FEATURE_LAYERS[layer];
  const { sources } = plan.layers.get(layer) ?? emptyLayer;
  const features = [...featuresOfLayer(plan.layers.get(layer) ?? emptyLayer)];
  return exportLayers(`${plan.name}: ${title}`, [{ name: title, features }], format, {
    job,
    unit: plan.settings.units === 'us' ? 'ft' : 'm',
    about: aboutText({ audience, withheld: withheld.filter((one) => one.layer === layer) }, sources),
  });
}
