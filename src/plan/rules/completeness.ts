import { countOf } from '../layer.ts';
import { layerDefinition, type FeatureLayerName } from '../layers.ts';
import { layerTable, type Plan } from '../plan.ts';
import type { Issue } from './issue.ts';

function countIn(plan: Plan, layer: FeatureLayerName): number {
  const found = plan.layers.get(layer);
  return found === undefined ? 0 : countOf(found);
}

/** A design starts at a facility, ends at premises and follows something. */
export function* missingLayers(plan: Plan): Generator<Issue> {
  if (countIn(plan, 'facilities') === 0)
    yield {
      severity: 'error',
      code: 'facilities/none',
      where: 'facilities',
      message: 'There is no facility: nothing can feed the network.',
    };
  if (countIn(plan, 'premises') === 0)
    yield {
      severity: 'error',
      code: 'premises/none',
      where: 'premises',
      message: 'There are no premises: derive them from parcels or buildings, or import them.',
    };
  if (countIn(plan, 'rights-of-way') === 0 && countIn(plan, 'poles') === 0) {
    yield {
      severity: 'error',
      code: 'rights-of-way/none',
      where: 'rights-of-way',
      message: 'There are neither rights-of-way nor poles: there is nothing to build along.',
    };
  }
  if (countIn(plan, 'neighbourhoods') === 0)
    yield {
      severity: 'note',
      code: 'neighbourhoods/none',
      where: 'neighbourhoods',
      message: 'There are no neighbourhoods: everything counts as outside.',
    };
}

export function* missingTerrain(plan: Plan): Generator<Issue> {
  if (!plan.rasters.has('terrain'))
    yield {
      severity: 'warning',
      code: 'terrain/none',
      where: 'terrain',
      message: 'There is no terrain: lengths are flat and radio links cannot be judged.',
    };
}

/** Features without geometry are in a layer, but in no study. */
export function* featuresWithoutGeometry(plan: Plan): Generator<Issue> {
  for (const name of plan.layers.keys()) {
    const count = layerTable(plan, name).types.reduce((sum, type) => sum + (type === 255 ? 1 : 0), 0);
    if (count > 0)
      yield {
        severity: 'warning',
        code: `${name}/no-geometry`,
        where: name,
        message: `${count} ${layerDefinition(name).title.toLowerCase()} have no geometry.`,
      };
  }
}

/** Whoever publishes a map must know what it is made from. */
export function* missingLicences(plan: Plan): Generator<Issue> {
  for (const [name, { sources }] of [...plan.layers, ...plan.rasters]) {
    const without = sources.filter((source) => source.sha256 !== undefined && source.licence === undefined);
    if (without.length > 0)
      yield {
        severity: 'note',
        code: `${name}/no-licence`,
        where: name,
        message: `No licence is known for ${without.map((source) => source.name).join(', ')}.`,
      };
  }
}
