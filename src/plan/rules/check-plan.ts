import { compareText } from '../../base/compare.ts';
import type { Plan } from '../plan.ts';
import { premisesWithoutUnits, spansWithoutPoles, tallPoles } from './attributes.ts';
import { featuresWithoutGeometry, missingLayers, missingLicences, missingTerrain } from './completeness.ts';
import { premisesNotReached, weakPrices } from './design.ts';
import type { Issue, Rule } from './issue.ts';
import { duplicatePoints, overlappingNeighbourhoods, polesFarFromEverything, unconnectedRightsOfWay } from './places.ts';

const RULES: readonly Rule[] = [
  missingLayers,
  missingTerrain,
  featuresWithoutGeometry,
  premisesWithoutUnits,
  tallPoles,
  spansWithoutPoles,
  duplicatePoints,
  polesFarFromEverything,
  unconnectedRightsOfWay,
  overlappingNeighbourhoods,
  premisesNotReached,
  weakPrices,
  missingLicences,
];

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** All that the rules find in a plan: errors first, then by code and place. */
export function checkPlan(plan: Plan): Issue[] {
  return RULES.flatMap((rule) => [...rule(plan)]).sort(
    (a, b) => ORDER[a.severity] - ORDER[b.severity] || compareText(a.code, b.code) || compareText(a.where, b.where),
  );
}
