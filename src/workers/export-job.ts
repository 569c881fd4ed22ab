import { exportLayers, type ExportedFile } from '../io/export-layers.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import { FEATURE_LAYERS } from '../plan/layers.ts';
import type { JobInputs } from './jobs.ts';

/** One layer of the plan as a file of an exchange format. */
export async function exportLayer({ plan, layer, format }: JobInputs['export-layer']): Promise<ExportedFile> {
  const { title } = FEATURE_LAYERS[layer];
  const features = [...featuresOfLayer(plan.layers.get(layer) ?? emptyLayer)];
  return exportLayers(`${plan.name}: ${title}`, [{ name: title, features }], format, {
    unit: plan.settings.units === 'us' ? 'ft' : 'm',
  });
}
