import { METRES_PER_FOOT } from '../../base/units.ts';
import type { BillLine } from '../../cost/take-off.ts';
import type { Cell, Table, TableColumn } from '../../io/write/table.ts';
import type { CostBook } from '../../base/cost-book.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { BillGroup } from './bill-groups.ts';
import { BILL_GROUPS } from './bill-groups.ts';
import { priceOf } from './part-price.ts';
import type { Totals } from './totals.ts';

const MONEY = '#,##0.00';
const QUANTITY = '#,##0.###';

export const column = (title: string, widthChars: number, format?: string): TableColumn => ({
  title,
  widthChars,
  ...(format === undefined ? {} : { format }),
});

/**
 * The poles that carry strand of ours: number on the sheets, id, owner, measures, make-ready and what it costs by the book.
 * @param hidesSurvey whether what a survey found of a single pole is left out
 */
export function poleTable(
  network: FiberNetwork,
  numbers: ReadonlyMap<string, string>,
  book: CostBook,
  hidesSurvey: boolean,
): Table {
  return {
    name: 'Poles',
    columns: [
      column('number', 9),
      column('id', 18),
      column('new', 6),
      column('owner', 20),
      column('zone', 15),
      column('class', 7),
      column('height_m', 9, '0.0'),
      column('height_ft', 9, '0.0'),
      column('circuit', 18),
      column('make_ready', 12),
      column(`cost_low_${book.currency}`, 14, MONEY),
      column(`cost_likely_${book.currency}`, 14, MONEY),
      column(`cost_high_${book.currency}`, 14, MONEY),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: inOrder(network.poles, numbers).map((pole) => {
      const price = hidesSurvey && pole.makeReady === 'surveyed' ? null : priceOf(pole, book);
      return [
        numbers.get(pole.id) ?? pole.id,
        pole.poleId ?? pole.id,
        pole.poleId === null,
        pole.owner,
        pole.zone,
        pole.poleClass,
        rounded(pole.heightM),
        feet(pole.heightM),
        pole.circuit,
        pole.makeReady,
        ...(price === null ? [null, null, null] : [price.lowCents / 100, price.likelyCents / 100, price.highCents / 100]),
        pole.position[0],
        pole.position[1],
      ];
    }),
  };
}

function inOrder(poles: FiberNetwork['poles'], numbers: ReadonlyMap<string, string>): FiberNetwork['poles'] {
  const order = new Map([...numbers.keys()].map((id, i) => [id, i]));
  return [...poles].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

/** What is crossed, how, and which permit it may need. */
export function crossingTable(network: FiberNetwork, book: CostBook): Table {
  return {
    name: 'Crossings',
    columns: [
      column('id', 14),
      column('kind', 10),
      column('name', 26),
      column('manner', 10),
      column('permit', 44),
      column('barrier_id', 18),
      column('stretch_id', 14),
      column(`cost_low_${book.currency}`, 14, MONEY),
      column(`cost_likely_${book.currency}`, 14, MONEY),
      column(`cost_high_${book.currency}`, 14, MONEY),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: network.crossings.map((crossing) => {
      const price = priceOf(crossing, book);
      return [
        crossing.id,
        crossing.kind,
        crossing.name,
        crossing.manner,
        crossing.permit,
        crossing.barrierId,
        crossing.stretchId,
        price.lowCents / 100,
        price.likelyCents / 100,
        price.highCents / 100,
        crossing.position[0],
        crossing.position[1],
      ];
    }),
  };
}

/** One row for each premises that is passed. */
export function dropTable(network: FiberNetwork): Table {
  return {
    name: 'Drops',
    columns: [
      column('id', 14),
      column('premises_id', 18),
      column('units', 7),
      column('fibres', 7),
      column('terminal_id', 14),
      column('kind', 13),
      column('length_m', 10, '0.0'),
      column('length_ft', 10, '0.0'),
      column('long', 7),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: network.drops.map((drop) => {
      const end = drop.path.at(-1);
      return [
        drop.id,
        drop.premisesId,
        drop.units,
        drop.fibres,
        drop.terminalId,
        drop.kind,
        drop.lengthM,
        feet(drop.lengthM),
        drop.long,
        end?.[0] ?? null,
        end?.[1] ?? null,
      ];
    }),
  };
}

/** The bill as a table: lines by heading, a sum under each part, connections apart. Costs are numbers; sums are those of the lines. */
export function billTable(lines: readonly BillLine[], groupOf: (line: BillLine) => BillGroup, totals: Totals): Table {
  const { currency } = totals;
  const rows: Cell[][] = [];
  for (const group of BILL_GROUPS) {
    for (const line of lines.filter((one) => groupOf(one) === group)) {
      rows.push([
        group,
        line.item,
        line.description,
        line.quantity,
        line.unit,
        line.unitLikely,
        line.lowCents / 100,
        line.likelyCents / 100,
        line.highCents / 100,
        line.labourCents === null ? null : line.labourCents / 100,
        line.labourCents === null ? null : (line.likelyCents - line.labourCents) / 100,
        line.weak,
      ]);
    }
    if (group === 'Facility and engineering share')
      rows.push([
        'Total to pass',
        null,
        null,
        null,
        null,
        null,
        totals.costLow,
        totals.costLikely,
        totals.costHigh,
        null,
        null,
        null,
      ]);
  }
  rows.push([
    'Connections at the take rate',
    null,
    null,
    null,
    null,
    null,
    null,
    totals.connectionCostLikely,
    null,
    null,
    null,
    null,
  ]);
  return {
    name: 'Bill of materials',
    columns: [
      column('heading', 34),
      column('item', 24),
      column('description', 44),
      column('quantity', 12, QUANTITY),
      column('unit', 7),
      column(`unit_price_likely_${currency}`, 14, MONEY),
      column(`low_${currency}`, 15, MONEY),
      column(`likely_${currency}`, 15, MONEY),
      column(`high_${currency}`, 15, MONEY),
      column(`labour_likely_${currency}`, 16, MONEY),
      column(`material_likely_${currency}`, 16, MONEY),
      column('weak_price', 10),
    ],
    rows,
  };
}

/** Whole millimetres. */
export function rounded(lengthM: number | null): number | null {
  return lengthM === null ? null : Math.round(lengthM * 1000) / 1000;
}

/** Feet to three decimals. */
export function feet(lengthM: number | null): number | null {
  return lengthM === null ? null : Math.round((lengthM / METRES_PER_FOOT) * 1000) / 1000;
}
