import { idsWhere, rowOf, valueAt } from '../feature-table.ts';
import { layerTable, type Plan } from '../plan.ts';
import { ruleOf, type Finding } from './issue.ts';

/** Premises without a number of units count as one. */
export const premisesWithoutUnits = ruleOf(['premises'], function* (plan: Plan): Generator<Finding> {
  const table = layerTable(plan, 'premises');
  const units = table.columns.get('units');
  const without = idsWhere(table, (row) => valueAt(units, row) === undefined);
  const about = { part: 'premises', layer: 'premises' } as const;
  if (without.length > 0)
    yield {
      ...about,
      severity: 'note',
      code: 'premises/no-units',
      ids: without,
      tell: (count) => `${count} of ${table.count} premises have no number of units; each counts as one.`,
    };
  const wrong = idsWhere(table, (row) => {
    const value = valueAt(units, row);
    return typeof value === 'number' && (value < 0 || !Number.isInteger(value));
  });
  if (wrong.length > 0)
    yield {
      ...about,
      severity: 'error',
      code: 'premises/units',
      ids: wrong,
      tell: () => 'The number of units is not a whole number of 0 or more.',
    };
});

/** Distribution poles are seldom taller than this; more points to feet that were read as metres. */
const TALL_POLE_M = 30;

export const tallPoles = ruleOf(['poles'], function* (plan: Plan): Generator<Finding> {
  const table = layerTable(plan, 'poles');
  const [heights, kinds] = [table.columns.get('heightM'), table.columns.get('kind')];
  const tall = idsWhere(table, (row) => valueAt(kinds, row) !== 'tower' && Number(valueAt(heights, row) ?? 0) > TALL_POLE_M);
  if (tall.length > 0)
    yield {
      severity: 'warning',
      code: 'poles/tall',
      part: 'poles',
      layer: 'poles',
      ids: tall,
      tell: (count) =>
        `${count === 1 ? '1 pole is' : `${count} poles are`} taller than ${TALL_POLE_M} m. Were feet read as metres?`,
    };
});

/** A span names the poles at its ends. */
export const spansWithoutPoles = ruleOf(['spans', 'poles'], function* (plan: Plan): Generator<Finding> {
  const [spans, poles] = [layerTable(plan, 'spans'), layerTable(plan, 'poles')];
  const lost = idsWhere(spans, (row) =>
    ['from', 'to'].some((end) => {
      const pole = valueAt(spans.columns.get(end), row);
      return pole !== undefined && rowOf(poles, String(pole)) < 0;
    }),
  );
  if (lost.length > 0)
    yield {
      severity: 'error',
      code: 'spans/unknown-pole',
      part: 'spans',
      layer: 'spans',
      ids: lost,
      tell: (count) => `${count === 1 ? '1 span names' : `${count} spans name`} a pole that is not in the layer poles.`,
    };
});
