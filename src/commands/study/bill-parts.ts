import type { BillLine } from '../../cost/take-off.ts';
import { SURVEYED_ITEM } from '../../cost/take-off.ts';
import type { Plan } from '../../plan/plan.ts';
import { NETWORK_KINDS, type MapItem } from '../../state/map-item.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.billParts;

/** The parts of the design that a line of the bill is made of, as things on the map; shares of huts and engineering are none. */
export function partsOfLine({ fiber }: Plan, { group, part, item, priceFactor }: BillLine): MapItem[] {
  if (fiber === null) return [];
  return NETWORK_KINDS.flatMap((list) => {
    if ((list === 'drops') !== (part === 'connect')) return [];
    return fiber[list]
      .filter(
        (one) =>
          (one.neighbourhoodId ?? '') === group &&
          (item === SURVEYED_ITEM
            ? 'surveyedCostCents' in one && (one.surveyedCostCents ?? 0) > 0
            : one.items.some((needed) => needed.item === item && (needed.priceFactor ?? 1) === priceFactor)),
      )
      .map(({ id }): MapItem => ({ kind: 'network', list, id }));
  });
}

/** Selects on the map what a line of the bill is made of. */
export function selectLine(bench: Workbench, line: BillLine): void {
  const parts = partsOfLine(bench.plan.plan, line);
  bench.selection.set(parts);
  bench.view.showRight('selection');
  bench.messages.announce(words.selected({ count: parts.length }));
}
