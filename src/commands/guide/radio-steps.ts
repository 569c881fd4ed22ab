import { countOf, emptyLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';
import { wording } from '../../text/wording.ts';
import type { GuideStep } from './guide-steps.ts';

const words = wording.radioSteps;

/** Which radio studies have an answer. */
export interface Answered {
  readonly pairs: boolean;
  readonly requests: boolean;
  readonly coverage: boolean;
}

/** What a plan has of the way from roofs to a mesh, and what it lacks. */
export function radioSteps(plan: Plan, answered: Answered): GuideStep[] {
  const count = (layer: FeatureLayerName): number => countOf(plan.layers.get(layer) ?? emptyLayer);
  const hasTerrain = plan.rasters.has('terrain');
  const standing = ['surface', 'building-heights', 'canopy'] as const;
  const hasObstacles = standing.some((name) => plan.rasters.has(name)) || count('buildings') > 0;
  const sites = count('sites');
  return [
    {
      id: 'ground',
      title: words.importGround,
      isDone: hasTerrain,
      text: hasTerrain ? (hasObstacles ? words.terrainAndObstacles : words.onlyHills) : words.terrainAndRoofs,
      command: 'file.import',
      label: words.chooseFiles,
    },
    {
      id: 'roofs',
      title: words.importRoofs,
      isDone: sites > 0,
      text: sites > 0 ? words.roofs({ count: sites }) : words.listOfRoofs,
      command: 'file.import',
      label: words.chooseFiles,
    },
    {
      id: 'pairs',
      title: words.seeWhoSeesWhom,
      isDone: answered.pairs,
      text: answered.pairs ? '' : words.everyPairIsJudged,
      command: 'reach.pairs',
      label: words.judgePairs,
    },
    {
      id: 'requests',
      title: words.decideWhoJoins,
      isDone: answered.requests,
      text: answered.requests ? '' : words.requestsAgainstInstalled,
      command: 'requests.run',
      label: words.judgeRequests,
    },
    {
      id: 'coverage',
      title: words.seeWhatIsCovered,
      isDone: answered.coverage,
      text: answered.coverage ? '' : words.everyPlaceInSight,
      command: 'coverage.run',
      label: words.computeCoverage,
    },
    {
      id: 'roof-sheet',
      title: words.goUpOnRoof,
      isDone: false,
      text: words.aPageWithBearings,
      command: 'reach.roof-sheet',
      label: words.roofSheet,
    },
  ];
}

/** True for a plan that holds radio sites and nothing that is built along. */
export function isAboutRadio(plan: Plan): boolean {
  const has = (layer: FeatureLayerName): boolean => countOf(plan.layers.get(layer) ?? emptyLayer) > 0;
  return has('sites') && !(['premises', 'parcels', 'poles', 'spans', 'rights-of-way', 'facilities'] as const).some(has);
}
