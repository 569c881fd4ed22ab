import type { JobContext } from '../base/job.ts';
import { EXPORT_FORMATS } from '../io/export-formats.ts';
import { exportLayers, type ExportedFile } from '../io/export-layers.ts';
import { featuresInScope } from '../io/export-scope.ts';
import { aboutText, planFor } from '../plan/audience.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import { FEATURE_LAYERS } from '../plan/layers.ts';
import type { JobInputs } from './jobs.ts';

/** One layer of the plan, or a part of it, as a file of an exchange format, for an audience. */
export async function exportLayer(
  input: JobInputs['export-layer'],
  job: JobContext,
): Promise<ExportedFile & { readonly count: number }> {
  const { layer, format, audience, scope = { kind: 'all' }, crs, unit, encoding } = input;
  const { plan, withheld } = planFor(input.plan, audience);
  const { title } = FEATURE_LAYERS[layer];
  const { sources } = plan.layers.get(layer) ?? emptyLayer;
  const features = featuresInScope(plan, [...featuresOfLayer(plan.layers.get(layer) ?? emptyLayer)], scope);
  const { systems, units, encodings } = EXPORT_FORMATS[format];
  const file = await exportLayers(`${plan.name}: ${title}`, [{ name: title, features }], format, {
    job,
    ...(systems && crs !== undefined ? { crs } : {}),
    ...(units ? { unit: unit ?? (plan.settings.units === 'us' ? 'ft' : 'm') } : {}),
    ...(encodings.length > 0 && encoding !== undefined ? { encoding } : {}),
    about: aboutText({ audience, withheld: withheld.filter((one) => one.layer === layer) }, sources),
  });
  return { ...file, count: features.length };
}
