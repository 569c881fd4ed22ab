import { AppError } from '../base/app-error.ts';
import { contains, representativePoint } from '../geo/polygon.ts';
import type { Feature } from '../plan/feature-table.ts';
import { featuresOfLayer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';

/** Which features of a layer are written: all, some by their ids, or what lies in a neighbourhood. */
export type ExportScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** `name`: its name or its id. */
  | { readonly kind: 'neighbourhood'; readonly name: string };

/** Neighbourhoods of a plan by id, with what people call them. */
export function neighbourhoodNames(plan: Plan): { readonly id: string; readonly name: string }[] {
  const layer = plan.layers.get('neighbourhoods');
  if (layer === undefined) return [];
  return Array.from(featuresOfLayer(layer), ({ id, fields }) => ({ id, name: String(fields['name'] ?? id) }));
}

/**
 * The features in a scope. A feature lies in the neighbourhood in which its middle does; parts of a design say themselves where they lie.
 * @throws AppError export/no-such-neighbourhood
 */
export function featuresInScope(plan: Plan, features: readonly Feature[], scope: ExportScope): readonly Feature[] {
  switch (scope.kind) {
    case 'all':
      return features;
    case 'ids': {
      const wanted = new Set(scope.ids);
      return features.filter(({ id }) => wanted.has(id));
    }
    case 'neighbourhood': {
      const found = neighbourhoodNames(plan).find(({ id, name }) => id === scope.name || name === scope.name);
      const layer = plan.layers.get('neighbourhoods');
      const outline = layer && [...featuresOfLayer(layer)].find(({ id }) => id === found?.id);
      if (found === undefined || !outline) throw noSuch(plan, scope.name);
      return features.filter(({ geometry, fields }) => {
        const stated = fields['neighbourhood'];
        if (stated === found.name || stated === found.id) return true;
        return stated === undefined && geometry !== null && contains(outline.geometry, representativePoint(geometry));
      });
    }
  }
}

function noSuch(plan: Plan, name: string): AppError {
  const names = neighbourhoodNames(plan).map((one) => one.name);
  return new AppError('export/no-such-neighbourhood', {
    what: `There is no neighbourhood "${name}".`,
    where: '--neighbourhood',
    remedy: names.length === 0 ? 'The project has no neighbourhoods.' : `Choose one of: ${names.join(', ')}.`,
  });
}
