import { writeCsv } from '../io/write/csv.ts';
import { writeGeoJson } from '../io/write/geojson.ts';
import { writeKml } from '../io/write/kml.ts';
import { tableOfFeatures } from '../io/write/table.ts';
import { writeXlsx } from '../io/write/xlsx.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import { FEATURE_LAYERS } from '../plan/layers.ts';
import type { JobInputs } from './jobs.ts';

/** One layer of the plan as the bytes of an exchange format. */
export async function exportLayer({ plan, layer, format }: JobInputs['export-layer']): Promise<Uint8Array> {
  const features = [...featuresOfLayer(plan.layers.get(layer) ?? emptyLayer)];
  const { title } = FEATURE_LAYERS[layer];
  switch (format) {
    case 'geojson':
      return writeGeoJson(features);
    case 'kml':
      return writeKml({
        name: `${plan.name}: ${title}`,
        styles: [],
        folders: [{ name: title, features, nameOf: (feature) => String(feature.fields['name'] ?? feature.id) }],
      });
    case 'csv':
      return writeCsv(tableOfFeatures(title, features));
    case 'xlsx':
      return writeXlsx([tableOfFeatures(title, features)]);
  }
}
