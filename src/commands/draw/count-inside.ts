import { countText } from '../../base/quantity-text.ts';
import type { Geometry } from '../../geo/geometry.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import { valueAt } from '../../plan/feature-table.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';

/** Premises inside an area in words: how many, their units, and how many the design reaches. */
export function countInside(plan: Plan, area: Geometry): string[] {
  const table = layerTable(plan, 'premises');
  if (table.count === 0) return [];
  const units = table.columns.get('units');
  const notReached = new Set(plan.fiber?.notReached.map(({ id }) => id));
  const [west, south, east, north] = boundsOf(polygonsOf(area).flat(2));
  let [premises, unitCount, reached] = [0, 0, 0];
  for (let row = 0; row < table.count; row++) {
    const at = 2 * (table.pathPoints[table.partPaths[table.featureParts[row] ?? 0] ?? 0] ?? 0);
    const position: LngLat = [table.coordinates[at] ?? NaN, table.coordinates[at + 1] ?? NaN];
    if (!(position[0] >= west && position[0] <= east && position[1] >= south && position[1] <= north)) continue;
    if (!contains(area, position)) continue;
    premises++;
    unitCount += Number(valueAt(units, row) ?? 1);
    if (!notReached.has(table.ids[row] ?? '')) reached++;
  }
  return [
    `${countText(premises, 'premises', 'premises')}`,
    unitCount === premises ? '' : countText(unitCount, 'unit'),
    plan.fiber === null ? '' : `${countText(reached, 'passed', 'passed')}`,
  ].filter((text) => text !== '');
}
