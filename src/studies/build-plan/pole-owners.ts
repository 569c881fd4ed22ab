import { compareText } from '../../base/compare.ts';
import type { Table } from '../../io/write/table.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { isOwn } from '../fiber/prepare.ts';
import { ITEM } from '../fiber/prices.ts';
import { priceOf } from './part-price.ts';
import { column } from './tables.ts';

/** Poles of one owner in one attachment space, of one group of make-ready. */
export interface PoleGroup {
  /** Null where the data state none. */
  readonly owner: string | null;
  readonly ours: boolean;
  /** supply, communications, or null where the data do not say. */
  readonly zone: string | null;
  /** The condition of the setting `makeReadyGroups` that these poles meet; empty for the others. */
  readonly group: string;
  readonly poles: number;
  readonly surveyed: number;
  /** Expected numbers among the poles not surveyed. */
  readonly transfers: number;
  readonly replacements: number;
  readonly makeReadyLikelyCents: number;
  /** Strand on poles of this owner and space, metres. */
  readonly strandM: number;
}

type Sum = { -readonly [K in keyof PoleGroup]: PoleGroup[K] };

/** Existing poles that carry strand, by owner, attachment space and group; strand counts where it begins. */
export function poleGroupsOf(network: FiberNetwork, plan: Plan): PoleGroup[] {
  const sums = new Map<string, Sum>();
  const keyAt = new Map<string, Sum>();
  for (const pole of network.poles) {
    if (pole.poleId === null) continue;
    const key = [pole.owner ?? '', pole.zone ?? '', pole.group].join('\n');
    const sum = sums.get(key) ?? emptySum(pole.owner, isOwn(pole.owner ?? undefined, plan.settings), pole.zone, pole.group);
    sums.set(key, sum);
    keyAt.set(pole.position.join(), sum);
    sum.poles += 1;
    sum.makeReadyLikelyCents += priceOf(pole, plan.costBook).likelyCents;
    if (pole.makeReady === 'surveyed') sum.surveyed += 1;
    for (const { item, quantity } of pole.items) {
      if (item === ITEM.transfer) sum.transfers += quantity;
      if (item === ITEM.replacement) sum.replacements += quantity;
    }
  }
  for (const { support, path, lengthM } of network.stretches) {
    if (support !== 'own-poles' && support !== 'rented-poles') continue;
    const sum = path.map((position) => keyAt.get(position.join())).find((found) => found !== undefined);
    if (sum !== undefined) sum.strandM += lengthM;
  }
  return [...sums.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, sum]) => ({ ...sum, strandM: Math.round(sum.strandM * 1000) / 1000 }));
}

function emptySum(owner: string | null, ours: boolean, zone: string | null, group: string): Sum {
  return { owner, ours, zone, group, poles: 0, surveyed: 0, transfers: 0, replacements: 0, makeReadyLikelyCents: 0, strandM: 0 };
}

export function poleGroupTable(groups: readonly PoleGroup[], currency: string): Table {
  const two = (value: number): number => Math.round(value * 100) / 100;
  return {
    name: 'Pole owners',
    columns: [
      column('owner', 24),
      column('ours', 7),
      column('space', 16),
      column('group', 30),
      column('poles', 8, '#,##0'),
      column('surveyed', 10, '#,##0'),
      column('transfers_expected', 18, '#,##0.00'),
      column('replacements_expected', 20, '#,##0.00'),
      column(`make_ready_likely_${currency}`, 20, '#,##0.00'),
      column('strand_m', 12, '#,##0.000'),
    ],
    rows: groups.map((one) => [
      one.owner,
      one.ours,
      one.zone,
      one.group,
      one.poles,
      one.surveyed,
      two(one.transfers),
      two(one.replacements),
      one.makeReadyLikelyCents / 100,
      one.strandM,
    ]),
  };
}
