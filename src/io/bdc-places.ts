import { AppError } from '../base/app-error.ts';
import type { Geometry } from '../geo/geometry.ts';
import { featuresOfLayer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import { BDC_COLUMNS, BDC_LOCATIONS, BDC_RULES } from './bdc-columns.ts';
import { formatOf } from './registry.ts';
import type { Problem } from './source-layer.ts';
import type { VectorLayer } from './vector-file.ts';

/**
 * Places the locations of an availability list where the project has premises or addresses of the same location id: the lists
 * themselves have no coordinates. @throws AppError import/no-coordinates where the project has none of them
 */
export function placedByLocation(plan: Plan, file: string, layer: VectorLayer, format: string): VectorLayer {
  if (format !== formatOf('bdc').title || layer.name !== BDC_LOCATIONS) return layer;
  const places = new Map<string, Geometry>();
  for (const name of ['addresses', 'premises'] as const) {
    const known = plan.layers.get(name);
    for (const { id, geometry, fields } of known === undefined ? [] : featuresOfLayer(known)) {
      const stated = BDC_COLUMNS.location_id
        .map((column) => fields[column] ?? fields['locationId'])
        .find((one) => one !== undefined);
      const location = String(stated ?? id);
      if (geometry !== null && BDC_RULES.location_id[0].test(location)) places.set(location, geometry);
    }
  }
  const features = layer.features.flatMap((feature) => {
    const geometry = places.get(feature.id ?? '');
    return geometry === undefined ? [] : [{ ...feature, geometry }];
  });
  if (features.length === 0 && layer.features.length > 0)
    throw new AppError('import/no-coordinates', {
      what: 'The list has no coordinates, and the project has no premises or addresses with one of its location ids.',
      where: file,
      remedy: 'Import the cells of the list (--source-layer cells), or first premises with a column location_id.',
    });
  const elsewhere = layer.features.length - features.length;
  const note: Problem[] =
    elsewhere === 0
      ? []
      : [
          {
            code: 'import/other-locations',
            severity: 'note',
            where: '',
            message: `${elsewhere} locations of the list are not among the project's premises and addresses and were left out.`,
          },
        ];
  return { ...layer, features, problems: [...layer.problems, ...note] };
}
