import type { LngLat } from '../../../src/geo/position.ts';
import { newPlan, type Plan } from '../../../src/plan/plan.ts';
import { featuresOfLayer } from '../../../src/plan/layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import type { FeatureLayerName } from '../../../src/plan/layers.ts';
import { apply } from '../../../src/plan/change.ts';
import { quietJob } from '../../../src/base/job.ts';
import { importFeatures, type ImportOptions, type ImportReport, type InputFile } from '../../../src/io/import-layer.ts';

export const emptyPlan = (): Plan => newPlan('Test', { name: 'Test', currency: 'USD', kind: 'all-in', items: [] });

export const textFile = (name: string, text: string): InputFile => ({ name, bytes: new TextEncoder().encode(text) });

export const geoJsonFile = (
  features: readonly { id?: string | number; properties?: object; type: string; coordinates: unknown }[],
  name = 'a.geojson',
): InputFile =>
  textFile(
    name,
    JSON.stringify({
      type: 'FeatureCollection',
      features: features.map(({ id, properties = {}, type, coordinates }) => ({
        type: 'Feature',
        ...(id === undefined ? {} : { id }),
        properties,
        geometry: { type, coordinates },
      })),
    }),
  );

/** Imports into a plan and gives the report and the layer's features. */
export async function imported(
  plan: Plan,
  layer: FeatureLayerName,
  files: InputFile | InputFile[],
  options: ImportOptions = {},
): Promise<{ report: ImportReport; features: Feature[] }> {
  const { change, report } = await importFeatures(plan, layer, [files].flat(), options, quietJob);
  apply(plan, change);
  return { report, features: [...featuresOfLayer(plan.layers.get(layer)!)] };
}

/** The position of a point feature. */
export function positionOf(feature: Feature | undefined): LngLat {
  if (feature?.geometry?.type !== 'Point') throw new Error('not a point');
  return feature.geometry.coordinates;
}
