import { SURVEYED_ITEM, type BillLine } from '../../cost/take-off.ts';
import type { FiberNetwork } from '../../plan/network.ts';

/** The headings of a bill of materials, in the order in which they are printed. */
export const BILL_GROUPS = [
  'Route',
  'Poles and make-ready',
  'Terminals, cabinets and splitters',
  'Crossings and permits',
  'Facility and engineering share',
  'Connections: drops, installation, equipment at the premises',
] as const;

export type BillGroup = (typeof BILL_GROUPS)[number];

/** Which heading each item stands under, by the kind of part that needs it. An item has one heading only, the first that fits. */
export function billGroups(network: FiberNetwork): (line: BillLine) => BillGroup {
  const groups = new Map<string, BillGroup>();
  const note = (parts: readonly { readonly items: readonly { readonly item: string }[] }[], group: BillGroup): void => {
    for (const part of parts) for (const { item } of part.items) if (!groups.has(item)) groups.set(item, group);
  };
  note(network.poles, 'Poles and make-ready');
  note(network.crossings, 'Crossings and permits');
  note([...network.terminals, ...network.cabinets, ...network.closures], 'Terminals, cabinets and splitters');
  note([...network.sharedCosts, ...network.facilities], 'Facility and engineering share');
  note([...network.stretches, ...network.risers, ...network.handholes], 'Route');
  groups.set(SURVEYED_ITEM, 'Poles and make-ready');
  return (line) =>
    line.part === 'connect' ? 'Connections: drops, installation, equipment at the premises' : (groups.get(line.item) ?? 'Route');
}
