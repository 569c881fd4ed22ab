import type { Built, Condition, Routing, Terms } from '../../fiber/conditions.ts';
import { featuresOf, type Feature } from '../../plan/feature-table.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';

const BUILT: readonly Built[] = ['aerial', 'underground', 'in-service'];
const ROUTINGS: readonly Routing[] = ['forbidden', 'preferred', 'keep'];

/** The layer of conditions as the route graph takes it. */
export function conditionsOf(plan: Plan): Condition[] {
  return [...featuresOf(layerTable(plan, 'conditions'))].flatMap((feature) => {
    const { geometry, fields } = feature;
    const applies = BUILT.find((one) => one === fields['applies']) ?? null;
    return geometry === null ? [] : [{ ...termsOf(feature), geometry, applies }];
  });
}

/** The factor and the wish that a feature states; a factor of 0 or less counts as none. */
export function termsOf({ id, fields }: Feature): Terms {
  const { costFactor } = fields;
  const priceFactor = typeof costFactor === 'number' && costFactor > 0 ? Math.round(costFactor * 1000) / 1000 : 1;
  const routing = ROUTINGS.find((one) => one === fields['routing']) ?? null;
  if (priceFactor === 1 && routing === null) return { priceFactor, routing, because: [] };
  return { priceFactor, routing, because: [String(fields['name'] ?? fields['kind'] ?? id)] };
}
