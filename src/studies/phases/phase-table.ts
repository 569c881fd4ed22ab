import type { Table } from '../../io/write/table.ts';
import { column } from '../build-plan/tables.ts';
import type { PhasePlan } from './run.ts';

const MONEY = '#,##0.00';

/** Phases as rows, in the order of building. */
export function phaseTable({ phases }: PhasePlan, currency: string): Table {
  return {
    name: 'Phases',
    columns: [
      column('order', 7),
      column('phase', 28),
      column('premises_passed', 16, '#,##0'),
      column('units_passed', 14, '#,##0'),
      column('route_length_m', 16, '#,##0.000'),
      column('poles_used', 11, '#,##0'),
      column('crossings', 11, '#,##0'),
      column(`cost_low_${currency}`, 15, MONEY),
      column(`cost_likely_${currency}`, 16, MONEY),
      column(`cost_high_${currency}`, 15, MONEY),
      column(`connection_cost_likely_${currency}`, 27, MONEY),
      column('premises_so_far', 16, '#,##0'),
      column(`cost_likely_so_far_${currency}`, 24, MONEY),
    ],
    rows: phases.map((one, i) => [
      i + 1,
      one.name,
      one.premisesPassed,
      one.unitsPassed,
      one.routeLengthM,
      one.polesUsed,
      one.crossings,
      one.costLow,
      one.costLikely,
      one.costHigh,
      one.connectionCostLikely,
      one.premisesSoFar,
      one.costLikelySoFar,
    ]),
  };
}
