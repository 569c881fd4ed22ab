import { countOf, emptyLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';
import { wording } from '../../text/wording.ts';

const words = wording.guideSteps;

/** One step from one's own files to a build plan, or to a mesh. */
export interface GuideStep {
  readonly id: string;
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
      title: words.importWhatThere,
      isDone: hasPlaces && hasWays,
      text: filesText(plan, hasPlaces, hasWays),
      command: 'file.import',
      label: words.chooseFiles,
    },
    {
      id: 'premises',
      title: words.sayWhoToBeServed,
      isDone: premises > 0,
      text:
        premises > 0
          ? words.premises({ count: premises })
          : hasPlaces
            ? words.premisesMadeFromLotsOr
            : words.importPremisesOrLotsOr,
      ...(count('parcels') > 0
        ? { command: 'derive.premises-parcels', label: words.makeThemFromLots }
        : count('buildings') > 0
          ? { command: 'derive.premises-buildings', label: words.makeThemFromBuildings }
          : { command: 'file.import', label: words.chooseFiles }),
    },
    {
      id: 'facility',
      title: words.sayWhereLightComesFrom,
      isDone: count('facilities') > 0,
      text: count('facilities') > 0 ? words.facilities({ count: count('facilities') }) : words.aHutCentralOfficeOr,
      command: 'draw.facility',
      label: wording.everywhere.placeFacility,
    },
    {
      id: 'neighbourhoods',
      title: words.divideTheTown,
      isDone: areas > 0,
      text: areas > 0 ? words.neighbourhoods({ count: areas }) : words.eachNeighbourhoodGetsItsOwn,
      command: 'view.neighbourhoods',
      label: wording.everywhere.makeNeighbourhoods,
    },
    {
      id: 'design',
      title: words.designTheNetwork,
      isDone: fiber !== null && !isStale,
      text:
        fiber === null
          ? words.findsCheapestWayToReach
          : isStale
            ? words.thePlanHasChangedSince
            : words.passed({ count: words.premises({ count: fiber.drops.length }) }),
      command: 'fiber.design',
      label: fiber === null ? words.design : wording.everywhere.recompute,
    },
    {
      id: 'build-plan',
      title: words.takeBuildPlanAlong,
      isDone: false,
      text: words.sheetsSchedulesTablesAndMap,
      command: 'file.build-plan',
      label: wording.everywhere.exportBuildPlan,
    },
  ];
}

function filesText(plan: Plan, hasPlaces: boolean, hasWays: boolean): string {
  const missing = [
    hasPlaces ? '' : words.lotsBuildingsOrPremises,
    hasWays ? '' : words.streetsOrPoles,
    plan.rasters.has('terrain') ? '' : words.terrainForRadioAndFor,
  ].filter((text) => text !== '');
  return missing.length === 0 ? words.placesWaysAndTerrainThere : words.stillMissing({ missing: missing.join('; ') });
}
