import { countText } from '../../base/quantity-text.ts';
import { countOf, emptyLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';

/** One step from one's own files to a build plan. */
export interface GuideStep {
  readonly id: 'files' | 'premises' | 'facility' | 'neighbourhoods' | 'design' | 'build-plan';
  readonly title: string;
  readonly isDone: boolean;
  /** What is there, or what is missing and why it is needed. */
  readonly text: string;
  /** The command that takes the step, and what its button says. */
  readonly command: string;
  readonly label: string;
}

/** What a plan has of the way to a build plan, and what it lacks. `isStale`: the design is older than the plan. */
export function guideSteps(plan: Plan, isStale: boolean): GuideStep[] {
  const count = (layer: FeatureLayerName): number => countOf(plan.layers.get(layer) ?? emptyLayer);
  const premises = count('premises');
  const hasPlaces = premises + count('parcels') + count('buildings') > 0;
  const hasWays = count('rights-of-way') + count('poles') > 0;
  const areas = count('neighbourhoods');
  const { fiber } = plan;
  return [
    {
      id: 'files',
      title: 'Import what is there',
      isDone: hasPlaces && hasWays,
      text: filesText(plan, hasPlaces, hasWays),
      command: 'file.import',
      label: 'Choose files',
    },
    {
      id: 'premises',
      title: 'Say who is to be served',
      isDone: premises > 0,
      text:
        premises > 0
          ? countText(premises, 'premises', 'premises')
          : hasPlaces
            ? 'Premises are made from lots or buildings.'
            : 'Import premises, or the lots or buildings that they are made from.',
      ...(count('parcels') > 0
        ? { command: 'derive.premises-parcels', label: 'Make them from the lots' }
        : count('buildings') > 0
          ? { command: 'derive.premises-buildings', label: 'Make them from the buildings' }
          : { command: 'file.import', label: 'Choose files' }),
    },
    {
      id: 'facility',
      title: 'Say where the light comes from',
      isDone: count('facilities') > 0,
      text:
        count('facilities') > 0
          ? countText(count('facilities'), 'facility', 'facilities')
          : 'A hut, a central office or the end of an existing cable.',
      command: 'draw.facility',
      label: 'Place a facility',
    },
    {
      id: 'neighbourhoods',
      title: 'Divide the town',
      isDone: areas > 0,
      text:
        areas > 0
          ? countText(areas, 'neighbourhood')
          : 'Each neighbourhood gets its own totals and build plan. Without any, the town is one.',
      command: 'view.neighbourhoods',
      label: 'Make neighbourhoods',
    },
    {
      id: 'design',
      title: 'Design the network',
      isDone: fiber !== null && !isStale,
      text:
        fiber === null
          ? 'Finds the cheapest way to reach every premises.'
          : isStale
            ? 'The plan has changed since it was designed.'
            : `${countText(fiber.drops.length, 'premises', 'premises')} passed`,
      command: 'fiber.design',
      label: fiber === null ? 'Design' : 'Recompute',
    },
    {
      id: 'build-plan',
      title: 'Take the build plan along',
      isDone: false,
      text: 'Sheets, schedules, tables and map files for each neighbourhood.',
      command: 'file.build-plan',
      label: 'Export build plan',
    },
  ];
}

function filesText(plan: Plan, hasPlaces: boolean, hasWays: boolean): string {
  const missing = [
    hasPlaces ? '' : 'lots, buildings or premises',
    hasWays ? '' : 'streets or poles',
    plan.rasters.has('terrain') ? '' : 'terrain (for radio, and for lengths along the ground)',
  ].filter((text) => text !== '');
  return missing.length === 0 ? 'Places, ways and terrain are there.' : `Still missing: ${missing.join('; ')}.`;
}
