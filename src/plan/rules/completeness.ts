import { compareText } from '../../base/compare.ts';
import { idAt, idsWhere } from '../feature-table.ts';
import { NO_GEOMETRY } from '../geometry-columns.ts';
import { countOf, findFeature, type Layer } from '../layer.ts';
import { layerDefinition, type FeatureLayerName } from '../layers.ts';
import type { Plan } from '../plan.ts';
import { ruleOf, type Finding, type Rule } from './issue.ts';

function countIn(plan: Plan, layer: FeatureLayerName): number {
  const found = plan.layers.get(layer);
  return found === undefined ? 0 : countOf(found);
}

const whole = { layer: null, ids: [] } as const;

/** What only a plan of fiber has. */
const FIBER_LAYERS: readonly FeatureLayerName[] = [
  'facilities',
  'premises',
  'rights-of-way',
  'poles',
  'spans',
  'existing-network',
];

/** A mesh of radio sites alone needs nothing that cables do. */
function isMeshAlone(plan: Plan): boolean {
  return countIn(plan, 'sites') > 0 && FIBER_LAYERS.every((layer) => countIn(plan, layer) === 0);
}

/** A fiber design starts at a facility, ends at premises and follows something. */
export const missingLayers = ruleOf([...FIBER_LAYERS, 'neighbourhoods', 'sites'], function* (plan: Plan): Generator<Finding> {
  if (isMeshAlone(plan)) return;
  if (countIn(plan, 'facilities') === 0)
    yield {
      ...whole,
      severity: 'error',
      code: 'facilities/none',
      part: 'facilities',
      tell: () => 'There is no facility: nothing can feed the network.',
    };
  if (countIn(plan, 'premises') === 0)
    yield {
      ...whole,
      severity: 'error',
      code: 'premises/none',
      part: 'premises',
      tell: () => 'There are no premises: derive them from parcels or buildings, or import them.',
    };
  if (countIn(plan, 'rights-of-way') === 0 && countIn(plan, 'poles') === 0)
    yield {
      ...whole,
      severity: 'error',
      code: 'rights-of-way/none',
      part: 'rights-of-way',
      tell: () => 'There are neither rights-of-way nor poles: there is nothing to build along.',
    };
  if (countIn(plan, 'neighbourhoods') === 0)
    yield {
      ...whole,
      severity: 'note',
      code: 'neighbourhoods/none',
      part: 'neighbourhoods',
      tell: () => 'There are no neighbourhoods: everything counts as outside.',
    };
});

export const missingTerrain: Rule = {
  reads: (plan) => [plan.rasters.get('terrain')],
  *find(plan) {
    if (!plan.rasters.has('terrain'))
      yield {
        ...whole,
        severity: 'warning',
        code: 'terrain/none',
        part: 'terrain',
        tell: () => 'There is no terrain: lengths are flat and radio links cannot be judged.',
      };
  },
};

/** Features without geometry are in a layer, but in no study. */
export const featuresWithoutGeometry: Rule = {
  reads: (plan) => [...plan.layers].flat(),
  *find(plan) {
    for (const [name, layer] of plan.layers) {
      const definition = layerDefinition(name);
      // What the address layer places is without a place only until it is asked for.
      const ids = withoutGeometry(layer).filter(
        (id) => definition.placedBy === undefined || !hasField(layer, id, definition.placedBy),
      );
      const title = definition.title.toLowerCase();
      if (ids.length > 0)
        yield {
          severity: 'warning',
          code: `${name}/no-geometry`,
          part: name,
          layer: name,
          ids,
          tell: (count) => `${count} ${title} have no geometry.`,
        };
    }
  },
};

function hasField(layer: Layer, id: string, field: string): boolean {
  const value = findFeature(layer, id)?.fields[field];
  return value !== undefined && value !== null && value !== '';
}

/** Table and edits apart: one edit in a layer of 300,000 parcels must not make its table anew. */
function withoutGeometry({ table, edits }: Layer): string[] {
  const unedited = idsWhere(table, (row) => table.types[row] === NO_GEOMETRY && !edits.has(idAt(table, row)));
  const edited = [...edits.values()].filter((feature) => feature?.geometry === null).map((feature) => feature?.id ?? '');
  return [...unedited, ...edited].sort(compareText);
}

/** Whoever publishes a map must know what it is made from. One finding for all sources: they are looked up together. */
export const missingLicences: Rule = {
  reads: (plan) => [...plan.layers, ...plan.rasters].flatMap(([name, { sources }]) => [name, sources]),
  *find(plan) {
    const sources = [...plan.layers, ...plan.rasters].flatMap(([, layer]) => layer.sources);
    const without = sources
      .filter(({ sha256, licence }) => sha256 !== undefined && licence === undefined)
      .map(({ name }) => name);
    if (without.length > 0)
      yield {
        severity: 'note',
        code: 'sources/no-licence',
        part: 'sources',
        layer: null,
        ids: [...new Set(without)].sort(compareText),
        tell: (count) =>
          count === 1 ? 'No licence is known for one source of data.' : `No licence is known for ${count} sources of data.`,
      };
  },
};
