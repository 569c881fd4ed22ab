import type { CostBook } from '../../base/cost-book.ts';
import { metresPerCostUnit, SURVEYED_ITEM } from '../../cost/take-off.ts';
import type { Cell, Table } from '../../io/write/table.ts';
import type { ItemQuantity } from '../../plan/network.ts';
import { makeText } from './staking-words.ts';
import type { StakedLine } from './staking.ts';
import { column } from './tables.ts';

/**
 * Staking as a list: for each station, in the order of the sheets, the units of its span and of all that stands there. By item they add up
 * to the bill's quantities.
 */
export function stakingTable(
  lines: readonly StakedLine[],
  sheetOf: (line: number, station: number) => string,
  book: CostBook,
): Table {
  const items = new Map(book.items.map((item) => [item.id, item]));
  const rows: Cell[][] = [];
  lines.forEach((line, i) => {
    line.forEach((station, k) => {
      const from = line[k - 1]?.label ?? null;
      const add = (what: string | null, detail: string, { item, quantity }: ItemQuantity): unknown =>
        rows.push([
          sheetOf(i, k),
          i + 1,
          from,
          station.label,
          what,
          detail,
          item,
          items.get(item)?.description ?? item,
          Math.round((quantity / metresPerCostUnit(items.get(item)?.unit ?? 'each')) * 1e6) / 1e6,
          items.get(item)?.unit ?? 'each',
          station.position[0],
          station.position[1],
        ]);
      if (station.span !== null)
        for (const item of station.span.items) add(station.span.stretch.id, makeText(station.span), item);
      for (const { id, detail, items: own, surveyedCents } of station.things) {
        for (const item of own) add(id, detail, item);
        if (surveyedCents !== null && surveyedCents > 0) add(id, detail, { item: SURVEYED_ITEM, quantity: 1 });
        if (own.length === 0 && !surveyedCents) add(id, detail, { item: 'none', quantity: 0 });
      }
    });
  });
  return {
    name: 'Staking',
    columns: [
      column('sheet', 7),
      column('line', 6),
      column('from', 12),
      column('station', 12),
      column('part', 12),
      column('detail', 34),
      column('item', 24),
      column('description', 44),
      column('quantity', 12, '#,##0.###'),
      column('unit', 7),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows,
  };
}
